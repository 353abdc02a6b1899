"""The law that every cut document keeps, whatever it holds."""

from collections.abc import Sequence

from corpus.chunking import cut_chunks
from corpus.cutting.lines import line_number, split_lines
from corpus.model import Chunk, Document, Region


def make_document(
    text: str, *, format_name: str = "txt", title: str = "", regions: tuple[Region, ...] = ()
) -> Document:
    """A document out of nothing but its text."""
    return Document("d1", "/corpus", "a.txt", format_name, "0" * 64, len(text), title, text, regions=regions)


def cut(text: str, *, format_name: str = "txt") -> tuple[Chunk, ...]:
    """The chunks of ``text``, checked against the law."""
    document = make_document(text, format_name=format_name)
    chunks = cut_chunks(document)
    check_law(document, chunks)
    return chunks


def check_law(document: Document, chunks: Sequence[Chunk]) -> None:
    """Every non-blank character in exactly one segment; every segment the source's own text."""
    covered = [0] * len(document.text)
    lines = split_lines(document.text)
    for ordinal, chunk in enumerate(chunks):
        assert chunk.ordinal == ordinal
        assert chunk.text.strip()
        _check_segments(document, chunk, covered)
        assert chunk.start_line == line_number(lines, chunk.start_char)
        assert chunk.end_line == line_number(lines, chunk.end_char - 1)
    for char, count in zip(document.text, covered, strict=True):
        assert count == 1 or (char.isspace() and count <= 1)
    assert [chunk.start_char for chunk in chunks] == sorted(chunk.start_char for chunk in chunks)
    assert len({chunk.chunk_id for chunk in chunks}) == len(chunks)


def _check_segments(document: Document, chunk: Chunk, covered: list[int]) -> None:
    position, last_source = 0, -1
    for segment in chunk.segments:
        end = segment.start_char + segment.length
        source = slice(segment.source_start, segment.source_start + segment.length)
        assert segment.length > 0
        assert segment.source_start > last_source
        assert chunk.text[segment.start_char : end] == document.text[source]
        assert chunk.text[position : segment.start_char] in ("", " ")
        for index in range(source.start, source.stop):
            covered[index] += 1
        position, last_source = end, source.stop - 1
    assert position == len(chunk.text)
