"""Is every file of this index what was written, and do index and journal say the same?

>>> report = check_index(Path("var/index"))  # doctest: +SKIP
>>> report.findings, report.files  # doctest: +SKIP
((), 14)
"""

import sqlite3
import time
import zlib
from collections.abc import Iterator, Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from analyzers.autolexicon import load_autolexicon
from analyzers.errors import ResourceError
from analyzers.files import GUESSED_TRANSLATIONS, LEARNT_TRANSLATIONS, OWN_TERMBASE
from analyzers.termbase import SHIPPED_TERMBASE, load_termbase
from analyzers.translation import read_table
from corpus.recognition import read_page
from index.arrayfile import ArrayFileError, read_arrays
from index.arrays.contents import read_contents
from index.arrays.generation import latest_generation, verify
from index.engine import Engine
from index.errors import IndexDamagedError, IndexMissingError, IndexStaleError
from index.fields import CHUNK_ID, DOC_ID
from index.journal import JOURNAL_NAME, Journal
from index.leftovers import OCR_CACHE, find_leftovers
from index.locking import write_lock
from index.manifest import MANIFEST_NAME, Manifest, read_copies, read_manifest
from index.safety import require_safe, size_on_disk
from index.sealing import SealError, is_sound, read_seal, seal_path
from index.vectorizing import WORDS_NAME
from index.vectors import VECTORS_NAME


class Kind(StrEnum):
    """What is wrong."""

    DAMAGED = "damaged"
    MISSING = "missing"
    DISAGREES = "disagrees"
    ORPHAN = "orphan"
    UNPURGED = "unpurged"


class Remedy(StrEnum):
    """What helps: ``bisagra check --repair``, or the person's own hand."""

    REPAIR = "repair"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a file; ``documents`` are the ids at issue where there are any."""

    kind: Kind
    path: Path
    detail: str
    remedy: Remedy = Remedy.REPAIR
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was read and what was found; nothing, where all is well."""

    directory: Path
    findings: tuple[Finding, ...]
    files: int
    size_bytes: int
    seconds: float


def check_index(directory: Path) -> CheckReport:
    """Read every file of an index whole. Raises :class:`IndexingError` where there is none to check.

    Raises :class:`IndexBusyError` while somebody is writing, and :class:`IndexStaleError` for an index of
    another version, which only a rebuild mends.
    """
    require_safe(directory)
    with write_lock(directory):
        return inspect(directory)


def inspect(directory: Path) -> CheckReport:
    """The same for who holds the lock already."""
    started = time.perf_counter()
    findings: list[Finding] = []
    manifest = _check_manifest(directory, findings)
    if manifest is not None:
        findings += _check_store(directory / manifest.store)
    findings += _check_journal(directory / JOURNAL_NAME)
    findings += _check_caches(directory)
    findings += _check_own_files(directory)
    findings += _find_leftovers(directory, manifest)
    unread = {each.path for each in findings if each.kind in (Kind.DAMAGED, Kind.MISSING)}
    if manifest is not None and not _needed(directory, manifest, unread):
        findings += _compare(directory, manifest)
    files = sum(1 for path in directory.rglob("*") if path.is_file())
    seconds = round(time.perf_counter() - started, 3)
    return CheckReport(directory, tuple(findings), files, size_on_disk(directory), seconds)


def _check_manifest(directory: Path, findings: list[Finding]) -> Manifest | None:
    """The manifest, or what the store's own copy says it should be."""
    path = directory / MANIFEST_NAME
    copies = read_copies(directory)
    try:
        manifest = read_manifest(directory)
    except (IndexDamagedError, IndexMissingError) as error:
        if isinstance(error, IndexMissingError) and not copies:  # no run has ever ended
            raise
        kind = Kind.MISSING if isinstance(error, IndexMissingError) else Kind.DAMAGED
        findings.append(Finding(kind, path, getattr(error, "problem", "there is no such file")))
        return copies[0] if len(copies) == 1 else None
    difference = manifest.difference()
    if difference:
        raise IndexStaleError(directory, difference)
    if manifest not in copies:
        copy = directory / manifest.store / MANIFEST_NAME
        findings.append(Finding(Kind.DAMAGED, copy, "this copy is not what was written"))
    return manifest


def _needed(directory: Path, manifest: Manifest, paths: Set[Path]) -> set[Path]:
    """Those of ``paths`` without which index and journal cannot be compared."""
    store = directory / manifest.store
    return {path for path in paths if path == directory / JOURNAL_NAME or store in (path, path.parent)}


def _check_store(store: Path) -> Iterator[Finding]:
    if not store.is_dir():
        yield Finding(Kind.MISSING, store, "there is no such folder")
        return
    problems = verify(store)
    for problem in problems:
        kind = Kind.DAMAGED if problem.path.exists() else Kind.MISSING
        yield Finding(kind, problem.path, problem.problem)
    if not problems:
        contents = read_contents(store, latest_generation(store))
        for segment in contents.segments:
            if segment.has_deletions():
                detail = f"{segment.deleted_count()} deleted passages are still in its bytes"
                yield Finding(Kind.UNPURGED, segment.path(store), detail)


def _check_journal(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(Kind.MISSING, path, "there is no such file")
        return
    try:
        seal = read_seal(path)
    except SealError as error:
        yield Finding(Kind.DAMAGED, seal_path(path), str(error))
        seal = None
    if seal is not None and not is_sound(path, seal):
        yield Finding(Kind.DAMAGED, path, "it is not what the last run left")
        return
    try:
        journal = Journal(path, writable=False)
        try:
            problems = journal.find_damage()
        finally:
            journal.close()
    except (sqlite3.Error, ValueError, TypeError, KeyError, zlib.error) as error:
        problems = [str(error)]
    if problems:
        yield Finding(Kind.DAMAGED, path, problems[0])


def _check_caches(directory: Path) -> Iterator[Finding]:
    for name in (VECTORS_NAME, WORDS_NAME):
        try:
            read_arrays(directory / name)
        except FileNotFoundError:
            continue
        except ArrayFileError as error:
            yield Finding(Kind.DAMAGED, error.path, error.problem)
    lexicon = directory / GUESSED_TRANSLATIONS
    if lexicon.exists() and load_autolexicon(lexicon) is None:
        yield Finding(Kind.DAMAGED, lexicon, "it is not what was written")
    for path in sorted((directory / OCR_CACHE).glob("*/*.json")):
        try:
            read_page(path)
        except (OSError, ValueError, TypeError) as error:
            yield Finding(Kind.DAMAGED, path, str(error))


def _check_own_files(directory: Path) -> Iterator[Finding]:
    """What the person wrote has no checksum: it is damaged where it cannot be read."""
    terms, learnt = directory / OWN_TERMBASE, directory / LEARNT_TRANSLATIONS
    try:
        if terms.exists():
            load_termbase((SHIPPED_TERMBASE, terms))
    except ResourceError as error:
        yield Finding(Kind.DAMAGED, terms, str(error), Remedy.EDIT)
    try:
        if learnt.exists():
            read_table(learnt)
    except ResourceError as error:
        yield Finding(Kind.DAMAGED, learnt, str(error), Remedy.EDIT)


def _find_leftovers(directory: Path, manifest: Manifest | None) -> Iterator[Finding]:
    if manifest is not None:
        for path in find_leftovers(directory, directory / manifest.store):
            yield Finding(Kind.ORPHAN, path, "no state of the index names it")


def _compare(directory: Path, manifest: Manifest) -> Iterator[Finding]:
    """Whether index and journal hold the same documents with as many chunks, each chunk once."""
    store = directory / manifest.store
    differing = differing_documents(directory, store)
    if differing:
        detail = f"{len(differing)} documents have other passages in the index than the journal says"
        yield Finding(Kind.DISAGREES, directory / JOURNAL_NAME, detail, documents=differing)
    with Engine(store) as engine:
        chunks, total = engine.count_terms(CHUNK_ID), len(engine)
        documents = tuple(engine.count_terms(DOC_ID))
    twice = sum(1 for count in chunks.values() if count != 1)
    if twice or len(chunks) != total:
        detail = f"{twice} of {total} passages are there more than once"
        yield Finding(Kind.DISAGREES, store, detail, documents=documents)


def differing_documents(directory: Path, store: Path) -> tuple[str, ...]:
    """The ids of documents of which index and journal have different counts of chunks."""
    journal = Journal(directory / JOURNAL_NAME, writable=False)
    try:
        noted = {kept.document.doc_id: kept.chunks for kept in journal.documents()}
    finally:
        journal.close()
    with Engine(store) as engine:
        held = engine.count_terms(DOC_ID)
    return tuple(
        sorted(each for each in noted.keys() | held.keys() if noted.get(each, 0) != held.get(each, 0))
    )
