"""Where does a term stand in its field's dictionary? Sorted terms in one string of bytes, found by halving.

Nothing is decoded to answer: a look-up touches about seventeen terms of a hundred thousand.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from index.arrays.segmentfile import SegmentFile, SegmentFileWriter

_HOT_TERMS = 65_536
"""Look-ups remembered; all are forgotten at this count rather than kept in order of use."""


def write_terms(out: SegmentFileWriter, field: str, terms: Sequence[bytes]) -> None:
    """Write a field's terms, which are unique and sorted."""
    ends = np.zeros(len(terms) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, terms), np.int64, len(terms)), out=ends[1:])
    out.add_bytes(f"{field}/terms", b"".join(terms))
    out.add(f"{field}/term_ends", ends.astype(np.uint32) if ends[-1] < 1 << 32 else ends)


class TermTable:
    """The dictionary of one field of one segment; terms are numbered from 0 in the order of their bytes."""

    def __init__(self, file: SegmentFile, field: str) -> None:
        self._ends = file.whole(f"{field}/term_ends").data
        self._bytes = file.read(f"{field}/terms", 0, file.count(f"{field}/terms"))
        self._hot: dict[bytes, int] = {}
        self._hot_ranges: dict[tuple[bytes, bytes], range] = {}
        self._numbers = range(len(self._ends) - 1)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, number: int) -> bytes:
        return self._bytes[self._ends[number] : self._ends[number + 1]]

    def find(self, term: bytes) -> int:
        """The number of a term, or -1."""
        number = self._hot.get(term)
        if number is None:
            number = bisect_left(self._numbers, term, key=self.__getitem__)
            if number == len(self._numbers) or self[number] != term:
                number = -1
            if len(self._hot) >= _HOT_TERMS:
                self._hot.clear()
            self._hot[term] = number
        return number

    def after(self, term: bytes) -> int:
        """The number of the first term that is not less than ``term``."""
        return bisect_left(self._numbers, term, key=self.__getitem__)

    def between(self, low: bytes, high: bytes) -> range:
        """The numbers of the terms from ``low`` to ``high``, both inclusive."""
        found = self._hot_ranges.get((low, high))
        if found is None:
            found = range(self.after(low), bisect_right(self._numbers, high, key=self.__getitem__))
            if len(self._hot_ranges) >= _HOT_TERMS:
                self._hot_ranges.clear()
            self._hot_ranges[low, high] = found
        return found

    def with_prefix(self, prefix: bytes) -> range:
        """The numbers of the terms that begin so."""
        begin = self.after(prefix)
        stop = bisect_right(self._numbers, prefix, lo=begin, key=lambda n: self[n][: len(prefix)])
        return range(begin, stop)

    def all(self) -> list[bytes]:
        """All terms, in order."""
        ends = self._ends.tolist()
        return [self._bytes[start:stop] for start, stop in pairwise(ends)]
