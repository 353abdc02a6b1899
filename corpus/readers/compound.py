"""What do office files of before 2007 have in common: streams in one file, and properties."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import olefile

from corpus.model import Metadata
from corpus.readers.properties import read_properties

_ERRORS = (OSError, struct.error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What olefile raises of files that are not what they say."""
_UTF8 = 65001


def read_stream(data: bytes, name: str) -> bytes:
    """One of the file's streams. Raises ValueError where it is damaged or has none of this name."""
    try:
        with _opened(data) as file:
            return bytes(file.openstream(name).read())
    except _ERRORS as error:
        raise ValueError(name) from error


def read_compound_properties(data: bytes) -> Metadata:
    """Title, author, date and so on; nothing where they are damaged."""
    try:
        with _opened(data) as file:
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


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        yield file


def _decode(value: bytes | str | None, encoding: str) -> str:
    if isinstance(value, bytes):
        return value.decode(encoding, "replace").rstrip("\0")
    return value or ""
