"""Which of the hits does a page list? Those from ``offset`` on in the order asked for, copies listed once.

By score no more are put in order than the page needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.engine import Engine
from index.scoring import Numbers
from search.duplicates import Labels, Listing, list_once
from search.ranking import Ranking

Sort = Literal["score", "date", "path"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A hit on the page; ``others`` are the hits, in order, that say the same and are not listed."""

    number: int
    score: float
    in_full: bool
    others: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Lister:
    """Lists the hits of one search; ``labels`` name the groups that are listed once, ``None`` lists all."""

    engine: Engine
    ranking: Ranking
    labels: Labels | None

    @property
    def total(self) -> int:
        """How many are listed on all pages together."""
        numbers = self.ranking.numbers
        if self.labels is None:
            return len(numbers)
        return int(np.count_nonzero(self.engine.as_flags(self.labels[numbers])))

    def page(self, offset: int, limit: int, sort: Sort) -> list[Listed]:
        """The hits of one page."""
        if sort != "score":
            return self._page_of_all(_sorted(self.engine, self.ranking.numbers, sort), offset, limit)
        wanted = offset + limit
        count = wanted
        while True:
            top = self.ranking.top(count)
            listing = list_once(top.numbers.tolist(), self.labels)
            if len(listing.numbers) >= wanted or len(top.numbers) == self.ranking.total:
                break
            count *= 4
        scores = dict(zip(top.numbers.tolist(), top.scores.tolist(), strict=True))
        first_tier = set(top.numbers[: self.ranking.exact_total].tolist())
        return [
            Listed(number, scores[number], number in first_tier, self._others(number))
            for number in listing.numbers[offset:wanted]
        ]

    def _page_of_all(self, numbers: Sequence[int], offset: int, limit: int) -> list[Listed]:
        listing = list_once(numbers, self.labels)
        shown = listing.numbers[offset : offset + limit]
        first_tier = set(self.ranking.numbers[: self.ranking.exact_total].tolist())
        return [
            Listed(number, score, number in first_tier, listing.others(number))
            for number, score in zip(shown, self.ranking.scores(shown), strict=True)
        ]

    def _others(self, number: int) -> list[int]:
        if self.labels is None:
            return []
        numbers = self.ranking.numbers
        alike = numbers[self.labels[numbers] == self.labels[number]]
        if len(alike) == 1:
            return []
        spanish = self.ranking.spanish[alike]
        if spanish.any() and not spanish.all():  # only the whole order says how these interleave
            whole = self.ranking.top(self.ranking.total).numbers
            return Listing([number], whole, self.labels).others(number)
        return self.ranking.in_order(alike)[1:]


def _sorted(engine: Engine, numbers: Numbers, sort: Sort) -> list[int]:
    """By path and place; by date the newest first, those of one day together and those of none last."""
    if sort == "date":
        keys = [engine.places()[numbers], -engine.dates()[numbers]]
    else:
        keys = [engine.places_by_name()[numbers]]
    in_order: list[int] = numbers[np.lexsort(keys)].tolist()
    return in_order
