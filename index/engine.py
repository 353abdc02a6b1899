"""Here is a plan: which chunks, in what order? What stands above speaks of plans and chunks only.

The index is Whoosh's, its segments are the arrays of :mod:`index.arrays`, and plans are carried out
over these; another engine would be another module like this one.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray
from whoosh.index import LockError

from corpus.model import Chunk, Document
from corpus.ordering import order_paths
from index.arrays.contents import read_contents
from index.arrays.errors import SegmentDamagedError
from index.arrays.executing import ArrayExecution
from index.arrays.generation import (
    Generation,
    find_damage,
    latest_generation,
    open_before,
    open_generation,
)
from index.arrays.segmentfile import Array
from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexingError,
    reading_error,
    writing_error,
)
from index.fields import CHUNK_ID, DATE, DOC_ID, FACETS, PATH
from index.files import sync_folder
from index.hits import Flags, Tier
from index.plan import Plan
from index.records import Record, record_from_json
from index.safety import require_space
from index.schema import RECORD, build_schema
from index.scoring import Numbers, Scores

logger = logging.getLogger(__name__)

_BATCH_CHUNKS = 512
_BATCH_CHARS = 1 << 18
"""So many chunks are analysed together, or up to twice as many: the arrays of a batch stay in the processor's
cache, and what is done a batch is done seldom."""

_KEPT_RECORDS = 10_000
_KEPT_FLAGS = 64
"""A byte a chunk each: 64 MB at a million chunks."""


class EngineWriter:
    """One transaction: everything added and deleted appears at once, at :meth:`commit`, or never.

    Raises :class:`IndexSpaceError`, :class:`IndexBusyError`, and from then on :class:`IndexDamagedError`
    or :class:`IndexWriteError`.
    """

    def __init__(self, directory: Path, *, create: bool) -> None:
        # a command that only searches starts without all that writes
        from index.arrays.opening import create_index, open_index
        from index.batches import read_batch

        self._directory = directory
        self._read_batch = read_batch
        self._waiting: list[tuple[Document, Chunk]] = []
        self._waiting_chars = 0
        require_space(directory.parent)
        with _writing(directory):
            if create:
                directory.mkdir(mode=0o700, parents=True, exist_ok=True)
                sync_folder(directory.parent)
                self._writer = create_index(directory, build_schema()).writer()
            else:
                self._writer = open_index(directory).writer()

    def add(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Add a document's chunks; the caller has deleted older ones of the same document."""
        self._waiting += [(document, chunk) for chunk in chunks]
        self._waiting_chars += sum(len(chunk.text) for chunk in chunks)
        if len(self._waiting) >= _BATCH_CHUNKS or self._waiting_chars >= _BATCH_CHARS:
            self._write_waiting()

    def delete(self, doc_id: str) -> None:
        """Delete a document's chunks."""
        if any(document.doc_id == doc_id for document, _ in self._waiting):
            self._write_waiting()
        with _writing(self._directory):
            self._writer.delete_term(DOC_ID, doc_id.encode("utf-8", "replace"))

    def commit(self) -> None:
        """Publish the transaction. What it deleted is then gone from hits; see :func:`purge`."""
        self._write_waiting()
        with _writing(self._directory):
            self._writer.commit()

    def cancel(self) -> None:
        """Throw the transaction away."""
        self._waiting.clear()
        if not self._writer.is_closed:
            self._writer.cancel()

    def _write_waiting(self) -> None:
        """Analyse what has gathered, as batches of one size: what is done a batch costs nothing a chunk."""
        waiting, self._waiting, self._waiting_chars = self._waiting, [], 0
        count = max(1, len(waiting) // _BATCH_CHUNKS)
        for number in range(count):
            start, end = (len(waiting) * each // count for each in (number, number + 1))
            batch = self._read_batch(waiting[start:end])
            with _writing(self._directory):
                self._writer.add_batch(batch)


def purge(directory: Path) -> bool:
    """Take what has been deleted out of the files of a store; whether there was anything.

    To be called after every commit, and again where a run was killed in between. Raises as
    :class:`EngineWriter` does; what is served stays right in any case.
    """
    from index.arrays.opening import open_index

    with _writing(directory):
        if not read_contents(directory, latest_generation(directory)).has_deletions:
            return False
        open_index(directory).writer().purge()
    return True


class Engine:
    """One generation of an index, opened for reading. Not to be shared by threads without a lock."""

    def __init__(self, directory: Path, generation: Generation | None = None) -> None:
        self._directory = directory
        self._reading = _DamageNamed(directory)
        with self._reading:
            opened = generation or open_generation(directory)
        self._generation = opened.number
        self._latest = opened.latest
        self._postings = opened.postings
        self._execution = ArrayExecution(opened.postings)
        self._records: dict[int, Record] = {}
        self._flags: dict[Plan, Flags] = {}
        self.damage: IndexDamagedError | None = None
        """Why this is not the latest generation, where it is an earlier one that was kept."""
        if opened.damage:
            self.damage = IndexDamagedError(directory.parent, opened.damage.problem, opened.damage.path)

    def before(self) -> "Engine | None":
        """The generation that was kept before this one, where this one turns out to be damaged.

        Reads all of both. ``None`` where there is no damage to be found, or nothing sound before it.
        """
        try:
            damage = find_damage(self._directory, read_contents(self._directory, self._generation))
        except (SegmentDamagedError, OSError):
            damage = [SegmentDamagedError(self._directory, "its table of contents cannot be read")]
        if not damage:
            return None
        try:
            return Engine(self._directory, open_before(self._directory, self._generation, damage[0]))
        except (SegmentDamagedError, OSError):
            return None

    def close(self) -> None:
        """Release the files; they stay mapped while an array of them is in use."""
        self._records.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """The commit that this engine shows."""
        return self._generation

    def has_newer(self) -> bool:
        """Whether a later commit has been published."""
        with self._reading:
            return latest_generation(self._directory) != self._latest

    def __len__(self) -> int:
        return len(self._postings.living())

    def search(self, tiers: Sequence[Plan], *, within: Plan | None = None) -> list[Tier]:
        """All chunks that match a tier (and ``within``), by tier: each in the first that it matches."""
        found: list[Tier] = []
        with self._reading:
            free = None if within is None else self.flags(within).copy()
            for number, plan in enumerate(tiers):
                tier = self._tier(plan, free)
                if number + 1 < len(tiers):
                    free = np.ones(self._postings.size, bool) if free is None else free
                    free[tier.numbers] = False
                found.append(tier)
        return found

    def find(self, plan: Plan) -> list[int]:
        """The numbers of all chunks that match, ascending."""
        numbers: list[int] = self.numbers(plan).tolist()
        return numbers

    def numbers(self, plan: Plan) -> Numbers:
        """As :meth:`find`, as an array; not to be changed."""
        with self._reading:
            return self._execution.numbers(plan)

    def flags(self, plan: Plan) -> Flags:
        """By number, whether a chunk matches; not to be changed. Kept, since filters come again."""
        flags = self._flags.get(plan)
        if flags is None:
            flags = self.as_flags(self.numbers(plan))
            if len(self._flags) >= _KEPT_FLAGS:
                self._flags.clear()
            self._flags[plan] = flags
        return flags

    def as_flags(self, numbers: Array) -> Flags:
        """By number, whether a chunk is one of these."""
        flags = np.zeros(self._postings.size, bool)
        flags[numbers] = True
        return flags

    def _tier(self, plan: Plan, free: Flags | None) -> Tier:
        opened = self._execution.open(plan)
        if free is None:
            return Tier(opened.numbers, self._guarded(lambda: opened.scores(None)), self.places)
        kept = np.flatnonzero(free[opened.numbers])
        return Tier(opened.numbers[kept], self._guarded(lambda: opened.scores(kept)), self.places)

    def _guarded(self, score: Callable[[], Scores]) -> Callable[[], Scores]:
        def guarded() -> Scores:
            with self._reading:
                return score()

        return guarded

    def places(self) -> Numbers:
        """By chunk number, where it stands among all chunks by its document's path and its place there."""
        with self._reading:
            return self._postings.document_order(PATH)

    def places_by_name(self) -> Numbers:
        """As :meth:`places`, paths in the order in which people look for them; slower the first time."""
        with self._reading:
            return self._postings.document_order(PATH, order_paths)

    def dates(self) -> Numbers:
        """By chunk number, the rank of its date among all dates, the oldest first; -1 for one without."""
        with self._reading:
            return self._postings.ranks(DATE)

    def chunk_ids(self) -> tuple[list[bytes], Numbers]:
        """The ids of all chunks, and the number of each; reads no record."""
        with self._reading:
            return self._postings.terms_by_chunk(CHUNK_ID)

    def record(self, number: int) -> Record:
        """The stored chunk behind a number."""
        record = self._records.get(number)
        if record is None:
            with self._reading:
                record = record_from_json(str(self._postings.stored_fields(number)[RECORD]))
            if len(self._records) >= _KEPT_RECORDS:
                self._records.clear()
            self._records[number] = record
        return record

    def count_facets(self, numbers: Sequence[int] | Numbers) -> Mapping[str, Mapping[str, int]]:
        """How many of the chunks carry each value of each facet."""
        with self._reading:
            ascending = np.sort(np.asarray(numbers, np.int64))
            counted = {name: self._postings.count_values(name, ascending) for name in FACETS}
        return {name: counts for name, counts in counted.items() if counts}

    def groups(self) -> NDArray[np.int32]:
        """By chunk number, the group of chunks that say nearly the same (see :mod:`index.sketches`).

        Made when first asked for, in proportion to the whole index, and kept as long as it is open.
        """
        with self._reading:
            return self._postings.groups

    def has_term(self, field: str, text: str) -> bool:
        """Whether a term occurs in a field of any chunk."""
        return self.document_frequency(field, text) > 0

    def document_frequency(self, field: str, text: str) -> int:
        """In how many chunks a term occurs in a field."""
        with self._reading:
            return self._postings.frequency(field, text)

    def count_terms(self, field: str) -> dict[str, int]:
        """In how many living chunks each term of a field occurs."""
        with self._reading:
            return self._postings.count_terms(field)

    def iter_terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with ``prefix``, in order."""
        with self._reading:
            yield from self._postings.terms_with_prefix(field, prefix)

    def document_ids(self) -> set[str]:
        """The ids of all documents of which there are chunks."""
        return set(self.iter_terms(DOC_ID, ""))


class _DamageNamed:
    """Damaged files answer with several kinds of exception: here they become one. May be entered anew."""

    __slots__ = ("_directory",)

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __enter__(self) -> None:
        """Nothing is done where nothing is damaged: a page enters a few dozen times."""

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception) or isinstance(error, (IndexingError, MemoryError)):
            return
        directory = self._directory
        if isinstance(error, SegmentDamagedError):
            raise IndexDamagedError(directory.parent, error.problem, error.path) from error
        if isinstance(error, OSError):
            raise reading_error(directory.parent, error) from error
        logger.debug("reading %s failed", directory, exc_info=True)
        problem = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise IndexDamagedError(directory.parent, problem) from error


@contextmanager
def _writing(directory: Path) -> Iterator[None]:
    """To write is also to read: damage is named, and so is what the system refuses."""
    with _DamageNamed(directory):
        try:
            yield
        except FileNotFoundError:  # a file of the index that should be there
            raise
        except LockError as error:
            raise IndexBusyError(directory.parent, None) from error
        except OSError as error:
            raise writing_error(directory.parent, error) from error
