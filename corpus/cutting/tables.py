"""Which lines are rows of a table? Rows are kept apart: they are read across, not on."""

import re
from collections.abc import Iterator, Sequence

from corpus.cutting.pieces import Part, Piece

_GAP = re.compile(r"\S {3,}(?=\S)")
_DRAWN = re.compile(r"[-|:+=\s]+$")
_DRAWN_SIGNS = "-|:+="


def mark_tables(pieces: Sequence[Piece]) -> None:
    """Set ``Part.TABLE`` on runs of rows among pieces that are still ``Part.TEXT``.

    Rows are drawn with ``|`` or set with tabs (two rows or more), or aligned in columns (three or more).
    """
    for count_columns, fewest in ((_count_bars, 2), (_count_tabs, 2), (_count_gaps, 3)):
        columns = [
            count_columns(piece.text) if piece.part is Part.TEXT and piece.starts_line else 0
            for piece in pieces
        ]
        if not any(columns):
            continue
        for run in _iter_runs(pieces, columns, is_even=count_columns is not _count_gaps):
            if len(run) >= fewest:
                for piece in run:
                    piece.part = Part.TABLE
                _mark_head(run)


def _mark_head(run: Sequence[Piece]) -> None:
    """``level`` 1 for the names of the columns and the rule below them; they lead the first row."""
    if _DRAWN.match(run[1].text):
        run[0].level = run[1].level = 1


def _iter_runs(pieces: Sequence[Piece], columns: Sequence[int], *, is_even: bool) -> Iterator[list[Piece]]:
    """Pieces that follow each other without a blank line; ``is_even``: all with as many columns."""
    run: list[Piece] = []
    width = 0
    for piece, count in zip(pieces, columns, strict=True):
        if run and (piece.blank_before or not count or (count != width and is_even)):
            yield run
            run = []
        if count:
            run.append(piece)
            width = count
    if run:
        yield run


def _count_bars(text: str) -> int:
    return 1 if text[0] == "|" and text[-1] == "|" and len(text) > 2 else 0


def _count_tabs(text: str) -> int:
    return text.count("\t")


def _count_gaps(text: str) -> int:
    if len(text) >= 300:
        return 0
    if text[0] in _DRAWN_SIGNS and _DRAWN.match(text):
        return text.count(" ")
    return len(_GAP.findall(text)) if "   " in text else 0
