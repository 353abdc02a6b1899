"""Terms as numbers, texts as rows of numbers: what arrays can work on without a call a word.

>>> numbering = Numbering()
>>> [numbering[term] for term in ("puerto", "del", "puerto")]
[0, 1, 0]
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Numbers = NDArray[np.int32]


class Numbering(dict[str, int]):
    """Numbers terms from 0 in the order in which they first come; ``terms`` holds them in that order."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: list[str] = []

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self.terms)
        self.terms.append(term)
        return number


class Rows(NamedTuple):
    """Terms of many texts, row after row: ``sizes`` says how many each has, ``positions`` where they stand.

    A row is in the order of its positions.
    """

    terms: Numbers
    positions: Numbers
    sizes: Integers

    def take(self, chosen: NDArray[Any]) -> "Rows":
        """These rows in this order; a row may be taken more than once."""
        starts = np.cumsum(self.sizes) - self.sizes
        at = spread(starts[chosen], self.sizes[chosen])
        return Rows(self.terms[at], self.positions[at], self.sizes[chosen])


def join_rows(parts: Sequence[Rows]) -> Rows:
    """The rows of all parts, one after the other."""
    return Rows(*(np.concatenate(held) for held in zip(*parts, strict=True)))


def merge_rows(one: Rows, other: Rows) -> Rows:
    """Each row with the row of the same number, a term at a position once."""
    both = join_rows((one, other))
    owners = np.repeat(np.tile(np.arange(len(one.sizes)), 2), both.sizes)
    order = np.lexsort((both.terms, both.positions, owners))
    terms, positions, owners = both.terms[order], both.positions[order], owners[order]
    is_new = np.ones(len(terms), bool)
    is_new[1:] = (np.diff(terms) != 0) | (np.diff(positions) != 0) | (np.diff(owners) != 0)
    sizes = np.bincount(owners[is_new], minlength=len(one.sizes))
    return Rows(terms[is_new], positions[is_new], sizes)


def spread(starts: NDArray[Any], sizes: NDArray[Any]) -> Integers:
    """The indices of ranges one after the other: starts (5, 9) and sizes (2, 1) give 5, 6, 9."""
    total = int(sizes.sum())
    shifts = np.cumsum(sizes) - sizes
    return np.repeat(starts - shifts, sizes) + np.arange(total)
