"""Which of the folders below an index directory is the index, and which version made it?

``manifest.json`` names the current store and the versions of everything that decides which terms
it holds, with a checksum. It is replaced by rename, so a reader finds the old one or the new one,
never a mixture. The store has a copy, by which a damaged one can be mended.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analyzers.analysis import FINGERPRINT
from corpus.model import CUTTING_VERSION
from index.errors import IndexDamagedError, IndexMissingError, IndexStaleError, reading_error, writing_error
from index.files import publish

FORMAT_VERSION = 6
"""Raise this when fields or records change."""

MANIFEST_NAME = "manifest.json"

_STORE = re.compile(r"store-\d{1,9}", re.ASCII)


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
    path = directory / MANIFEST_NAME
    try:
        return _parse(directory, path, path.read_bytes())
    except FileNotFoundError as error:
        raise IndexMissingError(directory) from error
    except OSError as error:
        raise reading_error(directory, error) from error


def read_current_manifest(directory: Path) -> Manifest:
    """As :func:`read_manifest`, but raises :class:`IndexStaleError` where another version made it."""
    manifest = read_manifest(directory)
    difference = manifest.difference()
    if difference:
        raise IndexStaleError(directory, difference)
    return manifest


def read_copies(directory: Path) -> list[Manifest]:
    """The manifests that the stores themselves hold; of these, one is what ``manifest.json`` should be."""
    found = []
    for path in sorted(directory.glob(f"store-*/{MANIFEST_NAME}")):
        try:
            manifest = _parse(directory, path, path.read_bytes())
        except (OSError, IndexDamagedError):
            continue
        if manifest.store == path.parent.name:
            found.append(manifest)
    return found


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Publish a manifest: written aside, made durable, renamed into place; the store's copy before it.

    Raises :class:`IndexWriteError`.
    """
    fields = asdict(manifest)
    data = json.dumps({**fields, "checksum": _checksum(fields)}).encode()
    try:
        for folder in (directory / manifest.store, directory):
            publish(folder / MANIFEST_NAME, [data])
    except OSError as error:
        raise writing_error(directory, error) from error


def _parse(directory: Path, path: Path, data: bytes) -> Manifest:
    try:
        fields = json.loads(data)
        checksum = fields.pop("checksum", None)
        version = int(fields["format"])
        if checksum is None and version < FORMAT_VERSION:  # before there were checksums
            return Manifest(**fields)
        if checksum != _checksum(fields):
            raise ValueError("it is not what was written")
        if version > FORMAT_VERSION:  # only :meth:`Manifest.difference` will be asked for
            return Manifest(str(fields["store"]), version)
        manifest = Manifest(**fields)
        if not _STORE.fullmatch(manifest.store):
            raise ValueError(f"a store named {manifest.store!r}")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamagedError(directory, str(error), path) from error
    return manifest


def _checksum(fields: Mapping[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(fields, sort_keys=True).encode(), digest_size=8).hexdigest()
