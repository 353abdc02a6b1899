"""Where are the words, and which of them belong together?

``iter_words`` finds words with their offsets in the original text, whatever its Unicode form:
plain words, compounds (``cross-border``, ``T-MEC``, ``coope-ración``), abbreviations
(``EE.UU.``, ``U.S.``), numbers with separators, e-mail addresses.

>>> [(w.text, w.parts, w.joined) for w in iter_words("The T-MEC, in the U.S.")]
... # doctest: +NORMALIZE_WHITESPACE
[('The', ((0, 3),), None), ('T-MEC', ((4, 5), (6, 9)), 'TMEC'), ('in', ((11, 13),), None),
 ('the', ((14, 17),), None), ('U.S.', ((18, 22),), 'US')]
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from analyzers.folding import INVISIBLE

_KEPT_TEXTS = 4_096
"""Short texts whose words are remembered: a few queries with all that their words stand for."""


class Shape(Enum):
    """What kind of thing a word is; shape decides which terms it gives."""

    PLAIN = auto()
    COMPOUND = auto()
    ABBREVIATION = auto()
    NUMBER = auto()
    ADDRESS = auto()


class Word(NamedTuple):
    """A word as it stands in the text.

    ``parts`` are the half-open spans that get a position each; ``joined`` is the whole without its
    connectors where that differs from the only part.
    """

    text: str
    start_char: int
    end_char: int
    shape: Shape
    parts: tuple[tuple[int, int], ...]
    joined: str | None


# A letter or digit with whatever marks sit on it: decomposed accents and invisible characters are
# no word boundary.
_MARKS = f"[\\u0300-\\u036f{INVISIBLE}]*"
_RUN = f"(?:[^\\W_]{_MARKS})+"
_HYPHENS = "-\u2010\u2011\u2012\u2013"
_APOSTROPHES = "'\u2019\u02bc"
_LETTER = "[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]"

_HOST = "[^\\W_](?:[\\w-]{0,62}[^\\W_])?"

_WORD_RE = re.compile(
    rf"""
    (?P<doubled>  (?<![^\W_]) ([A-Z])\2\. \s? ([A-Z])\3 (?![^\W_]) \.? )     # EE.UU.  EE. UU.  CC. OO.
  | (?P<dotted>   (?<![^\W_]) (?:{_LETTER}\.){{2,}} (?:{_LETTER}(?![^\W_]))? ) # U.S.  E.U.A  p.m.
  | (?P<address>  [^\W_](?:[\w.+-]{{0,63}}[^\W_])? @ {_HOST} (?:\.{_HOST}){{1,8}} )
  | (?P<number>   (?<![^\W_]) \d+ (?:[.,\u00a0\u202f]\d+)+ (?![^\W_]) )       # 1.234,5  1,234.5
  | (?P<plain>    {_RUN} (?: [{_HYPHENS}{_APOSTROPHES}] {_RUN} )* )
    """,
    re.VERBOSE,
)
_PART_RE = re.compile(_RUN)
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


def is_one_part(spelt: str) -> bool:
    """Whether a word, as :func:`iter_spelt` gives it, is nothing but letters or figures of one part."""
    return spelt.isalnum() and (spelt.isalpha() or _find_glue(spelt) is None)


def iter_spelt_near(text: str, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Of :func:`iter_spelt` at least the words at these places (ascending), without cutting the rest."""
    done = 0
    for place in places:
        if place < done:
            continue
        for match in _WORD_RE.finditer(text, max(done, _before(text, place))):
            done = match.end()
            if done > place:
                yield match.start(), match[0]
                break
        else:
            return


def _before(text: str, place: int) -> int:
    """Where to begin so that the word at a place is found whole: only ``EE. UU.`` has a blank in it."""
    blank = text.rfind(" ", 0, place)
    while blank > 0 and text[blank - 1] == ".":
        blank = text.rfind(" ", 0, blank)
    return blank + 1


def read_word(spelt: str, start: int = 0) -> Word:
    """What :func:`iter_spelt` found, taken apart: how it is spelt alone decides that."""
    end = start + len(spelt)
    if "@" in spelt:
        parts = tuple((start + p.start(), start + p.end()) for p in _ADDRESS_PART_RE.finditer(spelt))
        return Word(spelt, start, end, Shape.ADDRESS, parts, spelt)
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
