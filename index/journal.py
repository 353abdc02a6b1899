"""What has been read, from where, and with what result? A small SQLite file beside the index.

The journal is the source of truth for what was read; the index is a cache that can always be
built again. Texts are kept by content hash, so that a text can be stored before the index that
points at it is published, and is harmless if that never happens.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.model import Document, Mark

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (path TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS files (
    file TEXT PRIMARY KEY,       -- absolute path
    source TEXT NOT NULL,        -- the source under which it was found
    root TEXT NOT NULL, path TEXT NOT NULL,
    size_bytes INTEGER NOT NULL, stamp_ns INTEGER NOT NULL, sha256 TEXT,
    doc_id TEXT UNIQUE, reason TEXT,           -- one of the two: read, or why not
    format TEXT, title TEXT, encoding TEXT, metadata TEXT, pages TEXT,
    chunks INTEGER NOT NULL DEFAULT 0, languages TEXT
);
CREATE TABLE IF NOT EXISTS texts (sha256 TEXT PRIMARY KEY, text BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file that was seen. ``doc_id`` is ``None`` where it could not be read, for ``reason``."""

    file: str
    source: str
    root: str
    path: str
    size_bytes: int
    stamp_ns: int
    sha256: str | None
    doc_id: str | None
    reason: str | None = None
    format: str = ""
    title: str = ""
    encoding: str | None = None
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pages: tuple[Mark, ...] = ()
    chunks: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)


class Journal:
    """The journal of one index. Writes appear at the end of :meth:`transaction`, all or none."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        if writable:
            self._connection = sqlite3.connect(path, isolation_level=None)
            path.chmod(0o600)
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = FULL")
                self._connection.execute("PRAGMA secure_delete = ON")  # what is removed must be gone
                self._connection.executescript(_SCHEMA)
            except sqlite3.Error:
                self._connection.close()
                raise
        else:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
            )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is kept at the end, or nothing where an exception leaves."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def sources(self) -> tuple[str, ...]:
        """The files and folders that are indexed, absolute, in order."""
        rows = self._connection.execute("SELECT path FROM sources ORDER BY path")
        return tuple(_restored(row[0]) for row in rows)

    def set_sources(self, paths: Sequence[str]) -> None:
        """Remember these sources instead of all earlier ones."""
        self._connection.execute("DELETE FROM sources")
        self._connection.executemany(
            "INSERT OR IGNORE INTO sources VALUES (?)", [(_stored(path),) for path in paths]
        )

    def entries(self) -> list[FileEntry]:
        """All files seen, by path."""
        return [_entry(row) for row in self._connection.execute(f"{_SELECT} ORDER BY path, file")]

    def entry(self, doc_id: str) -> FileEntry | None:
        """The file behind a document."""
        row = self._connection.execute(f"{_SELECT} WHERE doc_id = ?", (doc_id,)).fetchone()
        return _entry(row) if row else None

    def put(self, entry: FileEntry) -> None:
        """Write a file's entry, instead of an older one of the same file or document."""
        self._connection.execute("DELETE FROM files WHERE doc_id = ?", (entry.doc_id,))
        values = (
            _stored(entry.file), _stored(entry.source), _stored(entry.root), entry.path,
            entry.size_bytes, entry.stamp_ns, entry.sha256, entry.doc_id, entry.reason,
            entry.format, entry.title, entry.encoding, json.dumps(entry.metadata),
            json.dumps([(mark.start_char, mark.number) for mark in entry.pages]),
            entry.chunks, json.dumps(entry.languages),
        )  # fmt: skip
        self._connection.execute(_INSERT, values)

    def remove(self, file: str) -> None:
        """Forget a file."""
        self._connection.execute("DELETE FROM files WHERE file = ?", (_stored(file),))

    def put_text(self, sha256: str, text: str) -> None:
        """Keep a document's text under its content hash."""
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 6)
        self._connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (sha256, packed))

    def text(self, sha256: str) -> str | None:
        """The text kept under a content hash."""
        row = self._connection.execute("SELECT text FROM texts WHERE sha256 = ?", (sha256,)).fetchone()
        return zlib.decompress(row[0]).decode("utf-8", "surrogatepass") if row else None

    def drop_unused_texts(self) -> None:
        """Forget texts that no file has any more."""
        self._connection.execute(
            "DELETE FROM texts WHERE sha256 NOT IN (SELECT sha256 FROM files WHERE doc_id NOT NULL)"
        )

    def set_fact(self, name: str, value: str) -> None:
        """Keep a named fact, such as the time of the last run."""
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def fact(self, name: str) -> str | None:
        """A named fact."""
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None


_INSERT = f"INSERT OR REPLACE INTO files VALUES ({','.join('?' * 16)})"  # noqa: S608
_SELECT = (
    "SELECT file, source, root, path, size_bytes, stamp_ns, sha256, doc_id, reason, format, title, encoding,"
    " metadata, pages, chunks, languages FROM files"
)


def _entry(row: Sequence[Any]) -> FileEntry:
    file, source, root, path, size_bytes, stamp_ns, sha256, doc_id, reason, form, title, encoding = row[:12]
    metadata, pages, chunks, languages = row[12:]
    return FileEntry(
        file=_restored(file),
        source=_restored(source),
        root=_restored(root),
        path=path,
        size_bytes=size_bytes,
        stamp_ns=stamp_ns,
        sha256=sha256,
        doc_id=doc_id,
        reason=reason,
        format=form or "",
        title=title or "",
        encoding=encoding,
        metadata={name: tuple(values) for name, values in json.loads(metadata).items()},
        pages=tuple(Mark(*pair) for pair in json.loads(pages)),
        chunks=chunks,
        languages=json.loads(languages),
    )


def _stored(path: str) -> str | bytes:
    """A path for SQLite, whose texts must be Unicode: file names need not be."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def _restored(path: str | bytes) -> str:
    return path if isinstance(path, str) else os.fsdecode(path)


def document_of(entry: FileEntry, text: str) -> Document:
    """The document that an entry and its text describe."""
    return Document(
        doc_id=entry.doc_id or "",
        root=entry.root,
        path=entry.path,
        format=entry.format,
        sha256=entry.sha256 or "",
        size_bytes=entry.size_bytes,
        title=entry.title,
        text=text,
        encoding=entry.encoding,
        metadata=entry.metadata,
        pages=entry.pages,
    )
