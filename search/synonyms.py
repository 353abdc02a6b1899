"""Which other words of its language say what a rare word says? Those that share translations with it.

Who asks for ``litigio`` misses the one passage on a ``pleito``. A lexicon of two languages holds a thesaurus
of each: the translations of a word's translations (Bannard & Callison-Burch 2005). Synonyms drift, so they
are asked only for words that stand in few passages, and find what comes near, never what is exact.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from analyzers.analysis import part_terms
from analyzers.language import Language
from analyzers.lexicon import Translation
from analyzers.termbase import Concept
from index.fields import TEXT
from search.planning import PlannedForm
from search.relatives import MOST, WEIGHT, Vocabulary, is_common_noun
from search.results import Form, Reason
from search.wording import translated_plan

RARE = 10
"""Passages with a word or a translation of it up to which its synonyms are asked for: a page's worth."""
_LIKELY = 0.1
"""Probability of a translation worth translating back: each costs a look into the lexicon."""
_LEAST_SHARE = 0.05
"""Probability below which a word shares no more than a rare sense."""

Translate = Callable[[str], Mapping[Language, Sequence[Translation]]]
"""The translations of a word, by the language that they are in."""


def plan_synonyms(word: str, translate: Translate, vocabulary: Vocabulary) -> tuple[PlannedForm, ...]:
    """The synonyms of a single word that occur in passages of its language, as forms, likeliest first."""
    return tuple(
        PlannedForm(Form(text, into.other, Reason.SYNONYM, WEIGHT), translated_plan(text, into.other))
        for into in translate(word)
        for text in _find_synonyms(word, into.other, translate, vocabulary)
    )


def plan_label_synonyms(
    concepts: Sequence[Concept], translate: Translate, vocabulary: Vocabulary
) -> tuple[PlannedForm, ...]:
    """What the lexicon also knows for common nouns among the labels of concepts, likeliest first.

    A concept says what its names are, and nothing else is exact: ``arancel`` is *tariff*. Where *duty* stands
    comes near. It depends on the concepts alone, whichever of their labels was typed.
    """
    labels = [label for concept in concepts for label in concept.labels]
    nouns = [label for label in labels if is_common_noun(label)]
    if not nouns:
        return ()  # most are names
    known = {(label.language, _stems(label.text, label.language)) for label in labels}
    found: dict[tuple[Language, tuple[str, ...]], Translation] = {}
    for label in nouns:
        into = label.language.other
        for each in translate(label.text).get(into, ()):
            key = into, _stems(each.text, into)
            if each.probability >= _LIKELY and key[1] and key not in known:
                found.setdefault(key, each)
    occurring = [
        (each, into)
        for (into, stems), each in found.items()
        if all(vocabulary.document_frequency(TEXT[into], stemmed) for stemmed in stems)
    ]
    occurring.sort(key=lambda pair: (-pair[0].probability, pair[0].text))
    return tuple(
        PlannedForm(Form(each.text, into, Reason.SYNONYM, WEIGHT), translated_plan(each.text, into))
        for each, into in occurring[:MOST]
    )


def _find_synonyms(
    word: str, language: Language, translate: Translate, vocabulary: Vocabulary
) -> Iterator[str]:
    """The likeliest synonyms: p(synonym | word) is the sum, over translations, of there and back."""
    own = _stems(word, language)
    shares: dict[tuple[str, ...], float] = {}
    spelt: dict[tuple[str, ...], str] = {}
    likely = (each for each in translate(word)[language.other] if each.probability >= _LIKELY)
    for there in likely:
        for back in translate(there.text).get(language, ()):
            stems = _stems(back.text, language)
            if len(stems) == 1 and stems != own:
                shares[stems] = shares.get(stems, 0.0) + there.probability * back.probability
                spelt.setdefault(stems, back.text)
    shared = [stems for stems, share in shares.items() if share >= _LEAST_SHARE]
    occurring = [each for each in shared if vocabulary.document_frequency(TEXT[language], each[0])]
    yield from (spelt[each] for each in sorted(occurring, key=lambda each: (-shares[each], each))[:MOST])


def _stems(text: str, language: Language) -> tuple[str, ...]:
    return tuple(stem for stem, _ in part_terms(text, language)[0])
