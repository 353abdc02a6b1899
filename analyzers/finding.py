"""Where do the words stand that give a few wanted terms? Found without analysing a whole text.

Words that cannot give any are passed over (:mod:`analyzers.scanning`), the others analysed a spelling at a
time. What :func:`~analyzers.analysis.analyze` gives of these terms is what is found here.

>>> finder = TermFinder({"inspeccion"}, set(), Language.ES)
>>> [(start, spelt) for start, spelt, _ in finder.scan("Las inspecciones del puerto") or ()]
[(4, 'inspecciones')]
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from analyzers.analysis import Analysis, ReadWord, Views, iter_shouted, read_shouted, read_spelt
from analyzers.language import Language
from analyzers.scanning import Scanner
from analyzers.stemming import given_words
from analyzers.tokenizing import Shape, Word, iter_spelt, read_word

_SHOUTED = "\0"
"""Stands before a word in a line of capitals, which gives other terms than elsewhere."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's words before they are analysed: where each starts, by spelling, and its position."""

    starts: tuple[int, ...]
    positions: tuple[int, ...]
    by_spelling: Mapping[str, Sequence[int]]


def outline(text: str) -> Outline:
    """The words of a text. Takes a tenth of what analysing them takes."""
    spelt: list[str] = []
    starts: list[int] = []
    positions: list[int] = []
    capitals = bytearray()
    position = 0
    for start, each in iter_spelt(text):
        spelt.append(each)
        starts.append(start)
        positions.append(position)
        if each.isalpha():
            capitals.append(each.isupper())
            position += 1
        else:
            word = read_word(each)
            capitals.append(word.text.isupper() or word.text.isdigit())
            position += _width_of(word)
    for number in list(iter_shouted(capitals, lambda n: read_word(spelt[n]).text)):
        spelt[number] = _SHOUTED + spelt[number]
    by_spelling: dict[str, list[int]] = {}
    for number, each in enumerate(spelt):
        by_spelling.setdefault(each, []).append(number)
    return Outline(tuple(starts), tuple(positions), by_spelling)


FoundWord = tuple[int, str, ReadWord]
"""Where a word starts, how it is spelt, its terms."""


class TermFinder:
    """Finds the words of one language whose terms are wanted: stems, or surface forms (of the other views).

    A spelling met before is only looked up.
    """

    def __init__(self, stems: Set[str], surfaces: Set[str], language: Language) -> None:
        self.terms = stems | surfaces
        given = {word for each in stems for word in given_words(each, language)}
        self._scanner = Scanner(stems | given, surfaces)
        self._language = language if stems else None
        self._read: dict[str, ReadWord | None] = {}
        self._found: dict[str, ReadWord] = {}
        self._told_apart: set[str] = set()
        """Spellings that give other wanted terms in a line of capitals than elsewhere."""

    def scan(self, text: str) -> list[FoundWord] | None:
        """The words that give a wanted term, in order.

        ``None`` where the words around one decide which terms it gives: :meth:`words` knows those.
        """
        found: list[FoundWord] = []
        for start, spelt in self._scanner.words(text):
            word = self._word(spelt)
            if spelt in self._told_apart:
                return None
            if word is not None:
                found.append((start, spelt, word))
        return found

    def place(self, text: str, words: Sequence[FoundWord], reach: int) -> Analysis:
        """As :meth:`find`, of the words that :meth:`scan` found; cuts no more of the text than it must.

        Positions are as far apart as in the text, or both more than ``reach``.
        """
        views = Views()
        end = 0
        for start, spelt, word in words:
            if end:
                views.position += _positions_between(text, end, start, reach)
            views.add(word, start, self.terms)
            views.position += word.width
            end = start + len(spelt)
        return Analysis(views.stems, views.exact, views.verbatim, 0)

    def words(self, text: Outline) -> list[tuple[str, ReadWord]]:
        """The spellings in a text that give a wanted term, in no order."""
        for spelt in text.by_spelling.keys() - self._read.keys():
            self._word(spelt)
        return [(spelt, self._found[spelt]) for spelt in text.by_spelling.keys() & self._found.keys()]

    def find(self, text: Outline) -> Analysis:
        """Of the three views those tokens whose terms are wanted, in no order; dates are not looked for."""
        views = Views()
        for spelt, word in self.words(text):
            for number in text.by_spelling[spelt]:
                views.position = text.positions[number]
                views.add(word, text.starts[number], self.terms)
        return Analysis(views.stems, views.exact, views.verbatim, 0)

    def _word(self, spelt: str) -> ReadWord | None:
        """What a spelling gives, if any of it is wanted."""
        if spelt in self._read:
            return self._read[spelt]
        word = self._read[spelt] = self._wanted(spelt)
        if word is not None:
            self._found[spelt] = word
        return word

    def _wanted(self, spelt: str) -> ReadWord | None:
        bare = spelt.removeprefix(_SHOUTED)
        if not self._scanner.may_give(bare):
            return None
        word = (read_spelt if bare is spelt else read_shouted)(bare, self._language)
        if word.is_capital and bare is spelt and self._language:
            shouted = read_shouted(spelt, self._language)
            if not (word.terms ^ shouted.terms).isdisjoint(self.terms):
                self._told_apart.add(spelt)
        return None if word.terms.isdisjoint(self.terms) else word


def _positions_between(text: str, start: int, stop: int, most: int) -> int:
    """How many positions lie between two words, the end of one and the start of another.

    Beyond ``most``, more than that.
    """
    count = 0
    for at, spelt in iter_spelt(text, start):
        if at >= stop or count > most:
            break
        count += 1 if spelt.isalpha() else _width_of(read_word(spelt))
    return count


def _width_of(word: Word) -> int:
    return 1 if word.shape is Shape.ABBREVIATION else len(word.parts)
