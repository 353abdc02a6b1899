"""Here is what a person typed: which passages, in what order, why, and shown how?

>>> with IndexReader.open(Path("var/index")) as reader:  # doctest: +SKIP
...     page = Searcher(reader, load_crossing()).search("ASPAN")
"""

import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import numpy as np

from analyzers.crossing import Crossing
from analyzers.language import Language
from analyzers.termbase import Termbase
from corpus.model import Chunk
from index.engine import Engine
from index.errors import IndexDamagedError
from index.fields import FACETS
from index.hits import Flags
from index.records import Record
from index.scoring import Numbers
from search.errors import QueryError
from search.listing import Listed, Lister, Sort
from search.marking import Marker
from search.matching import LeafMatch, merge_spans, name_reasons
from search.meaning import Meaning
from search.parsing import parse_query
from search.planning import PlannedLeaf
from search.query import Query
from search.ranking import Asked, Ranking, rank
from search.results import (
    Copy,
    Expansion,
    FacetValue,
    Form,
    Hit,
    Note,
    Reason,
    ResultPage,
    Snippet,
    Span,
    Suggestion,
)
from search.snippets import cut_snippet
from search.spelling import Speller
from search.suggesting import suggest
from search.tiers import Leniency, PlannedQuery, plan_query
from search.unmarking import read_plainly

MAX_LIMIT = 1_000
MOST_COPIES = 20
"""Places named beside a hit; a report's running head stands on every page of it."""

_KEPT_QUERIES = 256
_KEPT_HITS = 50
"""Of a query, with snippet and marks: five pages, half a kilobyte a hit."""

_TYPED = Form("", None, Reason.INFLECTION)
"""Stands for a leaf as it was typed."""

_NO_FILTERS: Mapping[str, Sequence[str]] = {}

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def _falling_back(
    method: "Callable[Concatenate[Searcher, _Asked], _Answer]",
) -> "Callable[Concatenate[Searcher, _Asked], _Answer]":
    """Answer from the generation before where the latest one turns out damaged."""

    def answer(self: "Searcher", /, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        try:
            return method(self, *args, **kwargs)
        except IndexDamagedError:
            if not self._reader.fall_back():
                raise
            return method(self, *args, **kwargs)

    update_wrapper(answer, method)
    return answer


@dataclass(frozen=True, slots=True)
class _Marked:
    """What a query's words make of one hit."""

    marks: tuple[Span, ...]
    snippet: Snippet
    is_guessed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _ReadQuery:
    query: Query
    planned: PlannedQuery
    marker: Marker
    suggestions: tuple[Suggestion, ...]
    marked: dict[int, _Marked] = field(default_factory=dict)
    """By number of a hit."""

    def mark(self, number: int, record: Record) -> _Marked:
        """A hit's marks, snippet and reasons, worked out when it is first shown."""
        known = self.marked.get(number)
        if known is None:
            if len(self.marked) >= _KEPT_HITS:
                self.marked.clear()
            known = self.marked[number] = _mark(self.marker.match(record.chunk), record)
        return known


class Opened(Protocol):
    """An opened index: a reader, of which searching needs no more than this."""

    @property
    def engine(self) -> Engine:
        """The generation to search now."""

    @property
    def damage(self) -> IndexDamagedError | None:
        """Why that is not the latest one, if it is not."""

    def fall_back(self) -> bool:
        """Go back to the generation before, where the latest one is damaged; whether there is one."""


class Searcher:
    """Answers queries over one opened index. For one thread at a time, as its reader."""

    def __init__(self, reader: Opened, crossing: Crossing | Termbase, meaning: Meaning | None = None) -> None:
        self._reader = reader
        self._meaning = meaning
        self._crossing = crossing if isinstance(crossing, Crossing) else Crossing(crossing)
        self._read_over: Engine | None = None
        self._speller = Speller(reader.engine)
        self._read_queries: dict[Hashable, _ReadQuery] = {}

    @_falling_back
    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        offset: int = 0,
        language: Language | None = None,
        filters: Mapping[str, Sequence[str]] = _NO_FILTERS,
        sort: Sort = "score",
        exact: bool = False,
        translate: bool = True,
        collapse: bool = False,
        facets: bool = True,
    ) -> ResultPage:
        """One page of hits. Raises :class:`QueryError` where the query is over a limit.

        ``exact`` takes every word in the form typed (accents folded); ``translate=False`` leaves
        out equivalents; ``filters`` are facet values by name, any of which may hold. ``collapse`` lists
        passages that say the same once; ``offset`` and ``limit`` count what is listed. ``facets=False``
        counts none, for who shows none.
        """
        started = time.perf_counter()
        limit = max(0, min(limit, MAX_LIMIT))
        offset = max(0, offset)
        leniency = Leniency(translate=translate and not exact, inflect=not exact)
        read = self._read(text, language, filters, leniency)
        query, planned = read.query, read.planned
        ranking = self._rank(query, planned, leniency)
        numbers = ranking.numbers
        lister = Lister(self._reader.engine, ranking, self._reader.engine.groups() if collapse else None)
        notes = planned.notes
        if len(numbers) and not ranking.exact_total:
            notes = (*notes, Note("no-exact", query.interpreted))
        if self._reader.damage:  # never silently
            notes = (Note("earlier-generation", str(self._reader.damage.path or "")), *notes)
        return ResultPage(
            raw=text,
            interpreted=query.interpreted,
            language=language,
            filters={name: tuple(values) for name, values in filters.items()},
            total=len(numbers),
            exact_total=ranking.exact_total,
            offset=offset,
            limit=limit,
            listed=lister.total,
            hits=tuple(
                self._hit(place, listed, read)
                for place, listed in enumerate(lister.page(offset, limit, sort), start=offset + 1)
            ),
            expansions=self._expansions(planned.leaves, numbers),
            facets=self._facets(numbers) if facets else {},
            notes=notes,
            suggestions=read.suggestions,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
        )

    @_falling_back
    def marks_in(
        self, chunks: Sequence[Chunk], text: str, *, exact: bool = False, translate: bool = True
    ) -> dict[str, tuple[Span, ...]]:
        """The spans of each chunk's text at which the query's words occur, by chunk id."""
        leniency = Leniency(translate=translate and not exact, inflect=not exact)
        try:
            marker = self._read(text, None, _NO_FILTERS, leniency).marker
        except QueryError:
            return {}
        marks: dict[str, tuple[Span, ...]] = {}
        for chunk in chunks:
            spans = [span for match in marker.match(chunk) for span in match.spans]
            if spans:
                marks[chunk.chunk_id] = tuple(merge_spans(spans))
        return marks

    def _read(
        self,
        text: str,
        language: Language | None,
        filters: Mapping[str, Sequence[str]],
        leniency: Leniency,
    ) -> _ReadQuery:
        """The query, understood. Kept: whoever turns a page, filters or opens a hit asks the same again."""
        engine = self._reader.engine
        if self._read_over is not engine:
            self._read_over, self._read_queries, self._speller = engine, {}, Speller(engine)
        key = (text, language, tuple((name, tuple(values)) for name, values in filters.items()), leniency)
        read = self._read_queries.get(key)
        if read is None:
            query = parse_query(text)
            bounds = dict(filters)
            if language is not None:
                bounds["language"] = [language.value]
            planned = plan_query(query, bounds, vocabulary=engine, crossing=self._crossing, leniency=leniency)
            if len(self._read_queries) >= _KEPT_QUERIES:
                self._read_queries.clear()
            suggestions = suggest(query, engine, self._crossing, self._speller)
            read = _ReadQuery(query, planned, Marker(planned.leaves), suggestions)
            self._read_queries[key] = read
        return read

    def _rank(self, query: Query, planned: PlannedQuery, leniency: Leniency) -> Ranking:
        if query.is_empty and planned.within is None:
            return Ranking((), np.empty(0, bool))
        leaves = planned.leaves
        asked = None
        if query.is_plain and leniency.crosses and any(leaf.is_known for leaf in leaves):
            topic = leaves[0].topic if len(leaves) == 1 else None
            asked = Asked(topic or query.raw, is_single=len(leaves) == 1, is_topic=topic is not None)
        return rank(self._reader.engine, planned, asked, self._meaning)

    def _hit(self, place: int, listed: Listed, read: _ReadQuery) -> Hit:
        record = self._reader.engine.record(listed.number)
        marked = read.mark(listed.number, record)
        return Hit(
            rank=place,
            score=round(listed.score, 6),
            chunk=record.chunk,
            path=record.path,
            title=record.title,
            snippet=marked.snippet,
            marks=marked.marks,
            exact=listed.in_full and not marked.is_guessed,
            reasons=marked.reasons,
            copies=len(listed.others),
            also_at=self._copies(record.chunk, listed.others) if listed.others else (),
        )

    def _copies(self, chunk: Chunk, others: Sequence[int]) -> tuple[Copy, ...]:
        """The first of the places where the same is said."""
        records = [self._reader.engine.record(number) for number in others[:MOST_COPIES]]
        text = chunk.text.split()
        return tuple(
            Copy(each.chunk, each.path, each.title, each.chunk.text.split() == text) for each in records
        )

    def _expansions(self, leaves: Sequence[PlannedLeaf], numbers: Numbers) -> tuple[Expansion, ...]:
        """What each leaf was found as. A hit counts for one form, the rarest that it holds."""
        if all(form.typed for leaf in leaves for form in leaf.every_form):
            return ()
        engine = self._reader.engine
        hits = engine.as_flags(numbers)
        expansions: list[Expansion] = []
        for leaf in leaves:
            holding: dict[Form, list[Numbers]] = {}
            for form in leaf.every_form:
                found = engine.numbers(form.plan)
                key = _TYPED if form.typed else form.form
                holding.setdefault(key, []).append(found[hits[found]])
            counts = _share_out(holding, hits.copy())
            forms = [form.with_hits(count) for form, count in counts.items() if count and form is not _TYPED]
            forms.sort(key=lambda form: (-(form.hits or 0), form.text))
            if forms:
                expansions.append(Expansion(leaf.term, tuple(forms), counts.get(_TYPED, 0)))
        return tuple(expansions)

    def _facets(self, numbers: Numbers) -> dict[str, tuple[FacetValue, ...]]:
        counts = self._reader.engine.count_facets(numbers)
        return {
            name: tuple(
                FacetValue(value, count)
                for value, count in sorted(counts[name].items(), key=lambda item: (-item[1], item[0]))
            )
            for name in FACETS
            if counts.get(name)
        }


def _cut(record: Record, marks: Sequence[Span]) -> Snippet:
    return cut_snippet(*read_plainly(record.chunk, marks, record.type))


def _mark(matches: Sequence[LeafMatch], record: Record) -> _Marked:
    marks = (
        matches[0].spans
        if len(matches) == 1
        else tuple(merge_spans([span for match in matches for span in match.spans]))
    )
    guessed = any(all(form.form.reason is Reason.SPELLING for form in match.forms) for match in matches)
    return _Marked(marks, _cut(record, marks), guessed, name_reasons(matches))


def _share_out(holding: Mapping[Form, Sequence[Numbers]], free: Flags) -> dict[Form, int]:
    """How many hits count for each form: a name in full tells more than the acronym beside it.

    What only comes near the word is last: a hit counts for it only if it holds the word in no other form.
    ``free`` flags the hits that no form has taken yet, and is used up.
    """
    distinct = {
        form: lists[0] if len(lists) == 1 else np.unique(np.concatenate(lists))
        for form, lists in holding.items()
    }
    counts: dict[Form, int] = {}
    for form, found in sorted(distinct.items(), key=_tells_most):
        counts[form] = int(np.count_nonzero(free[found]))
        free[found] = False
    return counts


def _tells_most(held: tuple[Form, Numbers]) -> tuple[bool, int, str]:
    form, found = held
    return form.reason.is_near, len(found), form.text
