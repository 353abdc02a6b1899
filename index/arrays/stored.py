"""What was stored with a chunk? Rows of bytes, compressed in blocks small enough to open one at a time.

A row is the stored fields of a chunk. A single text (the usual case: one JSON record) is kept as it
is; anything else is JSON, with a mark where JSON has no such type. Nothing is a pickle.
"""

import json
import zlib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import accumulate, compress, pairwise
from typing import Any

import numpy as np

from index.arrays.errors import SegmentDamagedError
from index.arrays.segmentfile import SegmentFile, SegmentFileWriter

_BLOCK_BYTES = 8_192
"""Before compression: 8 KiB open in 20 µs; 64 KiB would be a tenth smaller and take 150 µs."""

_DICTIONARY = (
    b'"description":["signature":["refers":["reference":["2008-01-01T00:00:00Z"],'
    b'"origin":["author":["subject":['
    b'"marking":["paragraph":["classification":["UNCLASSIFIED"],"tag":["date":["20'
    b',"page":null,"slide":null,"post":null,"kind":"header","kind":"boilerplate","kind":"table"'
    b'Srecord\0{"id":"","doc":"","n":0,"text":"the of and to'
    b" in de la que el en los del se las por con para una "
    b'su al ","map":[[0,0,"lines":[1,1],"kind":"text","section":[],"page":null,"slide":null,"post":null,'
    b'"language":"en","metadata":{"title":[""]},"path":"","title":"","type":"txt"}"language":"es"'
)
"""What rows usually hold, for the compressor to point at; part of the format, never to be changed alone."""

_TEXT, _JSON = b"S", b"J"


class RowWriter:
    """Collects rows, compressing as they come."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._block_rows: list[int] = [0]
        self._open: list[bytes] = []
        self._open_bytes = 0
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def add(self, row: bytes) -> None:
        """Append a row."""
        self._open.append(row)
        self._open_bytes += len(row)
        self._rows += 1
        if self._open_bytes >= _BLOCK_BYTES:
            self._close_block()

    def add_block(self, block: bytes, rows: int) -> None:
        """Append a block of another file as it is."""
        self._close_block()
        self._blocks.append(block)
        self._rows += rows
        self._block_rows.append(self._rows)

    def write(self, out: SegmentFileWriter) -> None:
        """Write all rows as sections."""
        self._close_block()
        ends = np.zeros(len(self._blocks) + 1, np.int64)
        np.cumsum([len(block) for block in self._blocks], out=ends[1:])
        out.add_bytes("stored/blocks", *self._blocks)
        out.add("stored/block_ends", ends)
        out.add("stored/block_rows", np.array(self._block_rows, np.int32))

    def _close_block(self) -> None:
        if not self._open:
            return
        sizes = np.array([len(row) for row in self._open], "<u4")
        packer = zlib.compressobj(6, zlib.DEFLATED, -15, zdict=_DICTIONARY)
        self._blocks.append(packer.compress(sizes.tobytes() + b"".join(self._open)) + packer.flush())
        self._block_rows.append(self._rows)
        self._open, self._open_bytes = [], 0


class RowReader:
    """Reads rows by number: a block no further than to the row, or all of it where its neighbour was last."""

    def __init__(self, file: SegmentFile) -> None:
        self._file = file
        self._ends = file.whole("stored/block_ends").data
        self._block_rows = file.whole("stored/block_rows").data
        self._last = -1
        self._open: tuple[int, list[bytes]] = (-1, [])

    def row(self, number: int) -> bytes:
        """The row of a chunk."""
        block = bisect_right(self._block_rows, number) - 1
        at = number - self._block_rows[block]
        if self._open[0] == block:
            return self._open[1][at]
        if self._last == block:  # neighbours are read together
            self._open = block, self._rows_of(block)
            return self._open[1][at]
        self._last = block
        return self._row_of(block, at)

    def copy_living(self, out: RowWriter, alive: "np.typing.NDArray[np.bool_]") -> None:
        """Append the rows of living chunks to ``out``; blocks in which all live are not opened."""
        for block, (first, stop) in enumerate(pairwise(self._block_rows)):
            living = alive[first:stop]
            if living.all():
                out.add_block(self._packed(block), stop - first)
            elif living.any():
                for row in compress(self._rows_of(block), living):
                    out.add(row)

    def _row_of(self, block: int, at: int) -> bytes:
        """One row, its block opened no further: a third less work, on average."""
        opened = zlib.decompressobj(-15, zdict=_DICTIONARY)
        try:
            sizes = self._sizes(block, opened.decompress(self._packed(block), 4 * self._count(block)))
            before = sum(sizes[:at])
            return opened.decompress(opened.unconsumed_tail, before + sizes[at])[before:]
        except (zlib.error, ValueError) as error:
            raise self._damage(error) from error

    def _rows_of(self, block: int) -> list[bytes]:
        try:
            data = zlib.decompressobj(-15, zdict=_DICTIONARY).decompress(self._packed(block))
            sizes = self._sizes(block, data)
        except (zlib.error, ValueError) as error:
            raise self._damage(error) from error
        ends = accumulate(sizes, initial=4 * len(sizes))
        return [data[low:high] for low, high in pairwise(ends)]

    def _count(self, block: int) -> int:
        return self._block_rows[block + 1] - self._block_rows[block]

    def _sizes(self, block: int, data: bytes) -> list[int]:
        """The lengths of a block's rows, with which it begins. Raises ``ValueError`` where some lack."""
        sizes: list[int] = np.frombuffer(data, "<u4", self._count(block)).tolist()
        return sizes

    def _damage(self, error: Exception) -> SegmentDamagedError:
        return SegmentDamagedError(self._file.path, f"stored rows: {error}")

    def _packed(self, block: int) -> bytes:
        return self._file.read("stored/blocks", self._ends[block], self._ends[block + 1])


def pack_fields(fields: Mapping[str, Any]) -> bytes:
    """Stored fields as a row. Raises ``TypeError`` for a value that is neither JSON, date nor bytes."""
    if len(fields) == 1:
        ((name, value),) = fields.items()
        if isinstance(value, str):
            return _TEXT + name.encode() + b"\0" + value.encode("utf-8", "surrogatepass")
    return _JSON + json.dumps(_marked(dict(fields)), ensure_ascii=True, separators=(",", ":")).encode()


def unpack_fields(row: bytes) -> dict[str, Any]:
    """The fields that :func:`pack_fields` took.

    >>> unpack_fields(pack_fields({"record": "{}"}))
    {'record': '{}'}
    """
    if row.startswith(_TEXT):
        name, _, text = row[1:].partition(b"\0")
        return {name.decode(): text.decode("utf-8", "surrogatepass")}
    found: dict[str, Any] = _unmarked(json.loads(row[1:]))
    return found


def _marked(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, bytes):
        return {"$bytes": value.hex()}
    if isinstance(value, tuple):
        return {"$tuple": [_marked(each) for each in value]}
    if isinstance(value, list):
        return [_marked(each) for each in value]
    if isinstance(value, dict):
        return {"$fields": {name: _marked(each) for name, each in value.items()}}
    return value


_TYPES: dict[str, Callable[[Any], Any]] = {
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$bytes": bytes.fromhex,
    "$tuple": lambda values: tuple(_unmarked(each) for each in values),
    "$fields": lambda fields: {name: _unmarked(each) for name, each in fields.items()},
}


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(each) for each in value]
    if isinstance(value, dict):
        ((mark, content),) = value.items()
        return _TYPES[mark](content)
    return value
