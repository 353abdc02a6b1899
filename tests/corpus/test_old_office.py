"""Documents and workbooks of before 2007: what is read, and what is said where it cannot be."""

import gzip
import random
import re
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import reasons
from corpus.chunking import cut_chunks
from corpus.errors import UnreadableError
from corpus.missing import is_there_now
from corpus.model import Document, Extraction, Role
from corpus.options import ReadingOptions
from corpus.readers import doc, ppt, read_document, xls
from corpus.readers.pptx import NOTES
from tests.corpus.laws import check_law

SAMPLES = Path(__file__).parent / "samples"
WORD = (SAMPLES / "informe-1997.doc").read_bytes()
EXCEL = (SAMPLES / "hojas-1997.xls").read_bytes()
POWERPOINT = gzip.decompress((SAMPLES / "charla-1997.ppt.gz").read_bytes())

needs_antiword = pytest.mark.skipif(shutil.which(doc.PROGRAM) is None, reason="antiword is not installed")


def read(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    document = read_document(folder / name, root=folder, doc_id="d")
    check_law(document, cut_chunks(document))
    return document


@needs_antiword
def test_word(tmp_path: Path) -> None:
    document = read(tmp_path, "a.doc", WORD)
    assert document.format == "doc"
    assert document.title == "Informe de la capitanía"
    assert document.metadata["author"] == ("Nuria Peña",)
    blocks = document.text.rstrip("\n").split("\n\n")
    assert blocks[0] == "La inspección de contenedores"
    assert blocks[1].endswith("pidió más medios para el siguiente.")
    assert blocks[2] == "El acta se firmó en marzo."  # the note of the paragraph before
    assert blocks[4] == "The “non-intrusive” equipment cost €5 million & more – twice what had been planned."
    assert blocks[5:7] == ["Primero, los papeles de la carga", "Segundo, los sellos"]
    assert blocks[7] == "Puerto\tAño\nPuerto Linde\t2006"
    headings = [document.text[each.start_char : each.end_char].strip() for each in document.regions]
    assert headings[:2] == ["La inspección de contenedores", "Costs of the second part"]
    levels = [(each.role, each.level) for each in document.regions]
    assert levels[:2] == [(Role.HEADING, 1), (Role.HEADING, 2)]
    sections = [chunk.section for chunk in cut_chunks(document)]
    assert sections[-1] == ("La inspección de contenedores", "Costs of the second part")


@needs_antiword
def test_the_notes_are_asked_for_where_there_are_any(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    run = doc._run

    def count(data: bytes, *mode: str) -> bytes:
        asked.append(mode)
        structure = run(data, *mode)
        return (
            structure
            if len(asked) == 1 or not mode
            else re.sub(rb"(?s)<footnote>.*?</footnote>", b"", structure)
        )

    monkeypatch.setattr(doc, "_run", count)
    assert "El acta se firmó en marzo." in doc.extract(WORD).text
    assert len(asked) == 2
    assert "El acta" not in doc.extract(WORD).text
    assert len(asked) == 3


@needs_antiword
def test_word_whose_structure_is_not_well_formed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(data: bytes) -> None:
        raise ValueError(data[:10])

    monkeypatch.setattr(doc, "parse", refuse)
    text = doc.extract(WORD).text
    assert "capitanía de Puerto Linde revisó" in text
    assert "Puerto Linde\t2006" in text
    assert "[1] El acta se firmó en marzo." in text


def test_without_the_program_it_is_said_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shutil.which(doc.PROGRAM)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableError, match="antiword: install it, or save the file as") as caught:
        read(tmp_path, "a.doc", WORD)
    assert not is_there_now(caught.value.reason, ReadingOptions())
    monkeypatch.setenv("PATH", str(Path(path or "/usr/bin/antiword").parent))
    assert is_there_now(caught.value.reason, ReadingOptions()) is (path is not None)


def test_excel(tmp_path: Path) -> None:
    document = read(tmp_path, "a.xls", EXCEL)
    lines = document.text.split("\n")
    assert lines[0] == "Puerto\tDía\tContenedores\tFirmado\tParte"
    assert lines[1] == "Puerto Linde\t2006-03-12\t200\tTRUE\t0.3"
    assert lines[3] == "La báscula no pesó bien los camiones en marzo"
    chunks = cut_chunks(document)
    assert {chunk.metadata["sheet"] for chunk in chunks} == {("Puertos ñ",), ("Notas",)}
    assert [mark.number for mark in document.rows] == [1, 3, 1]


def test_powerpoint(tmp_path: Path) -> None:
    document = read(tmp_path, "a.ppt", POWERPOINT)
    assert document.title == "Charla sobre el puerto"
    assert document.metadata["author"] == ("Nuria Peña",)
    assert document.text.rstrip("\n").split("\n\n") == [
        "Seguridad en el puerto",
        "La Guardia Costera sube a bordo antes del atraque",
        "Los sellos se miran uno a uno",
        "Contar aquí lo de la báscula: nadie la instaló.",
        "Ship inspection",
        "Nobody asked the harbour master",
        "The second visit took place in May",
        "Fuente: capitanía de Puerto Linde, 2006 – “sin firma”",
    ]
    assert [(mark.number, mark.label) for mark in document.pages] == [(1, ""), (1, NOTES), (2, "")]
    assert {chunk.slide for chunk in cut_chunks(document)} == {1, 2}


def record(kind: int, body: bytes, *, instance: int = 0, is_container: bool = False) -> bytes:
    return struct.pack("<HHI", instance << 4 | (0xF if is_container else 0), kind, len(body)) + body


def test_titles_stand_in_the_outline_and_the_newest_version_counts() -> None:
    """As PowerPoint itself writes: text in the outline, drawings refer to it, changes come behind."""

    def slide(*atoms: bytes) -> bytes:
        return record(
            0x03EE,
            record(0x040C, record(0xF00D, b"".join(atoms), is_container=True), is_container=True),
            is_container=True,
        )

    outline = record(0x03F3, struct.pack("<IIIII", 2, 0, 0, 256, 0))
    outline += record(0x0F9F, struct.pack("<I", 1)) + record(0x0FA8, "Primero\rAño".encode("latin-1"))
    outline += record(0x0F9F, struct.pack("<I", 0)) + record(0x0FA0, "El título\vlargo".encode("utf-16-le"))
    document = record(0x03E8, record(0x0FF0, outline, is_container=True), is_container=True)
    old = slide(record(0x0FA8, b"de antes"))
    new = slide(
        record(0x0F9E, struct.pack("<I", 0)), record(0x0F9F, struct.pack("<I", 4)), record(0x0FA8, b"aparte"),
        record(0x0FA8, b"*"),
    )  # fmt: skip
    stream = document + old
    first = len(stream)
    stream += record(0x1772, struct.pack("<III", 2 << 20 | 1, 0, len(document)))
    edit_one = len(stream)
    stream += record(0x0FF5, struct.pack("<IIIII", 0, 0, 0, first, 1) + bytes(8))
    changed = len(stream)
    stream += new
    second = len(stream)
    stream += record(0x1772, struct.pack("<II", 1 << 20 | 2, changed))
    edit_two = len(stream)
    stream += record(0x0FF5, struct.pack("<IIIII", 0, 0, edit_one, second, 1) + bytes(8))
    found = ppt._write(ppt._Presentation(stream, edit_two)).finish()
    assert found.text == "El título largo\n\nPrimero\n\nAño\n\naparte\n"
    assert [(each.role, each.level) for each in found.regions] == [(Role.HEADING, 1)]
    assert "de antes" in ppt._write(ppt._Presentation(stream, edit_one)).finish().text


@needs_antiword
def test_what_it_holds_decides_whatever_its_name(tmp_path: Path) -> None:
    assert read(tmp_path, "informe", WORD).format == "doc"
    assert read(tmp_path, "informe.txt", WORD).format == "doc"
    assert read(tmp_path, "cuentas.doc", EXCEL).format == "xls"
    assert read(tmp_path, "charla", POWERPOINT).format == "ppt"
    assert read(tmp_path, "tabla.xls", b"<html><body><p>Hola, puerto.</p></body></html>").format == "html"
    assert read(tmp_path, "carta.doc", rb"{\rtf1\ansi Hola, puerto.\par}").format == "rtf"


def alter(data: bytes, chance: random.Random) -> bytes:
    altered = bytearray(data[: chance.choice([len(data), chance.randrange(1, len(data))])])
    for _ in range(chance.randrange(1, 20)):
        altered[chance.randrange(len(altered))] = chance.randrange(256)
    return bytes(altered)


def count_refused(reader: Callable[[bytes], Extraction], data: bytes) -> int:
    chance = random.Random(5)
    refused = 0
    for _ in range(60):
        said = ""
        try:
            reader(alter(data, chance))
        except ValueError as error:
            said = str(error)
            refused += 1
        assert not said or reasons.read(said).key != reasons.OTHER
    return refused


@needs_antiword
def test_altered_documents_are_read_or_refused() -> None:
    assert 0 < count_refused(doc.extract, WORD) < 60


def test_altered_workbooks_are_read_or_refused() -> None:
    assert 0 < count_refused(xls.extract, EXCEL) < 60


def test_altered_presentations_are_read_or_refused() -> None:
    assert 0 < count_refused(ppt.extract, POWERPOINT) < 60
