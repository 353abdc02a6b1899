"""The reference: a plan carried out over whole posting lists at once, written to be read.

A :class:`PostingSource` gives sorted arrays; everything here is set algebra and arithmetic on them.
:mod:`index.arrays.executing` does the same with less work, and is held to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce, singledispatchmethod
from typing import Protocol

import numpy as np

from index.arrays.postings import ArrayPostings
from index.fields import EXACT
from index.plan import (
    AllOf,
    AnyOf,
    AtLeast,
    Boosted,
    Everything,
    Near,
    Nothing,
    Phrase,
    Plan,
    Range,
    Synonyms,
    Term,
    Weighted,
    Without,
)
from index.scoring import K1, B, Matched, Numbers, Scores, inverse_frequency

_PLACE_BITS = 24
"""A place is a chunk number and a position in one integer."""

_NO_NUMBERS: Numbers = np.empty(0, np.int64)
_NO_SCORES: Scores = np.empty(0, np.float64)


@dataclass(frozen=True, slots=True)
class Postings:
    """The chunks that hold a term, ascending, and how often each does."""

    numbers: Numbers
    frequencies: Scores


class PostingSource(Protocol):
    """What an index must give to be searched. Only living chunks appear, numbers are below ``size``."""

    def living(self) -> Numbers:
        """The numbers of all chunks, ascending."""

    def postings(self, field: str, text: str) -> Postings:
        """The postings of a term; empty where it does not occur."""

    def places(self, field: str, text: str) -> Numbers:
        """Where a term stands: ``place(number, position)``, ascending."""

    def lengths(self, field: str) -> tuple[Scores, float]:
        """The length in tokens of a field by chunk number, and its mean over living chunks."""

    def terms_between(self, field: str, low: str, high: str) -> Iterable[str]:
        """The terms of a field from ``low`` to ``high``, both inclusive."""


def place(numbers: Numbers, positions: Numbers) -> Numbers:
    """Chunk numbers and positions as sortable integers, next positions differing by one."""
    return (numbers << _PLACE_BITS) | positions


class ArraySource:
    """Our own postings as a source."""

    def __init__(self, postings: ArrayPostings) -> None:
        self._postings = postings
        self.living = postings.living
        self.lengths = postings.lengths

    def postings(self, field: str, text: str) -> Postings:
        found = self._postings.term(field, text)
        return Postings(found.numbers, found.counts)

    def places(self, field: str, text: str) -> Numbers:
        found = self._postings.term(field, text)
        flat, _ = found.positions()
        return place(np.repeat(found.numbers.astype(np.int64), found.counts), flat.astype(np.int64))

    def terms_between(self, field: str, low: str, high: str) -> Iterable[str]:
        return (text for text in self._postings.terms_with_prefix(field, "") if low <= text <= high)


class Execution:
    """Carries plans out over one source."""

    def __init__(self, source: PostingSource) -> None:
        self._source = source

    @singledispatchmethod
    def run(self, plan: Plan) -> Matched:
        """The chunks that match, scored."""
        raise TypeError(f"no such plan: {plan!r}")

    @run.register
    def _(self, plan: Term) -> Matched:
        return self._scored(self._source.postings(plan.field, plan.text), field=plan.field)

    @run.register
    def _(self, plan: Phrase | Near) -> Matched:
        field = plan.field if isinstance(plan, Phrase) else plan.left[0].field
        return self._scored(self._count(plan), field=field)

    @run.register
    def _(self, plan: Synonyms) -> Matched:
        weighted = [_unweighted(part, 1.0) for part in plan.parts]
        counted = [(self._count(part), weight) for part, weight in weighted]
        numbers = np.concatenate([postings.numbers for postings, _ in counted] or [_NO_NUMBERS])
        counts = np.concatenate([p.frequencies * weight for p, weight in counted] or [_NO_SCORES])
        frequency = sum(weight * len(postings.numbers) for postings, weight in counted)
        unique, inverse = np.unique(numbers, return_inverse=True)
        summed = np.bincount(inverse, weights=counts, minlength=len(unique)).astype(np.float64)
        return self._scored(Postings(unique, summed), field=EXACT, frequency=frequency)

    @run.register
    def _(self, plan: AnyOf) -> Matched:
        return self._summed([self.run(part) for part in plan.parts], minimum=1)

    @run.register
    def _(self, plan: AllOf) -> Matched:
        return self._summed([self.run(part) for part in plan.parts], minimum=len(plan.parts))

    @run.register
    def _(self, plan: AtLeast) -> Matched:
        return self._summed([self.run(part) for part in plan.parts], minimum=plan.minimum)

    @run.register
    def _(self, plan: Without) -> Matched:
        found, unwanted = self.run(plan.part), self.run(plan.unwanted)
        kept = ~np.isin(found.numbers, unwanted.numbers, assume_unique=True)
        return Matched(found.numbers[kept], found.scores[kept])

    @run.register
    def _(self, plan: Boosted) -> Matched:
        found, bonus = self.run(plan.part), self.run(plan.bonus)
        scores = found.scores.copy()
        _, here, there = np.intersect1d(found.numbers, bonus.numbers, True, return_indices=True)
        scores[here] += bonus.scores[there]
        return Matched(found.numbers, scores)

    @run.register
    def _(self, plan: Weighted) -> Matched:
        found = self.run(plan.part)
        return Matched(found.numbers, found.scores * plan.weight)

    @run.register
    def _(self, plan: Range) -> Matched:
        terms = self._source.terms_between(plan.field, plan.low, plan.high)
        lists = [self._source.postings(plan.field, text).numbers for text in terms]
        return _unscored(np.unique(np.concatenate(lists)) if lists else _NO_NUMBERS)

    @run.register
    def _(self, plan: Everything) -> Matched:
        return _unscored(self._source.living())

    @run.register
    def _(self, plan: Nothing) -> Matched:
        return _unscored(_NO_NUMBERS)

    def _count(self, plan: Plan) -> Postings:
        """How often a plan occurs in each chunk that matches it."""
        if isinstance(plan, Term):
            return self._source.postings(plan.field, plan.text)
        if isinstance(plan, Phrase):
            return _postings_at(self._starts(plan))
        if isinstance(plan, Near):
            return _postings_at(self._near_places(plan))
        if isinstance(plan, AnyOf | Synonyms):
            return _largest([self._count(_unweighted(part, 1.0)[0]) for part in plan.parts])
        if isinstance(plan, AllOf):
            return reduce(_smallest, [self._count(part) for part in plan.parts])
        found = self.run(plan)
        return Postings(found.numbers, np.ones(len(found.numbers)))

    def _scored(self, postings: Postings, *, field: str, frequency: float | None = None) -> Matched:
        total = len(self._source.living())
        if not len(postings.numbers) or not total:
            return _unscored(_NO_NUMBERS)
        lengths, mean = self._source.lengths(field)
        in_chunks = len(postings.numbers) if frequency is None else min(frequency, total)
        idf = inverse_frequency(total, in_chunks)
        tf = postings.frequencies
        relative = lengths[postings.numbers] / (mean or 1.0)
        return Matched(postings.numbers, idf * tf * (K1 + 1) / (tf + K1 * ((1 - B) + B * relative)))

    def _summed(self, parts: Sequence[Matched], *, minimum: int) -> Matched:
        numbers = np.concatenate([part.numbers for part in parts] or [_NO_NUMBERS])
        scores = np.concatenate([part.scores for part in parts] or [_NO_SCORES])
        unique, inverse, counts = np.unique(numbers, return_inverse=True, return_counts=True)
        summed = np.bincount(inverse, weights=scores, minlength=len(unique)).astype(np.float64)
        enough = counts >= minimum
        return Matched(unique[enough], summed[enough])

    def _starts(self, plan: Phrase) -> Numbers:
        """The places at which a phrase begins."""
        starts = self._source.places(plan.field, plan.terms[0])
        ends = starts
        for text in plan.terms[1:]:
            following = self._source.places(plan.field, text)
            steps = [np.isin(ends + step, following) for step in range(1, plan.slop + 1)]
            starts = np.concatenate([starts[found] for found in steps])
            ends = np.concatenate([ends[found] + step for step, found in enumerate(steps, start=1)])
        return np.unique(starts)

    def _near_places(self, plan: Near) -> Numbers:
        """Where the left side begins with the right side near it."""
        found = [_NO_NUMBERS]
        for left in plan.left:
            begins, ends = self._extents(left)
            for right in plan.right:
                others, other_ends = self._extents(right)
                for step in range(1, plan.distance + 1):
                    near = np.isin(ends + step, others) | np.isin(begins - step, other_ends)
                    found.append(begins[near])
        return np.unique(np.concatenate(found))

    def _extents(self, plan: Term | Phrase) -> tuple[Numbers, Numbers]:
        if isinstance(plan, Term):
            places = self._source.places(plan.field, plan.text)
            return places, places
        starts = self._starts(plan)
        return starts, starts + len(plan.terms) - 1


def _unweighted(plan: Plan, weight: float) -> tuple[Plan, float]:
    if isinstance(plan, Weighted):
        return _unweighted(plan.part, weight * plan.weight)
    return plan, weight


def _unscored(numbers: Numbers) -> Matched:
    return Matched(numbers, np.zeros(len(numbers)))


def _postings_at(places: Numbers) -> Postings:
    numbers, counts = np.unique(places >> _PLACE_BITS, return_counts=True)
    return Postings(numbers, counts.astype(np.float64))


def _largest(lists: Sequence[Postings]) -> Postings:
    numbers = np.concatenate([each.numbers for each in lists] or [_NO_NUMBERS])
    counts = np.concatenate([each.frequencies for each in lists] or [_NO_SCORES])
    unique, inverse = np.unique(numbers, return_inverse=True)
    largest = np.zeros(len(unique))
    np.maximum.at(largest, inverse, counts)
    return Postings(unique, largest)


def _smallest(left: Postings, right: Postings) -> Postings:
    numbers, here, there = np.intersect1d(left.numbers, right.numbers, True, return_indices=True)
    return Postings(numbers, np.minimum(left.frequencies[here], right.frequencies[there]))
