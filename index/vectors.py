"""Which chunks mean much the same as this vector?

Three files lie beside the index, all of them caches that :mod:`index.vectorizing` writes: the vectors of
chunks, those of words, and the pairs of words that probably mean the same. Without them, or without a
model, everything but searching by meaning works.

    vectors = VectorIndex.open(directory, embedder=embedder)
    vectors.search(embedder.embed(["money laundering"], query=True)[0], limit=10)
"""

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analyzers.embedding import Embedder, Vectors
from index.manifest import read_manifest
from index.reading import IndexReader
from index.vectorstore import Store, name_model, read_store

logger = logging.getLogger(__name__)

VECTORS_NAME = "vectors.bin"

_BLOCK = 256
"""Rows compared at once: 0.5 MB as floating-point numbers. Few enough for the cache, and for the library
of linear algebra to use one thread: on a busy machine its threads wait for each other up to 60 ms."""


class VectorIndex:
    """The vectors of an index, opened. Read-only; may be shared by threads but for :meth:`refresh`."""

    def __init__(self, path: Path, store: Store) -> None:
        self._path = path
        self._open(store)

    @classmethod
    def open(cls, directory: Path, *, embedder: Embedder | None = None) -> Self | None:
        """The vectors of the index in ``directory``; ``None`` without any.

        Vectors that are damaged or of another model than ``embedder`` are none, said in one line in the
        log. A chunk that has no vector yet is not in ``chunk_ids``; one that is gone since may be.
        """
        path = directory / VECTORS_NAME
        store = read_store(path)
        if store is None:
            return None
        if embedder is not None and store.model != name_model(embedder):
            logger.warning(
                "The meaning vectors in %s are of %s, not of %s. Run: bisagra index",
                directory, store.model, name_model(embedder),
            )  # fmt: skip
            return None
        return cls(path, store)

    def refresh(self) -> bool:
        """Go on to newer vectors of the same model where there are some; whether there were."""
        if _stamp(self._path) == self._seen:
            return False
        store = read_store(self._path)
        if store is None or store.model != self.model:
            return False
        self._open(store)
        return True

    def _open(self, store: Store) -> None:
        self._seen = _stamp(self._path)
        usable = np.flatnonzero(store.scales[store.rows] > 0)
        usable = usable[np.argsort(store.chunk_ids[usable], kind="stable")]  # as they are written, mostly
        self._store = store
        self._rows = store.rows[usable].astype(np.int64)
        self.model = store.model
        """Name and version of the model that made the vectors."""
        self._ids = store.chunk_ids[usable]

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def chunk_ids(self) -> tuple[str, ...]:
        """The chunks that have a vector, in order."""
        return tuple(chunk_id.decode() for chunk_id in self._ids.tolist())

    def is_current(self, reader: IndexReader) -> bool:
        """Whether these are the vectors of all chunks that the index has now."""
        return self._store.state == describe_state(reader)

    def places(self, chunk_ids: Sequence[bytes]) -> NDArray[np.int64]:
        """Where each of these chunks stands in ``chunk_ids``; -1 where it has no vector."""
        if not len(self._ids) or not chunk_ids:
            return np.full(len(chunk_ids), -1)
        wanted = np.array(chunk_ids)
        places = np.minimum(np.searchsorted(self._ids, wanted), len(self._ids) - 1)
        found: NDArray[np.int64] = np.where(self._ids[places] == wanted, places, -1)
        return found

    def scores(self, vector: Vectors) -> Vectors:
        """The cosine of every chunk with ``vector``, aligned with ``chunk_ids``."""
        cosines: Vectors = self._cosines(vector, None)[self._rows]
        return cosines

    def nearest_of(self, places: NDArray[np.int64], leaders: NDArray[np.int64]) -> Vectors:
        """The cosine of each of these chunks with that of the leaders which is nearest to it."""
        numbers, scales = self._store.numbers, self._store.scales
        rows = self._rows[places]
        cosines = [self._cosines(numbers[row] * scales[row], rows) for row in self._rows[leaders]]
        nearest: Vectors = np.max(cosines, axis=0)
        return nearest

    def search(
        self, vector: Vectors, *, limit: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """The ``limit`` nearest chunks and their cosines, nearest first; ties by chunk id.

        ``among`` names the chunks to choose from; those without a vector are passed over.
        """
        if limit < 1 or not np.any(vector):
            return []
        if among is None:
            places = np.arange(len(self))
            cosines = self.scores(vector)
        else:
            places = np.unique(self.places([chunk_id.encode() for chunk_id in among]))
            places = places[places >= 0]
            cosines = self._cosines(vector, self._rows[places])
        if limit < len(cosines):
            least = np.partition(cosines, -limit)[-limit]
            near = np.flatnonzero(cosines >= least)
            places, cosines = places[near], cosines[near]
        order = np.argsort(-cosines, kind="stable")[:limit]
        return [(self._ids[places[at]].decode(), float(cosines[at])) for at in order]

    def _cosines(self, vector: Vectors, rows: NDArray[np.int64] | None) -> Vectors:
        """The cosines of all rows of the store, or of these."""
        numbers, scales = self._store.numbers, self._store.scales
        if rows is not None:
            numbers, scales = numbers[rows], scales[rows]
        cosines = np.empty(len(numbers), np.float32)
        for start in range(0, len(numbers), _BLOCK):
            block = numbers[start : start + _BLOCK].astype(np.float32)
            cosines[start : start + _BLOCK] = block @ vector
        return cosines * scales


def describe_state(reader: IndexReader) -> str:
    """A text that differs whenever the index may hold other chunks."""
    store = reader.directory / read_manifest(reader.directory).store
    return f"{store.name} {reader.engine.generation} {store.stat().st_mtime_ns}"


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file is replaced."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns
