"""One transaction over an index of array segments, with the face of Whoosh's own writer.

>>> writer = ArrayWriter(whoosh.index.open_dir("folder"))  # doctest: +SKIP
>>> writer.add_batch(read_batch([(document, chunk)]))  # doctest: +SKIP
>>> writer.commit()  # doctest: +SKIP
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh.fields import UnknownFieldError
from whoosh.index import TOC
from whoosh.reading import SegmentReader
from whoosh.writing import IndexingError, SegmentWriter

from index.arrays.building import Row, SegmentBuilder
from index.arrays.codec import ArrayCodec, ArraySegment
from index.arrays.contents import toc_path
from index.arrays.disk import Disk
from index.arrays.inverting import encode
from index.arrays.merging import Part, merge_segments
from index.arrays.policy import choose_merge
from index.arrays.publishing import keepable, publish, publish_with_twin, remove_orphans
from index.batches import Batch

_SPILL_CHUNKS = 50_000
_SPILL_TERMS = 12_000_000
"""A run is written as a segment at this many chunks or terms: about 300 MB at work."""

_REAL_DISK = Disk()

Tokens = tuple[Sequence[str], Sequence[int]]
"""The terms of a chunk in a field, in order, and their positions."""


class ArrayWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Adds, updates, deletes and merges; all of it appears at :meth:`commit` or never.

    Raises Whoosh's ``LockError`` where another writer is at work.
    """

    def __init__(
        self,
        ix: Any,
        *,
        disk: Disk = _REAL_DISK,
        spill_chunks: int = _SPILL_CHUNKS,
        spill_terms: int = _SPILL_TERMS,
        **options: Any,
    ) -> None:
        super().__init__(ix, codec=ArrayCodec(), compound=False, **options)
        self._disk = disk
        self._folder = Path(self.storage.folder)
        self._spill_chunks = spill_chunks
        self._spill_terms = spill_terms
        self._builder: SegmentBuilder | None = None
        self._taking: object = None
        self._fresh: list[ArraySegment] = []
        self._to_merge: list[ArraySegment] = []
        self._finders: dict[str, Any] = {}
        self._dead_before = self._count_dead()
        self._collect_orphans()

    # adding

    def add_batch(self, batch: Batch) -> None:
        """Add analysed chunks. Whoever adds a document anew has deleted it before."""
        self._building(batch.numbering).add_batch(batch)
        self._added = True

    def add_chunk(
        self, tokens: Mapping[str, Tokens], terms: Mapping[str, Iterable[str]], row: Row = ({}, {}, 0)
    ) -> None:
        """Add one chunk: texts and positions by token field, terms by term field."""
        self._building("chunks").add_chunk(tokens, terms, row)
        self._added = True

    def add_document(self, **fields: Any) -> None:
        """Add a document as Whoosh's writer does: values by field name, with Whoosh's boosts."""
        self._check_state()
        names = sorted(name for name in fields if not name.startswith("_"))
        for name in names:
            if name not in self.schema:
                raise UnknownFieldError(f"No field named {name!r} in {self.schema}")
        builder = self._building("documents")
        boost = float(fields.get("_boost", 1.0))
        prepared = [self._prepare(name, fields, boost) for name in names if fields[name] is not None]
        stored: dict[str, Any] = {}
        for add in prepared:
            add(builder, stored)
        builder.finish_document(stored)
        self._added = True

    def update_document(self, **fields: Any) -> None:
        """Add a document instead of those with the same value in a unique field, of this transaction too."""
        self._check_state()
        for name in self._unique_fields(fields):
            if fields[name] is not None:
                self.delete_term(name, self.schema[name].to_bytes(fields[name]))
        self.add_document(**fields)

    def add_reader(self, reader: Any) -> None:
        """Take in the living documents of a reader: an array segment as arrays, any other one by one."""
        self._check_state()
        segment = reader.segment()
        if isinstance(segment, ArraySegment) and isinstance(reader, SegmentReader):
            if Path(reader.storage().folder) != self._folder:
                raise IndexingError("Segments of another index cannot be taken in; index its documents again")
            self._to_merge.append(segment)
            return
        self._take_in(reader)

    # deleting

    def delete_by_term(self, fieldname: str, text: Any, searcher: Any = None) -> int:
        """Delete the committed documents that hold a term, as Whoosh's writer does; how many there were."""
        self._check_state()
        return self._delete_in(self.segments, fieldname, self.schema[fieldname].to_bytes(text))

    def delete_term(self, field: str, term: bytes) -> int:
        """Delete all chunks that hold a term, those of this transaction too; how many there were."""
        count = self._delete_in((*self.segments, *self._fresh), field, term)
        if self._builder is not None:
            found = self._builder.numbers_of(field, term)
            self._builder.dead.update(found)
            count += len(found)
        return count

    # finishing

    def commit(self, mergetype: Any = None, optimize: bool | None = None, merge: bool | None = None) -> None:
        """Publish the transaction. Options as Whoosh's; by default the tiered policy decides on merging."""
        self._check_state()
        try:
            kept, merging = self._sort_out(mergetype, optimize=optimize, merge=merge)
            self._spill()
            segments = [*kept, *self._fresh]
            if merging is None:
                chosen = choose_merge(
                    [s.doc_count() for s in segments], [s.deleted_count() for s in segments]
                )
                merging = [segments[at] for at in chosen]
            elif merging or not kept:
                merging = [*merging, *self._fresh]
            segments = self._merge(segments, merging)
            toc = TOC(self.schema, segments, self.generation)
            fresh = [segment for segment in self._fresh if segment in segments]
            has_deleted = self._count_dead() > self._dead_before
            before = {} if has_deleted else keepable(self._folder, self._before, self.indexname)
            publish(self._folder, toc, self.indexname, fresh=fresh, disk=self._disk, kept=before)
        except BaseException:
            self._abandon()
            raise
        self._finish()

    def purge(self) -> None:
        """Publish the same chunks in segments that hold no dead ones, and leave no file that does.

        Instead of :meth:`commit`. Each segment that has dead chunks is written anew by itself, at about
        a million chunks in twelve seconds; the others stay.
        """
        self._check_state()
        try:
            segments = list(self.segments)
            for segment in self.segments:
                if segment.has_deletions():
                    segments = self._merge(segments, [segment])
            toc = TOC(self.schema, segments, self.generation)
            publish_with_twin(self._folder, toc, self.indexname, fresh=self._fresh, disk=self._disk)
        except BaseException:
            self._abandon()
            raise
        self._finish()

    @property
    def has_dead(self) -> bool:
        """Whether chunks are dead that a segment still holds."""
        return self._count_dead() > 0

    def cancel(self) -> None:
        """Throw the transaction away."""
        self._check_state()
        self._abandon()

    # inside

    @property
    def _before(self) -> int:
        """The generation that this transaction began with."""
        return int(self.generation) - 1

    def _count_dead(self) -> int:
        return sum(segment.deleted_count() for segment in self.segments)

    def _delete_in(self, segments: Sequence[ArraySegment], field: str, term: bytes) -> int:
        count = 0
        for segment in segments:
            for number in self._holders(segment, field, term):
                if not segment.is_deleted(number):
                    segment.delete_document(number)
                    count += 1
        return count

    def _building(self, taking: object) -> SegmentBuilder:
        """A builder with room, of one kind of what is added: ``taking`` is that kind."""
        builder = self._builder
        if builder is not None and (
            self._taking is not taking
            or builder.count >= self._spill_chunks
            or builder.size >= self._spill_terms
        ):
            self._spill()
            builder = None
        if builder is None:
            builder = self._builder = SegmentBuilder(self.schema)
            self._taking = taking
        return builder

    def _spill(self) -> None:
        """Write the chunks in memory as a segment of their own."""
        builder, self._builder = self._builder, None
        if builder is None or not builder.count:
            return
        segment = ArraySegment(self.indexname, builder.count, builder.dead)
        self._fresh.append(segment)  # before it is written: what is left of it is taken away if that fails
        builder.write(segment.path(self._folder), self._disk)

    def _sort_out(
        self, mergetype: Any, *, optimize: bool | None, merge: bool | None
    ) -> tuple[list[ArraySegment], list[ArraySegment] | None]:
        """Earlier segments that stay, and those to merge with what was added; ``None``: the policy says."""
        mergetype = mergetype or self.mergetype
        if mergetype:  # calls add_reader for what it wants merged
            return list(mergetype(self, self.segments)), self._to_merge
        if self.optimize if optimize is None else optimize:
            return [], [*self._to_merge, *self.segments]
        if not (self.merge if merge is None else merge):
            return list(self.segments), self._to_merge
        return list(self.segments), self._to_merge or None

    def _merge(self, segments: list[ArraySegment], merging: Sequence[ArraySegment]) -> list[ArraySegment]:
        """``segments`` with ``merging`` made one, in the place of the first of them."""
        living = [segment for segment in merging if segment.doc_count()]
        result = living[:1]
        if len(living) > 1 or (living and living[0].has_deletions()):
            result = [ArraySegment(self.indexname)]
            codec = ArrayCodec()
            parts = [Part(codec.open(self.storage, segment), segment) for segment in living]
            path = result[0].path(self._folder)
            self._fresh.append(result[0])
            result[0].set_doc_count(merge_segments(parts, path, self._disk, self.schema))
        first = next((at for at, segment in enumerate(segments) if segment in merging), len(segments))
        rest = [segment for segment in segments[first:] if segment not in merging]
        return [*segments[:first], *result, *rest]

    def _abandon(self) -> None:
        """Drop what was written and let go of the lock, whatever else fails."""
        self._builder = None
        published = toc_path(self._folder, self.generation, self.indexname)
        with contextlib.suppress(OSError):
            for segment in () if published.exists() else self._fresh:
                segment.path(self._folder).unlink(missing_ok=True)
        self._finish()

    def _finish(self) -> None:
        self.pool.cleanup()
        self._finders.clear()
        super()._finish()

    def _collect_orphans(self) -> None:
        """What a writer that was killed left behind goes before more is written."""
        with contextlib.suppress(OSError):
            remove_orphans(self._folder, self._before, self.indexname, self._disk)

    def _holders(self, segment: ArraySegment, field: str, term: bytes) -> list[int]:
        codec = self._finders.setdefault("codec", ArrayCodec())
        found = codec.open(self.storage, segment).field(field)
        number = found.terms.find(term) if found else -1
        if found is None or number < 0:
            return []
        numbers: list[int] = found.numbers(*found.extent(number)).tolist()
        return numbers

    def _prepare(
        self, name: str, fields: Mapping[str, Any], boost: float
    ) -> Callable[[SegmentBuilder, dict[str, Any]], None]:
        """Analyse one field now, so that a value that cannot be taken leaves no half of a document."""
        field, value = self.schema[name], fields[name]
        postings = list(field.index(value)) if field.indexed else []
        boost = float(fields.get(f"_{name}_boost", boost))
        spellings: list[bytes] = []
        if field.separate_spelling():
            spellings = [encode(word) for word in field.spellable_words(value)]
        if field.vector:
            raise NotImplementedError(f"{name}: term vectors are not kept in array segments")
        kept = fields.get(f"_stored_{name}", value)
        column = field.column_type
        sortable = field.to_column_value(kept) if column and kept is not None else None

        def add(builder: SegmentBuilder, stored: dict[str, Any]) -> None:
            length = 0
            for term, count, weight, encoded in postings:
                builder.add_posting(name, term, count, weight * boost, encoded)
                length += count
            if field.scorable:
                builder.add_length(name, length)
            for word in dict.fromkeys(spellings):
                builder.add_posting(field.spelling_fieldname(name), word, 1, 1.0, b"")
            if field.stored:
                stored[name] = kept
            if sortable is not None:
                builder.add_column_value(name, column, sortable)

        return add

    def _take_in(self, reader: Any) -> None:
        """Copy a foreign reader's documents, posting by posting: slow, for moving from stock Whoosh."""
        self._spill()
        builder = self._building("documents")
        by_document: dict[int, list[tuple[str, bytes, float, bytes]]] = {}
        for field, term, number, weight, value in reader.iter_postings():
            if field in self.schema:
                by_document.setdefault(number, []).append((field, term, weight, value))
        for number, stored in reader.iter_docs():
            lengths: dict[str, int] = {}
            for field, term, weight, value in by_document.pop(number, ()):
                form = self.schema[field].format
                count = form.decode_frequency(value) if form.supports("frequency") else 1
                builder.add_posting(field, term, count, weight, value or b"")
                lengths[field] = lengths.get(field, 0) + count
            for field, length in lengths.items():
                if self.schema[field].scorable:
                    builder.add_length(field, length)
            builder.finish_document({name: value for name, value in stored.items() if name in self.schema})
            self._added = True
