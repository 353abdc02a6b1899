"""How do arrays lie in a file, and how does a reader know that they are those that were written?

::

    head (64 bytes)  magic, format version, where the table is, checksums of table and head
    sections         each aligned to 64 bytes, in the order of writing
    grid             a CRC-32 for every 64 KiB from the head to here
    table            JSON: sections (offset, dtype, count) and facts about the segment

A page of the grid is checked when something in it is first read, so that opening costs nothing and
no byte is used unchecked. Numbers are little-endian.
"""

import contextlib
import json
import mmap
import struct
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from index.arrays.disk import Disk, aside
from index.arrays.errors import SegmentDamagedError

FORMAT_VERSION = 1
"""Raise this when the layout changes; readers refuse what they do not know."""

_MAGIC = b"BISAGRA\x1a"
_HEAD = struct.Struct("<8sIIQQI")  # magic, version, table checksum, table offset, table length, head checksum
_HEAD_BYTES = 64
_ALIGNMENT = 64
_PAGE_BYTES = 1 << 16
"""Checked at once: 70 µs at 1 GB/s, so that a rare term's first use stays under 0.3 ms."""

_NAMED = 3
"""Sections named in a complaint: a small segment has dozens in one page."""

Array = NDArray[Any]


class SegmentFileWriter:
    """Writes one segment file, section by section. Leaving the block by an exception leaves no file."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._aside = aside(path)
        self._disk = disk
        self._sections: dict[str, tuple[int, str, int]] = {}
        self._pages: list[int] = []
        self._page_crc = 0
        self._page_room = _PAGE_BYTES
        self._file: BinaryIO = disk.create(self._aside)
        self._file.write(bytes(_HEAD_BYTES))
        self._at = _HEAD_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            _close_quietly(self._file)
            self._aside.unlink(missing_ok=True)

    def add(self, name: str, array: Array) -> None:
        """Write an array of one dimension as a section."""
        array = np.ascontiguousarray(array)
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
        self._begin(name, array.dtype.str, len(array))
        self._append(memoryview(array.view(np.uint8).data))

    def add_bytes(self, name: str, *parts: bytes | bytearray) -> None:
        """Write bytes as a section, one part behind the other."""
        self._begin(name, "|u1", sum(map(len, parts)))
        for part in parts:
            self._append(memoryview(part))

    def finish(self, facts: dict[str, Any]) -> None:
        """Write the table with ``facts`` (JSON values), make the file durable and give it its name."""
        if self._page_room < _PAGE_BYTES:
            self._pages.append(self._page_crc)
        grid = np.array(self._pages, "<u4").tobytes()
        table = json.dumps(
            {"facts": facts, "sections": self._sections, "grid": [self._at, len(grid), zlib.crc32(grid)]},
            ensure_ascii=False,
        ).encode()
        self._disk.write(self._file, self._aside, grid + table)
        head = _HEAD.pack(
            _MAGIC, FORMAT_VERSION, zlib.crc32(table), self._at + len(grid), len(table), 0
        )  # fmt: skip
        head = head[:-4] + struct.pack("<I", zlib.crc32(head[:-4]))
        self._file.seek(0)
        self._disk.write(self._file, self._aside, head)
        self._disk.sync(self._file, self._aside)
        self._file.close()
        self._disk.publish(self._path)

    def _begin(self, name: str, dtype: str, count: int) -> None:
        self._append(memoryview(bytes(-self._at % _ALIGNMENT)))
        self._sections[name] = (self._at, dtype, count)

    def _append(self, data: memoryview) -> None:
        if not len(data):
            return
        self._disk.write(self._file, self._aside, data)
        self._at += len(data)
        while len(data):
            piece = data[: self._page_room]
            self._page_crc = zlib.crc32(piece, self._page_crc)
            self._page_room -= len(piece)
            if not self._page_room:
                self._pages.append(self._page_crc)
                self._page_crc, self._page_room = 0, _PAGE_BYTES
            data = data[len(piece) :]


class SegmentFile:
    """An opened segment file. Raises :class:`SegmentDamagedError` for anything that is not as written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            table_crc, table_at, table_bytes = self._parse_head(head)
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)  # private; see kernels.writable
        if table_at + table_bytes != len(self._map):
            raise SegmentDamagedError(path, f"{len(self._map)} bytes, {table_at + table_bytes} were written")
        table = self._map[table_at : table_at + table_bytes]
        if zlib.crc32(table) != table_crc:
            raise SegmentDamagedError(path, "the table of sections was altered")
        fields = json.loads(table)
        self.facts: dict[str, Any] = fields["facts"]
        self._sections: dict[str, list[Any]] = fields["sections"]
        self._grid_at, grid_bytes, grid_crc = fields["grid"]
        grid = self._map[self._grid_at : self._grid_at + grid_bytes]
        if zlib.crc32(grid) != grid_crc:
            raise SegmentDamagedError(path, "the table of checksums was altered")
        self._grid = np.frombuffer(grid, "<u4")
        self._unchecked = bytearray(b"\1" * len(self._grid))
        self._arrays: dict[str, Array] = {}

    def _parse_head(self, head: bytes) -> tuple[int, int, int]:
        if len(head) < _HEAD_BYTES or not head.startswith(_MAGIC):
            raise SegmentDamagedError(self.path, "not a segment of an index, or cut off")
        _, version, table_crc, table_at, table_bytes, head_crc = _HEAD.unpack(head[: _HEAD.size])
        if zlib.crc32(head[: _HEAD.size - 4]) != head_crc or head[_HEAD.size :].strip(b"\0"):
            raise SegmentDamagedError(self.path, "the head was altered")
        if version != FORMAT_VERSION:
            raise SegmentDamagedError(
                self.path, f"format {version} is of another version; this one reads {FORMAT_VERSION}"
            )
        return table_crc, table_at, table_bytes

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    @property
    def size_bytes(self) -> int:
        """The length of the file."""
        return len(self._map)

    def count(self, name: str) -> int:
        """How many elements a section has."""
        return int(self._sections[name][2])

    def whole(self, name: str) -> Array:
        """A section as an array that reads the file."""
        return self.part(name, 0, self.count(name))

    def unchecked(self, name: str) -> Array:
        """A section as an array. :meth:`part` must have been asked for whatever of it is read."""
        array = self._arrays.get(name)
        return self._array(name) if array is None else array

    def part(self, name: str, start: int, stop: int) -> Array:
        """The elements ``[start:stop]`` of a section, checked."""
        array = self.unchecked(name)
        if start < stop:
            offset, size = int(self._sections[name][0]), array.itemsize
            self._check(offset + start * size, offset + stop * size)
        return array[start:stop]

    def read(self, name: str, start: int, stop: int) -> bytes:
        """The bytes ``[start:stop]`` of a section of bytes, checked."""
        offset = int(self._sections[name][0])
        if start < stop:
            self._check(offset + start, offset + stop)
        return self._map[offset + start : offset + stop]

    def release(self) -> None:
        """Let go of the memory of what was read so far; what is read again comes from the file again."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def verify(self) -> None:
        """Read all of the file and compare."""
        self._unchecked = bytearray(b"\1" * len(self._grid))
        if len(self._grid):
            self._check(_HEAD_BYTES, self._grid_at)

    def _array(self, name: str) -> Array:
        offset, dtype, count = self._sections[name]
        array: Array = (
            np.frombuffer(self._map, np.dtype(dtype), count, offset) if count else np.empty(0, dtype)
        )
        array.flags.writeable = False
        self._arrays[name] = array
        return array

    def _check(self, start: int, stop: int) -> None:
        first = (start - _HEAD_BYTES) // _PAGE_BYTES
        last = (stop - _HEAD_BYTES - 1) // _PAGE_BYTES
        page = self._unchecked.find(1, first, last + 1)
        while page >= 0:
            begin = _HEAD_BYTES + page * _PAGE_BYTES
            end = min(begin + _PAGE_BYTES, self._grid_at)
            with memoryview(self._map) as view, view[begin:end] as piece:
                found = zlib.crc32(piece)
            if found != self._grid[page]:
                raise SegmentDamagedError(self.path, f"altered in {self._names_at(begin, end)}")
            self._unchecked[page] = 0
            page = self._unchecked.find(1, page + 1, last + 1)

    def _names_at(self, begin: int, end: int) -> str:
        names = []
        for name, (offset, dtype, count) in self._sections.items():
            if offset < end and offset + count * np.dtype(dtype).itemsize > begin:
                names.append(name)
        more = f" and {len(names) - _NAMED} more sections" if len(names) > _NAMED else ""
        return ", ".join(names[:_NAMED]) + more or "the space between sections"


def _close_quietly(file: BinaryIO) -> None:
    """A full disk also fails the last flush, which says nothing new."""
    with contextlib.suppress(OSError):
        file.close()


def least(array: Array) -> Array:
    """The same whole numbers, none negative, in the least unsigned type that holds them (or ``int32``)."""
    highest = int(array.max()) if len(array) else 0
    return array.astype(np.uint8 if highest < 1 << 8 else np.uint16 if highest < 1 << 16 else np.int32)
