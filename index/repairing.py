"""An index is damaged: what is the least that makes it whole again?

Left-overs go, caches go (the next run makes them), a manifest comes back from its copy, a damaged
generation gives way to the one before it, documents that are then missing are read again. Only where that
does not do, the index is built anew, from the sources and, where these are away, from the stored texts.
"""

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from index.arrays.contents import INDEX_NAME, read_contents
from index.arrays.disk import Disk
from index.arrays.errors import SegmentDamagedError
from index.arrays.generation import find_damage, iter_kept, latest_generation
from index.arrays.publishing import republish
from index.checking import CheckReport, Finding, Kind, Remedy, differing_documents, inspect
from index.errors import writing_error
from index.journal import JOURNAL_NAME, Journal
from index.leftovers import remove
from index.locking import write_lock
from index.manifest import MANIFEST_NAME, read_copies, read_manifest, write_manifest
from index.runs import Options, Progress, UpdateReport
from index.safety import require_safe
from index.sealing import SealError, break_seal, read_seal, seal_path
from index.updating import update_index
from index.writing import mark_unsure


class Action(StrEnum):
    """What was done."""

    REMOVED = "removed"
    RESTORED = "restored"
    WENT_BACK = "went_back"
    READ_AGAIN = "read_again"
    REBUILT = "rebuilt"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, and to which file."""

    action: Action
    path: Path


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What was found, what was done about it, what the run after it said, and what is found now."""

    before: CheckReport
    steps: tuple[Step, ...]
    update: UpdateReport | None
    after: CheckReport


def repair_index(directory: Path, *, progress: Progress | None = None) -> RepairReport:
    """Mend what :func:`index.checking.check_index` finds; the documents themselves are never touched.

    Raises as :func:`check_index` does, and as :func:`update_index` where documents have to be read again.
    """
    require_safe(directory)
    with write_lock(directory):
        before = inspect(directory)
        try:
            repair = _Repair(directory, before.findings)
            repair.run()
        except OSError as error:
            raise writing_error(directory, error) from error
    update = repair.update(progress) if repair.steps else None
    with write_lock(directory):
        after = inspect(directory)
    return RepairReport(before, tuple(repair.steps), update, after)


class _Repair:
    """The steps of one repair."""

    def __init__(self, directory: Path, findings: Sequence[Finding]) -> None:
        self._directory = directory
        self._journal = directory / JOURNAL_NAME
        self._findings = [each for each in findings if each.remedy is Remedy.REPAIR]
        self._is_rebuild = False
        self._sources: tuple[str, ...] = ()
        self.steps: list[Step] = []

    def run(self) -> None:
        """All that is done under the lock."""
        store = self._restore_manifest([each for each in self._findings if each.path.name == MANIFEST_NAME])
        others = [each for each in self._findings if each.path.name != MANIFEST_NAME]
        ours = (self._journal, seal_path(self._journal))
        broken = [each for each in others if each.kind in (Kind.DAMAGED, Kind.MISSING)]
        if any(each.path == self._journal for each in broken):
            self._mend_journal()
        elif any(each.path in ours for each in broken):
            self._remove(seal_path(self._journal))  # the run that follows makes it anew
        in_store = [each for each in broken if store is not None and store in (each.path, each.path.parent)]
        if store is not None and in_store:
            self._mend_store(store, in_store[0].path)
        for finding in others:
            if finding.kind is Kind.DISAGREES:
                self._read_again(finding.documents, finding.path)
            elif finding.kind is Kind.UNPURGED:
                self.steps.append(Step(Action.REMOVED, finding.path))  # the run that follows does it
            elif finding not in in_store and finding.path not in ours:
                self._remove(finding.path)

    def update(self, progress: Progress | None) -> UpdateReport:
        """The run that follows."""
        options = Options(rebuild=self._is_rebuild, only=bool(self._sources), jobs=os.cpu_count() or 1)
        sources = [Path(each) for each in self._sources]
        return update_index(self._directory, sources, options=options, progress=progress)

    def _restore_manifest(self, wrong: Sequence[Finding]) -> Path | None:
        """The store, its manifests put right; ``None`` where nothing says which it is."""
        if any(each.path.parent == self._directory for each in wrong):
            copies = read_copies(self._directory)
            if len(copies) != 1:
                self._rebuild(self._directory / MANIFEST_NAME)
                return None
            manifest = copies[0]
        else:
            manifest = read_manifest(self._directory)
        store = self._directory / manifest.store
        if wrong and store.is_dir():
            write_manifest(self._directory, manifest)
            self.steps += [Step(Action.RESTORED, each.path) for each in wrong]
        return store

    def _mend_journal(self) -> None:
        """Begin the journal anew."""
        self._sources = self._salvage_sources()
        break_seal(self._journal)
        for suffix in ("", "-wal", "-shm"):
            self._journal.with_name(self._journal.name + suffix).unlink(missing_ok=True)
        self._rebuild(self._journal)

    def _salvage_sources(self) -> tuple[str, ...]:
        """What was indexed, as the seal says, or the journal as far as it can be read."""
        with contextlib.suppress(SealError):
            seal = read_seal(self._journal)
            if seal is not None:
                return seal.sources
        with contextlib.suppress(sqlite3.Error, ValueError, TypeError):
            journal = Journal(self._journal, writable=False)
            try:
                return journal.sources()
            finally:
                journal.close()
        return ()

    def _mend_store(self, store: Path, path: Path) -> None:
        """Publish the latest generation that is sound; build anew where none is."""
        latest = latest_generation(store)
        with contextlib.suppress(SegmentDamagedError, OSError):
            if not find_damage(store, read_contents(store, latest)):
                republish(store, latest, INDEX_NAME, Disk())  # only what was kept beside it is damaged
                self.steps.append(Step(Action.REMOVED, path))
                return
        for contents in iter_kept(store, latest):
            with contextlib.suppress(SegmentDamagedError):
                if not find_damage(store, contents):
                    republish(store, contents.number, INDEX_NAME, Disk())
                    self.steps.append(Step(Action.WENT_BACK, path))
                    if not self._is_rebuild:
                        self._read_again(differing_documents(self._directory, store), path)
                    return
        self._rebuild(path)

    def _read_again(self, doc_ids: Sequence[str], path: Path) -> None:
        """Have the next run read these documents; where a file is away, build anew from the kept texts."""
        if self._is_rebuild or not doc_ids:
            return
        break_seal(self._journal)
        journal = Journal(self._journal, writable=True)
        try:
            files = [journal.file_of(doc_id) for doc_id in doc_ids]
            if all(file is None or os.path.exists(file.file) for file in files):
                with journal.transaction():
                    mark_unsure(journal, doc_ids)
                self.steps.append(Step(Action.READ_AGAIN, path))
                return
        finally:
            journal.close()
        self._rebuild(path)

    def _remove(self, path: Path) -> None:
        remove(path)
        self.steps.append(Step(Action.REMOVED, path))

    def _rebuild(self, path: Path) -> None:
        self._is_rebuild = True
        self.steps.append(Step(Action.REBUILT, path))
