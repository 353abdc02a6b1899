"""Which terms in which fields does a piece of text stand for?

Labels, words and phrases as plans: one after another, in any inflection or as they are spelt, compounds in
parts and joined.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from analyzers.analysis import abbreviation_term, separated_term, stem_forms, surface_forms
from analyzers.folding import fold, normalize
from analyzers.language import Language
from analyzers.stopwords import ENGLISH_NOUNS
from analyzers.termbase import Label
from analyzers.tokenizing import Shape, Word, read_words
from index.fields import ASIDE, EXACT, FACET, SECTION, TEXT, TITLE, VERBATIM, facet_term
from index.plan import Near, Nothing, Phrase, Plan, Term, Weighted, all_of, any_of

_ASIDE_WEIGHT = 0.2
"""What a match in a message header or in page chrome counts."""
_KEPT_PLANS = 4_096
"""Of texts: a label or a translation comes several times in a query, and again in the next."""


def label_plan(label: Label) -> Plan:
    """Where a label occurs, in any inflection, in texts of either language.

    An acronym or a name of one word does not inflect. A bound label counts in passages of its own
    language only.
    """
    found = unbound_plan(label)
    if label.bound:
        return all_of([found, Term(FACET, facet_term("language", label.language))])
    return found


def unbound_plan(label: Label) -> Plan:
    """As :func:`label_plan`, wherever the label stands."""
    if label.verbatim:
        spelt: list[Plan] = [Term(VERBATIM, normalize(word.text)) for word in read_words(label.text)]
        return spelt[0] if len(spelt) == 1 else all_of([surface_plan(label.text), *spelt])
    words = read_words(label.text)
    if not label.inflects and len(words) == 1 and words[0].shape is Shape.PLAIN:
        folded = fold(label.text)
        return any_of([Term(EXACT, folded), Term(EXACT, f"{folded}s")])  # "MOUs" are several MOU
    return inflected_plan(label.text)


@lru_cache(maxsize=_KEPT_PLANS)
def inflected_plan(text: str, foreign_to: frozenset[Language] = frozenset()) -> Plan:
    """The words of ``text``, one after another, in any inflection, in texts of either language.

    In those of a language that ``text`` is foreign to they count as they are spelt only. An English noun that
    Spanish has for a function word counts in English texts alone.
    """
    words = read_words(text)
    is_noun = text.lower() in ENGLISH_NOUNS
    absent = {Language.ES} if is_noun else foreign_to
    plans: list[Plan] = [surface_plan(text)] if absent and not is_noun else []
    for field, language in _stem_fields():
        if language in absent:
            continue
        sequences = stem_sequences(words, language)
        found = [_sequence_plan(field, terms) for terms in sequences]
        plans.extend(Weighted(plan, _ASIDE_WEIGHT) if field == ASIDE else plan for plan in found)
    return any_of(plans)


@lru_cache(maxsize=_KEPT_PLANS)
def translated_plan(text: str, language: Language) -> Plan:
    """The words of ``text`` in any inflection, in texts of ``language`` only."""
    words = read_words(text)
    sequences = stem_sequences(words, language)
    return any_of([_sequence_plan(TEXT[language], terms) for terms in sequences])


@lru_cache(maxsize=_KEPT_PLANS)
def surface_plan(text: str) -> Plan:
    """The words of ``text``, one after another, folded but not inflected."""
    words = read_words(text)
    terms = [_surface_term(word) for word in words]
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
            tuple(sequence(field, terms) for terms in stem_sequences(read_words(side), language))
            for side in (left, right)
        ]
        plans.append(Near(sides[0], sides[1], distance))
    return any_of(plans)


@lru_cache(maxsize=_KEPT_PLANS)
def text_field_plans(text: str) -> Mapping[str, Plan]:
    """Words in the section path or in the title, in any inflection: a plan for each of these fields."""
    words = read_words(text)
    sequences = [terms for language in Language for terms in stem_sequences(words, language)]
    return {
        field: any_of([_sequence_plan(field, terms) for terms in sequences]) for field in (SECTION, TITLE)
    }


def _stem_fields() -> Iterable[tuple[str, Language]]:
    for language in Language:
        yield TEXT[language], language
        yield ASIDE, language


def stem_sequences(words: Sequence[Word], language: Language) -> list[tuple[str, ...]]:
    """The term sequences under which the words may stand: part by part, and compounds joined."""
    spread: list[tuple[str, ...]] = [()]
    joined: list[tuple[str, ...]] = [()]
    for word in words:
        if word.shape is Shape.ABBREVIATION:
            alternatives: list[tuple[str, ...]] = [(abbreviation_term(word),)]
            whole = alternatives
        else:
            alternatives = _product(stem_forms(surface, language) for surface in word.surfaces)
            whole = [(term,) for term in _joined_stems(word, language)] if word.joined else alternatives
        spread = [before + after for before in spread for after in alternatives][:8]
        joined = [before + after for before in joined for after in whole][:8]
    return list(dict.fromkeys([*spread, *joined]))


def _product(choices: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for choice in choices:
        found = [(*before, term) for before in found for term in choice][:8]
    return found


def _joined_stems(word: Word, language: Language) -> tuple[str, ...]:
    if word.shape in (Shape.COMPOUND, Shape.SPACED):
        return stem_forms(word.joined or "", language)
    return (separated_term(word),)


def _surface_term(word: Word) -> tuple[str, ...]:
    if word.shape is Shape.ABBREVIATION:
        return (abbreviation_term(word),)
    return tuple(surface_forms(surface)[-1] for surface in word.surfaces)


def _joined_term(word: Word) -> str | None:
    if word.shape is Shape.COMPOUND:
        return surface_forms(word.joined or "")[-1]
    return separated_term(word) if word.shape is Shape.NUMBER else None


def _sequence_plan(field: str, terms: tuple[str, ...]) -> Plan:
    return sequence(field, terms) if terms else Nothing()


def sequence(field: str, terms: tuple[str, ...]) -> Term | Phrase:
    """Terms one after another; one of them is itself."""
    return Term(field, terms[0]) if len(terms) == 1 else Phrase(field, terms)
