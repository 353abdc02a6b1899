"""What has been read, from where, and with what result? A small SQLite file beside the index.

The journal is the source of truth for what was read; the index is a cache that can always be
built again. Texts are kept by their own hash, so that a text can be stored before the
index that points at it is published, and is harmless if that never happens.
"""

import hashlib
import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from corpus.model import Document
from index.entries import (
    FileEntry,
    KeptDocument,
    Problem,
    document_from_row,
    document_to_row,
    file_from_row,
    restored_path,
    shown_path,
    stored_path,
)
from index.errors import IndexAccessError, IndexBusyError, IndexDamagedError, IndexingError, IndexWriteError
from index.files import sync_file
from index.sealing import logged_offsets

JOURNAL_NAME = "journal.sqlite"

_VERSION = 2
"""Raise this when tables change: sources are then kept and all files read again."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (path TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS files (
    file TEXT PRIMARY KEY,       -- absolute path
    source TEXT NOT NULL,        -- the source under which it was found
    root TEXT NOT NULL, path TEXT NOT NULL,
    size_bytes INTEGER NOT NULL, stamp_ns INTEGER NOT NULL, sha256 TEXT,
    file_id TEXT NOT NULL UNIQUE -- what the ids of its documents are made of
);
CREATE TABLE IF NOT EXISTS documents (
    doc_id TEXT PRIMARY KEY,
    file TEXT NOT NULL REFERENCES files ON DELETE CASCADE,
    place INTEGER NOT NULL,      -- the how manieth of its file
    path TEXT NOT NULL,          -- the file's, and on inside it
    text_hash TEXT NOT NULL,
    chunks INTEGER NOT NULL, languages TEXT NOT NULL,
    about TEXT NOT NULL,         -- title, format, metadata …: what a listing shows
    layout TEXT NOT NULL         -- pages, regions and rows of the text
);
CREATE TABLE IF NOT EXISTS problems (
    file TEXT NOT NULL REFERENCES files ON DELETE CASCADE,
    doc_id TEXT,                 -- the document of which a part is missing; NULL: all of it is
    path TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS texts (hash TEXT PRIMARY KEY, text BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# What a small update asks of all files and documents is answered by these: the rows themselves are long.
_INDEXES = """
CREATE INDEX IF NOT EXISTS files_of_source ON files (source);
DROP INDEX IF EXISTS documents_of_file;
CREATE INDEX IF NOT EXISTS documents_in_file ON documents (file, place);
CREATE INDEX IF NOT EXISTS documents_of_text ON documents (text_hash, chunks);
CREATE INDEX IF NOT EXISTS problems_of_file ON problems (file);
"""
_REMADE = ("problems", "documents", "files", "texts")

_FILE = "file, source, root, files.path, size_bytes, stamp_ns, sha256, file_id"
_PROBLEM = "path, reason, doc_id"
_DOCUMENT = (
    "documents.doc_id, root, documents.path, documents.text_hash, documents.chunks, documents.languages, "
    "documents.about"
)
_FROM = "FROM documents JOIN files USING (file)"
_NO_LAYOUT = "'[[],[],[]]'"

# Nothing but the constants above goes into these texts.
_FILES = f"SELECT {_FILE} FROM files WHERE {{}} ORDER BY path, file"  # noqa: S608
_DOC_IDS = "SELECT file, doc_id FROM files JOIN documents USING (file) WHERE {} ORDER BY file, place"
_CONCERNED = """source IN (
    SELECT source FROM (SELECT DISTINCT source FROM files)
    WHERE source IN (SELECT value FROM json_each(?)) OR source NOT IN (SELECT value FROM json_each(?))
    OR typeof(source) = 'blob'
)"""
_FILE_OF = f"SELECT {_FILE} {_FROM} WHERE doc_id = ?"
_NAMES = "SELECT file_id FROM files UNION ALL SELECT doc_id FROM documents"
_HASHES = "SELECT json_extract(about, '$.sha256') FROM documents"
_PROBLEMS_OF_FILES = f"SELECT file, {_PROBLEM} FROM problems ORDER BY rowid"  # noqa: S608
_PROBLEMS = f"SELECT {_PROBLEM} FROM problems ORDER BY path, rowid"  # noqa: S608
_DOCUMENTS = f"SELECT {_DOCUMENT}, {_NO_LAYOUT} {_FROM} ORDER BY documents.path, doc_id"
_ONE_DOCUMENT = f"SELECT {_DOCUMENT}, layout {_FROM} WHERE doc_id = ?"
# What lies inside a document stands behind it, in the order in which the file was gone through.
_INSIDE = f"""SELECT {_DOCUMENT}, {_NO_LAYOUT} {_FROM} JOIN documents AS own USING (file)
    WHERE own.doc_id = ? AND documents.place BETWEEN own.place + 1 AND own.place + ?
    AND substr(documents.path, 1, length(own.path) + 1) = own.path || '/' ORDER BY documents.place"""
_UNREAD_INSIDE = """SELECT problems.path, reason FROM problems JOIN documents AS own USING (file)
    WHERE own.doc_id = ? AND problems.doc_id IS NULL
    AND substr(problems.path, 1, length(own.path) + 1) = own.path || '/' ORDER BY problems.rowid LIMIT ?"""
# Found by indexes alone: texts are long, and a scan of their table reads them.
_DROP_TEXTS = """DELETE FROM texts WHERE hash IN (
    SELECT hash FROM texts WHERE hash NOT IN (SELECT text_hash FROM documents)
)"""
_PUT_FILE = "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_DOCUMENT = "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_PROBLEM = f"INSERT INTO problems (file, {_PROBLEM}) VALUES (?, ?, ?, ?)"  # noqa: S608


_SHORT_BYTES = 1 << 12
"""Within a window as wide, zlib packs a text of so many bytes in half the time that its widest one takes."""


_IN_MEMORY = Path(":memory:")


class Journal:
    """The journal of one index. Writes appear at the end of :meth:`transaction`, all or none.

    ``is_new`` says of one opened for writing that there was none before; ``changed`` are the offsets in its
    file of the pages that :meth:`settle` has written.
    """

    def __init__(self, path: Path, *, writable: bool) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self.is_new = not path.exists()
        self.changed: set[int] = set()
        if writable:
            self._connection = sqlite3.connect(path, isolation_level=None)
            try:
                if path != _IN_MEMORY:
                    path.chmod(0o600)
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA wal_autocheckpoint = 0")  # settling does it, and takes note
                self._connection.execute("PRAGMA secure_delete = ON")  # what is removed must be gone
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._make_tables()
            except sqlite3.Error:
                self._connection.close()
                raise
        else:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
            )

    @classmethod
    def empty(cls) -> "Journal":
        """One that is nowhere but in memory."""
        return cls(_IN_MEMORY, writable=True)

    @classmethod
    def found_at(cls, path: Path) -> "Journal":
        """What a run would find and bring to its version, for one that must not write: at need, in memory."""
        if not path.exists():
            return cls.empty()
        journal = cls(path, writable=False)
        try:
            if journal._version() == _VERSION:
                return journal
            copy = sqlite3.connect(_IN_MEMORY, isolation_level=None)
            with closing(journal._connection) as kept:
                kept.backup(copy)
            journal._connection = copy
            journal._make_tables()
        except sqlite3.Error:
            journal.close()
            raise
        return journal

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _make_tables(self) -> None:
        version = self._version()
        if version != _VERSION:  # set behind the tables: they are all there
            for table in _REMADE:
                self._connection.execute(f"DROP TABLE IF EXISTS {table}")
            self._connection.executescript(f"{_SCHEMA} PRAGMA user_version = {_VERSION};")
        self._connection.executescript(_INDEXES)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def settle(self) -> bool:
        """Bring everything into the one file: what was overwritten is not to stay in the log beside it.

        Whether that was possible: a reader in the middle of something keeps the log until the next time.
        Either way what was written is durable.
        """
        self.changed |= logged_offsets(self._log)
        ((busy, _, _),) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if busy:
            sync_file(self._log)
        return not busy

    def find_damage(self) -> list[str]:
        """Read all of it; what is wrong. Raises ``sqlite3.Error`` or ``ValueError`` where that ends it."""
        problems = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check")]
        if problems != ["ok"]:
            return problems
        if self._connection.execute("PRAGMA foreign_key_check").fetchall():
            return ["a document belongs to no file"]
        self.files()
        texts = {kept.text_hash for kept in self.documents()}
        for doc_id in [kept.document.doc_id for kept in self.documents()]:
            self.document(doc_id)
        for text_hash, packed in self._connection.execute("SELECT hash, text FROM texts"):
            if _hash_text(zlib.decompress(packed)) != text_hash:
                return [f"the text {text_hash} is not what was written"]
            texts.discard(text_hash)
        return [f"the text {text_hash} is missing" for text_hash in sorted(texts)]

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[None]:
        """Everything written inside is kept at the end, or nothing where an exception leaves.

        One that is not ``durable`` may be undone by a loss of power until the next one that is, or
        :meth:`settle`: as if the run had been killed before it.
        """
        self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
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
        return tuple(restored_path(row[0]) for row in rows)

    def set_sources(self, paths: Sequence[str]) -> None:
        """Remember these sources instead of all earlier ones."""
        self._connection.execute("DELETE FROM sources")
        self._connection.executemany(
            "INSERT OR IGNORE INTO sources VALUES (?)", [(stored_path(path),) for path in paths]
        )

    def files(self) -> list[FileEntry]:
        """All files seen, by path."""
        return self._files("1", ())

    def files_of(self, sources: Collection[str], remembered: Collection[str]) -> list[FileEntry]:
        """Of all files seen, by path, at least those of these sources and of none still ``remembered``."""
        values = [json.dumps([each for each in held if _is_text(each)]) for held in (sources, remembered)]
        return self._files(_CONCERNED, values)

    def _files(self, chosen: str, values: Sequence[str]) -> list[FileEntry]:
        doc_ids: dict[str, list[str]] = defaultdict(list)
        for file, doc_id in self._connection.execute(_DOC_IDS.format(chosen), values):
            doc_ids[file].append(doc_id)
        problems: dict[str, list[Problem]] = defaultdict(list)
        for file, *fields in self._connection.execute(_PROBLEMS_OF_FILES):
            problems[file].append(Problem(*fields))
        return [
            file_from_row(row, tuple(doc_ids.get(row[0], ())), tuple(problems.get(row[0], ())))
            for row in self._connection.execute(_FILES.format(chosen), values)
        ]

    def names(self) -> set[str]:
        """The ids of all files and documents."""
        return {row[0] for row in self._connection.execute(_NAMES)}

    def content_hashes(self) -> set[str]:
        """The SHA-256 of every document's own bytes."""
        return {row[0] for row in self._connection.execute(_HASHES)}

    def file_of(self, doc_id: str) -> FileEntry | None:
        """The file that holds a document; without what else there is in it."""
        row = self._connection.execute(_FILE_OF, (doc_id,)).fetchone()
        return file_from_row(row, (doc_id,), ()) if row else None

    def problems(self) -> list[Problem]:
        """What could not be read, by path."""
        rows = self._connection.execute(_PROBLEMS)
        return [Problem(*row) for row in rows]

    def documents(self) -> list[KeptDocument]:
        """All documents by path, without their texts and layouts."""
        rows = self._connection.execute(_DOCUMENTS)
        return [document_from_row(row) for row in rows]

    def document(self, doc_id: str) -> KeptDocument | None:
        """The document of this id."""
        row = self._connection.execute(_ONE_DOCUMENT, (doc_id,)).fetchone()
        return document_from_row(row) if row else None

    def read_document(self, doc_id: str) -> Document | None:
        """The document of this id with its text."""
        kept = self.document(doc_id)
        text = self.text(kept.text_hash) if kept else None
        return replace(kept.document, text=text) if kept and text is not None else None

    def documents_inside(self, doc_id: str, *, most: int) -> list[KeptDocument]:
        """What lies inside a document, in order: at most so many, all of which stand right behind it."""
        return [document_from_row(row) for row in self._connection.execute(_INSIDE, (doc_id, most))]

    def unread_inside(self, doc_id: str, *, most: int) -> list[Problem]:
        """What lies inside a document and could not be read, in order, at most so many."""
        return [Problem(*row) for row in self._connection.execute(_UNREAD_INSIDE, (doc_id, most))]

    def find_documents(self, path: str) -> list[str]:
        """The ids of the documents at a path as it is indexed, by file."""
        rows = self._connection.execute("SELECT doc_id FROM documents WHERE path = ? ORDER BY file", (path,))
        return [row[0] for row in rows]

    def count_chunks(self) -> int:
        """The chunks of all documents together."""
        return int(self._connection.execute("SELECT coalesce(sum(chunks), 0) FROM documents").fetchone()[0])

    def count_files(self) -> int:
        """How many files were seen."""
        return int(self._connection.execute("SELECT count(*) FROM files").fetchone()[0])

    def count_documents(self) -> int:
        """How many documents there are."""
        return int(self._connection.execute("SELECT count(*) FROM documents").fetchone()[0])

    def put(self, entry: FileEntry, documents: Sequence[KeptDocument]) -> None:
        """Write a file with its documents, instead of an older entry of the same file or id."""
        file = stored_path(entry.file)
        self._connection.execute("DELETE FROM files WHERE file = ? OR file_id = ?", (file, entry.file_id))
        values = (
            file, stored_path(entry.source), stored_path(entry.root), entry.path,
            entry.size_bytes, entry.stamp_ns, entry.sha256, entry.file_id,
        )  # fmt: skip
        self._connection.execute(_PUT_FILE, values)
        self._connection.executemany(
            _PUT_DOCUMENT,
            [document_to_row(file, place, kept) for place, kept in enumerate(documents)],
        )
        self._connection.executemany(
            _PUT_PROBLEM,
            [(file, shown_path(each.path), each.reason, each.doc_id) for each in entry.problems],
        )

    def touch(self, entry: FileEntry) -> None:
        """Note a file's new time stamp."""
        self._connection.execute(
            "UPDATE files SET stamp_ns = ? WHERE file = ?", (entry.stamp_ns, stored_path(entry.file))
        )

    def remove(self, file: str) -> None:
        """Forget a file with its documents."""
        self._connection.execute("DELETE FROM files WHERE file = ?", (stored_path(file),))

    def put_text(self, text: str) -> str:
        """Keep a document's text; returns the hash by which :meth:`text` finds it."""
        data = text.encode("utf-8", "surrogatepass")
        text_hash = _hash_text(data)
        known = self._connection.execute("SELECT 1 FROM texts WHERE hash = ?", (text_hash,)).fetchone()
        if not known:
            packed = zlib.compress(data, 6, wbits=12 if len(data) <= _SHORT_BYTES else zlib.MAX_WBITS)
            self._connection.execute("INSERT INTO texts VALUES (?, ?)", (text_hash, packed))
        return text_hash

    def text(self, text_hash: str) -> str | None:
        """The text kept under a hash."""
        row = self._connection.execute("SELECT text FROM texts WHERE hash = ?", (text_hash,)).fetchone()
        return zlib.decompress(row[0]).decode("utf-8", "surrogatepass") if row else None

    def drop_unused_texts(self) -> None:
        """Forget texts that no document has any more."""
        self._connection.execute(_DROP_TEXTS)

    def set_fact(self, name: str, value: str) -> None:
        """Keep a named fact, such as the time of the last run."""
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def fact(self, name: str) -> str | None:
        """A named fact."""
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None


def _is_text(path: str) -> bool:
    return isinstance(stored_path(path), str)


def _hash_text(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def journal_error(directory: Path, path: Path, error: sqlite3.Error, *, writing: bool) -> IndexingError:
    """What an error of SQLite means: damage, a refusal of the system, or somebody else's lock."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return IndexBusyError(directory, None)
    if writing and name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")):
        return IndexWriteError(directory, str(error), path)
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_READONLY", "SQLITE_NOMEM")):
        return IndexAccessError(directory, str(error), path)
    return IndexDamagedError(directory, str(error), path)
