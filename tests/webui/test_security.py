"""Hostile hosts, hostile documents, hostile queries: nothing runs, nothing leaks, nothing is logged."""

import base64
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string, request
from flask.testing import FlaskClient

from tests.webui.hostile import PAYLOADS, make_hostile_app, try_paths, try_payloads
from tests.webui.pages import executable_nodes, links, read_page
from webui import AppConfig, create_app
from webui.errors import ServingError
from webui.opening import open_index
from webui.security import HEADERS, host_name
from webui.serving import check_protection, is_loopback

PAGES = ["/", "/documents", "/status", "/terms", "/concordance"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = make_hostile_app(tmp_path_factory.mktemp("hostile"), PAYLOADS)
    yield app.test_client()
    app.extensions["bisagra"].close()


def test_no_script_in_any_document_title_or_file_name_runs(hostile: FlaskClient) -> None:
    seen = 0
    for address in [
        "/?q=ASPAN&limit=200",
        "/concordance?q=ASPAN",
        *PAGES,
        *links(read_page(hostile.get("/terms")), "tbody a"),
    ]:
        response = hostile.get(address)
        assert response.status_code == 200, address
        assert executable_nodes(read_page(response)) == [], address
        seen += 1
    hits = links(read_page(hostile.get("/?q=ASPAN&limit=200&copies=1")), ".hit h2 a")
    assert len(hits) >= 2 * len(PAYLOADS)
    for address in hits:
        response = hostile.get(address)
        assert response.status_code == 200, address
        assert executable_nodes(read_page(response)) == [], address
    assert seen > 10


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_script_in_a_query_runs(hostile: FlaskClient, payload: str) -> None:
    hit = links(read_page(hostile.get("/?q=ASPAN")), ".hit h2 a")[0].partition("?")[0]
    for address in ["/", hit, "/documents", "/terms"]:
        response = hostile.get(address, query_string={"q": payload, "tag": payload, "folder": payload})
        assert response.status_code == 200
        assert executable_nodes(read_page(response)) == []
    response = hostile.get("/", query_string={"q": f"ASPAN {payload}"})
    assert executable_nodes(read_page(response)) == []


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
@pytest.mark.parametrize("name", ["limit", "sort", "from", "language", "ui"])
def test_no_script_in_a_parameter_runs(hostile: FlaskClient, payload: str, name: str) -> None:
    response = hostile.get("/", query_string={"q": "ASPAN", name: payload})
    assert response.status_code == (200 if name == "ui" else 400)
    assert executable_nodes(read_page(response)) == []


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_script_in_a_path_runs(hostile: FlaskClient, payload: str) -> None:
    for prefix in ("/", "/source/", "/terms/"):
        response = hostile.get(prefix + payload.replace("%", "%25").replace("?", "%3F").replace("#", "%23"))
        assert response.status_code in {404, 308, 400}
        assert executable_nodes(read_page(response)) == []


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_json_is_never_taken_for_html(hostile: FlaskClient, payload: str) -> None:
    response = hostile.get("/api/v1/search", query_string={"q": f"ASPAN {payload}"})
    assert response.mimetype == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_name_that_is_no_text_can_be_sent(app: Flask) -> None:
    name = b"byte \xff <b>.txt".decode("utf-8", "surrogateescape")
    with app.test_request_context("/"):
        shown = render_template_string("{{ name }}", name=name)
    assert shown.encode("utf-8").decode("utf-8") == "byte \ufffd &lt;b&gt;.txt"


def test_templates_never_trust_a_text() -> None:
    for path in (Path(__file__).parents[2] / "webui" / "templates").iterdir():
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup|\son\w+=|style=|javascript:", source), path.name


EVERYWHERE = [
    *("/", "/?q=ASPAN", "/?q=ASPAN&limit=x", "/documents", "/status", "/terms", "/nada", "/opensearch.xml"),
    *("/static/bisagra.css", "/static/keys.js", "/static/icon.svg", "/static/nada", "/source/nada"),
    *("/api/v1/search?q=ASPAN", "/api/v1/search", "/api/v1/status", "/api/v1/openapi.json", "/api/nada"),
]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert response.headers["Cache-Control"] == "no-store"
    response.close()


GOOD_HOSTS = ["localhost", "localhost:5000", "LOCALHOST", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:5000"]
BAD_HOSTS = [
    *(
        "evil.example",
        "localhost.evil.example",
        "evil.example:5000",
        "127.0.0.1.evil.example",
        "",
        "localhost:x",
    ),
    *("evil@localhost", "localhost/", "[::1", "[::1]x", "192.168.1.5", "0.0.0.0", "localhost,evil.example"),
]


@pytest.mark.parametrize("host", GOOD_HOSTS)
def test_a_loopback_host_may_ask(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", BAD_HOSTS)
@pytest.mark.parametrize("address", ["/", "/nada", "/static/bisagra.css", "/api/v1/status"])
def test_any_other_host_is_refused_before_routing(client: FlaskClient, host: str, address: str) -> None:
    response = client.get(address, headers={"Host": host})
    assert response.status_code == 400
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    wanted = "application/problem+json" if address.startswith("/api") else "text/plain"
    assert response.mimetype == wanted
    assert host not in response.get_data(as_text=True) or not host


def test_a_named_host_may_ask(index_directory: Path) -> None:
    app = create_app(AppConfig(index_directory=index_directory, host_names=("Archivo.Example",), token="t"))
    client = app.test_client()
    headers = {"Authorization": "Bearer t"}
    assert client.get("/", headers={"Host": "archivo.example:8080", **headers}).status_code == 200
    assert client.get("/", headers={"Host": "other.example", **headers}).status_code == 400


def test_host_names() -> None:
    assert [host_name(host) for host in ("A.b:1", "[2001:DB8::1]:80", "a b", "a:b:c")] == [
        *("a.b", "2001:db8::1", None, None)
    ]


@pytest.fixture(scope="module")
def protected(index_directory: Path) -> FlaskClient:
    config = AppConfig(index_directory=index_directory, password="contraseña", token="secret")
    return create_app(config).test_client()


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"anyone:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        (basic("contraseña"), 200),
        (basic("wrong"), 401),
        (basic(""), 401),
        ("Bearer secret", 200),
        ("Bearer contraseña", 401),
        ("Bearer", 401),
        ("Basic !!!", 401),
        ("Digest x", 401),
    ],
)
@pytest.mark.parametrize("address", ["/", "/api/v1/status", "/static/bisagra.css"])
def test_a_password_or_token_is_asked_for(
    protected: FlaskClient, header: str | None, status: int, address: str
) -> None:
    response = protected.get(address, headers={"Authorization": header} if header else {})
    assert response.status_code == status
    assert ("WWW-Authenticate" in response.headers) == (status == 401)
    response.close()


def test_a_secret_does_not_show_in_the_configuration() -> None:
    assert "secret" not in repr(AppConfig(password="secret", token="secret"))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "archivo.example"])
def test_an_open_address_needs_protection(host: str) -> None:
    assert not is_loopback(host)
    for config in (
        AppConfig(),
        AppConfig(password="x"),
        AppConfig(host_names=("archivo.example",)),
        AppConfig(password="", token="", host_names=("archivo.example",)),
    ):
        with pytest.raises(ServingError, match="can be reached by others"):
            check_protection(config, host)
    check_protection(AppConfig(password="x", host_names=("archivo.example",)), host)


def test_a_failure_shows_an_id_and_logs_no_query(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"no luck with {request.args['q']}")

    with client.application.app_context():
        monkeypatch.setattr(type(open_index()), "searcher", fail)
    with caplog.at_level(logging.DEBUG):
        page = client.get("/?q=zarzamora&ui=en")
        answer = client.get("/api/v1/search?q=zarzamora")
    assert (page.status_code, answer.status_code) == (500, 500)
    error_id = answer.get_json()["error_id"]
    assert re.fullmatch(r"[0-9a-f]{8}", error_id)
    assert "RuntimeError" not in page.get_data(as_text=True) + answer.get_data(as_text=True)
    assert "luck" not in page.get_data(as_text=True) + answer.get_data(as_text=True)
    assert error_id in caplog.text
    assert "RuntimeError" in caplog.text
    assert "zarzamora" not in caplog.text


def test_the_trials_of_make_faults_in_short() -> None:
    assert try_payloads(8).startswith("8 payloads")
    assert "0 bytes from outside" in try_paths(60)
