"""Which of the chunks that match a plan come first? Asked for a page's worth, not for all of them.

Scores are worked out when an order is asked for, once; a count needs none. Chunks whose scores tie
stand in the order of their documents' paths and of their places in them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.arrays.kernels import SCORE_GRAIN, leading
from index.scoring import Numbers, Scores

Flags = NDArray[np.bool_]
"""One a chunk, by number."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Chunk numbers by rank, with their scores.

    A number is good for :meth:`Engine.record` of the same engine only.
    """

    numbers: Numbers
    scores: Scores


@dataclass(slots=True)
class Tier:
    """The chunks of one tier, ascending. ``score`` and ``places`` are asked once, and only if need be."""

    numbers: Numbers
    score: Callable[[], Scores]
    places: Callable[[], Numbers]
    """By chunk number, where it stands among all chunks by path and place."""
    _scores: Scores | None = field(default=None)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def scores(self) -> Scores:
        """The scores of :attr:`numbers`."""
        if self._scores is None:
            self._scores = self.score()
        return self._scores

    def ranked(self) -> Ranked:
        """All of them."""
        return self.in_order(np.arange(len(self.numbers)))

    def leaders(self, count: int, apart: Flags) -> Ranked:
        """At least the best ``count`` of those that are flagged and of those that are not, by falling score.

        Of neither kind is one left out that stands before one given.
        """
        if count >= len(self.numbers):
            return self.ranked()
        flagged = apart[self.numbers]
        chosen: list[Numbers] = []
        for places in (np.flatnonzero(flagged), np.flatnonzero(~flagged)):
            chosen.append(places[leading(self.scores[places], count)])
        return self.in_order(np.sort(np.concatenate(chosen)))

    def in_order(self, at: Numbers) -> Ranked:
        """Those at these places of :attr:`numbers`, by falling score.

        Only where scores tie are the chunks' places asked for.
        """
        numbers, scores = self.numbers[at], self.scores[at]
        order = np.argsort(-scores, kind="stable")
        numbers, scores = numbers[order], scores[order]
        apart = scores[:-1] - scores[1:] > SCORE_GRAIN
        if apart.all():
            return Ranked(numbers, scores)
        runs = np.concatenate([[0], np.cumsum(apart)])
        order = np.lexsort((self.places()[numbers], runs))
        return Ranked(numbers[order], scores[order])


def joined(tiers: Sequence[Tier]) -> Numbers:
    """The numbers of all tiers, tier by tier."""
    if len(tiers) == 1:
        return tiers[0].numbers
    return np.concatenate([tier.numbers for tier in tiers] or [np.empty(0, np.int64)])
