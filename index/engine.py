"""Here is a plan: which chunks, in what order? The one module that knows Whoosh's storage.

Everything above speaks of plans and chunks; another engine would be another module like this one.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from whoosh import index as whoosh_index
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Existence, Frequency, Positions
from whoosh.system import pack_uint

from analyzers.token import Token
from corpus.model import Document
from index.errors import IndexDamagedError
from index.execution import Execution, Numbers, Postings, Scores, place
from index.fields import (
    ASIDE,
    CHUNK_ID,
    DOC_ID,
    EXACT,
    FACET,
    SECTION,
    TEXT,
    TITLE,
    VERBATIM,
    Entry,
    facet_values,
)
from index.plan import Plan, Term
from index.records import Record, record_from_json, record_to_json

logger = logging.getLogger(__name__)

_RECORD = "record"
_SCORE_GRAIN = 1e-9
"""Scores nearer than this differ by the order of additions only."""

_Posting = tuple[bytes, int, float, bytes]
"""A term of one document in one field: bytes, frequency, weight, encoded positions."""


class _TokenField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A scored field that takes our tokens instead of a string."""

    indexed = True
    scorable = True

    def __init__(self, form: Any) -> None:
        self.format = form
        self.set_sortable(False)

    def index(self, value: Sequence[Token], **_: Any) -> Iterator[_Posting]:
        positions: dict[str, list[int]] = {}
        for token in value:
            positions.setdefault(token.text, []).append(token.position)
        with_positions = isinstance(self.format, Positions)
        for text, places in positions.items():
            encoded = self.format.encode(places) if with_positions else pack_uint(len(places))
            yield text.encode("utf-8", "replace"), len(places), float(len(places)), encoded


class _TermField(FieldType):  # type: ignore[misc]
    """An unscored field that takes ready terms."""

    indexed = True
    scorable = False

    def __init__(self) -> None:
        self.format = Existence()
        self.set_sortable(False)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[_Posting]:
        for text in dict.fromkeys(value):
            yield text.encode("utf-8", "replace"), 1, 1.0, b""


def _schema() -> Schema:
    return Schema(
        **{name: _TokenField(Positions()) for name in (*TEXT.values(), EXACT, ASIDE, SECTION, TITLE)},
        **{VERBATIM: _TokenField(Frequency()), FACET: _TermField()},
        **{CHUNK_ID: ID(unique=True), DOC_ID: ID(), _RECORD: STORED()},
    )


class EngineWriter:
    """One transaction: everything added and deleted appears at once, at :meth:`commit`, or never."""

    def __init__(self, directory: Path, *, create: bool) -> None:
        self._directory = directory
        if create:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._index = whoosh_index.create_in(str(directory), _schema())
        else:
            self._index = _open_index(directory)
        self._writer = self._index.writer(limitmb=128)

    def add(self, document: Document, entries: Sequence[Entry]) -> None:
        """Add a document's chunks; the caller has deleted older ones of the same document."""
        for entry in entries:
            fields: dict[str, Any] = {name: tokens for name, tokens in entry.tokens.items() if tokens}
            fields[FACET] = entry.terms[FACET]
            fields[CHUNK_ID] = entry.chunk.chunk_id
            fields[DOC_ID] = entry.chunk.doc_id
            fields[_RECORD] = record_to_json(document, entry.chunk)
            self._writer.add_document(**fields)

    def delete(self, doc_id: str) -> None:
        """Delete a document's chunks."""
        with _damage_named(self._directory):  # to delete is to read
            self._writer.delete_by_term(DOC_ID, doc_id)

    def commit(self) -> None:
        """Publish the transaction."""
        self._writer.commit()

    def cancel(self) -> None:
        """Throw the transaction away."""
        self._writer.cancel()


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a search found: chunk numbers by rank with their scores, and how many a tier holds.

    A number is good for :meth:`Engine.record` of the same engine only.
    """

    numbers: Sequence[int]
    scores: Sequence[float]
    tier_totals: tuple[int, ...]


class _WhooshPostings:
    """Whoosh's posting lists as arrays; each is decoded once for an opened generation."""

    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher
        self._reader = searcher.reader()
        self._size = int(self._reader.doc_count_all())
        self._living = np.array(list(self._reader.all_doc_ids()), np.int64)
        self._alive = np.zeros(self._size, bool)
        self._alive[self._living] = True
        self._postings: dict[tuple[str, str], Postings] = {}
        self._places: dict[tuple[str, str], Numbers] = {}
        self._lengths: dict[str, tuple[Scores, float]] = {}

    def living(self) -> Numbers:
        return self._living

    def postings(self, field: str, text: str) -> Postings:
        key = (field, text)
        if key not in self._postings:
            rows = [(matcher.id(), matcher.weight()) for matcher in self._matches(field, text)]
            numbers = np.array([number for number, _ in rows], np.int64)
            frequencies = np.array([weight for _, weight in rows], np.float64)
            kept = self._alive[numbers]
            self._postings[key] = Postings(numbers[kept], frequencies[kept])
        return self._postings[key]

    def places(self, field: str, text: str) -> Numbers:
        key = (field, text)
        if key not in self._places:
            numbers: list[int] = []
            positions: list[int] = []
            for matcher in self._matches(field, text):
                if self._alive[matcher.id()]:
                    here = matcher.value_as("positions")
                    positions.extend(here)
                    numbers.extend([matcher.id()] * len(here))
            self._places[key] = place(np.array(numbers, np.int64), np.array(positions, np.int64))
        return self._places[key]

    def lengths(self, field: str) -> tuple[Scores, float]:
        if field not in self._lengths:
            lengths = np.zeros(self._size)
            for number in self._living:
                lengths[number] = self._reader.doc_field_length(int(number), field) or 0
            mean = float(lengths.sum() / len(self._living)) if len(self._living) else 0.0
            self._lengths[field] = (lengths, mean)
        return self._lengths[field]

    def terms_between(self, field: str, low: str, high: str) -> Iterator[str]:
        for term in self._reader.terms_from(field, low.encode("utf-8")):
            text = term[1].decode("utf-8")
            if term[0] != field or text > high:
                return
            yield text

    def _matches(self, field: str, text: str) -> Iterator[Any]:
        if (field, text.encode("utf-8", "replace")) not in self._reader:
            return
        matcher = self._reader.postings(field, text)
        while matcher.is_active():
            yield matcher
            matcher.next()


class Engine:
    """One generation of an index, opened for reading. Not to be shared by threads without a lock."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._index = _open_index(directory)
        with self._reading():
            self._searcher = self._index.searcher()
            self._postings = _WhooshPostings(self._searcher)
        self._execution = Execution(self._postings)
        self._records: dict[int, Record] = {}

    def close(self) -> None:
        """Release the files."""
        self._searcher.close()
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """The commit that this engine shows."""
        return int(self._searcher.reader().generation())

    def has_newer(self) -> bool:
        """Whether a later commit has been published."""
        with self._reading():
            return int(self._index.latest_generation()) != self.generation

    def __len__(self) -> int:
        return int(self._searcher.doc_count())

    def search(self, tiers: Sequence[Plan], *, within: Plan | None = None) -> Ranked:
        """All chunks that match a tier (and ``within``), by tier, then score, then place.

        A chunk counts in the first tier that it matches. Ties stand in the order of path and place.
        """
        with self._reading():
            allowed = None if within is None else self._execution.run(within).numbers
            seen = np.empty(0, np.int64)
            ranked: list[tuple[Numbers, Scores]] = []
            for tier in tiers:
                found = self._execution.run(tier)
                kept = ~np.isin(found.numbers, seen)
                if allowed is not None:
                    kept &= np.isin(found.numbers, allowed, assume_unique=True)
                ranked.append(self._in_order(found.numbers[kept], found.scores[kept]))
                seen = np.union1d(seen, found.numbers[kept])
        return Ranked(
            [int(number) for numbers, _ in ranked for number in numbers],
            [float(score) for _, scores in ranked for score in scores],
            tuple(len(numbers) for numbers, _ in ranked),
        )

    def find(self, plan: Plan) -> list[int]:
        """The numbers of all chunks that match, unranked."""
        with self._reading():
            return [int(number) for number in self._execution.run(plan).numbers]

    def _in_order(self, numbers: Numbers, scores: Scores) -> tuple[Numbers, Scores]:
        """By falling score; only where scores tie are the chunks' places looked up."""
        order = np.argsort(-scores, kind="stable")
        numbers, scores = numbers[order], scores[order]
        edges = np.flatnonzero(np.abs(np.diff(scores)) > _SCORE_GRAIN) + 1
        for run in np.split(np.arange(len(numbers)), edges):
            if len(run) > 1:
                tied = sorted(run, key=lambda at: self._place(int(numbers[at])))
                numbers[run], scores[run] = numbers[tied], scores[tied]
        return numbers, scores

    def record(self, number: int) -> Record:
        """The stored chunk behind a number."""
        record = self._records.get(number)
        if record is None:
            with self._reading():
                record = record_from_json(self._searcher.stored_fields(number)[_RECORD])
            self._records[number] = record
        return record

    def count_facets(self, numbers: Sequence[int]) -> Mapping[str, Mapping[str, int]]:
        """How many of the chunks carry each value of each facet."""
        counts: dict[str, dict[str, int]] = {}
        for number in numbers:
            record = self.record(number)
            for name, values in facet_values(record.path, record.type, record.chunk).items():
                counted = counts.setdefault(name, {})
                for value in set(values):
                    counted[value] = counted.get(value, 0) + 1
        return counts

    def has_term(self, field: str, text: str) -> bool:
        """Whether a term occurs in a field of any chunk."""
        with self._reading():
            return (field, text.encode("utf-8", "replace")) in self._searcher.reader()

    def document_frequency(self, field: str, text: str) -> int:
        """In how many chunks a term occurs in a field."""
        with self._reading():
            return len(self._postings.postings(field, text).numbers)

    def iter_terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with ``prefix``, in order."""
        with self._reading():
            for term in self._searcher.reader().expand_prefix(field, prefix):
                yield term.decode("utf-8")

    def _place(self, number: int) -> tuple[str, int]:
        record = self.record(number)
        return record.path, record.chunk.ordinal

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with _damage_named(self._directory):
            yield


def document_ids(directory: Path) -> set[str]:
    """The ids of all documents of which the store in ``directory`` holds chunks."""
    with Engine(directory) as engine:
        return {doc_id for doc_id in engine.iter_terms(DOC_ID, "") if engine.find(Term(DOC_ID, doc_id))}


def _open_index(directory: Path) -> Any:
    with _damage_named(directory):
        return whoosh_index.open_dir(str(directory))


@contextmanager
def _damage_named(directory: Path) -> Iterator[None]:
    """Whoosh answers a damaged file with a dozen kinds of exception: here they become one."""
    try:
        yield
    except (IndexDamagedError, GeneratorExit, MemoryError):
        raise
    except Exception as error:
        logger.debug("reading %s failed", directory, exc_info=True)
        problem = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise IndexDamagedError(directory.parent, problem) from error
