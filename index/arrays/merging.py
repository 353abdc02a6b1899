"""Several segments become one: arrays one after the other, terms renumbered, dead chunks dropped.

Nothing is sorted but dictionaries: each posting's new place follows from how many the term has in
the segments before. Fields are done one at a time, so memory holds one field's arrays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema

from analyzers.numbering import spread
from index.arrays.building import pack_whoosh_column
from index.arrays.codec import ArraySegment
from index.arrays.columns import merge_columns, write_column
from index.arrays.disk import Disk
from index.arrays.inverting import FieldArrays
from index.arrays.readers import ArrayDocumentReader
from index.arrays.segment import PLACE, SKETCH, FieldReader, OpenSegment, write_field
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
        frequencies[remap] += part.frequencies
    starts = np.concatenate([[0], np.cumsum(frequencies)])
    merged = _Merged(starts, [part.field for part in kept])
    for part, remap in zip(kept, remaps, strict=True):
        merged.take(part, remap)
    used = frequencies > 0  # a term that only dead chunks had goes with them
    if not used.all():
        terms = [term for term, is_used in zip(terms, used.tolist(), strict=True) if is_used]
        starts = np.concatenate([[0], np.cumsum(frequencies[used])])
    return merged.finish(terms, starts, _lengths(parts))


class _Kept:
    """The living postings of one segment's field."""

    def __init__(self, field: FieldReader, alive: NDArray[np.bool_], base: int) -> None:
        self.field = field
        frequencies = field.frequencies()
        _, self.stop = field.extent(len(frequencies) - 1) if len(frequencies) else (0, 0)
        numbers = field.numbers(0, self.stop)
        self.mask: NDArray[np.bool_] | None = None
        if not alive.all():
            self.mask = alive[numbers]
            owners = np.repeat(np.arange(len(frequencies)), frequencies)
            frequencies = np.bincount(owners[self.mask], minlength=len(frequencies))
        self.frequencies = frequencies.astype(np.int64)
        renumbered = np.cumsum(alive, dtype=np.int32) + np.int32(base - 1)
        self.numbers = renumbered[self.of(numbers)]
        self.counts = self.of(field.counts(0, self.stop)).astype(np.int64) if field.is_counted else None

    def of(self, values: Array) -> Array:
        """Of a value for every posting, those of living ones."""
        return values if self.mask is None else values[self.mask]


class _Merged:
    """The arrays into which segments pour their postings."""

    def __init__(self, starts: Array, readers: Sequence[FieldReader]) -> None:
        total = int(starts[-1])
        self._next = starts[:-1].copy()
        self._numbers = np.empty(total, np.int32)
        self._counts = np.empty(total, np.int32) if any(f.is_counted for f in readers) else None
        self._is_positioned = any(f.is_positioned for f in readers)
        self._weights = np.empty(total, np.float32) if any(f.is_weighted for f in readers) else None
        self._values: list[bytes] | None = [b""] * total if any(f.is_encoded for f in readers) else None
        self._positions: list[tuple[Array, Array]] = []

    def take(self, part: _Kept, remap: Array) -> None:
        """Pour in one segment, whose terms become ``remap``."""
        targets = spread(self._next[remap], part.frequencies)
        self._next[remap] += part.frequencies
        self._numbers[targets] = part.numbers
        if self._counts is not None:
            self._counts[targets] = part.counts if part.counts is not None else 1
        if self._weights is not None:
            self._weights[targets] = part.of(part.field.weights(0, part.stop))
        if self._values is not None:
            rows = part.field.values(0, part.stop) or []
            living = range(len(rows)) if part.mask is None else np.flatnonzero(part.mask).tolist()
            for target, at in zip(targets.tolist(), living, strict=True):
                self._values[target] = rows[at]
        found = part.field.all_positions()
        if found is not None:
            if part.mask is not None:
                found = found[np.repeat(part.mask, part.field.counts(0, part.stop))]
            narrow = targets.astype(np.uint32) if len(self._numbers) < 1 << 32 else targets
            self._positions.append((narrow, found))  # what is kept until the end in half the memory

    def finish(self, terms: list[bytes], starts: Array, lengths: Array | None) -> FieldArrays:
        """The merged field."""
        positions = None
        if self._is_positioned and self._counts is not None:
            ends = np.cumsum(self._counts, dtype=np.int64)
            positions = np.empty(int(ends[-1]) if len(ends) else 0, np.int32)
            for targets, found in self._positions:
                counts = self._counts[targets].astype(np.int64)
                positions[spread(ends[targets] - counts, counts)] = found
        return FieldArrays(
            terms, starts, self._numbers, self._counts, positions, self._weights, self._values, lengths
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
