"""Which of the folders below an index directory is the index, and which version made it?

``manifest.json`` names the current store and the versions of everything that decides which terms
it holds. It is replaced by rename, so a reader finds the old one or the new one, never a mixture.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from analyzers.analysis import FINGERPRINT
from corpus.model import CUTTING_VERSION
from index.errors import IndexDamagedError, IndexMissingError, IndexStaleError

FORMAT_VERSION = 4
"""Raise this when fields or records change."""

_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``store`` is the folder, below the index directory, that holds the postings."""

    store: str
    format: int = FORMAT_VERSION
    analysis: str = FINGERPRINT
    cutting: int = CUTTING_VERSION

    def difference(self) -> str | None:
        """What about this index is not of today's making, or ``None``."""
        if self.format != FORMAT_VERSION:
            return f"format {self.format}, this one uses {FORMAT_VERSION}"
        if self.analysis != FINGERPRINT:
            return f"analysis {self.analysis}, this one uses {FINGERPRINT}"
        if self.cutting != CUTTING_VERSION:
            return f"paragraphs {self.cutting}, this one uses {CUTTING_VERSION}"
        return None


def read_manifest(directory: Path) -> Manifest:
    """The manifest of an index. Raises :class:`IndexMissingError` or :class:`IndexDamagedError`."""
    path = directory / _NAME
    try:
        return Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise IndexMissingError(directory) from error
    except NotADirectoryError as error:
        raise IndexMissingError(directory) from error
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamagedError(directory, str(error), path) from error


def read_current_manifest(directory: Path) -> Manifest:
    """As :func:`read_manifest`, but raises :class:`IndexStaleError` where another version made it."""
    manifest = read_manifest(directory)
    difference = manifest.difference()
    if difference:
        raise IndexStaleError(directory, difference)
    return manifest


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Publish a manifest: written aside, made durable, renamed into place."""
    path = directory / _NAME
    aside = directory / f"{_NAME}.new"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
