"""Which vectors are already known, and which texts still need one?

Vectors are kept by the content of their text and the model that made them, so that no text is embedded
twice, wherever it stands. A number takes a byte: a row is scaled to ±127, which turns it by less than
half a degree.

    old = read_store(path) or empty_store(embedder)
    write_store(path, fill_store(old, texts, embedder))
"""

import hashlib
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzers.embedding import Embedder, Vectors
from index.arrayfile import Array, ArrayFileError, read_arrays, write_arrays

logger = logging.getLogger(__name__)

Bytes = NDArray[np.uint8]
Quantised = NDArray[np.int8]

_KEY_BYTES = 16
_FULL = 127
_BATCH = 16
"""Texts embedded between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Store:
    """Vectors by text. Row ``i`` of ``numbers`` times ``scales[i]`` has length 1, or is all zero.

    ``keys`` are the hashes of the texts; ``chunk_ids`` stand for the row that ``rows`` names (in a store
    of words there are none); ``state`` says for which state of the index the store is complete.
    """

    model: str
    keys: Bytes
    numbers: Quantised
    scales: Vectors
    state: str = ""
    chunk_ids: NDArray[np.bytes_] = field(default_factory=lambda: np.empty(0, "S1"))
    rows: NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, np.uint32))

    def __len__(self) -> int:
        return len(self.keys)

    def by_key(self) -> dict[bytes, int]:
        """Row numbers by key."""
        packed = self.keys.tobytes()
        return {packed[at * _KEY_BYTES : (at + 1) * _KEY_BYTES]: at for at in range(len(self))}


def name_model(embedder: Embedder) -> str:
    """What vectors must share to be compared."""
    return f"{embedder.name} {embedder.version} {embedder.dimensions}"


def make_key(text: str) -> bytes:
    """The key of a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()


def empty_store(embedder: Embedder) -> Store:
    """A store that knows nothing yet."""
    return Store(
        name_model(embedder),
        np.empty((0, _KEY_BYTES), np.uint8),
        np.empty((0, embedder.dimensions), np.int8),
        np.empty(0, np.float32),
    )


def read_store(path: Path) -> Store | None:
    """The store in a file, mapped; ``None`` without one, and one line in the log where it is damaged."""
    try:
        facts, arrays = read_arrays(path)
        store = Store(str(facts["model"]), state=str(facts["state"]), **arrays)
        _check(path, store)
    except FileNotFoundError:
        return None
    except (ArrayFileError, KeyError, TypeError) as error:
        logger.warning("The meaning vectors cannot be used (%s); bisagra index makes them anew", error)
        return None
    return store


def write_store(path: Path, store: Store) -> None:
    """Publish a store in place of the one before."""
    arrays: dict[str, Array] = {
        "keys": store.keys, "numbers": store.numbers, "scales": store.scales,
        "chunk_ids": store.chunk_ids, "rows": store.rows,
    }  # fmt: skip
    write_arrays(path, {"model": store.model, "state": store.state}, arrays)


Embedded = Callable[[int, Callable[[], Store]], None]
"""Called with how many texts have been embedded, and a way to get the store of what is there so far."""


def fill_store(
    old: Store,
    texts: Sequence[str],
    embedder: Embedder,
    *,
    query: bool = False,
    embedded: Embedded | None = None,
) -> Store:
    """A store of exactly these texts (each once), in order; only those unknown to ``old`` are embedded."""
    keys = [make_key(text) for text in texts]
    known = old.by_key()
    numbers = np.zeros((len(texts), embedder.dimensions), np.int8)
    scales = np.zeros(len(texts), np.float32)
    there = np.array([key in known for key in keys], bool)
    source = [known[key] for key in keys if key in known]
    numbers[there], scales[there] = old.numbers[source], old.scales[source]
    packed = np.frombuffer(b"".join(keys), np.uint8).reshape(-1, _KEY_BYTES)

    def so_far() -> Store:
        return Store(old.model, packed[there], numbers[there], scales[there])

    new = np.flatnonzero(~there)
    for start in range(0, len(new), _BATCH):
        batch = new[start : start + _BATCH]
        vectors = embedder.embed([texts[at] for at in batch], query=query)
        numbers[batch], scales[batch] = quantise(vectors)
        there[batch] = True
        if embedded:
            embedded(start + len(batch), so_far)
    return so_far()


def unknown_texts(store: Store, texts: Sequence[str]) -> list[str]:
    """Those of ``texts`` that :func:`fill_store` will embed, in its order."""
    known = store.by_key()
    return [text for text in texts if make_key(text) not in known]


def keep_texts(old: Store, keys: Collection[bytes]) -> Store:
    """The part of a store that is about texts of these keys."""
    kept = [row for key, row in old.by_key().items() if key in keys]
    return replace(old, keys=old.keys[kept], numbers=old.numbers[kept], scales=old.scales[kept])


def quantise(vectors: Vectors) -> tuple[Quantised, Vectors]:
    """Rows of bytes, and the factors that give them length 1 again.

    >>> numbers, scales = quantise(np.array([[0.6, -0.8], [0, 0]], np.float32))
    >>> numbers.tolist(), (numbers[0] * scales[0]).round(2)
    ([[95, -127], [0, 0]], array([ 0.6, -0.8], dtype=float32))
    """
    highest = np.abs(vectors).max(axis=1, keepdims=True)
    numbers = np.rint(vectors / np.where(highest > 0, highest, 1) * _FULL).astype(np.int8)
    lengths = np.linalg.norm(numbers.astype(np.float32), axis=1)
    return numbers, np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)


def restore(store: Store) -> Vectors:
    """All rows as floating-point numbers."""
    return store.numbers.astype(np.float32) * store.scales[:, None]


def _check(path: Path, store: Store) -> None:
    """Raise :class:`ArrayFileError` where the arrays do not fit each other."""
    fits = (
        store.keys.shape == (len(store), _KEY_BYTES)
        and store.numbers.ndim == 2
        and len(store.numbers) == len(store.scales) == len(store)
        and store.rows.shape == store.chunk_ids.shape
        and (not len(store.rows) or int(store.rows.max()) < len(store))
        and (store.numbers.dtype.str, store.scales.dtype.str) == ("|i1", "<f4")
    )
    if not fits:
        raise ArrayFileError(path, "its arrays do not fit each other")
