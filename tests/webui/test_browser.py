"""A real browser: type, follow a hit, see the mark. Also without scripts, on a phone, and in the dark."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from index.updating import update_index
from tests.corpus.making import make_pdf, set_lines
from tests.webui.conftest import ENGLISH, FILLER, SPANISH
from tests.webui.test_serving import running
from webui import AppConfig

PAGE = [
    "El almirante pidió dos lanchas nuevas para la bahía, y nadie",
    "le contestó hasta el otoño de ese año.",
]

pytestmark = [pytest.mark.browser, pytest.mark.long]

DRIVER = "/usr/bin/chromedriver"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
)
IN_VIEW = """
const box = arguments[0].getBoundingClientRect();
return box.height > 0 && box.top >= 0 && box.left >= 0
    && box.bottom <= innerHeight && box.right <= document.documentElement.clientWidth;
"""


def find_chromium() -> str:
    """Chromium's path; skips the test, or fails it where a browser is required."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium and Path(DRIVER).exists():
        return chromium
    reason = f"Chromium or its driver is missing (chromium: {chromium}, {DRIVER}: {Path(DRIVER).exists()})"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def open_browser(profile: Path) -> Chrome:
    options = ChromeOptions()
    options.binary_location = find_chromium()
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return Chrome(options=options, service=Service(DRIVER))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    find_chromium()
    folder = tmp_path_factory.mktemp("documents")
    (folder / "aspan.md").write_text(SPANISH + FILLER * 60, encoding="utf-8")
    (folder / "workshop.md").write_text(FILLER * 60 + ENGLISH + FILLER * 60, encoding="utf-8")
    (folder / "puertos.pdf").write_bytes(make_pdf([set_lines(PAGE), set_lines(PAGE[::-1])]))
    (folder / "largo.txt").write_text(FILLER * 2500 + "Por fin, la zarzamora.\n", encoding="utf-8")
    directory = tmp_path_factory.mktemp("web") / "index"
    update_index(directory, [folder])
    with running(AppConfig(index_directory=directory)) as port:
        yield f"http://localhost:{port}"


@pytest.fixture(scope="module")
def browser(base: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    driver = open_browser(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()


@pytest.fixture
def plain_browser(browser: Chrome) -> Iterator[Chrome]:
    """The browser with no page's scripts run."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield browser
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def css(browser: Chrome, selector: str) -> list[WebElement]:
    return browser.find_elements(By.CSS_SELECTOR, selector)


def wait_for(browser: Chrome, selector: str) -> WebElement:
    return WebDriverWait(browser, 20).until(lambda driver: driver.find_element(By.CSS_SELECTOR, selector))


def type_and_follow(browser: Chrome, base: str, query: str, hit: str) -> WebElement:
    """Type a query on the first page, follow the first hit that fits; its first mark."""
    browser.get(f"{base}/?ui=es")
    browser.find_element(By.ID, "q").send_keys(query + Keys.ENTER)
    wait_for(browser, f"{hit} mark")
    css(browser, f"{hit} h2 a")[0].click()
    return wait_for(browser, ".passage.chosen mark")


def is_in_view(browser: Chrome, element: WebElement) -> bool:
    return WebDriverWait(browser, 5).until(lambda driver: driver.execute_script(IN_VIEW, element)) is True


def complaints(browser: Chrome) -> list[str]:
    entries: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in entries if entry["level"] in {"SEVERE", "WARNING"}]


def test_a_query_leads_to_the_marked_passage_in_the_other_language(browser: Chrome, base: str) -> None:
    mark = type_and_follow(browser, base, "ASPAN", ".hit.en")
    assert mark.text in {"SPP", "Security and Prosperity Partnership", "Security and Prosperity Partnership "}
    assert is_in_view(browser, mark)
    assert browser.execute_script("return scrollY") > 500
    assert complaints(browser) == []


def test_it_works_without_scripts(plain_browser: Chrome, base: str) -> None:
    mark = type_and_follow(plain_browser, base, "ASPAN", ".hit.en")
    assert is_in_view(plain_browser, mark)
    plain_browser.get(f"{base}/?q=ASPAN")
    plain_browser.find_element(By.TAG_NAME, "body").send_keys("/")
    assert plain_browser.switch_to.active_element.get_attribute("id") != "q"
    css(plain_browser, ".also a.remove")[0].click()
    wait_for(plain_browser, ".silenced a")
    assert not css(plain_browser, ".hit.en")


def test_keys(browser: Chrome, base: str) -> None:
    browser.get(f"{base}/?q=ASPAN")
    browser.find_element(By.TAG_NAME, "body").send_keys("/")
    assert browser.switch_to.active_element.get_attribute("id") == "q"
    assert browser.switch_to.active_element.get_attribute("value") == "ASPAN"


def test_j_and_k_walk_the_hits_and_the_lines(browser: Chrome, base: str) -> None:
    for path, selector in (("/?q=ASPAN", ".hits h2 a"), ("/concordance?q=ASPAN", ".lines a")):
        browser.get(base + path)
        stops = css(browser, selector)
        assert len(stops) > 1
        body = browser.find_element(By.TAG_NAME, "body")
        body.send_keys("j")
        assert browser.switch_to.active_element == stops[0]
        browser.switch_to.active_element.send_keys("j")
        assert browser.switch_to.active_element == stops[1]
        browser.switch_to.active_element.send_keys("k")
        assert browser.switch_to.active_element == stops[0]
        assert is_in_view(browser, stops[0])


def test_the_page_stands_beside_the_text_and_h_and_l_turn_it(browser: Chrome, base: str) -> None:
    mark = type_and_follow(browser, base, "almirante", ".hit")
    image = wait_for(browser, ".facsimile img")
    loaded = "return arguments[0].complete && arguments[0].naturalWidth"
    assert WebDriverWait(browser, 40).until(lambda driver: driver.execute_script(loaded, image)) == 1000
    assert is_in_view(browser, mark)
    assert complaints(browser) == []
    browser.find_element(By.TAG_NAME, "body").send_keys("l")
    WebDriverWait(browser, 20).until(lambda driver: "page=2" in driver.current_url)
    assert "/page/2" in (wait_for(browser, ".facsimile img").get_attribute("src") or "")


SMALL = """
const wanted = ".sections a, .switch a, .bar a, .facets li a, .paging a, .finder a, .original a, "
    + ".box button, .filter button, .filter input, .list td:first-child a, .lines a, summary, "
    + ".facsimile nav a, .divider a";
return [...document.querySelectorAll(wanted)].filter((node) => node.checkVisibility())
    .map((node) => [node.className || node.textContent.trim(), node.getBoundingClientRect().height])
    .filter(([, height]) => height < 44 && height > 0);
"""


@pytest.mark.parametrize(
    "path", ["/", "/?q=ASPAN", "/documents", "/terms", "/concordance?q=ASPAN", "almirante"]
)
def test_a_finger_hits_what_it_aims_at(browser: Chrome, base: str, path: str) -> None:
    """WCAG 2.2, 2.5.5: 44 pixels."""
    with touching(browser, width=390):
        if path.startswith("/"):
            browser.get(base + path)
        else:
            type_and_follow(browser, base, path, ".hit")
            assert css(browser, ".facsimile img")
        assert browser.execute_script(SMALL) == []
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390


Hand = contextlib.AbstractContextManager[None]


@contextlib.contextmanager
def pointing(browser: Chrome, *, width: int) -> Iterator[None]:
    """A screen of this width that is used with a mouse."""
    metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@contextlib.contextmanager
def touching(browser: Chrome, *, width: int) -> Iterator[None]:
    """A screen of this width that is used with fingers."""
    metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("hand", [touching, pointing])
@pytest.mark.parametrize(("width", "above"), [(390, ["Ver la página 1"]), (1280, [])])
def test_each_page_has_one_link(
    browser: Chrome, base: str, hand: Callable[..., Hand], width: int, above: list[str]
) -> None:
    with hand(browser, width=width):
        type_and_follow(browser, base, "almirante", ".hit")
        assert [link.text for link in css(browser, ".facsimile nav a") if link.text] == ["Página siguiente ›"]
        assert [link.text for link in css(browser, ".finder .above") if link.text] == above
        pages = [link.text for link in css(browser, ".divider a") if link.text]
        assert pages == ["Página 1", "Página 2"]


def test_names_and_counts_stand_apart_under_a_finger(browser: Chrome, base: str) -> None:
    with touching(browser, width=390):
        browser.get(f"{base}/?q=ASPAN&type=md&ui=es")
        for selector in (".bar a.es", ".also a.remove", ".active a"):
            gap = css(browser, selector)[0].value_of_css_property("column-gap")
            assert float(gap.removesuffix("px")) > 3


def test_large_letters_leave_the_text_room_beside_its_page(browser: Chrome, base: str) -> None:
    type_and_follow(browser, base, "almirante", ".hit")
    browser.execute_script("document.documentElement.style.fontSize = '200%'")
    assert css(browser, ".leaves")[0].rect["width"] > 500
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_the_address_of_a_search_says_nothing_that_was_not_asked(browser: Chrome, base: str) -> None:
    browser.get(base)
    browser.find_element(By.ID, "q").send_keys("ASPAN" + Keys.ENTER)
    wait_for(browser, ".hit mark")
    assert browser.current_url == f"{base}/?q=ASPAN"


def test_a_link_to_a_line_of_a_long_document_finds_its_part(browser: Chrome, base: str) -> None:
    browser.get(f"{base}/?q=zarzamora")
    address = css(browser, ".hit h2 a")[0].get_attribute("href") or ""
    assert is_in_view(browser, type_and_follow(browser, base, "zarzamora", ".hit"))
    browser.get("about:blank")
    browser.get(address.partition("?")[0] + "#L5001")
    wait_for(browser, "#L5001")
    assert is_in_view(browser, css(browser, "#L5001")[0])
    browser.get("about:blank")
    browser.get(address.partition("?")[0] + "#" + address.partition("#")[2])
    assert is_in_view(browser, wait_for(browser, ".passage.chosen"))


@pytest.mark.parametrize(
    "path",
    ["/", "/?q=ASPAN", "/?q=zarzamor~", "/documents", "/status", "/terms", "/concordance?q=ASPAN", "/nada"],
)
@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_is_wider_than_a_phone(browser: Chrome, base: str, path: str, language: str) -> None:
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        browser.get(f"{base}{path}{'&' if '?' in path else '?'}ui={language}")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


CONTRAST = """
const channel = (value) => (value /= 255) <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
const parse = (text) => text.match(/[\\d.]+/g).map(Number);
const ground = (node) => {
  for (; node; node = node.parentElement) {
    const color = parse(getComputedStyle(node).backgroundColor);
    if (color.length === 3 || color[3] === 1) return color;
  }
  return [255, 255, 255];
};
const poor = [];
for (const node of document.querySelectorAll("body *")) {
  const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const color = getComputedStyle(node).color;
  if (!own || !node.checkVisibility() || !color.startsWith("rgb")) continue;
  const [a, b] = [light(parse(color)), light(ground(node))].sort((x, y) => y - x);
  const ratio = (a + .05) / (b + .05);
  if (ratio < 4.5) poor.push(`${node.tagName}.${node.className}: ${ratio.toFixed(2)}`);
}
return poor;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(browser: Chrome, base: str, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        mark = type_and_follow(browser, base, "ASPAN", ".hit.en")
        assert mark.is_displayed()
        assert browser.execute_script(CONTRAST) == []
        for path in (
            "/",
            "/?q=ASPAN",
            "/?q=ASPAN+zarzamora&year=2005",
            "/documents",
            "/status",
            "/terms",
            "/concordance?q=ASPAN",
            "/nada",
        ):
            browser.get(base + path)
            assert browser.execute_script(CONTRAST) == [], path
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
