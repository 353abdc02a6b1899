"""What do these typed words stand for in the other language, and who says so?

Concepts of the termbase come first; what no concept names is looked up in the translation tables, in
the order of trust: those learnt from the person's own documents, the lexicon, those guessed by meaning.
Nobody guesses the language of a query: words are looked up in both directions.

>>> crossing = Crossing(load_termbase(), load_lexicon())
>>> [(m.start, m.end, len(m.concepts)) for m in crossing.meanings(["Coast", "Guard", "port"])]
[(0, 2, 1), (2, 3, 0)]
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from analyzers import families
from analyzers.language import Language
from analyzers.lexicon import MAX_TRANSLATIONS, Lexicon, Translation, load_lexicon
from analyzers.termbase import Concept, Match, Termbase, load_termbase

_FIRST_TABLE = 0.6
"""Share of a word's probability that goes to the more trusted of two tables that both know it."""

_UNKNOWN: tuple[Translation, ...] = ()


class Table(Protocol):
    """Translations by word: a lexicon, or what was learnt from documents."""

    @property
    def longest(self) -> int:
        """Words in the longest entry."""

    def translations(self, text: str, language: Language) -> tuple[Translation, ...]:
        """What a word or phrase of ``language`` means in the other, likeliest first, summing to 1."""

    def only_resembles(self, text: str, language: Language) -> bool:
        """Whether a word of the other language has the stem of words of this one, and is none of them."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A stretch of typed words, ``[start, end)``, and what it stands for.

    ``translations`` are by the language that they are in. A stretch of several words is a name or a
    set phrase; every other word has a meaning of its own, if only an empty one.
    """

    start: int
    end: int
    concepts: tuple[Concept, ...] = ()
    translations: Mapping[Language, tuple[Translation, ...]] = field(default_factory=dict)


class Crossing:
    """The termbase and translation tables as one.

    ``tables`` stand in the order of trust; ``guesses``, by meaning, serve only words that none of them
    knows.
    """

    def __init__(self, termbase: Termbase, *tables: Table, guesses: Table | None = None) -> None:
        self.termbase = termbase
        self._tables = tables
        self._guesses = guesses

    def meanings(self, words: Sequence[str]) -> Iterator[Meaning]:
        """What a row of typed words stands for: names first, then set phrases, then single words.

        A set phrase in which a name stands is longer and goes before it: ``free software``.
        """
        at = 0
        for match in self.termbase.match(words):
            if match.start < at:  # within a set phrase
                continue
            found = self._phrase_around(words, at, match) or Meaning(match.start, match.end, match.concepts)
            yield from self._phrases(words, at, found.start)
            yield found
            at = found.end
        yield from self._phrases(words, at, len(words))

    def _phrase_around(self, words: Sequence[str], low: int, name: Match) -> Meaning | None:
        """The longest set phrase, from ``low`` on, that holds a name and more words."""
        longest = min(max((table.longest for table in self._tables), default=1), len(words) - low)
        for length in range(longest, name.end - name.start, -1):
            for start in range(max(low, name.end - length), min(name.start, len(words) - length) + 1):
                translations = self.translations(" ".join(words[start : start + length]))
                if translations:
                    return Meaning(start, start + length, (), translations)
        return None

    def translations(self, text: str) -> Mapping[Language, tuple[Translation, ...]]:
        """Translations of a word or phrase, looked up in both directions, by their own language.

        What a table knows in one language is not guessed at in the other: ``Mexican`` is no Spanish word.
        """
        found = {language.other: self._merged(text, language) for language in Language}
        if not any(found.values()) and self._guesses is not None:
            found = {language.other: self._guesses.translations(text, language) for language in Language}
        return {language: translations for language, translations in found.items() if translations}

    def foreign_to(self, text: str) -> frozenset[Language]:
        """The languages in which a word has the stem of other words: English, for Spanish ``informe``."""
        return frozenset(
            language
            for language in Language
            if any(table.only_resembles(text, language) for table in self._tables)
            and not self._merged(text, language)
        )

    def _phrases(self, words: Sequence[str], low: int, high: int) -> Iterator[Meaning]:
        longest = max((table.longest for table in self._tables), default=1) if high - low > 1 else 1
        at = low
        while at < high:
            for end in range(min(high, at + longest), at, -1):
                translations = self.translations(" ".join(words[at:end]))
                if translations or end == at + 1:
                    yield Meaning(at, end, (), translations)
                    at = end
                    break

    def _merged(self, text: str, language: Language) -> tuple[Translation, ...]:
        merged: tuple[Translation, ...] = _UNKNOWN
        for table in reversed(self._tables):
            merged = _mix(table.translations(text, language), merged)
        return merged


def _mix(first: Sequence[Translation], second: Sequence[Translation]) -> tuple[Translation, ...]:
    """Two tables' translations as one, the first weighing more."""
    if not first or not second:
        return tuple(first or second)
    weights: dict[str, float] = {}
    for translations, share in ((first, _FIRST_TABLE), (second, 1 - _FIRST_TABLE)):
        for each in translations:
            weights[each.text] = weights.get(each.text, 0.0) + share * each.probability
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_TRANSLATIONS]
    total = sum(weight for _, weight in best)
    return tuple(Translation(text, round(weight / total, 4)) for text, weight in best)


def stem_ahead(termbase: Termbase, lexicon: Lexicon) -> None:
    """Stem all that words are compared with now, for those who will be asked for many; takes a second or two.

    Stems are remembered by whoever makes them (:func:`analyzers.stemming.stem`), so this is not done twice.
    """
    families.read_all()
    termbase.stem_all()
    lexicon.stem_all()


def load_crossing() -> Crossing:
    """The shipped termbase and lexicon."""
    return Crossing(load_termbase(), load_lexicon())
