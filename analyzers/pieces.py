"""What does a piece of text, whatever stands between two blanks, give by itself? Worked out once.

Pieces are numbered, and so are the words of which they are made; what each holds lies in flat arrays by
its number, so that whole texts are put together by arrays. ``--option=value`` may never come again, its
words do. What depends on its neighbours (a date, a heading in capitals, ``EE. UU.``, ``C O P Y``) is marked.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.analysis import SHOUT_LENGTH, read_views, stem_forms, surface_forms
from analyzers.folding import fold, normalize
from analyzers.language import Language
from analyzers.numbering import Integers, Numbering, Numbers, spread
from analyzers.quantities import FoundDate
from analyzers.stemming import stem
from analyzers.stopwords import STOP_WORDS
from analyzers.tokenizing import (
    Word,
    has_lone_edge,
    is_lone_capital,
    is_one_part,
    iter_spelt,
    read_word,
)

_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡¿«»“”„…"
"""Belong to no word where they stand around letters, as nearly everywhere in a text."""
_OPENS_RE = re.compile(r"([A-Z])\1\.$")
"""``EE.``, which may go on with ``UU.``"""
_YEAR_RE = re.compile(r"1[5-9]\d\d|20\d\d")
"""Every date has one."""

HAS_YEAR, IS_CAPITAL = 1, 2
"""Marks of a word: it may be of a date; it is in capitals or digits."""

_OPENS, _IS_EDGE, _IS_LETTER = 1, 2, 4
"""Marks of a piece that may go on in others: ``EE.``, the first and last of ``(C O P Y)``, those between."""
_LETTERS = 4
"""Pieces of the shortest word that is set letter by letter."""


class View:
    """Lists of terms, each with its place, one list after the other."""

    def __init__(self) -> None:
        self._terms = array("i")
        self._places = array("i")
        self._ends = array("i", [0])

    def add_word(self, terms: Sequence[int]) -> None:
        """Append a list of terms that stand at one place."""
        for term in terms:
            self._terms.append(term)
            self._places.append(0)
        self._ends.append(len(self._terms))

    def add(self, terms: Iterable[int], places: Iterable[int]) -> None:
        """Append a list."""
        self._terms.extend(terms)
        self._places.extend(places)
        self._ends.append(len(self._terms))

    def gather(self, chosen: Numbers) -> tuple[Numbers, Numbers, Integers]:
        """The terms of these lists, one after the other, their places, and how many each list has."""
        at, sizes = _ranges(self._ends, chosen)
        return as_array(self._terms)[at], as_array(self._places)[at], sizes

    def cut(self, count: int) -> None:
        """Forget all but the first ``count`` lists."""
        del self._ends[count + 1 :]
        del self._terms[self._ends[-1] :]
        del self._places[self._ends[-1] :]


class Words:
    """All words that were met, under one numbering, with the terms that they give and their places.

    By number, beside the views: ``widths`` (how many positions a word takes), ``marks``, ``weights`` (words
    side by side that are marked as capitals are a heading from 2 on) and ``shouted`` (what stands for the
    word in such a heading).
    """

    def __init__(self) -> None:
        self.numbering = Numbering()
        self.views = (View(), View(), View())
        """Stems, exact, verbatim."""
        self.widths = array("i")
        self.marks = array("B")
        self.weights = array("i")
        self.shouted = array("i")

    def add(self, spelt: str, language: Language) -> int:
        """Append a word as it stands in a text of a language; its number."""
        if spelt.islower() and spelt.isalpha():
            return self._add_surface(spelt, (stem(fold(spelt), language),))
        if not is_one_part(spelt):
            return self._add_compound(read_word(spelt), language)
        marks = 0 if spelt.isalpha() or not _YEAR_RE.search(spelt) else HAS_YEAR
        if spelt.isdigit():
            return self._add_surface(spelt, stem_forms(spelt, language), marks | IS_CAPITAL, _weigh(spelt))
        if not spelt.isupper():
            return self._add_surface(spelt, stem_forms(spelt, language), marks)
        number = self._add_surface(spelt, stem_forms(spelt, language), marks | IS_CAPITAL, _weigh(spelt))
        self.shouted[number] = self._add_surface(spelt, stem_forms(spelt, language, shouted=True), marks)
        return number

    def add_date(self, date: FoundDate) -> int:
        """Append a date as a word that takes no position; its number."""
        terms = [self.numbering[term] for term in date.terms]
        for view, held in zip(self.views, (terms, terms, ()), strict=True):
            view.add_word(held)
        return self._describe(0)

    def add_text(self, views: Iterable[Sequence[tuple[str, int]]], width: int) -> int:
        """Append a text as if it were a word, by the terms of its views with their places; its number."""
        for view, held in zip(self.views, views, strict=True):
            view.add([self.numbering[term] for term, _ in held], [place for _, place in held])
        return self._describe(width)

    def cut(self, count: int) -> None:
        """Forget all but the first ``count`` words."""
        for view in self.views:
            view.cut(count)
        for held in (self.widths, self.marks, self.weights, self.shouted):
            del held[count:]

    def _add_surface(self, spelt: str, stems: Sequence[str], marks: int = 0, weight: int = 0) -> int:
        numbering = self.numbering
        stemmed, exact, verbatim = self.views
        stemmed.add_word([numbering[term] for term in dict.fromkeys(stems)])
        exact.add_word([numbering[term] for term in surface_forms(spelt)])
        verbatim.add_word([numbering[normalize(spelt)]])
        return self._describe(1, marks, weight)

    def _add_compound(self, word: Word, language: Language) -> int:
        marks = HAS_YEAR if _YEAR_RE.search(word.text) else 0
        is_digit = word.text.isdigit()
        if not is_digit and not word.text.isupper():
            return self._add_read(word, language, marks)
        number = self._add_read(word, language, marks | IS_CAPITAL, weight=_weigh(word.text))
        if not is_digit:
            self.shouted[number] = self._add_read(word, language, marks, is_shouted=True)
        return number

    def _add_read(
        self, word: Word, language: Language, marks: int, *, weight: int = 0, is_shouted: bool = False
    ) -> int:
        read, width = read_views(word, language, shouted=is_shouted)
        for view, tokens in zip(self.views, read, strict=True):
            view.add([self.numbering[token.text] for token in tokens], [token.position for token in tokens])
        return self._describe(width, marks, weight)

    def _describe(self, width: int, marks: int = 0, weight: int = 0) -> int:
        number = len(self.widths)
        self.widths.append(width)
        self.marks.append(marks)
        self.weights.append(weight)
        self.shouted.append(number)
        return number


class Pieces:
    """All pieces that were met, in every language, under one numbering."""

    def __init__(self) -> None:
        self.words = Words()
        self.marks = array("B")
        """By number, how a piece may be of a word with blanks in it."""
        self.chars = 0
        """Characters of all that was met: memory is some multiple of it."""
        self._held = array("i")
        self._ends = array("i", [0])
        self._words = {language: _Known(self.words.add, language) for language in Language}
        self.by_language = {language: _Known(self._add, language) for language in Language}
        """Numbers of pieces by their text; one that is not known is added."""

    def __len__(self) -> int:
        return len(self.marks)

    def _add(self, text: str, language: Language) -> int:
        words = self._words[language]
        bare = text.strip(_SIGNS)
        if bare.isalnum():
            self._held.append(words[bare])
        elif bare:
            self._held.extend([words[spelt] for _, spelt in iter_spelt(text)])
        self._ends.append(len(self._held))
        self.marks.append(_mark(text))
        self.chars += len(text)
        return len(self.marks) - 1

    def gather(self, chosen: Numbers) -> tuple[Numbers, Integers]:
        """The words of these pieces, one after the other, and how many each has."""
        at, sizes = _ranges(self._ends, chosen)
        return as_array(self._held)[at], sizes

    def find_blanks(self, chosen: Numbers) -> Integers:
        """Where in a row of pieces a word with blanks in it may begin."""
        marks = as_array(self.marks)[chosen]
        places = np.flatnonzero(marks)
        marks = marks[places]
        opening = places[marks & _OPENS != 0]
        is_letter = marks & _IS_LETTER != 0
        first, last = places[: 1 - _LETTERS], places[_LETTERS - 1 :]
        begins = (last - first == _LETTERS - 1) & is_letter[1 : 2 - _LETTERS] & is_letter[2 : 3 - _LETTERS]
        return np.concatenate([opening, first[begins]])


class _Known(dict[str, int]):
    """Numbers of one language by text; what is not known is added."""

    def __init__(self, add: Callable[[str, Language], int], language: Language) -> None:
        super().__init__()
        self._add = add
        self._language = language

    def __missing__(self, text: str) -> int:
        self[text] = number = self._add(text, self._language)
        return number


def _mark(piece: str) -> int:
    if piece.isalnum() and len(piece) > 1:
        return 0
    if piece[-1] == "." and _OPENS_RE.search(piece):
        return _OPENS
    if not (piece[0].isupper() or piece[-1].isupper() or piece[-1] > "\u02ff"):  # an accent
        return 0
    return _IS_EDGE * has_lone_edge(piece) | _IS_LETTER * is_lone_capital(piece)


def _weigh(word: str) -> int:
    """How much a word in capitals says that it is of a heading: see :func:`analyzers.analysis.is_shout`."""
    is_stop = any(word.lower() in STOP_WORDS[each] for each in Language)
    return 2 * is_stop + (len(word) >= SHOUT_LENGTH)


def _ranges(ends: "array[int]", chosen: Numbers) -> tuple[Integers, Integers]:
    """The places of all that these lists hold, one list after the other, and how many each holds."""
    all_ends = as_array(ends)
    starts = all_ends[chosen].astype(np.int64)
    sizes = all_ends[chosen + 1] - starts
    return spread(starts, sizes), sizes


def as_array(values: "array[int]") -> NDArray[Any]:
    """An array of Python's as one of numpy's, over the same memory: to be let go before it grows."""
    return np.frombuffer(values, values.typecode) if len(values) else np.empty(0, values.typecode)
