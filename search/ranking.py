"""In which order do the passages stand that a query found?

Tier after tier: what holds every word, what comes near. Within a tier the words' score, fused with
nearness in meaning where there is a model, and the two languages beside each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.language import Language
from index.engine import Engine, Ranked
from index.fields import FACET, facet_term
from index.plan import Everything, Plan, Term
from search.fusing import fuse, nearest
from search.interleaving import interleave
from search.meaning import Meaning, Nearness
from search.tiers import PlannedQuery


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a query can be asked by meaning: its text, if it is nothing but words.

    ``is_single`` says that it is one word or one name, which stand for themselves: only if they occur
    nowhere is it worth offering what is near.
    """

    text: str
    is_single: bool


def rank(engine: Engine, planned: PlannedQuery, asked: Asked | None, meaning: Meaning | None) -> Ranked:
    """All hits in order; ``asked`` is ``None`` for a query that words alone must answer."""
    found = engine.search(planned.tiers, within=planned.within)
    spanish = set(engine.find(Term(FACET, facet_term("language", Language.ES))))
    tiers = list(_tiers(found))
    if meaning is not None and asked is not None and not (asked.is_single and found.numbers):
        near = meaning.nearness(asked.text, engine)
        if near is not None:
            tiers = _fused(engine, tiers, near, planned.within, spanish)
    return _joined([_beside_each_other(tier, spanish) for tier in tiers])


@dataclass(frozen=True, slots=True)
class _Tier:
    numbers: Sequence[int]
    scores: Sequence[float]


def _tiers(found: Ranked) -> list[_Tier]:
    tiers: list[_Tier] = []
    low = 0
    for total in found.tier_totals:
        tiers.append(_Tier(found.numbers[low : low + total], found.scores[low : low + total]))
        low += total
    return tiers


def _fused(
    engine: Engine,
    tiers: Sequence[_Tier],
    near: Nearness,
    within: Plan | None,
    spanish: set[int],
) -> list[_Tier]:
    """The first tier in the order of words and meaning; after it all that comes near by either."""
    first, *others = tiers
    rest = _Tier(
        [number for tier in others for number in tier.numbers],
        [score for tier in others for score in tier.scores],
    )
    seen = {*first.numbers, *rest.numbers}
    candidates = [n for n in engine.find(within if within is not None else Everything()) if n not in seen]
    close = [
        number
        for group in (spanish.intersection(candidates), set(candidates) - spanish)
        for number in nearest(near, sorted(group))
    ]
    rest = _Tier([*rest.numbers, *close], [*rest.scores, *([0.0] * len(close))])
    return [_refused(tier, near) for tier in (first, rest)]


def _refused(tier: _Tier, near: Nearness) -> _Tier:
    fused = fuse(tier.scores, [float(near[number]) for number in tier.numbers])
    order = sorted(range(len(fused)), key=lambda index: (-fused[index], index))
    return _Tier([tier.numbers[index] for index in order], [fused[index] for index in order])


def _beside_each_other(tier: _Tier, spanish: set[int]) -> _Tier:
    order = interleave(tier.scores, [number in spanish for number in tier.numbers])
    return _Tier([tier.numbers[index] for index in order], [tier.scores[index] for index in order])


def _joined(tiers: Sequence[_Tier]) -> Ranked:
    return Ranked(
        [number for tier in tiers for number in tier.numbers],
        [score for tier in tiers for score in tier.scores],
        tuple(len(tier.numbers) for tier in tiers),
    )
