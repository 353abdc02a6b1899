"""Changes were found: read what is new, write the postings, publish them, then note it in the journal.

Killed at any point, the next run finds the journal older than the index and does the difference again.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from analyzers.language import Language
from corpus.chunking import cut_chunks
from corpus.errors import UnreadableError
from corpus.isolation import File, Result, read_all
from corpus.model import Chunk, Document
from corpus.options import ReadingOptions
from index.changes import Changes, Found
from index.engine import EngineWriter
from index.entries import FileEntry, KeptDocument, Problem
from index.fields import build_entry
from index.journal import Journal
from index.manifest import Manifest, read_manifest, write_manifest
from index.runs import Options, Progress

_UNSURE = "unsure"
OCR_CACHE = "ocr"


@dataclass(slots=True)
class FileOutcome:
    """What became of a file that was read: its documents, and what of it could not be."""

    found: Found
    sha256: str | None = None
    documents: list[KeptDocument] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

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
    """Write the changes and publish them; returns what became of the files that were read."""
    store = _new_store_name(directory) if rebuild else read_manifest(directory).store
    writer = EngineWriter(directory / store, create=rebuild)
    outcomes: list[FileOutcome] = []
    try:
        if not rebuild:
            for doc_id in sorted(changes.replaced | changes.orphans):
                writer.delete(doc_id)
        with journal.transaction():
            journal.set_fact(_UNSURE, " ".join(sorted(unsure_documents(journal) | changes.replaced)))
            for entry in changes.kept if rebuild else ():
                _add_kept(writer, journal, entry)
            for outcome in _write_files(writer, journal, changes.to_read, directory, options):
                outcomes.append(outcome)
                if progress:
                    progress(len(outcomes), len(changes.to_read), outcome.found.path)
        writer.commit()
    except BaseException:
        writer.cancel()
        if rebuild:
            shutil.rmtree(directory / store, ignore_errors=True)
        raise
    if rebuild:
        write_manifest(directory, Manifest(store))
    note(journal, changes, outcomes)
    _drop_old_stores(directory, store)
    return outcomes


def note(journal: Journal, changes: Changes, outcomes: Sequence[FileOutcome]) -> None:
    """Write into the journal what the index now holds."""
    with journal.transaction():
        for entry in changes.touched:
            journal.touch(entry)
        for gone in (*changes.removed, *changes.superseded, *changes.forgotten):
            journal.remove(gone.file)
        for outcome in outcomes:
            journal.put(outcome.entry, outcome.documents)
        journal.set_fact(_UNSURE, " ".join(sorted(unsure_documents(journal) - changes.replaced)))
        journal.drop_unused_texts()


def unsure_documents(journal: Journal) -> set[str]:
    """The documents that a run was about to replace when it was killed, before or after its commit."""
    return set((journal.fact(_UNSURE) or "").split())


def _write_files(
    writer: EngineWriter, journal: Journal, found: Sequence[Found], directory: Path, options: Options
) -> Iterator[FileOutcome]:
    """Read, cut and write files, in order; yields each when it is done."""
    files = [File(Path(each.file), Path(each.root), each.file_id) for each in found]
    reading = ReadingOptions(ocr=options.ocr, ocr_cache=directory / OCR_CACHE)
    waiting = iter(found)
    outcome: FileOutcome | None = None
    for _, result in read_all(files, jobs=options.jobs, options=reading):
        if outcome is None:
            outcome = FileOutcome(next(waiting))
        if result is None:
            yield outcome
            outcome = None
        else:
            _write_result(writer, journal, outcome, result)


def _write_result(writer: EngineWriter, journal: Journal, outcome: FileOutcome, result: Result) -> None:
    """Write one document of a file, or keep the reason why it could not be read."""
    found = outcome.found
    if isinstance(result, UnreadableError):
        inside = result.path.removeprefix(found.file) if result.path.startswith(f"{found.file}/") else ""
        outcome.problems.append(Problem(f"{found.path}{inside}", result.reason))
        return
    document = _placed(result[0], found)
    writer.add(document, [build_entry(document, chunk) for chunk in result[1]])
    outcome.documents.append(_keep(journal, document, result[1]))
    outcome.problems += [Problem(document.path, each, document.doc_id) for each in document.notes]
    outcome.sha256 = document.file_sha256


def _placed(document: Document, found: Found) -> Document:
    """The document under the name by which its file is shown."""
    if document.container is None:
        return replace(document, path=found.path)
    return replace(document, path=f"{found.path}/{document.inside}", container=found.path)


def _keep(journal: Journal, document: Document, chunks: Sequence[Chunk]) -> KeptDocument:
    languages = {
        language.value: count
        for language in Language
        if (count := sum(chunk.language is language for chunk in chunks))
    }
    text_hash = journal.put_text(document.text)
    return KeptDocument(replace(document, text=""), text_hash, len(chunks), languages)


def _add_kept(writer: EngineWriter, journal: Journal, entry: FileEntry) -> None:
    """Add the documents of a file whose source is not there now, from the texts that were kept of them."""
    for doc_id in entry.doc_ids:
        document = journal.read_document(doc_id)
        if document is not None:
            writer.add(document, [build_entry(document, chunk) for chunk in cut_chunks(document)])


def _new_store_name(directory: Path) -> str:
    taken = {path.name for path in directory.glob("store-*")}
    return next(name for name in (f"store-{n}" for n in range(1, len(taken) + 2)) if name not in taken)


def _drop_old_stores(directory: Path, current: str) -> None:
    for path in directory.glob("store-*"):
        if path.name != current:
            shutil.rmtree(path, ignore_errors=True)
