"""Here are the terms of chunk after chunk: give me the chunks of term after term.

Terms are numbered as they come and kept as flat integers; inverting is one sort of integers, so that
no posting costs a Python call. :class:`TokenBuffer` takes analysed tokens, :class:`RowBuffer` the
postings that Whoosh's own field types make.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzers.numbering import Integers, Numbering, Rows, spread
from index.arrays.segmentfile import Array


@dataclass(slots=True)
class FieldArrays:
    """One inverted field. Term ``t`` has the postings ``[starts[t]:starts[t + 1]]``, by chunk number.

    ``counts`` is ``None`` where every term counts once a chunk. A posting has as many ``positions`` as
    its count; ``weights`` are there where Whoosh's boosts made them differ from the counts; ``values``
    are postings in Whoosh's own encoding, for formats that hold more than positions. ``lengths`` are
    by chunk number, ``None`` for a field that is not scored.
    """

    terms: list[bytes]
    starts: Integers
    numbers: Array
    counts: Array | None = None
    positions: Array | None = None
    weights: Array | None = None
    values: list[bytes] | None = None
    lengths: Array | None = None


class Order:
    """The terms of a numbering that are in use, sorted by their bytes. Terms of equal bytes become one."""

    def __init__(self, numbering: Numbering, used: NDArray[np.bool_] | None = None) -> None:
        numbers = np.arange(len(numbering.terms)) if used is None else np.flatnonzero(used)
        encoded = [encode(numbering.terms[number]) for number in numbers.tolist()]
        self.terms = sorted(set(encoded))
        places = dict(zip(self.terms, range(len(self.terms)), strict=True))
        self._ranks = np.zeros(len(numbering.terms), np.int32)
        self._ranks[numbers] = np.fromiter(map(places.__getitem__, encoded), np.int32, len(encoded))

    def rank(self, numbers: Array) -> tuple[list[bytes], NDArray[np.int32]]:
        """The terms that these are, sorted, and of each number the place of its term among them."""
        ranks = self._ranks[numbers]
        is_used = np.bincount(ranks, minlength=len(self.terms)) > 0
        if is_used.all():
            return self.terms, ranks
        places = (np.cumsum(is_used) - 1).astype(np.int32)
        return [self.terms[place] for place in np.flatnonzero(is_used).tolist()], places[ranks]


class TokenBuffer:
    """Tokens of a field, chunk by chunk; those of a scored field in ascending numbers of chunks.

    Terms are numbered by ``numbering``, which several fields may share.
    """

    def __init__(
        self, numbering: Numbering | None = None, *, counted: bool, positioned: bool, scored: bool
    ) -> None:
        self._counted = counted
        self._positioned = positioned
        self._scored = scored
        self.numbering = Numbering() if numbering is None else numbering
        self._terms = array("i")
        self._positions = array("i")
        self._numbers = array("i")
        self._sizes = array("i")

    def __len__(self) -> int:
        return len(self._terms)

    def add(self, number: int, texts: Sequence[str], positions: Sequence[int] = ()) -> None:
        """Add the terms of a chunk, with their positions where the field has such."""
        self._terms.extend(map(self.numbering.__getitem__, texts))
        if self._positioned:
            self._positions.extend(positions)
        self._numbers.append(number)
        self._sizes.append(len(texts))

    def add_shared(self, numbers: Sequence[int], texts: Sequence[str]) -> None:
        """Add terms that several chunks have; for a field without positions."""
        self._terms.extend([self.numbering[text] for text in texts] * len(numbers))
        self._numbers.extend(numbers)
        self._sizes.extend([len(texts)] * len(numbers))

    def add_ids(self, first: int, texts: Sequence[str]) -> None:
        """Add one term a chunk, from chunk ``first`` on."""
        self._terms.extend(map(self.numbering.__getitem__, texts))
        self._numbers.extend(range(first, first + len(texts)))
        self._sizes.extend([1] * len(texts))

    def add_rows(self, numbers: Integers, rows: Rows) -> None:
        """Add a row of numbered terms a chunk."""
        self._terms.frombytes(rows.terms.astype(np.int32, copy=False).tobytes())
        if self._positioned:
            self._positions.frombytes(rows.positions.astype(np.int32, copy=False).tobytes())
        self._numbers.frombytes(numbers.astype(np.int32).tobytes())
        self._sizes.frombytes(rows.sizes.astype(np.int32).tobytes())

    def mark_used(self, used: NDArray[np.bool_]) -> None:
        """Mark the terms, by number, that a chunk has."""
        used[_integers(self._terms)] = True

    def numbers_of(self, text: str) -> list[int]:
        """The chunks added so far that hold a term; a scan, for the rare case that one was added twice."""
        term = self.numbering.get(text)
        if term is None:
            return []
        owners = np.repeat(_integers(self._numbers), _integers(self._sizes))
        return [int(number) for number in np.unique(owners[_integers(self._terms) == term])]

    def invert(self, count: int, order: Order | None = None) -> FieldArrays:
        """The inverted field of ``count`` chunks; ``order`` is that of all who share the numbering."""
        terms, rank = (order or Order(self.numbering)).rank(_integers(self._terms))
        owners = np.repeat(_integers(self._numbers), _integers(self._sizes))
        positions = _integers(self._positions) if self._positioned else None
        if positions is None:
            keys = (rank.astype(np.int64) << 32) | owners
            keys.sort()
            rank, owners = (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)
        else:
            sorting = _stable_order(rank, owners, positions)
            rank, owners, positions = rank[sorting], owners[sorting], positions[sorting]
        first = np.ones(len(rank), bool)
        np.not_equal(rank[1:], rank[:-1], out=first[1:])
        first[1:] |= owners[1:] != owners[:-1]
        begins = np.flatnonzero(first)
        lengths = None
        if self._scored:
            lengths = np.zeros(count, np.int64)
            lengths[_integers(self._numbers)] = _integers(self._sizes)
        return FieldArrays(
            terms,
            _starts(rank[begins], len(terms)),
            owners[begins].astype(np.int32),
            np.diff(begins, append=len(rank)) if self._counted else None,
            positions,
            lengths=lengths,
        )


class RowBuffer:
    """Postings of a field as Whoosh's field types give them, chunk by chunk in ascending numbers."""

    def __init__(self, *, counted: bool, positioned: bool, scored: bool, encoded: bool) -> None:
        self._counted = counted
        self._scored = scored
        self._numbering: dict[bytes, int] = {}
        self._terms = array("i")
        self._numbers = array("i")
        self._counts = array("i")
        self._weights = array("f")
        self._lengths: dict[int, int] = {}
        self._positions = array("i") if positioned else None
        self._values: list[bytes] | None = [] if encoded else None

    def __len__(self) -> int:
        return len(self._terms)

    def add(
        self, number: int, term: bytes, count: int, weight: float, value: bytes, positions: Sequence[int] = ()
    ) -> None:
        """Add a posting."""
        self._terms.append(self._numbering.setdefault(term, len(self._numbering)))
        self._numbers.append(number)
        self._counts.append(count)
        self._weights.append(weight)
        if self._positions is not None:
            self._positions.extend(positions)
        if self._values is not None:
            self._values.append(value)

    def add_length(self, number: int, length: int) -> None:
        """Say how long the field is in a chunk."""
        self._lengths[number] = length

    def numbers_of(self, term: bytes) -> list[int]:
        """The chunks added so far that hold a term."""
        found = self._numbering.get(term)
        if found is None:
            return []
        return [int(n) for n in np.unique(_integers(self._numbers)[_integers(self._terms) == found])]

    def invert(self, count: int) -> FieldArrays:
        """The inverted field of ``count`` chunks."""
        terms = sorted(self._numbering)
        ranks = np.empty(len(terms), np.int32)
        ranks[[self._numbering[term] for term in terms]] = np.arange(len(terms))
        rank = ranks[_integers(self._terms)]
        order = _stable_order(rank, _integers(self._numbers), None)
        counts = _integers(self._counts)
        weights = np.frombuffer(self._weights, np.float32) if len(self._weights) else np.empty(0, np.float32)
        positions = None
        if self._positions is not None:
            ends = np.cumsum(counts)
            positions = _integers(self._positions)[spread(ends[order] - counts[order], counts[order])]
        lengths = None
        if self._scored:
            lengths = np.zeros(count, np.int64)
            for number, length in self._lengths.items():
                lengths[number] = length
        return FieldArrays(
            terms,
            _starts(rank[order], len(terms)),
            _integers(self._numbers)[order].astype(np.int32),
            counts[order] if self._counted else None,
            positions,
            None if np.array_equal(weights, counts) else weights[order],
            None if self._values is None else [self._values[at] for at in order.tolist()],
            lengths,
        )


def _integers(values: "array[int]") -> NDArray[np.int32]:
    return np.frombuffer(values, np.int32) if len(values) else np.empty(0, np.int32)


def encode(text: str) -> bytes:
    """A term's bytes; what has none (a lone surrogate) becomes a question mark, as it does in a query."""
    return text.encode("utf-8", "replace")


def _stable_order(rank: Array, owners: Array, positions: Array | None) -> Integers:
    """The order by term, then chunk, then position, given rows that come by chunk."""
    if positions is not None and len(positions):
        falls = (positions[1:] < positions[:-1]) & (owners[1:] == owners[:-1])
        if falls.any():
            return np.lexsort((positions, owners, rank))
    # the row number in the low half makes every key unique, so that the faster unstable sort will do
    keys = (rank.astype(np.int64) << 32) | np.arange(len(rank))
    keys.sort()
    return keys & 0xFFFFFFFF


def _starts(rank: Array, count: int) -> Integers:
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(rank, minlength=count), out=starts[1:])
    return starts
