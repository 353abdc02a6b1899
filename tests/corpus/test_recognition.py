"""Scanned pages: when they are recognised, what is kept, and what is said when they cannot be."""

import os
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from corpus import recognition
from corpus.chunking import cut_chunks
from corpus.errors import UnreadableError
from corpus.missing import is_there_now
from corpus.model import Document
from corpus.options import ReadingOptions
from corpus.paper.lines import PlacedLine
from corpus.paper.paragraphs import group_recognized
from corpus.readers import read_document
from corpus.reasons import say as say_reason
from corpus.recognition import read_table
from tests.corpus.laws import check_law
from tests.corpus.making import Line, make_pdf, set_lines

TEXT = ["La inspección del año pasado costó más de lo", "que pensó la aduana de Cancún, según el señor."]
PAGE = [Line(72, 100 + 20 * number, text, 14) for number, text in enumerate(TEXT)]
PLAIN = set_lines(["A page of its own text that everyone can read without any help at all."])

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def scan(lines: list[Line]) -> tuple[int, int, bytes]:
    """What a scanner would make of a page with these lines."""
    document = pypdfium2.PdfDocument(make_pdf([lines]))
    bitmap = document[0].render(scale=200 / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    pixels = b"".join(
        rows[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height)
    )
    return bitmap.width, bitmap.height, pixels


SCANNED = make_pdf([PLAIN, []], images={1: scan(PAGE)})
ALL_SCANNED = make_pdf([[]], images={0: scan(PAGE)})


def read(folder: Path, data: bytes, **options: Any) -> Document:
    (folder / "a.pdf").write_bytes(data)
    document = read_document(folder / "a.pdf", root=folder, doc_id="d1", options=ReadingOptions(**options))
    check_law(document, cut_chunks(document))
    return document


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a program called ``tesseract`` in front of all others, or none at all."""

    def put(script: str | None, languages: str = "eng\nosd\nspa") -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        log = tmp_path / "calls"
        if script is not None:
            listing = languages.replace("\n", "\\n")
            (folder / "tesseract").write_text(
                f'#!/bin/sh\nif [ "$1" = --list-langs ]; then printf "List:\\n{listing}\\n"; exit; fi\n'
                f'echo "$@" >> {log}\n{script}\n'
            )
            (folder / "tesseract").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin" if script is not None else str(folder))
        recognition._list_languages.cache_clear()
        return log

    yield put
    recognition._list_languages.cache_clear()


def say(*lines: str) -> str:
    rows = "\\n".join(
        f"5\\t1\\t1\\t1\\t{number}\\t1\\t100\\t{100 * number}\\t900\\t40\\t90\\t{line}"
        for number, line in enumerate(lines, start=1)
    )
    return f"cat > /dev/null; printf '{HEAD}\\n{rows}\\n'".replace("\t", "\\t")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_scanned_page_is_read(tmp_path: Path) -> None:
    if not {"spa", "eng"} <= recognition._list_languages(shutil.which("tesseract") or ""):
        pytest.skip("the models are not installed")
    document = read(tmp_path, SCANNED)
    assert " ".join(TEXT) in document.text
    assert document.metadata["ocr"] == ("2",)
    assert [(chunk.page, chunk.metadata.get("ocr")) for chunk in cut_chunks(document)] == [
        (1, None), (2, ("yes",)),
    ]  # fmt: skip
    assert [mark.number for mark in document.pages] == [1, 2]
    assert document.notes == ()


def test_only_pages_without_text_are_recognised(tmp_path: Path, install: Any) -> None:
    log = install(say("hola mundo"))
    document = read(tmp_path, SCANNED)
    assert document.text.endswith("hola mundo\n")
    assert log.read_text().count("\n") == 1
    assert "-l spa+eng" in log.read_text()
    assert "ocr" not in read(tmp_path, make_pdf([PLAIN])).metadata


def test_off_and_force(tmp_path: Path, install: Any) -> None:
    log = install(say("hola mundo"))
    document = read(tmp_path, SCANNED, ocr="off")
    assert not log.exists()
    assert document.notes == ("1 page has no text; recognition of scanned pages is off",)
    assert read(tmp_path, SCANNED, ocr="force").text == "hola mundo\n\nhola mundo\n"


def test_what_was_missing_may_be_there_now(install: Any) -> None:
    missing = say_reason("ocr-missing", pages=say_reason("bare-page"))
    off = say_reason("ocr-off", pages=say_reason("bare-pages", count=3))
    english = say_reason("ocr-english")
    whole = say_reason("no-text-but", detail=missing)

    def mended(**options: Any) -> list[bool]:
        sentences = (missing, whole, off, english, say_reason("empty"))
        return [is_there_now(each, ReadingOptions(**options)) for each in sentences]

    install(None)
    assert mended() == [False] * 5
    install(say("hola"), languages="eng")
    assert mended() == [True, True, True, False, False]
    recognition._list_languages.cache_clear()
    install(say("hola"))
    assert mended() == [True, True, True, True, False]
    assert mended(ocr="off") == [False] * 5


def test_lines_of_a_paragraph_are_joined(tmp_path: Path, install: Any) -> None:
    install(say("la coope-", "ración"))
    assert "la cooperación\n" in read(tmp_path, SCANNED).text


def test_recognised_pages_are_kept(tmp_path: Path, install: Any) -> None:
    log = install(say("hola mundo"))
    first = read(tmp_path, SCANNED, ocr_cache=tmp_path / "cache")
    install("exit 1")
    assert read(tmp_path, SCANNED, ocr_cache=tmp_path / "cache") == first
    assert log.read_text().count("\n") == 1
    (kept,) = (tmp_path / "cache").rglob("*.json")
    assert oct(os.stat(kept.parent).st_mode)[-3:] == "700"
    kept.write_text("broken")
    assert "no text" in read(tmp_path, SCANNED, ocr_cache=tmp_path / "cache").notes[0]


def test_missing_program(tmp_path: Path, install: Any) -> None:
    install(None)
    document = read(tmp_path, SCANNED)
    assert document.notes == ("1 page has no text; install tesseract-ocr tesseract-ocr-spa",)
    with pytest.raises(
        UnreadableError, match="no text in this file; 1 page has no text; install tesseract-ocr"
    ):
        read(tmp_path, ALL_SCANNED)


def test_missing_spanish_model(tmp_path: Path, install: Any) -> None:
    install(say("hola mundo"), languages="eng")
    assert "install tesseract-ocr-spa" in read(tmp_path, SCANNED).notes[0]


def test_time_limits(tmp_path: Path, install: Any) -> None:
    install("exec sleep 5")
    document = read(tmp_path, SCANNED, ocr_page_seconds=0.2)
    assert document.notes == ("1 page has no text: recognising 1 of them took too long",)
    assert "took too long" in read(tmp_path, SCANNED, ocr_file_seconds=-1.0).notes[0]


def test_whoever_watches_is_told(tmp_path: Path, install: Any) -> None:
    install(say("hola mundo"))
    told: list[str] = []
    read(tmp_path, SCANNED, on_page=lambda: told.append("page"))
    assert told == ["page"]


def test_noise_is_left_out() -> None:
    rows = ["5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t20\tzzz", "5\t1\t2\t1\t1\t1\t0\t0\t9\t9\t90\thola", "garbage"]
    rows += ["5\t1\t3\t1\t1\t1\t0\t0\t9\t9\t95\t|", "4\t1\t2\t1\t1\t0\t0\t0\t9\t9\t-1\t"]
    assert [line.text for line in read_table("\n".join([HEAD, *rows]))] == ["hola"]


def place(*rows: tuple[str, int, int, int, int]) -> list[PlacedLine]:
    """Recognised lines: text, left, right, base and paragraph."""
    return [
        PlacedLine(text, left, right, base, 10.0, paragraph=paragraph)
        for text, left, right, base, paragraph in rows
    ]


def test_a_heading_is_parted_from_what_it_stands_over() -> None:
    lines = place(
        ("ACTA DE LA VISITA NÚMERO 9", 54, 330, 60, 1),
        ("En la villa de Sanlúcar, a tres de mayo de 1998, se abrió", 54, 430, 107, 1),
        ("el libro de registro de entradas del almacén de la lonja", 54, 425, 130, 1),
        ("y se contaron los asientos.", 54, 220, 153, 1),
        ("Firmado y sellado.", 54, 180, 200, 1),
    )
    assert [[line.base for line in each.lines] for each in group_recognized(lines)] == [
        [60],
        [107, 130, 153],
        [200],
    ]


def test_a_sentence_that_recognition_cut_goes_on() -> None:
    lines = place(
        ("En la villa de Sanlúcar, a tres de mayo de 1998, se abrió", 54, 430, 107, 1),
        ("el libro de registro de entradas del almacén de la lonja", 54, 425, 130, 1),
        ("y se contaron los asientos.", 54, 220, 153, 2),
        ("Nadie firmó esa tarde.", 54, 200, 176, 3),
        ("Partidas de aceite", 54, 170, 199, 4),
        ("Partidas de vino", 54, 160, 222, 5),
        ("Al margen de esta hoja se lee una nota de otra mano que", 500, 880, 107, 6),
    )
    grouped = [[line.paragraph for line in each.lines] for each in group_recognized(lines)]
    assert grouped == [[1, 1, 2], [3], [4], [5], [6]]
    assert group_recognized([]) == []
