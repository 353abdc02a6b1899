"""What do words typed side by side stand for? Dates, names, set phrases, single words.

A row of bare words becomes planned leaves: a name in the termbase is one leaf under all its labels, a word
one leaf with its translations, a date one leaf however it is written. What a text may write as one
word or as two (``crossborder``, ``cross border``) counts either way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import log2
from typing import Protocol

from analyzers.analysis import part_terms
from analyzers.crossing import Crossing, Meaning
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.lexicon import Translation
from analyzers.quantities import FoundDate, find_dates
from analyzers.stopwords import ENGLISH_NOUNS, are_spanish, is_stop_word
from analyzers.termbase import Concept, LabelKind
from analyzers.tokenizing import Shape, read_words
from index.fields import TEXT
from index.plan import AtLeast, Plan, Synonyms, Weighted, all_of
from search import planning, relatives, rewriting
from search.planning import PlannedForm, PlannedLeaf
from search.results import Note
from search.synonyms import RARE, plan_label_synonyms, plan_synonyms

_LOOSE_WEIGHT = 0.9
"""What the words of a name count when they stand apart, where the name is not all that was asked."""
_TRANSLATION_WEIGHT = 0.8
"""What the likeliest translation counts beside the word that was typed."""
_LEAST_WEIGHT = 0.05
"""Share of the likeliest translation's weight below which one brings more noise than passages."""
_MOST_WORDS = 4
"""Words of a label that may stand apart: longer ones are titles."""


Translations = Mapping[Language, Sequence[Translation]]


class Vocabulary(relatives.Vocabulary, rewriting.Vocabulary, Protocol):
    """What naming asks of an index."""


class Namer:
    """Turns rows of bare words into leaves; ``notes`` collects what the reader should know."""

    def __init__(self, vocabulary: Vocabulary, crossing: Crossing) -> None:
        self._vocabulary = vocabulary
        self.crossing = crossing
        self.notes: list[Note] = []
        self._known: dict[tuple[str, Language], tuple[tuple[str, ...], int]] = {}

    def leaves(self, words: Sequence[str], *, is_all: bool = True) -> list[PlannedLeaf]:
        """The leaves of a row of words; function words are left out where others remain.

        ``is_all`` says that nothing else was asked: what comes near a name is another thing beside others.
        """
        found: list[tuple[PlannedLeaf, Sequence[Concept] | None]] = []
        dropped: list[str] = []
        for low, high, dates in _dated(words):
            if dates:
                found.append((planning.plan_date(" ".join(words[low:high]), dates), None))
            else:
                found.extend(self._undated(words[low:high], dropped))
        if not found:
            return [planning.plan_word(word, self.crossing.foreign_to(word)) for word in words]
        if dropped:
            self.notes.append(Note("stop-words-dropped", " ".join(dropped)))
        if is_all and len(found) == 1:
            ((leaf, concepts),) = found
            if concepts is None:
                return [leaf]
            return [
                replace(leaf, beyond=self._beyond(leaf.term, concepts), topic=_topic(leaf.term, concepts))
            ]
        return rewriting.join_neighbours([self._with_words(leaf) for leaf, _ in found], self._vocabulary)

    def _undated(
        self, words: Sequence[str], dropped: list[str]
    ) -> Iterator[tuple[PlannedLeaf, Sequence[Concept]]]:
        for meaning in self.crossing.meanings(words):
            typed = " ".join(words[meaning.start : meaning.end])
            is_single = meaning.end == meaning.start + 1
            if not meaning.concepts and is_single and _is_dropped(fold(typed), words):
                dropped.append(typed)
                continue
            if not meaning.concepts and not meaning.translations:
                meaning = self._meaning_in_two_words(typed) or meaning
            if len(meaning.concepts) > 1:
                self.notes.append(Note("ambiguous", typed))
            if meaning.concepts:
                leaf = planning.plan_concepts(typed, meaning.concepts)
                leaf = _with_near(leaf, self._near_concepts(meaning.concepts))
            else:
                leaf = self._plan_translated(typed, meaning.translations)
                leaf = replace(leaf, is_known=bool(meaning.translations))
                if not meaning.translations:
                    leaf = rewriting.add_owner(self._with_compound(leaf))
            yield rewriting.write_otherwise(leaf, self._vocabulary), meaning.concepts

    def _near_concepts(self, concepts: Sequence[Concept]) -> tuple[PlannedForm, ...]:
        """What comes near concepts: the relatives of their common nouns, and their other translations."""
        return (
            *relatives.plan_label_relatives(concepts, self._vocabulary),
            *plan_label_synonyms(concepts, self.crossing.translations, self._vocabulary),
        )

    def _meaning_in_two_words(self, typed: str) -> Meaning | None:
        """What ``crossborder`` means, which only ``cross-border`` says."""
        for halves in rewriting.iter_halves(typed, self._vocabulary):
            found = list(self.crossing.meanings(halves))
            if len(found) == 1 and (found[0].concepts or found[0].translations):
                return found[0]
        return None

    def _occurring(self, translations: Translations) -> Translations:
        """The translations that occur in the index, weighed against the likeliest of them.

        A word that the documents use often is likelier to be meant than one they hardly know. Those that
        share their stems (``archivo``, ``archivar``) find the same and count as one.
        """
        found: dict[Language, list[Translation]] = {}
        for language, alternatives in translations.items():
            weights: dict[str, float] = {}
            named: dict[tuple[str, ...], str] = {}
            for each in alternatives:
                stems, frequency = self._standing(each.text, language)
                name = named.setdefault(stems, each.text)
                weight = each.probability * _commonness(frequency)
                weights[name] = weights.get(name, 0.0) + weight
            likeliest = max(weights.values(), default=0.0)
            found[language] = [
                Translation(text, round(_TRANSLATION_WEIGHT * weight / likeliest, 3))
                for text, weight in weights.items()
                if weight > _LEAST_WEIGHT * likeliest
            ]
        return found

    def _is_rare(self, word: str, translations: Translations) -> bool:
        """Whether a word and its translations stand in few passages, so that synonyms may be missed."""
        texts = [(word, language) for language in Language]
        texts += [(each.text, language) for language, found in translations.items() for each in found]
        return sum(self._standing(text, language)[1] for text, language in texts) <= RARE

    def _standing(self, text: str, language: Language) -> tuple[tuple[str, ...], int]:
        """The stems of a word or phrase, and how many passages of a language hold the rarest of them."""
        found = self._known.get((text, language))
        if found is None:
            stems = tuple(stem for stem, _ in part_terms(text, language)[0])
            frequencies = (self._vocabulary.document_frequency(TEXT[language], each) for each in stems)
            found = self._known[text, language] = stems, min(frequencies, default=0)
        return found

    def _with_compound(self, leaf: PlannedLeaf) -> PlannedLeaf:
        """``low-risk``, which no table knows, with what its two parts translate to, side by side."""
        words = read_words(leaf.term)
        if len(words) != 1 or words[0].shape is not Shape.COMPOUND or len(words[0].parts) != 2:
            return leaf
        halves = [
            self._occurring(self.crossing.translations(leaf.term[low:high])) for low, high in words[0].parts
        ]
        forms = [
            planning.plan_pair(left, right, language)
            for language in Language
            if (left := halves[0].get(language)) and (right := halves[1].get(language))
        ]
        return replace(leaf, forms=(*leaf.forms, *forms), is_known=bool(forms))

    def _with_words(self, leaf: PlannedLeaf) -> PlannedLeaf:
        """A name of several words with what its words count when they stand apart."""
        words = _content_words(leaf.term)
        if len(words) < 2:
            return leaf
        apart = [self._part(word) for word in words]
        loose = Weighted(AtLeast(tuple(apart), (len(apart) + 1) // 2), _LOOSE_WEIGHT)
        return replace(leaf, loose=loose, parts=self._parts(leaf.term, apart))

    def _part(self, word: str) -> Plan:
        return self._plan_translated(word, self.crossing.translations(word)).partial_plan

    def _parts(self, term: str, words: Sequence[Plan]) -> tuple[Plan, ...]:
        """What a generic name consists of: an institution and the name of its country, or plain words.

        Who reads of ``aduanas de México`` in a text on Mexico reads of ``aduanas``. Proper names
        (``Estados Unidos``) have no parts.
        """
        typed = term.split()
        inner = max(
            (
                (match.end - match.start, low + match.start, match.concepts)
                for low, high in ((0, len(typed) - 1), (1, len(typed)))
                for match in self.crossing.termbase.match(typed[low:high])
            ),
            key=lambda found: found[0],
            default=None,
        )
        if inner is None:
            return tuple(words) if term.islower() else ()
        length, start, concepts = inner
        name = planning.plan_concepts(" ".join(typed[start : start + length]), concepts).partial_plan
        rest = [word for word in (*typed[:start], *typed[start + length :]) if not is_stop_word(fold(word))]
        return (*map(self._part, rest), name) if rest else ()

    def _beyond(self, term: str, concepts: Sequence[Concept]) -> Plan | None:
        """Passages that hold a common noun's words apart, or by the lexicon; names are names or nothing.

        It depends on the concepts alone, so their labels find the same passages here too. Without any, it is
        a set phrase whose words may stand apart.
        """
        if not concepts:
            return self._apart([term], least=2)
        labels = [label for concept in concepts for label in concept.labels]
        return self._apart(
            [each.text for each in labels if each.kind is not LabelKind.ACRONYM and each.text.islower()]
        )

    def _apart(self, texts: Sequence[str], least: int = 1) -> Plan | None:
        """Passages that hold the words of one of some texts, if each has few but ``least`` at least."""
        plans = [
            all_of([replace(self._plan_word(word), bonus=None).scored_plan for word in words])
            for words in map(_content_words, texts)
            if least <= len(words) <= _MOST_WORDS
        ]
        return Weighted(Synonyms(tuple(dict.fromkeys(plans))), _LOOSE_WEIGHT) if plans else None

    def _plan_translated(self, text: str, translations: Translations) -> PlannedLeaf:
        """A word or set phrase with its translations, a word also with the relatives of these and its own."""
        occurring = self._occurring(translations)
        leaf = planning.plan_translated(text, occurring, self.crossing.foreign_to(text))
        if " " in text:
            return leaf
        near = relatives.plan_relatives(text, _worth_relatives(occurring, translations), self._vocabulary)
        if self._is_rare(text, occurring):
            near = (*near, *plan_synonyms(text, self.crossing.translations, self._vocabulary))
        return _with_near(leaf, near)

    def _plan_word(self, word: str) -> PlannedLeaf:
        translations = self._occurring(self.crossing.translations(word))
        return planning.plan_translated(word, translations, self.crossing.foreign_to(word))


def _with_near(leaf: PlannedLeaf, near: Sequence[PlannedForm]) -> PlannedLeaf:
    """A leaf with what comes near it and is not among its forms; of equal ones, the first counts."""
    forms = {form.plan: form for form in reversed((*leaf.forms, *near))}
    return replace(leaf, relatives=tuple(form for form in near if forms[form.plan] is form))


def _is_dropped(folded: str, words: Sequence[str]) -> bool:
    """Whether a word is a function word, as it stands among other words."""
    if folded in ENGLISH_NOUNS:
        return are_spanish(map(fold, words))
    return is_stop_word(folded)


def _topic(term: str, concepts: Sequence[Concept]) -> str | None:
    """What a name or a phrase is about, if it is a common noun of several words; else it stands for itself.

    Of a concept its first labels in both languages say it, so that all labels find the same.
    """
    if not concepts:
        return term if len(_content_words(term)) > 1 else None
    labels = [label for concept in concepts for label in _first_labels(concept)]
    has_phrase = any(label.islower() and len(_content_words(label)) > 1 for label in labels)
    return " ".join(labels) if has_phrase else None


def _first_labels(concept: Concept) -> list[str]:
    first = {label.language: label.text for label in reversed(concept.labels)}
    return [first[language] for language in Language if language in first]


def _worth_relatives(occurring: Translations, translations: Translations) -> Translations:
    """The translations that occur; if none does, all: there may be *guilty* where there is no *guilt*."""
    return {
        language: occurring.get(language)
        or [
            Translation(each.text, _TRANSLATION_WEIGHT * each.probability / found[0].probability)
            for each in found
        ]
        for language, found in translations.items()
        if found
    }


def _commonness(frequency: int) -> float:
    """How common what stands in so many passages is; 0 where it cannot occur."""
    return 1 + log2(1 + frequency) if frequency else 0.0


def _content_words(text: str) -> list[str]:
    return [word.text for word in read_words(text) if not is_stop_word(fold(word.text))]


def _dated(words: Sequence[str]) -> Iterator[tuple[int, int, list[FoundDate]]]:
    """Stretches of words, ``[low, high)``, with the readings of the date that they are, if they are one."""
    text = " ".join(words)
    edges: list[int] = []
    at = 0
    for word in words:
        edges.append(at)
        at += len(word) + 1
    readings = {language: find_dates(text, language) for language in Language}
    low = 0
    for found in readings[Language.ES]:
        start = sum(edge <= found.start_char for edge in edges) - 1
        end = sum(edge < found.end_char for edge in edges)
        if start > low:
            yield low, start, []
        yield (
            start,
            end,
            [d for dates in readings.values() for d in dates if d.start_char == found.start_char],
        )
        low = end
    if low < len(words):
        yield low, len(words), []
