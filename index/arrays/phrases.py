"""Where do terms follow one another, or stand near? Asked only of the chunks that hold them all."""

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from analyzers.numbering import spread
from index.arrays.kernels import Scratch, contains, intersect, operations, union, unique
from index.arrays.postings import ArrayPostings, TermPostings
from index.arrays.segmentfile import Array
from index.plan import Near, Phrase, Term

_BITS = 24
"""A place is a chunk and a position in one integer; 16 million positions are enough for 20 MB."""

_Places = NDArray[np.int64]


def phrase_counts(source: ArrayPostings, plan: Phrase) -> tuple[Array, Array]:
    """The chunks that hold a phrase, and at how many places it begins."""
    if len(plan.terms) == 2 and plan.slop == 1:
        return _adjacent(*(source.term(plan.field, text) for text in plan.terms))
    chunks = _chunks_of(source, plan)
    return _counted(_starts(source, plan, chunks))


def _adjacent(left: TermPostings, right: TermPostings) -> tuple[Array, Array]:
    here, there = intersect(left.numbers, right.numbers)
    if not len(here) or not len(left.positions()[0]) or not len(right.positions()[0]):
        return np.empty(0, np.int32), np.empty(0, np.int64)
    counts = operations().adjacent(left.positions(), right.positions(), (here, there))
    found = np.flatnonzero(counts)
    return left.numbers[here[found]], counts[found]


def near_counts(source: ArrayPostings, plan: Near, scratch: Scratch) -> tuple[Array, Array]:
    """The chunks in which both sides stand near, and how often the left one begins so."""
    sides = [union([_chunks_of(source, each) for each in side], scratch) for side in (plan.left, plan.right)]
    here, _ = intersect(*sides)
    chunks = sides[0][here]
    found = [np.empty(0, np.int64)]
    rights = [_extents(source, each, chunks) for each in plan.right]
    for left in plan.left:
        begins, ends = _extents(source, left, chunks)
        for others, other_ends in rights:
            for step in range(1, plan.distance + 1):
                near = contains(others, ends + step) | contains(other_ends, begins - step)
                found.append(begins[near])
    return _counted(unique(np.concatenate(found)))


def _chunks_of(source: ArrayPostings, plan: Term | Phrase) -> Array:
    """The chunks that hold all of the terms."""
    texts = (plan.text,) if isinstance(plan, Term) else plan.terms
    lists = sorted((source.term(plan.field, text).numbers for text in dict.fromkeys(texts)), key=len)
    return reduce(lambda kept, more: kept[intersect(kept, more)[0]], lists)


def _starts(source: ArrayPostings, plan: Phrase, chunks: Array) -> _Places:
    """The places at which a phrase begins."""
    starts = _places(source.term(plan.field, plan.terms[0]), chunks)
    ends = starts
    for text in plan.terms[1:]:
        following = _places(source.term(plan.field, text), chunks)
        if plan.slop == 1:
            found = contains(following, ends + 1)
            starts, ends = starts[found], ends[found] + 1
            continue
        steps = [contains(following, ends + step) for step in range(1, plan.slop + 1)]
        starts = np.concatenate([starts[found] for found in steps])
        ends = np.concatenate([ends[found] + step for step, found in enumerate(steps, start=1)])
    return unique(starts)


def _extents(source: ArrayPostings, plan: Term | Phrase, chunks: Array) -> tuple[_Places, _Places]:
    if isinstance(plan, Term):
        places = _places(source.term(plan.field, plan.text), chunks)
        return places, places
    starts = _starts(source, plan, chunks)
    return starts, starts + len(plan.terms) - 1


def _places(term: TermPostings, chunks: Array) -> _Places:
    """Where a term stands in these chunks, ascending; it may be missing in some."""
    flat, ends = term.positions()
    if not len(flat):
        return np.empty(0, np.int64)
    _, there = intersect(chunks, term.numbers)
    starts = ends[there]
    counts = ends[there + 1] - starts
    owners = np.repeat(term.numbers[there].astype(np.int64), counts)
    return (owners << _BITS) | flat[spread(starts, counts)]


def _counted(places: _Places) -> tuple[Array, Array]:
    owners = places >> _BITS
    if not len(owners):
        return np.empty(0, np.int32), np.empty(0, np.int32)
    first = np.ones(len(owners), bool)
    np.not_equal(owners[1:], owners[:-1], out=first[1:])
    begins = np.flatnonzero(first)
    return owners[begins], np.diff(begins, append=len(owners))
