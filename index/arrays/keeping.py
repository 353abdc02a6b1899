"""What do all passes do with a chunk? See whether it is wanted and among the best, and keep it if so.

Compiled by numba, as :mod:`index.arrays.passes`.
"""

# mypy: disable-error-code="no-untyped-def,operator"
# ruff: noqa: ANN001, ANN201  # numba works the types out

import numpy as np

from index.arrays.kernels import FEW
from index.arrays.pointing import bytes_at, floats_at, places_at, words_at
from index.arrays.segment import BLOCK
from index.arrays.stepping import inline, is_flagged, jit
from index.execution import K1

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
def raise_mark(heap, size, count, score):
    """Put a score among the best, kept as a heap with the least on top; the new size."""
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


@jit
def enter(room, kept):
    """The size of the heap and the mark at the begin of a segment: from scratch where nothing is kept."""
    if kept == 0:
        room.size = 0
        room.mark = -np.inf
    return room.size, room.mark


@jit
def finish(room, kept, size, mark):
    """Keep what reaches the mark: of few by falling score, those of equal score as they were; how many."""
    found, scores = places_at(room.found), floats_at(room.scores)
    room.size, room.mark = size, mark
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
