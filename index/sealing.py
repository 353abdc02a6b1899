"""Is the journal, at rest, byte for byte what the last run left?

SQLite keeps no checksums: it finds damage in the structure of its file, not in what is stored there. So a
run that ends writes a seal beside the journal, its size and the CRC-32 of each block, and a run that begins
breaks it. A run that was killed leaves none, and the journal then has only SQLite's own checks.

A block to which a run wrote nothing keeps its sum: a run need not read the whole journal, and does not seal
over what was damaged before it. What it wrote is what SQLite's log holds when it is about to be emptied into
the file (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).

The seal also names the sources, so that a journal that is lost does not take with it what was indexed.
"""

import json
import os
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.files import publish, sync_folder

_SUFFIX = ".seal"
_BLOCK_BYTES = 1 << 16
"""A small change writes some twenty pages, each somewhere else; what lies around them is read, too."""
_STEP_BYTES = 1 << 20

_LOG_HEAD = struct.Struct(">8xI4x8s8x")
"""Of the log: the size of a page, and the salt that all frames of it have that count."""
_FRAME_HEAD = struct.Struct(">I4x8s8x")
"""Of a frame: which page follows (the first is 1), and the salt."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What the journal was at the end of a run: ``sums`` has the CRC-32 of each ``block_bytes``."""

    size_bytes: int
    block_bytes: int
    sums: Sequence[int]
    sources: tuple[str, ...]


class SealError(Exception):
    """The seal itself is not what was written."""


def seal_path(path: Path) -> Path:
    """Where the seal of a file is."""
    return path.with_name(path.name + _SUFFIX)


def write_seal(
    path: Path, sources: Sequence[str], *, before: Seal | None = None, changed: Iterable[int] = ()
) -> None:
    """Seal a file that nobody is writing to.

    Where it was sealed ``before`` it is since then the same but for what it grew by and for the pages at the
    offsets ``changed``.
    """
    known: dict[int, int] = {}
    if before is not None and before.block_bytes == _BLOCK_BYTES:
        known = dict(enumerate(before.sums[: before.size_bytes // _BLOCK_BYTES]))
        for offset in changed:
            known.pop(offset // _BLOCK_BYTES, None)
    size, sums = _sum(path, _BLOCK_BYTES, known)
    fields = {
        "size_bytes": size,
        "block_bytes": _BLOCK_BYTES,
        "sums": struct.pack(f">{len(sums)}I", *sums).hex(),
        "sources": [os.fsencode(each).hex() for each in sources],
    }
    text = json.dumps(fields)
    publish(seal_path(path), [json.dumps({**fields, "seal": zlib.crc32(text.encode())}).encode()])


def break_seal(path: Path) -> Seal | None:
    """Take the seal away before the file is written to, durably: a seal that is there holds.

    The seal, where there was one that says anything: whoever wrote to the file last came to an end.
    """
    try:
        seal = read_seal(path)
    except SealError:
        seal = None
    if seal_path(path).exists():
        seal_path(path).unlink(missing_ok=True)
        sync_folder(path.parent)
    return seal


def read_seal(path: Path) -> Seal | None:
    """The seal of a file, ``None`` without one. Raises :class:`SealError`."""
    try:
        fields = json.loads(seal_path(path).read_bytes())
        checksum = fields.pop("seal")
        if zlib.crc32(json.dumps(fields).encode()) != checksum:
            raise ValueError("it is not what was written")
        sources = tuple(os.fsdecode(bytes.fromhex(each)) for each in fields["sources"])
        size = int(fields["size_bytes"])
        if "checksum" in fields:  # written before there were blocks
            return Seal(size, max(1, size), (int(fields["checksum"]),), sources)
        packed = bytes.fromhex(fields["sums"])
        return Seal(size, int(fields["block_bytes"]), struct.unpack(f">{len(packed) // 4}I", packed), sources)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise SealError(str(error)) from error


def is_sound(path: Path, seal: Seal) -> bool:
    """Whether a file is what was sealed."""
    return _sum(path, seal.block_bytes, {}) == (seal.size_bytes, list(seal.sums))


def logged_offsets(log: Path) -> set[int]:
    """Where in its file the pages belong that a write-ahead log holds."""
    with log.open("rb") as file:
        head = file.read(_LOG_HEAD.size)
        if len(head) < _LOG_HEAD.size:
            return set()
        page_bytes, salt = _LOG_HEAD.unpack(head)
        found = set()
        while len(head := file.read(_FRAME_HEAD.size)) == _FRAME_HEAD.size:
            page, its_salt = _FRAME_HEAD.unpack(head)
            if its_salt != salt:
                break  # left of an earlier round
            found.add((page - 1) * page_bytes)
            file.seek(page_bytes, os.SEEK_CUR)
        return found


def _sum(path: Path, block_bytes: int, known: Mapping[int, int]) -> tuple[int, list[int]]:
    """The size of a file, and the sum of each block, of which some are known."""
    sums = []
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        for number, start in enumerate(range(0, size, block_bytes)):
            sums.append(known[number] if number in known else _sum_block(file, start, block_bytes))
    return size, sums


def _sum_block(file: BinaryIO, start: int, size: int) -> int:
    file.seek(start)
    checksum = 0
    while piece := file.read(min(size, _STEP_BYTES)):
        size -= len(piece)
        checksum = zlib.crc32(piece, checksum)
    return checksum
