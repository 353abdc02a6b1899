"""Here is my id: give me my document. An index opened for reading.

>>> with IndexReader.open(Path("var/index")) as reader:  # doctest: +SKIP
...     reader.status().documents
"""

import logging
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.identity import identify
from corpus.model import Chunk, Document
from index.engine import Engine
from index.entries import FileEntry, KeptDocument
from index.errors import IndexDamagedError, IndexMissingError
from index.fields import CHUNK_ID, DOC_ID
from index.journal import JOURNAL_NAME, Journal, journal_error
from index.manifest import Manifest, read_current_manifest
from index.plan import Term
from index.runs import Unreadable
from index.safety import require_safe, size_on_disk

logger = logging.getLogger(__name__)

_OPENING_PAUSES = (0.01, 0.03, 0.1, 0.3)
"""Seconds between attempts to open a generation whose files a writer is just taking away."""

_MOST_ATTACHED = 100


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in a listing. ``languages`` counts chunks by language; ``date`` is ISO 8601.

    ``container`` is the path of the file that holds it, where ``path`` goes on inside a file.
    """

    doc_id: str
    root: str
    path: str
    title: str
    format: str
    size_bytes: int
    chunks: int
    languages: Mapping[str, int]
    date: str | None
    container: str | None = None

    @property
    def file(self) -> str:
        """The absolute path of the file to open: the container's, where it is inside one."""
        return os.path.join(self.root, self.container or self.path)


@dataclass(frozen=True, slots=True)
class Status:
    """An index in figures. ``files`` were seen; ``unreadable`` counts those, and documents inside them, of
    which nothing is in the index, ``incomplete`` documents with parts missing. ``updated_at`` is ISO 8601 in
    UTC; ``size_bytes`` what it takes on disk; ``damage`` what is wrong where an earlier generation is open.
    """

    directory: str
    files: int
    documents: int
    chunks: int
    unreadable: int
    incomplete: int
    languages: Mapping[str, int]
    sources: tuple[str, ...]
    updated_at: str | None
    format_version: int
    analysis_fingerprint: str
    size_bytes: int
    damage: str | None = None


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

        Raises :class:`IndexMissingError`, :class:`IndexStaleError`, :class:`IndexUnsafeError`,
        :class:`IndexAccessError` or :class:`IndexDamagedError`.
        """
        require_safe(directory)
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

    @property
    def damage(self) -> IndexDamagedError | None:
        """What is wrong with the latest generation, where an earlier one is open in its place."""
        return self.engine.damage

    def fall_back(self) -> bool:
        """Go back to the generation before, where this one is damaged; whether that was possible.

        Numbers of chunks that the engine gave out before are void then.
        """
        earlier = self.engine.before()
        if earlier is None:
            return False
        logger.warning("%s; the generation before it is served", earlier.damage)
        self.engine.close()
        self.engine = earlier
        return True

    def chunk(self, chunk_id: str) -> Chunk | None:
        """The chunk of this id."""
        return next(iter(self._chunks(Term(CHUNK_ID, chunk_id))), None)

    def chunks_of(self, doc_id: str) -> tuple[Chunk, ...]:
        """A document's chunks in reading order; none where there is no such document."""
        return tuple(sorted(self._chunks(Term(DOC_ID, doc_id)), key=lambda chunk: chunk.ordinal))

    def document(self, doc_id: str) -> Document | None:
        """A document with its whole text."""
        with _damage_named(self.directory):
            return self._journal.read_document(doc_id)

    def find_document(self, path: str) -> str | None:
        """The id of the document at a path, relative to its source or absolute."""
        with _damage_named(self.directory):
            found = self._journal.find_documents(path)
        if found or not os.path.isabs(path):
            return found[0] if found else None
        for kept in self._documents():
            if path == os.path.join(kept.document.root, kept.document.path):
                return kept.document.doc_id
        return None

    def attached_to(self, document: Document) -> DocumentEntry | None:
        """The message that a document hangs on, the nearest of several; none where it hangs on none."""
        entry, inside = self._file(document.doc_id), document.inside
        with _damage_named(self.directory):
            while entry and inside:
                inside = inside.rpartition("/")[0]
                holder = self._journal.document(identify(entry.file_id, inside))
                if holder is not None:
                    return _document_entry(holder)
        return None

    def attachments(self, doc_id: str) -> tuple[DocumentEntry, ...]:
        """The documents that hang on a message, in order, the first hundred at most."""
        with _damage_named(self.directory):
            return tuple(map(_document_entry, self._journal.documents_inside(doc_id, most=_MOST_ATTACHED)))

    def unread_attachments(self, doc_id: str) -> tuple[Unreadable, ...]:
        """What hangs on a message and could not be read, in order, the first hundred at most."""
        with _damage_named(self.directory):
            problems = self._journal.unread_inside(doc_id, most=_MOST_ATTACHED)
        return tuple(Unreadable.of(each.path, each.reason) for each in problems)

    def documents(self) -> tuple[DocumentEntry, ...]:
        """All documents, by path."""
        return tuple(_document_entry(kept) for kept in self._documents())

    def unreadable(self) -> tuple[Unreadable, ...]:
        """The files, and documents inside files, that could not be read, and why."""
        with _damage_named(self.directory):
            problems = self._journal.problems()
        return tuple(Unreadable.of(each.path, each.reason) for each in problems if each.doc_id is None)

    def incomplete(self) -> tuple[Unreadable, ...]:
        """The documents of which a part could not be read, and why."""
        with _damage_named(self.directory):
            problems = self._journal.problems()
        return tuple(Unreadable.of(each.path, each.reason) for each in problems if each.doc_id is not None)

    def sources(self) -> tuple[str, ...]:
        """The files and folders that are indexed."""
        with _damage_named(self.directory):
            return self._journal.sources()

    def file_of(self, doc_id: str) -> tuple[Path, Path] | None:
        """Where a document's file (or the file that holds it) is, and the root it must lie in."""
        entry = self._file(doc_id)
        return (Path(entry.file), Path(entry.root)) if entry else None

    def is_changed(self, doc_id: str) -> bool:
        """Whether a document's file has changed or vanished since it was indexed."""
        from index.changes import hash_file, stamp  # with it comes what finds changes, which no search needs

        entry = self._file(doc_id)
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
        kept, unreadable = self._documents(), len(self.unreadable())
        languages: dict[str, int] = {}
        for each in kept:
            for language, count in each.languages.items():
                languages[language] = languages.get(language, 0) + count
        with _damage_named(self.directory):
            updated_at = self._journal.fact("updated_at")
            files = self._journal.count_files()
        return Status(
            directory=str(self.directory),
            files=files,
            documents=len(kept),
            chunks=len(self.engine),
            unreadable=unreadable,
            incomplete=len(self.incomplete()),
            languages=dict(sorted(languages.items())),
            sources=self.sources(),
            updated_at=updated_at,
            format_version=self._manifest.format,
            analysis_fingerprint=self._manifest.analysis,
            size_bytes=size_on_disk(self.directory),
            damage=str(self.damage) if self.damage else None,
        )

    def _chunks(self, plan: Term) -> list[Chunk]:
        try:
            return [self.engine.record(number).chunk for number in self.engine.find(plan)]
        except IndexDamagedError:
            if not self.fall_back():
                raise
            return [self.engine.record(number).chunk for number in self.engine.find(plan)]

    def _documents(self) -> list[KeptDocument]:
        with _damage_named(self.directory):
            return self._journal.documents()

    def _file(self, doc_id: str) -> FileEntry | None:
        with _damage_named(self.directory):
            return self._journal.file_of(doc_id)


def _document_entry(kept: KeptDocument) -> DocumentEntry:
    document = kept.document
    return DocumentEntry(
        doc_id=document.doc_id,
        root=document.root,
        path=document.path,
        title=document.title,
        format=document.format,
        size_bytes=document.size_bytes,
        chunks=kept.chunks,
        languages=kept.languages,
        date=next(iter(document.metadata.get("date", ())), None),
        container=document.container,
    )


def _open_engine(directory: Path) -> tuple[Manifest, Engine]:
    """The current generation. Where it is replaced while being opened, the one that replaced it."""
    for pause in _OPENING_PAUSES:
        manifest = read_current_manifest(directory)
        with suppress(IndexDamagedError):
            engine = Engine(directory / manifest.store)
            if engine.damage is None or read_current_manifest(directory) == manifest:
                return manifest, engine
        if read_current_manifest(directory) == manifest:
            break
        time.sleep(pause)
    manifest = read_current_manifest(directory)
    return manifest, Engine(directory / manifest.store)


@contextmanager
def _damage_named(directory: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise journal_error(directory, directory / JOURNAL_NAME, error, writing=False) from error
    except (ValueError, TypeError, zlib.error) as error:
        raise IndexDamagedError(directory, str(error), directory / JOURNAL_NAME) from error
