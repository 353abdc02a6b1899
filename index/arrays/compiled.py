"""The operations of :mod:`index.arrays.kernels` compiled by numba.

Never imported by a one-shot command: numba's import alone takes longer than its search.
"""

# ruff: noqa: ANN001, ANN202  # numba works the types out

import os

os.environ.setdefault("NUMBA_CACHE_DIR", os.path.expanduser("~/.cache/bisagra/numba"))

import numba
import numpy as np

from index.arrays import passes
from index.arrays.kernels import Floats, Passes, Places, writable
from index.arrays.segmentfile import Array
from index.execution import K1


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
        self._warm_up_passes()
        ends = np.array([0, 1, 2])
        for left in (np.uint8, np.uint16):
            for right in (np.uint8, np.uint16):
                self.adjacent((np.ones(2, left), ends), (np.ones(2, right), ends), (ends[:2], ends[:2]))

    def _warm_up_passes(self) -> None:
        numbers, some = np.arange(2, dtype=np.int32), (np.uint8, np.uint16)
        bounds, lengths, norms = np.ones(1, np.float32), np.zeros(2, np.uint16), np.ones(1)
        alive, lists = np.empty(0, bool), np.array([0.0, 2, 1, 1] * 2)
        out = np.empty(2, np.int64), np.empty(2)
        for kind in some:
            counts = np.ones(2, kind)
            given = (numbers, counts, bounds, lengths), norms, alive, 1.0, lists
            self.passes.best_of_any(*given, numbers, True, 2, *out)
            self.passes.best_of_all(*given, 2, *out)
            for places in some:
                positions = np.arange(4, dtype=places)
                both = lists[:4], lists[4:], 0, 2
                self.passes.count_adjacent(numbers, counts, alive, positions, *both, *out)
        self.passes.best_counted(lengths, norms, 1.0, 2, 2, *out)

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
        found: Places = passes.distinct(writable(numbers), np.zeros((size >> 6) + 1, np.uint64))
        return found

    def adjacent(
        self, left: tuple[Array, Places], right: tuple[Array, Places], at: tuple[Places, Places]
    ) -> Places:
        """As :class:`~index.arrays.kernels.Operations` says."""
        counts = np.empty(len(at[0]), np.int64)
        _adjacent(writable(left[0]), left[1], writable(right[0]), right[1], at[0], at[1], counts)
        return counts


_jit = numba.njit(cache=True, nogil=True)


@_jit
def _intersect(few, many, here, there):  # type: ignore[no-untyped-def]
    """Step through the short list; leap through the long one by doubling steps."""
    count, at, end = 0, 0, len(many)
    for i in range(len(few)):
        wanted = few[i]
        if at < end and many[at] < wanted:
            step = 1
            while at + step < end and many[at + step] < wanted:
                at += step
                step *= 2
            high = min(at + step, end)
            at += 1
            while at < high:
                middle = (at + high) >> 1
                if many[middle] < wanted:
                    at = middle + 1
                else:
                    high = middle
        if at == end:
            break
        if many[at] == wanted:
            here[count] = i
            there[count] = at
            count += 1
    return count


@_jit
def _score(idf, numbers, counts, norms, scores):  # type: ignore[no-untyped-def]
    for i in range(len(numbers)):
        tf = np.float64(counts[i])
        scores[i] = idf * tf * (K1 + 1) / (tf + norms[numbers[i]])


@_jit
def _score_at(idf, numbers, counts, norms, at, scores):  # type: ignore[no-untyped-def]
    for i in range(len(at)):
        tf = np.float64(counts[at[i]])
        scores[i] = idf * tf * (K1 + 1) / (tf + norms[numbers[at[i]]])


@_jit
def _adjacent(flat, ends, other_flat, other_ends, here, there, counts):  # type: ignore[no-untyped-def]
    """Walk the positions of both terms in each chunk side by side."""
    for i in range(len(here)):
        at, stop = ends[here[i]], ends[here[i] + 1]
        other, other_stop = other_ends[there[i]], other_ends[there[i] + 1]
        found = 0
        while at < stop and other < other_stop:
            wanted = np.int64(flat[at]) + 1
            value = np.int64(other_flat[other])
            if value < wanted:
                other += 1
            else:
                if value == wanted:
                    found += 1
                at += 1
        counts[i] = found
