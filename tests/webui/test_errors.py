"""No index, an old, broken or newer one, a bad termbase: said plainly, mended without a restart."""

import json
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from analyzers.errors import TermbaseError
from analyzers.language import Language
from analyzers.termbase import SHIPPED_TERMBASE
from index.errors import (
    IndexAccessError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexStaleError,
    IndexUnsafeError,
    SourceError,
)
from index.reading import IndexReader
from index.updating import update_index
from tests.webui.conftest import write_documents
from tests.webui.pages import one, read_page, texts
from webui import AppConfig, create_app
from webui.errors import STATUS, problem_of, say_detail
from webui.wording import Wording

ADDRESSES = ["/", "/?q=ASPAN", "/documents", "/status", "/source/x", "/source/x/original"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_documents(tmp_path / "documents")
    return tmp_path


def make_client(folder: Path, *termbase_paths: Path) -> FlaskClient:
    """A client over ``folder/index``, with a termbase of one concept unless others are given."""
    if not termbase_paths:
        termbase_paths = (folder / "one.tsv",)
        termbase_paths[0].write_text("concept\tes\ten\nspp\tASPAN\tSPP\n", encoding="utf-8")
    return create_app(AppConfig(folder / "index", termbase_paths)).test_client()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("language", "heading"), [("es", "Todavía no hay índice"), ("en", "There is no index yet")]
)
def test_without_an_index_the_page_says_what_to_run(
    tmp_path: Path, address: str, language: str, heading: str
) -> None:
    response = make_client(tmp_path).get(address, headers={"Accept-Language": language})
    page = read_page(response)
    assert response.status_code == 503
    assert one(page, "h1").text() == heading
    assert one(page, "pre code").text().startswith("bisagra index ")


def test_without_an_index_the_terms_are_still_there(tmp_path: Path) -> None:
    assert make_client(tmp_path).get("/terms").status_code == 200


def test_without_an_index_programs_get_a_problem(tmp_path: Path) -> None:
    response = make_client(tmp_path).get("/api/v1/search?q=x")
    assert (response.status_code, response.mimetype) == (503, "application/problem+json")
    assert "bisagra index" in json.loads(response.data)["detail"]


def test_an_index_made_later_is_taken_up(folder: Path) -> None:
    client = make_client(folder)
    assert client.get("/?q=ASPAN").status_code == 503
    update_index(folder / "index", [folder / "documents"])
    assert client.get("/?q=ASPAN").status_code == 200


def test_a_newer_generation_is_taken_up(folder: Path) -> None:
    update_index(folder / "index", [folder / "documents"])
    client = make_client(folder)
    before = client.get("/api/v1/search?q=zarzamora").get_json()["total"]
    (folder / "documents" / "nueva.txt").write_text("La zarzamora crece junto al camino.", encoding="utf-8")
    update_index(folder / "index")
    after = client.get("/api/v1/search?q=zarzamora").get_json()["total"]
    assert (before, after) == (0, 1)


@pytest.mark.parametrize(
    "error",
    [
        IndexStaleError(Path("d"), "format 1"),
        IndexDamagedError(Path("d"), "checksum"),
        IndexMissingError(Path("d")),
        IndexBusyError(Path("d"), 1),
        SourceError(Path("d")),
        IndexUnsafeError(Path("d"), mode=0o777),
        IndexUnsafeError(Path("d"), mode=0o700, owner=7),
        IndexAccessError(Path("d"), "Permission denied"),
    ],
)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_broken_index_says_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, language: str
) -> None:
    update_index(folder / "index", [folder / "documents"])
    client = make_client(folder)
    assert client.get("/?q=ASPAN").status_code == 200

    def fail(_: IndexReader) -> bool:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(IndexReader, "refresh", fail)
        response = client.get("/?q=ASPAN", headers={"Accept-Language": language})
    assert response.status_code == 503
    assert one(read_page(response), "h1").text()
    assert client.get("/?q=ASPAN").status_code == 200


def test_an_index_that_vanishes_is_told_and_taken_up_again(folder: Path) -> None:
    update_index(folder / "index", [folder / "documents"])
    client = make_client(folder)
    assert client.get("/?q=ASPAN").status_code == 200
    shutil.rmtree(folder / "index")
    assert client.get("/?q=ASPAN").status_code == 503
    update_index(folder / "index", [folder / "documents"])
    assert client.get("/?q=ASPAN").status_code == 200


def test_a_query_over_a_limit_can_be_mended_in_place(client: FlaskClient) -> None:
    response = client.get("/?ui=es&q=" + "x" * 501)
    page = read_page(response)
    assert response.status_code == 400
    assert one(page, "input#q").attributes["value"] == "x" * 501
    assert one(page, ".detail").text().startswith("La consulta se pasa de un límite en el carácter 501")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?q=x&limit=0", "limit=0: hace falta un número entero de 1 a 200"),
        ("/?q=x&language=fr", "language=fr: hace falta uno de estos valores: es, en"),
        ("/?q=x&from=ayer", "from=ayer: hace falta una fecha como 2005, 2005-03 o 2005-03-23"),
        ("/export?format=ris", "q: hace falta una consulta"),
        ("/export?q=x", "format: hace falta uno de estos valores: csv"),
    ],
)
def test_a_spanish_page_says_in_spanish_what_is_wanted(client: FlaskClient, address: str, said: str) -> None:
    response = client.get(address, headers={"Accept-Language": "es-MX"})
    assert response.status_code == 400
    assert one(read_page(response), ".detail").text().startswith(said)


def test_a_refusal_is_said_in_the_language_of_the_page() -> None:
    error = IndexAccessError(Path("d"), "Permission denied", Path("d/manifest.json"))
    assert say_detail(error, Wording(Language.ES)) == "d/manifest.json: no hay permiso"
    assert say_detail(error, Wording(Language.EN)) == "d/manifest.json: Permission denied"


def test_every_error_in_the_table_gets_its_status() -> None:
    assert {int(status) for _, status, _ in STATUS} == {400, 404, 422, 503}
    assert problem_of(IndexMissingError(Path("d"))).key == "index_missing"


def row(concept: str, spanish: str, english: str) -> str:
    return f"{concept}\t{spanish}\t{english}\n"


def test_an_edited_termbase_counts_at_once_and_a_broken_one_never(folder: Path) -> None:
    update_index(folder / "index", [folder / "documents"])
    terms = folder / "terms.tsv"
    terms.write_text("concept\tes\ten\n" + row("a", "Armada", "navy"), encoding="utf-8")
    client = make_client(folder, terms)
    assert client.get("/api/v1/search?q=navy").get_json()["total"] == 1
    assert client.get("/api/v1/search?q=vecinos").get_json()["expansions"] == []

    terms.write_text(
        "concept\tes\ten\n" + row("a", "Armada", "seafarers") + row("b", "x", "y"), encoding="utf-8"
    )
    assert client.get("/api/v1/search?q=seafarers").get_json()["total"] == 1
    assert not read_page(client.get("/status")).css(".warning")

    terms.write_text("concept\tes\ten\n" + row("a", "Armada", "") + row("c", "x", "y"), encoding="utf-8")
    assert client.get("/api/v1/search?q=seafarers").get_json()["total"] == 1
    assert "line 2" in " ".join(texts(read_page(client.get("/status")), ".warning"))

    terms.unlink()
    assert client.get("/api/v1/search?q=seafarers").get_json()["total"] == 1


def test_a_termbase_that_is_broken_at_the_start_stops_the_start(folder: Path) -> None:
    terms = folder / "terms.tsv"
    terms.write_text("nothing of the kind\n", encoding="utf-8")
    with pytest.raises(TermbaseError):
        make_client(folder, SHIPPED_TERMBASE, terms)


def test_the_state_before_a_damaged_one_is_shown_with_a_notice(folder: Path) -> None:
    update_index(folder / "index", [folder / "documents"])
    (folder / "documents" / "nueva.txt").write_text("La zarzamora crece junto al camino.", encoding="utf-8")
    update_index(folder / "index")
    path = max((folder / "index").glob("store-*/*.arrays"), key=lambda each: each.stat().st_mtime_ns)
    data = bytearray(path.read_bytes())
    data[7] ^= 1
    path.write_bytes(data)
    client = make_client(folder)
    for language, words in (("es", "estado anterior"), ("en", "state before")):
        for address in ("/?q=ASPAN", "/", "/documents", "/status"):
            page = read_page(client.get(address, headers={"Accept-Language": language}))
            assert words in one(page, "p.warning").text()
    assert client.get("/api/v1/search?q=ASPAN").get_json()["notes"][0]["key"] == "earlier-generation"
    assert path.name in client.get("/api/v1/status").get_json()["damage"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_folder_that_others_may_write_to_is_not_used(folder: Path, language: str) -> None:
    update_index(folder / "index", [folder / "documents"])
    (folder / "index").chmod(0o777)
    response = make_client(folder).get("/?q=ASPAN", headers={"Accept-Language": language})
    assert response.status_code == 503
    assert one(read_page(response), "pre code").text().startswith("chmod 700 ")
