"""What does a piece of text, whatever stands between two blanks, give by itself? Worked out once.

Pieces are numbered, and so are the words of which they are made; what each holds lies in flat arrays by
its number, so that whole texts are put together by arrays. ``--option=value`` may never come again, its
words do. What may join with its neighbours (a date, a heading in capitals, ``EE. UU.``) is marked.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.analysis import SHOUT_LENGTH, read_views, stem_forms, surface_forms
from analyzers.folding import normalize
from analyzers.language import Language
from analyzers.numbering import Integers, Numbering, Numbers, spread
from analyzers.stopwords import STOP_WORDS
from analyzers.tokenizing import iter_spelt, read_word

_PLAIN_RE = re.compile(r"[!-/:-@\[-`{-~¡¿«»“”„…]*([^\W\d_]+)[!-/:-@\[-`{-~¡¿«»“”„…]*")
"""Letters between signs that belong to no word: nearly all of a text."""
_OPENS_RE = re.compile(r"([A-Z])\1\.$")
"""``EE.``, which may go on with ``UU.``"""
_YEAR_RE = re.compile(r"1[5-9]\d\d|20\d\d")
"""Every date has one."""

HAS_YEAR, IS_CAPITAL, BENDS = 1, 2, 4
"""Marks of a word: it may be of a date; it is in capitals or digits; it has one stem more in a heading
in capitals than elsewhere."""


class Lists:
    """Lists of whole numbers, one after the other."""

    def __init__(self) -> None:
        self._held = array("i")
        self._ends = array("i", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, numbers: Iterable[int]) -> None:
        """Append a list."""
        self._held.extend(numbers)
        self._ends.append(len(self._held))

    def gather(self, chosen: Numbers) -> tuple[Numbers, Integers]:
        """The numbers of these lists, one after the other, and how many each has."""
        ends = as_array(self._ends)
        starts = ends[chosen].astype(np.int64)
        sizes = ends[chosen + 1] - starts
        return as_array(self._held)[spread(starts, sizes)], sizes

    def cut(self, count: int) -> None:
        """Forget all but the first ``count`` lists."""
        del self._ends[count + 1 :]
        del self._held[self._ends[-1] :]


class Words:
    """All words that were met, under one numbering, with the terms they give and where these stand.

    By number, beside the views: ``widths`` (how many positions a word takes), ``marks`` and ``weights``
    (words side by side that are marked as capitals are a heading from 2 on).
    """

    def __init__(self) -> None:
        self.numbering = Numbering()
        self.views = tuple((Lists(), Lists()) for _ in range(3))
        """Terms and places: stems, exact, verbatim."""
        self.widths = array("i")
        self.marks = array("B")
        self.weights = array("i")

    def __len__(self) -> int:
        return len(self.widths)

    def add(self, spelt: str, language: Language) -> int:
        """Append a word as it stands in a text of a language; its number."""
        if not spelt.isalpha():
            return self._add_compound(spelt, language)
        stems, exact = dict.fromkeys(stem_forms(spelt, language)), surface_forms(spelt)
        for (terms, places), held in zip(self.views, (stems, exact, (normalize(spelt),)), strict=True):
            terms.add([self.numbering[term] for term in held])
            places.add([0] * len(held))
        return self._describe(1, *(_describe_capitals(spelt, [spelt], language) if spelt.isupper() else ()))

    def add_terms(self, views: Iterable[Sequence[tuple[str, int]]], width: int) -> int:
        """Append a word by the terms of its views, each with its place; its number."""
        for (terms, places), held in zip(self.views, views, strict=True):
            terms.add([self.numbering[term] for term, _ in held])
            places.add([place for _, place in held])
        return self._describe(width)

    def cut(self, count: int) -> None:
        """Forget all but the first ``count`` words."""
        for terms, places in self.views:
            terms.cut(count)
            places.cut(count)
        for held in (self.widths, self.marks, self.weights):
            del held[count:]

    def _add_compound(self, spelt: str, language: Language) -> int:
        word = read_word(spelt)
        read = read_views(word, language)
        for (terms, places), tokens in zip(self.views, (read.stems, read.exact, read.verbatim), strict=True):
            terms.add([self.numbering[token.text] for token in tokens])
            places.add([token.position for token in tokens])
        marks = weight = 0
        if read.is_capital:
            parts = [spelt[start:end] for start, end in word.parts]
            marks, weight = _describe_capitals(word.text, parts, language)
        return self._describe(read.width, marks | (HAS_YEAR if _YEAR_RE.search(spelt) else 0), weight)

    def _describe(self, width: int, marks: int = 0, weight: int = 0) -> int:
        self.widths.append(width)
        self.marks.append(marks)
        self.weights.append(weight)
        return len(self.widths) - 1


class Pieces:
    """All pieces that were met, in every language, under one numbering."""

    def __init__(self) -> None:
        self.words = Words()
        self.held = Lists()
        """The words of each piece."""
        self.opens = array("B")
        """By number, whether a piece may go on in the next: ``EE.``"""
        self.chars = 0
        """Characters of all that was met: memory is some multiple of it."""
        self.by_language = {language: _Known(self._maker(language)) for language in Language}

    def __len__(self) -> int:
        return len(self.opens)

    def _maker(self, language: Language) -> Callable[[str], int]:
        words = _Known(lambda spelt: self.words.add(spelt, language))

        def make(text: str) -> int:
            plain = _PLAIN_RE.fullmatch(text)
            if plain and not plain[1].isupper():
                self.held.add((words[plain[1]],))
                self.opens.append(0)
            else:
                self.held.add([words[spelt] for _, spelt in iter_spelt(text)])
                self.opens.append(_OPENS_RE.search(text) is not None)
            self.chars += len(text)
            return len(self.opens) - 1

        return make


class _Known(dict[str, int]):
    """Numbers by text; one that is not known is made."""

    def __init__(self, make: Callable[[str], int]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> int:
        self[text] = number = self._make(text)
        return number


def _describe_capitals(word: str, parts: Sequence[str], language: Language) -> tuple[int, int]:
    """Marks and weight of a word in capitals or digits."""
    is_stop = any(word.lower() in STOP_WORDS[each] for each in Language)
    bends = any(
        len(set(stem_forms(part, language, shouted=True))) > len(set(stem_forms(part, language)))
        for part in parts
    )
    return IS_CAPITAL | (BENDS if bends else 0), 2 * is_stop + (len(word) >= SHOUT_LENGTH)


def as_array(values: "array[int]") -> NDArray[Any]:
    """An array of Python's as one of numpy's, over the same memory: to be let go before it grows."""
    return np.frombuffer(values, values.typecode) if len(values) else np.empty(0, values.typecode)
