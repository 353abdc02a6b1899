"""How does Whoosh see our segments? As it sees its own: through a codec.

Whoosh's table of contents names the segments and pickles these classes' plain state; schema, query
classes, searchers, locks and generations are Whoosh's own.
"""

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base

from index.arrays.readers import ArrayDocumentReader, ArrayTermsReader
from index.arrays.segment import OpenSegment

EXTENSION = ".arrays"


class ArraySegment(base.Segment):  # type: ignore[misc]  # Whoosh has no types
    """What the table of contents knows of a segment: its name, its size, which chunks are dead."""

    def __init__(self, indexname: str, count: int = 0, deleted: Iterable[int] = ()) -> None:
        super().__init__(indexname)
        self.segid = secrets.token_hex(8)  # Whoosh's own follow the seed of ``random``, and may repeat
        self._count = count
        self._deleted = set(deleted)

    def __getstate__(self) -> dict[str, Any]:
        deleted = np.array(sorted(self._deleted), "<i4").tobytes()
        return {"name": self.indexname, "id": self.segid, "count": self._count, "deleted": deleted}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.indexname, self.segid, self._count = state["name"], state["id"], state["count"]
        self._deleted = set(np.frombuffer(state["deleted"], "<i4").tolist())
        self.compound = False

    def codec(self) -> "ArrayCodec":
        """The codec that reads this segment."""
        return ArrayCodec()

    def path(self, folder: Path) -> Path:
        """The file of this segment."""
        return folder / str(self.make_filename(EXTENSION))

    def should_assemble(self) -> bool:
        """A segment is one file already."""
        return False

    def set_doc_count(self, count: int) -> None:
        """Set the count of chunks, dead ones included."""
        self._count = count

    def doc_count_all(self) -> int:
        """The count of chunks, dead ones included."""
        return self._count

    def doc_count(self) -> int:
        """The count of living chunks."""
        return self._count - len(self._deleted)

    def deleted_count(self) -> int:
        """The count of dead chunks."""
        return len(self._deleted)

    def has_deletions(self) -> bool:
        """Whether any chunk is dead."""
        return bool(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """The dead chunks."""
        return iter(sorted(self._deleted))

    def is_deleted(self, number: int) -> bool:
        """Whether a chunk is dead."""
        return number in self._deleted

    def delete_document(self, number: int, delete: bool = True) -> None:
        """Mark a chunk dead, or alive again."""
        if delete:
            self._deleted.add(number)
        else:
            self._deleted.discard(number)

    def alive(self) -> NDArray[np.bool_]:
        """Which chunks live."""
        mask = np.ones(self._count, bool)
        if self._deleted:
            mask[list(self._deleted)] = False
        return mask


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads segments that are arrays. Writing is :class:`index.arrays.writer.ArrayWriter`'s."""

    length_stats = False

    def __init__(self) -> None:
        self._opened: dict[Path, OpenSegment] = {}

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        """An empty segment with a new name."""
        return ArraySegment(indexname)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocumentReader:
        """Stored fields, lengths and deletions."""
        return ArrayDocumentReader(self.open(storage, segment), segment)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTermsReader:
        """Terms and postings."""
        return ArrayTermsReader(self.open(storage, segment))

    def per_document_writer(self, storage: Any, segment: ArraySegment) -> base.PerDocumentWriter:
        """A stand-in: the writer of this package keeps its documents elsewhere."""
        return _ClosedWriter()

    def field_writer(self, storage: Any, segment: ArraySegment) -> base.FieldWriter:
        """A stand-in, as :meth:`per_document_writer`."""
        return _ClosedWriter()

    def open(self, storage: Any, segment: ArraySegment) -> OpenSegment:
        """The segment's file, opened once for all readers of this codec object."""
        path = segment.path(Path(storage.folder))
        if path not in self._opened:
            self._opened[path] = OpenSegment(path)
        return self._opened[path]


class _ClosedWriter:
    """What Whoosh's writer base wants to close."""

    is_closed = True

    def close(self) -> None:
        """Nothing is open."""
