"""Checks on the real documents by file and line; their text is not repeated here."""

import time
from pathlib import Path

import pytest

from corpus.chunking import cut_chunks
from corpus.model import Chunk, Document, Kind
from corpus.readers import read_document
from tests.corpus.laws import check_law

pytestmark = pytest.mark.seeds

NAMES = ("000_", "001_", "002_", "003_", "004_")


def read(seeds: Path, name: str) -> tuple[Document, tuple[Chunk, ...]]:
    path = next(path for path in sorted(seeds.iterdir()) if path.name.startswith(name))
    document = read_document(path, root=seeds, doc_id=name)
    return document, cut_chunks(document)


def chunk_at(chunks: tuple[Chunk, ...], document: Document, line: int) -> Chunk:
    """The chunk that holds the first word of a line."""
    start = sum(len(text) + 1 for text in document.text.split("\n")[: line - 1])
    start += len(document.text[start:]) - len(document.text[start:].lstrip())
    return next(chunk for chunk in chunks if chunk.segments and holds(chunk, start))


def holds(chunk: Chunk, char: int) -> bool:
    return any(part.source_start <= char < part.source_start + part.length for part in chunk.segments)


@pytest.mark.parametrize("name", NAMES)
def test_law_and_speed(seeds: Path, name: str) -> None:
    document, chunks = read(seeds, name)
    check_law(document, chunks)
    started = time.perf_counter()
    cut_chunks(document)
    assert time.perf_counter() - started < 15  # a hundred times what it takes


def test_deck_has_its_twelve_slides(seeds: Path) -> None:
    _, chunks = read(seeds, "000_")
    assert sorted({chunk.slide for chunk in chunks if chunk.slide is not None}) == list(range(1, 13))
    third = next(chunk for chunk in chunks if chunk.slide == 3)
    assert third.text.startswith("3 SPP ")
    assert third.start_line == 25


def test_word_cut_by_a_line_end_is_whole(seeds: Path) -> None:
    document, chunks = read(seeds, "000_")
    chunk = chunk_at(chunks, document, 153)
    assert "understanding " in chunk.text
    assert chunk is chunk_at(chunks, document, 154)


@pytest.mark.parametrize(
    ("before", "after"), [(138, 143), (223, 228), (707, 712), (790, 797), (906, 909), (1188, 1193)]
)
def test_paragraphs_go_on_behind_page_marks(seeds: Path, before: int, after: int) -> None:
    document, chunks = read(seeds, "002_")
    assert chunk_at(chunks, document, before) is chunk_at(chunks, document, after)


def test_each_message_of_a_thread_has_its_own_metadata(seeds: Path) -> None:
    document, chunks = read(seeds, "002_")
    expected = {
        62: ("08MEXICO23", "2008-01-04", 1),
        333: ("08MEXICO1082", "2008-04-10", 2),
        629: ("10MEXICO27", "2010-01-06", 3),
        845: ("06MEXICO1889", "2006-04-10", 4),
        1032: ("06MEXICO6085", "2006-10-25", 5),
    }
    for line, (reference, date, post) in expected.items():
        chunk = chunk_at(chunks, document, line)
        assert chunk.metadata["reference"] == (reference,)
        assert chunk.metadata["date"] == (date,)
        assert chunk.post == post
    assert {chunk.post for chunk in chunks} - {None} == set(range(1, 9))
    assert chunk_at(chunks, document, 1452).metadata["author"] == ("agentbluescreen",)
    assert "reference" not in chunk_at(chunks, document, 1452).metadata


def test_message_headers_are_headers(seeds: Path) -> None:
    document, chunks = read(seeds, "002_")
    for line in (6, 20, 40, 60, 305, 1015):
        assert chunk_at(chunks, document, line).kind is Kind.HEADER
    assert chunk_at(chunks, document, 62).kind is Kind.TEXT


def test_numbered_paragraphs_in_their_turn(seeds: Path) -> None:
    document, chunks = read(seeds, "002_")
    assert chunk_at(chunks, document, 629).metadata["paragraph"] == ("1",)
    # A year at a line's beginning, and a mark in the middle of a line.
    assert chunk_at(chunks, document, 1088).metadata["paragraph"] == ("3",)
    assert any(c.metadata.get("paragraph") == ("6",) and c.start_line == 1413 for c in chunks)


def test_the_cable(seeds: Path) -> None:
    document, chunks = read(seeds, "003_")
    assert document.metadata["reference"] == ("09MEXICO2462",)
    assert document.metadata["date"] == ("2009-08-19",)
    assert document.metadata["tag"] == ("PGOV", "PREL", "PINR", "KCRM", "SNAR", "MX")
    assert document.metadata["classification"] == ("UNCLASSIFIED",)
    assert document.title == document.metadata["subject"][0]
    numbers = [chunk.metadata["paragraph"][0] for chunk in chunks if "paragraph" in chunk.metadata]
    assert sorted(set(numbers), key=int) == [str(number) for number in range(1, 11)]
    assert all(chunk.metadata["marking"] == ("SBU",) for chunk in chunks if "paragraph" in chunk.metadata)


def test_markdown_headings_give_sections(seeds: Path) -> None:
    document, chunks = read(seeds, "004_")
    chunk = chunk_at(chunks, document, 91)
    assert len(chunk.section) == 3
    assert chunk_at(chunks, document, 199).kind is Kind.TABLE
    # A page break in mid-sentence.
    assert chunk_at(chunks, document, 163 + 2) is chunk_at(chunks, document, 167)
