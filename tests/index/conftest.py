"""A folder with a few documents and an index beside it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus.confined.isolation import File, Result, read_all
from index.reading import IndexReader
from index.updating import update_index

TEXTS = {
    "puerto.txt": "El puerto cerró por la noche.\n\nLa aduana revisó los contenedores del puerto.\n",
    "port.txt": "The port closed at night.\n\nCustoms searched the containers in the port.\n",
    "sub/notes.md": "# Notes\n\nNobody read the notes about the harbour and its customs.\n",
}


def write(folder: Path, path: str, text: str) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@contextmanager
def open_texts(base: Path, texts: Mapping[str, str]) -> Iterator[IndexReader]:
    """An index of texts by name, each a document of one paragraph."""
    for name, text in texts.items():
        write(base / "documents", f"{name}.txt", text + "\n")
    update_index(base / "index", [base / "documents"])
    with IndexReader.open(base / "index") as reader:
        yield reader


def read_here(files: Sequence[File], *, jobs: int, **options: Any) -> Iterator[tuple[File, Result | None]]:
    """As ``read_all`` does, in this process: tests of its own hold it and its processes together."""
    del jobs
    return read_all(files, jobs=0, **options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three readable documents."""
    folder = tmp_path / "documents"
    for path, text in TEXTS.items():
        write(folder, path, text)
    return folder


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where an index may be made."""
    return tmp_path / "index"
