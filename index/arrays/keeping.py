"""What do all passes do with a chunk? See whether it is wanted and among the best, and keep it if so.

Compiled by numba, as :mod:`index.arrays.passes`.
"""

# mypy: disable-error-code="no-untyped-def,operator"
# ruff: noqa: ANN001, ANN201  # numba works the types out

import numpy as np

from index.arrays.kernels import FEW, SCORE_GRAIN
from index.arrays.pointing import bytes_at, floats_at, places_at, words_at
from index.arrays.segment import BLOCK
from index.arrays.stepping import inline, is_flagged, jit
from index.scoring import K1

_IN_ORDER = 16
"""So few are kept in ascending order, which is a heap as well: some steps without a branch are faster than a
short way down that the processor cannot foresee.
"""

BLOCK_BITS = BLOCK.bit_length() - 1
"""Shifted by so many bits, a posting's place in its field is that of its block."""


@inline
def is_wanted(alive, allowed, number):
    """Whether a chunk lives and is allowed."""
    return (alive == 0 or bytes_at(alive)[number] != 0) and (
        allowed == 0 or is_flagged(words_at(allowed), number)
    )


@inline
def highest(bounds, posting, slack):
    """What no posting of a block exceeds, without idf."""
    return min(np.float64(bounds[posting >> BLOCK_BITS]) * slack, K1 + 1)


@jit
def empty_heap(heap, count):
    """Make room for the best scores: as many of none."""
    for i in range(count):
        heap[i] = -np.inf


@jit
def raise_mark(heap, count, score, mark):
    """Put a score among the best, kept as a heap with the least on top; what a score must reach then."""
    if score <= heap[0]:
        return mark
    if count <= _IN_ORDER:
        for i in range(1, count):
            other = heap[i]
            heap[i - 1] = min(score, other)
            score = max(score, other)
        heap[count - 1] = score
    else:
        at, below = 0, 1
        while below < count:
            if below + 1 < count and heap[below + 1] < heap[below]:
                below += 1
            if heap[below] >= score:
                break
            heap[at] = heap[below]
            at, below = below, 2 * below + 1
        heap[at] = score
    return max(mark, heap[0] - SCORE_GRAIN)


@jit
def enter(room, kept):
    """The mark at the begin of a segment: from scratch where nothing is kept."""
    if kept == 0:
        empty_heap(floats_at(room.heap), room.count)
        room.mark = -np.inf
    return room.mark


@jit
def finish(room, kept, mark):
    """Keep what reaches the mark: of few by falling score, those of equal score as they were; how many."""
    found, scores = places_at(room.found), floats_at(room.scores)
    room.mark = mark
    left = 0
    for i in range(kept):
        if scores[i] >= mark:
            found[left], scores[left] = found[i], scores[i]
            left += 1
    if left <= FEW:
        for i in range(1, left):
            number, score = found[i], scores[i]
            at = i
            while at > 0 and scores[at - 1] < score:
                found[at], scores[at] = found[at - 1], scores[at - 1]
                at -= 1
            found[at], scores[at] = number, score
    return left
