"""What does the journal say of a file and of the documents in it? Plain values, and rows of tables.

A file has any number of documents: most have one, archives and mail several, a file that cannot be
read none.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.model import Document, Mark, Metadata, Region, Role


@dataclass(frozen=True, slots=True)
class Problem:
    """What of a file could not be read, and why: a document (``doc_id`` is ``None``) or a part of one."""

    path: str
    reason: str
    doc_id: str | None = None


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file that was seen. Without ``doc_ids`` nothing of it could be read, for its ``problems``.

    ``sha256`` is that of the file's bytes; ``None`` where it could not be read.
    """

    file: str
    source: str
    root: str
    path: str
    size_bytes: int
    stamp_ns: int
    sha256: str | None
    file_id: str
    doc_ids: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document as it was read, but for its text; ``languages`` counts its chunks."""

    document: Document
    text_hash: str
    chunks: int
    languages: Mapping[str, int] = field(default_factory=dict)


def file_from_row(row: Sequence[Any], doc_ids: tuple[str, ...], problems: tuple[Problem, ...]) -> FileEntry:
    """A file from its columns."""
    file, source, root, path, size_bytes, stamp_ns, sha256, file_id = row
    return FileEntry(
        restored_path(file), restored_path(source), restored_path(root), path, size_bytes, stamp_ns,
        sha256, file_id, doc_ids, problems,
    )  # fmt: skip


def document_to_row(file: str | bytes, place: int, kept: KeptDocument) -> tuple[Any, ...]:
    """The columns of a document."""
    document = kept.document
    about = {
        "format": document.format,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "title": document.title,
        "encoding": document.encoding,
        "metadata": document.metadata,
        "notes": document.notes,
        "container": document.container,
        "file_sha256": document.file_sha256,
    }
    layout = (
        [(mark.start_char, mark.number, mark.label) for mark in document.pages],
        [(each.start_char, each.end_char, each.role.value, each.level) for each in document.regions],
        [(mark.start_char, mark.number) for mark in document.rows],
    )
    return (
        document.doc_id, file, place, shown_path(document.path), kept.text_hash, kept.chunks,
        json.dumps(kept.languages), json.dumps(about), json.dumps(layout, separators=(",", ":")),
    )  # fmt: skip


def document_from_row(row: Sequence[Any]) -> KeptDocument:
    """A document from its columns; its text is elsewhere."""
    doc_id, root, path, text_hash, chunks, languages, about_json, layout = row
    about = json.loads(about_json)
    pages, regions, rows = json.loads(layout)
    document = Document(
        doc_id=doc_id,
        root=restored_path(root),
        path=path,
        format=about["format"],
        sha256=about["sha256"],
        size_bytes=about["size_bytes"],
        title=about["title"],
        text="",
        encoding=about["encoding"],
        metadata=_metadata(about["metadata"]),
        pages=tuple(Mark(*each) for each in pages),
        regions=tuple(Region(start, end, Role(role), level) for start, end, role, level in regions),
        rows=tuple(Mark(*each) for each in rows),
        notes=tuple(about["notes"]),
        container=about["container"],
        file_sha256=about["file_sha256"],
    )
    return KeptDocument(document, text_hash, chunks, json.loads(languages))


def _metadata(found: Mapping[str, Sequence[str]]) -> Metadata:
    return {name: tuple(values) for name, values in found.items()}


def stored_path(path: str) -> str | bytes:
    """A path for SQLite, whose texts must be Unicode: file names need not be."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def restored_path(path: str | bytes) -> str:
    """The path behind :func:`stored_path`."""
    return path if isinstance(path, str) else os.fsdecode(path)


def shown_path(path: str) -> str:
    """A path to be shown; a name inside an archive may hold what is no character."""
    return path.encode("utf-8", "replace").decode("utf-8")
