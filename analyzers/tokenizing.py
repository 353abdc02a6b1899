"""Where are the words, and which of them belong together?

``iter_words`` finds words with their offsets in the original text, whatever its Unicode form:
plain words, compounds (``cross-border``, ``T-MEC``, ``coope-ración``), abbreviations
(``EE.UU.``, ``U.S.``), words set letter by letter (``C O P Y``), numbers with separators, e-mail addresses.

>>> [(w.text, w.parts, w.joined) for w in iter_words("The T-MEC, in the U.S.")]
... # doctest: +NORMALIZE_WHITESPACE
[('The', ((0, 3),), None), ('T-MEC', ((4, 5), (6, 9)), 'TMEC'), ('in', ((11, 13),), None),
 ('the', ((14, 17),), None), ('U.S.', ((18, 22),), 'US')]
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from functools import lru_cache
from string import ascii_uppercase
from typing import NamedTuple

from analyzers.folding import INVISIBLE, normalize

_KEPT_TEXTS = 4_096
"""Short texts whose words are remembered: a few queries with all that their words stand for."""


class Shape(Enum):
    """What kind of thing a word is; shape decides which terms it gives."""

    PLAIN = auto()
    COMPOUND = auto()
    ABBREVIATION = auto()
    SPACED = auto()
    NUMBER = auto()
    ADDRESS = auto()


class Word(NamedTuple):
    """A word as it stands in the text.

    ``parts`` are the half-open spans that get a position each; ``joined`` is the whole without its
    connectors where that differs from the only part. A word set letter by letter is one part.
    """

    text: str
    start_char: int
    end_char: int
    shape: Shape
    parts: tuple[tuple[int, int], ...]
    joined: str | None

    @property
    def surfaces(self) -> tuple[str, ...]:
        """How each part is spelt, without the blanks between letters."""
        if self.shape is Shape.SPACED:
            return (self.joined or "",)
        return tuple(self.text[low - self.start_char : high - self.start_char] for low, high in self.parts)


# A letter or digit with whatever marks sit on it: decomposed accents and invisible characters are
# no word boundary.
_MARKS = f"[\\u0300-\\u036f{INVISIBLE}]*"
_RUN = f"(?:[^\\W_]{_MARKS})+"
_HYPHENS = "-\u2010\u2011\u2012\u2013"
_APOSTROPHES = "'\u2019\u02bc"
_LETTER = "[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]"
_ACCENTS = "\u0301\u0303\u0308"
_ACCENTED = "".join(
    filter(str.isalpha, (normalize(letter + accent) for letter in ascii_uppercase for accent in _ACCENTS))
)
_CAPITAL = f"[A-Z{_ACCENTED}](?:(?<=[A-Z])[{_ACCENTS}])?"
"""Begins with a set of characters, which is looked for fast."""
_BLANK = "[ \u00a0\u202f]"
_SPACED = f"{_CAPITAL}(?:{_BLANK}{_CAPITAL}){{3,}}"
"""Of three, as ``A B C`` or ``J F K``, most are no words; of four hardly any is a table's head."""
_UNJOINED = f"(?![^\\W_]|[\\u0300-\\u036f{INVISIBLE}]|[{_HYPHENS}{_APOSTROPHES}.@+_][^\\W_])"
"""What comes next makes no longer word of a letter: ``T-MEC``, ``O'Brien``, ``U.S.``"""

_HOST = "[^\\W_](?:[\\w-]{0,62}[^\\W_])?"

_WORD_RE = re.compile(
    rf"""
    (?P<doubled>  (?<![^\W_]) ([A-Z])\2\. \s? ([A-Z])\3 (?![^\W_]) \.? )     # EE.UU.  EE. UU.  CC. OO.
  | (?P<dotted>   (?<![^\W_]) (?:{_LETTER}\.){{2,}} (?:{_LETTER}(?![^\W_]))? ) # U.S.  E.U.A  p.m.
  | (?P<address>  [^\W_](?:[\w.+-]{{0,63}}[^\W_])? @ {_HOST} (?:\.{_HOST}){{1,8}} )
  | (?P<number>   (?<![^\W_]) \d+ (?:[.,\u00a0\u202f]\d+)+ (?![^\W_]) )       # 1.234,5  1,234.5
  | (?P<spaced>   (?=[A-Z\u00c0-\u1eff]) (?<![^\W_]) {_SPACED} {_UNJOINED} ) # C O P Y; no small letter tries
  | (?P<plain>    {_RUN} (?: [{_HYPHENS}{_APOSTROPHES}] {_RUN} )* )
    """,
    re.VERBOSE,
)
_PART_RE = re.compile(_RUN)
_SPACED_RE = re.compile(_SPACED)
_CAPITAL_RE = re.compile(_CAPITAL)
_FIRST_RE = re.compile(rf"{_CAPITAL}(?![^\W_])")
_LAST_RE = re.compile(rf"(?<![^\W_]){_CAPITAL}\Z")
_BLANK_RE = re.compile(_BLANK)
_POSSESSIVE_RE = re.compile(rf"[{_APOSTROPHES}][sS]$")
# A number glued to a capital, as slide exports leave it: "3SPP", "10Contenido".
_GLUED_RE = re.compile(r"(\d{1,3})([A-ZÁÉÍÓÚÜÑ][^\W\d_]+)$")
# A footnote's number glued to a word, as conversions leave it: "customer8".
_NOTED_RE = re.compile(r"([^\W\d_]{4,})(\d{1,2})$")
_NUMBER_RE = re.compile(r"\d+[.,\u00a0\u202f]\d")
_ADDRESS_PART_RE = re.compile(r"[^\W_]+")


def iter_words(text: str) -> Iterator[Word]:
    """The words of a text in order, offsets into ``text`` as it is; linear in its length."""
    for start, spelt in iter_spelt(text):
        yield read_word(spelt, start)


@lru_cache(maxsize=_KEPT_TEXTS)
def read_words(text: str) -> tuple[Word, ...]:
    """The words of a short text. Kept: what a person types and what it stands for is looked at many times."""
    return tuple(iter_words(text))


def iter_spelt(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """Where each word starts and how it is spelt, for those who know what such a word is made of.

    ``start`` may be where one ends.
    """
    for match in _WORD_RE.finditer(text, start):
        yield match.start(), match[0]


def is_lone_capital(piece: str) -> bool:
    """Whether a piece of text without blanks is a letter that may be one of a word set letter by letter."""
    return _CAPITAL_RE.fullmatch(piece) is not None


def has_lone_edge(piece: str) -> bool:
    """Whether such a word may begin where a piece ends, or end where it begins: ``(C``, ``L)``."""
    return _FIRST_RE.match(piece) is not None or _ends_alone(piece, len(piece))


def is_spaced(spelt: str) -> bool:
    """Whether a word, as :func:`iter_spelt` gives it, is set letter by letter."""
    return _SPACED_RE.match(spelt) is not None


def is_one_part(spelt: str) -> bool:
    """Whether a word, as :func:`iter_spelt` gives it, is nothing but letters or figures of one part."""
    return spelt.isalnum() and (spelt.isalpha() or _find_glue(spelt) is None)


def iter_spelt_near(text: str, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Of :func:`iter_spelt` at least the words at these places (ascending), without cutting the rest."""
    done = 0
    for place in places:
        if place < done:
            continue
        for match in _WORD_RE.finditer(text, _before(text, place, done)):
            done = match.end()
            if done > place:
                yield match.start(), match[0]
                break
        else:
            return


def _before(text: str, place: int, done: int) -> int:
    """Where to begin, behind ``done``, so that the word at a place is found whole.

    Only ``EE. UU.`` and ``C O P Y`` have blanks in them.
    """
    blank = text.rfind(" ", done, place)
    while blank > done and (text[blank - 1] == "." or _ends_alone(text, blank)):
        blank = text.rfind(" ", done, blank)
    return max(done, blank + 1)


def _ends_alone(text: str, end: int) -> bool:
    return _LAST_RE.search(text, max(0, end - 2), end) is not None


def iter_spaced(text: str) -> Iterator[int]:
    """Places in every word that is set letter by letter, and in a few others; told fast where there is none.

    What the first letter may belong to is not looked at: in ``T-A B C D E`` the word begins with the second.
    """
    for match in _SPACED_RE.finditer(text):
        yield match.start()
        yield match.start() + 2  # the second letter, or the blank before it


def join_spaced(text: str) -> str:
    """A text with its words set letter by letter as words like any other.

    >>> join_spaced("la M I N U T A de A B C")
    'la MINUTA de A B C'
    """
    return _WORD_RE.sub(lambda found: _BLANK_RE.sub("", found[0]) if found["spaced"] else found[0], text)


def iter_letters(word: Word) -> Iterator[tuple[int, int]]:
    """Where the letters stand of a word that is set letter by letter."""
    for found in _CAPITAL_RE.finditer(word.text):
        yield word.start_char + found.start(), word.start_char + found.end()


def read_word(spelt: str, start: int = 0) -> Word:
    """What :func:`iter_spelt` found, taken apart: how it is spelt alone decides that."""
    end = start + len(spelt)
    if "@" in spelt:
        parts = tuple((start + p.start(), start + p.end()) for p in _ADDRESS_PART_RE.finditer(spelt))
        return Word(spelt, start, end, Shape.ADDRESS, parts, spelt)
    if is_spaced(spelt):
        return Word(spelt, start, end, Shape.SPACED, ((start, end),), _BLANK_RE.sub("", spelt))
    if "." not in spelt and not _NUMBER_RE.match(spelt):
        return _plain_word(spelt, start)
    if spelt[0].isdigit():
        parts = tuple((start + p.start(), start + p.end()) for p in _PART_RE.finditer(spelt))
        return Word(spelt, start, end, Shape.NUMBER, parts, spelt)
    joined = "".join(c for c in spelt if c.isalnum())
    return Word(spelt, start, end, Shape.ABBREVIATION, ((start, end),), joined)


def _plain_word(whole: str, start: int) -> Word:
    if whole[-1:] in "sS":
        whole = _POSSESSIVE_RE.sub("", whole)  # "Mexico's" is the word "Mexico"
    end = start + len(whole)
    glued = _find_glue(whole)
    if glued:
        cut = start + glued.end(1)
        return Word(whole, start, end, Shape.COMPOUND, ((start, cut), (cut, end)), whole)
    parts = tuple((start + p.start(), start + p.end()) for p in _PART_RE.finditer(whole))
    if len(parts) == 1:
        return Word(whole, start, end, Shape.PLAIN, parts, None)
    joined = "".join(whole[low - start : high - start] for low, high in parts)
    return Word(whole, start, end, Shape.COMPOUND, parts, joined)


def _find_glue(whole: str) -> re.Match[str] | None:
    return _GLUED_RE.match(whole) or _NOTED_RE.match(whole)
