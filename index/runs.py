"""What is asked of an indexing run, and what does it say of itself? Plain values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from corpus import reasons
from corpus.options import Ocr

Progress = Callable[[int, int, str], None]
"""Called with (files done, files to do, path of the file just done)."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. ``only`` forgets every source but the given ones.

    ``jobs`` is a count of processes, each limited in time and memory; 0 reads in this process, without
    limits. ``ocr`` says whether page images are recognised, where a program for it is installed.
    """

    rebuild: bool = False
    verify: bool = False
    dry_run: bool = False
    only: bool = False
    jobs: int = 0
    ocr: Ocr = "auto"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that could not be read, or not all of it, or a source that is not there, and why.

    ``path`` may go on inside a file: ``mail.eml/plan.pdf``. ``reason`` is an English sentence, ``key`` what
    it is called in :mod:`corpus.reasons`.
    """

    path: str
    reason: str
    key: str

    @classmethod
    def of(cls, path: str, reason: str) -> Self:
        """With the key of the reason."""
        return cls(path, reason, reasons.read(reason).key)


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What a run did, in files; ``documents`` and ``chunks`` count those of the whole index after it.

    A file is added where at least one document of it is. ``unreadable`` are the files, and the documents
    inside files, of which nothing is in the index; ``incomplete`` those of which a part is missing.
    """

    seen: int = 0
    added: int = 0
    updated: int = 0
    renamed: int = 0
    removed: int = 0
    unchanged: int = 0
    unreadable: tuple[Unreadable, ...] = ()
    incomplete: tuple[Unreadable, ...] = ()
    documents: int = 0
    chunks: int = 0
    seconds: float = 0.0
    rebuilt: str | None = None
    """Why everything was read again, where the index came from another version or was damaged."""
