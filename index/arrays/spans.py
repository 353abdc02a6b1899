"""Which plans are carried out by compiled passes, and how? Those whose best chunks one pass can find.

These are terms, ranges, alternatives of terms, conjunctions of terms and pairs of following words, all of one
field. Any other plan is opened whole (:mod:`index.arrays.executing`).
"""

from collections.abc import Callable, Sequence

import numpy as np

from index.arrays.heads import NO_ADDRESS, ROOM, address, record
from index.arrays.kernels import Passes
from index.arrays.postings import ArrayPostings
from index.arrays.segmentfile import Array
from index.arrays.stretches import Leaf, Leaves, flags_of
from index.plan import AllOf, AnyOf, Phrase, Plan, Range, Term, Weighted
from index.scoring import Matched

_MOST_TERMS = 64
"""Plans of more are opened whole."""

Allowed = list[int] | None
"""By segment, the address of the flags of the chunks allowed; ``None`` where all are."""


class Spans:
    """Finds the best chunks of one generation by compiled passes. For one thread at a time."""

    def __init__(self, source: ArrayPostings) -> None:
        self._source = source
        self._leaves = Leaves(source)
        self._count = 0
        self._found, self._scores = np.empty(source.size, np.int64), np.empty(source.size)
        self._marks = np.zeros((source.size >> 6) + 1, np.uint64)
        self._lists = np.empty(_MOST_TERMS, np.int64), np.empty(_MOST_TERMS)
        self._heaps = np.empty((2, 0))
        self._held: Leaf | list[Array] = []
        self._room = record(ROOM)
        self._room_at = address(self._room)

    def best(
        self, passes: Passes, plan: Plan, count: int, *, within: Plan | None, numbers: Callable[[Plan], Array]
    ) -> Matched | None:
        """At least the best ``count`` chunks and all that tie with the last: few by falling score, more in no
        order. ``None`` for a plan that must be opened. ``numbers`` opens ``within`` where that must be.
        """
        if count != self._count:
            self._make_room(count)
        allowed = None if within is None else self._allow(within, numbers)
        if isinstance(plan, Term):
            kept = self._best_of_one(passes, plan, allowed)
        elif isinstance(plan, Range):
            kept = self._all_of_range(passes, plan, allowed)
        elif isinstance(plan, Phrase):
            kept = self._best_of_pair(passes, plan, allowed)
        else:
            kept = self._best_of_several(passes, plan, allowed)
        if kept < 0:
            return None
        return Matched(self._found[:kept].copy(), self._scores[:kept].copy())

    def _best_of_one(self, passes: Passes, plan: Term, allowed: Allowed) -> int:
        leaf = self._leaves.get(plan.field, plan.text)
        if not leaf.is_scored:
            return -1
        kept, room, run = 0, self._room_at, passes.best_of_one
        for at, field, term in leaf.stands:
            kept = run(room, field, term, allowed[at] if allowed else NO_ADDRESS, kept)
        return kept

    def _all_of_range(self, passes: Passes, plan: Range, allowed: Allowed) -> int:
        kept = 0
        for at, field, terms in self._leaf(plan).stands:
            flags = allowed[at] if allowed else NO_ADDRESS
            kept = passes.all_of_range(self._room_at, field, terms, flags, kept)
        return kept

    def _best_of_several(self, passes: Passes, plan: Plan, allowed: Allowed) -> int:
        is_all = isinstance(plan, AllOf)
        leaves = self._leaves_of(plan.parts if isinstance(plan, (AllOf, AnyOf)) else (plan,))
        if leaves is None:
            return -1
        if is_all:
            for leaf, _ in leaves:
                self._leaves.prepare(leaf)
        kept, run, terms, weights = 0, passes.best_of_all if is_all else passes.best_of_any, *self._lists
        for at, field in enumerate(leaves[0][0].fields):
            number = 0
            for leaf, weight in leaves:
                if leaf.terms[at]:
                    terms[number], weights[number] = leaf.terms[at], weight
                    number += 1
            if number == len(leaves) or (number and not is_all):
                kept = run(self._room_at, field, number, allowed[at] if allowed else NO_ADDRESS, kept)
        return kept

    def _best_of_pair(self, passes: Passes, plan: Phrase, allowed: Allowed) -> int:
        """Two words side by side: counted in every segment before any is scored."""
        if plan.slop != 1 or len(plan.terms) != 2:
            return -1
        left, right = (self._leaves.get(plan.field, text) for text in plan.terms)
        if not left.is_scored or not left.is_positioned:
            return -1
        for leaf in (left, right):
            self._leaves.prepare(leaf)
            self._leaves.skip(leaf)
        spots = [(*stand, right.terms[stand[0]]) for stand in left.stands if right.terms[stand[0]]]
        total, ends = 0, []
        for _, field, one, other in spots:
            total = passes.count_adjacent(self._room_at, field, one, other, total)
            ends.append(total)
        idf, kept, begin = self._source.idf(total), 0, 0
        for (at, field, _, _), end in zip(spots, ends, strict=True):
            flags = allowed[at] if allowed else NO_ADDRESS
            kept = passes.best_counted(self._room_at, field, idf, flags, begin, end, kept)
            begin = end
        return kept

    def _leaves_of(self, parts: Sequence[Plan]) -> list[tuple[Leaf, float]] | None:
        """Terms of one field with their weights; ``None`` where a part is none, or the field not fit."""
        found: list[tuple[Leaf, float]] = []
        name = None
        for part in parts:
            term, weight = (part, 1.0) if isinstance(part, Term) else single_term(part)
            if term is None or weight <= 0 or name not in (None, term.field):
                return None
            name = term.field
            found.append((self._leaves.get(name, term.text), weight))
        return found if found and found[0][0].is_scored and len(found) <= _MOST_TERMS else None

    def _allow(self, within: Plan, opened: Callable[[Plan], Array]) -> list[int]:
        """Flags of the chunks allowed. Those of terms are kept with them, those of other plans are not."""
        if isinstance(within, (Term, Range)):
            self._held = self._leaf(within)
            return self._leaves.allow(self._held)
        numbers = opened(within)
        flags: list[Array] = []
        for part in self._source.parts:
            low, high = np.searchsorted(numbers, (part.base, part.base + part.count))
            flags.append(flags_of(numbers[low:high] - part.base, part.count))
        self._held = flags
        return [address(each) for each in flags]

    def _leaf(self, plan: Term | Range) -> Leaf:
        if isinstance(plan, Term):
            return self._leaves.get(plan.field, plan.text)
        return self._leaves.between(plan.field, plan.low, plan.high)

    def _make_room(self, count: int) -> None:
        """Have room for the best so many."""
        self._count = count
        self._heaps = np.empty((2, count))
        arrays = {
            "found": self._found,
            "scores": self._scores,
            "flags": self._marks,
            "terms": self._lists[0],
            "weights": self._lists[1],
        }
        for name, array in (*arrays.items(), ("heap", self._heaps[0]), ("trial", self._heaps[1])):
            self._room[name] = address(array)
        self._room["count"] = count


def single_term(plan: Plan) -> tuple[Term | None, float]:
    """The term that a plan is a disguise of, and its weight."""
    if isinstance(plan, Term):
        return plan, 1.0
    if isinstance(plan, Weighted):
        term, weight = single_term(plan.part)
        return term, weight * plan.weight
    if isinstance(plan, AnyOf) and len(plan.parts) == 1:
        return single_term(plan.parts[0])
    return None, 1.0
