"""Which segments make up a generation? Its table of contents, written for Whoosh and read without it.

The file holds what Whoosh pickles, for ``whoosh.index.open_dir``; behind that the same as JSON, and a seal
over both. Reading a generation reads the JSON. A pickle can name any function of any module: only the
schema that a writer needs is taken from it, by field types and plain containers, and only under the seal.
"""

import base64
import io
import json
import pickle
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.fields import Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from index.arrays.codec import ArraySegment
from index.arrays.errors import SegmentDamagedError

INDEX_NAME = "MAIN"
"""Whoosh's name for the only index in a folder."""

_SEAL = struct.Struct("<8sQQI")  # mark, where the JSON begins, length of all before the seal, its checksum
_MARK = b"BISAGRA\x1b"
_VERSION = -111
"""Of Whoosh's table of contents since 2.7; whoosh3 writes the same."""

_MODULES = (
    "whoosh.fields", "whoosh.formats", "whoosh.analysis", "whoosh.columns", "index.engine", "index.schema",
)  # fmt: skip
_PLAIN = {
    *((module, name) for module in ("builtins", "__builtin__")
      for name in ("set", "frozenset", "object", "dict", "list", "int", "long", "str", "unicode", "float")),
    ("copy_reg", "_reconstructor"), ("copyreg", "_reconstructor"), ("_codecs", "encode"),
    ("re", "_compile"), ("datetime", "datetime"), ("decimal", "Decimal"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contents:
    """One generation as its file says. ``kept`` are older ones that may stay, with their checksums.

    ``checksum`` is this one's own, by which a later generation names it.
    """

    number: int
    segments: tuple[ArraySegment, ...]
    kept: Mapping[int, int] = field(default_factory=dict)
    checksum: int = 0

    @property
    def has_deletions(self) -> bool:
        """Whether a segment still holds chunks that are dead."""
        return any(segment.has_deletions() for segment in self.segments)


def toc_path(folder: Path, number: int, indexname: str = INDEX_NAME) -> Path:
    """The file of a generation's table of contents."""
    return folder / str(TOC._filename(indexname, number))


def toc_numbers(folder: Path, indexname: str = INDEX_NAME) -> list[int]:
    """The generations of which there is a table of contents, the latest first."""
    pattern = TOC._pattern(indexname)
    found = [int(match.group(1)) for path in folder.iterdir() if (match := pattern.match(path.name))]
    return sorted(found, reverse=True)


def pack_toc(toc: TOC, indexname: str, kept: Mapping[int, int] | None = None) -> bytes:
    """A table of contents as Whoosh writes it, then ours, then the seal."""
    memory: Any = RamStorage()
    toc.write(memory, indexname)
    pickled = bytes(memory.files[TOC._filename(indexname, toc.generation)])
    fields = {
        "generation": toc.generation,
        "segments": [_segment_to_json(segment) for segment in toc.segments],
        "kept": {str(number): checksum for number, checksum in (kept or {}).items()},
    }
    data = pickled + json.dumps(fields, separators=(",", ":")).encode()
    return data + _SEAL.pack(_MARK, len(pickled), len(data), zlib.crc32(data))


def checksum_of(packed: bytes) -> int:
    """The checksum in the seal of a packed table of contents."""
    return int(_SEAL.unpack(packed[-_SEAL.size :])[3])


def read_contents(folder: Path, number: int, *, indexname: str = INDEX_NAME) -> Contents:
    """A generation's table of contents. Raises :class:`SegmentDamagedError` or ``FileNotFoundError``."""
    return _read(folder, number, indexname)[0]


def read_toc(folder: Path, number: int, *, indexname: str = INDEX_NAME) -> TOC:
    """The same as Whoosh's object, with the schema. Raises as :func:`read_contents`."""
    contents, pickled = _read(folder, number, indexname)
    try:
        schema, release = _parse_schema(pickled)
    except Exception as error:  # a damaged pickle answers with anything
        path = toc_path(folder, number, indexname)
        raise SegmentDamagedError(path, f"the table of contents cannot be read ({error})") from error
    return TOC(schema, list(contents.segments), number, release=release)


def _read(folder: Path, number: int, indexname: str) -> tuple[Contents, bytes]:
    """The contents, and Whoosh's part of the file."""
    path = toc_path(folder, number, indexname)
    data = path.read_bytes()
    sealed = data[-_SEAL.size :]
    if len(sealed) < _SEAL.size or not sealed.startswith(_MARK):
        if number == 0:  # of an index just made by Whoosh's ``create_in``, which is empty
            return Contents(0, ()), data
        raise SegmentDamagedError(path, "the table of contents has no seal: cut off, or not ours")
    _, json_at, length, checksum = _SEAL.unpack(sealed)
    data = data[: -_SEAL.size]
    if len(data) != length or zlib.crc32(data) != checksum:
        raise SegmentDamagedError(path, "the table of contents was altered")
    try:
        contents = _parse_contents(data[json_at:], checksum, indexname)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SegmentDamagedError(path, f"the table of contents cannot be read ({error})") from error
    if contents.number != number:
        raise SegmentDamagedError(path, "the table of contents is of another generation")
    return contents, data[:json_at]


def _parse_contents(text: bytes, checksum: int, indexname: str) -> Contents:
    fields = json.loads(text)
    segments = tuple(_segment_from_json(each, indexname) for each in fields["segments"])
    kept = {int(number): int(each) for number, each in fields["kept"].items()}
    return Contents(int(fields["generation"]), segments, kept, checksum)


def _segment_to_json(segment: ArraySegment) -> dict[str, Any]:
    state = segment.__getstate__()
    return {**state, "deleted": base64.b64encode(state["deleted"]).decode("ascii")}


def _segment_from_json(fields: Mapping[str, Any], indexname: str) -> ArraySegment:
    name = str(fields["id"])
    if not name.isalnum() or not name.isascii():  # it becomes part of a path
        raise ValueError(f"a segment named {name!r}")
    segment = ArraySegment(indexname)
    deleted = base64.b64decode(fields["deleted"], validate=True)
    segment.__setstate__({"name": indexname, "id": name, "count": int(fields["count"]), "deleted": deleted})
    if segment.deleted_count() and not _is_within(segment):
        raise ValueError("dead chunks that the segment does not have")
    return segment


def _is_within(segment: ArraySegment) -> bool:
    deleted = np.fromiter(segment.deleted_docs(), np.int64)
    return bool(deleted.min() >= 0 and deleted.max() < segment.doc_count_all())


def _parse_schema(data: bytes) -> tuple[Schema, tuple[int, ...]]:
    stream = StructFile(io.BytesIO(data))
    for _ in range(3):  # sizes of C types, which nothing here depends on
        stream.read_varint()
    if stream.read_int() != -12345 or stream.read_int() != _VERSION:
        raise ValueError("not a table of contents of Whoosh 2.7 or 3")
    release = tuple(stream.read_varint() for _ in range(3))
    schema = _Unpickler(io.BytesIO(stream.read_string())).load()
    if not isinstance(schema, Schema):
        raise TypeError("no schema")
    return schema, release


class _Unpickler(pickle.Unpickler):
    """Lets in the classes that a schema is made of, and nothing that does anything."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if self._is_known(module, name) else None
        if found is None or ((module, name) not in _PLAIN and not isinstance(found, type)):
            raise pickle.UnpicklingError(f"{module}.{name} does not belong in an index")
        return found

    @staticmethod
    def _is_known(module: str, name: str) -> bool:
        if (module, name) in _PLAIN:
            return True
        return "." not in name and any(
            module == known or module.startswith(f"{known}.") for known in _MODULES
        )
