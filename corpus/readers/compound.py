"""What do office files of before 2007 have in common: streams in one file, and properties."""

import io
import struct
from typing import Any

import olefile

from corpus.model import Metadata
from corpus.readers.properties import read_properties

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
