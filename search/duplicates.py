"""Passages that say the same are listed once: the first of them in order, with where the others are.

>>> listing = list_once([4, 7, 2, 9], np.array([0, 1, 2, 3, 2, 5, 6, 7, 8, 9]))
>>> listing.numbers, listing.others(4)
([4, 7, 9], [2])
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int32]
"""By chunk number, the number of the group that it belongs to."""


@dataclass(frozen=True, slots=True)
class Listing:
    """``numbers`` are the chunks to list, each the first of its group."""

    numbers: Sequence[int]
    _found: NDArray[np.int64]
    _labels: Labels | None

    def others(self, number: int) -> list[int]:
        """The other chunks of a listed one's group, in the order at hand."""
        if self._labels is None or len(self.numbers) == len(self._found):
            return []
        alike: list[int] = self._found[self._labels[self._found] == self._labels[number]].tolist()
        return alike[1:]


def list_once(numbers: Sequence[int], labels: Labels | None) -> Listing:
    """A listing of chunks; ``None`` lists each of them. Takes time in proportion to all of them."""
    found = np.asarray(numbers, np.int64)
    if labels is None or len(found) < 2:
        return Listing(numbers, found, None)
    held = labels[found]
    places = np.arange(len(found))
    firsts = np.empty(int(held.max()) + 1, np.int64)
    firsts[held[::-1]] = places[::-1]  # the last one written is the first in order
    listed: list[int] = found[firsts[held] == places].tolist()
    return Listing(listed, found, labels)
