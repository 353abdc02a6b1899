"""A model that knows a dozen words, and an index of documents in both languages."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from analyzers.embedding import Vectors, clean, to_unit
from index.updating import update_index
from tests.index.conftest import write

MEANINGS = {
    "puerto": "port", "aduana": "customs", "contenedores": "containers", "revisó": "searched",
    "noche": "night", "cerró": "closed", "barco": "ship", "capitán": "captain",
}  # fmt: skip
"""Pairs of words that the model takes for the same."""

TEXTS = {
    "puerto.txt": "El puerto cerró por la noche.\n",
    "port.txt": "The port closed at night.\n",
    "aduana.txt": "La aduana revisó los contenedores del puerto.\n",
    "customs.txt": "Customs searched the containers in the port.\n",
    "sub/barco.txt": "El capitán dejó el barco.\n",
    "sub/copy.txt": "The port closed at night.\n",
}


class FakeEmbedder:
    """The mean of the words' vectors, which are random but for :data:`MEANINGS`; counts what it is given."""

    name = "fake"
    dimensions = 64

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        self.embedded += texts
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in clean(text).lower().split():
                row += self._word(word.strip(".,"))
        return to_unit(rows)

    def _word(self, word: str) -> Vectors:
        seed = zlib.crc32(f"{self.version} {MEANINGS.get(word, word)}".encode())
        vector: Vectors = np.random.default_rng(seed).standard_normal(self.dimensions, np.float32)
        return vector


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six documents of one paragraph each, of which two have the same."""
    folder = tmp_path / "documents"
    for path, text in TEXTS.items():
        write(folder, path, text)
    return folder


@pytest.fixture
def directory(folder: Path, tmp_path: Path) -> Path:
    """An index of the documents, without vectors yet."""
    directory = tmp_path / "index"
    update_index(directory, [folder])
    return directory
