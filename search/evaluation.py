"""How well does the search answer queries whose answers are known?

A file of judged queries has one JSON object a line::

    {"id": "a1", "query": "ASPAN", "kind": "acronym", "language": "es", "note": "…",
     "relevant": [{"path": "e03-spp-introduction-slides.txt", "lines": [3, 9], "grade": 2}]}

Judgements name a path and lines (1-based, inclusive), so that they survive another way of cutting; where
lines say nothing, as in HTML, ``"lines": null, "contains": "…"`` names a text of the passage. A
passage answers a judgement if their lines overlap; a judgement counts once, so a second passage of it
gains nothing and keeps its place in the ranking. A passage that answers several judgements stands for all
of them, the best first. An empty ``relevant`` says that no passage holds what is asked: the search is right
if none of its hits is ``exact``.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.model import Chunk
from search.errors import QueryError, SearchError
from search.measures import Qrel, ScoredDoc, mean, ndcg, recall, reciprocal_rank, success
from search.results import Hit
from search.searching import Searcher

_DEPTH = 20
"""Hits looked at for each query: as deep as the deepest measure."""
_SILENT_DEPTH = 100
"""Hits looked at where none may be exact: exact ones stand first, so this is ample."""

_Measure = Callable[[Sequence[Qrel], Sequence[ScoredDoc]], float]

MEASURES: Mapping[str, _Measure] = {
    "nDCG@10": lambda qrels, run: ndcg(qrels, run, cutoff=10),
    "MRR@10": lambda qrels, run: reciprocal_rank(qrels, run, cutoff=10),
    "recall@20": lambda qrels, run: recall(qrels, run, cutoff=20),
    "success@1": lambda qrels, run: success(qrels, run, cutoff=1),
    "success@5": lambda qrels, run: success(qrels, run, cutoff=5),
    "success@10": lambda qrels, run: success(qrels, run, cutoff=10),
}
"""What is measured, by the name it is printed under."""


class JudgementError(SearchError):
    """A file of judged queries cannot be used. ``line`` is 1-based; 0 where the whole file is at fault."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        place = f"{path}, line {line}" if line else f"{path}"
        super().__init__(f"{place}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Judgement:
    """These lines of this file answer the query, as well as ``grade`` says."""

    path: str
    start_line: int
    end_line: int
    grade: int = 1
    contains: str | None = None
    """Where lines say nothing (HTML), a text that the passage holds; the lines are then 0."""

    def covers(self, hit: Hit) -> bool:
        """Whether a hit has a line in common, or holds the text."""
        return hit.path == self.path and self.covers_chunk(hit.chunk)

    def covers_chunk(self, chunk: Chunk) -> bool:
        """As :meth:`covers`, for a chunk of the file at issue."""
        if self.contains is not None:
            return self.contains in chunk.text
        return chunk.start_line <= self.end_line and self.start_line <= chunk.end_line


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query and all that answers it; nothing in ``relevant`` means that nothing does."""

    query_id: str
    query: str
    kind: str
    language: str
    relevant: tuple[Judgement, ...]
    note: str = ""
    split: str = ""
    """Which part of the set it belongs to: ``tune`` may be looked at while tuning, ``held`` may not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query gave: ``measures``, or ``is_right`` for a query that nothing answers."""

    query: JudgedQuery
    measures: Mapping[str, float] | None
    is_right: bool | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The mean of each measure over the queries of a kind and language; ``None`` stands for all of them."""

    kind: str | None
    language: str | None
    queries: int
    means: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of every query, in order, and what they come to."""

    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The queries that could not be answered."""
        return tuple(outcome for outcome in self.outcomes if outcome.error is not None)

    @property
    def silent_total(self) -> int:
        """How many queries must find nothing."""
        return sum(outcome.is_right is not None for outcome in self.outcomes)

    @property
    def silent_right(self) -> int:
        """How many of those found nothing."""
        return sum(outcome.is_right is True for outcome in self.outcomes)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Each kind as a whole and by language, then all kinds by language."""
        kinds = _ordered(outcome.query.kind for outcome in self._measured)
        groups: list[Group] = []
        for kind in [*kinds, None]:
            chosen = [each for each in self._measured if kind is None or each.query.kind == kind]
            languages = _ordered(each.query.language for each in chosen)
            groups.append(_group(kind, None, chosen))
            for language in languages if len(languages) > 1 else ():
                groups.append(_group(kind, language, [e for e in chosen if e.query.language == language]))
        return tuple(groups) if self._measured else ()

    @property
    def mean_over_kinds(self) -> Mapping[str, float]:
        """Each measure's mean over the kinds' means, so that a kind with many queries weighs no more."""
        kinds = [group for group in self.groups if group.kind is not None and group.language is None]
        return {name: mean([kind.means[name] for kind in kinds]) for name in MEASURES} if kinds else {}

    @property
    def _measured(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.measures is not None)


def read_judged_queries(path: Path) -> tuple[JudgedQuery, ...]:
    """The queries of a JSONL file, in order; blank lines are passed over.

    Raises :class:`JudgementError` at the first line that cannot be used.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise JudgementError(path, 0, f"cannot be read ({error.strerror})") from error
    queries: list[JudgedQuery] = []
    first_line: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            query = _read_query(json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8")))
        except ValueError as error:  # of JSON, of UTF-8 and of ours
            raise JudgementError(path, number, str(error)) from error
        if query.query_id in first_line:
            problem = f"id {query.query_id!r} stands already in line {first_line[query.query_id]}"
            raise JudgementError(path, number, problem)
        first_line[query.query_id] = number
        queries.append(query)
    return tuple(queries)


def evaluate(
    searcher: Searcher,
    queries: Sequence[JudgedQuery],
    *,
    progress: Callable[[int, int, str], None] | None = None,
) -> Evaluation:
    """Run every query and measure its hits against its judgements."""
    outcomes = []
    for done, query in enumerate(queries, start=1):
        outcomes.append(_evaluate_query(searcher, query))
        if progress:
            progress(done, len(queries), query.query_id)
    return Evaluation(tuple(outcomes))


def find_unknown_paths(queries: Sequence[JudgedQuery], known: Collection[str]) -> list[str]:
    """The judged paths that are not among the ``known`` ones, sorted."""
    judged = {judgement.path for query in queries for judgement in query.relevant}
    return sorted(judged.difference(known))


def build_run(query: JudgedQuery, hits: Sequence[Hit]) -> tuple[list[Qrel], list[ScoredDoc]]:
    """A query's judgements and hits as records whose documents are the judgements themselves."""
    name = {judgement: f"judgement {number}" for number, judgement in enumerate(query.relevant)}
    qrels = [Qrel(query.query_id, name[judgement], judgement.grade) for judgement in query.relevant]
    open_judgements = sorted(query.relevant, key=lambda judgement: -judgement.grade)
    ranked: list[str] = []
    for hit in hits:
        answered = [judgement for judgement in open_judgements if judgement.covers(hit)]
        open_judgements = [judgement for judgement in open_judgements if judgement not in answered]
        ranked += [name[judgement] for judgement in answered] or [f"chunk {hit.chunk.chunk_id}"]
    # scores only say the order: that of the page, whatever it was sorted by
    return qrels, [ScoredDoc(query.query_id, doc_id, -float(rank)) for rank, doc_id in enumerate(ranked)]


def _evaluate_query(searcher: Searcher, query: JudgedQuery) -> Outcome:
    try:
        page = searcher.search(query.query, limit=_DEPTH if query.relevant else _SILENT_DEPTH)
    except QueryError as error:
        if query.relevant:
            return Outcome(query, dict.fromkeys(MEASURES, 0.0), error=str(error))
        return Outcome(query, None, is_right=False, error=str(error))
    if not query.relevant:
        return Outcome(query, None, is_right=not any(hit.exact for hit in page.hits))
    qrels, run = build_run(query, page.hits)
    return Outcome(query, {name: measure(qrels, run) for name, measure in MEASURES.items()})


def _read_query(fields: Any) -> JudgedQuery:
    """One line's object as a query. Raises ``ValueError`` that says what is wrong with it."""
    if not isinstance(fields, dict):
        raise ValueError("expected an object with id, query, kind, language and relevant")
    relevant = fields.get("relevant")
    if not isinstance(relevant, list):
        raise ValueError("relevant must be a list (empty where nothing may be found)")
    judgements = tuple(_read_judgement(each) for each in relevant)
    if judgements and not any(judgement.grade for judgement in judgements):
        raise ValueError("relevant has no grade above 0; leave it empty where nothing may be found")
    return JudgedQuery(
        query_id=_read_text(fields, "id"),
        query=_read_text(fields, "query"),
        kind=_read_text(fields, "kind"),
        language=_read_text({"language": fields.get("language") or "-"}, "language"),
        relevant=tuple(dict.fromkeys(judgements)),
        note=str(fields.get("note") or ""),
        split=str(fields.get("split") or ""),
    )


def _read_text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} must be a text that is not empty")
    return value


def _read_judgement(fields: Any) -> Judgement:
    if not isinstance(fields, dict):
        raise ValueError("each of relevant must be an object with path, lines and grade")
    path, lines, grade = _read_text(fields, "path"), fields.get("lines"), fields.get("grade", 1)
    if type(grade) is not int or grade < 0:
        raise ValueError(f"grade {grade!r} must be a whole number of 0 or more")
    if lines is None and fields.get("contains"):
        return Judgement(path, 0, 0, grade, _read_text(fields, "contains"))
    if not isinstance(lines, list) or len(lines) != 2 or not all(type(line) is int for line in lines):
        raise ValueError("lines must be two line numbers, [first, last]")
    if not 1 <= lines[0] <= lines[1]:
        raise ValueError(f"lines {lines} must count from 1, the first before the last")
    return Judgement(path, lines[0], lines[1], grade)


def _group(kind: str | None, language: str | None, outcomes: Sequence[Outcome]) -> Group:
    measures = [outcome.measures for outcome in outcomes if outcome.measures is not None]
    means = {name: mean([each[name] for each in measures]) for name in MEASURES}
    return Group(kind, language, len(outcomes), means)


def _ordered(values: Iterable[str]) -> list[str]:
    return sorted(set(values))
