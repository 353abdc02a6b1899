"""How does a small file get onto the disk for good? All of it or nothing, whenever the power goes."""

import os
from collections.abc import Iterable
from pathlib import Path


def publish(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file aside, for its owner only, make it durable and rename it into place.

    Raises ``OSError``; then nothing is left beside what was there.
    """
    aside = path.with_name(f"{path.name}.new")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make durable what others wrote into a file."""
    _sync(path)


def sync_folder(folder: Path) -> None:
    """Make names that appeared in a folder, and names that went, durable."""
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
