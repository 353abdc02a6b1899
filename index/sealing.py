"""Is the journal, at rest, byte for byte what the last run left?

SQLite keeps no checksums: it finds damage in the structure of its file, not in what is stored there. So a
run that ends writes a seal beside the journal, its size and CRC-32, and a run that begins breaks it. A
run that was killed leaves none, and the journal then has only SQLite's own checks.

The seal also names the sources, so that a journal that is lost does not take with it what was indexed.
"""

import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.files import publish, sync_folder

_SUFFIX = ".seal"
_STEP_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Seal:
    """What the journal was at the end of a run."""

    size_bytes: int
    checksum: int
    sources: tuple[str, ...]


class SealError(Exception):
    """The seal itself is not what was written."""


def seal_path(path: Path) -> Path:
    """Where the seal of a file is."""
    return path.with_name(path.name + _SUFFIX)


def write_seal(path: Path, sources: Sequence[str]) -> None:
    """Seal a file that nobody is writing to."""
    size, checksum = _sum(path)
    names = [os.fsencode(each).hex() for each in sources]
    fields = {"size_bytes": size, "checksum": checksum, "sources": names}
    text = json.dumps(fields)
    publish(seal_path(path), [json.dumps({**fields, "seal": zlib.crc32(text.encode())}).encode()])


def break_seal(path: Path) -> bool:
    """Take the seal away before the file is written to, durably: a seal that is there holds.

    Whether it was there: whoever wrote to the file last came to an end.
    """
    if not seal_path(path).exists():
        return False
    seal_path(path).unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def read_seal(path: Path) -> Seal | None:
    """The seal of a file, ``None`` without one. Raises :class:`SealError`."""
    try:
        fields = json.loads(seal_path(path).read_bytes())
        checksum = fields.pop("seal")
        if zlib.crc32(json.dumps(fields).encode()) != checksum:
            raise ValueError("it is not what was written")
        sources = tuple(os.fsdecode(bytes.fromhex(each)) for each in fields["sources"])
        return Seal(int(fields["size_bytes"]), int(fields["checksum"]), sources)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SealError(str(error)) from error


def is_sound(path: Path, seal: Seal) -> bool:
    """Whether a file is what was sealed."""
    return _sum(path) == (seal.size_bytes, seal.checksum)


def _sum(path: Path) -> tuple[int, int]:
    size = checksum = 0
    with path.open("rb") as file:
        while piece := file.read(_STEP_BYTES):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
    return size, checksum
