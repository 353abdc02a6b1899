"""Open a file that a stranger may have prepared: regular, inside its folder, and not too long."""

import os
import stat
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.reasons import say

MOST_BYTES = 300_000_000
"""Scanned books and mailboxes; what holds nothing but text is held to less."""


def read_bytes(path: Path, *, root: Path) -> bytes:
    """All bytes of the regular file at ``path``, which must lie in ``root`` even when links are followed.

    The file is opened once, without following a link and without waiting (a FIFO has no end), and what
    was opened is what is checked. Raises UnreadableError.
    """
    name = str(path)
    _check_inside(path, root)
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise UnreadableError(name, say("gone")) from None
    except PermissionError:
        raise UnreadableError(name, say("forbidden")) from None
    except (OSError, ValueError) as error:
        raise UnreadableError(name, _explain_open(path, error)) from None
    try:
        status = os.fstat(descriptor)
        _check_status(name, status)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            # What is added while it is read is for the next run to find; room for it is not asked for.
            data = file.read(status.st_size + 1)
    except OSError as error:
        raise UnreadableError(name, say("unread", problem=error.strerror or error)) from None
    finally:
        os.close(descriptor)
    if len(data) > MOST_BYTES:
        raise UnreadableError(name, _too_long(len(data)))
    return data


def _check_inside(path: Path, root: Path) -> None:
    if _is_plainly_inside(path, root):
        return
    try:
        folder = path.parent.resolve()
        base = (root if root.is_dir() else root.parent).resolve()
    except (OSError, RuntimeError, ValueError):
        raise UnreadableError(str(path), say("unreached")) from None
    if folder != base and base not in folder.parents:
        raise UnreadableError(str(path), say("outside", root=root))


def _is_plainly_inside(path: Path, root: Path) -> bool:
    """Whether no link lies on the way from ``root`` down to ``path``: then nothing needs to be resolved."""
    top, whole = str(root), str(path)
    if not whole.startswith(f"{top}{os.sep}"):
        return False
    way = top
    for name in whole[len(top) + 1 :].split(os.sep)[:-1]:
        way = f"{way}{os.sep}{name}"
        try:
            if name in ("", "..") or not stat.S_ISDIR(os.lstat(way).st_mode):
                return False
        except (OSError, ValueError):
            return False
    return True


def _check_status(name: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError(name, say("folder"))
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(name, say("irregular"))
    if status.st_size == 0:
        raise UnreadableError(name, say("empty"))
    if status.st_size > MOST_BYTES:
        raise UnreadableError(name, _too_long(status.st_size))


def _too_long(size_bytes: int) -> str:
    size, most = size_bytes / 1e6, MOST_BYTES / 1e6
    return say("too-large", size=f"{size:.0f}", most=f"{most:.0f}")


def _explain_open(path: Path, error: Exception) -> str:
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return say("unopened", problem=error)
    if stat.S_ISLNK(mode):
        return say("link")
    if not stat.S_ISREG(mode):
        return say("irregular")
    return say("unopened", problem=error)
