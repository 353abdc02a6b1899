"""Changes were found: read what is new, write the postings, publish them, then note it in the journal.

Killed at any point, the next run finds the journal older than the index and does the difference again.
"""

import shutil
import time
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from analyzers.language import Language
from corpus.chunking import cut_chunks
from corpus.confined.isolation import File, Result, read_all
from corpus.errors import UnreadableError
from corpus.model import Chunk, Document
from corpus.options import ReadingOptions
from index.changes import Changes, Found
from index.engine import EngineWriter, purge
from index.entries import FileEntry, KeptDocument, Problem
from index.errors import IndexAccessError, IndexDamagedError, IndexMissingError
from index.journal import Journal
from index.leftovers import OCR_CACHE, collect_leftovers
from index.manifest import Manifest, read_manifest, write_manifest
from index.runs import Options, Progress

_UNSURE = "unsure"
_NOTHING: Mapping[str, Set[str]] = MappingProxyType({})
_BATCH_SECONDS = 60.0
"""What a run that is stopped may lose; writing a batch takes about a second."""


@dataclass(slots=True)
class FileOutcome:
    """What became of a file that was read: its documents, and what of it could not be.

    ``documents`` are let go once they are noted; ``count`` says how many there were.
    """

    found: Found
    sha256: str | None = None
    documents: list[KeptDocument] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    @property
    def entry(self) -> FileEntry:
        """The journal's entry."""
        return self.found.entry(self.sha256, self.problems)


def write_changes(
    directory: Path,
    journal: Journal,
    changes: Changes,
    *,
    rebuild: bool,
    options: Options,
    progress: Progress | None,
) -> list[FileOutcome]:
    """Write the changes and publish them; returns what became of the files that were read.

    An index that is there is updated in batches, each published and noted as a whole: whoever stops a
    long run keeps what was read before the last batch. A rebuild is one batch: the old index serves until
    the new one is whole.
    """
    run = _Run(directory, journal, changes, options, progress)
    if rebuild and _is_first(directory, journal):
        _make_empty(directory)
        rebuild = False
    return run.rebuild() if rebuild else run.update()


def _is_first(directory: Path, journal: Journal) -> bool:
    try:
        read_manifest(directory)
    except IndexMissingError:
        return not journal.count_files()
    except IndexDamagedError:
        return False
    return False


def _make_empty(directory: Path) -> None:
    store = _new_store_name(directory)
    with _withdrawn_unless_published(directory, store):
        EngineWriter(directory / store, create=True).commit()
        write_manifest(directory, Manifest(store))


@contextmanager
def _withdrawn_unless_published(directory: Path, store: str) -> Iterator[None]:
    """Take a store away again that is not the index when an exception leaves."""
    try:
        yield
    except BaseException:
        if not _is_published(directory, store):
            shutil.rmtree(directory / store, ignore_errors=True)
        raise


def _is_published(directory: Path, store: str) -> bool:
    try:
        return read_manifest(directory).store == store
    except IndexMissingError:
        return False
    except (IndexDamagedError, IndexAccessError):  # nobody knows: what is not the index is collected later
        return True


class _Run:
    """One run's changes on their way into the index."""

    def __init__(
        self, directory: Path, journal: Journal, changes: Changes, options: Options, progress: Progress | None
    ) -> None:
        self._directory, self._journal, self._changes = directory, journal, changes
        self._options, self._progress = options, progress
        self._outcomes: list[FileOutcome] = []
        self._to_read = changes.to_read

    def update(self) -> list[FileOutcome]:
        """Batch by batch; what goes for good goes with the first, what is replaced when its file is read."""
        store = read_manifest(self._directory).store
        replaced = {entry.file_id: set(entry.doc_ids) for entry in self._changes.superseded}
        gone = {doc_id for entry in self._changes.removed for doc_id in entry.doc_ids} | self._changes.orphans
        with closing(_read_files(self._to_read, self._directory, self._options)) as reading:
            is_over = self._write_batch(store, reading, replaced, gone, self._changes)
            while not is_over:
                self._journal.settle()  # its log is not to grow as long as the run
                is_over = self._write_batch(store, reading, replaced, set(), Changes())
        return self._outcomes

    def rebuild(self) -> list[FileOutcome]:
        """Into a new folder, published at the end."""
        store = _new_store_name(self._directory)
        with _withdrawn_unless_published(self._directory, store):
            writer = EngineWriter(self._directory / store, create=True)
            try:
                self._fill(writer)
                writer.commit()
            except BaseException:
                writer.cancel()
                raise
            write_manifest(self._directory, Manifest(store))
        # nobody opens the old index any more, and the journal may need its room
        collect_leftovers(self._directory, self._directory / store)
        note(self._journal, self._changes, self._outcomes, self._changes.replaced)
        return self._outcomes

    def _fill(self, writer: EngineWriter) -> None:
        with self._journal.transaction():
            mark_unsure(self._journal, self._changes.replaced)
            for entry in self._changes.kept:
                _add_kept(writer, self._journal, entry)
            with closing(_read_files(self._to_read, self._directory, self._options)) as reading:
                for outcome in self._write(writer, reading):
                    self._count(outcome)

    def _write_batch(
        self,
        store: str,
        reading: Iterator[tuple[Found, Result | None]],
        replaced: Mapping[str, Set[str]],
        gone: set[str],
        changes: Changes,
    ) -> bool:
        """Write files until the time of a batch is over, publish and note them; whether that was all."""
        writer = EngineWriter(self._directory / store, create=False)
        batch: list[FileOutcome] = []
        begun = time.monotonic()
        try:
            for doc_id in sorted(gone):
                writer.delete(doc_id)
            with self._journal.transaction():
                for outcome in self._write(writer, reading, replaced):
                    batch.append(outcome)
                    self._count(outcome)
                    if time.monotonic() - begun > _BATCH_SECONDS:
                        break
                going = gone.union(*(replaced.get(each.found.file_id, ()) for each in batch))
                mark_unsure(self._journal, going)
            writer.commit()
        except BaseException:
            writer.cancel()
            raise
        note(self._journal, changes, batch, going)
        purge(self._directory / store)
        return len(self._outcomes) == len(self._to_read)

    def _write(
        self,
        writer: EngineWriter,
        reading: Iterator[tuple[Found, Result | None]],
        replaced: Mapping[str, Set[str]] = _NOTHING,
    ) -> Iterator[FileOutcome]:
        """Write files as they are read, in order, instead of what was read of them before."""
        outcome: FileOutcome | None = None
        for found, result in reading:
            if outcome is None:
                outcome = FileOutcome(found)
                for doc_id in sorted(replaced.get(found.file_id, ())):
                    writer.delete(doc_id)
            if result is None:
                yield outcome
                outcome = None
            else:
                _write_result(writer, self._journal, outcome, result)

    def _count(self, outcome: FileOutcome) -> None:
        outcome.count = len(outcome.documents)
        self._outcomes.append(outcome)
        if self._progress:
            self._progress(len(self._outcomes), len(self._to_read), outcome.found.path)


def note(
    journal: Journal, changes: Changes, outcomes: Sequence[FileOutcome], settled: Set[str] = frozenset()
) -> None:
    """Write into the journal what the index now holds; ``changes`` say what is gone or was only touched.

    ``settled`` are the documents of which it is certain again whether the index has them. Not durable: a
    journal that is older than the index is what the next run can mend.
    """
    with journal.transaction(durable=False):
        for entry in changes.touched:
            journal.touch(entry)
        for gone in (*changes.removed, *changes.forgotten):
            journal.remove(gone.file)
        for outcome in outcomes:
            journal.put(outcome.entry, outcome.documents)
        journal.set_fact(_UNSURE, " ".join(sorted(unsure_documents(journal) - settled)))
        journal.drop_unused_texts()
    for outcome in outcomes:
        outcome.documents.clear()


def unsure_documents(journal: Journal) -> set[str]:
    """The documents that a run was about to replace when it was killed, before or after its commit."""
    return set((journal.fact(_UNSURE) or "").split())


def mark_unsure(journal: Journal, doc_ids: Collection[str]) -> None:
    """Within a transaction: have the next run read these documents again unless :func:`note` settles them."""
    journal.set_fact(_UNSURE, " ".join(sorted(unsure_documents(journal).union(doc_ids))))


def _read_files(
    found: Sequence[Found], directory: Path, options: Options
) -> Generator[tuple[Found, Result | None]]:
    """What is read of each file, in order, and ``None`` after it."""
    files = [File(Path(each.file), Path(each.root), each.file_id, each.size_bytes) for each in found]
    reading = ReadingOptions(ocr=options.ocr, ocr_cache=directory / OCR_CACHE)
    place = 0
    for _, result in read_all(files, jobs=options.jobs, options=reading):
        yield found[place], result
        place += result is None


def _write_result(writer: EngineWriter, journal: Journal, outcome: FileOutcome, result: Result) -> None:
    """Write one document of a file, or keep the reason why it could not be read."""
    found = outcome.found
    if isinstance(result, UnreadableError):
        inside = result.path.removeprefix(found.file) if result.path.startswith(f"{found.file}/") else ""
        outcome.problems.append(Problem(f"{found.path}{inside}", result.reason))
        return
    document = _placed(result[0], found)
    writer.add(document, result[1])
    outcome.documents.append(_keep(journal, document, result[1]))
    outcome.problems += [Problem(document.path, each, document.doc_id) for each in document.notes]
    outcome.sha256 = document.file_sha256


def _placed(document: Document, found: Found) -> Document:
    """The document under the name by which its file is shown."""
    if document.container is None:
        return replace(document, path=found.path)
    return replace(document, path=f"{found.path}/{document.inside}", container=found.path)


def _keep(journal: Journal, document: Document, chunks: Sequence[Chunk]) -> KeptDocument:
    found = [chunk.language for chunk in chunks]
    languages = {language.value: count for language in Language if (count := found.count(language))}
    text_hash = journal.put_text(document.text)
    return KeptDocument(replace(document, text=""), text_hash, len(chunks), languages)


def _add_kept(writer: EngineWriter, journal: Journal, entry: FileEntry) -> None:
    """Add the documents of a file whose source is not there now, from the texts that were kept of them."""
    for doc_id in entry.doc_ids:
        document = journal.read_document(doc_id)
        if document is not None:
            writer.add(document, cut_chunks(document))


def _new_store_name(directory: Path) -> str:
    taken = {path.name for path in directory.glob("store-*")}
    return next(name for name in (f"store-{n}" for n in range(1, len(taken) + 2)) if name not in taken)
