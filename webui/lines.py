r"""How is a document's text laid out in numbered lines, with its passages and marks?

In goes the text with its chunks and marked spans, out come blocks: runs of rows that belong to the same
chunk or to none. A row is a line of the file or, where a new passage or page begins in mid-line, a part of
one. The rows' texts are those of the file's lines, every character once.

>>> text = "Uno.\n\nDos y tres.\n"
>>> blocks = lay_out(text, [], {}, lines=LineMap(text), window=(1, 3))
>>> [(row.number, row.text) for block in blocks for row in block.rows]
[(1, 'Uno.'), (2, ''), (3, 'Dos y tres.')]
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from corpus.model import Chunk
from webui.marking import Piece, cut_pieces, merge_spans

LINE_END = re.compile(r"\r\n|\n|\r|\f")  # no others: splitlines() also breaks at U+2028 and numbers drift
WHOLE_LINES = 3000
"""Documents up to this many lines are shown whole: about 1 MB of HTML, laid out by a phone in a second."""
WINDOW_LINES = 1000
CONTEXT_LINES = 200

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A line or a part of one: ``is_first`` when it begins the line ``number``."""

    number: int
    is_first: bool
    start_char: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The row's characters, without the line end."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong to one chunk, or to none; ``is_start`` when the chunk begins here."""

    chunk: Chunk | None
    rows: tuple[Row, ...]
    is_start: bool


class _Part(NamedTuple):
    """A stretch of the text that one chunk owns."""

    start: int
    end: int
    chunk: Chunk


class _Cut(NamedTuple):
    """A row before its pieces are cut."""

    number: int
    is_first: bool
    start: int
    end: int
    chunk: Chunk | None


class LineMap:
    """Where the lines of a text begin. Line numbers are 1-based."""

    def __init__(self, text: str) -> None:
        ends = list(LINE_END.finditer(text))
        self.starts = [0, *(match.end() for match in ends)]
        self.ends = [*(match.start() for match in ends), len(text)]
        if len(self.starts) > 1 and self.starts[-1] == len(text):
            self.starts.pop()  # a line end at the very end begins no further line
            self.ends.pop()

    def __len__(self) -> int:
        return len(self.starts)

    def line_at(self, char: int) -> int:
        """The number of the line that holds a character."""
        return max(1, bisect_right(self.starts, char))

    def overlaps(self, window: Span, start_char: int, end_char: int) -> bool:
        """Whether a stretch of the text stands at least in part in some lines."""
        return start_char <= self.ends[window[1] - 1] and end_char >= self.starts[window[0] - 1]


def choose_window(total: int, *, around: int | None, first: int | None) -> tuple[int, int]:
    """The first and last line to show: all of a short text, else around a passage or from a line on.

    >>> choose_window(500, around=None, first=None), choose_window(100_000, around=5000, first=None)
    ((1, 500), (4800, 5799))
    """
    if total <= WHOLE_LINES:
        return 1, max(1, total)
    start = first if first is not None else (around or 1) - CONTEXT_LINES
    start = max(1, min(start, total))
    return start, min(total, start + WINDOW_LINES - 1)


def lay_out(
    text: str,
    chunks: Iterable[Chunk],
    marks: Mapping[str, Sequence[Span]],
    *,
    lines: LineMap,
    window: Span,
    breaks: Iterable[int] = (),
) -> list[Block]:
    """Lay out the lines ``window`` (first and last, 1-based) in blocks; a row begins at each of ``breaks``.

    ``chunks`` are those that the window shows; ``marks`` are spans in each chunk's own text, by chunk id.
    O(n log n) in lines and segments shown.
    """
    chunks = list(chunks)
    parts = [
        _Part(segment.source_start, segment.source_start + segment.length, chunk)
        for chunk in chunks
        for segment in chunk.segments
    ]
    parts.sort(key=lambda part: (part.start, part.end))
    spans = merge_spans(
        source
        for chunk in chunks
        for span in marks.get(chunk.chunk_id, ())
        for source in chunk.source_spans(*span)
    )
    cuts = _break_rows(_cut_rows(text, lines, parts, window), sorted(set(breaks)))
    return _group(_absorb_blanks(cuts), text, spans)


def _cut_rows(text: str, lines: LineMap, parts: list[_Part], window: Span) -> Iterator[_Cut]:
    """One cut a line, and one more wherever another chunk begins inside of it."""
    starts = [part.start for part in parts]
    for number in range(window[0], window[1] + 1):
        start, end = lines.starts[number - 1], lines.ends[number - 1]
        low = bisect_left(starts, start)
        if low and parts[low - 1].end > start:
            low -= 1  # a part that began on an earlier line
        owner, is_first = None, True
        for part in parts[low : bisect_left(starts, end)]:
            if owner is not None and part.chunk is not owner:
                yield _Cut(number, is_first, start, part.start, owner)
                start, is_first = part.start, False
            owner = part.chunk
        yield _Cut(number, is_first, start, end, owner)


def _break_rows(cuts: Iterable[_Cut], breaks: Sequence[int]) -> list[_Cut]:
    """The same cuts, those in which a page begins cut there once more."""
    result = []
    for cut in cuts:
        for place in breaks[bisect_right(breaks, cut.start) : bisect_left(breaks, cut.end)]:
            result.append(cut._replace(end=place))
            cut = cut._replace(start=place, is_first=False)
        result.append(cut)
    return result


def _absorb_blanks(cuts: list[_Cut]) -> list[_Cut]:
    """Lines of no chunk that stand between two lines of the same one belong to it."""
    result, waiting, owner = [], [], None
    for cut in cuts:
        if cut.chunk is None:
            waiting.append(cut)
            continue
        if owner is not None and cut.chunk is owner:
            waiting = [blank._replace(chunk=owner) for blank in waiting]
        result += [*waiting, cut]
        waiting, owner = [], cut.chunk
    return result + waiting


def _group(cuts: list[_Cut], text: str, spans: Sequence[Span]) -> list[Block]:
    """Blocks of neighbouring rows of the same chunk, their rows cut into pieces at the marks."""
    span_starts, span_ends = [start for start, _ in spans], [end for _, end in spans]

    def row(cut: _Cut) -> Row:
        inside = spans[bisect_right(span_ends, cut.start) : bisect_left(span_starts, cut.end)]
        pieces = cut_pieces(text[cut.start : cut.end], inside, start=cut.start)
        return Row(cut.number, cut.is_first, cut.start, tuple(pieces))

    blocks: list[Block] = []
    started: set[str] = set()
    for chunk_id, run in groupby(cuts, key=lambda cut: cut.chunk.chunk_id if cut.chunk else None):
        members = list(run)
        is_start = chunk_id is not None and chunk_id not in started
        started |= {chunk_id} if chunk_id else set()
        blocks.append(Block(members[0].chunk, tuple(row(cut) for cut in members), is_start))
    return blocks
