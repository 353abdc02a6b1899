"""Which terms in which fields answer a clause, and under which other names?

A leaf of the query becomes a :class:`PlannedLeaf`: its forms, each with the plan that finds it and
the reason why it counts. The same plans find chunks in the index and words in a chunk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzers.folding import fold, normalize
from analyzers.language import Language
from analyzers.lexicon import Translation
from analyzers.quantities import FoundDate
from analyzers.termbase import Concept
from analyzers.tokenizing import read_words
from index.fields import EXACT, SECTION, TEXT, TITLE, VERBATIM
from index.plan import (
    AnyOf,
    Boosted,
    Near,
    Nothing,
    Plan,
    Synonyms,
    Term,
    Weighted,
    Without,
    any_of,
)
from search.results import Form, Reason
from search.wording import (
    inflected_plan,
    label_plan,
    sequence,
    stem_sequences,
    surface_plan,
    text_field_plans,
    translated_plan,
    unbound_plan,
)

_EXACT_WEIGHT = 0.5
"""What the very form that was typed adds to any inflection of it (measured: .904 to .950 MRR)."""
_FAMILY_WEIGHT = 0.5
"""What relatives of a word count where they stand beside it or instead of it."""
_CONTEXT_WEIGHT = 0.3
"""What a match in the section path or the title adds."""
_PAIR_DISTANCE = 2
"""Positions from one part of a compound to the other: one word may stand there (``tráfico de drogas``)."""


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
    one that none knows, nothing is near in meaning. ``relatives`` are what only comes near, as
    words of its family: they count in the second tier only. ``parts`` are what a name consists of that is
    no more than its words: among other leaves it counts there as so many. ``topic`` is what a leaf that is
    all that was asked is about, where that is more than a word or a name: passages that mean it come near.
    """

    term: str
    forms: tuple[PlannedForm, ...]
    bonus: Plan | None = None
    loose: Plan | None = None
    beyond: Plan | None = None
    is_known: bool = True
    relatives: tuple[PlannedForm, ...] = ()
    parts: tuple[Plan, ...] = ()
    topic: str | None = None

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


def plan_word(text: str, foreign_to: frozenset[Language] = frozenset()) -> PlannedLeaf:
    """A word in any inflection, in a language that it is foreign to as it is spelt; with no equivalents."""
    return PlannedLeaf(text, (_typed_form(text, inflected_plan(text, foreign_to)),), _bonus(text))


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
                plan = unbound_plan(label)
            if plan in forms and not typed:
                continue
            form = Form(label.text, label.language, Reason.CONCEPT, 1.0, concept.concept_id)
            forms[plan] = PlannedForm(form, plan, typed)
    return PlannedLeaf(text, tuple(forms.values()), _bonus(text))


def plan_translated(
    text: str,
    translations: Mapping[Language, Sequence[Translation]],
    foreign_to: frozenset[Language] = frozenset(),
) -> PlannedLeaf:
    """A word or set phrase as :func:`plan_word` does, and its translations by how likely each is meant."""
    typed = _typed_form(text, inflected_plan(text, foreign_to))
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
            sequence(TEXT[language], terms)
            for each in side
            for terms in stem_sequences(read_words(each.text), language)
            if terms
        )
        for side in (left, right)
    ]
    text = " ".join(max(side, key=lambda each: each.probability).text for side in (left, right))
    weight = round(min(max(each.probability for each in side) for side in (left, right)), 3)
    form = Form(text, language, Reason.TRANSLATION, weight)
    return PlannedForm(form, Near(sides[0], sides[1], _PAIR_DISTANCE))


def plan_date(text: str, dates: Sequence[FoundDate]) -> PlannedLeaf:
    """A date, however it is written; what names its month and no day of it comes near."""
    plan = any_of([Term(EXACT, date.iso) for date in dates])
    months = dict.fromkeys(month for date in dates for month in date.terms[1:])
    near = tuple(PlannedForm(Form(month, None, Reason.MONTH), _month_plan(month)) for month in months)
    return PlannedLeaf(text, (_typed_form(text, plan),), _bonus(text), relatives=near)


def _month_plan(month: str) -> Plan:
    """A month (``2005-03``) alone: each of its days is indexed as the month, too."""
    days: list[Plan] = [Term(EXACT, f"{month}-{day:02d}") for day in range(1, 32)]
    return Without(Term(EXACT, month), any_of(days))


def plan_surfaces(term: str, surfaces: Sequence[str], reason: Reason, weight: float) -> PlannedLeaf:
    """A word beginning or a misspelt word by the forms of the vocabulary that it stands for."""
    forms = tuple(
        PlannedForm(Form(text, None, reason, weight), Term(EXACT, text), typed=reason is Reason.PREFIX)
        for text in surfaces
    )
    return PlannedLeaf(term, forms)


def _bonus(text: str) -> Plan:
    """What only ranks: the form as it was typed, and the words in title and section path."""
    around = text_field_plans(text)
    return AnyOf(
        (
            Weighted(Synonyms((surface_plan(text),)), _EXACT_WEIGHT),
            *(Weighted(around[field], _CONTEXT_WEIGHT) for field in (SECTION, TITLE)),
        )
    )


def _typed_form(text: str, plan: Plan) -> PlannedForm:
    return PlannedForm(Form(text, None, Reason.INFLECTION), plan, typed=True)


def _weighted(plan: Plan, weight: float) -> Plan:
    return plan if weight == 1.0 else Weighted(plan, weight)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(fold(word.joined or word.text) for word in read_words(text))
