"""Which terms do texts hold, and at which positions? What :func:`analyze` says, at the speed of indexing.

Where a term stands in the text is asked for passages that are shown, never for those that are indexed.
Without offsets, whatever stands between two blanks gives the same terms wherever it stands, so each piece
is numbered once (:mod:`analyzers.pieces`) and texts are put together by arrays, many at a time. Headings in
capitals and dates are put in afterwards; numbers, abbreviations and words set with blanks reach across
pieces, and a text that may hold one is analysed as a whole.

>>> vocabulary = Vocabulary()
>>> stems = vocabulary.read([("Cross-border inspections", Language.EN)]).stems
>>> [vocabulary.numbering.terms[number] for number in stems.terms], stems.positions.tolist()
(['crossbord', 'cross', 'border', 'inspect'], [0, 0, 1, 2])
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from threading import Lock
from typing import NamedTuple

import numpy as np

from analyzers.analysis import analyze
from analyzers.language import Language
from analyzers.numbering import Integers, Numbering, Numbers, Rows
from analyzers.pieces import HAS_YEAR, IS_CAPITAL, Pieces, View, as_array
from analyzers.quantities import FoundDate, find_dates
from analyzers.tokenizing import iter_spelt

_MOST_PIECES = 1 << 18
_MOST_CHARS = 1 << 23
"""What a vocabulary holds before another is begun, in which the common ones come again: about 150 MB."""

_HARD_BLANKS = ("\u00a0", "\u202f")
_SET_NUMBER_RE = re.compile(r"\d[\u00a0\u202f]\d")
"""Blanks that stand inside a number: ``1 234``."""

Line = tuple[str, Language]
"""A text, and the language in which its words are stemmed."""


class Views(NamedTuple):
    """The views of :class:`analyzers.analysis.Analysis`, a row a text."""

    stems: Rows
    exact: Rows
    verbatim: Rows


class Vocabulary:
    """Terms by number, and which of them each piece of text gives. It only grows, until it is full.

    To be shared by threads as it is.
    """

    def __init__(self) -> None:
        self._pieces = Pieces()
        self._lock = Lock()
        self._is_sound = True

    @property
    def numbering(self) -> Numbering:
        """Terms by number, in their order."""
        return self._pieces.words.numbering

    @property
    def is_full(self) -> bool:
        """Whether another one should be begun: memory has a bound, whatever the texts."""
        full = len(self._pieces) >= _MOST_PIECES or self._pieces.chars >= _MOST_CHARS
        return full or not self._is_sound

    def read(self, lines: Sequence[Line]) -> Views:
        """The terms of texts by view; linear in their length."""
        with self._lock:
            self._is_sound = False  # should this be broken off in the middle
            views = self._read(lines)
            self._is_sound = True
        return views

    def _read(self, lines: Sequence[Line]) -> Views:
        held = self._pieces.words
        words, sizes, with_blanks = self._number(lines)
        known = len(held.widths)
        whole = sorted(with_blanks | _with_set_numbers(lines))
        if whole:
            words, sizes = _replace(words, sizes, whole, [self._analyze(*lines[line]) for line in whole])
        words, sizes = self._place_dates(lines, self._shout(words, sizes), sizes)
        begins = np.concatenate([[0], np.cumsum(as_array(held.widths)[words], dtype=np.int64)])
        ends = np.cumsum(sizes)
        shifts = begins[:-1] - np.repeat(begins[ends - sizes], sizes)
        stems, exact, verbatim = (_expand(view, words, shifts, ends) for view in held.views)
        held.cut(known)
        return Views(stems, exact, verbatim)

    def _number(self, lines: Sequence[Line]) -> tuple[Numbers, Integers, set[int]]:
        """The words of all texts, how many each text has, and which may hold a word with blanks in it."""
        known = self._pieces.by_language
        found = [list(map(known[language].__getitem__, text.split())) for text, language in lines]
        pieces = np.fromiter(chain.from_iterable(found), np.int32)
        ends = np.cumsum(np.fromiter(map(len, found), np.int64, len(found)))
        blanks = self._pieces.find_blanks(pieces)
        words, sizes = self._pieces.gather(pieces)
        totals = np.concatenate([[0], np.cumsum(sizes)])[ends]
        return words, np.diff(totals, prepend=0), set(np.searchsorted(ends, blanks, "right").tolist())

    def _analyze(self, text: str, language: Language) -> int:
        """A text as one word of its own, to be forgotten again."""
        analysis = analyze(text, language)
        views = (analysis.stems, analysis.exact, analysis.verbatim)
        return self._pieces.words.add_text(
            ([(token.text, token.position) for token in view] for view in views), analysis.length
        )

    def _shout(self, words: Numbers, sizes: Integers) -> Numbers:
        """The words, those of headings in capitals replaced by what stands for them there."""
        is_capital = as_array(self._pieces.words.marks)[words] & IS_CAPITAL != 0
        if not is_capital.any():
            return words
        parts = ~is_capital
        parts[(np.cumsum(sizes) - sizes)[sizes > 0]] = True
        runs = np.cumsum(parts)[is_capital]
        capitals = words[is_capital]
        is_heading = np.bincount(runs) > 1
        is_heading &= np.bincount(runs, as_array(self._pieces.words.weights)[capitals]) > 1
        instead = as_array(self._pieces.words.shouted)[capitals]
        words = words.copy()
        words[is_capital] = np.where(is_heading[runs], instead, capitals)
        return words

    def _place_dates(
        self, lines: Sequence[Line], words: Numbers, sizes: Integers
    ) -> tuple[Numbers, Integers]:
        """The words with the dates that are among them, each before the first word that it spans."""
        has_year = as_array(self._pieces.words.marks)[words] & HAS_YEAR != 0
        ends = np.cumsum(sizes)
        dated = np.unique(np.searchsorted(ends, np.flatnonzero(has_year), "right")).tolist()
        places: list[int] = []
        numbers: list[int] = []
        for line in dated:
            first = int(ends[line] - sizes[line])
            found = find_dates(*lines[line])
            if found:
                sizes[line] += len(found)
                places += [first + place for place in _words_before(lines[line][0], found)]
                numbers += [self._pieces.words.add_date(date) for date in found]
        return np.insert(words, places, numbers) if places else words, sizes


_current = Vocabulary()


def current_vocabulary() -> Vocabulary:
    """The vocabulary of this process; another one once it is full."""
    global _current
    if _current.is_full:
        _current = Vocabulary()
    return _current


def _with_set_numbers(lines: Sequence[Line]) -> set[int]:
    return {
        number
        for number, (text, _) in enumerate(lines)
        if not text.isascii() and any(map(text.__contains__, _HARD_BLANKS)) and _SET_NUMBER_RE.search(text)
    }


def _words_before(text: str, dates: Sequence[FoundDate]) -> Iterator[int]:
    """Of each date how many words end before it begins."""
    ends = [start + len(spelt) for start, spelt in iter_spelt(text)]
    return (bisect_right(ends, date.start_char) for date in dates)


def _replace(
    words: Numbers, sizes: Integers, whole: Sequence[int], instead: Sequence[int]
) -> tuple[Numbers, Integers]:
    """Each text of ``whole`` as the one word that stands ``instead`` of its own."""
    is_kept = np.ones(len(sizes), bool)
    is_kept[whole] = False
    starts = (np.cumsum(sizes) - sizes)[whole]
    kept = np.repeat(is_kept, sizes)
    kept[starts] = True
    words = words.copy()
    words[starts] = instead
    sizes = sizes.copy()
    sizes[whole] = 1
    return words[kept], sizes


def _expand(view: View, words: Numbers, shifts: Integers, ends: Integers) -> Rows:
    """The terms of a view in texts whose words begin at these positions; ``ends`` are the texts'."""
    terms, places, sizes = view.gather(words)
    totals = np.concatenate([[0], np.cumsum(sizes)])[ends]
    return Rows(terms, places + np.repeat(shifts, sizes).astype(np.int32), np.diff(totals, prepend=0))
