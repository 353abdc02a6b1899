"""How is a word used? Every occurrence in one line, its context left and right (keyword in context, KWIC).

Luhn 1960. Goes in: a query. Comes out: a line for each place at which it occurs, in any of its forms and in
both languages, each with its chunk.

>>> cut_line("La Guardia Costera revisa los puertos.", (3, 18), width=12)
('La ', 'Guardia Costera', ' revisa los')
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from analyzers.folding import fold
from corpus.model import Chunk
from corpus.ordering import order_paths
from search.citing import read_hit
from search.results import Hit, ResultPage, Span
from search.searching import MAX_LIMIT, Searcher
from search.serializing import anchor_to_dict, query_to_dict

Order = Literal["left", "right", "document"]
ORDERS: tuple[Order, ...] = ("document", "left", "right")

WIDTH = 60
"""Characters of context on each side: what an eye takes in beside the word."""
LEAST_WIDTH, MOST_WIDTH = 10, 500
MOST_PASSAGES = 5_000
"""More are said to be there, and not cut into lines."""

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence: ``match`` is ``chunk.text[start_char:end_char]``, with its context on both sides.

    A blank beside the match belongs to the context: the three joined are a stretch of the passage as it is
    read, without Markdown's marks and with words that a line end cut in two whole; the offsets are those of
    the passage as it stands.
    """

    left: str
    match: str
    right: str
    chunk: Chunk
    path: str
    title: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Concordance:
    """All lines of a query in order. ``is_complete`` is false where only the best passages were taken."""

    page: ResultPage
    lines: tuple[Line, ...]
    width: int
    order: Order
    is_complete: bool


def make_concordance(
    searcher: Searcher, text: str, *, width: int = WIDTH, order: Order = "document", **how: Any
) -> Concordance:
    """The lines of a query; ``how`` is what :meth:`Searcher.search` takes besides a limit and an order.

    Raises :class:`QueryError` as that does.
    """
    first = searcher.search(text, limit=MAX_LIMIT, **how)
    hits = list(first.hits)
    while len(hits) < min(first.total, MOST_PASSAGES):
        page = searcher.search(text, limit=MAX_LIMIT, offset=len(hits), **how)
        if not page.hits:
            break
        hits.extend(page.hits)
    lines = sort_lines((line for hit in hits for line in iter_lines(hit, width=width)), order)
    return Concordance(first, tuple(lines), width, order, is_complete=len(hits) >= first.total)


def iter_lines(hit: Hit, *, width: int = WIDTH) -> Iterator[Line]:
    """The occurrences in one passage; marked words with nothing but blanks between them are one."""
    spans = join_marks(hit.chunk.text, hit.marks)
    text, places = read_hit(hit, spans)
    for span, place in zip(spans, places, strict=True):
        left, match, right = cut_line(text, place, width=width)
        yield Line(left, match, right, hit.chunk, hit.path, hit.title, *span)


def join_marks(text: str, marks: Sequence[Span]) -> list[Span]:
    """Sorted spans, those that only blanks part made one.

    >>> join_marks("coast guard, coast", [(0, 5), (6, 11), (13, 18)])
    [(0, 11), (13, 18)]
    """
    joined: list[Span] = []
    for start, end in sorted(marks):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def cut_line(text: str, span: Span, *, width: int = WIDTH) -> tuple[str, str, str]:
    """What stands before a span, the span, and what stands after it: at most ``width`` characters each side.

    Joined they read as the text does, rows of blanks as one. A word that does not fit whole is left out,
    unless it is the only one.
    """
    left, match, right = (
        _BLANKS.sub(" ", part) for part in (text[: span[0]], text[slice(*span)], text[span[1] :])
    )
    if len(left) > width:
        cut = left[-width:]
        _, blank, rest = cut.partition(" ")
        left = rest if blank and rest and not left[-width - 1].isspace() else cut
    if len(right) > width:
        cut = right[:width]
        rest, blank, _ = cut.rpartition(" ")
        right = rest if blank and rest and not right[width].isspace() else cut
    return left.lstrip(), match, right.rstrip()


def sort_lines(lines: Iterable[Line], order: Order) -> list[Line]:
    """By the words before (the nearest first), by the words after, or as they stand in the documents."""
    if order == "left":
        return sorted(lines, key=lambda line: (_fold_words(line.left)[::-1], *_place(line)))
    if order == "right":
        return sorted(lines, key=lambda line: (_fold_words(line.right), *_place(line)))
    return sorted(lines, key=_place)


def concordance_to_dict(found: Concordance, *, offset: int = 0, limit: int | None = None) -> dict[str, Any]:
    """A concordance as one JSON object; ``total`` counts lines, ``passages`` the passages of the query."""
    shown = found.lines[offset : None if limit is None else offset + limit]
    return {
        "query": query_to_dict(found.page),
        "total": len(found.lines),
        "passages": found.page.total,
        "is_complete": found.is_complete,
        "width": found.width,
        "sort": found.order,
        "offset": offset,
        "limit": limit,
        "lines": [line_to_dict(line, found.page.raw) for line in shown],
        "error": None,
    }


def concordance_error_to_dict(error: Mapping[str, Any], *, width: int, order: Order) -> dict[str, Any]:
    """A query that could not be answered (``error``: a result page's), as a concordance."""
    return {
        "query": error["query"],
        "total": 0,
        "passages": 0,
        "is_complete": True,
        "width": width,
        "sort": order,
        "offset": 0,
        "limit": None,
        "lines": [],
        "error": error["error"],
    }


def line_to_dict(line: Line, query: str) -> dict[str, Any]:
    """One line with its place; ``start_char`` and ``end_char`` are those of the match in the passage."""
    return {
        "left": line.left,
        "match": line.match,
        "right": line.right,
        "start_char": line.start_char,
        "end_char": line.end_char,
        **anchor_to_dict(line.chunk, line.path, line.title, query),
    }


def _place(line: Line) -> tuple[str, str, int, int]:
    return order_paths(line.path), line.chunk.doc_id, line.chunk.ordinal, line.start_char


def _fold_words(text: str) -> list[str]:
    words = (fold(word).strip("\"'«»“”‘’()[]¿?¡!.,;:…-–—") for word in text.split())
    return [word for word in words if word]
