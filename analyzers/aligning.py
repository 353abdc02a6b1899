"""Which paragraph of the Spanish document is which of the English one? Order and length tell.

W. A. Gale & K. W. Church, "A program for aligning sentences in bilingual corpora" (Computational
Linguistics 19, 1993): a paragraph and its translation are about equally long, so the cheapest way through
both documents pairs them. Here for paragraphs: one with one, one with two, two with one, two with two,
or one left out.

>>> align(["Uno dos tres.", "Cuatro cinco."], ["One two three.", "Four five."])
[('Uno dos tres.', 'One two three.'), ('Cuatro cinco.', 'Four five.')]
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

_CHARS_PER_CHAR = {"es": 1.0, "en": 1.1}
"""Spanish takes about a tenth more room than English."""
_VARIANCE = 6.8
"""Of the difference of lengths, a character (Gale & Church 1993, section 3.3)."""
# Moves (Spanish paragraphs, English ones) and their price: minus the logarithm of how often translators do it
_MOVES = {(1, 1): 0.12, (1, 0): 4.6, (0, 1): 4.6, (2, 1): 2.4, (1, 2): 2.4, (2, 2): 4.5}
_LEAST_BAND = 40

Pair = tuple[str, str]
"""A Spanish paragraph and the English one that says the same."""


def align(spanish: Sequence[str], english: Sequence[str]) -> list[Pair]:
    """Pairs of paragraphs in order; those that have no counterpart are left out.

    Takes time in proportion to the length of the longer document times how much the counts differ.
    """
    steps = _cheapest_steps([len(text) for text in spanish], [len(text) for text in english])
    pairs = []
    for (low, other_low), (high, other_high) in pairwise(steps):
        if high > low and other_high > other_low:
            pairs.append((" ".join(spanish[low:high]), " ".join(english[other_low:other_high])))
    return pairs


def match_names(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs (Spanish, English) of paths that differ in ``.es`` and ``.en`` before the suffix only.

    >>> match_names(["a/plan.es.md", "a/plan.en.md", "a/note.en.md", "b/plan.es.md"])
    [('a/plan.es.md', 'a/plan.en.md')]
    """
    known = set(paths)
    pairs = []
    for path in sorted(known):
        pure = PurePosixPath(path)
        stem = pure.stem
        if stem.lower().endswith(".es"):
            for mark in (".en", ".EN"):
                other = str(pure.with_name(stem[:-3] + mark + pure.suffix))
                if other in known:
                    pairs.append((path, other))
                    break
    return pairs


def _cheapest_steps(spanish: Sequence[int], english: Sequence[int]) -> list[tuple[int, int]]:
    """The corners of the cheapest way from ``(0, 0)`` to both ends."""
    rows, columns = len(spanish), len(english)
    band = max(_LEAST_BAND, 2 * abs(rows - columns))
    best: list[dict[int, tuple[float, tuple[int, int]]]] = [{} for _ in range(rows + 1)]
    best[0][0] = (0.0, (0, 0))
    for row in range(rows + 1):
        middle = row * columns // max(1, rows)
        for column in range(max(0, middle - band), min(columns, middle + band) + 1):
            for (down, right), price in _MOVES.items():
                before = best[row - down].get(column - right) if row >= down and column >= right else None
                if before is None:
                    continue
                lengths = sum(spanish[row - down : row]), sum(english[column - right : column])
                cost = before[0] + price + (_mismatch(*lengths) if down and right else 0.0)
                if column not in best[row] or cost < best[row][column][0]:
                    best[row][column] = (cost, (row - down, column - right))
    return _walk_back(best, rows, columns)


def _walk_back(
    best: Sequence[dict[int, tuple[float, tuple[int, int]]]], rows: int, columns: int
) -> list[tuple[int, int]]:
    corner = (rows, columns)
    corners = [corner]
    while corner != (0, 0):
        corner = best[corner[0]][corner[1]][1]
        corners.append(corner)
    return corners[::-1]


def _mismatch(spanish: int, english: int) -> float:
    """Minus the logarithm of the chance that lengths differ so much by accident."""
    expected = english * _CHARS_PER_CHAR["en"]
    mean = (spanish + expected) / 2
    if not mean:
        return 0.0
    deviation = abs(spanish - expected) / math.sqrt(mean * _VARIANCE)
    chance = math.erfc(deviation / math.sqrt(2))
    return -math.log(max(chance, 1e-12))
