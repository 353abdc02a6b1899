"""The one thing that can be wrong with a segment: it is not what was written."""

from pathlib import Path


class SegmentDamagedError(Exception):
    """A segment file, or a table of contents, cannot be trusted. ``path`` is the file."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem
