"""Which lines are rows of a table? Rows are kept apart: they are read across, not on."""

import re
from collections.abc import Callable, Iterator, Sequence

from corpus.cutting.pieces import Part, Piece

_GAP = re.compile(r"\S {3,}(?=\S)")
_DRAWN = re.compile(r"[-|:+=\s]+$")


def mark_tables(pieces: Sequence[Piece]) -> None:
    """Set ``Part.TABLE`` on runs of rows among pieces that are still ``Part.TEXT``.

    Rows are drawn with ``|`` or set with tabs (two rows or more), or aligned in columns (three or more).
    """
    for columns, fewest in ((_count_bars, 2), (_count_tabs, 2), (_count_gaps, 3)):
        for run in _iter_runs(pieces, columns):
            if len(run) >= fewest:
                for piece in run:
                    piece.part = Part.TABLE
                _mark_head(run)


def _mark_head(run: Sequence[Piece]) -> None:
    """``level`` 1 for the names of the columns and the rule below them; they lead the first row."""
    if _DRAWN.match(run[1].text):
        run[0].level = run[1].level = 1


def _iter_runs(pieces: Sequence[Piece], columns: Callable[[Piece], int]) -> Iterator[list[Piece]]:
    run: list[Piece] = []
    width = 0
    for piece in pieces:
        count = columns(piece) if piece.part is Part.TEXT and piece.starts_line else 0
        if run and (piece.blank_before or not count or (count != width and columns is not _count_gaps)):
            yield run
            run = []
        if count:
            run.append(piece)
            width = count
    if run:
        yield run


def _count_bars(piece: Piece) -> int:
    text = piece.text
    return 1 if text.startswith("|") and text.endswith("|") and len(text) > 2 else 0


def _count_tabs(piece: Piece) -> int:
    return piece.text.count("\t")


def _count_gaps(piece: Piece) -> int:
    if len(piece.text) >= 300:
        return 0
    return piece.text.count(" ") if _DRAWN.match(piece.text) else len(_GAP.findall(piece.text))
