"""Here is my id: give me my document. An index opened for reading.

>>> with IndexReader.open(Path("var/index")) as reader:  # doctest: +SKIP
...     reader.status().documents
"""

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.model import Chunk, Document
from index.changes import hash_file, stamp
from index.engine import Engine
from index.errors import IndexDamagedError, IndexMissingError
from index.fields import CHUNK_ID, DOC_ID
from index.journal import FileEntry, Journal, document_of
from index.manifest import Manifest, read_current_manifest
from index.plan import Term
from index.updating import JOURNAL_NAME, Unreadable

_OPENING_PAUSES = (0.01, 0.03, 0.1, 0.3)
"""Seconds between attempts to open a generation whose files a writer is just taking away."""


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in a listing. ``languages`` counts chunks by language; ``date`` is ISO 8601."""

    doc_id: str
    root: str
    path: str
    title: str
    format: str
    size_bytes: int
    chunks: int
    languages: Mapping[str, int]
    date: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """An index in figures. ``updated_at`` is ISO 8601 in UTC; ``size_bytes`` what it takes on disk."""

    directory: str
    documents: int
    chunks: int
    unreadable: int
    languages: Mapping[str, int]
    sources: tuple[str, ...]
    updated_at: str | None
    format_version: int
    analysis_fingerprint: str
    size_bytes: int


class IndexReader:
    """One generation of an index. For one thread at a time."""

    def __init__(self, directory: Path, manifest: Manifest, engine: Engine, journal: Journal) -> None:
        self.directory = directory
        self.engine = engine
        self._manifest = manifest
        self._journal = journal

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open the current generation.

        Raises :class:`IndexMissingError`, :class:`IndexStaleError` or :class:`IndexDamagedError`.
        """
        read_current_manifest(directory)
        if not (directory / JOURNAL_NAME).exists():
            raise IndexMissingError(directory)
        manifest, engine = _open_engine(directory)
        with _damage_named(directory):
            journal = Journal(directory / JOURNAL_NAME, writable=False)
        return cls(directory, manifest, engine, journal)

    def close(self) -> None:
        """Release the files."""
        self.engine.close()
        self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def refresh(self) -> bool:
        """Go on to a newer generation where one has been published; whether there was one."""
        manifest = read_current_manifest(self.directory)
        if manifest == self._manifest and not self.engine.has_newer():
            return False
        manifest, engine = _open_engine(self.directory)
        self.engine.close()
        self.engine, self._manifest = engine, manifest
        return True

    def chunk(self, chunk_id: str) -> Chunk | None:
        """The chunk of this id."""
        numbers = self.engine.find(Term(CHUNK_ID, chunk_id))
        return self.engine.record(numbers[0]).chunk if numbers else None

    def chunks_of(self, doc_id: str) -> tuple[Chunk, ...]:
        """A document's chunks in reading order; none where there is no such document."""
        records = (self.engine.record(number) for number in self.engine.find(Term(DOC_ID, doc_id)))
        return tuple(sorted((record.chunk for record in records), key=lambda chunk: chunk.ordinal))

    def document(self, doc_id: str) -> Document | None:
        """A document with its whole text."""
        with _damage_named(self.directory):
            entry = self._journal.entry(doc_id)
            text = self._journal.text(entry.sha256) if entry and entry.sha256 else None
        return document_of(entry, text) if entry and text is not None else None

    def find_document(self, path: str) -> str | None:
        """The id of the document at a path, relative to its source or absolute."""
        for entry in self._entries():
            if entry.doc_id and path in (entry.path, entry.file):
                return entry.doc_id
        return None

    def documents(self) -> tuple[DocumentEntry, ...]:
        """All documents, by path."""
        return tuple(_document_entry(entry) for entry in self._entries() if entry.doc_id)

    def unreadable(self) -> tuple[Unreadable, ...]:
        """The files that could not be read, and why."""
        return tuple(
            Unreadable(entry.path, entry.reason or "") for entry in self._entries() if not entry.doc_id
        )

    def sources(self) -> tuple[str, ...]:
        """The files and folders that are indexed."""
        with _damage_named(self.directory):
            return self._journal.sources()

    def file_of(self, doc_id: str) -> tuple[Path, Path] | None:
        """Where a document's file is, and the root it must lie in."""
        with _damage_named(self.directory):
            entry = self._journal.entry(doc_id)
        return (Path(entry.file), Path(entry.root)) if entry else None

    def is_changed(self, doc_id: str) -> bool:
        """Whether a document's file has changed or vanished since it was indexed."""
        with _damage_named(self.directory):
            entry = self._journal.entry(doc_id)
        if entry is None:
            return True
        try:
            status = os.stat(entry.file)
        except OSError:
            return True
        if (status.st_size, stamp(status)) == (entry.size_bytes, entry.stamp_ns):
            return False
        return hash_file(entry.file) != entry.sha256

    def status(self) -> Status:
        """The index in figures."""
        entries = self._entries()
        read = [entry for entry in entries if entry.doc_id]
        languages: dict[str, int] = {}
        for entry in read:
            for language, count in entry.languages.items():
                languages[language] = languages.get(language, 0) + count
        with _damage_named(self.directory):
            updated_at = self._journal.fact("updated_at")
        return Status(
            directory=str(self.directory),
            documents=len(read),
            chunks=len(self.engine),
            unreadable=len(entries) - len(read),
            languages=dict(sorted(languages.items())),
            sources=self.sources(),
            updated_at=updated_at,
            format_version=self._manifest.format,
            analysis_fingerprint=self._manifest.analysis,
            size_bytes=_size_on_disk(self.directory),
        )

    def _entries(self) -> list[FileEntry]:
        with _damage_named(self.directory):
            return self._journal.entries()


def _document_entry(entry: FileEntry) -> DocumentEntry:
    return DocumentEntry(
        doc_id=entry.doc_id or "",
        root=entry.root,
        path=entry.path,
        title=entry.title,
        format=entry.format,
        size_bytes=entry.size_bytes,
        chunks=entry.chunks,
        languages=entry.languages,
        date=next(iter(entry.metadata.get("date", ())), None),
    )


def _open_engine(directory: Path) -> tuple[Manifest, Engine]:
    """The current generation. Where it is replaced while being opened, the one that replaced it."""
    for pause in _OPENING_PAUSES:
        manifest = read_current_manifest(directory)
        with suppress(IndexDamagedError):
            return manifest, Engine(directory / manifest.store)
        time.sleep(pause)
    manifest = read_current_manifest(directory)
    return manifest, Engine(directory / manifest.store)


def _size_on_disk(directory: Path) -> int:
    total = 0
    for folder, _, names in os.walk(directory):  # an old generation may vanish while we look
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(folder, name)).st_size
    return total


@contextmanager
def _damage_named(directory: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError) as error:
        raise IndexDamagedError(directory, str(error), directory / JOURNAL_NAME) from error
