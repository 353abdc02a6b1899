"""What do office files of before 2007 have in common: streams in one file, and properties."""

import io
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import olefile

from corpus.model import Metadata
from corpus.readers.properties import read_properties
from corpus.reasons import say

_ERRORS = (OSError, struct.error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What olefile raises of files that are not what they say."""
_UTF8 = 65001


def read_compound(data: bytes, *names: str) -> tuple[list[bytes], Metadata]:
    """The streams of these names; title, author, date and so on, nothing where those are damaged.

    Raises ValueError where the file is damaged or has no stream of such a name.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return [bytes(file.openstream(name).read()) for name in names], _read_properties(file)
    except _ERRORS as error:
        raise ValueError(names) from error


class Storage:
    """A folder of streams and folders in such a file."""

    def __init__(self, file: Any, path: tuple[str, ...] = (), entries: Sequence[Sequence[str]] = ()) -> None:
        self._file = file
        self._path = path
        self._entries = entries

    def read(self, name: str) -> bytes:
        """A stream's bytes; empty where there is none of this name."""
        if name not in self.streams():
            return b""
        with _damage_said():
            return bytes(self._file.openstream([*self._path, name]).read())

    def folder(self, name: str) -> "Storage":
        """One of :meth:`folders`."""
        inside = [entry[1:] for entry in self._entries if entry[0] == name and len(entry) > 1]
        return Storage(self._file, (*self._path, name), inside)

    def streams(self) -> frozenset[str]:
        """What the streams are called."""
        return self._names[0]

    def folders(self) -> frozenset[str]:
        """What the folders are called."""
        return self._names[1]

    @cached_property
    def _names(self) -> tuple[frozenset[str], frozenset[str]]:
        streams = frozenset(entry[0] for entry in self._entries if len(entry) == 1)
        return streams, frozenset(entry[0] for entry in self._entries if len(entry) > 1)


@contextmanager
def open_compound(data: bytes) -> Iterator[Storage]:
    """The file's root. Raises ValueError where the file is damaged, as does reading a damaged stream."""
    with _damage_said():
        file = olefile.OleFileIO(io.BytesIO(data))
        root = Storage(file, (), file.listdir(streams=True, storages=False))
    with file:
        yield root


@contextmanager
def _damage_said() -> Iterator[None]:
    try:
        yield
    except _ERRORS as error:
        raise ValueError(say("damaged-message", problem=type(error).__name__)) from error


def read_compound_properties(data: bytes) -> Metadata:
    """Title, author, date and so on; nothing where they, or the whole file, are damaged."""
    try:
        return read_compound(data)[1]
    except ValueError:
        return {}


def _read_properties(file: Any) -> Metadata:
    try:
        found = file.get_metadata()
        encoding = "utf-8" if found.codepage in (_UTF8, None) else f"cp{found.codepage & 0xFFFF}"
        values = {
            "title": found.title,
            "author": found.author,
            "description": found.subject,
            "tag": found.keywords,
        }
        texts = {name: _decode(value, encoding) for name, value in values.items()}
        made = found.create_time
        return read_properties(texts | ({"date": made.date().isoformat()} if made else {}))
    except _ERRORS:
        return {}


def _decode(value: bytes | str | None, encoding: str) -> str:
    if isinstance(value, bytes):
        return value.decode(encoding, "replace").rstrip("\0")
    return value or ""
