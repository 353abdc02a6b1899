"""What a reader sees: the search page, its chips, facets and parts, documents, status, terms."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from analyzers.language import Language
from index.updating import update_index
from index.vectorizing import Meaning
from tests.webui.conftest import write_documents
from tests.webui.pages import links, one, read_page, texts
from webui import AppConfig, create_app
from webui.texts import TEXTS
from webui.wording import Wording


def query_of(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def test_the_first_page_says_what_the_index_holds_and_offers_examples(client: FlaskClient) -> None:
    page = read_page(client.get("/?ui=es"))
    assert one(page, "input#q").attributes["type"] == "search"
    assert "2 documentos" in one(page, ".holds").text()
    assert len(page.css(".examples a")) >= 3
    for address in links(page, ".examples a"):
        assert client.get(address).status_code == 200


def test_an_empty_index_says_how_to_fill_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "last.txt").write_text("El último documento.", encoding="utf-8")
    update_index(tmp_path / "index", [tmp_path / "in"])
    (tmp_path / "in" / "last.txt").unlink()
    update_index(tmp_path / "index")
    client = create_app(AppConfig(index_directory=tmp_path / "index")).test_client()
    assert "bisagra index FOLDER" in client.get("/?ui=en").get_data(as_text=True)
    assert client.get("/documents").status_code == 200
    assert client.get("/status").status_code == 200


def test_one_search_finds_both_languages_and_tells_them_apart(client: FlaskClient) -> None:
    page = read_page(client.get("/?q=ASPAN&ui=es"))
    assert set(texts(page, ".hit.es .badge span:first-child")) == {"ES"}
    assert set(texts(page, ".hit.en .badge span:first-child")) == {"EN"}
    assert {node.attributes.get("lang") for node in page.css(".hit.en .snippet")} == {"en"}
    assert "ASPAN" in texts(page, ".hit.es mark")
    assert "SPP" in texts(page, ".hit.en mark")
    assert f"{len(page.css('.hit'))} pasajes" in one(page, ".total").text()


def test_a_hit_leads_to_its_passage(client: FlaskClient) -> None:
    page = read_page(client.get("/?q=inspección"))
    address = links(page, ".hit h2 a")[0]
    source = read_page(client.get(address))
    anchor = urlsplit(address).fragment
    assert "mark" in [node.tag for node in one(source, f"#{anchor}").css("mark")]


@pytest.mark.parametrize(
    ("header", "language"), [("es-MX,es;q=0.9", "es"), ("en-GB", "en"), ("fr", "en"), ("", "en")]
)
def test_the_interface_speaks_the_browsers_language(client: FlaskClient, header: str, language: str) -> None:
    page = read_page(client.get("/", headers={"Accept-Language": header}))
    assert one(page, "html").attributes["lang"] == language


def test_a_chosen_language_is_remembered(client: FlaskClient) -> None:
    response = client.get("/?ui=es", headers={"Accept-Language": "en"})
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    page = read_page(client.get("/?q=ASPAN", headers={"Accept-Language": "en"}))
    assert one(page, "html").attributes["lang"] == "es"
    switch = links(page, ".switch a")
    assert [query_of(url) for url in switch] == [
        {"q": ["ASPAN"], "ui": ["es"]},
        {"q": ["ASPAN"], "ui": ["en"]},
    ]


def test_an_unknown_language_of_the_interface_changes_nothing(client: FlaskClient) -> None:
    response = client.get("/?ui=<b>", headers={"Accept-Language": "es"})
    assert "Set-Cookie" not in response.headers
    assert one(read_page(response), "html").attributes["lang"] == "es"


def test_results_in_one_language(client: FlaskClient) -> None:
    page = read_page(client.get("/?q=ASPAN&language=en"))
    assert page.css(".hit.en")
    assert not page.css(".hit.es")
    assert one(page, ".languages a[aria-current]").text().startswith("English")


def test_an_equivalent_can_be_taken_out_and_brought_back(client: FlaskClient) -> None:
    page = read_page(client.get("/?q=ASPAN"))
    assert any(text.startswith("SPP") for text in texts(page, ".chip"))
    (remove,) = links(page, ".also a.remove")
    assert query_of(remove) == {"q": ["!ASPAN"]}
    without = read_page(client.get(remove))
    assert not without.css(".hit.en")
    (restore,) = links(without, ".silenced a")
    assert query_of(restore) == {"q": ["ASPAN"]}


def test_a_name_of_two_words_can_be_taken_out(client: FlaskClient) -> None:
    (remove,) = links(read_page(client.get("/?q=Guardia+Costera")), ".also a.remove")
    assert query_of(remove) == {"q": ["!Guardia !Costera"]}
    assert not read_page(client.get(remove)).css(".also .chip")


def test_facets_are_links_that_narrow_and_widen(client: FlaskClient) -> None:
    page = read_page(client.get("/?q=ASPAN"))
    whole = len(page.css(".hit"))
    address = next(url for url in links(page, ".facets a") if "folder=informes" in url)
    narrowed = read_page(client.get(address))
    assert 0 < len(narrowed.css(".hit")) < whole
    assert links(narrowed, ".active a")[0] == "/?q=ASPAN"


def test_results_come_in_parts(client: FlaskClient) -> None:
    response = client.get("/?q=ASPAN&limit=1&offset=1")
    page = read_page(response)
    (link_header,) = [", ".join(response.headers.getlist("Link"))]
    assert '</?q=ASPAN&limit=1>; rel="prev"' in link_header
    assert '</?q=ASPAN&limit=1&offset=2>; rel="next"' in link_header
    assert [query_of(url)["limit"] for url in links(page, ".paging a")] == [["1"], ["1"]]
    assert one(page, "ol.hits").attributes["start"] == "2"
    assert client.get("/?q=ASPAN&offset=9999").status_code == 200


def test_all_parts_together_are_the_whole(client: FlaskClient) -> None:
    whole = links(read_page(client.get("/?q=ASPAN&limit=100")), ".hit h2 a")
    found, address = [], "/?q=ASPAN&limit=1"
    while address:
        page = read_page(client.get(address))
        found += links(page, ".hit h2 a")
        address = next(iter(links(page, "main .paging a[rel=next]")), "")
    assert found == whole


def test_no_hits_offers_a_way_on(client: FlaskClient) -> None:
    page = read_page(client.get('/?q="zarzamora+xilófono"&language=es&translate=0&exact=1&ui=es'))
    assert "zarzamora" in one(page, ".nothing .lead").text()
    ways = links(page, ".nothing a")
    assert len(ways) >= 5
    assert {client.get(way).status_code for way in ways} == {200}


def test_a_forgiven_slip_is_told(client: FlaskClient) -> None:
    page = read_page(client.get('/?q="working groups&ui=en'))
    assert any("quotation mark" in note for note in texts(page, ".notes li"))
    assert page.css(".hit")


def test_the_form_keeps_what_was_chosen(client: FlaskClient) -> None:
    page = read_page(
        client.get("/?q=ASPAN&language=es&sort=path&type=md&exact=1&translate=0&from=2004&to=2010")
    )
    values = {
        (node.attributes["name"], node.attributes.get("value"))
        for node in page.css("form.search input")
        if node.attributes.get("type") != "checkbox" or "checked" in node.attributes
    }
    assert values == {
        ("q", "ASPAN"),
        ("language", "es"),
        ("sort", "path"),
        ("type", "md"),
        ("exact", "1"),
        ("translate", "0"),
        ("from", "2004"),
        ("to", "2010"),
    }


def test_every_search_box_has_a_label(client: FlaskClient) -> None:
    for address in ("/", "/?q=ASPAN", "/documents", "/terms"):
        page = read_page(client.get(address))
        assert page.css("label[for=q]")
        assert one(page, "a.skip").attributes["href"] == "#content"
        assert len(page.css("h1")) == 1


def test_documents_are_listed_and_filtered(client: FlaskClient) -> None:
    page = read_page(client.get("/documents?ui=en"))
    assert texts(page, "tbody .path") == ["informes/aspan.md", "workshop.md"]
    assert texts(read_page(client.get("/documents?q=WORKSHOP")), "tbody .path") == ["workshop.md"]
    for accented in ("INFORMÉS", "informe\u0301s"):
        page = read_page(client.get("/documents", query_string={"q": accented}))
        assert texts(page, "tbody .path") == ["informes/aspan.md"]
    assert not read_page(client.get("/documents?q=zarzamora")).css("tbody")


def test_documents_are_in_the_order_of_a_file_manager(tmp_path: Path) -> None:
    names = ["acta 9.txt", "Acta 10.txt", "Índice.txt", "Zona.txt"]
    (tmp_path / "in").mkdir()
    for name in names:
        (tmp_path / "in" / name).write_text(f"El cabildo aprobó {name}.", encoding="utf-8")
    update_index(tmp_path / "index", [tmp_path / "in"])
    app = create_app(AppConfig(index_directory=tmp_path / "index"))
    assert texts(read_page(app.test_client().get("/documents")), "tbody .path") == names
    listed = app.test_client().get("/api/v1/documents").get_json()["documents"]
    assert [each["path"] for each in listed] == names
    app.extensions["bisagra"].close()


@pytest.mark.parametrize("meaning", Meaning)
def test_status_says_how_far_searching_by_meaning_has_come(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, meaning: Meaning
) -> None:
    pages = import_module("webui.pages")  # webui.pages itself is the blueprint
    monkeypatch.setattr(pages, "find_meaning", lambda directory: meaning)
    monkeypatch.setattr(pages, "vector_model", lambda directory: "fake 1 64")
    page = read_page(client.get("/status?ui=es"))
    said = Wording(Language.ES).say(f"meaning_{meaning}", model="fake 1 64")
    assert said in texts(page, ".meta dd")


def test_status_names_what_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("Un texto cualquiera de la Guardia Costera.", encoding="utf-8")
    (tmp_path / "in" / "vacío.txt").write_bytes(b"")
    update_index(tmp_path / "index", [tmp_path / "in"])
    app = create_app(AppConfig(index_directory=tmp_path / "index"))
    page = read_page(app.test_client().get("/status?ui=es"))
    assert "vacío.txt" in one(page, ".list tbody").text()
    app.extensions["bisagra"].close()


def test_terms_are_listed_looked_up_and_shown(client: FlaskClient) -> None:
    assert len(read_page(client.get("/terms")).css("tbody tr")) == 100
    page = read_page(client.get("/terms?q=guardia+cost"))
    assert any("guardia costera" in text.lower() for text in texts(page, "tbody td.es"))
    shown = read_page(client.get(links(page, "tbody td.es a")[0]))
    assert shown.css(".pair .en li")
    assert client.get(links(shown, "a.action")[0]).status_code == 200


def test_notes_on_terms_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    for address, place in (("/terms?q=PMA", ".note"), ("/terms/wfp", ".rivals li")):
        spanish, english = (
            read_page(client.get(address, headers={"Accept-Language": each})) for each in TEXTS
        )
        assert any("PMA es aquí el Programa Mundial de Alimentos" in each for each in texts(spanish, place))
        assert any("PMA here is the World Food Programme" in each for each in texts(english, place))
        for page in (spanish, english):
            assert not any("ambiguous:" in each or "| es" in each for each in texts(page, "main"))
    (note,) = (each["note"] for each in client.get("/api/v1/terms?q=WFP").get_json()["concepts"])
    assert note == "ambiguous: PMA here is the World Food Programme, elsewhere a least developed country"


def test_a_search_box_for_the_browser(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml", headers={"Host": "localhost:5000"})
    assert response.mimetype == "application/opensearchdescription+xml"
    assert 'template="http://localhost:5000/?q={searchTerms}"' in response.get_data(as_text=True)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(
    "address", ["/", "/?q=ASPAN", "/?q=zarzamora", "/documents", "/status", "/terms", "/nada"]
)
def test_no_key_is_left_untranslated(client: FlaskClient, address: str, language: str) -> None:
    page = read_page(client.get(address, headers={"Accept-Language": language}))
    assert page.css_first("h1") is not None
    assert "{" not in " ".join(texts(page, "main"))


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[FlaskClient]:
    (tmp_path / "docs" / "<b>x").mkdir(parents=True)
    for number in range(12):
        (tmp_path / "docs" / "<b>x" / f"{number:02}.txt").write_text("Nadie zarpó de aquel muelle.\n")
    (tmp_path / "docs" / "otro.txt").write_text("El muelle del norte, en cambio, estaba lleno.\n")
    update_index(tmp_path / "index", [tmp_path / "docs"])
    app = create_app(AppConfig(index_directory=tmp_path / "index"))
    yield app.test_client()
    app.extensions["bisagra"].close()


def test_what_says_the_same_is_listed_once_and_can_be_unfolded(copies: FlaskClient) -> None:
    page = read_page(copies.get("/?ui=es&q=muelle&limit=1"))
    assert "13 pasajes" in one(page, ".total").text()
    assert "2 sin repeticiones" in one(page, ".total").text()
    assert one(page, ".hit details.copies summary").text() == "Lo mismo en 11 lugares más"
    assert texts(page, ".copies .path") == [f"<b>x/{number:02}.txt" for number in range(1, 12)]
    for address in links(page, ".copies li a"):
        assert copies.get(address).status_code == 200
    assert links(page, "link[rel=next]") == ["/?q=muelle&limit=1&offset=1"]
    last = read_page(copies.get("/?ui=es&q=muelle&limit=1&offset=1"))
    assert not last.css(".copies")
    assert not last.css("link[rel=next]")


def test_each_copy_can_be_listed(copies: FlaskClient) -> None:
    page = read_page(copies.get(links(read_page(copies.get("/?ui=es&q=muelle")), ".total a")[0]))
    assert len(page.css(".hit")) == 10
    assert links(page, "link[rel=next]") == ["/?q=muelle&copies=1&offset=10"]
    assert copies.get("/api/v1/search?q=muelle&copies=1").get_json()["listed"] == 13
    assert copies.get("/api/v1/search?q=muelle").get_json()["listed"] == 2


def test_what_could_not_be_read_is_listed_beside_the_documents(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "nota.txt").write_text("La aduana abre a las ocho.", encoding="utf-8")
    (tmp_path / "docs" / "roto.pdf").write_bytes(b"%PDF-1.4 roto")
    update_index(tmp_path / "index", [tmp_path / "docs"])
    client = create_app(AppConfig(index_directory=tmp_path / "index")).test_client()
    for address in ("/documents", "/status", "/documents?q=roto"):
        (row,) = read_page(client.get(address)).css(".problems tbody tr")
        assert "roto.pdf" in row.text()
        assert len(row.css("td")[1].text()) > 10
    assert not read_page(client.get("/documents?q=nota")).css(".problems")


@pytest.mark.parametrize(
    ("language", "reason"), [("es", "el archivo está vacío"), ("en", "the file is empty")]
)
def test_reasons_are_said_in_the_language_of_the_page(tmp_path: Path, language: str, reason: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "nada.txt").write_bytes(b"")
    (tmp_path / "docs" / "algo.txt").write_text("El puerto.\n")
    update_index(tmp_path / "index", [tmp_path / "docs"])
    app = create_app(AppConfig(index_directory=tmp_path / "index"))
    client = app.test_client()
    assert reason in read_page(client.get(f"/status?ui={language}")).text()
    (problem,) = client.get("/api/v1/status").get_json()["unreadable_files"]
    assert problem == {"path": "nada.txt", "reason": "the file is empty", "key": "empty"}
    app.extensions["bisagra"].close()


@pytest.mark.parametrize(
    ("ui", "said"), [("es", "¿quiso decir guardia costera?"), ("en", "did you mean guardia costera?")]
)
def test_a_misspelt_word_links_to_what_was_meant(client: FlaskClient, ui: str, said: str) -> None:
    page = read_page(client.get(f"/?q=guardia+costera&ui={ui}"))
    assert page.css(".meant") == []
    page = read_page(client.get(f"/?q=guardia+costerra&language=es&ui={ui}"))
    assert one(page, ".meant").text().casefold() == said


def test_the_languages_add_up_to_the_passages(tmp_path: Path) -> None:
    write_documents(tmp_path / "documents")
    (tmp_path / "documents" / "numbers.txt").write_text("4711 0815 12-34 56.78\n")
    update_index(tmp_path / "index", [tmp_path / "documents"])
    client = create_app(AppConfig(tmp_path / "index")).test_client()
    chunks = client.get("/api/v1/status").get_json()["chunks"]
    for address in ("/", "/status"):
        counts = texts(read_page(client.get(address)), "p.legend b")
        assert (len(counts), sum(map(int, counts))) == (3, chunks)
    page = read_page(client.get("/?q=NO+inspección"))
    counts = texts(page, ".languages b")
    total = int(texts(page, ".total b")[0].split()[0])
    assert (len(counts), sum(map(int, counts))) == (3, total)
    row = next(row for row in read_page(client.get("/documents")).css("tr") if "numbers.txt" in row.text())
    assert [each.text() for each in row.css(".legend b")] == ["1"]


@pytest.mark.parametrize(
    "address", ["/documents?offset=900", "/terms?offset=99900", "/documents?q=aspan&offset=9"]
)
def test_beyond_the_end_of_a_list_there_is_a_way_back(client: FlaskClient, address: str) -> None:
    page = read_page(client.get(address))
    assert texts(page, ".lead") == ["There are no more results from here on."]
    back = links(page, "p:not(.lead) a")[-1]
    assert len(read_page(client.get(back)).css("tbody tr")) >= 1


def test_how_many_hits_a_page_shows_does_not_cut_a_file(client: FlaskClient) -> None:
    addresses = links(read_page(client.get("/?q=puerto&limit=1&offset=1")), ".take details a")
    assert addresses
    assert all("limit" not in address and "offset" not in address for address in addresses)
