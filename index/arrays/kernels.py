"""The few operations on sorted arrays that plans come down to.

numpy does them; :mod:`index.arrays.compiling` swaps in compiled ones (the web server does, in the
background: a one-shot command must not pay for the compiler). Both do the same arithmetic in the
same order, so results agree to the last bit; a test holds them together.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from analyzers.numbering import spread
from index.arrays.segmentfile import Array
from index.scoring import K1

Places = NDArray[np.int64]
Floats = NDArray[np.float64]

SCORE_GRAIN = 1e-9
"""Scores nearer than this differ by the order of additions only."""

FEW = 64
"""So many chunks a pass sorts itself."""

_SCAN_SHARE = 64
"""A set of more than a 64th of all chunks is cheaper to mark in a row of flags than to sort."""

_MARK_SHARE = 256
"""As above, where the flags are made for the purpose."""

_ROW = 64
"""Scores of which the best one stands for all."""

_ROW_SHARE = 4
"""So many rows for each of the best wanted make the mark a high one."""


class Scratch:
    """Room for one flag and one sum a chunk, used and wiped again by each operation."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.flags = np.zeros(size, bool)
        self.sums = np.zeros(size)


class Passes(Protocol):
    """What finds the best chunks in one pass over lists; there is no such thing in numpy.

    ``room``, ``field`` and terms are addresses of records (:mod:`index.arrays.heads`), ``allowed`` that of
    flags, a bit a chunk. Chunks and scores are left in the room, all that reach the mark of the best: up to
    :data:`FEW` by falling score, more by number. How many are kept is given back, and given to the pass
    over the next segment.
    """

    def best_of_one(self, room: int, field: int, term: int, allowed: int, kept: int, /) -> int:
        """The best of the chunks that a term holds."""

    def best_of_any(self, room: int, field: int, terms: int, allowed: int, kept: int, /) -> int:
        """The best of the chunks that any of so many terms in the room holds."""

    def best_of_all(self, room: int, field: int, terms: int, allowed: int, kept: int, /) -> int:
        """The best of the chunks that every one of so many terms in the room holds."""

    def all_of_range(self, room: int, field: int, terms: int, allowed: int, kept: int, /) -> int:
        """All chunks that any of a stretch of neighbouring terms holds, unscored, by number."""

    def count_adjacent(self, room: int, field: int, first: int, second: int, kept: int, /) -> int:
        """The chunks in which a second term follows a first one, with how often in place of a score."""

    def best_counted(
        self, room: int, field: int, idf: float, allowed: int, begin: int, end: int, kept: int, /
    ) -> int:
        """The best of those in the room that have a count in place of their score."""


class Operations(Protocol):
    """What is swapped."""

    @property
    def passes(self) -> Passes | None:
        """Passes over lists, where they are compiled."""

    def intersect(self, few: Array, many: Array) -> tuple[Places, Places]:
        """Where the numbers that both hold stand in each; both ascend, ``few`` is the shorter."""

    def score(self, idf: float, numbers: Array, counts: Array, norms: Floats) -> Floats:
        """BM25 for each of ``numbers``."""

    def score_at(self, idf: float, numbers: Array, counts: Array, norms: Floats, at: Places) -> Floats:
        """BM25 for those of ``numbers`` that stand at these places."""

    def distinct(self, numbers: Array, size: int) -> Places:
        """The same numbers, which are below ``size``, each once, ascending."""

    def adjacent(
        self, left: tuple[Array, Places], right: tuple[Array, Places], at: tuple[Places, Places]
    ) -> Places:
        """For chunks at these places of two terms, at how many positions the right one follows the left.

        A term is its flat positions and where those of each of its chunks end.
        """


class _Numpy:
    """The operations by numpy."""

    passes: Passes | None = None

    def intersect(self, few: Array, many: Array) -> tuple[Places, Places]:
        if not len(few):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        at = np.searchsorted(many, few)
        at[at == len(many)] = len(many) - 1
        here = np.flatnonzero(many[at] == few)
        return here, at[here]

    def score(self, idf: float, numbers: Array, counts: Array, norms: Floats) -> Floats:
        return bm25(idf, counts, norms[numbers])

    def score_at(self, idf: float, numbers: Array, counts: Array, norms: Floats, at: Places) -> Floats:
        return bm25(idf, counts[at], norms[numbers[at]])

    def distinct(self, numbers: Array, size: int) -> Places:
        if len(numbers) * _MARK_SHARE > size:
            seen = np.zeros(size, bool)
            seen[numbers] = True
            return np.flatnonzero(seen)
        return unique(numbers).astype(np.int64)

    def adjacent(
        self, left: tuple[Array, Places], right: tuple[Array, Places], at: tuple[Places, Places]
    ) -> Places:
        (flat, ends), (other_flat, other_ends), (here, there) = left, right, at
        sizes, other_sizes = ends[here + 1] - ends[here], other_ends[there + 1] - other_ends[there]
        owners = np.repeat(np.arange(len(here)), sizes)
        places = (owners << 24) + flat[spread(ends[here], sizes)]
        others = (
            np.repeat(np.arange(len(here)) << 24, other_sizes)
            + other_flat[spread(other_ends[there], other_sizes)]
        )
        return np.bincount(owners[contains(others, places + 1)], minlength=len(here))


_operations: Operations = _Numpy()


def operations() -> Operations:
    """The operations in use."""
    return _operations


def use(chosen: Operations) -> None:
    """Use other operations from now on."""
    global _operations
    _operations = chosen


def use_numpy() -> None:
    """Go back to numpy's operations."""
    use(_Numpy())


def bm25(idf: float, counts: Array, norms: Floats) -> Floats:
    """BM25 with the length's part worked out before (Robertson & Zaragoza 2009)."""
    tf = counts.astype(np.float64)
    scores: Floats = idf * tf * (K1 + 1) / (tf + norms)
    return scores


def leading(scores: Floats, count: int) -> Places:
    """The places, ascending, of the best ``count`` scores and of all that tie with the last of them.

    A tie reaches on from score to score, as far as each is within a grain of the one before. The best of
    many rows of scores show, without sorting any, below which mark none of the best can lie.
    """
    size = len(scores)
    if count >= size:
        return np.arange(size)
    if count <= 0:
        return np.empty(0, np.int64)
    rows = size // _ROW
    if rows >= _ROW_SHARE * count:
        best = scores[: rows * _ROW].reshape(_ROW, rows).max(axis=0)
        mark = np.partition(best, rows - count)[rows - count]
        among = np.flatnonzero(scores >= mark - SCORE_GRAIN)
        if len(among) < size:
            within = leading(scores[among], count)
            if len(within) < len(among):  # else a tie might reach below the mark
                return among[within]
    mark = np.partition(scores, size - count)[size - count]
    while True:
        kept = np.flatnonzero(scores >= mark - SCORE_GRAIN)
        lowest = scores[kept].min()
        if lowest >= mark:
            return kept
        mark = lowest


def intersect(left: Array, right: Array) -> tuple[Places, Places]:
    """Where the numbers that both hold stand in each."""
    if len(left) <= len(right):
        return _operations.intersect(left, right)
    there, here = _operations.intersect(right, left)
    return here, there


def contains(numbers: Array, others: Array) -> NDArray[np.bool_]:
    """Which ``others`` are among ``numbers``, which ascend."""
    if not len(numbers):
        return np.zeros(len(others), bool)
    at = np.searchsorted(numbers, others)
    at[at == len(numbers)] = len(numbers) - 1
    found: NDArray[np.bool_] = numbers[at] == others
    return found


def union(lists: Sequence[Array], scratch: Scratch) -> Array:
    """The numbers that any list holds, ascending."""
    lists = [each for each in lists if len(each)]
    if len(lists) < 2:
        return lists[0] if lists else np.empty(0, np.int32)
    if sum(map(len, lists)) * _SCAN_SHARE < scratch.size:
        return unique(np.concatenate(lists))
    for each in lists:
        scratch.flags[each] = True
    found = np.flatnonzero(scratch.flags)
    scratch.flags[found] = False
    return found


def unique(numbers: Array) -> Array:
    """The same numbers, each once, ascending. (numpy's own goes through a hash table: five times slower.)"""
    numbers = np.sort(numbers)
    if len(numbers) < 2:
        return numbers
    first = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    return numbers[first]


def sum_over(numbers: Array, parts: Sequence[tuple[Array, Array]], scratch: Scratch) -> Floats:
    """For each of ``numbers`` the sum of what parts (numbers among these, values) give it, in their order."""
    sums = scratch.sums
    for found, values in parts:
        sums[found] += values
    total = sums[numbers]
    sums[numbers] = 0.0
    return total


def writable(array: Array) -> Array:
    """The same array as compiled operations take it; files are mapped privately, so none can be harmed."""
    if array.flags.writeable:
        return array
    view = array.view()
    view.flags.writeable = True
    return view
