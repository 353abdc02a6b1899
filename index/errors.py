"""What can go wrong with an index, said in one sentence that ends in what to do."""

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
            "Your documents are untouched. Run: bisagra index --rebuild",
        )
        self.path = path


class IndexBusyError(IndexingError):
    """Another process is writing to the index."""

    def __init__(self, directory: Path, pid: int | None) -> None:
        who = f" (PID {pid})" if pid else ""
        super().__init__(
            directory,
            f"Indexing of {directory} is already running{who}. Wait until it has finished, then try again",
        )
        self.pid = pid


class SourceError(IndexingError):
    """There is nothing to index: no source was ever named."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            directory, f"No folder has been indexed into {directory} yet. Run: bisagra index FOLDER"
        )
