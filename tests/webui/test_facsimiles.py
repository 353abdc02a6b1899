"""The page beside the text: drawn on request, marked where the passage is, and never out of another file."""

import os
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.confined.asking import LOOKING_LIMITS
from corpus.paper.painting import Picture
from index.reading import IndexReader
from index.updating import update_index
from tests.corpus.making import Line, make_pdf, set_lines
from tests.corpus.test_asking import pixels_of, read_png
from tests.corpus.test_image import encode
from tests.corpus.test_image import picture as scanned_page
from tests.webui.pages import links, one, read_page, texts
from webui import AppConfig, create_app
from webui.facsimiles import AT_ONCE

pytestmark = pytest.mark.long

CLAY = (164, 67, 31)
MARK = (253, 210, 100)
"""Yellow on the tint of a Spanish passage."""
FIRST = [
    "La Guardia Costera revisa los puertos del norte y del sur. Sus oficiales",
    "suben a bordo antes del atraque y miran los papeles de la carga, los",
    "sellos de cada contenedor y las cuentas del armador de origen.",
]
SECOND = [
    "El astillero de la bahía entrega dos lanchas cada año. Nadie pregunta por",
    "ellas en la capital, y por eso siguen amarradas al muelle viejo, sin",
    "motor, sin radio y sin tripulación que las quiera.",
]


def write_documents(folder: Path) -> None:
    (folder / "informe.pdf").write_bytes(make_pdf([set_lines(FIRST), set_lines(SECOND)]))
    (folder / "nota.txt").write_text("\n".join(FIRST), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    write_documents(folder)
    return folder


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> FlaskClient:
    update_index(tmp_path / "index", [folder])
    return create_app(AppConfig(index_directory=tmp_path / "index")).test_client()


def doc_id(tmp_path: Path, name: str) -> str:
    with IndexReader.open(tmp_path / "index") as reader:
        found = reader.find_document(name)
    assert found
    return found


def open_hit(client: FlaskClient, query: str) -> str:
    (address,) = links(read_page(client.get(f"/?q={query}&type=pdf")), ".hit h2 a")
    return address.partition("#")[0]


def picture(client: FlaskClient, address: str) -> Picture:
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == "image/png"
    return read_png(response.data)


def image_of(client: FlaskClient, address: str) -> str:
    return one(read_page(client.get(address)), ".facsimile img").attributes["src"] or ""


def test_the_page_stands_beside_the_text_with_the_passage_marked(client: FlaskClient) -> None:
    address = open_hit(client, "astillero")
    page = read_page(client.get(address + "&ui=es"))
    assert texts(page, ".facsimile nav span") == ["Página 2 de 2"]
    assert [node.attributes["id"] for node in page.css(".divider[id]")] == ["p1", "p2"]
    image = image_of(client, address)
    assert "/page/2?" in image
    assert pixels_of(picture(client, image), CLAY)
    other = picture(client, re.sub(r"/page/2", "/page/1", image))
    assert not pixels_of(other, CLAY)


def test_one_goes_from_page_to_page(client: FlaskClient) -> None:
    page = read_page(client.get(open_hit(client, "astillero")))
    before = links(page, ".facsimile nav a.beside")[0]
    assert before.endswith("#p1")
    page = read_page(client.get(before))
    assert "/page/1?" in (one(page, ".facsimile img").attributes["src"] or "")
    assert links(page, ".facsimile .remark a.beside")[0].endswith("#p2")


def test_a_changed_file_is_said_to_be_one_and_gets_no_marks(client: FlaskClient, folder: Path) -> None:
    address = open_hit(client, "astillero")
    image = image_of(client, address)
    pages = [[Line(72, 100, "Otra cosa.")], set_lines(SECOND)]
    (folder / "informe.pdf").write_bytes(make_pdf(pages))
    page = read_page(client.get(address + "&ui=en"))
    assert "has changed" in one(page, ".warning").text()
    assert not pixels_of(picture(client, image), CLAY)


def test_what_was_kept_is_not_handed_out_for_another_file(client: FlaskClient, folder: Path) -> None:
    image = image_of(client, open_hit(client, "astillero"))
    first = client.get(image).data
    assert client.get(image).data == first
    (folder / "informe.pdf").write_bytes(make_pdf([[Line(72, 100, "Otra cosa.")], set_lines(SECOND)]))
    assert not pixels_of(picture(client, image), CLAY)
    (folder / "informe.pdf").unlink()
    assert client.get(image).status_code == 404


def test_a_file_that_is_gone_has_no_page_and_no_original(client: FlaskClient, folder: Path) -> None:
    address = open_hit(client, "astillero")
    (folder / "informe.pdf").unlink()
    page = read_page(client.get(address + "&ui=en"))
    assert "not in its place" in one(page, ".warning").text()
    assert not page.css(".facsimile, .original")


def test_a_broken_file_in_its_place_is_survived(client: FlaskClient, folder: Path) -> None:
    address = open_hit(client, "astillero")
    image = image_of(client, address)
    (folder / "informe.pdf").write_bytes(b"%PDF-1.4\n" + b"\xff\x00" * 1000)
    assert client.get(address).status_code == 200
    assert client.get(image).status_code == 422


def test_a_link_in_its_place_is_not_followed(client: FlaskClient, folder: Path, tmp_path: Path) -> None:
    image = image_of(client, open_hit(client, "astillero"))
    (tmp_path / "secreto.pdf").write_bytes(make_pdf([[Line(72, 100, "Secreto.")]]))
    (folder / "informe.pdf").unlink()
    os.symlink(tmp_path / "secreto.pdf", folder / "informe.pdf")
    assert client.get(image).status_code == 404


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, Path]:
    """An index for tests that change nothing, and its folder."""
    folder = tmp_path_factory.mktemp("still")
    (folder / "docs").mkdir()
    write_documents(folder / "docs")
    update_index(folder / "index", [folder / "docs"])
    return create_app(AppConfig(index_directory=folder / "index")).test_client(), folder


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("page/0", 404), ("page/3", 404), ("page/x", 404), ("page/999999999999999", 404), ("page/-1", 404),
        ("page/1?width=10", 400), ("page/1?width=99999", 400), ("page/1?chunk=nada", 404), ("page/1", 200),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for(still: tuple[FlaskClient, Path], rest: str, status: int) -> None:
    client, folder = still
    assert client.get(f"/source/{doc_id(folder, 'informe.pdf')}/{rest}").status_code == status


def test_only_pdf_files_have_images(still: tuple[FlaskClient, Path]) -> None:
    client, folder = still
    note = doc_id(folder, "nota.txt")
    assert client.get(f"/source/{note}/page/1").status_code == 404
    assert not read_page(client.get(f"/source/{note}")).css(".facsimile")


def test_a_pdf_is_shown_in_a_sandbox_and_can_be_had(
    client: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    address = f"/source/{doc_id(tmp_path, 'informe.pdf')}/original"
    shown = client.get(address)
    assert shown.data == (folder / "informe.pdf").read_bytes()
    assert shown.content_type == "application/pdf"
    assert (shown.headers["Content-Disposition"] or "").startswith("inline")
    policy = shown.headers["Content-Security-Policy"]
    assert "sandbox allow-scripts" in policy
    assert "default-src 'none'" in policy
    assert "same-origin" not in policy
    shown.close()
    had = client.get(address + "?download=1")
    assert had.content_type == "application/octet-stream"
    assert had.headers["Content-Disposition"].startswith("attachment")
    had.close()


def test_a_page_that_cannot_be_drawn_says_why(client: FlaskClient, folder: Path, tmp_path: Path) -> None:
    page = f"/source/{doc_id(tmp_path, 'informe.pdf')}/page/1"
    (folder / "informe.pdf").write_bytes(b"%PDF-1.7 nothing else")
    undrawn = client.get(f"{page}?ui=es")
    assert undrawn.status_code == 422
    assert one(read_page(undrawn), ".lead").text() == "el archivo está dañado y no se puede dibujar."


def test_a_page_without_a_turn_may_be_asked_for_again(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"/source/{doc_id(tmp_path, 'informe.pdf')}/page/1"
    impatient = replace(LOOKING_LIMITS, wall_seconds=0.0)
    monkeypatch.setattr(sys.modules["webui.facsimiles"], "LOOKING_LIMITS", impatient)
    images = client.application.extensions["bisagra.facsimiles"]
    for _ in range(AT_ONCE):
        images._turns.acquire()
    busy = client.get(page)
    assert busy.status_code == 503
    assert "Load it again" in one(read_page(busy), ".lead").text()
    images._turns.release()
    assert client.get(page).status_code == 200


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_an_image_file_is_shown_with_the_passage_marked(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "escaneo.png").write_bytes(encode(scanned_page(set_lines(FIRST)), "PNG"))
    update_index(tmp_path / "index", [tmp_path / "docs"])
    client = create_app(AppConfig(index_directory=tmp_path / "index")).test_client()
    page = read_page(client.get("/?q=atraque&ui=es"))
    assert texts(page, ".facets a bdi")[0] == "imagen"
    (address,) = links(page, ".hit h2 a")
    drawn = picture(client, image_of(client, address.partition("#")[0]))
    assert pixels_of(drawn, CLAY)
    assert pixels_of(drawn, MARK)
    assert "se reconoció en una imagen" in one(read_page(client.get(f"{address}&ui=es")), ".remark").text()
