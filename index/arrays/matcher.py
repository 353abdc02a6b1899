"""One term's postings as Whoosh's searcher walks them: block by block over arrays."""

from typing import Any, Self

import numpy as np
from whoosh.formats import Format
from whoosh.matching import LeafMatcher, ReadTooFar

from index.arrays.segment import BLOCK, FieldReader
from index.arrays.segmentfile import Array


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """A matcher over the arrays of one term in one segment, dead chunks included."""

    def __init__(
        self, field: FieldReader, number: int, form: Format, *, term: Any, scorer: Any = None
    ) -> None:
        self._field = field
        self._number = number
        self._term = term
        self.format = form
        self.scorer = scorer
        self._start, self._stop = field.extent(number)
        self._numbers = field.numbers(self._start, self._stop)
        self._weights = field.weights(self._start, self._stop)
        self._count = self._stop - self._start
        self._position_ends: Array | None = None
        self.reset()

    def copy(self) -> Self:
        """Another matcher at the same place."""
        other = type(self)(self._field, self._number, self.format, term=self._term, scorer=self.scorer)
        if self.is_active():
            other._go_to(self._at)
        else:
            other._at = self._count
        return other

    def reset(self) -> None:
        """Go back to the first posting."""
        self._block = -1
        self._at = 0
        if self._count:
            self._go_to(0)

    def is_active(self) -> bool:
        """Whether there is a posting here."""
        return self._at < self._count

    def id(self) -> int:
        """The chunk of this posting."""
        return self._block_numbers[self._at - self._block_start]

    def weight(self) -> float:
        """How often the term occurs in this chunk, times boosts."""
        return float(self._weights[self._at])

    def next(self) -> bool:
        """Go on by one posting; whether that began another block."""
        self._at += 1
        if self._at >= self._block_stop:
            if self._at < self._count:
                self._go_to(self._at)
            return True
        return False

    def skip_to(self, id: int) -> None:  # Whoosh's name
        """Go on to the first posting whose chunk is ``id`` or later."""
        if not self.is_active():
            raise ReadTooFar
        if id <= self.id():
            return
        at = self._at + int(np.searchsorted(self._numbers[self._at :], id))
        if at < self._count:
            self._go_to(at)
        else:
            self._at = self._count

    def skip_to_quality(self, minquality: float) -> int:
        """Go on to the first block that can score more; how many blocks were passed."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            skipped += 1
            if self._block_stop < self._count:
                self._go_to(self._block_stop)
            else:
                self._at = self._count
        return skipped

    def all_ids(self) -> Any:
        """The chunks of all postings."""
        return iter(self._numbers.tolist())

    def value(self) -> bytes:
        """The posting here in Whoosh's own encoding."""
        at = self._start + self._at
        kept = self._field.values(at, at + 1)
        if kept is not None:
            return kept[0]
        if self._field.is_positioned:
            encoded: bytes = self.format.encode(self._positions())
            return encoded
        return int(self._field.counts(at, at + 1)[0]).to_bytes(4, "big") if self._field.is_counted else b""

    def value_as(self, astype: str) -> Any:
        """The posting here as Whoosh's formats decode it."""
        if astype == "positions" and self._field.is_positioned:
            return self._positions()
        return super().value_as(astype)

    def block_min_length(self) -> int:
        """The least length of the field in a chunk of this block."""
        lengths = self._field.lengths
        if lengths is None:
            return 0
        return int(lengths[self._numbers[self._block_start : self._block_stop]].min())

    def block_max_length(self) -> int:
        """The greatest length of the field in a chunk of this block."""
        lengths = self._field.lengths
        if lengths is None:
            return 0
        return int(lengths[self._numbers[self._block_start : self._block_stop]].max())

    def block_max_weight(self) -> float:
        """The greatest weight in this block."""
        return float(self._weights[self._block_start : self._block_stop].max())

    def block_min_id(self) -> int:
        """The first chunk of this block."""
        return self._block_numbers[0]

    def block_max_id(self) -> int:
        """The last chunk of this block."""
        return self._block_numbers[-1]

    def _go_to(self, at: int) -> None:
        self._at = at
        if at // BLOCK != self._block:
            self._block = at // BLOCK
            self._block_start = self._block * BLOCK
            self._block_stop = min(self._block_start + BLOCK, self._count)
            self._block_numbers: list[int] = self._numbers[self._block_start : self._block_stop].tolist()

    def _positions(self) -> list[int]:
        if self._position_ends is None:
            counts = self._field.counts(self._start, self._stop)
            self._position_ends = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
            self._positions_flat = self._field.positions(self._number)
        start, stop = self._position_ends[self._at], self._position_ends[self._at + 1]
        found: list[int] = self._positions_flat[start:stop].tolist()
        return found
