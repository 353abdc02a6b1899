"""Some files changed: make the index say so, touching nothing else.

The run goes: scan the sources, compare with the journal, read and cut what is new or changed, write
the index in one transaction, publish it, then note it in the journal. Killed at any point, the next
run finds the journal older than the index and does the difference again.
"""

import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from analyzers.language import Language
from corpus.chunking import cut_chunks
from corpus.errors import UnreadableError
from corpus.isolation import File, Read, read_all
from corpus.model import Chunk, Document
from corpus.options import Ocr, ReadingOptions
from index.changes import Changes, Found, find_changes
from index.engine import EngineWriter, document_ids
from index.errors import IndexDamagedError, IndexMissingError, SourceError
from index.fields import build_entry
from index.journal import FileEntry, Journal, document_of
from index.locking import write_lock
from index.manifest import Manifest, read_manifest, write_manifest

logger = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]
"""Called with (files done, files to do, path of the file just done)."""

JOURNAL_NAME = "journal.sqlite"
_UNSURE = "unsure"
_OCR_CACHE = "ocr"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read, or a source that could not be found, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What a run did, in files; ``chunks`` counts those of the whole index after it."""

    seen: int = 0
    added: int = 0
    updated: int = 0
    renamed: int = 0
    removed: int = 0
    unchanged: int = 0
    unreadable: tuple[Unreadable, ...] = ()
    chunks: int = 0
    seconds: float = 0.0
    rebuilt: str | None = None
    """Why everything was read again, where the index came from another version or was damaged."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. ``only`` forgets every source but the given ones.

    ``jobs`` is a count of processes, each limited in time and memory; 0 reads in this process, without
    limits. ``ocr`` says whether page images are recognised, where a program for it is installed.
    """

    rebuild: bool = False
    verify: bool = False
    dry_run: bool = False
    only: bool = False
    jobs: int = 0
    ocr: Ocr = "auto"


def update_index(
    directory: Path,
    sources: Sequence[Path] = (),
    *,
    options: Options | None = None,
    progress: Progress | None = None,
) -> UpdateReport:
    """Bring the index in ``directory`` up to date with ``sources``, or with all remembered ones.

    Sources are remembered. Raises :class:`IndexBusyError` where another run is writing and
    :class:`SourceError` where there is nothing to index; a file that cannot be read is reported and
    stops nothing.
    """
    started = time.perf_counter()
    options = options or Options()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with write_lock(directory):
        try:
            journal = _open_journal(directory, rebuild=options.rebuild)
            try:
                report = _update(directory, journal, sources, options, progress)
            finally:
                journal.close()
        except sqlite3.DatabaseError as error:
            raise IndexDamagedError(directory, str(error), directory / JOURNAL_NAME) from error
    return replace(report, seconds=round(time.perf_counter() - started, 3))


def _open_journal(directory: Path, *, rebuild: bool) -> Journal:
    """The journal, for writing; a rebuild begins a new one where the old one cannot be read."""
    path = directory / JOURNAL_NAME
    try:
        return Journal(path, writable=True)
    except sqlite3.DatabaseError as error:
        if not rebuild or error.sqlite_errorname not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            raise
        logger.warning("the journal %s was unreadable (%s); it is begun anew", path, error)
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return Journal(path, writable=True)


def _update(
    directory: Path, journal: Journal, sources: Sequence[Path], options: Options, progress: Progress | None
) -> UpdateReport:
    why_rebuild = _why_rebuild(directory, options)
    named = [os.path.normpath(source.absolute()) for source in sources]
    remembered = named if options.only else sorted({*journal.sources(), *named})
    if not remembered:
        raise SourceError(directory)
    scanned = remembered if why_rebuild is not None or not named else named
    everything = why_rebuild is not None
    entries = journal.entries()
    indexed = set() if everything else document_ids(directory / read_manifest(directory).store)
    changes = find_changes(
        entries,
        scanned,
        remembered,
        indexed=indexed,
        unsure=_unsure(journal),
        verify=options.verify,
        everything=everything,
    )
    report = _report(changes, rebuilt=why_rebuild or None)
    if options.dry_run:
        return replace(report, chunks=sum(entry.chunks for entry in entries))
    if changes or everything:
        unreadable, failed = _write(directory, journal, changes, everything, options, progress)
        report = replace(report, unreadable=(*report.unreadable, *unreadable))
        report = _without_failed(report, changes, failed)
    with journal.transaction():
        journal.set_sources(remembered)
        journal.set_fact("updated_at", datetime.now(UTC).isoformat(timespec="seconds"))
    return replace(report, chunks=sum(entry.chunks for entry in journal.entries()))


def _why_rebuild(directory: Path, options: Options) -> str | None:
    """Why the index must be built from nothing: an empty string where it was asked for or is new."""
    if options.rebuild:
        return ""
    try:
        return read_manifest(directory).difference()
    except IndexMissingError:
        return ""
    except IndexDamagedError as error:
        return str(error)


def _report(changes: Changes, *, rebuilt: str | None) -> UpdateReport:
    return UpdateReport(
        seen=changes.seen,
        added=len(changes.added),
        updated=len(changes.updated),
        renamed=len(changes.renamed),
        removed=len(changes.removed),
        unchanged=len(changes.unchanged),
        unreadable=tuple(Unreadable(path, reason) for path, reason in changes.unreadable),
        rebuilt=rebuilt,
    )


def _without_failed(report: UpdateReport, changes: Changes, failed: set[str]) -> UpdateReport:
    """A file that turned out unreadable was neither added nor updated."""
    return replace(
        report,
        added=sum(found.file not in failed for found in changes.added),
        updated=sum(found.file not in failed for found in changes.updated),
        renamed=sum(found.file not in failed for found in changes.renamed),
    )


def _write(
    directory: Path,
    journal: Journal,
    changes: Changes,
    rebuild: bool,
    options: Options,
    progress: Progress | None,
) -> tuple[list[Unreadable], set[str]]:
    """Write the changes; what could not be read, and the files of which nothing could."""
    store = _new_store_name(directory) if rebuild else read_manifest(directory).store
    writer = EngineWriter(directory / store, create=rebuild)
    entries: list[FileEntry] = []
    unreadable: list[Unreadable] = []
    try:
        if not rebuild:
            for doc_id in sorted(changes.replaced | changes.orphans):
                writer.delete(doc_id)
        with journal.transaction():
            journal.set_fact(_UNSURE, " ".join(sorted(_unsure(journal) | changes.replaced)))
            for entry in changes.kept if rebuild else ():
                _add_kept(writer, journal, entry)
            reading = _read_all(directory, changes.to_read, options)
            for done, (found, result, left_out) in enumerate(reading, start=1):
                unreadable.extend(left_out)
                if isinstance(result, UnreadableError):
                    unreadable.append(Unreadable(found.path, result.reason))
                    entries.append(found.entry(doc_id=None, reason=result.reason))
                else:
                    document, chunks = result
                    writer.add(document, [build_entry(document, chunk) for chunk in chunks])
                    journal.put_text(document.sha256, document.text)
                    entries.append(_entry_of(found, document, chunks))
                if progress:
                    progress(done, len(changes.to_read), found.path)
        writer.commit()
    except BaseException:
        writer.cancel()
        if rebuild:
            shutil.rmtree(directory / store, ignore_errors=True)
        raise
    if rebuild:
        write_manifest(directory, Manifest(store))
    _note(journal, changes, entries)
    _drop_old_stores(directory, store)
    return unreadable, {entry.file for entry in entries if entry.doc_id is None}


def _add_kept(writer: EngineWriter, journal: Journal, entry: FileEntry) -> None:
    """Add a document whose source is not there now, from the text that was kept of it."""
    text = journal.text(entry.sha256 or "")
    if text is not None:
        document = document_of(entry, text)
        writer.add(document, [build_entry(document, chunk) for chunk in cut_chunks(document)])


def _note(journal: Journal, changes: Changes, entries: Iterable[FileEntry]) -> None:
    with journal.transaction():
        for entry in changes.touched:
            journal.put(entry)
        for gone in (*changes.removed, *changes.superseded, *changes.forgotten):
            journal.remove(gone.file)
        for entry in entries:
            journal.put(entry)
        journal.set_fact(_UNSURE, " ".join(sorted(_unsure(journal) - changes.replaced)))
        journal.drop_unused_texts()


def _unsure(journal: Journal) -> set[str]:
    """The documents that a run was about to replace when it was killed, before or after its commit."""
    return set((journal.fact(_UNSURE) or "").split())


def _entry_of(found: Found, document: Document, chunks: Sequence[Chunk]) -> FileEntry:
    languages = {
        language.value: sum(chunk.language is language for chunk in chunks)
        for language in Language
        if any(chunk.language is language for chunk in chunks)
    }
    return replace(
        found.entry(doc_id=document.doc_id, reason=None),
        sha256=document.sha256,
        format=document.format,
        title=document.title,
        encoding=document.encoding,
        metadata=document.metadata,
        pages=document.pages,
        chunks=len(chunks),
        languages=languages,
    )


_NOT_YET = "documents inside mail and archives are not indexed yet; unpack them beside it"


def _read_all(
    directory: Path, found: Sequence[Found], options: Options
) -> Iterator[tuple[Found, Read | UnreadableError, list[Unreadable]]]:
    """Read and cut files, in order: each with its document, or why not, and what in it is left out."""
    files = [File(Path(each.file), Path(each.root), each.doc_id) for each in found]
    reading = ReadingOptions(ocr=options.ocr, ocr_cache=directory / _OCR_CACHE)
    for each, (_, results) in zip(found, read_all(files, jobs=options.jobs, options=reading), strict=True):
        first, *others = results
        if not isinstance(first, UnreadableError) and first[0].container is not None:
            yield each, UnreadableError(each.path, _NOT_YET), []
            continue
        inside = [result.path if isinstance(result, UnreadableError) else result[0].path for result in others]
        left_out = [Unreadable(path, _NOT_YET) for path in inside]
        if isinstance(first, UnreadableError):
            yield each, first, left_out
        else:
            left_out += [Unreadable(each.path, note) for note in first[0].notes]
            yield each, (replace(first[0], path=each.path), first[1]), left_out


def _new_store_name(directory: Path) -> str:
    taken = {path.name for path in directory.glob("store-*")}
    return next(name for name in (f"store-{n}" for n in range(1, len(taken) + 2)) if name not in taken)


def _drop_old_stores(directory: Path, current: str) -> None:
    for path in directory.glob("store-*"):
        if path.name != current:
            shutil.rmtree(path, ignore_errors=True)
