"""In which order do the passages stand that a query found?

Tier after tier: what holds every word, what comes near. Within a tier the words' score, fused with
nearness in meaning where there is a model, one language's hits led by the other's, and the two
languages beside each other. Only as many as a page shows are put in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from analyzers.language import Language
from index.engine import Engine
from index.fields import FACET, facet_term
from index.hits import Flags, Ranked, Tier, joined
from index.plan import Everything, Plan, Term
from index.scoring import Numbers, Scores
from search.bridging import bridge
from search.fusing import fuse, nearest
from search.interleaving import EARNED, EARNED_NEAR, interleave
from search.meaning import Meaning, Nearness
from search.tiers import PlannedQuery

FEW = 10
"""Passages that say what a phrase says up to which those that mean it are offered, too: a page's worth."""
_SPANISH = Term(FACET, facet_term("language", Language.ES))


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a query can be asked by meaning: its text, if it is nothing but words.

    ``is_single`` says that it is one word, name or phrase. A word or a name stands for itself: only if it
    occurs nowhere is it worth offering what is near. A phrase that ``is_topic`` can be said in other words,
    too: what is near comes after what says it, where that is less than a page.
    """

    text: str
    is_single: bool
    is_topic: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """All that was found, tier by tier, to be put in order as far as someone looks."""

    tiers: Sequence[Tier]
    spanish: Flags

    @property
    def numbers(self) -> Numbers:
        """All hits, in no order."""
        return joined(self.tiers)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(map(len, self.tiers))

    @property
    def exact_total(self) -> int:
        """How many there are in the first tier."""
        return len(self.tiers[0]) if self.tiers else 0

    def top(self, count: int) -> Ranked:
        """The first ``count`` hits."""
        numbers: list[int] = []
        scores: list[float] = []
        for place, tier in enumerate(self.tiers):
            if len(numbers) >= count:
                break
            leaders = tier.leaders(count - len(numbers), self.spanish)
            earned = EARNED_NEAR if place else EARNED
            spanish = self.spanish[leaders.numbers].tolist()
            order = interleave(leaders.scores.tolist(), spanish, earned=earned)
            order = order[: count - len(numbers)]
            numbers += leaders.numbers[order].tolist()
            scores += leaders.scores[order].tolist()
        return Ranked(np.array(numbers, np.int64), np.array(scores, np.float64))

    def in_order(self, numbers: Numbers) -> list[int]:
        """Some of the hits, all Spanish or none, by rank: among such, languages change no order."""
        ordered: list[int] = []
        for tier in self.tiers:
            if len(tier):
                at = np.minimum(np.searchsorted(tier.numbers, numbers), len(tier) - 1)
                ordered += tier.in_order(at[tier.numbers[at] == numbers]).numbers.tolist()
        return ordered

    def scores(self, numbers: Sequence[int]) -> list[float]:
        """The scores of some of the hits."""
        wanted = np.array(numbers, np.int64)
        found = np.zeros(len(wanted))
        for tier in self.tiers:
            if len(tier):
                at = np.minimum(np.searchsorted(tier.numbers, wanted), len(tier) - 1)
                here = tier.numbers[at] == wanted
                found[here] = tier.scores[at[here]]
        scores: list[float] = found.tolist()
        return scores


def rank(engine: Engine, planned: PlannedQuery, asked: Asked | None, meaning: Meaning | None) -> Ranking:
    """All hits; ``asked`` is ``None`` for a query that words alone must answer."""
    tiers: Sequence[Tier] = engine.search(planned.tiers, within=planned.within)
    spanish = engine.flags(_SPANISH)
    if meaning is None or asked is None:
        return Ranking(tiers, spanish)
    if _wants_meaning(asked, tiers):
        near = meaning.nearness(asked.text, engine)
        if near is not None:
            by_words = tiers[:1] if asked.is_single else ()
            tiers = [*by_words, *_fused(engine, tiers, near, planned.within, spanish)[len(by_words) :]]
    return Ranking(bridge(tiers, spanish, partial(meaning.likeness, engine)), spanish)


def _wants_meaning(asked: Asked, tiers: Sequence[Tier]) -> bool:
    if asked.is_topic:
        return len(tiers[0]) < FEW
    return not (asked.is_single and any(map(len, tiers)))


def _fused(
    engine: Engine,
    tiers: Sequence[Tier],
    near: Nearness,
    within: Plan | None,
    spanish: Flags,
) -> list[Tier]:
    """The first tier in the order of words and meaning; after it all that comes near by either."""
    first, *others = (tier.ranked() for tier in tiers)
    candidates = engine.numbers(within if within is not None else Everything())
    candidates = candidates[~engine.as_flags(joined(tiers))[candidates]]
    close = [nearest(near, candidates[spanish[candidates]]), nearest(near, candidates[~spanish[candidates]])]
    rest = Ranked(
        np.concatenate([*(tier.numbers for tier in others), *close]),
        np.concatenate([*(tier.scores for tier in others), np.zeros(sum(map(len, close)))]),
    )
    return [_refused(tier, near) for tier in (first, rest)]


def _refused(tier: Ranked, near: Nearness) -> Tier:
    """The same chunks by fused score; of equal ones, which stood first goes first."""
    fused: Scores = fuse(tier.scores, near[tier.numbers])
    ascending = np.argsort(tier.numbers)
    numbers = tier.numbers[ascending]
    places = np.zeros(int(numbers[-1]) + 1 if len(numbers) else 0, np.int64)
    places[tier.numbers] = np.arange(len(tier.numbers))
    return Tier(numbers, lambda: fused[ascending], lambda: places)
