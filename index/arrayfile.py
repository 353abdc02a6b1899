"""How are a few arrays kept in one file, so that a reader maps it and knows that it is what was written?

A line of JSON (checksum, facts, and the place, type and shape of each array), filled up with blanks to
a multiple of 64 bytes; then the arrays, each aligned to 64. Never a pickle.

    write_arrays(path, {"model": "m 1"}, {"numbers": np.zeros((2, 3), np.int8)})
    facts, arrays = read_arrays(path)
"""

import hashlib
import json
import mmap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.files import publish

FORMAT = "bisagra-arrays-1"

_ALIGNMENT = 64
_MAX_HEADER_BYTES = 1 << 20
_KINDS = "iufS"
"""Numbers and bytes; nothing that refers to Python objects."""

Array = NDArray[Any]


class ArrayFileError(Exception):
    """A file of arrays is not what was written. ``path`` is the file, ``problem`` what is wrong with it."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


def write_arrays(path: Path, facts: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write ``arrays`` and ``facts`` (JSON values); a reader finds the old file or the new one, whole."""
    places: dict[str, tuple[int, str, list[int]]] = {}
    parts: list[bytes] = []
    size = 0
    for name, array in arrays.items():
        data = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        places[name] = (size, data.dtype.str, list(data.shape))
        raw = data.tobytes()
        parts += [raw, bytes(-len(raw) % _ALIGNMENT)]
        size += len(raw) + len(parts[-1])
    described = {"format": FORMAT, "facts": dict(facts), "arrays": places, "bytes": size}
    header = json.dumps({**described, "checksum": _checksum(described, parts)}, ensure_ascii=True).encode()
    publish(path, [header, b" " * (-(len(header) + 1) % _ALIGNMENT), b"\n", *parts])


def read_arrays(path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """The facts and arrays of a file; the arrays are views of the mapped file, read-only.

    Reads all of the file to compare checksums (1 GB/s). Raises :class:`ArrayFileError`, and
    ``FileNotFoundError`` where there is none.
    """
    try:
        with path.open("rb") as file:
            head = file.readline(_MAX_HEADER_BYTES)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return _parse(memoryview(mapped), head)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ArrayFileError(path, str(error) or type(error).__name__) from error


def _parse(data: memoryview, head: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    described = json.loads(head)
    checksum = described.pop("checksum")
    if described["format"] != FORMAT:
        raise ValueError(f"format {described['format']!r}, this version reads {FORMAT!r}")
    payload = data[len(head) :]
    if len(payload) != described["bytes"]:
        raise ValueError(f"{len(payload)} bytes of arrays, {described['bytes']} were written")
    if _checksum(described, [payload]) != checksum:
        raise ValueError("its bytes are not those that were written")
    return described["facts"], {name: _view(payload, *place) for name, place in described["arrays"].items()}


def _view(payload: memoryview, offset: int, kind: str, shape: list[int]) -> Array:
    dtype = np.dtype(kind)
    if dtype.kind not in _KINDS:
        raise ValueError(f"an array of {kind!r}")
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return np.empty(shape, dtype)
    view: Array = np.frombuffer(payload, dtype, count, offset).reshape(shape)
    return view


def _checksum(described: Mapping[str, Any], parts: Iterable[bytes | memoryview]) -> str:
    digest = hashlib.blake2b(json.dumps(described, sort_keys=True).encode(), digest_size=16)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
