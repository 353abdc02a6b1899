"""Where in this passage did the query match, and as which form?

The plans that find chunks in the index are run once more over one chunk's own tokens, so that what
is marked is what matched: the inflected word, the other language's name, the phrase across a line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyzers.token import Token
from index.fields import FACET
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
from search.planning import PlannedForm, PlannedLeaf
from search.results import Span

UNMARKED_FIELDS = frozenset({"title", "section"})
"""Their tokens are not in the chunk's text."""


@dataclass(frozen=True, slots=True)
class LeafMatch:
    """How a leaf of the query occurs in a chunk: as which forms, and where."""

    leaf: PlannedLeaf
    forms: tuple[PlannedForm, ...]
    spans: tuple[Span, ...]


class ChunkTokens:
    """One chunk's tokens, ready to be asked; those that nobody will ask for may be missing."""

    def __init__(self, tokens: Mapping[str, Sequence[Token]], facets: Sequence[str]) -> None:
        self._places: dict[str, dict[str, list[Token]]] = {}
        for name, found in tokens.items():
            places = self._places[name] = {}
            for token in found:
                places.setdefault(token.text, []).append(token)
        self._facets = facets

    def match(self, leaf: PlannedLeaf) -> LeafMatch | None:
        """How the leaf occurs here, or ``None``."""
        found = {form: spans for form in leaf.every_form if (spans := self.spans(form.plan)) is not None}
        spans = [span for each in found.values() for span in each]
        return LeafMatch(leaf, tuple(found), tuple(merge_spans(spans))) if found else None

    def spans(self, plan: Plan) -> list[Span] | None:
        """The spans at which a plan matches; none of them where it matches nothing to mark; or ``None``."""
        return _SPANS[type(plan)](self, plan)

    def _of_term(self, plan: Term) -> list[Span] | None:
        if plan.field == FACET:
            return [] if plan.text in self._facets else None
        found = self._tokens(plan.field, plan.text)
        return self._marked(plan.field, [(t.start_char, t.end_char) for t in found]) if found else None

    def _of_phrase(self, plan: Phrase) -> list[Span] | None:
        found = [(first.start_char, last.end_char) for first, last in self._runs(plan)]
        return self._marked(plan.field, found) if found else None

    def _of_near(self, plan: Near) -> list[Span] | None:
        found: list[Span] = []
        for left in plan.left:
            for right in plan.right:
                for a, b in self._ends(left):
                    for c, d in self._ends(right):
                        gap = max(c.position - b.position, a.position - d.position)
                        if 0 < gap <= plan.distance:
                            found += [(a.start_char, b.end_char), (c.start_char, d.end_char)]
        return found or None

    def _of_range(self, plan: Range) -> list[Span] | None:
        return [] if any(plan.low <= term <= plan.high for term in self._facets) else None

    def _of_any(self, plan: AnyOf | Synonyms) -> list[Span] | None:
        found = [spans for part in plan.parts if (spans := self.spans(part)) is not None]
        return [span for spans in found for span in spans] if found else None

    def _of_all(self, plan: AllOf) -> list[Span] | None:
        found = [self.spans(part) for part in plan.parts]
        if any(spans is None for spans in found):
            return None
        return [span for spans in found if spans for span in spans]

    def _of_at_least(self, plan: AtLeast) -> list[Span] | None:
        found = [spans for part in plan.parts if (spans := self.spans(part)) is not None]
        return [span for spans in found for span in spans] if len(found) >= plan.minimum else None

    def _of_without(self, plan: Without) -> list[Span] | None:
        return self.spans(plan.part) if self.spans(plan.unwanted) is None else None

    def _of_part(self, plan: Boosted | Weighted) -> list[Span] | None:
        return self.spans(plan.part)

    def _of_everything(self, plan: Everything) -> list[Span] | None:
        return []

    def _of_nothing(self, plan: Nothing) -> list[Span] | None:
        return None

    def _tokens(self, name: str, text: str) -> Sequence[Token]:
        return self._places.get(name, {}).get(text, ())

    def _ends(self, plan: Term | Phrase) -> list[tuple[Token, Token]]:
        if isinstance(plan, Phrase):
            return self._runs(plan)
        return [(token, token) for token in self._tokens(plan.field, plan.text)]

    def _runs(self, plan: Phrase) -> list[tuple[Token, Token]]:
        """First and last token of each occurrence of a phrase."""
        runs = [(token, token) for token in self._tokens(plan.field, plan.terms[0])]
        for text in plan.terms[1:]:
            following = {token.position: token for token in self._tokens(plan.field, text)}
            runs = [
                (first, following[last.position + step])
                for first, last in runs
                for step in range(1, plan.slop + 1)
                if last.position + step in following
            ]
        return runs

    @staticmethod
    def _marked(name: str, spans: list[Span]) -> list[Span]:
        return [] if name in UNMARKED_FIELDS else spans


_SPANS: dict[type, Callable[[ChunkTokens, Any], list[Span] | None]] = {
    Term: ChunkTokens._of_term,
    Phrase: ChunkTokens._of_phrase,
    Near: ChunkTokens._of_near,
    Range: ChunkTokens._of_range,
    AnyOf: ChunkTokens._of_any,
    Synonyms: ChunkTokens._of_any,
    AllOf: ChunkTokens._of_all,
    AtLeast: ChunkTokens._of_at_least,
    Without: ChunkTokens._of_without,
    Boosted: ChunkTokens._of_part,
    Weighted: ChunkTokens._of_part,
    Everything: ChunkTokens._of_everything,
    Nothing: ChunkTokens._of_nothing,
}


def merge_spans(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, overlapping ones made one.

    >>> merge_spans([(4, 9), (0, 2), (6, 12)])
    [(0, 2), (4, 12)]
    """
    merged: list[Span] = []
    for low, high in sorted(spans):
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def name_reasons(matches: Sequence[LeafMatch]) -> tuple[str, ...]:
    """Why a chunk is a hit, where that is not plain to see: ``concept: ASPAN = SPP``."""
    reasons: list[str] = []
    for match in matches:
        for form in match.forms:
            if not form.typed:
                reasons.append(f"{form.form.reason}: {match.leaf.term} = {form.form.text}")
    return tuple(dict.fromkeys(reasons))
