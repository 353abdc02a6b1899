"""The operations of :mod:`index.arrays.kernels`, and the best k of a few lists, compiled by numba.

Never imported by a one-shot command: numba's import alone takes longer than its search.
"""

# ruff: noqa: ANN001, ANN201, ANN202  # numba works the types out

import os

os.environ.setdefault("NUMBA_CACHE_DIR", os.path.expanduser("~/.cache/bisagra/numba"))

import numba
import numpy as np

from index.arrays.kernels import SCORE_GRAIN, Floats, Places, writable
from index.arrays.segmentfile import Array
from index.execution import K1

_FEW = 64
"""So many chunks are sorted by insertion, in the same pass."""


class Compiled:
    """The operations, compiled for every kind of array that there is."""

    def __init__(self) -> None:
        for numbers in (np.arange(4, dtype=np.int32), np.arange(4, dtype=np.int64)):
            self.intersect(numbers[:2], numbers)
            for kind in (np.uint8, np.uint16, np.int32, np.int64, np.float64):
                counts, norms, sums = np.ones(4, kind), np.ones(4), np.zeros(4)
                self.score(1.0, numbers, counts, norms)
                self.score_at(1.0, numbers, counts, norms, np.arange(2))
                if kind in (np.uint8, np.uint16):
                    blocks = (np.array([0]), np.array([4]), np.array([2.0]))
                    self.best_of_term(1.0, 1.0, (numbers, counts), norms, 2, blocks)
                    add_scores(numbers, counts, norms, 1.0, 1.0, sums)
                    gather_best(numbers, sums, 2, 0.0, np.zeros(2), 0, np.empty(8, np.int64), np.empty(8), 0)
            self.intersect(numbers[:2], np.arange(3, dtype=np.int32))
            self.intersect(numbers[:2], np.arange(3, dtype=np.int64))
        self._warm_up_pairs()
        ends = np.array([0, 1, 2])
        for left in (np.uint8, np.uint16):
            for right in (np.uint8, np.uint16):
                self.adjacent((np.ones(2, left), ends), (np.ones(2, right), ends), (ends[:2], ends[:2]))

    def _warm_up_pairs(self) -> None:
        kinds = [(np.arange(2, dtype=np.int32), np.ones(2, kind)) for kind in (np.uint8, np.uint16)]
        for left in kinds:
            for right in kinds:
                self.score_within((*left, np.ones(2), 1.0, 1.0), right[0])
                self.score_within((*left, np.ones(2), 1.0, 1.0), right[0].astype(np.int64))
                self.score_both((*left, np.ones(2), 1.0, 1.0), (*right, np.ones(2), 1.0, 1.0))

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

    def adjacent(
        self, left: tuple[Array, Places], right: tuple[Array, Places], at: tuple[Places, Places]
    ) -> Places:
        """As :class:`~index.arrays.kernels.Operations` says."""
        counts = np.empty(len(at[0]), np.int64)
        _adjacent(writable(left[0]), left[1], writable(right[0]), right[1], at[0], at[1], counts)
        return counts

    def best_of_term(
        self,
        idf: float,
        weight: float,
        postings: tuple[Array, Array],
        norms: Floats,
        count: int,
        blocks: tuple[Places, Places, Floats],
    ) -> tuple[Array, Floats]:
        """The best of one term and all ties with the last; of up to 64 by falling score, else by number."""
        numbers, counts = writable(postings[0]), writable(postings[1])
        found, scores = np.empty(len(numbers), np.int64), np.empty(len(numbers))
        size = _best_of_term(idf, weight, numbers, counts, norms, count, *blocks, found, scores)
        return found[:size], scores[:size]  # by falling score where they are few, see below

    def score_within(
        self, term: tuple[Array, Array, Floats, float, float], allowed: Array
    ) -> tuple[Array, Floats]:
        """The chunks of a term that are allowed, and their scores."""
        most = min(len(term[0]), len(allowed))
        found, scores = np.empty(most, np.int64), np.empty(most)
        size = _score_within(*term, writable(allowed), found, scores)
        return found[:size], scores[:size]

    def score_both(
        self,
        left: tuple[Array, Array, Floats, float, float],
        right: tuple[Array, Array, Floats, float, float],
    ) -> tuple[Array, Floats]:
        """The chunks of two terms and their scores; a term is numbers, counts, norms, idf, weight."""
        found, scores = np.empty(len(left[0]), np.int64), np.empty(len(left[0]))
        size = _score_both(*left, *right, found, scores)
        return found[:size], scores[:size]


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
def _score_both(  # type: ignore[no-untyped-def]
    few,
    counts,
    norms,
    idf,
    weight,
    many,
    other_counts,
    other_norms,
    other_idf,
    other_weight,
    found,
    scores,
):
    """As :func:`_intersect`, scoring what both hold."""
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
            tf, other_tf = np.float64(counts[i]), np.float64(other_counts[at])
            score = idf * tf * (K1 + 1) / (tf + norms[wanted]) * weight
            other = other_idf * other_tf * (K1 + 1) / (other_tf + other_norms[wanted]) * other_weight
            found[count] = wanted
            scores[count] = score + other
            count += 1
    return count


@_jit
def _score_within(numbers, counts, norms, idf, weight, allowed, found, scores):  # type: ignore[no-untyped-def]
    """As :func:`_intersect`, scoring what is allowed."""
    here, there = np.empty(len(found), np.int64), np.empty(len(found), np.int64)
    if len(numbers) <= len(allowed):
        count = _intersect(numbers, allowed, here, there)
    else:
        count = _intersect(allowed, numbers, there, here)
    for i in range(count):
        at = here[i]
        tf = np.float64(counts[at])
        found[i] = numbers[at]
        scores[i] = idf * tf * (K1 + 1) / (tf + norms[numbers[at]]) * weight
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


@_jit
def _raise_mark(heap, size, count, score):  # type: ignore[no-untyped-def]
    """Put a score among the best ``count``, kept as a heap with the least on top; the new size."""
    if size < count:
        at = size
        heap[at] = score
        while at > 0:
            above = (at - 1) >> 1
            if heap[above] <= heap[at]:
                break
            heap[above], heap[at] = heap[at], heap[above]
            at = above
        return size + 1
    if score > heap[0]:
        heap[0] = score
        at = 0
        while True:
            least = at
            for below in (2 * at + 1, 2 * at + 2):
                if below < count and heap[below] < heap[least]:
                    least = below
            if least == at:
                break
            heap[least], heap[at] = heap[at], heap[least]
            at = least
    return size


@_jit
def _best_of_term(  # type: ignore[no-untyped-def]
    idf,
    weight,
    numbers,
    counts,
    norms,
    count,
    starts,
    stops,
    bounds,
    found,
    scores,
):
    heap = np.empty(count)
    size, kept = 0, 0
    floor = -np.inf
    if len(bounds) > 3:  # the most promising block alone often shows that most others need no look
        top = np.argmax(bounds)
        for i in range(starts[top], stops[top]):
            tf = np.float64(counts[i])
            size = _raise_mark(heap, size, count, idf * tf * (K1 + 1) / (tf + norms[numbers[i]]) * weight)
        if size == count:
            floor = heap[0] - SCORE_GRAIN
        size = 0
    for block in range(len(bounds)):
        mark = max(floor, heap[0] - SCORE_GRAIN) if size == count else floor
        if bounds[block] * idf * weight < mark:
            continue
        for i in range(starts[block], stops[block]):
            tf = np.float64(counts[i])
            score = idf * tf * (K1 + 1) / (tf + norms[numbers[i]]) * weight
            if score >= mark:
                found[kept] = numbers[i]
                scores[kept] = score
                kept += 1
                size = _raise_mark(heap, size, count, score)
                if size == count:
                    mark = max(floor, heap[0] - SCORE_GRAIN)
    if size == count:
        mark = heap[0] - SCORE_GRAIN
        final = 0
        for i in range(kept):
            if scores[i] >= mark:
                found[final] = found[i]
                scores[final] = scores[i]
                final += 1
        kept = final
    if kept <= _FEW:
        _sort(found, scores, kept)
    return kept


@_jit
def _sort(found, scores, size):  # type: ignore[no-untyped-def]
    """Put few chunks in the order of falling score, those of equal score as they were."""
    for i in range(1, size):
        number, score = found[i], scores[i]
        at = i
        while at > 0 and scores[at - 1] < score:
            found[at], scores[at] = found[at - 1], scores[at - 1]
            at -= 1
        found[at], scores[at] = number, score


@_jit
def add_scores(numbers, counts, norms, idf, weight, sums):  # type: ignore[no-untyped-def]
    """Add a term's scores to the sums of its chunks."""
    for i in range(len(numbers)):
        tf = np.float64(counts[i])
        sums[numbers[i]] += idf * tf * (K1 + 1) / (tf + norms[numbers[i]]) * weight


@_jit
def gather_best(  # type: ignore[no-untyped-def]
    numbers,
    sums,
    count,
    room,
    heap,
    size,
    found,
    scores,
    kept,
):
    """Take the sums of a list's chunks that ``room`` more could lift among the best, and wipe them.

    Gives the new sizes of the heap and of what was kept.
    """
    mark = heap[0] - room - SCORE_GRAIN if size == count else -np.inf
    for i in range(len(numbers)):
        score = sums[numbers[i]]
        if score > 0.0:  # else another list brought it along already
            sums[numbers[i]] = 0.0
            if score >= mark:
                found[kept] = numbers[i]
                scores[kept] = score
                kept += 1
                size = _raise_mark(heap, size, count, score)
                if size == count:
                    mark = heap[0] - room - SCORE_GRAIN
    return size, kept
