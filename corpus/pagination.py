"""Which pages does a document have, and what of a passage stands on one of them?

A paragraph that runs over a page's end is one chunk; its part on each page is found by the document's page
marks.
"""

from bisect import bisect_right
from collections.abc import Sequence

from corpus.model import Chunk, Document, Kind
from corpus.paper.drawing import Passage
from corpus.paper.placing import count_occurrences

Span = tuple[int, int]


def page_span(document: Document, number: int) -> Span | None:
    """The half-open stretch of the document's text on page ``number``; None where nothing stands on it."""
    spans = [
        (mark.start_char, following.start_char if following else len(document.text))
        for mark, following in zip(document.pages, [*document.pages[1:], None], strict=True)
        if mark.number == number
    ]
    return (spans[0][0], spans[-1][1]) if spans else None


def last_page(document: Document) -> int:
    """The number of the last page with text; 0 for a document without pages."""
    return max((mark.number for mark in document.pages), default=0)


def pages_of(document: Document, chunk: Chunk) -> list[int]:
    """The pages on which a chunk stands, in order."""
    first = bisect_right(document.pages, chunk.start_char, key=lambda mark: mark.start_char) - 1
    last = bisect_right(document.pages, chunk.end_char - 1, key=lambda mark: mark.start_char) - 1
    return list(dict.fromkeys(mark.number for mark in document.pages[max(0, first) : last + 1]))


def passage_on_page(
    document: Document, chunk: Chunk, number: int, marks: Sequence[Span], *, language: str = ""
) -> Passage | None:
    """What of a chunk is to be looked for on a page; None where nothing of it stands there.

    ``marks`` are spans of the chunk's text, those of the result of the passage's.
    """
    span = page_span(document, number)
    if span is None:
        return None
    low, high = _part_on(chunk, span)
    if low >= high:
        return None
    before = document.text[span[0] : max(span[0], chunk.start_char)]
    inside = [
        (max(start, low) - low, min(end, high) - low) for start, end in marks if start < high and end > low
    ]
    text = chunk.text[low:high]
    is_table = chunk.kind is Kind.TABLE
    return Passage(text, count_occurrences(before, text), inside, language, is_table)


def _part_on(chunk: Chunk, span: Span) -> Span:
    """The stretch of the chunk's own text whose source lies in a span of the document's."""
    parts = []
    for segment in chunk.segments:
        start = max(segment.source_start, span[0])
        end = min(segment.source_start + segment.length, span[1])
        if start < end:
            shift = segment.start_char - segment.source_start
            parts.append((start + shift, end + shift))
    return (parts[0][0], parts[-1][1]) if parts else (0, 0)
