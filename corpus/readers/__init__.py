"""Here is a file: what text does it hold, and what does it say about itself?

``read_document`` opens a file safely, picks the reader by the file's name and first bytes, and puts
text, metadata and identity together. One module a family of formats, all of the same shape:
``extract(data) -> Extraction``.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from corpus.describing import describe, find_title
from corpus.errors import UnreadableError
from corpus.files import read_bytes
from corpus.model import Document, Extraction
from corpus.readers import html, markdown, plain, table
from corpus.sniffing import check_is_text

READABLE: Mapping[str, str] = {
    ".txt": "txt",
    ".text": "txt",
    ".log": "txt",
    ".asc": "txt",
    ".md": "md",
    ".markdown": "md",
    ".mdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
}
"""Format by file name suffix. A file with another suffix is read as ``txt`` if its content is text."""

_EXTRACTORS: Mapping[str, Callable[[bytes], Extraction]] = {
    "txt": plain.extract,
    "md": markdown.extract,
    "html": html.extract,
    "csv": table.extract,
}

MOST_CHARS = 20_000_000
"""Longest text that is taken in; the longest book is a quarter of it."""


def read_document(path: Path, *, root: Path, doc_id: str) -> Document:
    """Read the file at ``path``, which lies below the folder ``root`` (or is it).

    Raises UnreadableError with a sentence for the person when there is no text to be had: vanished,
    not allowed, not a regular file, outside ``root``, empty, binary, in a format that cannot be read
    yet, or too long. Reads nothing but this file.
    """
    name = str(path)
    data = read_bytes(path, root=root)
    suffix = path.suffix.lower()
    check_is_text(name, suffix, data, is_known=suffix in READABLE)
    format_name = READABLE.get(suffix, "txt")
    try:
        extraction = _EXTRACTORS[format_name](data)
    except ValueError as error:
        raise UnreadableError(name, str(error)) from None
    _check_extraction(name, extraction)
    relative = _relative(path, root)
    metadata = describe(extraction, format_name)
    return Document(
        doc_id=doc_id,
        root=str(root if root.is_dir() else root.parent),
        path=relative,
        format=format_name,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        title=find_title(extraction, metadata, format_name, PurePosixPath(relative).name),
        text=extraction.text,
        encoding=extraction.encoding,
        metadata=metadata,
        pages=extraction.pages,
        regions=extraction.regions,
    )


def _check_extraction(name: str, extraction: Extraction) -> None:
    if len(extraction.text) > MOST_CHARS:
        raise UnreadableError(
            name,
            f"the text is too long ({len(extraction.text) / 1e6:.0f} million characters, "
            f"at most {MOST_CHARS / 1e6:.0f} are read); split the file",
        )
    if not extraction.text or extraction.text.isspace():
        raise UnreadableError(name, "there is no text in this file")


def _relative(path: Path, root: Path) -> str:
    if path == root:
        return path.name
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.resolve().relative_to(root.resolve()).as_posix()
