"""May this directory be trusted with an index, and is there room to write one?

An index is believed: its files are mapped, its paths are opened. So nobody else may have been able to
write to it. And a commit needs room for the new beside the old.
"""

import contextlib
import errno
import os
import shutil
import stat
from pathlib import Path

from index.errors import (
    IndexAccessError,
    IndexMissingError,
    IndexSpaceError,
    IndexUnsafeError,
    reading_error,
    writing_error,
)
from index.files import sync_folder

RESERVE_BYTES = 200_000_000
GROWTH = 3
"""A merge writes what it merges once more, and the generation before is kept beside both."""

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SIGNS = ("manifest.json", "journal.sqlite")
"""What shows that a directory is an index already."""


def require_safe(directory: Path) -> None:
    """Raise :class:`IndexUnsafeError` where the directory is not ours, or others may write to it.

    Raises :class:`IndexMissingError` where there is nothing, :class:`IndexAccessError` where it is a file.
    """
    try:
        status = os.stat(directory)
    except FileNotFoundError as error:
        raise IndexMissingError(directory) from error
    except OSError as error:
        raise reading_error(directory, error) from error
    if not stat.S_ISDIR(status.st_mode):
        raise IndexAccessError(directory, os.strerror(errno.ENOTDIR))
    mode = stat.S_IMODE(status.st_mode)
    if status.st_uid != os.geteuid():
        raise IndexUnsafeError(directory, mode=mode, owner=status.st_uid)
    if mode & _OTHERS_WRITE:
        raise IndexUnsafeError(directory, mode=mode)


def make_safe(directory: Path) -> None:
    """Make the directory where there is none, for its owner only, durably; check one that is there.

    An index that others could read is closed to them. Raises as :func:`require_safe`, and
    :class:`IndexWriteError` where the system refuses.
    """
    try:
        _make(directory)
        require_safe(directory)
        is_index = any((directory / name).exists() for name in _SIGNS) or not any(directory.iterdir())
        if is_index:
            close_to_others(directory)
    except OSError as error:
        raise writing_error(directory, error) from error


def close_to_others(directory: Path) -> None:
    """Let nobody but its owner look into a directory. Raises ``OSError``."""
    if os.stat(directory).st_mode & _OTHERS:
        directory.chmod(0o700)


def require_space(directory: Path) -> None:
    """Raise :class:`IndexSpaceError` unless three times the index and 200 MB are free."""
    needed = GROWTH * size_on_disk(directory) + RESERVE_BYTES
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise IndexSpaceError(directory, free, needed)


def size_on_disk(directory: Path) -> int:
    """The bytes of all files below a directory."""
    total = 0
    for folder, _, names in os.walk(directory):  # an old generation may vanish while we look
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(folder, name)).st_size
    return total


def _make(directory: Path) -> None:
    """Make a directory and its parents; each new name is made durable in the folder that holds it."""
    absolute = Path(os.path.abspath(directory))
    missing = [each for each in (absolute, *absolute.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700 if each == absolute else 0o777, exist_ok=True)
        sync_folder(each.parent)
