"""Which words of the documents are relatives of a typed one, though no inflection of it?

``traducción`` for ``traducir``, ``kidnapper`` for ``secuestro``. A relative is not the word: it finds
passages of the second tier only, counts less, and is shown with a reason of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Protocol

from analyzers.families import are_relatives, irregular_relatives, iter_beginnings, spell
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.lexicon import Translation
from analyzers.stemming import given_words, stem, stem_heads
from analyzers.stopwords import is_stop_word
from analyzers.termbase import Concept, Label, LabelKind
from index.fields import EXACT, TEXT
from search.planning import PlannedForm
from search.results import Form, Reason
from search.wording import translated_plan

WEIGHT = 0.5
"""How often a relative counts that occurs once."""
MOST = 6
"""Relatives of one word, the most common ones: a large family is about everything."""
_LEAST_TRANSLATION = 0.4
"""Weight from which a translation is likely enough to be meant that its relatives are worth looking at."""


class Vocabulary(Protocol):
    """What is asked of an index."""

    def document_frequency(self, field: str, text: str) -> int:
        """In how many chunks a term occurs in a field."""

    def iter_terms(self, field: str, prefix: str) -> Iterable[str]:
        """The terms of a field that begin with ``prefix``, in order."""


def plan_relatives(
    word: str, translations: Mapping[Language, Sequence[Translation]], vocabulary: Vocabulary
) -> tuple[PlannedForm, ...]:
    """The relatives of a single word, and those of its likely translations, as forms.

    A word with translations into one language only is a word of the other; one without any may be of either.
    """
    known = {language.other for language, found in translations.items() if found}
    forms: dict[str, PlannedForm] = {}
    for language in known or Language:
        for relative in find_relatives(word, language, vocabulary):
            forms.setdefault(relative, _form(relative, language, WEIGHT))
    for language, alternatives in translations.items():
        for each in alternatives:
            if each.probability >= _LEAST_TRANSLATION and " " not in each.text:
                for relative in find_relatives(each.text, language, vocabulary):
                    forms.setdefault(relative, _form(relative, language, round(WEIGHT * each.probability, 3)))
    return tuple(forms.values())


def plan_label_relatives(concepts: Sequence[Concept], vocabulary: Vocabulary) -> tuple[PlannedForm, ...]:
    """The relatives of the common nouns among the labels of concepts, whichever of these was typed."""
    forms: dict[str, PlannedForm] = {}
    for label in (label for concept in concepts for label in concept.labels):
        if is_common_noun(label):
            for relative in find_relatives(label.text, label.language, vocabulary):
                forms.setdefault(relative, _form(relative, label.language, WEIGHT))
    return tuple(forms.values())


def is_common_noun(label: Label) -> bool:
    """Whether a label is a word like any other, of which there are relatives and synonyms."""
    return label.kind is not LabelKind.ACRONYM and label.text.islower() and label.text.isalpha()


def find_relatives(word: str, language: Language, vocabulary: Vocabulary) -> list[str]:
    """The relatives of a word that occur in passages of its language, most common first."""
    folded = fold(word)
    if not folded.isalpha() or is_stop_word(folded):
        return []
    given = irregular_relatives(folded, language)
    common = {
        stemmed: count
        for stemmed in _relative_stems(folded, given, language, vocabulary)
        if (count := vocabulary.document_frequency(TEXT[language], stemmed))
    }
    ranked = sorted(common, key=lambda stemmed: (-common[stemmed], stemmed))
    written = (_as_written(stemmed, given, language, vocabulary) for stemmed in ranked)
    return list(islice((surface for surface in written if surface), MOST))


def _relative_stems(
    folded: str, given: Sequence[str], language: Language, vocabulary: Vocabulary
) -> set[str]:
    """The stems that relatives have: the documents know theirs, so no word of them is stemmed to tell."""
    own = stem(folded, language)
    stems = {stem(fold(relative), language) for relative in given}
    for beginning in iter_beginnings(own, language):
        found = vocabulary.iter_terms(TEXT[language], beginning)
        stems.update(each for each in found if are_relatives(own, each, language))
    return stems - {own}


def _as_written(stemmed: str, given: Sequence[str], language: Language, vocabulary: Vocabulary) -> str | None:
    """The most common word with a stem, as it is spelt: one of those ``given``, if any of them has it."""

    def times(word: str) -> tuple[int, str]:
        return vocabulary.document_frequency(EXACT, fold(word)), word

    words = [each for each in given if stem(fold(each), language) == stemmed]
    if not words:
        likely = (vocabulary.iter_terms(EXACT, head) for head in stem_heads(stemmed))
        surfaces = (*chain.from_iterable(likely), *given_words(stemmed, language))
        words = [spell(each, language) for each in surfaces if stem(each, language) == stemmed]
    return max((each for each in words if not is_stop_word(fold(each))), key=times, default=None)


def _form(text: str, language: Language, weight: float) -> PlannedForm:
    return PlannedForm(Form(text, language, Reason.FAMILY, weight), translated_plan(text, language))
