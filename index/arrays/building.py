"""Chunks come one by one: when do they make a segment, and how is it written?

A builder takes either batches of one numbering, or chunks one by one, or Whoosh documents; the writer
starts another where these are mixed, so that each stays simple.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.columns import Column as WhooshColumn
from whoosh.fields import Schema
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Existence, Format, Frequency, Positions

from analyzers.numbering import Numbering
from index.arrays.columns import ColumnBuffer, write_column
from index.arrays.disk import Disk
from index.arrays.inverting import FieldArrays, Order, RowBuffer, TokenBuffer
from index.arrays.memoryfile import MemoryFile
from index.arrays.segment import PLACE, SKETCH, write_field
from index.arrays.segmentfile import SegmentFileWriter, least
from index.arrays.stored import RowWriter, pack_fields
from index.batches import Batch
from index.fields import FACET
from index.schema import RECORD
from index.sketches import BYTES

Row = tuple[Mapping[str, Any], Mapping[str, Sequence[str]], int]
"""What a chunk has beside its postings: stored fields, columns, place in its document."""


def is_counted(form: Format) -> bool:
    """Whether a format keeps how often a term occurs in a chunk."""
    return not isinstance(form, Existence)


def is_positioned(form: Format) -> bool:
    """Whether positions are all that a format keeps beside the count."""
    return type(form) is Positions


def is_encoded(form: Format) -> bool:
    """Whether a format keeps more than arrays say, so that its own encoding must be kept."""
    return type(form) not in (Existence, Frequency, Positions)


class SegmentBuilder:
    """A segment in the making. Chunk numbers count up from 0."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.count = 0
        self.dead: set[int] = set()
        """Chunks that the same transaction replaced."""
        self.size = 0
        """Terms taken so far: what decides when memory is full."""
        self.rows = RowWriter()
        self._tokens: dict[str, TokenBuffer] = {}
        self._postings: dict[str, RowBuffer] = {}
        self._columns: dict[str, ColumnBuffer] = {}
        self._whoosh_columns: dict[str, tuple[WhooshColumn, dict[int, Any]]] = {}
        self._places = array("i")
        self._sketches = bytearray()

    def add_batch(self, batch: Batch) -> None:
        """Add chunks as arrays. All batches of a segment have one numbering."""
        for name, (numbers, rows) in batch.tokens.items():
            if len(rows.terms):
                self._token_buffer(name, batch.numbering).add_rows(numbers + self.count, rows)
                self.size += len(rows.terms)
        for name, ids in batch.ids.items():
            self._token_buffer(name).add_ids(self.count, ids)
            self.size += len(ids)
        for texts, chunks in batch.facets:
            self._token_buffer(FACET).add_shared([number + self.count for number in chunks], texts)
            self.size += len(texts) * len(chunks)
        for values, chunks in batch.columns:
            self._add_columns([number + self.count for number in chunks], values)
        self._add_places(self.count, batch.places)
        self._sketches.extend(bytes(self.count * BYTES - len(self._sketches)))
        self._sketches += batch.sketches.tobytes()
        for record in batch.records:
            self.rows.add(pack_fields({RECORD: record}))
        self.count += len(batch.records)

    def add_chunk(
        self,
        tokens: Mapping[str, tuple[Sequence[str], Sequence[int]]],
        terms: Mapping[str, Iterable[str]],
        row: Row,
    ) -> None:
        """Add a chunk: texts with positions by token field, terms by term field, what it has beside."""
        for name, (texts, positions) in tokens.items():
            if texts:
                self._token_buffer(name).add(self.count, texts, positions)
                self.size += len(texts)
        for name, found in terms.items():
            unique = list(dict.fromkeys(found))
            if unique:
                self._token_buffer(name).add(self.count, unique)
                self.size += len(unique)
        stored, columns, place = row
        self._add_columns([self.count], columns)
        self._add_places(self.count, [place])
        self.rows.add(pack_fields(stored))
        self.count += 1

    def _add_columns(self, numbers: Sequence[int], values: Mapping[str, Sequence[str]]) -> None:
        for name, found in values.items():
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = ColumnBuffer()
            column.add(numbers, found)

    def _add_places(self, first: int, places: Sequence[int]) -> None:
        self._places.extend([0] * (first - len(self._places)))
        self._places.extend(places)

    def add_posting(self, field: str, term: bytes, count: int, weight: float, value: bytes) -> None:
        """Add a posting of the chunk that :meth:`finish_document` will end."""
        form = self.schema[field].format
        buffer = self._row_buffer(field, form)
        positions = form.decode_positions(value) if is_positioned(form) else ()
        buffer.add(self.count, term, len(positions) or count, weight, value or b"", positions)
        self.size += max(1, len(positions))

    def add_length(self, field: str, length: int) -> None:
        """Give the chunk in the making the length of a field."""
        form = self.schema[field].format
        if length and form is not None:
            self._row_buffer(field, form).add_length(self.count, length)

    def add_column_value(self, field: str, column: WhooshColumn, value: Any) -> None:
        """Give the chunk in the making a value to sort by, as Whoosh's sortable fields have."""
        self._whoosh_columns.setdefault(field, (column, {}))[1][self.count] = value

    def finish_document(self, stored: Mapping[str, Any]) -> None:
        """End the chunk whose postings were added."""
        self.rows.add(pack_fields(stored))
        self.count += 1

    def numbers_of(self, field: str, term: bytes) -> list[int]:
        """The living chunks added so far that hold a term."""
        found: list[int] = []
        if field in self._tokens:
            found += self._tokens[field].numbers_of(term.decode("utf-8", "replace"))
        if field in self._postings:
            found += self._postings[field].numbers_of(term)
        return [number for number in found if number not in self.dead]

    def write(self, path: Path, disk: Disk) -> None:
        """Write the segment file and make it durable."""
        with SegmentFileWriter(path, disk) as out:
            fields = {}
            orders = self._order()
            for name in sorted({*self._tokens, *self._postings}):
                fields[name] = write_field(out, name, self._invert(name, orders))
            self.rows.write(out)
            for name, buffer in self._columns.items():
                write_column(out, name, buffer.column(self.count))
            if self._places:
                places = np.zeros(self.count, np.int64)
                places[: len(self._places)] = self._places
                out.add(PLACE, least(places))
            if self._sketches:
                sketches = np.frombuffer(self._sketches.ljust(self.count * BYTES, b"\0"), np.uint8)
                out.add(SKETCH, sketches)
            for name, (column, values) in self._whoosh_columns.items():
                out.add_bytes(f"sortable/{name}", pack_whoosh_column(column, values, self.count))
            out.finish({"count": self.count, "fields": fields, "columns": sorted(self._columns)})

    def _order(self) -> dict[int, Order]:
        """The order of terms by numbering: several fields share one."""
        orders = {}
        for numbering in {id(each.numbering): each.numbering for each in self._tokens.values()}.values():
            used = np.zeros(len(numbering.terms), bool)
            for buffer in self._tokens.values():
                if buffer.numbering is numbering:
                    buffer.mark_used(used)
            orders[id(numbering)] = Order(numbering, used)
        return orders

    def _invert(self, name: str, orders: Mapping[int, Order]) -> FieldArrays:
        if name in self._tokens:
            buffer = self._tokens.pop(name)
            return buffer.invert(self.count, orders[id(buffer.numbering)])
        return self._postings.pop(name).invert(self.count)

    def _token_buffer(self, name: str, numbering: Numbering | None = None) -> TokenBuffer:
        buffer = self._tokens.get(name)
        if buffer is None:
            field = self.schema[name]
            buffer = self._tokens[name] = TokenBuffer(
                numbering,
                counted=is_counted(field.format),
                positioned=is_positioned(field.format),
                scored=field.scorable,
            )
        return buffer

    def _row_buffer(self, name: str, form: Format) -> RowBuffer:
        buffer = self._postings.get(name)
        if buffer is None:
            buffer = self._postings[name] = RowBuffer(
                counted=is_counted(form),
                positioned=is_positioned(form),
                scored=self.schema[name].scorable,
                encoded=is_encoded(form),
            )
        return buffer


def pack_whoosh_column(column: WhooshColumn, values: Mapping[int, Any], count: int) -> bytes:
    """A column of Whoosh's sortable fields, in Whoosh's own encoding."""
    file = MemoryFile()
    writer = column.writer(StructFile(file))
    for number in sorted(values):
        writer.add(number, values[number])
    writer.finish(count)
    return file.getvalue()
