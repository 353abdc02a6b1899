"""Which words of the vocabulary might a misspelt word have been meant to be?

``word~`` searches all that are close; a word that occurs nowhere has one suggested, as people write it:

>>> Speller(reader.engine).correct("inspecion")  # doctest: +SKIP
'inspección'
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from string import ascii_lowercase
from typing import Protocol

from analyzers.folding import fold
from analyzers.stopwords import is_stop_word
from index.fields import EXACT, VERBATIM

MAX_GUESSES = 50
_TWO_EDITS_FROM = 8
"""Letters a word must have for two slips to be likelier than another word."""


def close_terms(term: str, vocabulary: Iterable[str]) -> list[str]:
    """Terms of the vocabulary within one edit of ``term``, two where it is long; nearest first.

    An edit adds, drops or changes a letter or swaps two neighbours (Damerau 1964).

    >>> close_terms("inspecion", ["inspeccion", "inspector", "ispecion"])
    ['inspeccion', 'ispecion', 'inspector']
    """
    limit = 2 if len(term) >= _TWO_EDITS_FROM else 1
    near = ((edit_distance(term, other, limit), other) for other in vocabulary if other != term)
    return [other for distance, other in sorted(near) if distance <= limit][:MAX_GUESSES]


def edit_distance(left: str, right: str, limit: int) -> int:
    """How many edits lie between two words; ``limit`` + 1 where they are more than ``limit``."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


LEAST_LETTERS = 4
"""Letters of a word that is put right: of three, nearly every row is one slip from some word."""
_MOST_LETTERS = 40
_FIRST_LETTERS = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "úü", "n": "ñ"}


class Vocabulary(Protocol):
    """What correcting asks of an index."""

    def document_frequency(self, field: str, text: str) -> int:
        """In how many chunks a term occurs in a field."""

    def iter_terms(self, field: str, prefix: str) -> Iterable[str]:
        """The terms of a field that begin with ``prefix``, in order."""


class Speller:
    """Puts words right by the words of one state of an index.

    Words of one first letter are read when one of them is first asked for, and kept: people seldom
    miss the first letter (Pollock & Zamora 1984).
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._written: dict[str, dict[str, list[str]]] = {}

    def correct(self, word: str) -> str | None:
        """The word in most passages that is one edit away and begins alike, in its commonest spelling.

        Doubled and swapped letters are likelier than any other edit and come first.
        ``None`` where there is none, or where ``word`` is too short, has other signs than letters, or
        is all capitals: acronyms are near to many others.
        """
        folded = fold(word)
        if not LEAST_LETTERS <= len(folded) <= _MOST_LETTERS or word.isupper():
            return None
        if not (word.isalpha() and folded.isascii() and folded.isalpha()):
            return None
        written = self._words_with(folded[0])
        near = [each for each in iter_near_terms(folded) if each in written and not is_stop_word(each)]
        passages = {each: self._vocabulary.document_frequency(EXACT, each) for each in near}
        best = max(near, key=lambda each: (_is_likely(folded, each), passages[each], each), default=None)
        return commonest_spelling(written[best], self._vocabulary) if best and passages[best] else None

    def _words_with(self, letter: str) -> dict[str, list[str]]:
        """By folded word, how the documents write it; for all words that begin so."""
        if letter not in self._written:
            written: dict[str, list[str]] = {}
            for first in (letter, *_FIRST_LETTERS.get(letter, "")):
                for beginning in (first, first.upper()):
                    for spelt in self._vocabulary.iter_terms(VERBATIM, beginning):
                        if spelt.isalpha():
                            written.setdefault(fold(spelt), []).append(spelt)
            self._written[letter] = written
        return self._written[letter]


def iter_near_terms(term: str) -> Iterable[str]:
    """All rows of ASCII letters one edit from ``term`` that begin with the same letter; each once.

    >>> "puerto" in set(iter_near_terms("puetro")), "huerto" in set(iter_near_terms("puerto"))
    (True, False)
    """
    found: dict[str, None] = {}
    for at in range(1, len(term) + 1):
        head, tail = term[:at], term[at:]
        if tail:
            found[head + tail[1:]] = None
            found.update(dict.fromkeys([head + letter + tail[1:] for letter in ascii_lowercase]))
        if len(tail) > 1:
            found[head + tail[1] + tail[0] + tail[2:]] = None
        found.update(dict.fromkeys([head + letter + tail for letter in ascii_lowercase]))
    found.pop(term, None)
    return found


def _is_likely(typed: str, other: str) -> bool:
    """Whether two words one edit apart differ by a letter doubled or not, or by two letters swapped.

    >>> _is_likely("inspecion", "inspeccion"), _is_likely("inspecion", "inspection")
    (True, False)
    """
    if len(typed) == len(other):
        return sorted(typed) == sorted(other)
    return _once(typed) == _once(other)


def _once(word: str) -> list[str]:
    return [letter for letter, _ in groupby(word)]


def commonest_spelling(ways: Sequence[str], vocabulary: Vocabulary) -> str:
    """Of several writings of one word the one in most passages; all capitals only where there is no other.

    Headings in capitals have lost their accents and are not how the word is written.
    """
    ordinary = [way for way in ways if not way.isupper()] or ways
    return max(ordinary, key=lambda way: (vocabulary.document_frequency(VERBATIM, way), way))
