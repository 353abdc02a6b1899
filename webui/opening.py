"""Who holds the open index between requests, and when is a newer one taken?

A reader belongs to the thread that opened it, for neither Whoosh's searchers nor SQLite's connections
like to be shared. Before each use it looks for a newer generation; a termbase that changed on disk is
read again, and one that no longer can be read leaves the previous one in force.
"""

import logging
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from flask import current_app

from analyzers.crossing import stem_ahead
from analyzers.embedding import Embedder, load_embedder
from analyzers.errors import TermbaseError
from analyzers.files import OWN_TERMBASE
from analyzers.lexicon import Lexicon, load_lexicon
from analyzers.termbase import SHIPPED_TERMBASE, Termbase, load_termbase
from index.errors import IndexDamagedError, IndexingError
from index.reading import IndexReader
from index.vectors import VECTORS_NAME
from search.opening import make_searcher
from search.searching import Searcher
from webui.config import AppConfig

logger = logging.getLogger(__name__)

Stamp = tuple[tuple[int, int] | None, ...]


class HeldTermbase:
    """The termbase in force; :meth:`current` reads it again when one of its files has changed."""

    def __init__(self, paths: tuple[Path, ...], accepted: Path) -> None:
        self._named = paths or (SHIPPED_TERMBASE,)
        self._accepted = accepted
        self.problem: TermbaseError | None = None
        self._lock = threading.Lock()
        self._stamp = self._read_stamp()
        self._termbase = _load_whole(self.paths)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files in force: the named ones, and the terms that were accepted once there are any."""
        is_there = self._accepted not in self._named and self._accepted.exists()
        return (*self._named, self._accepted) if is_there else self._named

    def current(self) -> Termbase:
        """The termbase to search with; never raises, for the previous one stays when a file is malformed."""
        stamp = self._read_stamp()
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                self._read_again()
            return self._termbase

    def _read_again(self) -> None:
        try:
            self._termbase, self.problem = _load_whole(self.paths), None
        except TermbaseError as error:
            self.problem = error
            logger.warning("termbase not read, the previous one stays in force: %s", error)

    def _read_stamp(self) -> Stamp:
        return tuple(_stamp_of(path) for path in self.paths)


def _load_whole(paths: tuple[Path, ...]) -> Termbase:
    """All of it at once: the threads of a server would read the same concepts side by side."""
    termbase = load_termbase(paths)
    termbase.read_all()
    return termbase


def _stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@dataclass(slots=True)
class _Held:
    """What one thread keeps open."""

    reader: IndexReader
    searcher: Searcher
    termbase: Termbase


@cache
def _lexicon() -> Lexicon:
    """One for all threads, with every row read: a server is asked for many words."""
    lexicon = load_lexicon()
    lexicon.read_all()
    return lexicon


class OpenIndex:
    """One reader and searcher for each thread, made on first use and kept fresh."""

    def __init__(self, config: AppConfig) -> None:
        self.config = config
        self.termbase = HeldTermbase(config.termbase_paths, config.index_directory / OWN_TERMBASE)
        self._embedder_lock = threading.Lock()
        self._load_once = cache(load_embedder)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: list[IndexReader] = []

    def reader(self) -> IndexReader:
        """The newest published generation; raises ``IndexingError`` when there is none to read."""
        return self._fresh().reader

    def searcher(self) -> Searcher:
        """A searcher over :meth:`reader` with the termbase in force."""
        return self._fresh().searcher

    def warm_up(self) -> None:
        """Load what the first queries would wait for: the lexicon, stems and, for vectors, the model."""
        lexicon = _lexicon()
        if (self.config.index_directory / VECTORS_NAME).exists():
            self._load_embedder()
        stem_ahead(self.termbase.current(), lexicon)

    @property
    def damage(self) -> IndexDamagedError | None:
        """What is wrong with the newest generation, where this thread had to open the one before it."""
        held: _Held | None = getattr(self._local, "held", None)
        return held.reader.damage if held else None

    def close(self) -> None:
        """Close what every thread holds; for the end, when none is answering any more."""
        self._local = threading.local()
        with self._lock:
            readers, self._readers = self._readers, []
        for reader in readers:
            reader.close()

    def _fresh(self) -> _Held:
        termbase = self.termbase.current()
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            held = self._local.held = self._open(termbase)
            return held
        try:
            is_newer = held.reader.refresh()
        except IndexingError:
            self._drop(held)  # so that the next request opens it anew
            raise
        if is_newer or held.termbase is not termbase:
            held.searcher, held.termbase = self._searcher(held.reader, termbase), termbase
        return held

    def _open(self, termbase: Termbase) -> _Held:
        reader = IndexReader.open(self.config.index_directory)
        with self._lock:
            self._readers.append(reader)
        return _Held(reader, self._searcher(reader, termbase), termbase)

    def _searcher(self, reader: IndexReader, termbase: Termbase) -> Searcher:
        return make_searcher(reader, termbase, _lexicon(), load=self._load_embedder)

    def _load_embedder(self) -> Embedder | None:
        """One model for all threads, loaded by the first that asks."""
        with self._embedder_lock:
            return self._load_once()

    def _drop(self, held: _Held) -> None:
        self._local.held = None
        with self._lock:
            if held.reader in self._readers:
                self._readers.remove(held.reader)
        held.reader.close()


def open_index() -> OpenIndex:
    """The open index of the application that answers the current request."""
    return cast(OpenIndex, current_app.extensions["bisagra"])
