"""All segments of one generation as one source of postings: living chunks only, numbered through.

A chunk's number is its segment's first number plus its place there. With one segment and no dead
chunks everything given out is a view of the file; else the parts of a term are joined once and kept.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays.codec import ArraySegment
from index.arrays.columns import Column
from index.arrays.inverting import encode
from index.arrays.kernels import operations
from index.arrays.segment import PLACE, FieldReader, OpenSegment
from index.arrays.segmentfile import Array
from index.arrays.stored import unpack_fields
from index.scoring import Numbers, Scores, inverse_frequency
from index.sketches import BYTES, group

_KEPT_POSTINGS = 8_000_000
"""Joined postings kept in memory, in all; beyond it they are forgotten and joined anew."""
OWN_COST = 64
"""Postings that take as much memory as what else is kept of a term or a plan: those that occur nowhere would
be kept without end, and the garbage collector held up an answer for seconds."""


@dataclass(slots=True)
class TermPostings:
    """One term over all segments: chunks ascending, counts, and positions with where each chunk's end."""

    numbers: Array
    counts: Array
    parts: "list[tuple[Part, FieldReader, int]]" = field(default_factory=list)
    _positions: "tuple[Array, Array] | None" = None

    def positions(self) -> tuple[Array, Array]:
        """The positions in all chunks, flat, and the cumulated counts (one more than chunks)."""
        if self._positions is None:
            found = [part.positions(reader, term) for part, reader, term in self.parts]
            flat = found[0] if len(found) == 1 else np.concatenate(found or [np.empty(0, np.int32)])
            ends = np.zeros(len(self.counts) + 1, np.int64)
            np.cumsum(self.counts, out=ends[1:])
            self._positions = flat, ends
        return self._positions


class Part:
    """One segment within a generation."""

    def __init__(self, opened: OpenSegment, segment: ArraySegment, base: int) -> None:
        self.opened = opened
        self.base = base
        self.count = opened.count
        self.alive: NDArray[np.bool_] | None = segment.alive() if segment.has_deletions() else None

    def postings(self, reader: FieldReader, start: int, stop: int) -> tuple[Array, Array]:
        """Living chunks, numbered through, and counts."""
        numbers, counts = reader.numbers(start, stop), reader.counts(start, stop)
        if self.alive is not None:
            kept = self.alive[numbers]
            numbers, counts = numbers[kept], counts[kept]
        return (numbers + np.int32(self.base) if self.base else numbers), counts

    def positions(self, reader: FieldReader, term: int) -> Array:
        """The positions of a term in living chunks, flat."""
        flat = reader.positions(term)
        if self.alive is None:
            return flat
        start, stop = reader.extent(term)
        return flat[np.repeat(self.alive[reader.numbers(start, stop)], reader.counts(start, stop))]


class ArrayPostings:
    """The postings of a generation. For one thread at a time."""

    def __init__(self, segments: Sequence[tuple[OpenSegment, ArraySegment]]) -> None:
        self.parts: list[Part] = []
        self.size = 0
        for opened, segment in segments:
            self.parts.append(Part(opened, segment, self.size))
            self.size += opened.count
        self._terms: dict[tuple[str, str], TermPostings] = {}
        self._kept = 0
        self._lengths: dict[str, tuple[Array, float]] = {}

    def living(self) -> Numbers:
        """The numbers of all chunks, ascending."""
        return self._living

    def lengths(self, field: str) -> tuple[Scores, float]:
        """The length of a field by chunk number, and its mean over living chunks."""
        if field not in self._lengths:
            self._lengths[field] = self._join_lengths(field)
        return self._lengths[field]

    def terms_with_prefix(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of living chunks that begin so, in order."""
        found: set[bytes] = set()
        for part, reader in self.readers(field):
            terms = reader.terms.with_prefix(encode(prefix))
            if part.alive is None:
                found.update(reader.terms[term] for term in terms)
            else:
                for term in terms:
                    if part.alive[reader.numbers(*reader.extent(term))].any():
                        found.add(reader.terms[term])
        for text in sorted(found):
            yield text.decode("utf-8", "replace")

    def numbers_between(self, field: str, low: str, high: str) -> Numbers:
        """The chunks with any term from ``low`` to ``high``: postings of neighbours stand side by side."""
        found = []
        for part, reader in self.readers(field):
            terms = reader.terms.between(encode(low), encode(high))
            if terms:
                numbers = reader.numbers(reader.extent(terms[0])[0], reader.extent(terms[-1])[1])
                if part.alive is not None:
                    numbers = numbers[part.alive[numbers]]
                distinct = operations().distinct(numbers, part.count)
                found.append(distinct + part.base if part.base else distinct)
        if len(found) == 1:
            return found[0]
        return np.concatenate(found or [np.empty(0, np.int64)])

    def term(self, field: str, text: str) -> TermPostings:
        """One term over all segments; empty where it does not occur."""
        found = self._terms.get((field, text))
        if found is None:
            found = self._join(field, encode(text))
            cost = len(found.numbers) + OWN_COST
            self._kept += cost
            if self._kept > _KEPT_POSTINGS:
                self._terms.clear()
                self._kept = cost
            self._terms[field, text] = found
        return found

    def count_terms(self, field: str) -> dict[str, int]:
        """In how many living chunks each term of a field occurs; terms of dead chunks only are left out."""
        counts: Counter[bytes] = Counter()
        for part, reader in self.readers(field):
            frequencies = reader.frequencies()
            if part.alive is not None:
                owners = np.repeat(np.arange(len(frequencies)), frequencies)
                living = part.alive[reader.numbers(0, len(owners))]
                frequencies = np.bincount(owners[living], minlength=len(frequencies))
            for term, count in zip(reader.terms.all(), frequencies.tolist(), strict=True):
                if count:
                    counts[term] += count
        return {term.decode("utf-8", "replace"): count for term, count in counts.items()}

    def frequency(self, field: str, text: str) -> int:
        """In how many living chunks a term occurs: read off where its postings begin and end."""
        total = 0
        for part, reader in self.readers(field):
            number = reader.terms.find(encode(text))
            if number >= 0:
                start, stop = reader.extent(number)
                total += (
                    stop - start if part.alive is None else int(part.alive[reader.numbers(start, stop)].sum())
                )
        return total

    def idf(self, frequency: float) -> float:
        """The idf of something that occurs in so many living chunks, as :mod:`index.scoring` has it."""
        total = len(self._living)
        return inverse_frequency(total, min(frequency, total))

    def terms_by_chunk(self, field: str) -> tuple[list[bytes], Numbers]:
        """Each term of a field with each living chunk that holds it; for ids, of which a chunk has one."""
        terms: list[bytes] = []
        found: list[Array] = []
        for part, reader in self.readers(field):
            frequencies = reader.frequencies()
            held = reader.terms.all()
            if len(frequencies) and frequencies.max() > 1:
                held = [held[at] for at in np.repeat(np.arange(len(held)), frequencies).tolist()]
            numbers = reader.numbers(0, len(held))
            if part.alive is not None:
                living = part.alive[numbers]
                held, numbers = list(compress(held, living.tolist())), numbers[living]
            terms += held
            found.append(numbers.astype(np.int64) + part.base)
        return terms, np.concatenate(found or [np.empty(0, np.int64)])

    def readers(self, field: str) -> list[tuple[Part, FieldReader]]:
        """The segments that have a field."""
        return [(part, reader) for part in self.parts if (reader := part.opened.field(field)) is not None]

    def stored_fields(self, number: int) -> dict[str, object]:
        """What was stored with a chunk. Raises ``LookupError`` for a number that no living chunk has."""
        part = self._part_of(number)
        if part is None or (part.alive is not None and not part.alive[number - part.base]):
            raise LookupError(f"no chunk {number}")
        return unpack_fields(part.opened.rows.row(number - part.base))

    def count_values(self, name: str, numbers: Array) -> Mapping[str, int]:
        """How many of the chunks (ascending) have each value of a column."""
        counts: dict[str, int] = {}
        for part in self.parts:
            column = part.opened.column(name)
            if column is None:
                continue
            begin, end = np.searchsorted(numbers, (part.base, part.base + part.count))
            for value, count in column.count(numbers[begin:end] - part.base).items():
                counts[value] = counts.get(value, 0) + count
        return counts

    def column_names(self) -> list[str]:
        """The columns that any segment has."""
        return sorted({name for part in self.parts for name in part.opened.column_names()})

    def ranks(self, name: str, key: Callable[[str], Any] | None = None) -> Array:
        """By chunk number, the rank of its (first) value in a column among all values; none ranks first.

        ``key`` is what values are sorted by, themselves without one.
        """
        columns = [(part, part.opened.column(name)) for part in self.parts]
        values = sorted({value for _, column in columns if column for value in column.values}, key=key)
        places = {value: at for at, value in enumerate(values)}
        ranks = np.full(self.size, -1, np.int32)
        for part, column in columns:
            if column is None or not column.values:
                continue
            remap = np.array([*(places[value] for value in column.values), -1], np.int32)
            ranks[part.base : part.base + part.count] = remap[_firsts(column)]
        return ranks

    def document_order(self, path_column: str, key: Callable[[str], Any] | None = None) -> Array:
        """By chunk number, its rank by path (or what ``key`` makes of it), then place in its document."""
        if key not in self._orders:
            spots = np.zeros(self.size, np.int64)
            for part in self.parts:
                if PLACE in part.opened.file:
                    spots[part.base : part.base + part.count] = part.opened.file.whole(PLACE)
            order = np.lexsort((spots, self.ranks(path_column, key)))
            places = np.empty(self.size, np.int64)
            places[order] = np.arange(self.size)
            self._orders[key] = places
        return self._orders[key]

    @cached_property
    def _orders(self) -> dict[Callable[[str], Any] | None, Array]:
        """What was put in order so far."""
        return {}

    @cached_property
    def groups(self) -> NDArray[np.int32]:
        """By chunk number, the least number of those that say nearly the same; its own for dead ones."""
        joined = [
            sketches if part.alive is None else sketches * part.alive[:, None].astype(np.uint8)
            for part, sketches in ((part, part.opened.sketches()) for part in self.parts)
        ]
        return group(np.concatenate(joined or [np.empty((0, BYTES), np.uint8)]))

    @cached_property
    def _living(self) -> Numbers:
        found = [
            np.arange(part.base, part.base + part.count)
            if part.alive is None
            else np.flatnonzero(part.alive) + part.base
            for part in self.parts
        ]
        return np.concatenate(found or [np.empty(0, np.int64)])

    def _part_of(self, number: int) -> Part | None:
        for part in self.parts:
            if part.base <= number < part.base + part.count:
                return part
        return None

    def _join(self, name: str, term: bytes) -> TermPostings:
        parts: list[tuple[Part, FieldReader, int]] = []
        found: list[tuple[Array, Array]] = []
        for part, reader in self.readers(name):
            number = reader.terms.find(term)
            if number >= 0:
                parts.append((part, reader, number))
                found.append(part.postings(reader, *reader.extent(number)))
        if len(found) == 1:
            return TermPostings(*found[0], parts)
        if not found:
            return TermPostings(np.empty(0, np.int32), np.empty(0, np.uint8))
        numbers, counts = zip(*found, strict=True)
        return TermPostings(np.concatenate(numbers), np.concatenate(counts), parts)

    def _join_lengths(self, name: str) -> tuple[Array, float]:
        living = len(self._living)
        found: list[Array] = []
        total = 0
        for part in self.parts:
            reader = part.opened.field(name)
            lengths = reader.lengths if reader else None
            if lengths is None:
                lengths = np.zeros(part.count, np.uint8)
            elif part.alive is None and reader is not None:
                total += reader.tokens
            else:
                total += int(lengths[part.alive].sum(dtype=np.int64))
            found.append(lengths)
        joined = found[0] if len(found) == 1 else np.concatenate(found or [np.empty(0, np.uint8)])
        return joined, total / living if living else 0.0


def _firsts(column: Column) -> Array:
    if column.ends is None:
        return column.ordinals
    sizes = np.diff(column.ends)
    firsts = np.full(len(sizes), -1, np.int32)
    firsts[sizes > 0] = column.ordinals[column.ends[:-1][sizes > 0]]
    return firsts
