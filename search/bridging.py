"""Which hits of the other language come first? Those that say what the best hits of the first one say.

A dictionary finds every passage with any translation of a word, in whatever sense; the best hits in
the language of the best one show which sense the documents use. So the hits of the other language change
places among themselves, the nearer in meaning the further up: feedback across languages (Ballesteros
& Croft 1997) by the vectors that indexing has made, without asking the model anything.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.arrays.kernels import SCORE_GRAIN
from index.hits import Flags, Tier
from index.scoring import Numbers, Scores
from search.fusing import standard

Likeness = Callable[[Numbers, Numbers], NDArray[np.float64]]
"""How near each of some chunks is to the nearest of a few others; ``nan`` for one without a vector."""

LEADERS = 3
"""Best hits of the first language: one may be beside the point, and of many none says much."""
_SHARE = 0.3
"""What nearness to them counts beside a hit's own words. Of .3 to .7 the least: more finds more twins in
a parallel text, and costs where the two languages speak of different things: see decision 0025."""
_DEPTH = 1_000
"""Hits of a tier that may change places: what stands below is not looked at."""


def bridge(tiers: Sequence[Tier], spanish: Flags, likeness: Likeness) -> list[Tier]:
    """The same tiers, the hits of one language in another order; worked out only when asked for."""
    bridged = _Bridge(tiers, spanish, likeness)
    return [bridged.ordered(tier) for tier in tiers]


class _Bridge:
    def __init__(self, tiers: Sequence[Tier], spanish: Flags, likeness: Likeness) -> None:
        self._tiers = tiers
        self._spanish = spanish
        self._likeness = likeness

    @cached_property
    def _leaders(self) -> Numbers:
        """The best hits in the language of the best one."""
        first = next((tier for tier in self._tiers if len(tier)), None)
        if first is None:
            return np.empty(0, np.int64)
        found = first.leaders(LEADERS, self._spanish).numbers
        leading: Numbers = found[self._spanish[found] == self._spanish[found[0]]][:LEADERS]
        return leading

    def ordered(self, tier: Tier) -> Tier:
        return Tier(tier.numbers, lambda: self._scores(tier), tier.places)

    def _scores(self, tier: Tier) -> Scores:
        """The scores of the tier, those of the other language dealt out anew among its hits."""
        scores = tier.scores
        if not len(tier):
            return scores
        others = np.flatnonzero(self._spanish[tier.numbers] != self._spanish[self._leaders[0]])
        others = others[np.argsort(-scores[others], kind="stable")[:_DEPTH]]
        if len(others) < 2:
            return scores
        near = self._likeness(self._leaders, tier.numbers[others])
        if np.isnan(near).all():
            return scores
        near = np.where(np.isnan(near), np.nanmean(near), near)
        merit = (1 - _SHARE) * standard(scores[others]) + _SHARE * standard(near)
        dealt = scores.copy()
        dealt[others[np.argsort(-merit, kind="stable")]] = _apart(scores[others])
        return dealt


def _apart(falling: Scores) -> Scores:
    """Falling scores, equal ones told apart, so that their new order shows."""
    return falling - np.arange(len(falling)) * 2 * SCORE_GRAIN
