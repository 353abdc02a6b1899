"""How does something get onto the disk for good? Each operation has a name and can be watched.

A file is written aside, made durable and renamed; then its folder is made durable. A test replaces
:class:`Disk` by one that dies, or is full, at the n-th operation.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from index.files import sync_folder

ASIDE = ".new"
"""Ending of a file that is being written."""


class Disk:
    """The real disk. Every change to it passes through :meth:`before`."""

    def before(self, operation: str, path: Path) -> None:
        """Called ahead of each operation."""

    def create(self, path: Path) -> BinaryIO:
        """A new file for writing, readable by its owner only."""
        self.before("create", path)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        return os.fdopen(handle, "wb", buffering=1 << 20)

    def write(self, file: BinaryIO, path: Path, data: bytes | memoryview) -> None:
        """Append to a file."""
        self.before("write", path)
        file.write(data)

    def sync(self, file: BinaryIO, path: Path) -> None:
        """Make a file's bytes durable."""
        self.before("sync", path)
        file.flush()
        os.fsync(file.fileno())

    def publish(self, path: Path) -> None:
        """Rename what was written aside to its name, and make that durable."""
        self.before("rename", path)
        os.replace(aside(path), path)
        self.sync_folder(path.parent)

    def remove(self, path: Path) -> None:
        """Remove a file that may be gone already."""
        self.before("remove", path)
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Make names that appeared in a folder, and names that went, durable."""
        self.before("sync-folder", folder)
        sync_folder(folder)

    def write_whole(self, path: Path, parts: Iterable[bytes]) -> None:
        """Write a small file so that it is there whole or not at all."""
        beside = aside(path)
        try:
            with self.create(beside) as file:
                for part in parts:
                    self.write(file, beside, part)
                self.sync(file, beside)
            self.publish(path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise


def aside(path: Path) -> Path:
    """Where a file stands until it is whole."""
    return path.with_name(path.name + ASIDE)
