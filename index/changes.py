"""What is different between the folders now and the journal of the last run?

Files are the same when size and time stamp are; else their bytes decide. A file that is gone
and one of the same content that is new are one file renamed, and the documents in it keep their ids.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.reasons import say
from corpus.scanning import iter_files
from index.entries import FileEntry, Problem


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it stands on disk now. ``path`` is relative to ``root``; the ids of what is in it come of
    ``file_id``.
    """

    file: str
    source: str
    root: str
    path: str
    size_bytes: int
    stamp_ns: int
    file_id: str = ""

    def entry(self, sha256: str | None, problems: Sequence[Problem]) -> FileEntry:
        """The journal's entry for this file."""
        return FileEntry(
            self.file, self.source, self.root, self.path, self.size_bytes, self.stamp_ns, sha256,
            self.file_id, problems=tuple(problems),
        )  # fmt: skip


@dataclass(slots=True)
class Changes:
    """Files by what has to be done with them.

    ``superseded`` are the journal's entries of updated and renamed files; ``forgotten`` those of
    files that were unreadable and are gone; ``touched`` are unchanged files with a new time stamp;
    ``kept`` are those of files whose source is not there now or whose folder may not be listed;
    ``orphans`` the ids of documents that the index holds and the journal does not know, as a run leaves
    them that was killed after its commit.
    """

    added: list[Found] = field(default_factory=list)
    updated: list[Found] = field(default_factory=list)
    renamed: list[Found] = field(default_factory=list)
    removed: list[FileEntry] = field(default_factory=list)
    superseded: list[FileEntry] = field(default_factory=list)
    forgotten: list[FileEntry] = field(default_factory=list)
    touched: list[FileEntry] = field(default_factory=list)
    unchanged: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kept: list[FileEntry] = field(default_factory=list)
    orphans: set[str] = field(default_factory=set)
    seen: int = 0

    def __bool__(self) -> bool:
        return bool(
            self.to_read or self.removed or self.superseded or self.forgotten or self.touched or self.orphans
        )

    @property
    def replaced(self) -> set[str]:
        """The ids of documents whose chunks go, for good or to be written anew."""
        return {doc_id for entry in (*self.removed, *self.superseded) for doc_id in entry.doc_ids}

    @property
    def to_read(self) -> list[Found]:
        """The files to read, in the order of their paths."""
        return sorted((*self.added, *self.updated, *self.renamed), key=lambda found: (found.path, found.file))


def find_changes(
    entries: Sequence[FileEntry],
    scanned: Sequence[str],
    remembered: Sequence[str],
    *,
    indexed: Collection[str] = (),
    names: Callable[[], Set[str]] = frozenset,
    unsure: Set[str] = frozenset(),
    verify: bool = False,
    everything: bool = False,
    is_there_now: Callable[[str], bool] = lambda reason: False,
    without: Path | None = None,
) -> Changes:
    """Compare the files below ``scanned`` with the journal's ``entries``.

    Entries of sources that are no longer ``remembered`` are to be removed. A scanned source that
    has vanished as a whole, or a folder that may not be listed, is reported and its documents stay: a disk
    that is not mounted must not empty an index. ``entries`` are those of files that these sources may hold,
    ``names`` gives the ids of all files and documents of the journal. ``indexed`` are the documents in the
    index, where it may hold some that the journal does not know, ``unsure`` those of which a killed run may
    have left more or less in it: their files count as changed. With ``verify`` every file's bytes are
    compared; with ``everything`` every file counts as changed, and so does one of which something could not
    be read for want of what ``is_there_now``. What lies in the folder ``without`` is not there.
    """

    def counts_as_changed(entry: FileEntry) -> bool:
        is_sure = not everything and unsure.isdisjoint(entry.doc_ids)
        return not is_sure or any(is_there_now(problem.reason) for problem in entry.problems)

    changes = Changes(orphans=set(indexed) - names() if indexed else set())
    known = {entry.file: entry for entry in entries}
    vanished = {source for source in scanned if not Path(source).exists()}
    present: set[str] = set()
    closed: list[Path] = []
    new: list[Found] = []
    for source in scanned:
        if source in vanished:
            _keep(changes, source, entries)
            continue
        for found in _iter_found(source, without, closed):
            if found.file not in present:
                present.add(found.file)
                if entry := known.get(found.file):
                    _compare(changes, found, entry, verify=verify, everything=counts_as_changed(entry))
                else:
                    new.append(found)
    changes.seen = len(present)
    stays = _keep_closed(changes, closed, [entry for entry in entries if entry.file not in present])
    gone = [
        entry
        for entry in entries
        if entry.file not in present
        and entry.file not in stays
        and (entry.source not in remembered or (entry.source in scanned and entry.source not in vanished))
    ]
    _match_renames(changes, new, gone)
    _give_ids(changes, names)
    return changes


def _keep(changes: Changes, source: str, entries: Sequence[FileEntry]) -> None:
    """Of a source that is not there now the documents stay, and it is said."""
    kept = [entry for entry in entries if entry.source == source and entry.doc_ids]
    changes.kept.extend(kept)
    count = sum(len(entry.doc_ids) for entry in kept)
    changes.problems.append(Problem(source, say("source-missing", count=count)))


def _keep_closed(changes: Changes, closed: Sequence[Path], missing: Sequence[FileEntry]) -> set[str]:
    """Report folders that may not be listed, and keep the files that were read in them; these."""
    kept: set[str] = set()
    for folder in closed:
        inside = [entry for entry in missing if entry.file.startswith(f"{folder}{os.sep}")]
        changes.kept.extend(entry for entry in inside if entry.doc_ids and entry.file not in kept)
        kept.update(entry.file for entry in inside)
        count = sum(len(entry.doc_ids) for entry in inside)
        changes.problems.append(Problem(display_name(str(folder)), say("folder-closed", count=count)))
    return kept


def _iter_found(source: str, without: Path | None, closed: list[Path]) -> Iterator[Found]:
    base = Path(source)
    root = str(base if base.is_dir() else base.parent)
    inside = len(root.rstrip(os.sep)) + 1
    for file in map(str, iter_files(base, without=without, closed=closed)):
        try:
            status = os.lstat(file)
        except OSError:
            continue  # gone since the folder was listed
        path = display_name(file[inside:].replace(os.sep, "/"))
        yield Found(file, source, root, path, status.st_size, stamp(status))


def _compare(changes: Changes, found: Found, entry: FileEntry, *, verify: bool, everything: bool) -> None:
    same_stamp = not everything and (found.size_bytes, found.stamp_ns) == (entry.size_bytes, entry.stamp_ns)
    found = replace(found, file_id=entry.file_id)
    if (same_stamp and not verify) or (not everything and _same_content(found, entry)):
        changes.unchanged.append(found)
        changes.problems.extend(entry.problems)
        if not same_stamp:
            changes.touched.append(replace(entry, stamp_ns=found.stamp_ns))
    else:
        changes.superseded.append(entry)
        (changes.updated if entry.doc_ids else changes.added).append(found)


def _same_content(found: Found, entry: FileEntry) -> bool:
    """Of a file that could not be read nothing is known: it is tried again."""
    return (
        entry.sha256 is not None
        and found.size_bytes == entry.size_bytes
        and hash_file(found.file) == entry.sha256
    )


def _match_renames(changes: Changes, new: Sequence[Found], gone: Sequence[FileEntry]) -> None:
    by_content: dict[tuple[int, str], list[FileEntry]] = {}
    for entry in gone:
        if entry.sha256:
            by_content.setdefault((entry.size_bytes, entry.sha256), []).append(entry)
    sizes = {size for size, _ in by_content}
    taken: set[str] = set()
    for found in new:
        twins = (
            by_content.get((found.size_bytes, hash_file(found.file) or ""))
            if found.size_bytes in sizes
            else None
        )
        if twins:
            entry = twins.pop(0)
            taken.add(entry.file)
            changes.superseded.append(entry)
            changes.renamed.append(replace(found, file_id=entry.file_id))
        else:
            changes.added.append(found)
    for entry in gone:
        if entry.file not in taken:
            (changes.removed if entry.doc_ids else changes.forgotten).append(entry)


def _give_ids(changes: Changes, names: Callable[[], Set[str]]) -> None:
    """Give new files ids that say where they were first seen and that nothing else has."""
    if all(found.file_id for found in changes.added):
        return
    removed = (*changes.removed, *changes.forgotten)
    taken = set(names()).difference(*((entry.file_id, *entry.doc_ids) for entry in removed))
    for number, found in enumerate(changes.added):
        if not found.file_id:
            file_id = _make_id(found, taken)
            taken.add(file_id)
            changes.added[number] = replace(found, file_id=file_id)


def _make_id(found: Found, taken: set[str]) -> str:
    name = f"{os.path.basename(found.root)}/{found.path}"
    attempt = 0
    while True:
        salted = name if not attempt else f"{name}#{attempt}"
        file_id = hashlib.blake2b(salted.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
        if file_id not in taken:
            return file_id
        attempt += 1


def display_name(path: str) -> str:
    """A path as it can be shown and stored; names in no valid UTF-8 are taken for Windows-1252."""
    name = os.fsencode(path)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp1252", "replace")


def stamp(status: os.stat_result) -> int:
    """When a file's content or its permissions last changed, in nanoseconds.

    A file that was unreadable and has been given its permissions back must be seen as changed.
    """
    return max(status.st_mtime_ns, status.st_ctime_ns)


def hash_file(file: str) -> str | None:
    """The SHA-256 of a file's bytes in hex, or ``None`` where it cannot be read."""
    try:
        with open(file, "rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
