"""Here is what a person typed: which passages, in what order, why, and shown how?

>>> with IndexReader.open(Path("var/index")) as reader:  # doctest: +SKIP
...     page = Searcher(reader, load_crossing()).search("ASPAN")
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import update_wrapper
from typing import Concatenate, Literal, ParamSpec, TypeVar

from analyzers.crossing import Crossing
from analyzers.language import Language
from analyzers.termbase import Termbase
from corpus.model import Chunk
from index.engine import Ranked
from index.errors import IndexDamagedError
from index.fields import FACETS, build_chunk_entry
from index.reading import IndexReader
from index.records import Record
from search.duplicates import list_once
from search.errors import QueryError
from search.matching import ChunkTokens, LeafMatch, merge_spans, name_reasons
from search.meaning import Meaning
from search.parsing import parse_query
from search.planning import PlannedLeaf
from search.query import Query
from search.ranking import Asked, rank
from search.results import Copy, Expansion, FacetValue, Form, Hit, Note, Reason, ResultPage, Span
from search.snippets import cut_snippet
from search.tiers import Leniency, PlannedQuery, plan_query

MAX_LIMIT = 1_000
MOST_COPIES = 20
"""Places named beside a hit; a report's running head stands on every page of it."""

Sort = Literal["score", "date", "path"]

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


class Searcher:
    """Answers queries over one opened index. For one thread at a time, as its reader."""

    def __init__(
        self, reader: IndexReader, crossing: Crossing | Termbase, meaning: Meaning | None = None
    ) -> None:
        self._reader = reader
        self._meaning = meaning
        self._crossing = crossing if isinstance(crossing, Crossing) else Crossing(crossing)

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
    ) -> ResultPage:
        """One page of hits. Raises :class:`QueryError` where the query is over a limit.

        ``exact`` takes every word in the form typed (accents folded); ``translate=False`` leaves
        out equivalents; ``filters`` are facet values by name, any of which may hold. ``collapse`` lists
        passages that say the same once; ``offset`` and ``limit`` count what is listed.
        """
        started = time.perf_counter()
        limit = max(0, min(limit, MAX_LIMIT))
        offset = max(0, offset)
        query = parse_query(text)
        leniency = Leniency(translate=translate and not exact, inflect=not exact)
        planned = self._plan(query, language, filters, leniency)
        ranked = self._rank(query, planned, leniency)
        numbers = self._sort(ranked.numbers, sort)
        listing = list_once(numbers, self._reader.engine.groups() if collapse else None)
        shown = listing.numbers[offset : offset + limit]
        exact_total = ranked.tier_totals[0] if ranked.tier_totals else 0
        first_tier = set(ranked.numbers[:exact_total])
        scores = dict(zip(ranked.numbers, ranked.scores, strict=True))
        hits = [
            self._with_copies(
                self._hit(rank, number, scores[number], planned.leaves, in_full=number in first_tier),
                listing.others(number),
            )
            for rank, number in enumerate(shown, start=offset + 1)
        ]
        notes = planned.notes
        if ranked.numbers and not exact_total:
            notes = (*notes, Note("no-exact", query.interpreted))
        if self._reader.damage:  # never silently
            notes = (Note("earlier-generation", str(self._reader.damage.path or "")), *notes)
        return ResultPage(
            raw=text,
            interpreted=query.interpreted,
            language=language,
            filters={name: tuple(values) for name, values in filters.items()},
            total=len(ranked.numbers),
            exact_total=exact_total,
            offset=offset,
            limit=limit,
            listed=len(listing.numbers),
            hits=tuple(hits),
            expansions=self._expansions(planned.leaves, ranked.numbers),
            facets=self._facets(ranked.numbers),
            notes=notes,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
        )

    @_falling_back
    def marks_in(
        self, chunks: Sequence[Chunk], text: str, *, exact: bool = False, translate: bool = True
    ) -> dict[str, tuple[Span, ...]]:
        """The spans of each chunk's text at which the query's words occur, by chunk id."""
        try:
            query = parse_query(text)
        except QueryError:
            return {}
        leniency = Leniency(translate=translate and not exact, inflect=not exact)
        leaves = self._plan(query, None, _NO_FILTERS, leniency).leaves
        marks: dict[str, tuple[Span, ...]] = {}
        for chunk in chunks:
            spans = [span for match in _match(chunk, leaves) for span in match.spans]
            if spans:
                marks[chunk.chunk_id] = tuple(merge_spans(spans))
        return marks

    def _plan(
        self,
        query: Query,
        language: Language | None,
        filters: Mapping[str, Sequence[str]],
        leniency: Leniency,
    ) -> PlannedQuery:
        bounds = dict(filters)
        if language is not None:
            bounds["language"] = [language.value]
        return plan_query(
            query, bounds, vocabulary=self._reader.engine, crossing=self._crossing, leniency=leniency
        )

    def _rank(self, query: Query, planned: PlannedQuery, leniency: Leniency) -> Ranked:
        if query.is_empty and planned.within is None:
            return Ranked((), (), ())
        known = any(leaf.is_known for leaf in planned.leaves)
        plain = query.is_plain and leniency.crosses and known
        asked = Asked(query.raw, is_single=len(planned.leaves) == 1) if plain else None
        return rank(self._reader.engine, planned, asked, self._meaning)

    def _sort(self, numbers: Sequence[int], sort: Sort) -> Sequence[int]:
        if sort == "score":
            return numbers
        records = {number: self._reader.engine.record(number) for number in numbers}
        if sort == "path":
            return sorted(numbers, key=lambda n: (records[n].path, records[n].chunk.ordinal))
        return sorted(numbers, key=lambda n: _newest_first(records[n]))

    def _hit(
        self, rank: int, number: int, score: float, leaves: Sequence[PlannedLeaf], *, in_full: bool
    ) -> Hit:
        record = self._reader.engine.record(number)
        matches = _match(record.chunk, leaves)
        marks = merge_spans([span for match in matches for span in match.spans])
        guessed = any(all(form.form.reason is Reason.SPELLING for form in match.forms) for match in matches)
        return Hit(
            rank=rank,
            score=round(score, 6),
            chunk=record.chunk,
            path=record.path,
            title=record.title,
            snippet=cut_snippet(record.chunk.text, marks),
            marks=tuple(marks),
            exact=in_full and not guessed,
            reasons=name_reasons(matches),
        )

    def _with_copies(self, hit: Hit, others: Sequence[int]) -> Hit:
        """The hit with the places where the same is said."""
        if not others:
            return hit
        records = [self._reader.engine.record(number) for number in others[:MOST_COPIES]]
        text = hit.chunk.text.split()
        copies = (
            Copy(each.chunk, each.path, each.title, each.chunk.text.split() == text) for each in records
        )
        return replace(hit, copies=len(others), also_at=tuple(copies))

    def _expansions(self, leaves: Sequence[PlannedLeaf], numbers: Sequence[int]) -> tuple[Expansion, ...]:
        """What each leaf was found as. A hit counts for one form, the rarest that it holds."""
        hits = set(numbers)
        expansions: list[Expansion] = []
        for leaf in leaves:
            holding: dict[Form, set[int]] = {}
            for form in (*leaf.forms, *leaf.relatives):
                key = _TYPED if form.typed else form.form
                found = hits.intersection(self._reader.engine.find(form.plan))
                holding.setdefault(key, set()).update(found)
            counts = _share_out(holding)
            forms = [form.with_hits(count) for form, count in counts.items() if count and form is not _TYPED]
            forms.sort(key=lambda form: (-(form.hits or 0), form.text))
            if forms:
                expansions.append(Expansion(leaf.term, tuple(forms), counts.get(_TYPED, 0)))
        return tuple(expansions)

    def _facets(self, numbers: Sequence[int]) -> dict[str, tuple[FacetValue, ...]]:
        counts = self._reader.engine.count_facets(numbers)
        return {
            name: tuple(
                FacetValue(value, count)
                for value, count in sorted(counts[name].items(), key=lambda item: (-item[1], item[0]))
            )
            for name in FACETS
            if counts.get(name)
        }


def _match(chunk: Chunk, leaves: Sequence[PlannedLeaf]) -> list[LeafMatch]:
    tokens = ChunkTokens(build_chunk_entry(chunk))
    return [match for leaf in leaves if (match := tokens.match(leaf)) is not None]


def _share_out(holding: Mapping[Form, set[int]]) -> dict[Form, int]:
    """How many hits count for each form: a name in full tells more than the acronym beside it.

    Relatives of a word come last: a hit counts for one only if it holds the word in no other form.
    """
    taken: set[int] = set()
    counts: dict[Form, int] = {}
    for form, found in sorted(holding.items(), key=_tells_most):
        counts[form] = len(found - taken)
        taken |= found
    return counts


def _tells_most(held: tuple[Form, set[int]]) -> tuple[bool, int, str]:
    form, found = held
    return form.reason is Reason.FAMILY, len(found), form.text


def _newest_first(record: Record) -> tuple[bool, str, str, int]:
    date = record.chunk.metadata.get("date", ("",))[0]
    inverted = "".join(chr(0x10FFFF - ord(c)) for c in date.ljust(10, "0"))
    return not date, inverted, record.path, record.chunk.ordinal
