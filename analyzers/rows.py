r"""Which rows of a long table hold a word that begins so? Found without reading the others.

A command that looks up three words must not read sixteen thousand rows. A copy of the text with its
letters folded, of the same length, says where they stand.

>>> rows = RowFinder("# Words\nfrontera\tborder | frontier\nFrancés\tFrench\n")
>>> list(rows.holding("\nfr")), list(rows.holding("| fron"))
(['frontera\tborder | frontier', 'Francés\tFrench'], ['frontera\tborder | frontier'])
"""

import re
import string
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from analyzers.folding import fold

PATIENCE = 200
"""Beginnings of words looked for one by one: then it is as quick to read all rows."""

_KEPT = string.ascii_lowercase + string.digits + "\t\n\r |:#"
"""What stands for itself."""
_SIGN_RE = re.compile(r"[^\w-]")


class RowFinder:
    """The lines of a text but for those that begin with ``#``, found by words in them."""

    def __init__(self, text: str) -> None:
        self._text = f"\n{text}\n"
        one_to_one = {"-": " "}  # a compound is found by its words
        irregular: list[str] = []
        for character in sorted(_rare_characters(text) - {"-"}):
            folded = fold(character)
            if len(folded) != 1 or _SIGN_RE.match(character):
                irregular.append(character)
            else:
                one_to_one[character] = folded
        self._folded = _replace(self._text, one_to_one)
        self._irregular = self._starts_of_irregular(irregular)

    def __iter__(self) -> Iterator[str]:
        return (line for line in self._text.split("\n") if line and not line.startswith("#"))

    def holding(self, *openings: str) -> Iterator[str]:
        """The lines, in order, in which one of these folded texts occurs; a line feed is a line's start.

        Among them are all lines with characters that do not fold to one (``ß``, an apostrophe).
        """
        starts = {self._start_of(at) for each in openings for at in places_of(self._folded, each)}
        for start in sorted(starts | self._irregular):
            line = self._text[start : self._text.find("\n", start)]  # empty behind the last line feed
            if line and not line.startswith("#"):
                yield line

    def _starts_of_irregular(self, characters: Sequence[str]) -> set[int]:
        text = self._folded
        if "." in characters:  # the point of a number breaks no word
            for digit in string.digits:
                text = text.replace(f"{digit}.", f"{digit} ")
        return {self._start_of(at) for each in characters for at in places_of(text, each)}

    def _start_of(self, at: int) -> int:
        """Where the line begins that a place belongs to; a line feed belongs to the line that it begins."""
        return self._text.rfind("\n", 0, at + 1) + 1


def _rare_characters(text: str) -> set[str]:
    """Those that do not stand for themselves. Nearly all do, and few texts hold others than Latin-1's."""
    try:
        return set(text.encode("latin-1").translate(None, _KEPT.encode()).decode("latin-1"))
    except UnicodeEncodeError:
        return set(text).difference(_KEPT)


def _replace(text: str, letters: Mapping[str, str]) -> str:
    before, after = "".join(letters), "".join(letters.values())
    try:
        table = bytes.maketrans(before.encode("latin-1"), after.encode("latin-1"))
        return text.encode("latin-1").translate(table).decode("latin-1")
    except UnicodeEncodeError:
        return text.translate(str.maketrans(before, after))


def places_of(text: str, part: str) -> Iterator[int]:
    """Where a text occurs in another, in order."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


class SortedRows:
    r"""The lines of a text that are sorted by their folded first cell, after a head of lines with ``#``.

    >>> list(SortedRows("# Forms\ndio\tdar\nfui\tir\nfui\tser\n").of("fui"))
    ['fui\tir', 'fui\tser']
    """

    def __init__(self, text: str) -> None:
        self._text = re.sub(r"\A(?:#.*\n)*", "", text)

    def of(self, folded: str) -> Iterator[str]:
        """The lines whose first cell folds to ``folded``, in order; a few lines are read to find them."""
        at = bisect_left(range(len(self._text)), folded, key=lambda at: _first_cell(self._line_at(at)))
        while at < len(self._text) and _first_cell(line := self._line_at(at)) == folded:
            yield line
            at += len(line) + 1

    def _line_at(self, at: int) -> str:
        end = self._text.find("\n", at)
        return self._text[self._text.rfind("\n", 0, at) + 1 : end if end >= 0 else None]


def _first_cell(line: str) -> str:
    return fold(line.partition("\t")[0])
