"""The operations of :mod:`index.arrays.kernels` compiled by numba.

Never imported by a one-shot command: numba's import alone takes longer than its search.
"""

# ruff: noqa: ANN001, ANN202  # numba works the types out

import numpy as np

from index.arrays import passes
from index.arrays.kernels import Floats, Passes, Places, writable
from index.arrays.segmentfile import Array
from index.arrays.stepping import count_following, gather, jit, leap, score_of


class Compiled:
    """The operations, compiled for every kind of array that there is."""

    passes: Passes = passes

    def __init__(self) -> None:
        for numbers in (np.arange(4, dtype=np.int32), np.arange(4, dtype=np.int64)):
            self.intersect(numbers[:2], numbers)
            for kind in (np.uint8, np.uint16, np.int32, np.int64, np.float64):
                counts, norms = np.ones(4, kind), np.ones(4)
                self.score(1.0, numbers, counts, norms)
                self.score_at(1.0, numbers, counts, norms, np.arange(2))
            self.distinct(numbers, 4)
            self.intersect(numbers[:2], np.arange(3, dtype=np.int32))
            self.intersect(numbers[:2], np.arange(3, dtype=np.int64))
        ends = np.array([0, 1, 2])
        for left in (np.uint8, np.uint16):
            for right in (np.uint8, np.uint16):
                self.adjacent((np.ones(2, left), ends), (np.ones(2, right), ends), (ends[:2], ends[:2]))

    def intersect(self, few: Array, many: Array) -> tuple[Places, Places]:
        """As :class:`~index.arrays.kernels.Operations` says."""
        here = np.empty(len(few), np.int64)
        there = np.empty(len(few), np.int64)
        count = _intersect(writable(few), writable(many), here, there)
        return here[:count], there[:count]

    def score(self, idf: float, numbers: Array, counts: Array, norms: Floats) -> Floats:
        """As :class:`~index.arrays.kernels.Operations` says."""
        scores = np.empty(len(numbers))
        _score(idf, writable(numbers), writable(counts), norms, scores)
        return scores

    def score_at(self, idf: float, numbers: Array, counts: Array, norms: Floats, at: Places) -> Floats:
        """As :class:`~index.arrays.kernels.Operations` says."""
        scores = np.empty(len(at))
        _score_at(idf, writable(numbers), writable(counts), norms, at, scores)
        return scores

    def distinct(self, numbers: Array, size: int) -> Places:
        """As :class:`~index.arrays.kernels.Operations` says."""
        found = np.empty(len(numbers), np.int64)
        flags = np.zeros((size >> 6) + 1, np.uint64)
        return found[: gather(writable(numbers), 0, len(numbers), flags, found, 0)]

    def adjacent(
        self, left: tuple[Array, Places], right: tuple[Array, Places], at: tuple[Places, Places]
    ) -> Places:
        """As :class:`~index.arrays.kernels.Operations` says."""
        counts = np.empty(len(at[0]), np.int64)
        _adjacent(writable(left[0]), left[1], writable(right[0]), right[1], at[0], at[1], counts)
        return counts


@jit
def _intersect(few, many, here, there):  # type: ignore[no-untyped-def]
    """Step through the short list; leap through the long one."""
    count, at, end = 0, 0, len(many)
    for i in range(len(few)):
        at = leap(many, at, end, few[i], 1)
        if at == end:
            break
        if many[at] == few[i]:
            here[count], there[count] = i, at
            count += 1
    return count


@jit
def _score(idf, numbers, counts, norms, scores):  # type: ignore[no-untyped-def]
    for i in range(len(numbers)):
        scores[i] = score_of(idf, counts[i], norms[numbers[i]], 1.0)


@jit
def _score_at(idf, numbers, counts, norms, at, scores):  # type: ignore[no-untyped-def]
    for i in range(len(at)):
        scores[i] = score_of(idf, counts[at[i]], norms[numbers[at[i]]], 1.0)


@jit
def _adjacent(flat, ends, other_flat, other_ends, here, there, counts):  # type: ignore[no-untyped-def]
    """Walk the positions of both terms in each chunk side by side."""
    for i in range(len(here)):
        a, b = here[i], there[i]
        counts[i] = count_following(flat, ends[a], ends[a + 1], other_flat, other_ends[b], other_ends[b + 1])
