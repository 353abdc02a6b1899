r"""Which concepts of a long file may a text name? Found and read without reading the others.

A command that looks up three words must not read two thousand concepts. The rows of a file that is known to
be usable stand here until somebody names a label that begins as one of theirs does.

>>> shelf = Shelf(Path("t.tsv"), "concept\tes\ten\nport\tpuerto\tport\nquay\tmuelle\tquay\n")
>>> [concept.concept_id for _, concept in shelf.take(["mue"])], len(shelf)
(['quay'], 1)
"""

import string
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from analyzers.concepts import Concept, iter_rows, read_concept
from analyzers.folding import fold
from analyzers.rows import places_of
from analyzers.stemming import SHARED_LETTERS, with_i

Placed = tuple[int, Concept]
"""A concept and the line in which it stands."""

_KEPT = string.ascii_lowercase + string.digits + "\t\n"
_TABS = bytes.maketrans(b"|:", b"\t\t")
"""Every label stands between two tabs."""
_SIGNS = bytes(sign for sign in range(128) if chr(sign) not in _KEPT)
_BLANK_FOR_SIGN = bytes.maketrans(_SIGNS, b" " * len(_SIGNS))


class Shelf:
    """Rows of a termbase file that are still to be read.

    Taking is closed: with a row go all rows that have a label of the same letters, so that whoever takes
    knows each label's other owners.
    """

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if _is_row(line)]
        self._header, *rows = lines
        self._rows = dict(rows)
        folded = _fold("\t\n".join(line for _, line in rows) + "\t")
        numbers = list(self._rows)
        # a label is found by its first part and by all its parts in one: ``e-mail``, ``email``
        self._apart = _Lines(numbers, _part(folded))
        self._joined = _Lines(numbers, _join(folded))

    def __len__(self) -> int:
        return len(self._rows)

    def take(self, openings: Iterable[str]) -> list[Placed]:
        """The concepts with a label that begins with one of these (see :func:`opening_of`), and their kin."""
        starts = [f"\t{opening}" for opening in openings]
        return self._take(self._apart.holding(starts) | self._joined.holding(starts))

    def take_twins(self, texts: Iterable[str]) -> list[Placed]:
        """The concepts that have a label of the same letters as one of these texts, and their kin."""
        return self._take(self._twins(texts))

    def take_all(self) -> list[Placed]:
        """All that are left."""
        return list(self._read(sorted(self._rows)))

    def drop(self, concept_ids: Collection[str]) -> None:
        """Forget the rows of these concepts: another file says what they are."""
        for number, row in list(self._rows.items()):
            if row.partition("\t")[0] in concept_ids:
                del self._rows[number]

    def _take(self, numbers: set[int]) -> list[Placed]:
        taken: list[Placed] = []
        while numbers := numbers & self._rows.keys():
            read = list(self._read(sorted(numbers)))
            taken += read
            numbers = self._twins(label.text for _, concept in read for label in concept.labels)
        return sorted(taken, key=lambda each: each[0])

    def _read(self, numbers: Iterable[int]) -> Iterator[Placed]:
        rows = [self._header, *((number, self._rows.pop(number)) for number in numbers)]
        for number, cells in iter_rows(self._path, ((number, row.split("\t")) for number, row in rows)):
            yield number, read_concept(self._path, number, cells)

    def _twins(self, texts: Iterable[str]) -> set[int]:
        return self._joined.holding({f"\t{_join(_fold(text))}\t" for text in texts})


def opening_of(stemmed: str) -> str:
    """How all words of a folded stem begin; of three letters the last may change: ``luz``, ``luces``.

    >>> opening_of("frontera"), opening_of("luz"), opening_of("sky")
    ('fro', 'lu', 'sk')
    """
    return _join(_fold(stemmed))[: SHARED_LETTERS if len(stemmed) > SHARED_LETTERS else 2]


class _Lines:
    """Lines of folded text, by the numbers that they had in their file."""

    def __init__(self, numbers: list[int], text: str) -> None:
        self._numbers = numbers
        self._text = text
        self._starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def holding(self, parts: Iterable[str]) -> set[int]:
        """The numbers of the lines in which one of these texts occurs."""
        return {
            self._numbers[bisect_right(self._starts, at) - 1]
            for part in parts
            for at in places_of(self._text, part)
        }


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _fold(text: str) -> bytes:
    """Small letters without accents, signs as they are."""
    for character in sorted(set(text) - set(string.printable)):
        folded = fold(character)
        text = text.replace(character, folded if folded.isascii() else "-")
    return with_i(text.lower()).encode("ascii", "ignore").translate(_TABS)


def _part(folded: bytes) -> str:
    parted = folded.replace(b"=", b"").translate(_BLANK_FOR_SIGN)
    while b"\t " in parted:
        parted = parted.replace(b"\t ", b"\t")
    return parted.decode("ascii")


def _join(folded: bytes) -> str:
    return folded.translate(None, _SIGNS).decode("ascii")
