"""Which words of ten hits are marked? Looked up by the terms that the query's plans name, and no others.

A form of a leaf is tried on a chunk only where the chunk holds a term without which it cannot match.
The plans themselves are run by :mod:`search.matching`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from analyzers.analysis import ReadWord
from analyzers.finding import FoundWord
from analyzers.language import Language
from analyzers.token import Token
from corpus.model import Chunk
from index.fields import (
    EXACT,
    FACET,
    TEXT,
    VERBATIM,
    TokenFinder,
    language_facet,
)
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
from search.matching import ChunkTokens, LeafMatch, merge_spans
from search.planning import PlannedForm, PlannedLeaf
from search.results import Span

_Key = tuple[str, str]
"""Field and text of a term."""

_Place = tuple[int, int]
"""A leaf, and one of its forms."""


_Found = dict[_Place, list[Span]]


class Marker:
    """The leaves of one query, ready to be found in chunks. What a spelling matches is worked out once."""

    def __init__(self, leaves: Sequence[PlannedLeaf]) -> None:
        self._leaves = leaves
        self._plain: dict[_Key, list[_Place]] = {}
        """By term, the forms that are nothing but alternatives to it."""
        self._needing: dict[_Key, list[_Place]] = {}
        """By term, the forms that cannot do without it, or another such."""
        self._always: list[_Place] = []
        terms: set[Term] = set()
        for at, leaf in enumerate(leaves):
            for number, form in enumerate(leaf.every_form):
                terms.update(term for term in _terms_of(form.plan) if term.field != FACET)
                needed = _needed(form.plan)
                if needed is None:
                    self._always.append((at, number))
                    continue
                by_key = self._plain if _is_plain(form.plan) else self._needing
                for key in needed:
                    by_key.setdefault(key, []).append((at, number))
        self._finder = TokenFinder({(term.field, term.text) for term in terms})
        self._reach = max((_reach_of(form.plan) for leaf in leaves for form in leaf.every_form), default=0)
        self._spans: dict[tuple[Language, str], list[tuple[_Place, Span]] | None] = {}

    def match(self, chunk: Chunk) -> list[LeafMatch]:
        """How each leaf occurs in a chunk; those that do not are left out."""
        words = None if self._always else self._finder.scan(chunk)
        if words is None or chunk.language is None:
            return self._by_leaf(self._found_by_plan(chunk, self._finder.find(chunk)))
        found = self._found_by_spelling(words, chunk.language)
        if found is None:
            found = self._found_by_plan(chunk, self._finder.place(chunk, words, self._reach))
        return self._by_leaf(found)

    def _found_by_plan(self, chunk: Chunk, tokens: Mapping[str, Sequence[Token]]) -> _Found:
        """Where forms stand in a chunk, by its tokens."""
        found: _Found = {}
        tried = list(self._always)
        for name, some in tokens.items():
            for token in some:
                key = (name, token.text)
                for place in self._plain.get(key, ()):
                    found.setdefault(place, []).append((token.start_char, token.end_char))
                tried += self._needing.get(key, ())
        if tried:
            all_tokens = ChunkTokens(tokens, language_facet(chunk))
            for at, number in set(tried):
                spans = all_tokens.spans(self._leaves[at].every_form[number].plan)
                if spans is not None:
                    found[at, number] = spans
        return found

    def _found_by_spelling(self, words: Sequence[FoundWord], language: Language) -> _Found | None:
        """Where forms that are single words stand among the words of a text, which needs no positions.

        ``None`` where a form of several words may match.
        """
        found: _Found = {}
        for start, spelt, word in words:
            key = language, spelt
            if key not in self._spans:
                self._spans[key] = self._spans_of(word, language)
            spans = self._spans[key]
            if spans is None:
                return None
            for place, (low, high) in spans:
                found.setdefault(place, []).append((start + low, start + high))
        return found

    def _spans_of(self, word: ReadWord, language: Language) -> list[tuple[_Place, Span]] | None:
        """The forms that a word matches, each with the part that does; ``None`` if one needs more words."""
        spans: list[tuple[_Place, Span]] = []
        for name, tokens in ((TEXT[language], word.stems), (EXACT, word.exact), (VERBATIM, word.verbatim)):
            for token in tokens:
                key = name, token.text
                if key in self._needing:
                    return None
                spans += [(place, (token.start_char, token.end_char)) for place in self._plain.get(key, ())]
        return spans

    def _by_leaf(self, found: _Found) -> list[LeafMatch]:
        forms: dict[int, list[PlannedForm]] = {}
        spans: dict[int, list[Span]] = {}
        for at, number in sorted(found):
            forms.setdefault(at, []).append(self._leaves[at].every_form[number])
            spans.setdefault(at, []).extend(found[at, number])
        return [LeafMatch(self._leaves[at], tuple(forms[at]), tuple(merge_spans(spans[at]))) for at in forms]


def _is_plain(plan: Plan) -> bool:
    """Whether a plan matches where any of its terms stands in the text, and marks these."""
    if isinstance(plan, Term):
        return plan.field != FACET
    if isinstance(plan, AnyOf | Synonyms):
        return all(map(_is_plain, plan.parts))
    return isinstance(plan, Weighted) and _is_plain(plan.part)


def _terms_of(plan: Plan) -> Iterator[Term]:
    """Every term that a plan names."""
    if isinstance(plan, Term):
        yield plan
    elif isinstance(plan, Phrase):
        yield from (Term(plan.field, text) for text in plan.terms)
    elif isinstance(plan, Range | Everything | Nothing):
        return
    else:
        for part in _parts(plan):
            yield from _terms_of(part)


def _reach_of(plan: Plan) -> int:
    """Positions that a plan's words may lie apart."""
    if isinstance(plan, Phrase):
        return plan.slop
    return max(map(_reach_of, _parts(plan)), default=0) + (plan.distance if isinstance(plan, Near) else 0)


def _parts(plan: Plan) -> Iterable[Plan]:
    if isinstance(plan, AnyOf | Synonyms | AllOf | AtLeast):
        return plan.parts
    if isinstance(plan, Near):
        return (*plan.left, *plan.right)
    if isinstance(plan, Without):
        return (plan.part, plan.unwanted)
    return (plan.part,) if isinstance(plan, Boosted | Weighted) else ()


def _needed(plan: Plan) -> set[_Key] | None:
    """Terms of which a chunk must hold one for the plan to match; ``None`` where it can do without."""
    if isinstance(plan, Term):
        return None if plan.field == FACET else {(plan.field, plan.text)}
    if isinstance(plan, Phrase):
        return {(plan.field, plan.terms[0])}
    if isinstance(plan, Near):
        return _any_needed(plan.left)
    if isinstance(plan, AnyOf | Synonyms):
        return _any_needed(plan.parts)
    if isinstance(plan, AtLeast):
        return _any_needed(plan.parts) if plan.minimum > 0 else None
    if isinstance(plan, AllOf):
        return next((found for part in plan.parts if (found := _needed(part)) is not None), None)
    if isinstance(plan, Without | Boosted | Weighted):
        return _needed(plan.part)
    return set() if isinstance(plan, Nothing) else None


def _any_needed(parts: Iterable[Plan]) -> set[_Key] | None:
    found: set[_Key] = set()
    for part in parts:
        needed = _needed(part)
        if needed is None:
            return None
        found |= needed
    return found
