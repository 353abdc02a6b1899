"""Where do the marks go? Text and spans cut into pieces that a template can escape one by one.

>>> [(piece.text, piece.is_marked) for piece in cut_pieces("the SPP summit", [(4, 7)])]
[('the ', False), ('SPP', True), (' summit', False)]
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of text, all marked or all unmarked."""

    text: str
    is_marked: bool


def cut_pieces(text: str, spans: Iterable[tuple[int, int]], *, start: int = 0) -> list[Piece]:
    """Cut ``text`` at ``spans``, which count from ``start``; the pieces' texts joined are ``text`` again.

    Spans may be unsorted, overlap or lie outside of the text. O(n log n) in the number of spans.
    """
    pieces, done = [], 0
    for low, high in merge_spans(spans):
        first, last = max(low - start, done), min(high - start, len(text))
        if first >= last:
            continue
        if first > done:
            pieces.append(Piece(text[done:first], is_marked=False))
        pieces.append(Piece(text[first:last], is_marked=True))
        done = last
    if done < len(text):
        pieces.append(Piece(text[done:], is_marked=False))
    return pieces


def merge_spans(spans: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Sorted spans, those that overlap or touch made one.

    >>> merge_spans([(5, 9), (0, 3), (8, 12), (3, 4)])
    [(0, 4), (5, 12)]
    """
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged
