"""Here is a file: what text does it hold, and what does it say about itself?

``read_document`` opens a file safely, picks the reader by the file's first bytes and its name, and puts
text, metadata and identity together; ``read_documents`` goes into mail and archives as well. One module
a family of formats, all of the same shape: ``extract(data) -> Extraction``.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import cast

from corpus.cutting.describing import describe, find_title
from corpus.errors import UnreadableError
from corpus.files import read_bytes
from corpus.formats import PAGED_FORMATS, READABLE
from corpus.identity import identify
from corpus.model import Document, Extraction
from corpus.options import DEFAULT_OPTIONS, ReadingOptions
from corpus.readers.parts import Part, Walk
from corpus.reasons import say

__all__ = ["MOST_CHARS", "READABLE", "TOO_MUCH_MEMORY", "read_document", "read_documents"]

_READERS: Mapping[str, tuple[str, str]] = {
    "txt": ("plain", "extract"),
    "md": ("markdown", "extract"),
    "html": ("html", "extract"),
    "csv": ("table", "extract"),
    "docx": ("docx", "extract"),
    "doc": ("doc", "extract"),
    "pptx": ("pptx", "extract"),
    "ppt": ("ppt", "extract"),
    "xlsx": ("xlsx", "extract"),
    "xls": ("xls", "extract"),
    "odt": ("opendocument", "extract_text"),
    "odp": ("opendocument", "extract_slides"),
    "ods": ("opendocument", "extract_sheets"),
    "epub": ("epub", "extract"),
    "rtf": ("rtf", "extract"),
}
"""Module and function by format. A process that reads one changed text file starts without the others."""

TOO_MUCH_MEMORY = say("memory")

_TEXT_FORMATS = frozenset({"txt", "md", "html", "csv", "rtf"})
_MOST_TEXT_BYTES = 80_000_000
"""Twenty million characters, in the widest encoding four bytes each."""

MOST_CHARS = 20_000_000
"""Longest text that is taken in; the longest book is a quarter of it."""


def read_document(
    path: Path, *, root: Path, doc_id: str, options: ReadingOptions = DEFAULT_OPTIONS
) -> Document:
    """Read the file at ``path``, which lies below the folder ``root`` (or is it): its first document.

    Raises UnreadableError with a sentence for the person when there is no text to be had: vanished,
    not allowed, not a regular file, outside ``root``, empty, binary, damaged, encrypted, in a format
    that cannot be read, or too long. Reads nothing but this file.
    """
    for result in read_documents(path, root=root, doc_id=doc_id, options=options):
        if isinstance(result, UnreadableError):
            raise result
        return result
    raise UnreadableError(str(path), say("no-document"))


def read_documents(
    path: Path,
    *,
    root: Path,
    doc_id: str,
    options: ReadingOptions = DEFAULT_OPTIONS,
    skip: int = 0,
    on_part: Callable[[str], None] | None = None,
) -> Iterator[Document | UnreadableError]:
    """Every document in the file at ``path``: most files hold one, mail and archives hold several.

    The file's own document has ``doc_id``; those inside it have ids made of that and their place. What
    cannot be read comes as an error in its place, and the rest goes on. The first ``skip`` results are
    left out without reading them; ``on_part`` is called with the path of each part before it is read.
    """
    try:
        data = read_bytes(path, root=root)
        relative = _relative(path, root)
    except UnreadableError as error:
        yield error
        return
    file_sha256 = _hash(data)
    walk = Walk(path.name, data)
    for number, part in enumerate(walk):
        name = f"{path}/{part.inside}" if part.inside else str(path)
        if number < skip:
            continue
        if on_part:
            on_part(name)
        try:
            sha256 = file_sha256 if part.data is data else _hash(part.data)
            document = _make_document(part, name, relative, root, doc_id, options)
            yield replace(document, sha256=sha256, file_sha256=file_sha256)
        except UnreadableError as error:
            yield error


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _make_document(
    part: Part, name: str, relative: str, root: Path, doc_id: str, options: ReadingOptions
) -> Document:
    """The document without the hashes of what was read."""
    if part.reason:
        raise UnreadableError(name, part.reason)
    extraction = _extract(part, name, options)
    _check_extraction(name, extraction)
    metadata = describe(extraction, part.format)
    inside = f"{relative}/{part.inside}" if part.inside else relative
    return Document(
        doc_id=identify(doc_id, part.inside),
        root=str(root if root.is_dir() else root.parent),
        path=inside,
        format=part.format,
        sha256="",
        size_bytes=len(part.data),
        title=find_title(extraction, metadata, part.format, PurePosixPath(inside).name),
        text=extraction.text,
        encoding=extraction.encoding,
        metadata=metadata,
        pages=extraction.pages,
        regions=extraction.regions,
        rows=extraction.rows,
        notes=(*part.notes, *extraction.notes),
        container=relative if part.inside else None,
    )


def _extract(part: Part, name: str, options: ReadingOptions) -> Extraction:
    try:
        if part.extraction is not None:
            return part.extraction
        if part.format in _TEXT_FORMATS and len(part.data) > _MOST_TEXT_BYTES:
            raise ValueError(say("long-file", size=f"{len(part.data) / 1e6:.0f}"))
        if part.format in PAGED_FORMATS:
            return _find_paper_reader(part.format)(part.data, options)
        return _find_reader(part.format)(part.data)
    except ValueError as error:
        raise UnreadableError(name, str(error)) from None
    except RecursionError:
        raise UnreadableError(name, say("deep-file")) from None
    except MemoryError:
        raise UnreadableError(name, TOO_MUCH_MEMORY) from None


@cache
def _find_reader(form: str) -> Callable[[bytes], Extraction]:
    module, function = _READERS[form]
    return cast(Callable[[bytes], Extraction], getattr(import_module(f"corpus.readers.{module}"), function))


@cache
def _find_paper_reader(form: str) -> Callable[[bytes, ReadingOptions], Extraction]:
    """The reader of a format whose pages may have to be recognised."""
    module = import_module(f"corpus.readers.{form}")
    return cast(Callable[[bytes, ReadingOptions], Extraction], module.extract)


def _check_extraction(name: str, extraction: Extraction) -> None:
    if len(extraction.text) > MOST_CHARS:
        raise UnreadableError(
            name,
            say("long-text", size=f"{len(extraction.text) / 1e6:.0f}", most=f"{MOST_CHARS / 1e6:.0f}"),
        )
    if not extraction.text or extraction.text.isspace():
        raise UnreadableError(name, say("no-text"))


def _relative(path: Path, root: Path) -> str:
    if path == root:
        return path.name
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.resolve().relative_to(root.resolve()).as_posix()
