"""Which terms in which fields answer a clause, and under which other names?

A leaf of the query becomes a :class:`PlannedLeaf`: its forms, each with the plan that finds it and
the reason why it counts. The same plans find chunks in the index and words in a chunk.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analyzers.analysis import abbreviation_term, separated_term, stem_forms, surface_forms
from analyzers.folding import fold, normalize
from analyzers.language import Language
from analyzers.lexicon import Translation
from analyzers.quantities import FoundDate
from analyzers.termbase import Concept, Label, LabelKind
from analyzers.tokenizing import Shape, read_words
from analyzers.tokenizing import Word as TextWord
from index.fields import ASIDE, EXACT, FACET, SECTION, TEXT, TITLE, VERBATIM, facet_term
from index.plan import (
    AnyOf,
    Boosted,
    Near,
    Nothing,
    Phrase,
    Plan,
    Synonyms,
    Term,
    Weighted,
    all_of,
    any_of,
)
from search.results import Form, Reason

_EXACT_WEIGHT = 0.5
"""What the very form that was typed adds to any inflection of it (measured: .904 to .950 MRR)."""
_FAMILY_WEIGHT = 0.5
"""What relatives of a word count where they stand beside it or instead of it."""
_CONTEXT_WEIGHT = 0.3
"""What a match in the section path or the title adds."""
_ASIDE_WEIGHT = 0.2
"""What a match in a message header or in page chrome counts."""
_PAIR_DISTANCE = 2
"""Positions from one part of a compound to the other: one word may stand there (``tráfico de drogas``)."""
_KEPT_PLANS = 4_096
"""Of texts: a label or a translation comes several times in a query, and again in the next."""


@dataclass(frozen=True, slots=True)
class PlannedForm:
    """One way in which a leaf can occur. ``typed`` marks the form that the person typed."""

    form: Form
    plan: Plan
    typed: bool = False


@dataclass(frozen=True, slots=True)
class PlannedLeaf:
    """A leaf of the query with all its forms.

    ``bonus`` only ranks; ``loose`` finds what comes near, for a leaf that is not all that was asked;
    ``beyond`` what comes near even where it is. ``is_known`` says that some table knows the word: of
    one that none knows, nothing is near in meaning. ``relatives`` are words of its family: they count
    in the second tier only. ``parts`` are what a name consists of that is no more than its words: among
    other leaves it counts there as so many.
    """

    term: str
    forms: tuple[PlannedForm, ...]
    bonus: Plan | None = None
    loose: Plan | None = None
    beyond: Plan | None = None
    is_known: bool = True
    relatives: tuple[PlannedForm, ...] = ()
    parts: tuple[Plan, ...] = ()

    @property
    def every_form(self) -> tuple[PlannedForm, ...]:
        """All forms, relatives among them."""
        return (*self.forms, *self.relatives)

    @property
    def plan(self) -> Plan:
        """Chunks with any form."""
        return any_of([form.plan for form in self.forms])

    @property
    def scored_plan(self) -> Plan:
        """As :attr:`plan`, its forms counted as one word, with what only ranks added."""
        parts = tuple(_weighted(form.plan, form.form.weight) for form in self.forms)
        found: Plan = Synonyms(parts) if parts else Nothing()
        return Boosted(found, self.bonus) if self.bonus is not None else found

    @property
    def partial_plan(self) -> Plan:
        """As :attr:`scored_plan`, or what comes near."""
        parts = [self.scored_plan, *self._kin()]
        return any_of([*parts, self.loose] if self.loose is not None else parts)

    @property
    def partial_plans(self) -> tuple[Plan, ...]:
        """What a passage may hold of the leaf: :attr:`partial_plan`, or each part, or the whole for it."""
        if not self.parts:
            return (self.partial_plan,)
        whole = Weighted(any_of([self.scored_plan, *self._kin()]), 1 / len(self.parts))
        return tuple(any_of([whole, part]) for part in self.parts)

    @property
    def near_plan(self) -> Plan | None:
        """What comes near the only leaf of a query, where anything may."""
        parts = [*([self.beyond] if self.beyond is not None else []), *self._kin()]
        return any_of(parts) if parts else None

    def _kin(self) -> list[Plan]:
        """The relatives, counted as one word beside the word itself, which stays as rare as it is."""
        parts = tuple(_weighted(form.plan, form.form.weight) for form in self.relatives)
        return [Weighted(Synonyms(parts), _FAMILY_WEIGHT)] if parts else []


def plan_word(text: str) -> PlannedLeaf:
    """A word in any inflection, with no equivalents."""
    return PlannedLeaf(text, (_typed_form(text, inflected_plan(text)),), _bonus(text))


def plan_quoted(text: str) -> PlannedLeaf:
    """Words in this order, accents and case folded, not inflected."""
    return PlannedLeaf(f'"{text}"', (_typed_form(text, surface_plan(text)),), _bonus(text))


def plan_verbatim(text: str) -> PlannedLeaf:
    """A word in this spelling only."""
    return PlannedLeaf(f"={text}", (_typed_form(text, Term(VERBATIM, normalize(text))),))


def plan_concepts(text: str, concepts: Sequence[Concept]) -> PlannedLeaf:
    """A label and all other labels of the concepts that it names.

    The set found depends on the concepts alone, not on which of their labels was typed, but for
    labels that mean something else in the other language.
    """
    folded = _folded(text)
    forms: dict[Plan, PlannedForm] = {}
    for concept in concepts:
        for label in concept.labels:
            plan = label_plan(label)
            typed = _folded(label.text) == folded
            if typed and label.bound:  # whoever types it means it, wherever it stands
                plan = _unbound_plan(label)
            if plan in forms and not typed:
                continue
            form = Form(label.text, label.language, Reason.CONCEPT, 1.0, concept.concept_id)
            forms[plan] = PlannedForm(form, plan, typed)
    return PlannedLeaf(text, tuple(forms.values()), _bonus(text))


def plan_translated(text: str, translations: Mapping[Language, Sequence[Translation]]) -> PlannedLeaf:
    """A word or set phrase in any inflection, and its translations by how likely each is meant."""
    typed = _typed_form(text, inflected_plan(text))
    forms = {typed.plan: typed}
    for language, alternatives in translations.items():
        for each in alternatives:
            plan = translated_plan(each.text, language)
            form = Form(each.text, language, Reason.TRANSLATION, each.probability)
            forms.setdefault(plan, PlannedForm(form, plan))
    return PlannedLeaf(text, tuple(forms.values()), _bonus(text))


def plan_pair(left: Sequence[Translation], right: Sequence[Translation], language: Language) -> PlannedForm:
    """A translation of either side beside one of the other, in any order: ``bajo riesgo``."""
    sides = [
        tuple(
            _leaf(TEXT[language], terms)
            for each in side
            for terms in _stem_sequences(each.text, read_words(each.text), language)
            if terms
        )
        for side in (left, right)
    ]
    text = " ".join(max(side, key=lambda each: each.probability).text for side in (left, right))
    weight = round(min(max(each.probability for each in side) for side in (left, right)), 3)
    form = Form(text, language, Reason.TRANSLATION, weight)
    return PlannedForm(form, Near(sides[0], sides[1], _PAIR_DISTANCE))


def plan_date(text: str, dates: Sequence[FoundDate]) -> PlannedLeaf:
    """A date, however it is written."""
    plan = any_of([Term(EXACT, date.iso) for date in dates])
    return PlannedLeaf(text, (_typed_form(text, plan),), _bonus(text))


def plan_surfaces(term: str, surfaces: Sequence[str], reason: Reason, weight: float) -> PlannedLeaf:
    """A word beginning or a misspelt word by the forms of the vocabulary that it stands for."""
    forms = tuple(
        PlannedForm(Form(text, None, reason, weight), Term(EXACT, text), typed=reason is Reason.PREFIX)
        for text in surfaces
    )
    return PlannedLeaf(term, forms)


def label_plan(label: Label) -> Plan:
    """Where a label occurs, in any inflection, in texts of either language.

    An acronym does not inflect. A bound label counts in passages of its own language only.
    """
    found = _unbound_plan(label)
    if label.bound:
        return all_of([found, Term(FACET, facet_term("language", label.language))])
    return found


def _unbound_plan(label: Label) -> Plan:
    if label.verbatim:
        spelt: list[Plan] = [Term(VERBATIM, normalize(word.text)) for word in read_words(label.text)]
        return spelt[0] if len(spelt) == 1 else all_of([surface_plan(label.text), *spelt])
    words = read_words(label.text)
    if label.kind is LabelKind.ACRONYM and len(words) == 1 and words[0].shape is Shape.PLAIN:
        folded = fold(label.text)
        return any_of([Term(EXACT, folded), Term(EXACT, f"{folded}s")])  # "MOUs" are several MOU
    return inflected_plan(label.text)


@lru_cache(maxsize=_KEPT_PLANS)
def inflected_plan(text: str) -> Plan:
    """The words of ``text``, one after another, in any inflection, in texts of either language."""
    words = read_words(text)
    plans: list[Plan] = []
    for field, language in _stem_fields():
        sequences = _stem_sequences(text, words, language)
        found = [_sequence_plan(field, terms) for terms in sequences]
        plans.extend(_weighted(plan, _ASIDE_WEIGHT) if field == ASIDE else plan for plan in found)
    return any_of(plans)


@lru_cache(maxsize=_KEPT_PLANS)
def translated_plan(text: str, language: Language) -> Plan:
    """The words of ``text`` in any inflection, in texts of ``language`` only."""
    words = read_words(text)
    sequences = _stem_sequences(text, words, language)
    return any_of([_sequence_plan(TEXT[language], terms) for terms in sequences])


@lru_cache(maxsize=_KEPT_PLANS)
def surface_plan(text: str) -> Plan:
    """The words of ``text``, one after another, folded but not inflected."""
    words = read_words(text)
    terms = [_surface_term(text, word) for word in words]
    spread = tuple(term for part in terms for term in part)
    joined = tuple(_joined_term(word) or part[-1] for word, part in zip(words, terms, strict=True) if part)
    return any_of(
        [_sequence_plan(EXACT, spread), *([_sequence_plan(EXACT, joined)] if joined != spread else [])]
    )


def near_plan(left: str, right: str, distance: int) -> Plan:
    """Two words or phrases at most ``distance`` positions apart, in any inflection."""
    plans: list[Plan] = []
    for field, language in _stem_fields():
        sides = [
            tuple(_leaf(field, terms) for terms in _stem_sequences(side, read_words(side), language))
            for side in (left, right)
        ]
        plans.append(Near(sides[0], sides[1], distance))
    return any_of(plans)


@lru_cache(maxsize=_KEPT_PLANS)
def text_field_plan(field: str, text: str) -> Plan:
    """Words in the title or in the section path, in any inflection."""
    sequences = (
        terms for language in Language for terms in _stem_sequences(text, read_words(text), language)
    )
    return any_of([_sequence_plan(field, terms) for terms in sequences])


def _stem_fields() -> Iterable[tuple[str, Language]]:
    for language in Language:
        yield TEXT[language], language
        yield ASIDE, language


def _stem_sequences(text: str, words: Sequence[TextWord], language: Language) -> list[tuple[str, ...]]:
    """The term sequences under which the words may stand: part by part, and compounds joined."""
    spread: list[tuple[str, ...]] = [()]
    joined: list[tuple[str, ...]] = [()]
    for word in words:
        if word.shape is Shape.ABBREVIATION:
            alternatives: list[tuple[str, ...]] = [(abbreviation_term(word),)]
            whole = alternatives
        else:
            alternatives = _product(stem_forms(text[low:high], language) for low, high in word.parts)
            whole = [(term,) for term in _joined_stems(word, language)] if word.joined else alternatives
        spread = [before + after for before in spread for after in alternatives][:8]
        joined = [before + after for before in joined for after in whole][:8]
    return list(dict.fromkeys([*spread, *joined]))


def _product(choices: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for choice in choices:
        found = [(*before, term) for before in found for term in choice][:8]
    return found


def _joined_stems(word: TextWord, language: Language) -> tuple[str, ...]:
    if word.shape is Shape.COMPOUND:
        return stem_forms(word.joined or "", language)
    return (separated_term(word),)


def _surface_term(text: str, word: TextWord) -> tuple[str, ...]:
    if word.shape is Shape.ABBREVIATION:
        return (abbreviation_term(word),)
    return tuple(surface_forms(text[low:high])[-1] for low, high in word.parts)


def _joined_term(word: TextWord) -> str | None:
    if word.shape is Shape.COMPOUND:
        return surface_forms(word.joined or "")[-1]
    return separated_term(word) if word.shape is Shape.NUMBER else None


def _sequence_plan(field: str, terms: tuple[str, ...]) -> Plan:
    return _leaf(field, terms) if terms else Nothing()


def _leaf(field: str, terms: tuple[str, ...]) -> Term | Phrase:
    return Term(field, terms[0]) if len(terms) == 1 else Phrase(field, terms)


def _bonus(text: str) -> Plan:
    """What only ranks: the form as it was typed, and the words in title and section path."""
    return AnyOf(
        (
            Weighted(Synonyms((surface_plan(text),)), _EXACT_WEIGHT),
            Weighted(text_field_plan(SECTION, text), _CONTEXT_WEIGHT),
            Weighted(text_field_plan(TITLE, text), _CONTEXT_WEIGHT),
        )
    )


def _typed_form(text: str, plan: Plan) -> PlannedForm:
    return PlannedForm(Form(text, None, Reason.INFLECTION), plan, typed=True)


def _weighted(plan: Plan, weight: float) -> Plan:
    return plan if weight == 1.0 else Weighted(plan, weight)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(fold(word.joined or word.text) for word in read_words(text))
