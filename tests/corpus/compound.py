"""Compound files ([MS-CFB]) made by hand: folders of streams, as Outlook and old Office write them."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Tree = Mapping[str, "bytes | Tree"]
"""Streams, and folders of them, by name."""

_SECTOR, _SMALL_SECTOR, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = _FREE
    sibling: int = _FREE
    start: int = _END
    size: int = 0


@dataclass
class _Chains:
    """Sectors one after the other, and which follows which."""

    size: int
    sectors: list[bytes] = field(default_factory=list)
    following: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """The first sector of a chain that holds these bytes."""
        start = len(self.sectors)
        pieces = [data[at : at + self.size].ljust(self.size, b"\0") for at in range(0, len(data), self.size)]
        self.sectors += pieces
        self.following += [*range(start + 1, start + len(pieces)), _END][: len(pieces)]
        return start if pieces else _END


def make_compound(tree: Tree) -> bytes:
    """The bytes of a file with these folders and streams."""
    entries = [_Entry("Root Entry", _ROOT)]
    _add_entries(entries, 0, tree)
    big, small = _Chains(_SECTOR), _Chains(_SMALL_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.size = len(entry.data)
            entry.start = (big if entry.size >= _CUTOFF else small).add(entry.data)
    entries[0].size = len(small.sectors) * _SMALL_SECTOR
    entries[0].start = big.add(b"".join(small.sectors))
    small_table = big.add(_numbers(small.following))
    directory = big.add(b"".join(map(_write_entry, entries)))
    tables = 1
    while tables * _SECTOR // 4 < len(big.sectors) + tables:
        tables += 1
    first_table = len(big.sectors)
    big.add(_numbers([*big.following, *[_FAT] * tables]).ljust(tables * _SECTOR, b"\xff"))
    head = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0,
        _CUTOFF, small_table, -(-len(small.following) * 4 // _SECTOR), _END, 0,
    )  # fmt: skip
    listed = _numbers([*range(first_table, first_table + tables)])
    return head + listed.ljust(_SECTOR - len(head), b"\xff") + b"".join(big.sectors)


def _add_entries(entries: list[_Entry], parent: int, tree: Tree) -> None:
    """The children of an entry, each the right neighbour of the one before."""
    before: int | None = None
    for name, inside in tree.items():
        number = len(entries)
        if before is None:
            entries[parent].child = number
        else:
            entries[before].sibling = number
        before = number
        if isinstance(inside, bytes):
            entries.append(_Entry(name, _STREAM, inside))
        else:
            entries.append(_Entry(name, _STORAGE))
            _add_entries(entries, number, inside)


def _write_entry(entry: _Entry) -> bytes:
    name = f"{entry.name}\0".encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIII", name, len(name), entry.kind, 1, _FREE, entry.sibling, entry.child, entry.start,
        entry.size, 0,
    )  # fmt: skip


def _numbers(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)
