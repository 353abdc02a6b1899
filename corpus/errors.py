"""What can go wrong with a person's files, said so that the person can act."""


class CorpusError(Exception):
    """Anything that goes wrong on the way from a folder to chunks."""


class UnreadableError(CorpusError):
    """One file could not be read; the run goes on without it.

    ``reason`` is a whole sentence fit for a report: "empty file", "binary file, not text".
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
