"""Several segments become one: arrays one after the other, terms renumbered, dead chunks dropped.

Nothing is sorted but dictionaries: each posting's new place follows from how many the term has in
the segments before. Fields are done one at a time and postings piece by piece, so that memory holds one
field's arrays as they will lie in the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema

from analyzers.numbering import Integers, spread
from index.arrays.building import pack_whoosh_column
from index.arrays.codec import ArraySegment
from index.arrays.columns import merge_columns, write_column
from index.arrays.disk import Disk
from index.arrays.inverting import FieldArrays
from index.arrays.readers import ArrayDocumentReader
from index.arrays.segment import PIECE, PLACE, SKETCH, FieldReader, OpenSegment, sums_before, write_field
from index.arrays.segmentfile import Array, SegmentFileWriter, least
from index.arrays.stored import RowWriter


@dataclass(frozen=True, slots=True)
class Part:
    """A segment to be merged, with the chunks of it that live."""

    opened: OpenSegment
    segment: ArraySegment

    @property
    def alive(self) -> NDArray[np.bool_]:
        """Which chunks live."""
        return self.segment.alive()


def merge_segments(parts: Sequence[Part], path: Path, disk: Disk, schema: Schema) -> int:
    """Write the living chunks of ``parts``, in order, as one segment file; their count."""
    alive = [part.alive for part in parts]
    count = sum(int(mask.sum()) for mask in alive)
    with SegmentFileWriter(path, disk) as out:
        fields: dict[str, Any] = {}
        for name in sorted({name for part in parts for name in part.opened.field_names() if name in schema}):
            merged = merge_field(
                [(part.opened.field(name), mask) for part, mask in zip(parts, alive, strict=True)]
            )
            if merged.terms or merged.lengths is not None:
                fields[name] = write_field(out, name, merged)
            for part in parts:
                part.opened.file.release()
        rows = RowWriter()
        for part, mask in zip(parts, alive, strict=True):
            part.opened.rows.copy_living(rows, mask)
        rows.write(out)
        columns = sorted({name for part in parts for name in part.opened.column_names()})
        for name in columns:
            pairs = [(part.opened.column(name), mask) for part, mask in zip(parts, alive, strict=True)]
            write_column(out, name, merge_columns(pairs))
        if any(PLACE in part.opened.file for part in parts):
            out.add(PLACE, least(np.concatenate([_places(p, m) for p, m in zip(parts, alive, strict=True)])))
        if any(SKETCH in part.opened.file for part in parts):
            kept = [part.opened.sketches()[mask] for part, mask in zip(parts, alive, strict=True)]
            out.add(SKETCH, np.concatenate(kept).reshape(-1))
        _merge_whoosh_columns(out, parts, alive, schema)
        out.finish({"count": count, "fields": fields, "columns": columns})
    return count


def merge_field(parts: Sequence[tuple[FieldReader | None, NDArray[np.bool_]]]) -> FieldArrays:
    """One field of several segments; ``None`` is a segment without it."""
    bases = np.cumsum([0, *(int(alive.sum()) for _, alive in parts)]).tolist()
    kept = [_Kept(field, alive, base) for (field, alive), base in zip(parts, bases, strict=False) if field]
    dictionaries = [part.field.terms.all() for part in kept]
    terms = sorted(set().union(*dictionaries))
    places = dict(zip(terms, range(len(terms)), strict=True))
    remaps = [np.fromiter(map(places.__getitem__, each), np.int64, len(each)) for each in dictionaries]
    del dictionaries, places
    frequencies = np.zeros(len(terms), np.int64)
    for part, remap in zip(kept, remaps, strict=True):
        part.shifts = frequencies[remap] - part.starts[:-1]
        frequencies[remap] += part.frequencies
    starts = np.concatenate([[0], np.cumsum(frequencies)])
    for part, remap in zip(kept, remaps, strict=True):
        part.shifts += starts[remap]
    merged = _Merged(int(starts[-1]), kept)
    used = frequencies > 0  # a term that only dead chunks had goes with them
    if not used.all():
        terms = [term for term, is_used in zip(terms, used.tolist(), strict=True) if is_used]
        starts = np.concatenate([[0], np.cumsum(frequencies[used])])
    return merged.finish(terms, starts, _lengths(parts))


class _Poured(NamedTuple):
    """Living postings of a segment that follow each other: which they are, and where they go."""

    start: int
    stop: int
    """Among the postings of the field, dead ones included."""
    mask: NDArray[np.bool_] | None
    """Which of these live; ``None``: all."""
    targets: Integers

    def of(self, values: Array) -> Array:
        """Of a value for every posting, those of living ones."""
        return values if self.mask is None else values[self.mask]


class _Kept:
    """The living postings of one segment's field.

    By term, ``starts`` says how many living postings stand before its own, ``shifts`` how much further on
    they stand in the merged field.
    """

    def __init__(self, field: FieldReader, alive: NDArray[np.bool_], base: int) -> None:
        self.field = field
        self._alive = None if alive.all() else alive
        self._renumbered = np.cumsum(alive, dtype=np.int32) + np.int32(base - 1)
        self._stop = int(field.starts[-1])
        starts = field.starts.astype(np.int64)
        if self._alive is not None:
            starts = sums_before((self._find_living(*piece) for piece in self._pieces()), starts)
        self.starts: Integers = starts
        self.shifts: Integers = np.zeros(0, np.int64)

    @property
    def frequencies(self) -> Integers:
        """By term, its living postings."""
        return np.diff(self.starts)

    def iter_poured(self) -> Iterator[_Poured]:
        """All postings, piece by piece."""
        low = 0
        for start, stop in self._pieces():
            mask = None if self._alive is None else self._find_living(start, stop)
            high = low + (stop - start if mask is None else int(mask.sum()))
            first = int(np.searchsorted(self.starts, low, "right")) - 1
            last = int(np.searchsorted(self.starts, high, "left"))
            held: Integers = np.clip(self.starts[first : last + 1], low, high)
            sizes = held[1:] - held[:-1]
            targets = np.repeat(self.shifts[first:last], sizes) + np.arange(low, high)
            yield _Poured(start, stop, mask, targets)
            low = high

    def renumber(self, poured: _Poured) -> Array:
        """The chunks of postings, as they are numbered in the merged segment."""
        return self._renumbered[poured.of(self.field.numbers(poured.start, poured.stop))]

    def _find_living(self, start: int, stop: int) -> NDArray[np.bool_]:
        alive: NDArray[np.bool_] = self._alive[self.field.numbers(start, stop)]  # type: ignore[index]
        return alive

    def _pieces(self) -> Iterator[tuple[int, int]]:
        return ((at, min(at + PIECE, self._stop)) for at in range(0, self._stop, PIECE))


class _Merged:
    """The arrays into which segments pour their postings."""

    def __init__(self, total: int, parts: Sequence[_Kept]) -> None:
        readers = [part.field for part in parts]
        self._numbers = np.empty(total, np.int32)
        self._counts: Array | None = None
        if any(each.is_counted for each in readers):
            self._counts = np.empty(total, np.result_type(*(each.counts(0, 0) for each in readers)))
        self._weights = np.empty(total, np.float32) if any(each.is_weighted for each in readers) else None
        self._values: list[bytes] | None = None
        if any(each.is_encoded for each in readers):
            self._values = [b""] * total
        for part in parts:
            for poured in part.iter_poured():
                self._take(part, poured)
        self._positions = None
        if self._counts is not None and any(each.is_positioned for each in readers):
            self._positions = self._pour_positions([part for part in parts if part.field.is_positioned])

    def _take(self, part: _Kept, poured: _Poured) -> None:
        start, stop, mask, targets = poured
        self._numbers[targets] = part.renumber(poured)
        if self._counts is not None:
            self._counts[targets] = poured.of(part.field.counts(start, stop))
        if self._weights is not None:
            self._weights[targets] = poured.of(part.field.weights(start, stop))
        if self._values is not None:
            rows = part.field.values(start, stop) or []
            living = range(len(rows)) if mask is None else np.flatnonzero(mask).tolist()
            for target, at in zip(targets.tolist(), living, strict=bool(rows)):
                self._values[target] = rows[at]

    def _pour_positions(self, parts: Sequence[_Kept]) -> Array:
        """Behind the counts, which say where each posting's positions go."""
        counts = np.empty(0, np.int32) if self._counts is None else self._counts
        total = int(counts.sum(dtype=np.int64))
        ends = np.cumsum(counts, dtype=np.uint32 if total < 1 << 32 else np.int64)
        positions = np.empty(total, np.result_type(*(each.field.positions_between(0, 0) for each in parts)))
        for part in parts:
            at = 0
            for poured in part.iter_poured():
                held = part.field.counts(poured.start, poured.stop)
                found = part.field.positions_between(at, at := at + int(held.sum(dtype=np.int64)))
                if poured.mask is not None:
                    found = found[np.repeat(poured.mask, held)]
                sizes = counts[poured.targets].astype(np.int64)
                positions[spread(ends[poured.targets].astype(np.int64) - sizes, sizes)] = found
        return positions

    def finish(self, terms: list[bytes], starts: Array, lengths: Array | None) -> FieldArrays:
        """The merged field."""
        return FieldArrays(
            terms, starts, self._numbers, self._counts, self._positions, self._weights, self._values, lengths
        )


def _lengths(parts: Sequence[tuple[FieldReader | None, NDArray[np.bool_]]]) -> Array | None:
    if not any(field is not None and field.lengths is not None for field, _ in parts):
        return None
    found = []
    for field, alive in parts:
        lengths = field.lengths if field is not None else None
        found.append(
            np.zeros(int(alive.sum()), np.int64) if lengths is None else lengths[alive].astype(np.int64)
        )
    return np.concatenate(found)


def _places(part: Part, alive: NDArray[np.bool_]) -> Array:
    if PLACE not in part.opened.file:
        return np.zeros(int(alive.sum()), np.int64)
    return part.opened.file.whole(PLACE)[alive].astype(np.int64)


def _merge_whoosh_columns(
    out: SegmentFileWriter, parts: Sequence[Part], alive: Sequence[NDArray[np.bool_]], schema: Schema
) -> None:
    """Whoosh's sortable fields go value by value: the project's own schema has none."""
    for name, field in schema.items():
        if not field.column_type or not any(f"sortable/{name}" in part.opened.file for part in parts):
            continue
        values: dict[int, Any] = {}
        base = 0
        for part, mask in zip(parts, alive, strict=True):
            values.update(_sortable_values(part, mask, name, field.column_type, base))
            base += int(mask.sum())
        out.add_bytes(f"sortable/{name}", pack_whoosh_column(field.column_type, values, base))


def _sortable_values(
    part: Part, alive: NDArray[np.bool_], name: str, column: Any, base: int
) -> Mapping[int, Any]:
    if f"sortable/{name}" not in part.opened.file:
        return {}
    reader = ArrayDocumentReader(part.opened, part.segment).column_reader(name, column)
    return {base + at: reader[int(number)] for at, number in enumerate(np.flatnonzero(alive))}
