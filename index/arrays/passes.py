"""The best k chunks of a plan in one pass over posting lists, compiled by numba.

Every list is a stretch of one field of one segment. What cannot reach the k-th best score is passed over:
blocks of a list by their bounds, lists by theirs (MaxScore: Turtle & Flood 1995; Ding & Suel 2011). A term of
many chunks is looked up in flags, where it has them. What is given is said by
:class:`index.arrays.kernels.Passes`, and in what records by :mod:`index.arrays.heads`.
"""

# mypy: disable-error-code="no-untyped-def,operator"
# ruff: noqa: ANN001, ANN201, ANN202  # numba works the types out

import numpy as np

from index.arrays.following import best_counted, count_adjacent
from index.arrays.keeping import BLOCK_BITS, empty_heap, enter, finish, highest, is_wanted, raise_mark
from index.arrays.pointing import (
    bounds_at,
    field_of,
    floats_at,
    numbers_at,
    places_at,
    room_of,
    shorts_at,
    term_of,
    words_at,
)
from index.arrays.segment import BLOCK
from index.arrays.stepping import (
    ADDRESSES,
    compiled_for,
    gather,
    is_flagged,
    jit,
    leap,
    posting_of,
    score_of,
    value_at,
)

__all__ = ["all_of_range", "best_counted", "best_of_all", "best_of_any", "best_of_one", "count_adjacent"]

_LONG = 1_024
"""From so many postings on a first mark pays: the most promising block shows that most need no look."""

_NO_NUMBER = np.int32(2_147_483_647)


@jit
def _first_mark(room, field, term, weight, allowed, mark):
    """A score that as many chunks of a list reach as are wanted, where its most promising block shows one."""
    bounds = bounds_at(field.bounds)
    block = term.start >> BLOCK_BITS
    for i in range(block + 1, ((term.stop - 1) >> BLOCK_BITS) + 1):
        if bounds[i] > bounds[block]:
            block = i
    numbers, lengths, norms = numbers_at(field.numbers), shorts_at(field.lengths), floats_at(field.norms)
    heap, count = floats_at(room.trial), room.count
    empty_heap(heap, count)
    for i in range(max(term.start, block << BLOCK_BITS), min(term.stop, (block + 1) << BLOCK_BITS)):
        number = numbers[i]
        if is_wanted(field.alive, allowed, number):
            tf = value_at(field.counts, field.has_wide_counts, i)
            score = score_of(term.idf, tf, norms[lengths[number]], weight)
            mark = raise_mark(heap, count, score, mark)
    return mark


@compiled_for(ADDRESSES)
def best_of_one(room_at, field_at, term_at, allowed, kept):
    """Those of one list."""
    room, field, term = room_of(room_at), field_of(field_at), term_of(term_at)
    numbers, lengths, norms = numbers_at(field.numbers), shorts_at(field.lengths), floats_at(field.norms)
    counts, is_wide, bounds, slack = field.counts, field.has_wide_counts, bounds_at(field.bounds), field.slack
    alive, base, idf, start, stop = field.alive, field.base, term.idf, term.start, term.stop
    found, scores = places_at(room.found), floats_at(room.scores)
    heap, count = floats_at(room.heap), room.count
    mark = enter(room, kept)
    if stop - start >= _LONG:
        mark = _first_mark(room, field, term, 1.0, allowed, mark)
    at = start
    while at < stop:
        end = min(stop, ((at >> BLOCK_BITS) + 1) << BLOCK_BITS)
        if highest(bounds, at, slack) * idf >= mark:
            for i in range(at, end):
                number = numbers[i]
                if not is_wanted(alive, allowed, number):
                    continue
                score = score_of(idf, value_at(counts, is_wide, i), norms[lengths[number]], 1.0)
                if score >= mark:
                    found[kept], scores[kept] = number + base, score
                    kept += 1
                    mark = raise_mark(heap, count, score, mark)
        at = end
    return finish(room, kept, mark)


@jit
def _by_top(terms, weights, tops, n):
    """Put lists in the order of what no chunk exceeds in each, which is left in ``tops``."""
    for i in range(n):
        term, weight = terms[i], weights[i]
        top = term_of(term).top * weight
        at = i
        while at > 0 and tops[at - 1] > top:
            terms[at], weights[at], tops[at] = terms[at - 1], weights[at - 1], tops[at - 1]
            at -= 1
        terms[at], weights[at], tops[at] = term, weight, top


@compiled_for(ADDRESSES)
def best_of_any(room_at, field_at, n, allowed, kept):
    """Those of any list. Lists that together cannot reach the mark are looked up only in the chunks of the
    others; the last that can is read by blocks.
    """
    room, field = room_of(room_at), field_of(field_at)
    numbers, lengths, norms = numbers_at(field.numbers), shorts_at(field.lengths), floats_at(field.norms)
    counts, is_wide, bounds, slack = field.counts, field.has_wide_counts, bounds_at(field.bounds), field.slack
    alive, base = field.alive, field.base
    found, scores = places_at(room.found), floats_at(room.scores)
    heap, count = floats_at(room.heap), room.count
    terms, weights = places_at(room.terms), floats_at(room.weights)
    at, stop = np.empty(n, np.int64), np.empty(n, np.int64)
    tops, passed, idfs = np.empty(n), np.empty(n), np.empty(n)
    _by_top(terms, weights, tops, n)
    total, size_of_all = 0.0, 0
    for i in range(n):
        term = term_of(terms[i])
        at[i], stop[i], idfs[i] = term.start, term.stop, term.idf
        total += tops[i]
        passed[i] = total
        size_of_all += stop[i] - at[i]
    last = n - 1
    begin = at[last]
    mark = enter(room, kept)
    if size_of_all >= _LONG:
        mark = _first_mark(room, field, term_of(terms[last]), weights[last], allowed, mark)
    first = 0
    while True:
        while first < n and passed[first] < mark:
            first += 1
        if first == n:
            break
        if first == last:
            i = at[last]
            if i >= stop[last]:
                break
            if i & (BLOCK - 1) == 0 or i == begin:
                top = highest(bounds, i, slack) * idfs[last] * weights[last]
                if top + passed[last] - tops[last] < mark:
                    at[last] = ((i >> BLOCK_BITS) + 1) << BLOCK_BITS
                    continue
            number = numbers[i]
            at[last] = i + 1
            if not is_wanted(alive, allowed, number):
                continue
            norm = norms[lengths[number]]
            score = score_of(idfs[last], value_at(counts, is_wide, i), norm, weights[last])
        else:
            number = _NO_NUMBER
            for i in range(first, n):
                if at[i] < stop[i]:
                    number = min(number, numbers[at[i]])
            if number == _NO_NUMBER:
                break
            norm = norms[lengths[number]]
            score = 0.0
            for i in range(first, n):
                if at[i] < stop[i] and numbers[at[i]] == number:
                    score += score_of(idfs[i], value_at(counts, is_wide, at[i]), norm, weights[i])
                    at[i] += 1
        for i in range(first - 1, -1, -1):
            if score + passed[i] < mark:
                break
            at[i] = leap(numbers, at[i], stop[i], number, 4)
            if at[i] < stop[i] and numbers[at[i]] == number:
                score += score_of(idfs[i], value_at(counts, is_wide, at[i]), norm, weights[i])
        if score >= mark and is_wanted(alive, allowed, number):
            found[kept], scores[kept] = number + base, score
            kept += 1
            mark = raise_mark(heap, count, score, mark)
    return finish(room, kept, mark)


@compiled_for(ADDRESSES)
def all_of_range(room_at, field_at, term_at, allowed, kept):
    """All of neighbouring terms, whose postings lie side by side; none has a score."""
    room, field, terms = room_of(room_at), field_of(field_at), term_of(term_at)
    found, scores = places_at(room.found), floats_at(room.scores)
    stop = gather(numbers_at(field.numbers), terms.start, terms.stop, words_at(room.flags), found, kept)
    for i in range(kept, stop):
        number = found[i]
        if is_wanted(field.alive, allowed, number):
            found[kept], scores[kept] = number + field.base, 0.0
            kept += 1
    return kept


@jit
def _shortest(terms, weights, n, at, step):
    """Which list is the shortest, and what no chunk exceeds in all others; all are put at their begins."""
    few, least, total = 0, np.int64(0), 0.0
    for i in range(n):
        term = term_of(terms[i])
        at[i] = term.start
        total += term.top * weights[i]
        if i == 0 or term.stop - term.start < least:
            few, least = i, term.stop - term.start
    for i in range(n):
        term = term_of(terms[i])
        step[i] = max(1, (term.stop - term.start) // least)
    return few, total - term_of(terms[few]).top * weights[few]


@jit
def _hold(numbers, terms, n, few, number):
    """Whether the flags of the other lists, where there are any, have a chunk."""
    for i in range(n):
        flags = term_of(terms[i]).flags
        if flags and i != few and not is_flagged(words_at(flags), number):
            return False
    return True


@jit
def _reach(numbers, terms, n, few, number, at, step):
    """Put the other lists at a chunk; whether all have it, which those with flags are known to."""
    for i in range(n):
        term = term_of(terms[i])
        if i == few:
            continue
        if term.flags:
            at[i] = posting_of(term, number)
            continue
        at[i] = leap(numbers, at[i], term.stop, number, step[i])
        if at[i] == term.stop or numbers[at[i]] != number:
            return False
    return True


@compiled_for(ADDRESSES)
def best_of_all(room_at, field_at, n, allowed, kept):
    """Those of all lists: the shortest is read, and looked up in the others where it may reach the mark."""
    room, field = room_of(room_at), field_of(field_at)
    numbers, lengths, norms = numbers_at(field.numbers), shorts_at(field.lengths), floats_at(field.norms)
    counts, is_wide, bounds, slack = field.counts, field.has_wide_counts, bounds_at(field.bounds), field.slack
    alive, base = field.alive, field.base
    found, scores = places_at(room.found), floats_at(room.scores)
    heap, count = floats_at(room.heap), room.count
    terms, weights = places_at(room.terms), floats_at(room.weights)
    at, step = np.empty(n, np.int64), np.empty(n, np.int64)
    few, others = _shortest(terms, weights, n, at, step)
    shortest, weight = term_of(terms[few]), weights[few]
    idf, stop = shortest.idf, shortest.stop
    mark = enter(room, kept)
    j = shortest.start
    while j < stop:
        end = min(stop, ((j >> BLOCK_BITS) + 1) << BLOCK_BITS)
        if highest(bounds, j, slack) * idf * weight + others < mark:
            j = end
            continue
        while j < end:
            number = numbers[j]
            at[few] = j
            j += 1
            if not is_wanted(alive, allowed, number) or not _hold(numbers, terms, n, few, number):
                continue
            norm = norms[lengths[number]]
            if score_of(idf, value_at(counts, is_wide, j - 1), norm, weight) + others < mark:
                continue
            if not _reach(numbers, terms, n, few, number, at, step):
                continue
            score = 0.0
            for i in range(n):
                tf = value_at(counts, is_wide, at[i])
                score += score_of(term_of(terms[i]).idf, tf, norm, weights[i])
            if score < mark:
                continue
            found[kept], scores[kept] = number + base, score
            kept += 1
            mark = raise_mark(heap, count, score, mark)
    return finish(room, kept, mark)
