r"""Where among the characters of a page does a passage stand?

A passage is the page's text put in order: hyphens at line ends are gone, columns follow each other,
ligatures are letters. So letters and digits are compared and nothing else, first as one run, then word by
word where a table or a column stands between.

>>> place_passage("UNO\r\ncoope\uffferación dos", "cooperación")
[5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16]
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

Places = list[int | None]
"""For each character of a passage, the index of the page's character that shows it."""

_WORD = re.compile(r"[^\W_]+(?:[-\u00ad\u2010\ufffe]\s*[^\W_]+)*")
_LEAST_SHARE = 0.6
"""Of a passage's letters: with fewer on the page it is not the passage that was read there."""
_MOST_CHARS = 200_000
"""A page with more is no page; comparing would take longer than anybody waits."""


class _Letters(NamedTuple):
    """Letters and digits without case and accents, and the index of the character that each comes from."""

    text: str
    at: Sequence[int]


class _Word(NamedTuple):
    start: int
    end: int


def place_passage(page: str, passage: str, *, occurrence: int = 0) -> Places:
    """The page's character for each of the passage's; only ``None`` where the passage is not on the page.

    ``page`` has one character for each index that pdfium counts. Of several places with the same words,
    ``occurrence`` (from 0) is taken.
    """
    nowhere: Places = [None] * len(passage)
    wanted, given = _letters(passage), _letters(page[:_MOST_CHARS])
    if not wanted.text:
        return nowhere
    start = _find(given.text, wanted.text, occurrence)
    if start >= 0:
        places = nowhere
        for offset, char in enumerate(wanted.at):
            places[char] = given.at[start + offset]
        return places
    return _place_words(given, wanted, len(passage), page, passage)


def count_occurrences(text: str, passage: str) -> int:
    """How often a passage's letters stand in a text: which of several places comes next.

    >>> count_occurrences("Ver más. Ver mas.", "ver más")
    2
    """
    wanted = _letters(passage).text
    return _letters(text).text.count(wanted) if wanted else 0


def _find(text: str, wanted: str, occurrence: int) -> int:
    """Where the wanted letters begin for the ``occurrence``-th time, or the last one; -1 for nowhere."""
    start = last = text.find(wanted)
    while occurrence > 0 and start >= 0:
        start = text.find(wanted, start + len(wanted))
        last = start if start >= 0 else last
        occurrence -= 1
    return last


def _place_words(given: _Letters, wanted: _Letters, length: int, page: str, passage: str) -> Places:
    """Place the words that stand in the same order; none where too few do."""
    page_words, words = _cut_words(page, given), _cut_words(passage, wanted)
    matcher = SequenceMatcher(
        None,
        [wanted.text[word.start : word.end] for word in words],
        [given.text[word.start : word.end] for word in page_words],
        autojunk=False,
    )
    places: Places = [None] * length
    placed = 0
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            word, found = words[block.a + step], page_words[block.b + step]
            for offset in range(word.end - word.start):
                places[wanted.at[word.start + offset]] = given.at[found.start + offset]
            placed += word.end - word.start
    return places if placed >= _LEAST_SHARE * len(wanted.text) else [None] * length


def _cut_words(text: str, letters: _Letters) -> list[_Word]:
    """The words of a text as stretches of its letters; a word that a line end cuts is one."""
    words: list[_Word] = []
    position = 0
    for match in _WORD.finditer(text):
        while position < len(letters.at) and letters.at[position] < match.start():
            position += 1
        start = position
        while position < len(letters.at) and letters.at[position] < match.end():
            position += 1
        if start < position:
            words.append(_Word(start, position))
    return words


def _letters(text: str) -> _Letters:
    parts: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        folded = _fold(char)
        if folded:
            parts.append(folded)
            at.extend([index] * len(folded))
    return _Letters("".join(parts), at)


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """Letters and digits of one character: ``ﬁ`` is two, ``É`` is ``e``, a hyphen is none."""
    decomposed = unicodedata.normalize("NFKD", char).casefold()
    return "".join(each for each in decomposed if each.isalnum())
