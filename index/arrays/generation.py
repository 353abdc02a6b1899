"""Which segments are the index now? The latest table of contents, read without trusting it.

Whoosh pickles its table of contents, and a pickle can name any function of any module. So only
field types and plain containers are let in, and a checksum stands behind what Whoosh reads.

>>> with_segments = open_generation(Path("var/index/store-1"))  # doctest: +SKIP
"""

import io
import pickle
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.fields import Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from index.arrays.codec import ArraySegment
from index.arrays.errors import SegmentDamagedError
from index.arrays.postings import ArrayPostings
from index.arrays.segment import OpenSegment

INDEX_NAME = "MAIN"
"""Whoosh's name for the only index in a folder."""

_SEAL = struct.Struct("<8sII")  # mark, length, checksum
_MARK = b"BISAGRA\x1a"
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
    ("index.arrays.codec", "ArraySegment"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Generation:
    """One commit: its number, the schema, the segments and their postings."""

    number: int
    schema: Schema
    segments: tuple[ArraySegment, ...]
    postings: ArrayPostings


def open_generation(folder: Path, *, indexname: str = INDEX_NAME, attempts: int = 5) -> Generation:
    """Open the latest generation. Raises :class:`SegmentDamagedError`, or ``FileNotFoundError`` for none.

    A writer may remove files while they are being opened; then the newer generation is opened.
    """
    for attempt in range(attempts):
        number = latest_generation(folder, indexname=indexname)
        if number < 0:
            raise FileNotFoundError(f"no index in {folder}")
        try:
            toc = read_toc(folder, number, indexname=indexname)
            opened = [(OpenSegment(segment.path(folder)), segment) for segment in toc.segments]
        except FileNotFoundError as error:
            if attempt == attempts - 1 or latest_generation(folder, indexname=indexname) == number:
                raise SegmentDamagedError(
                    Path(error.filename), "this file of the index is missing"
                ) from error
            continue
        for found, segment in opened:
            if found.count != segment.doc_count_all():
                raise SegmentDamagedError(found.file.path, "another count of chunks than the index says")
        return Generation(number, toc.schema, tuple(toc.segments), ArrayPostings(opened))
    raise AssertionError("unreachable")


def latest_generation(folder: Path, *, indexname: str = INDEX_NAME) -> int:
    """The number of the latest generation, -1 for none."""
    pattern = TOC._pattern(indexname)
    found = [int(match.group(1)) for path in folder.iterdir() if (match := pattern.match(path.name))]
    return max(found, default=-1)


def verify(folder: Path, *, indexname: str = INDEX_NAME) -> list[SegmentDamagedError]:
    """Read every file of the latest generation whole; what is wrong with any, at most one a file."""
    problems: list[SegmentDamagedError] = []
    number = latest_generation(folder, indexname=indexname)
    try:
        segments = read_toc(folder, number, indexname=indexname).segments
    except SegmentDamagedError as error:
        return [error]
    for segment in segments:
        try:
            OpenSegment(segment.path(folder)).file.verify()
        except SegmentDamagedError as error:
            problems.append(error)
        except OSError as error:
            problems.append(SegmentDamagedError(segment.path(folder), str(error)))
    return problems


def pack_toc(toc: TOC, indexname: str) -> bytes:
    """A table of contents as Whoosh writes it, with a seal behind it."""
    memory: Any = RamStorage()
    toc.write(memory, indexname)
    data = bytes(memory.files[TOC._filename(indexname, toc.generation)])
    return data + _SEAL.pack(_MARK, len(data), zlib.crc32(data))


def read_toc(folder: Path, number: int, *, indexname: str = INDEX_NAME) -> TOC:
    """The table of contents of a generation. Raises :class:`SegmentDamagedError`.

    One without a seal (of an index just made by Whoosh's ``create_in``) is read as it is.
    """
    path = folder / TOC._filename(indexname, number)
    data = path.read_bytes()
    sealed = data[-_SEAL.size :]
    if len(sealed) == _SEAL.size and sealed.startswith(_MARK):
        _, length, checksum = _SEAL.unpack(sealed)
        data = data[: -_SEAL.size]
        if len(data) != length or zlib.crc32(data) != checksum:
            raise SegmentDamagedError(path, "the table of contents was altered")
    elif number > 0:
        raise SegmentDamagedError(path, "the table of contents has no seal: cut off, or not ours")
    try:
        toc = _parse(data)
    except Exception as error:  # a damaged pickle answers with anything
        raise SegmentDamagedError(path, f"the table of contents cannot be read ({error})") from error
    if toc.generation != number or not all(isinstance(segment, ArraySegment) for segment in toc.segments):
        raise SegmentDamagedError(path, "the table of contents is not of this index")
    return toc


def _parse(data: bytes) -> TOC:
    stream = StructFile(io.BytesIO(data))
    for _ in range(3):  # sizes of C types, which nothing here depends on
        stream.read_varint()
    if stream.read_int() != -12345 or stream.read_int() != _VERSION:
        raise ValueError("not a table of contents of Whoosh 2.7 or 3")
    release = tuple(stream.read_varint() for _ in range(3))
    schema = _load(stream.read_string())
    number = stream.read_int()
    stream.read_int()
    segments = _load(data[stream.tell() :])
    if not isinstance(schema, Schema):
        raise TypeError("no schema")
    return TOC(schema, segments, number, release=release)


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


def _load(data: bytes) -> Any:
    return _Unpickler(io.BytesIO(data)).load()
