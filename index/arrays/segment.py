"""What does one segment hold? Its fields, rows and columns, read from the file as they are asked for."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from analyzers.numbering import Integers
from index.arrays.columns import Column, read_column
from index.arrays.inverting import FieldArrays
from index.arrays.segmentfile import Array, SegmentFile, SegmentFileWriter, least
from index.arrays.stored import RowReader
from index.arrays.terms import TermTable, write_terms
from index.scoring import K1, B
from index.sketches import BYTES

SKETCH = "sketch"
"""A sketch of each chunk's words, :data:`index.sketches.BYTES` long; zeros for none."""

PLACE = "place"
"""Where a chunk stands in its document: what orders equal scores after the path."""

BLOCK = 128
"""Postings that share a bound."""

PIECE = 1 << 20
"""Postings that are worked on at once where all of a field are: memory that does not grow with it."""


class FieldReader:
    """One field of one segment."""

    def __init__(self, file: SegmentFile, field: str) -> None:
        self.file = file
        self.field = field
        self.terms = TermTable(file, field)
        facts = file.facts["fields"][field]
        self.tokens: int = facts["tokens"]
        """Sum of the lengths, dead chunks included."""
        self.bound_mean: float = facts["mean"]
        """The mean length for which :meth:`bounds` hold."""
        self.is_counted = f"{field}/counts" in file
        self.is_positioned = f"{field}/positions" in file
        self.is_weighted = f"{field}/weights" in file
        self.is_encoded = f"{field}/values" in file
        self.has_bounds = f"{field}/bounds" in file and facts["bm25"] == [K1, B]
        self._starts = file.whole(f"{field}/starts")
        self._position_starts = file.whole(f"{field}/position_starts") if self.is_positioned else self._starts
        self._lengths: Array | None = None

    @property
    def starts(self) -> Array:
        """By term, how many postings stand before its own; at the end, how many there are."""
        return self._starts

    def extent(self, term: int) -> tuple[int, int]:
        """The postings of a term, as a range over the field's."""
        return int(self._starts[term]), int(self._starts[term + 1])

    def frequencies(self) -> Array:
        """The document frequency of every term, dead chunks included."""
        return np.diff(self._starts)

    def numbers(self, start: int, stop: int) -> Array:
        """The chunks of postings ``[start:stop]``."""
        return self.file.part(f"{self.field}/numbers", start, stop)

    def counts(self, start: int, stop: int) -> Array:
        """How often the term of each posting occurs."""
        if not self.is_counted:
            return np.ones(stop - start, np.uint8)
        return self.file.part(f"{self.field}/counts", start, stop)

    def weights(self, start: int, stop: int) -> Array:
        """The counts with Whoosh's boosts."""
        if not self.is_weighted:
            return self.counts(start, stop)
        return self.file.part(f"{self.field}/weights", start, stop)

    def positions(self, term: int) -> Array:
        """The positions of a term in all its chunks, one chunk after the other."""
        start, stop = int(self._position_starts[term]), int(self._position_starts[term + 1])
        return self.file.part(f"{self.field}/positions", start, stop)

    def positions_between(self, start: int, stop: int) -> Array:
        """Of the positions of all postings in their order, those ``[start:stop]``."""
        return self.file.part(f"{self.field}/positions", start, stop)

    def check_positions(self, term: int) -> int:
        """Where the positions of a term begin among the field's; they are known to be as written then."""
        self.positions(term)
        return int(self._position_starts[term])

    def unchecked(self, name: str) -> Array:
        """A section of the field, of which nothing may be read before it was asked for as a part."""
        return self.file.unchecked(f"{self.field}/{name}")

    def values(self, start: int, stop: int) -> list[bytes] | None:
        """Postings in Whoosh's own encoding, for formats that need it."""
        if not self.is_encoded:
            return None
        ends = self.file.part(f"{self.field}/value_ends", start, stop + 1).tolist()
        joined = self.file.read(f"{self.field}/values", ends[0], ends[-1])
        return [joined[a - ends[0] : b - ends[0]] for a, b in pairwise(ends)]

    def bounds(self, start: int, stop: int) -> Array:
        """The largest impact in each block that postings ``[start:stop]`` touch; see :func:`impacts`."""
        return self.file.part(f"{self.field}/bounds", start // BLOCK, -(-stop // BLOCK))

    @property
    def lengths(self) -> Array | None:
        """Exact lengths by chunk, ``None`` where the field is not scored."""
        if self._lengths is None and f"{self.field}/lengths" in self.file:
            self._lengths = self.file.whole(f"{self.field}/lengths")
        return self._lengths


class OpenSegment:
    """One opened segment file."""

    def __init__(self, path: Path) -> None:
        self.file = SegmentFile(path)
        self.count: int = self.file.facts["count"]
        self._fields: dict[str, FieldReader] = {}
        self._columns: dict[str, Column | None] = {}
        self._rows: RowReader | None = None

    def field_names(self) -> list[str]:
        """The inverted fields that have terms."""
        return list(self.file.facts["fields"])

    def column_names(self) -> list[str]:
        """The columns that any chunk has a value in."""
        return list(self.file.facts["columns"])

    def field(self, name: str) -> FieldReader | None:
        """An inverted field, ``None`` where no chunk of the segment has it."""
        field = self._fields.get(name)
        if field is None and name in self.file.facts["fields"]:
            field = self._fields[name] = FieldReader(self.file, name)
        return field

    def column(self, name: str) -> Column | None:
        """A column, ``None`` where no chunk of the segment has it."""
        if name not in self._columns:
            self._columns[name] = read_column(self.file, name)
        return self._columns[name]

    def sketches(self) -> Array:
        """A row of bytes a chunk: the sketch of its words, zeros where it has none."""
        if SKETCH not in self.file:
            return np.zeros((self.count, BYTES), np.uint8)
        return self.file.whole(SKETCH).reshape(-1, BYTES)

    @property
    def rows(self) -> RowReader:
        """The stored rows."""
        if self._rows is None:
            self._rows = RowReader(self.file)
        return self._rows


def impacts(counts: Array, lengths: Array, mean: float) -> Array:
    """What BM25 makes of counts in fields of these lengths, without idf: below K1 + 1."""
    tf = counts.astype(np.float64)
    scores: Array = tf * (K1 + 1) / (tf + K1 * ((1 - B) + B * (lengths / (mean or 1.0))))
    return scores


def sums_before(pieces: Iterable[Array], starts: Array) -> Integers:
    """Of values, given piece by piece, the sum of those before each of the ascending ``starts``."""
    found = np.zeros(len(starts), np.int64)
    total = at = 0
    for piece in pieces:
        if not len(piece):
            continue
        sums = np.cumsum(piece, dtype=np.int64)
        low, high = np.searchsorted(starts, (at, at + len(piece)), "right").tolist()
        found[low:high] = total + sums[starts[low:high].astype(np.int64) - at - 1]
        total += int(sums[-1])
        at += len(piece)
    return found


def _pieces(values: Array) -> Iterator[Array]:
    return (values[at : at + PIECE] for at in range(0, len(values), PIECE))


def write_field(out: SegmentFileWriter, name: str, field: FieldArrays) -> dict[str, Any]:
    """Write an inverted field; what the table says of it."""
    write_terms(out, name, field.terms)
    out.add(f"{name}/starts", _small(field.starts))
    out.add(f"{name}/numbers", field.numbers.astype(np.int32, copy=False))
    if field.counts is not None:
        out.add(f"{name}/counts", least(field.counts))
    if field.positions is not None and field.counts is not None:
        out.add(f"{name}/position_starts", _small(sums_before(_pieces(field.counts), field.starts)))
        out.add(f"{name}/positions", least(field.positions))
    if field.weights is not None:
        out.add(f"{name}/weights", field.weights.astype(np.float32, copy=False))
    if field.values is not None:
        value_ends = np.zeros(len(field.values) + 1, np.int64)
        np.cumsum([len(value) for value in field.values], out=value_ends[1:])
        out.add_bytes(f"{name}/values", b"".join(field.values))
        out.add(f"{name}/value_ends", value_ends)
    tokens, mean = 0, 0.0
    if field.lengths is not None:
        tokens = int(field.lengths.sum())
        mean = tokens / max(1, len(field.lengths))
        out.add(f"{name}/lengths", least(field.lengths))
        _write_bounds(out, name, field, mean)
    return {"tokens": tokens, "mean": mean, "bm25": [K1, B]}


def _write_bounds(out: SegmentFileWriter, name: str, field: FieldArrays, mean: float) -> None:
    if field.counts is None or field.weights is not None or field.lengths is None or not len(field.numbers):
        return
    highest = [
        np.maximum.reduceat(impacts(counts, field.lengths[numbers], mean), np.arange(0, len(counts), BLOCK))
        for counts, numbers in zip(_pieces(field.counts), _pieces(field.numbers), strict=True)
    ]
    out.add(f"{name}/bounds", np.nextafter(np.concatenate(highest).astype(np.float32), np.float32(np.inf)))


def _small(starts: Array) -> Array:
    return starts.astype(np.uint32) if not len(starts) or starts[-1] < 1 << 32 else starts
