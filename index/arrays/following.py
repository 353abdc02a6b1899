"""The best chunks in which one word follows another, compiled by numba.

Counted first, in all segments: how rare the pair is goes into every score.
"""

# mypy: disable-error-code="no-untyped-def,operator"
# ruff: noqa: ANN001, ANN201, ANN202  # numba works the types out

import numpy as np

from index.arrays.keeping import enter, finish, is_wanted, raise_mark
from index.arrays.pointing import (
    bytes_at,
    field_of,
    floats_at,
    numbers_at,
    places_at,
    room_of,
    shorts_at,
    term_of,
    words_at,
)
from index.arrays.stepping import (
    ADDRESSES,
    compiled_for,
    count_following,
    inline,
    is_flagged,
    jit,
    leap,
    positions_of,
    posting_of,
    score_of,
    value_at,
)

_TOGETHER = 256
"""Chunks whose positions are looked at one after the other, so that the processor waits for many at once."""


@inline
def _count_between(positions, ends):
    return count_following(positions, ends[0], ends[1], positions, ends[2], ends[3])


@jit
def _follow(room, field, is_few_first, together, both, kept):
    """Look at the positions of both terms in some chunks; how many chunks are kept then."""
    found, scores = places_at(room.found), floats_at(room.scores)
    few, many = (1, 3) if is_few_first else (3, 1)
    for i in range(both):
        row = together[i]
        ends = row[few], row[few + 1], row[many], row[many + 1]
        if field.has_wide_positions:
            held = _count_between(shorts_at(field.positions), ends)
        else:
            held = _count_between(bytes_at(field.positions), ends)
        if held:
            found[kept], scores[kept] = row[0], held
            kept += 1
    return kept


@compiled_for(ADDRESSES)
def count_adjacent(room_at, field_at, first_at, second_at, kept):
    """The chunks in which the second term follows the first one, with how often in place of a score."""
    room, field, first, second = room_of(room_at), field_of(field_at), term_of(first_at), term_of(second_at)
    is_few_first = first.stop - first.start < second.stop - second.start
    few, many = (first, second) if is_few_first else (second, first)
    numbers, counts, is_wide = numbers_at(field.numbers), field.counts, field.has_wide_counts
    alive, base, flags = field.alive, field.base, many.flags
    together, both = np.empty((_TOGETHER, 5), np.int64), 0
    step = (many.stop - many.start) // max(1, few.stop - few.start)
    place, at = places_at(few.skips)[0], many.start
    for i in range(few.start, few.stop):
        number, tf = numbers[i], value_at(counts, is_wide, i)
        place += tf
        if flags:
            if not is_flagged(words_at(flags), number):
                continue
            at = posting_of(many, number)
        else:
            at = leap(numbers, at, many.stop, number, step)
            if at == many.stop:
                break
            if numbers[at] != number:
                continue
        if is_wanted(alive, 0, number):
            other = positions_of(field, many, at)
            row = together[both]
            row[0], row[1], row[2] = number + base, place - tf, place
            row[3], row[4] = other, other + value_at(counts, is_wide, at)
            both += 1
        if both == _TOGETHER:
            kept = _follow(room, field, is_few_first, together, both, kept)
            both = 0
    return _follow(room, field, is_few_first, together, both, kept)


@compiled_for("i8(i8, i8, f8, i8, i8, i8, i8)")
def best_counted(room_at, field_at, idf, allowed, begin, end, kept):
    """Those of ``found[begin:end]``, which have a count in place of their score."""
    room, field = room_of(room_at), field_of(field_at)
    lengths, norms, base = shorts_at(field.lengths), floats_at(field.norms), field.base
    found, scores = places_at(room.found), floats_at(room.scores)
    heap, count = floats_at(room.heap), room.count
    mark = enter(room, kept)
    for i in range(begin, end):
        number = found[i] - base
        if is_wanted(0, allowed, number):
            score = score_of(idf, scores[i], norms[lengths[number]], 1.0)
            if score >= mark:
                found[kept], scores[kept] = found[i], score
                kept += 1
                mark = raise_mark(heap, count, score, mark)
    return finish(room, kept, mark)
