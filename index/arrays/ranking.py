"""Which are the best k chunks? Without scoring all of them, where bounds say that most cannot be.

For one term, blocks of 128 postings whose bound is below the k-th best score are passed over. For
alternatives, terms whose bounds together cannot reach it are only looked up in the chunks of the
others (MaxScore: Turtle & Flood 1995; block bounds: Ding & Suel 2011).

What comes back holds every chunk that ties with the k-th best, so that any order of ties can follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzers.numbering import spread
from index.arrays.executing import ArrayExecution
from index.arrays.kernels import FEW, SCORE_GRAIN, Floats, intersect, leading, operations
from index.arrays.opened import Found, Ready
from index.arrays.segment import BLOCK
from index.arrays.segmentfile import Array
from index.arrays.spans import single_term
from index.plan import AnyOf, Plan, Range
from index.scoring import Matched

_LEADERS = 128
"""Chunks kept by score for each term that was asked for: 2 kB, and a page and its neighbours need no more."""

_MANY = 2_048
"""Shorter lists are scored whole: that costs less than choosing blocks."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A term among alternatives."""

    ready: Ready
    weight: float
    bound: float
    """No chunk gets more from it."""

    def found(self) -> Found:
        """The term as a plan opens it."""
        ready, weight = self.ready, self.weight
        return Found(ready.numbers, lambda at: ready.scores(at) * weight)


def best(execution: ArrayExecution, plan: Plan, count: int, *, within: Plan | None = None) -> Matched:
    """At least the best ``count`` chunks of a plan and all that tie with the last, by falling score.

    ``within`` finds the chunks allowed.
    """
    passes = operations().passes
    if passes is not None and count > 0:
        found = execution.spans.best(passes, plan, count, within=within, numbers=execution.numbers)
        if found is not None:
            is_done = len(found.numbers) <= FEW or isinstance(plan, Range)  # of which all tie
            return found if is_done else cut(found.numbers, found.scores, count)
    return _best_opened(execution, plan, count, None if within is None else execution.numbers(within))


def _best_opened(execution: ArrayExecution, plan: Plan, count: int, within: Array | None) -> Matched:
    """The same without passes; ``within`` are the chunks allowed, ascending."""
    if within is None and count > 0:
        term, weight = single_term(plan)
        if term is not None and weight > 0:
            return _best_of_term(execution.ready(term), weight, count)
        parts = _alternatives(execution, plan)
        if parts is not None:
            return _best_of_any(execution, parts, count)
    opened = execution.open(plan)
    if not opened.is_scored and count > 0:  # all tie
        numbers = opened.numbers if within is None else opened.numbers[intersect(opened.numbers, within)[0]]
        return Matched(numbers, np.zeros(len(numbers)))
    if within is None:
        return cut(opened.numbers, opened.scores(None), count)
    here, _ = intersect(opened.numbers, within)
    return cut(opened.numbers[here], opened.scores(here), count)


def cut(numbers: Array, scores: Floats, count: int) -> Matched:
    """At least the best ``count`` of scored chunks and all that tie with the last, by falling score."""
    if count <= 0:
        return Matched(numbers[:0], scores[:0])
    if len(scores) > count:
        kept = leading(scores, count)
        numbers, scores = numbers[kept], scores[kept]
    order = np.argsort(-scores, kind="stable")
    return Matched(numbers[order], scores[order])


def _mark(scores: Floats, count: int) -> float:
    """What a score must reach to be among the best ``count``, or tie with the last."""
    return float(np.partition(scores, len(scores) - count)[len(scores) - count]) - SCORE_GRAIN


def _alternatives(execution: ArrayExecution, plan: Plan) -> list[_Part] | None:
    """The plan as alternative terms, lowest bound first; ``None`` where it is something else."""
    if not isinstance(plan, AnyOf) or len(plan.parts) < 2:
        return None
    parts: list[_Part] = []
    for each in plan.parts:
        term, weight = single_term(each)
        if term is None or weight <= 0:
            return None
        ready = execution.ready(term)
        if len(ready.numbers):
            parts.append(_Part(ready, weight, ready.idf * ready.bound * weight))
    return sorted(parts, key=lambda part: part.bound)


def _best_of_term(ready: Ready, weight: float, count: int) -> Matched:
    blocks = ready.blocks if len(ready.numbers) >= max(_MANY, 4 * count) else None
    leaders = _leaders(ready, weight, count)
    if leaders is not None:
        return leaders
    if blocks is None:
        return cut(ready.numbers, ready.scores(None) * weight, count)
    starts, stops, highest = blocks
    bounds = highest * (ready.idf * weight)
    order = np.argsort(-bounds, kind="stable")
    taken = 2 * count // BLOCK + 2
    while True:
        chosen = np.sort(order[:taken])
        at = spread(starts[chosen], stops[chosen] - starts[chosen])
        scores = ready.scores(at) * weight
        wanted = len(order)
        if len(scores) >= count:
            wanted = int(np.searchsorted(-bounds[order], -_mark(scores, count), side="right"))
        if wanted <= taken:
            return cut(ready.numbers[at], scores, count)
        taken = wanted


def _leaders(ready: Ready, weight: float, count: int) -> Matched | None:
    """The best of one term from those found when it was first asked for; ``None`` where they do not reach."""
    if ready.leaders is None:
        scores = ready.scores(None)
        at = leading(scores, _LEADERS)
        order = at[np.argsort(-scores[at], kind="stable")]
        ready.leaders = ready.numbers[order], scores[order]
    numbers, scores = ready.leaders
    stop = min(count, len(scores))
    while 0 < stop < len(scores) and (scores[stop - 1] - scores[stop]) * weight <= SCORE_GRAIN:
        stop += 1
    if stop == len(scores) < len(ready.numbers):
        return None
    return Matched(numbers[:stop], scores[:stop] * weight)


def _best_of_any(execution: ArrayExecution, parts: Sequence[_Part], count: int) -> Matched:
    """MaxScore over whole lists."""
    optional = 0
    if sum(len(part.ready.numbers) for part in parts) >= _MANY:
        threshold = _first_threshold(parts, count)
        passed = 0.0
        for part in parts:
            passed += part.bound
            if passed >= threshold:
                break
            optional += 1
    return _merged(execution, parts[optional:], parts[:optional], count)


def _first_threshold(parts: Sequence[_Part], count: int) -> float:
    """A score that at least ``count`` chunks reach: the best that one of the words gives by itself."""
    threshold = 0.0
    for part in reversed(parts):
        if len(part.ready.numbers) >= count and part.bound > threshold:
            scores = _best_of_term(part.ready, part.weight, count).scores
            threshold = max(threshold, float(scores[count - 1]))
            break
    return threshold - SCORE_GRAIN


def _merged(
    execution: ArrayExecution, required: Sequence[_Part], optional: Sequence[_Part], count: int
) -> Matched:
    united = execution.unite([part.found() for part in required])
    numbers, scores = united.numbers, united.scores(None)
    for at in range(len(optional) - 1, -1, -1):
        part = optional[at]
        if len(scores) > count:
            # only chunks that the words still to be looked up could lift into the best are kept
            room = sum(each.bound for each in optional[: at + 1])
            kept = np.flatnonzero(scores >= _mark(scores, count) - room)
            numbers, scores = numbers[kept], scores[kept]
        here, there = intersect(numbers, part.ready.numbers)
        scores[here] += part.found().scores(there)
    return cut(numbers, scores, count)
