"""From a message to what hangs on it and back."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.reading import IndexReader
from index.updating import update_index
from tests.corpus.making import make_zip
from tests.webui.pages import links, read_page, texts
from webui import AppConfig, create_app


def make_message(subject: str, words: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ana Núñez <ana@puerto.example>"
    message["Subject"] = subject
    message.set_content(words)
    return message


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mail")
    inner = make_message("Respuesta", "Los buques salen el lunes.")
    inner.add_attachment(b"Plan de atraque\n", "text", "plain", filename="plan <1>.txt")
    outer = make_message("Aviso de llegada", "Adjunto los papeles del puerto.")
    outer.add_attachment(inner)
    papers = make_zip({"lista.md": "# Lista\n\nOcho contenedores.\n"})
    outer.add_attachment(papers, "application", "zip", filename="papeles.zip")
    outer.add_attachment(b"\x89PNG\r\n\x1a\n??", "image", "png", filename="foto.png")
    (folder / "aviso.eml").write_bytes(outer.as_bytes())
    (folder / "aviso.eml.txt").write_text("Otro documento, que no cuelga de nada.\n", encoding="utf-8")
    (folder / "todo.zip").write_bytes(make_zip({"suelto.txt": "En un archivo, sin mensaje.\n"}))
    update_index(folder / "index", [folder])
    return folder / "index"


@pytest.fixture
def reader(directory: Path) -> Iterator[IndexReader]:
    with IndexReader.open(directory) as reader:
        yield reader


@pytest.fixture
def client(directory: Path) -> Iterator[FlaskClient]:
    app = create_app(AppConfig(index_directory=directory))
    app.testing = True
    yield app.test_client()
    app.extensions["bisagra"].close()


INSIDE = ["aviso.eml/Respuesta.eml", "aviso.eml/Respuesta.eml/plan <1>.txt", "aviso.eml/papeles.zip/lista.md"]


def test_what_hangs_on_a_message(reader: IndexReader) -> None:
    held = {
        entry.path: [each.path for each in reader.attachments(entry.doc_id)] for entry in reader.documents()
    }
    assert held == {
        "aviso.eml": INSIDE,
        INSIDE[0]: [INSIDE[1]],
        INSIDE[1]: [],
        INSIDE[2]: [],
        "aviso.eml.txt": [],
        "todo.zip/suelto.txt": [],
    }


def test_what_a_document_hangs_on(reader: IndexReader) -> None:
    holders = {}
    for entry in reader.documents():
        document = reader.document(entry.doc_id)
        assert document is not None
        holder = reader.attached_to(document)
        holders[entry.path] = holder.path if holder else None
    assert holders == {
        "aviso.eml": None,
        INSIDE[0]: "aviso.eml",
        INSIDE[1]: INSIDE[0],
        INSIDE[2]: "aviso.eml",
        "aviso.eml.txt": None,
        "todo.zip/suelto.txt": None,
    }


def test_the_page_leads_there_and_back(client: FlaskClient, reader: IndexReader) -> None:
    ids = {entry.path: entry.doc_id for entry in reader.documents()}
    page = read_page(client.get(f"/source/{ids['aviso.eml']}?q=puerto&ui=es"))
    names = texts(page, ".attachments a")
    assert names == ["Respuesta.eml", "Respuesta.eml/plan <1>.txt", "papeles.zip/lista.md"]
    assert links(page, ".attachments a")[2].startswith(f"/source/{ids[INSIDE[2]]}?q=puerto")
    inner = read_page(client.get(f"/source/{ids[INSIDE[2]]}?ui=es"))
    assert "Adjunto aAviso de llegada" in texts(inner, ".meta div")
    assert f"/source/{ids['aviso.eml']}" in links(inner, ".meta a")
    message = read_page(client.get(f"/source/{ids['aviso.eml']}?ui=es"))
    assert (
        texts(message, ".attachments li")[-1]
        == "foto.png no se leyó: el archivo está dañado: no es una imagen"
    )
    assert "foto.png" not in " ".join(texts(inner, ".meta div"))
    loose = read_page(client.get(f"/source/{ids['todo.zip/suelto.txt']}?ui=es"))
    assert links(loose, ".meta a") == []
