"""How is a plan carried out? Over whole posting lists at once.

Every plan opens to a :class:`Found`: its chunks at once, their scores only when asked for and only
for the chunks asked for. So a filter is never scored, and a conjunction scores what it kept. The same,
written to be read and not to be fast, is in ``tests/index_arrays/plain_execution.py``, to which this is held.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from index.arrays.kernels import Floats, Scratch, intersect, sum_over, union, writable
from index.arrays.opened import Counted, Found, Places, Ready, scored_once, unscored
from index.arrays.phrases import near_counts, phrase_counts
from index.arrays.postings import OWN_COST, ArrayPostings
from index.arrays.segmentfile import Array
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
from index.scoring import K1, B, Matched

if TYPE_CHECKING:
    from index.arrays.spans import Spans

_KEPT_TERMS = 20_000
_KEPT_POSTINGS = 2_000_000
"""Of plans that were opened, with scores: 32 MB."""


@dataclass(slots=True)
class ArrayExecution:
    """Carries plans out over array postings. For one thread at a time."""

    source: ArrayPostings
    scratch: Scratch = field(init=False)
    _spans: "Spans | None" = None
    _norms: dict[str, Floats] = field(default_factory=dict)
    _ready: dict[Term, Ready] = field(default_factory=dict)
    _opened: dict[Plan, Found] = field(default_factory=dict)
    _counted: dict[Plan, Counted] = field(default_factory=dict)
    _kept: int = 0

    def __post_init__(self) -> None:
        self.scratch = Scratch(self.source.size)

    @property
    def spans(self) -> "Spans":
        """What finds the best chunks of many plans without opening them, where it is compiled."""
        if self._spans is None:  # a command, which compiles nothing, starts without it
            from index.arrays.spans import Spans

            self._spans = Spans(self.source)
        return self._spans

    def run(self, plan: Plan) -> Matched:
        """The chunks that match, scored."""
        found = self.open(plan)
        return Matched(found.numbers, found.scores(None))

    def numbers(self, plan: Plan) -> Array:
        """The chunks that match, unscored."""
        return self.open(plan).numbers

    def open(self, plan: Plan) -> Found:
        """The chunks that match, to be scored later. Kept, since pages are turned and filtered."""
        if isinstance(plan, Term):
            return self._open_term(plan)
        found = self._opened.get(plan)
        if found is None:
            found = scored_once(_OPENERS[type(plan)](self, plan))
            self._keep(len(found.numbers))
            self._opened[plan] = found
        return found

    def forget_plans(self) -> None:
        """Carry out the next plans anew; terms stay prepared. For measuring."""
        self._opened.clear()
        self._counted.clear()
        self._kept = 0

    def _keep(self, count: int) -> None:
        """Forget all that was opened rather than keep more than so many postings."""
        cost = count + OWN_COST
        self._kept += cost
        if self._kept > _KEPT_POSTINGS:
            self.forget_plans()
            self._kept = cost

    def _open_term(self, plan: Term) -> Found:
        ready = self.ready(plan)
        return Found(ready.numbers, ready.scores)

    def _open_phrase(self, plan: Phrase) -> Found:
        return self._scored(self._count(plan), plan.field)

    def _open_near(self, plan: Near) -> Found:
        return self._scored(self._count(plan), plan.left[0].field)

    def _open_synonyms(self, plan: Synonyms) -> Found:
        weighted = [_unweighted(part, 1.0) for part in plan.parts]
        counted = [(self._count(part), weight) for part, weight in weighted]
        if len(counted) == 1 and counted[0][1] == 1.0:
            return self._scored(counted[0][0], EXACT)
        numbers = union([each.numbers for each, _ in counted], self.scratch)
        sums = sum_over(
            numbers, [(each.numbers, each.counts * weight) for each, weight in counted], self.scratch
        )
        frequency = sum(weight * len(each.numbers) for each, weight in counted)
        return self._scored(Counted(numbers, sums), EXACT, frequency=frequency)

    def _open_any_of(self, plan: AnyOf) -> Found:
        return self.unite([self.open(part) for part in plan.parts])

    def _open_at_least(self, plan: AtLeast) -> Found:
        parts = [self.open(part) for part in plan.parts]
        numbers = union(_lists(parts), self.scratch)
        held = sum_over(numbers, [(part.numbers, np.ones(1)) for part in parts], self.scratch)
        return self._united(parts, numbers, keep=held >= plan.minimum)

    def _open_all_of(self, plan: AllOf) -> Found:
        parts = [self.open(part) for part in plan.parts]
        if len(parts) < 2:
            return parts[0] if parts else unscored(np.empty(0, np.int32))
        order = sorted(range(len(parts)), key=lambda at: len(parts[at].numbers))
        numbers = parts[order[0]].numbers
        places: dict[int, Array | None] = {order[0]: None}
        for number in order[1:]:
            here, there = intersect(numbers, parts[number].numbers)
            numbers = numbers[here]
            places = {done: here if at is None else at[here] for done, at in places.items()}
            places[number] = there

        def scores(at: Places) -> Floats:
            total = np.zeros(len(numbers) if at is None else len(at))
            for number, part in enumerate(parts):
                among = places[number]
                total += part.scores(at if among is None else among if at is None else among[at])
            return total

        return Found(numbers, scores)

    def _open_without(self, plan: Without) -> Found:
        found, unwanted = self.open(plan.part), self.open(plan.unwanted)
        here, _ = intersect(found.numbers, unwanted.numbers)
        mask = np.ones(len(found.numbers), bool)
        mask[here] = False
        kept = np.flatnonzero(mask)
        return Found(
            found.numbers[kept],
            lambda at: found.scores(kept if at is None else kept[at]),
        )

    def _open_boosted(self, plan: Boosted) -> Found:
        found, bonus = self.open(plan.part), self.open(plan.bonus)
        if not len(bonus.numbers):
            return found
        is_same = bonus.numbers is found.numbers  # most often: the very form that was typed

        def scores(at: Places) -> Floats:
            if is_same:
                return found.scores(at) + bonus.scores(at)
            wanted = found.numbers if at is None else found.numbers[at]
            total = np.array(found.scores(at))
            here, there = intersect(wanted, bonus.numbers)
            total[here] += bonus.scores(there)
            return total

        return Found(found.numbers, scores)

    def _open_weighted(self, plan: Weighted) -> Found:
        found, weight = self.open(plan.part), plan.weight
        return Found(found.numbers, lambda at: found.scores(at) * weight)

    def _open_range(self, plan: Range) -> Found:
        return unscored(self.source.numbers_between(plan.field, plan.low, plan.high))

    def _open_everything(self, plan: Everything) -> Found:
        return unscored(self.source.living())

    def _open_nothing(self, plan: Nothing) -> Found:
        return unscored(np.empty(0, np.int32))

    def unite(self, parts: Sequence[Found]) -> Found:
        """The chunks of any part, scores added up."""
        parts = [part for part in parts if len(part.numbers)] or parts[:1]
        return parts[0] if len(parts) == 1 else self._united(parts, union(_lists(parts), self.scratch))

    def norms(self, name: str) -> Floats:
        """By chunk number, what BM25 adds to the count in the divisor."""
        found = self._norms.get(name)
        if found is None:
            lengths, mean = self.source.lengths(name)
            found = self._norms[name] = K1 * ((1 - B) + B * (lengths / (mean or 1.0)))
        return found

    def ready(self, term: Term) -> Ready:
        """A term with what scoring it takes, kept for the next time."""
        found = self._ready.get(term)
        if found is None:
            if len(self._ready) >= _KEPT_TERMS:
                self._ready.clear()
            found = self._ready[term] = self._prepare(term)
        return found

    def _prepare(self, term: Term) -> Ready:
        postings = self.source.term(term.field, term.text)
        idf = self.source.idf(len(postings.numbers))
        norms, (_, mean) = self.norms(term.field), self.source.lengths(term.field)
        return Ready(writable(postings.numbers), writable(postings.counts), norms, idf, postings, mean)

    def _count(self, plan: Plan) -> Counted:
        """How often a plan occurs in each chunk that matches it."""
        if isinstance(plan, Term):
            term = self.source.term(plan.field, plan.text)
            return Counted(term.numbers, term.counts)
        counted = self._counted.get(plan)
        if counted is None:
            counted = self._count_anew(plan)
            self._keep(len(counted.numbers))
            self._counted[plan] = counted
        return counted

    def _count_anew(self, plan: Plan) -> Counted:
        if isinstance(plan, Phrase):
            return Counted(*phrase_counts(self.source, plan))
        if isinstance(plan, Near):
            return Counted(*near_counts(self.source, plan, self.scratch))
        if isinstance(plan, AnyOf | Synonyms):
            return self._largest([self._count(_unweighted(part, 1.0)[0]) for part in plan.parts])
        if isinstance(plan, AllOf) and plan.parts:
            return reduce(_smallest, [self._count(part) for part in plan.parts])
        found = self.open(plan)
        return Counted(found.numbers, np.ones(len(found.numbers), np.uint8))

    def _largest(self, parts: Sequence[Counted]) -> Counted:
        if len(parts) == 1:
            return parts[0]
        numbers = union([part.numbers for part in parts], self.scratch)
        sums = self.scratch.sums
        for part in parts:
            sums[part.numbers] = np.maximum(sums[part.numbers], part.counts)
        counts = sums[numbers]
        sums[numbers] = 0.0
        return Counted(numbers, counts)

    def _scored(self, counted: Counted, name: str, *, frequency: float | None = None) -> Found:
        if not len(counted.numbers):
            return unscored(counted.numbers)
        idf = self.source.idf(len(counted.numbers) if frequency is None else frequency)

        return Found(counted.numbers, Ready(counted.numbers, counted.counts, self.norms(name), idf).scores)

    def _united(self, parts: Sequence[Found], numbers: Array, *, keep: Array | None = None) -> Found:
        every = numbers
        kept = numbers if keep is None else numbers[keep]

        def scores(at: Places) -> Floats:
            if at is not None and len(at) * 8 < len(kept):
                wanted = kept[at]
                total = np.zeros(len(wanted))
                for part in parts:
                    here, there = intersect(wanted, part.numbers)
                    total[here] += part.scores(there)
                return total
            total = sum_over(every, [(part.numbers, part.scores(None)) for part in parts], self.scratch)
            total = total if keep is None else total[keep]
            return total if at is None else total[at]

        return Found(kept, scores)


def _unweighted(plan: Plan, weight: float) -> tuple[Plan, float]:
    if isinstance(plan, Weighted):
        return _unweighted(plan.part, weight * plan.weight)
    return plan, weight


def _lists(parts: Sequence[Found]) -> list[Array]:
    return [part.numbers for part in parts]


def _smallest(left: Counted, right: Counted) -> Counted:
    here, there = intersect(left.numbers, right.numbers)
    return Counted(left.numbers[here], np.minimum(left.counts[here], right.counts[there]))


_OPENERS: dict[type, Callable[[ArrayExecution, Any], Found]] = {
    Term: ArrayExecution._open_term,
    Phrase: ArrayExecution._open_phrase,
    Near: ArrayExecution._open_near,
    Synonyms: ArrayExecution._open_synonyms,
    AnyOf: ArrayExecution._open_any_of,
    AtLeast: ArrayExecution._open_at_least,
    AllOf: ArrayExecution._open_all_of,
    Without: ArrayExecution._open_without,
    Boosted: ArrayExecution._open_boosted,
    Weighted: ArrayExecution._open_weighted,
    Range: ArrayExecution._open_range,
    Everything: ArrayExecution._open_everything,
    Nothing: ArrayExecution._open_nothing,
}
