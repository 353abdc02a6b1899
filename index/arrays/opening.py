"""An index of array segments as a Whoosh index: its searcher, its writer, its schema.

``whoosh.index.open_dir`` opens the same folder; this way of opening reads the table of contents
guardedly and hands out the writer that keeps the segments ours.

>>> index = open_index(Path("var/index/store-1"))  # doctest: +SKIP
>>> with index.writer() as writer, index.searcher() as searcher: ...  # doctest: +SKIP
"""

from pathlib import Path
from typing import Any

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from index.arrays.contents import INDEX_NAME, pack_toc, read_toc, toc_path
from index.arrays.disk import Disk
from index.arrays.generation import latest_generation
from index.arrays.writer import ArrayWriter


class ArrayIndex(FileIndex):  # type: ignore[misc]  # Whoosh has no types
    """A Whoosh index over array segments. Raises ``FileNotFoundError`` or :class:`SegmentDamagedError`."""

    def __init__(self, folder: Path) -> None:
        self.storage = FileStorage(str(folder))
        self.indexname = INDEX_NAME
        self._schema = None
        self._folder = folder
        self._read_toc()

    def writer(self, procs: int = 1, **options: Any) -> ArrayWriter:
        """A transaction. Raises ``LockError`` where there is one already."""
        return ArrayWriter(self, **options)

    def _read_toc(self) -> TOC:
        number = latest_generation(self._folder)
        if number < 0:
            raise FileNotFoundError(f"no index in {self._folder}")
        return read_toc(self._folder, number)


def open_index(folder: Path) -> ArrayIndex:
    """The index in a folder."""
    return ArrayIndex(folder)


def create_index(folder: Path, schema: Schema, *, disk: Disk | None = None) -> ArrayIndex:
    """A new, empty index in an existing folder, durable at once."""
    toc = TOC(schema, [], 0)
    path = toc_path(folder, 0)
    (disk or Disk()).write_whole(path, [pack_toc(toc, INDEX_NAME)])
    return ArrayIndex(folder)
