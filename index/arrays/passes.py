"""The best k chunks of a plan in one pass over posting lists, compiled by numba.

Every list is a stretch of one field of one segment, so that a pass takes the same few arrays whatever
the query: postings, their bounds by block, lengths, and where the lists stand among them. What cannot
reach the k-th best score is passed over: blocks of a list by their bounds, lists by theirs (MaxScore:
Turtle & Flood 1995; Ding & Suel 2011).
"""

# mypy: disable-error-code="no-untyped-def,operator"
# ruff: noqa: ANN001, ANN201, ANN202  # numba works the types out

import numpy as np

from index.arrays.kernels import FEW, SCORE_GRAIN
from index.arrays.segment import BLOCK
from index.arrays.stepping import count_following, jit, leap, score_of
from index.execution import K1

_BLOCK_BITS = BLOCK.bit_length() - 1
"""Shifted by so many bits, a posting's place in its field is that of its block."""

_LONG = 1_024
"""From so many postings on a first mark pays: the most promising block shows that most need no look."""

_NEAR = 8
"""Lists no more than so many times longer are stepped through: a leap costs more."""

_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
"""Its upper six bits, times a power of two, tell which (Leiserson, Prokop & Randall 1998)."""

_PLACE_OF_BIT = np.zeros(64, np.int64)
for _place in range(64):
    _PLACE_OF_BIT[(int(_DE_BRUIJN) << _place & (1 << 64) - 1) >> 58] = _place


@jit
def _raise_mark(heap, size, score):
    """Put a score among the best, kept as a heap with the least on top; the new size."""
    count = len(heap)
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
def _finish(found, scores, kept, mark):
    """Keep what reaches the mark: of few by falling score, those of equal score as they were; how many."""
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


@jit
def _first_mark(postings, norms, alive, start, stop, idf, weight, count):
    """A score that ``count`` chunks of one list reach: the most promising block alone often shows it."""
    numbers, counts, bounds, lengths = postings
    block = (start >> _BLOCK_BITS) + np.argmax(bounds[start >> _BLOCK_BITS : ((stop - 1) >> _BLOCK_BITS) + 1])
    heap = np.empty(count)
    size = 0
    for i in range(max(start, block << _BLOCK_BITS), min(stop, (block + 1) << _BLOCK_BITS)):
        if len(alive) == 0 or alive[numbers[i]]:
            size = _raise_mark(heap, size, score_of(idf, counts[i], norms[lengths[numbers[i]]], weight))
    return heap[0] - SCORE_GRAIN if size == count else -np.inf


@jit
def _tops(bounds, lists, slack):
    """What no chunk exceeds in each list."""
    tops = np.empty(len(lists) >> 2)
    for i in range(len(tops)):
        highest = np.float64(0.0)
        for block in range(
            np.int64(lists[4 * i]) >> _BLOCK_BITS, ((np.int64(lists[4 * i + 1]) - 1) >> _BLOCK_BITS) + 1
        ):
            highest = max(highest, np.float64(bounds[block]))
        tops[i] = min(highest * slack, K1 + 1) * lists[4 * i + 2] * lists[4 * i + 3]
    return tops


@jit
def best_of_any(postings, norms, alive, slack, lists, allowed, is_bounded, count, found, scores):
    """Those of any list. Lists that together cannot reach the mark are looked up only in the chunks of the
    others; the last that can is read by blocks.
    """
    numbers, counts, bounds, lengths = postings
    n = len(lists) >> 2
    bests = _tops(bounds, lists, slack)
    order = np.argsort(bests) if n > 1 else np.zeros(1, np.int64)
    at, stop = np.empty(n, np.int64), np.empty(n, np.int64)
    tops, passed, idfs, weights = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    total, size_of_all = 0.0, 0
    for i in range(n):
        row = 4 * order[i]
        at[i], stop[i] = np.int64(lists[row]), np.int64(lists[row + 1])
        idfs[i], weights[i] = lists[row + 2], lists[row + 3]
        tops[i] = bests[order[i]]
        total += tops[i]
        passed[i] = total
        size_of_all += stop[i] - at[i]
    last = n - 1
    begin = at[last]
    heap = np.empty(count)
    size, kept, first, door = 0, 0, 0, 0
    floor = -np.inf
    if size_of_all >= _LONG and not is_bounded:
        floor = _first_mark(postings, norms, alive, begin, stop[last], idfs[last], weights[last], count)
    mark = floor
    while True:
        while first < n and passed[first] < mark:
            first += 1
        if first == n:
            break
        if first == last:
            i = at[last]
            if i >= stop[last]:
                break
            if i & ((1 << _BLOCK_BITS) - 1) == 0 or i == begin:
                top = min(np.float64(bounds[i >> _BLOCK_BITS]) * slack, K1 + 1) * idfs[last] * weights[last]
                if top + passed[last] - tops[last] < mark:
                    at[last] = ((i >> _BLOCK_BITS) + 1) << _BLOCK_BITS
                    continue
            number = numbers[i]
            at[last] = i + 1
            score = score_of(idfs[last], counts[i], norms[lengths[number]], weights[last])
        else:
            number = np.int32(2147483647)
            for i in range(first, n):
                if at[i] < stop[i]:
                    number = min(number, numbers[at[i]])
            if number == 2147483647:
                break
            norm = norms[lengths[number]]
            score = 0.0
            for i in range(first, n):
                if at[i] < stop[i] and numbers[at[i]] == number:
                    score += score_of(idfs[i], counts[at[i]], norm, weights[i])
                    at[i] += 1
        for i in range(first - 1, -1, -1):
            if score + passed[i] < mark:
                break
            at[i] = leap(numbers, at[i], stop[i], number, 4)
            if at[i] < stop[i] and numbers[at[i]] == number:
                score += score_of(idfs[i], counts[at[i]], norms[lengths[number]], weights[i])
        if score < mark or (len(alive) and not alive[number]):
            continue
        if is_bounded:
            door = leap(allowed, door, len(allowed), number, 8)
            if door == len(allowed):
                break
            if allowed[door] != number:
                continue
        found[kept], scores[kept] = number, score
        kept += 1
        size = _raise_mark(heap, size, score)
        if size == count:
            mark = max(floor, heap[0] - SCORE_GRAIN)
    return _finish(found, scores, kept, mark)


@jit
def best_of_all(postings, norms, alive, slack, lists, count, found, scores):
    """Those of all lists: the shortest is read, the others are leapt through where its chunk may reach
    the mark.
    """
    numbers, counts, bounds, lengths = postings
    n = len(lists) >> 2
    at, stop, steps = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    few = 0
    for i in range(n):
        at[i], stop[i] = np.int64(lists[4 * i]), np.int64(lists[4 * i + 1])
        if stop[i] - at[i] < stop[few] - at[few]:
            few = i
    tops = _tops(bounds, lists, slack)
    others = -tops[few]
    for i in range(n):
        steps[i] = max(1, (stop[i] - at[i]) // (stop[few] - at[few]))
        others += tops[i]
    idf, weight = lists[4 * few + 2], lists[4 * few + 3]
    heap = np.empty(count)
    size, kept = 0, 0
    mark = -np.inf
    for j in range(at[few], stop[few]):
        number = numbers[j]
        norm = norms[lengths[number]]
        if score_of(idf, counts[j], norm, weight) + others < mark:
            continue
        at[few] = j
        holds = len(alive) == 0 or alive[number]
        for i in range(n):
            if holds and i != few:
                at[i] = leap(numbers, at[i], stop[i], number, steps[i])
                holds = at[i] < stop[i] and numbers[at[i]] == number
        if not holds:
            continue
        score = 0.0
        for i in range(n):
            score += score_of(lists[4 * i + 2], counts[at[i]], norm, lists[4 * i + 3])
        if score < mark:
            continue
        found[kept], scores[kept] = number, score
        kept += 1
        size = _raise_mark(heap, size, score)
        if size == count:
            mark = heap[0] - SCORE_GRAIN
    return _finish(found, scores, kept, mark)


@jit
def _reach(numbers, counts, at, stop, place, wanted, step):
    """As :func:`leap`, and the place of the positions there, which begin at ``place`` for ``at``."""
    if step < _NEAR:
        while at < stop and numbers[at] < wanted:
            place += counts[at]
            at += 1
        return at, place
    reached = leap(numbers, at, stop, wanted, step)
    for i in range(at, reached):
        place += counts[i]
    return reached, place


@jit
def count_adjacent(numbers, counts, alive, positions, first, second, place, other_place, found, scores):
    """The chunks in which the second list's term follows the first's, and at how many positions."""
    left, left_stop = np.int64(first[0]), np.int64(first[1])
    right, right_stop = np.int64(second[0]), np.int64(second[1])
    ranges = np.empty((min(left_stop - left, right_stop - right), 4), np.int64)
    both = 0
    step = (left_stop - left) // max(1, right_stop - right)
    other_step = (right_stop - right) // max(1, left_stop - left)
    while left < left_stop and right < right_stop:
        number = max(numbers[left], numbers[right])
        left, place = _reach(numbers, counts, left, left_stop, place, number, step)
        right, other_place = _reach(numbers, counts, right, right_stop, other_place, number, other_step)
        if left == left_stop or right == right_stop or numbers[left] != numbers[right]:
            continue
        if len(alive) == 0 or alive[numbers[left]]:
            found[both] = numbers[left]
            ranges[both, 0], ranges[both, 1] = place, place + counts[left]
            ranges[both, 2], ranges[both, 3] = other_place, other_place + counts[right]
            both += 1
        place += counts[left]
        other_place += counts[right]
        left += 1
        right += 1
    kept = 0
    for i in range(both):  # in a loop of its own, so that the processor waits for many positions at once
        held = count_following(positions, ranges[i, 0], ranges[i, 1], positions, ranges[i, 2], ranges[i, 3])
        if held:
            found[kept], scores[kept] = found[i], held
            kept += 1
    return kept


@jit
def best_counted(lengths, norms, idf, kept, count, found, scores):
    """Those of ``found``, which have a count in place of their score."""
    heap = np.empty(count)
    size = 0
    for i in range(kept):
        scores[i] = score_of(idf, scores[i], norms[lengths[found[i]]], 1.0)
        size = _raise_mark(heap, size, scores[i])
    return _finish(found, scores, kept, heap[0] - SCORE_GRAIN if size == count else -np.inf)


@jit
def distinct(numbers, marks):
    """The numbers, each once, ascending; ``marks`` has a bit a chunk, none of them set."""
    total = 0
    for i in range(len(numbers)):
        word, bit = numbers[i] >> 6, np.uint64(1) << np.uint64(numbers[i] & 63)
        if marks[word] & bit == 0:
            marks[word] |= bit
            total += 1
    found = np.empty(total, np.int64)
    kept = 0
    for word in range(len(marks)):
        bits = marks[word]
        while bits != 0:
            low = bits & (~bits + np.uint64(1))
            found[kept] = (word << 6) + _PLACE_OF_BIT[(low * _DE_BRUIJN) >> np.uint64(58)]
            kept += 1
            bits ^= low
    return found
