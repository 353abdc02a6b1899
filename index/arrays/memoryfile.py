"""A file in memory that outlives its closing: Whoosh's writers close what they are given."""

from io import BytesIO


class MemoryFile(BytesIO):
    """Bytes in memory, readable after ``close``."""

    def close(self) -> None:
        """Keep the bytes."""
