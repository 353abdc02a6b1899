"""Files are read in processes that may fall without taking the run along."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.confined.isolation import File, read_all
from corpus.confined.limits import Limits
from corpus.confined.wire import decode_read, encode_read
from corpus.confined.worker import cut
from corpus.errors import UnreadableError
from corpus.model import Chunk, Document, Mark, Region, Role
from corpus.options import ReadingOptions
from corpus.readers import read_document
from tests.corpus.conftest import CHECKOUT, gather
from tests.corpus.making import make_pdf, make_zip
from tests.corpus.test_recognition import SCANNED

pytestmark = pytest.mark.long

SAMPLES = CHECKOUT / "corpus" / "documents"


def files(folder: Path, *names: str) -> list[File]:
    return [File(folder / name, folder, f"id-{name}") for name in names]


def texts(results: list[tuple[Document, tuple[Chunk, ...]] | UnreadableError]) -> list[str]:
    return [
        result.reason if isinstance(result, UnreadableError) else result[0].text.strip() for result in results
    ]


def test_processes_give_what_one_gives() -> None:
    wanted = files(SAMPLES, *sorted(path.name for path in SAMPLES.iterdir()))
    here = gather(wanted, jobs=0)
    there = gather(wanted, jobs=2)
    assert there == here
    assert [file for file, _ in there] == wanted


def test_many_small_files_keep_their_order(tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(150)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"archivo {number}\n" * (1 + 2000 * (number % 50 == 0)))
    results = [texts(found)[0].split("\n")[0] for _, found in gather(files(tmp_path, *names), jobs=2)]
    assert results == [f"archivo {number}" for number in range(150)]


def test_bad_files_are_reported_in_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("uno")
    (tmp_path / "b.txt").write_bytes(bytes(range(256)))
    (tmp_path / "c.zip").write_bytes(make_zip({"x.txt": "dos", "y.pdf": b"%PDF-1.4"}))
    (tmp_path / "\udcf1.txt").write_text("tres")
    names = ("a.txt", "b.txt", "gone.txt", "c.zip", "\udcf1.txt")
    results = [texts(found) for _, found in gather(files(tmp_path, *names), jobs=2)]
    assert results[:3] == [["uno"], ["binary file, not text"], ["the file is no longer there"]]
    assert results[3][0] == "dos"
    assert "cut off" in results[3][1]
    assert results[4] == ["tres"]


def stall(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> ReadingOptions:
    """A recognition program that does what a hostile file might make a reader do."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "tesseract"
    program.write_text(
        f'#!/bin/sh\n[ "$1" = --list-langs ] && printf "List\\nspa\\neng\\n" && exit\n{script}\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:/usr/bin:/bin")
    return ReadingOptions()


def test_a_crash_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = stall(tmp_path, monkeypatch, "kill -SEGV $PPID; sleep 1")
    (tmp_path / "a.pdf").write_bytes(SCANNED)
    (tmp_path / "b.zip").write_bytes(make_zip({"1.txt": "uno", "2.pdf": SCANNED, "3.txt": "tres"}))
    (tmp_path / "c.txt").write_text("fin")
    found = gather(files(tmp_path, "a.pdf", "b.zip", "c.txt"), options=options)
    crash = "the file made its reader crash (SIGSEGV)"
    assert [texts(results) for _, results in found] == [[crash], ["uno", crash, "tres"], ["fin"]]
    assert isinstance(error := found[1][1][1], UnreadableError)
    assert error.path.endswith("b.zip/2.pdf")


def test_a_crash_costs_nothing_that_waits_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # "quick" is what the name says: this one is a PDF all the same
    options = stall(tmp_path, monkeypatch, "kill -SEGV $PPID; sleep 1")
    (tmp_path / "a.txt").write_bytes(SCANNED)
    names = [f"{number}.txt" for number in range(9)]
    for name in names:
        (tmp_path / name).write_text(name)
    found = gather(files(tmp_path, "a.txt", *names), options=options, jobs=1)
    crash = "the file made its reader crash (SIGSEGV)"
    assert [texts(results) for _, results in found] == [[crash], *([name] for name in names)]


def test_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = stall(tmp_path, monkeypatch, "exec sleep 20")
    (tmp_path / "a.pdf").write_bytes(SCANNED)
    (tmp_path / "b.txt").write_text("fin")
    started = time.monotonic()
    found = gather(files(tmp_path, "a.pdf", "b.txt"), options=options, limits=Limits(wall_seconds=0.5))
    assert [texts(results) for _, results in found] == [["reading took longer than 0.5 s"], ["fin"]]
    assert time.monotonic() - started < 10


def test_processor_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Una palabra y otra más, sin fin.\n\n" * 100_000)
    (tmp_path / "b.txt").write_text("fin")
    found = gather(files(tmp_path, "a.txt", "b.txt"), limits=Limits(cpu_seconds=1))
    assert [texts(results) for _, results in found] == [
        ["reading took more than 1 s of processor time"],
        ["fin"],
    ]


def test_memory(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("ñandú y más\n".encode() * 3_000_000)
    (tmp_path / "b.txt").write_text("fin")
    limits = Limits(memory_bytes=120_000_000)
    found = [texts(results)[0] for _, results in gather(files(tmp_path, "a.txt", "b.txt"), limits=limits)]
    assert found == ["reading this file needs too much memory", "fin"]


@pytest.mark.parametrize("jobs", [0, 1])
def test_too_many_paragraphs(tmp_path: Path, jobs: int) -> None:
    paragraph = "Una palabra y otra más, sin fin. " * 10
    (tmp_path / "a.txt").write_text(f"{paragraph}\n\n" * 10)
    ((_, (result,)),) = gather(files(tmp_path, "a.txt"), jobs=jobs, limits=Limits(chunks=4))
    assert not isinstance(result, UnreadableError)
    document, chunks = result
    assert len(chunks) == 4
    assert document.text.endswith(paragraph.strip())
    assert document.notes == ("only the first 4 of 10 paragraphs were taken in; split the file",)


def test_interruption_leaves_no_process(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.txt").write_text("hola")
    running = read_all(files(tmp_path, *(f"{number}.txt" for number in range(20))), jobs=2)
    next(running)
    running.close()  # type: ignore[attr-defined]


def test_the_way_through_the_wire() -> None:
    document = read_document(SAMPLES / "s03-diapositivas-aspan.txt", root=SAMPLES, doc_id="d")
    document = replace(
        document,
        text=document.text + "\ud800\x00",
        pages=(Mark(0, 1, "Hoja"),),
        regions=(Region(0, 5, Role.HEADING, 1),),
        rows=(Mark(0, 7),),
        notes=("una nota",),
        container="a.zip",
    )
    chunks = cut(document, Limits())[1]
    assert decode_read(encode_read(document, chunks)) == (document, chunks)


@pytest.mark.parametrize(
    "segments",
    [
        [],
        [0, 0],
        [0, 0, 5.0],
        [0, -1, 3],
        [0, 0, -1],
        [0, 2, 3],
        [1_000_000_000, 0, 3],
        [0, 0, 1, 9, 1, 1],
        ["0", 0, 1],
        None,
    ],
)
def test_a_paragraph_that_is_not_in_its_text_is_nonsense(segments: object) -> None:
    document = Document("d", "/r", "a.txt", "txt", "0" * 64, 4, "a", "hola")
    message = json.loads(encode_read(document, cut(document, Limits())[1]))
    assert decode_read(json.dumps(message).encode())[1][0].text == "hola"
    message["chunks"][0][2] = segments
    with pytest.raises((LookupError, TypeError, ValueError)):
        decode_read(json.dumps(message).encode())


def test_a_pdf_in_a_process(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make_pdf([[]]))
    assert ["no text" in texts(found)[0] for _, found in gather(files(tmp_path, "a.pdf"))] == [True]
