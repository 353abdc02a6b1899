"""What can go wrong with an index, said in one sentence that ends in what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class IndexingError(Exception):
    """Anything that goes wrong with an index on disk. ``directory`` is the index at issue."""

    def __init__(self, directory: Path, message: str) -> None:
        super().__init__(message)
        self.directory = directory


class IndexMissingError(IndexingError):
    """There is no index here yet."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, f"There is no index in {directory} yet. Run: bisagra index FOLDER")


class IndexStaleError(IndexingError):
    """The index was made by another version, whose terms or format differ from today's."""

    def __init__(self, directory: Path, difference: str) -> None:
        super().__init__(
            directory,
            f"The index in {directory} was made by another version of Bisagra ({difference}). "
            "Run: bisagra index --rebuild",
        )


class IndexDamagedError(IndexingError):
    """The index cannot be read. ``path`` is the file at fault where that is known."""

    def __init__(self, directory: Path, problem: str, path: Path | None = None) -> None:
        where = f" (file {path})" if path else ""
        super().__init__(
            directory,
            f"The index in {directory} is damaged{where}: {problem}. "
            "Your documents are untouched. Run: bisagra check --repair",
        )
        self.problem = problem
        self.path = path


class IndexBusyError(IndexingError):
    """Another process is writing to the index, since ``started`` (ISO 8601, local time)."""

    def __init__(self, directory: Path, pid: int | None, started: str | None = None) -> None:
        who = f" (PID {pid}, since {started})" if pid and started else f" (PID {pid})" if pid else ""
        super().__init__(
            directory,
            f"Indexing of {directory} is already running{who}. Wait until it has finished, then try again",
        )
        self.pid = pid
        self.started = started


class IndexUnsafeError(IndexingError):
    """Others could have put something into the directory, so nothing in it is trusted.

    ``owner`` is their number where the directory is not ours; else its permissions are at fault.
    """

    def __init__(self, directory: Path, *, mode: int, owner: int | None = None) -> None:
        problem, remedy = (
            (f"belongs to another user (number {owner})", "Choose a folder of your own with --index")
            if owner is not None
            else (f"can be changed by other users (mode {mode:04o})", f"Run: chmod 700 '{directory}'")
        )
        super().__init__(directory, f"The folder {directory} {problem}, so no index is kept there. {remedy}")
        self.mode = mode
        self.owner = owner


class IndexSpaceError(IndexingError):
    """There is not enough room to write safely."""

    def __init__(self, directory: Path, free_bytes: int, needed_bytes: int) -> None:
        super().__init__(
            directory,
            f"There is not enough room on the disk of {directory}: {free_bytes // 1_000_000} MB are free, "
            f"{needed_bytes // 1_000_000} MB are needed to write without risk. Nothing was changed. "
            "Make room, or keep the index elsewhere with --index",
        )
        self.free_bytes = free_bytes
        self.needed_bytes = needed_bytes


class IndexWriteError(IndexingError):
    """The system refused to write. ``path`` is the file where that is known."""

    def __init__(self, directory: Path, problem: str, path: Path | None = None) -> None:
        where = f" (file {path})" if path else ""
        super().__init__(
            directory,
            f"The index in {directory} could not be written{where}: {problem}. What was published "
            "last is whole and in use. Put that right, then run: bisagra index",
        )
        self.problem = problem
        self.path = path


class IndexAccessError(IndexingError):
    """The system refused to read what may be sound. ``path`` is the file where that is known."""

    def __init__(self, directory: Path, problem: str, path: Path | None = None) -> None:
        where = f" (file {path})" if path else ""
        super().__init__(
            directory,
            f"The index in {directory} cannot be opened{where}: {problem}. Put that right, then try again",
        )
        self.problem = problem
        self.path = path


class SourceError(IndexingError):
    """There is nothing to index: no source was ever named."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            directory, f"No folder has been indexed into {directory} yet. Run: bisagra index FOLDER"
        )


_REFUSALS = frozenset({
    errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT,
    errno.EROFS, errno.ENOTDIR,
})  # fmt: skip
"""Refusals of the system that say nothing about the file."""


def reading_error(directory: Path, error: OSError) -> IndexingError:
    """What it means that a file of an index could not be read."""
    kind = IndexAccessError if error.errno in _REFUSALS else IndexDamagedError
    return kind(directory, error.strerror or str(error), _path_of(error))


def writing_error(directory: Path, error: OSError) -> IndexWriteError:
    """What it means that a file of an index could not be written."""
    return IndexWriteError(directory, error.strerror or str(error), _path_of(error))


@contextmanager
def writing(directory: Path) -> Iterator[None]:
    """What the system refuses inside becomes :class:`IndexWriteError`."""
    try:
        yield
    except OSError as error:
        raise writing_error(directory, error) from error


def _path_of(error: OSError) -> Path | None:
    return Path(error.filename) if isinstance(error.filename, str) else None
