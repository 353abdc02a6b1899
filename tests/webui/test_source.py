"""The document at the passage: lines, anchors, marks, windows, and the original file."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from index.reading import IndexReader
from index.updating import update_index
from tests.corpus.making import make_zip
from tests.webui.conftest import FILLER, SPANISH, write_documents
from tests.webui.pages import links, one, read_page, texts
from webui import AppConfig, create_app
from webui.lines import WHOLE_LINES


def doc_id_of(directory: Path, path: str) -> str:
    with IndexReader.open(directory) as reader:
        found = reader.find_document(path)
    assert found is not None
    return found


@pytest.fixture
def aspan(index_directory: Path) -> str:
    return doc_id_of(index_directory, "informes/aspan.md")


@pytest.fixture(scope="module")
def long_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    text = (
        FILLER * 2000 + "La ASPAN aparece por fin.\n\n" + FILLER * 3000 + "Y otra vez la ASPAN, al final.\n"
    )
    (folder / "largo.txt").write_text(text, encoding="utf-8")
    directory = tmp_path_factory.mktemp("web") / "index"
    update_index(directory, [folder])
    return directory


def test_every_line_has_its_number_and_its_text(client: FlaskClient, aspan: str) -> None:
    page = read_page(client.get(f"/source/{aspan}"))
    lines = SPANISH.split("\n")[:-1]
    assert [node.attributes["id"] for node in page.css(".row[id]")] == [
        f"L{n + 1}" for n in range(len(lines))
    ]
    assert [node.text() for node in page.css(".line")] == lines


def test_the_chosen_passage_is_outlined_and_marked(client: FlaskClient, aspan: str) -> None:
    address = links(read_page(client.get("/?q=ASPAN&language=es")), ".hit h2 a")[0]
    page = read_page(client.get(address))
    chosen = one(page, ".passage.chosen")
    assert chosen.attributes["id"] == urlsplit(address).fragment
    assert chosen.attributes["lang"] == "es"
    assert "ASPAN" in [node.text() for node in chosen.css("mark")]


def test_a_passage_is_marked_across_its_line_ends(client: FlaskClient, aspan: str) -> None:
    page = read_page(client.get(f'/source/{aspan}?q="puertos compartieran"'))
    assert texts(page, "mark") == ["puertos", "compartieran"]


def test_one_goes_from_hit_to_hit(client: FlaskClient, aspan: str) -> None:
    page = read_page(client.get(f"/source/{aspan}?q=México+OR+ASPAN&ui=en"))
    address, ranks = next(iter(links(page, ".finder a[rel=next]"))), []
    while address:
        page = read_page(client.get(address))
        ranks.append(one(page, ".finder .count").text())
        address = next(iter(links(page, ".finder a[rel=next]")), "")
    assert len(ranks) >= 2
    assert ranks == [f"Passage {n + 1} of {len(ranks)}" for n in range(len(ranks))]
    assert links(page, ".finder a[rel=prev]")


def test_a_document_without_the_words_says_so(client: FlaskClient, aspan: str) -> None:
    page = read_page(client.get(f"/source/{aspan}?q=zarzamora&ui=es"))
    assert "zarzamora" in one(page, ".finder .count").text()


@pytest.mark.parametrize(
    "address", ["/source/nada", "/source/nada/original", "/source/..%2f..%2fetc%2fpasswd"]
)
def test_an_unknown_document_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_unknown_passage_is_not_found(client: FlaskClient, aspan: str) -> None:
    assert client.get(f"/source/{aspan}?chunk=nada").status_code == 404


def test_a_long_document_is_shown_around_the_passage(long_directory: Path) -> None:
    client = create_app(AppConfig(index_directory=long_directory)).test_client()
    doc_id = doc_id_of(long_directory, "largo.txt")
    addresses = links(read_page(client.get("/?q=ASPAN&sort=path")), ".hit h2 a")
    assert len(addresses) == 2
    page = read_page(client.get(addresses[0]))
    assert len(page.css(".row")) == 1000 < WHOLE_LINES
    assert "ASPAN aparece por fin" in one(page, ".passage.chosen").text()
    assert "ASPAN" in one(page, ".passage.chosen #L4001").text()
    further = read_page(client.get(links(page, ".finder a[rel=next]")[0]))
    assert "al final" in one(further, ".passage.chosen").text()
    top = read_page(client.get(f"/source/{doc_id}?q=ASPAN"))
    later = links(top, "main nav.paging a")
    assert "line=1001" in later[0]
    assert one(read_page(client.get(later[0])), "#L1001")
    last = read_page(client.get(f"/source/{doc_id}?line=9999999"))
    assert len(last.css(".row")) == 1


def test_lines_that_are_no_numbers_are_refused(client: FlaskClient, aspan: str) -> None:
    assert client.get(f"/source/{aspan}?line=x").status_code == 400


def test_the_original_comes_as_a_download(client: FlaskClient, aspan: str) -> None:
    response = client.get(f"/source/{aspan}/original")
    assert response.get_data(as_text=True) == SPANISH
    assert response.mimetype == "application/octet-stream"
    assert response.headers["Content-Disposition"] == "attachment; filename=aspan.md"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.content_length == len(SPANISH.encode())
    response.close()


@pytest.fixture
def moving(tmp_path: Path) -> tuple[Path, FlaskClient, str]:
    folder = tmp_path / "documents"
    write_documents(folder)
    update_index(tmp_path / "index", [folder])
    client = create_app(AppConfig(index_directory=tmp_path / "index")).test_client()
    return folder, client, doc_id_of(tmp_path / "index", "workshop.md")


def test_a_changed_file_is_announced(moving: tuple[Path, FlaskClient, str]) -> None:
    folder, client, doc_id = moving
    assert not read_page(client.get(f"/source/{doc_id}")).css(".warning")
    (folder / "workshop.md").write_text("Something else.", encoding="utf-8")
    page = read_page(client.get(f"/source/{doc_id}"))
    assert page.css(".warning")
    assert "The Security and Prosperity Partnership" in one(page, ".text").text()


def test_a_vanished_original_is_not_found(moving: tuple[Path, FlaskClient, str]) -> None:
    folder, client, doc_id = moving
    (folder / "workshop.md").unlink()
    assert client.get(f"/source/{doc_id}/original").status_code == 404
    assert client.get(f"/source/{doc_id}").status_code == 200


@pytest.mark.parametrize("trick", ["link to a file", "link to a folder", "fifo", "folder"])
def test_nothing_else_is_handed_out_in_its_place(moving: tuple[Path, FlaskClient, str], trick: str) -> None:
    folder, client, doc_id = moving
    secret = folder.parent / "secret"
    secret.mkdir()
    (secret / "workshop.md").write_text("SECRET", encoding="utf-8")
    (folder / "workshop.md").unlink()
    if trick == "link to a folder":
        doc_id = doc_id_of(folder.parent / "index", "informes/aspan.md")
        (secret / "workshop.md").rename(secret / "aspan.md")
        (folder / "informes").rename(folder.parent / "old")
        (folder / "informes").symlink_to(secret, target_is_directory=True)
    elif trick == "link to a file":
        (folder / "workshop.md").symlink_to(secret / "workshop.md")
    elif trick == "fifo":
        os.mkfifo(folder / "workshop.md")
    else:
        (folder / "workshop.md").mkdir()
    response = client.get(f"/source/{doc_id}/original")
    assert response.status_code == 404
    assert b"SECRET" not in response.data


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    inner = make_zip({"../plan ñ.txt": "El plan del puerto.\n"})
    (folder / "a.zip").write_bytes(
        make_zip({"más/informe.txt": "La aduana.\n", "b.zip": inner, "c.txt": "No.\n"})
    )
    return folder


@pytest.fixture
def archive(papers: Path, tmp_path: Path) -> Iterator[tuple[FlaskClient, Path]]:
    update_index(tmp_path / "index", [papers])
    app = create_app(AppConfig(index_directory=tmp_path / "index"))
    yield app.test_client(), tmp_path / "index"
    app.extensions["bisagra"].close()


@pytest.mark.parametrize(
    ("inside", "text"), [("más/informe.txt", "La aduana.\n"), ("b.zip/plan ñ.txt", "El plan del puerto.\n")]
)
def test_the_original_of_a_document_in_an_archive_is_that_document(
    archive: tuple[FlaskClient, Path], inside: str, text: str
) -> None:
    client, directory = archive
    response = client.get(f"/source/{doc_id_of(directory, f'a.zip/{inside}')}/original")
    assert (response.status_code, response.get_data(as_text=True)) == (200, text)
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment; filename")
    assert response.content_length == len(text.encode())
    response.close()


def test_out_of_an_archive_that_has_changed_nothing_is_taken(
    archive: tuple[FlaskClient, Path], papers: Path
) -> None:
    client, directory = archive
    doc_id = doc_id_of(directory, "a.zip/más/informe.txt")
    before = (papers / "a.zip").read_bytes()
    (papers / "a.zip").write_bytes(make_zip({"más/informe.txt": "secreto"}))
    response = client.get(f"/source/{doc_id}/original")
    (papers / "a.zip").write_bytes(before)
    assert response.status_code == 422
    assert "has changed since it was indexed" in response.get_data(as_text=True)
    assert "secreto" not in response.get_data(as_text=True)
