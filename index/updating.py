"""Some files changed: make the index say so, touching nothing else.

The run goes: scan the sources, compare with the journal, write what is new or changed
(:mod:`index.writing`), and say in figures what was done.
"""

import logging
import os
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from analyzers.collecting import collector_relaxed
from corpus.missing import is_there_now
from corpus.options import ReadingOptions
from corpus.recognition import forget_pages
from index.changes import Changes, find_changes
from index.engine import Engine, purge
from index.entries import Problem
from index.errors import IndexDamagedError, IndexMissingError, SourceError, writing
from index.journal import JOURNAL_NAME, Journal, journal_error
from index.leftovers import OCR_CACHE, collect_leftovers
from index.locking import write_lock
from index.manifest import read_manifest
from index.runs import Options, Progress, Unreadable, UpdateReport
from index.safety import close_to_others
from index.sealing import Seal, SealError, break_seal, read_seal, write_seal
from index.writing import FileOutcome, unsure_documents, write_changes

__all__ = ["Options", "Progress", "Unreadable", "UpdateReport", "update_index"]

logger = logging.getLogger(__name__)


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
    try:
        if options.dry_run:
            report = _try_out(directory, sources, options)
        else:
            with write_lock(directory), collector_relaxed():
                report = _run(directory, sources, options, progress)
    except sqlite3.Error as error:
        path = directory / JOURNAL_NAME
        raise journal_error(directory, path, error, writing=not options.dry_run) from error
    return replace(report, seconds=round(time.perf_counter() - started, 3))


def _try_out(directory: Path, sources: Sequence[Path], options: Options) -> UpdateReport:
    """What a run would do. Nothing is made, locked or written."""
    path = directory / JOURNAL_NAME
    with closing(_journal_to_try(path, rebuild=options.rebuild)) as journal:
        task = _find_task(directory, journal, sources, options, was_sealed=_is_sealed(path))
        return _report(journal, task, [])


def _run(
    directory: Path, sources: Sequence[Path], options: Options, progress: Progress | None
) -> UpdateReport:
    with writing(directory):
        close_to_others(directory)  # whatever else is in it: from now on it is an index
        seal = break_seal(directory / JOURNAL_NAME)
        journal = _open_journal(directory, rebuild=options.rebuild)
    with closing(journal):
        task = _find_task(directory, journal, sources, options, was_sealed=seal is not None)
        outcomes = _carry_out(directory, journal, task, options, progress)
        report = _report(journal, task, outcomes)
        with writing(directory):
            _leave_no_trace(directory, journal, seal)
    return report


def _leave_no_trace(directory: Path, journal: Journal, seal: Seal | None) -> None:
    """Take what was deleted, in this run or one that was killed, out of the files themselves.

    ``seal`` is that under which the run found its journal.
    """
    store = directory / read_manifest(directory).store
    purge(store)
    collect_leftovers(directory, store)
    if (directory / OCR_CACHE).is_dir():
        forget_pages(directory / OCR_CACHE, journal.content_hashes())
    if journal.settle():
        before = None if journal.is_new else seal
        write_seal(directory / JOURNAL_NAME, journal.sources(), before=before, changed=journal.changed)


def _is_sealed(path: Path) -> bool:
    try:
        return read_seal(path) is not None
    except SealError:
        return False


def _journal_to_try(path: Path, *, rebuild: bool) -> Journal:
    try:
        return Journal.found_at(path)
    except sqlite3.DatabaseError as error:
        if rebuild and _is_unreadable(error):
            return Journal.empty()
        raise


def _is_unreadable(error: sqlite3.DatabaseError) -> bool:
    return error.sqlite_errorname in ("SQLITE_NOTADB", "SQLITE_CORRUPT")


def _open_journal(directory: Path, *, rebuild: bool) -> Journal:
    """The journal, for writing; a rebuild begins a new one where the old one cannot be read."""
    path = directory / JOURNAL_NAME
    try:
        return Journal(path, writable=True)
    except sqlite3.DatabaseError as error:
        if not rebuild or not _is_unreadable(error):
            raise
        logger.warning("the journal %s was unreadable (%s); it is begun anew", path, error)
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return Journal(path, writable=True)


@dataclass(frozen=True, slots=True)
class _Task:
    """What there is to do. ``why_rebuild`` is ``None`` where the index stays as it is but for the changes."""

    remembered: Sequence[str]
    why_rebuild: str | None
    changes: Changes


def _find_task(
    directory: Path, journal: Journal, sources: Sequence[Path], options: Options, *, was_sealed: bool
) -> _Task:
    why_rebuild = _why_rebuild(directory, options)
    named = [os.path.normpath(source.absolute()) for source in sources]
    remembered = named if options.only else sorted({*journal.sources(), *named})
    if not remembered:
        raise SourceError(directory)
    scanned = remembered if why_rebuild is not None or not named else named
    everything = why_rebuild is not None
    entries = journal.files_of(_reaching(scanned, remembered), remembered)
    indexed = set() if everything else _maybe_unknown(directory, was_sealed=was_sealed)
    changes = find_changes(
        entries,
        scanned,
        remembered,
        indexed=indexed,
        names=journal.names,
        unsure=unsure_documents(journal),
        verify=options.verify,
        everything=everything,
        is_there_now=cache(partial(is_there_now, options=ReadingOptions(ocr=options.ocr))),
        without=directory,
    )
    return _Task(remembered, why_rebuild, changes)


def _carry_out(
    directory: Path, journal: Journal, task: _Task, options: Options, progress: Progress | None
) -> Sequence[FileOutcome]:
    outcomes: list[FileOutcome] = []
    rebuild = task.why_rebuild is not None
    if task.changes or rebuild:
        outcomes = write_changes(
            directory, journal, task.changes, rebuild=rebuild, options=options, progress=progress
        )
    with journal.transaction(durable=False):  # made so when the journal is settled
        journal.set_sources(task.remembered)
        journal.set_fact("updated_at", datetime.now(UTC).isoformat(timespec="seconds"))
    return outcomes


def _maybe_unknown(directory: Path, *, was_sealed: bool) -> set[str]:
    """The documents in the index, where it may hold some that the journal does not know.

    It does not where the last run came to its end. It is opened all the same: damage is to be found now.
    """
    with Engine(directory / read_manifest(directory).store) as engine:
        return set() if was_sealed else engine.document_ids()


def _reaching(scanned: Sequence[str], remembered: Sequence[str]) -> set[str]:
    """The sources that may hold a file which one of those ``scanned`` holds: these, and what lies around or
    in one of them.
    """
    found = {Path(each) for each in scanned}
    around = found.union(*(each.parents for each in found))
    return {
        each
        for each in (*scanned, *remembered)
        if Path(each) in around or not found.isdisjoint(Path(each).parents)
    }


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


def _report(journal: Journal, task: _Task, outcomes: Sequence[FileOutcome]) -> UpdateReport:
    """The run in figures. A file of which nothing could be read was neither added nor updated."""
    changes = task.changes
    failed = {outcome.found.file for outcome in outcomes if not outcome.count}
    problems = [*changes.problems, *(each for outcome in outcomes for each in outcome.problems)]
    return UpdateReport(
        seen=changes.seen,
        added=sum(found.file not in failed for found in changes.added),
        updated=sum(found.file not in failed for found in changes.updated),
        renamed=sum(found.file not in failed for found in changes.renamed),
        removed=len(changes.removed),
        unchanged=len(changes.unchanged),
        unreadable=_say(each for each in problems if each.doc_id is None),
        incomplete=_say(each for each in problems if each.doc_id is not None),
        rebuilt=task.why_rebuild or None,
        documents=journal.count_documents(),
        chunks=journal.count_chunks(),
    )


def _say(problems: Iterable[Problem]) -> tuple[Unreadable, ...]:
    return tuple(Unreadable.of(each.path, each.reason) for each in problems)
