"""Is anybody else writing to this index? One writer at a time, named by its process and when it began."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from index.errors import IndexBusyError, writing_error
from index.safety import make_safe

LOCK_NAME = "lock"

_MOST_BYTES = 256

_held: set[int] = set()
"""Open locks of this process. A forked child would hold them on after its parent: it closes them."""


def _let_go_in_child() -> None:
    for handle in _held:
        os.close(handle)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


@contextmanager
def write_lock(directory: Path) -> Iterator[None]:
    """Hold the index for writing. Raises :class:`IndexBusyError` at once where another process does.

    Raises :class:`IndexUnsafeError` where others may write to the directory. The lock belongs to the
    open file, so the death of its holder frees it; a forked child does not hold it.
    """
    make_safe(directory)
    handle = _open(directory)
    _held.add(handle)
    ours = os.getpid()
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusyError(directory, *_holder(handle)) from error
        _sign(directory, handle)
        yield
    finally:
        if os.getpid() == ours:
            _held.discard(handle)
            fcntl.flock(handle, fcntl.LOCK_UN)  # a child forked a moment ago may not have let go yet
            os.close(handle)


def _open(directory: Path) -> int:
    try:
        return os.open(directory / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise writing_error(directory, error) from error


def _sign(directory: Path, handle: int) -> None:
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    name = json.dumps({"pid": os.getpid(), "started": started}).encode()
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, name, 0)
    except OSError as error:
        raise writing_error(directory, error) from error


def _holder(handle: int) -> tuple[int | None, str | None]:
    """Who holds the lock, as far as it can be read: a writer may be just about to sign."""
    try:
        fields = json.loads(os.pread(handle, _MOST_BYTES, 0))
        return int(fields["pid"]), str(fields["started"])
    except (ValueError, KeyError, TypeError):
        return None, None
