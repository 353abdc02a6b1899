"""How good is one ranking? Measures of information retrieval over plain records, for one query each.

In go the judgements (qrels) and the ranked documents (run) of one query; out comes a number from 0 to 1.
A run is ordered by falling score, equal scores in the order given; a document that comes again counts only
the first time. What a "document" is, the caller decides: here it is whatever was judged as one thing.

>>> qrels = [Qrel("q1", "a", 2), Qrel("q1", "b", 1)]
>>> run = [ScoredDoc("q1", "b", 9.0), ScoredDoc("q1", "x", 8.0), ScoredDoc("q1", "a", 7.0)]
>>> reciprocal_rank(qrels, run, cutoff=10), recall(qrels, run, cutoff=2), success(qrels, run, cutoff=1)
(1.0, 0.5, 1.0)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Qrel:
    """A judgement: how relevant a document is to a query; 0 is not at all."""

    query_id: str
    doc_id: str
    relevance: int


@dataclass(frozen=True, slots=True)
class ScoredDoc:
    """A document that a search gave for a query, with its score."""

    query_id: str
    doc_id: str
    score: float


def ndcg(qrels: Sequence[Qrel], run: Sequence[ScoredDoc], *, cutoff: int) -> float:
    """Normalised discounted cumulated gain; 0 where nothing is relevant.

    Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques". The gain is the grade
    itself, the discount log2(rank + 1), as ``trec_eval`` has it (the paper leaves rank 1 and 2 alike).

    >>> ndcg([Qrel("q", "a", 1)], [ScoredDoc("q", "x", 2.0), ScoredDoc("q", "a", 1.0)], cutoff=10)
    0.6309297535714575
    """
    ideal = sorted((qrel.relevance for qrel in qrels if qrel.relevance > 0), reverse=True)
    best = _discounted_gain(ideal[:cutoff])
    return _discounted_gain(_grades(qrels, run, cutoff)) / best if best else 0.0


def reciprocal_rank(qrels: Sequence[Qrel], run: Sequence[ScoredDoc], *, cutoff: int) -> float:
    """One divided by the rank of the first relevant document; 0 where there is none up to the cutoff.

    Voorhees 1999, "The TREC-8 question answering track report".
    """
    grades = _grades(qrels, run, cutoff)
    return next((1 / rank for rank, grade in enumerate(grades, start=1) if grade > 0), 0.0)


def recall(qrels: Sequence[Qrel], run: Sequence[ScoredDoc], *, cutoff: int) -> float:
    """The share of the relevant documents that are found up to the cutoff; 0 where nothing is relevant.

    Cleverdon 1967, "The Cranfield tests on index language devices".
    """
    relevant = {qrel.doc_id for qrel in qrels if qrel.relevance > 0}
    found = sum(grade > 0 for grade in _grades(qrels, run, cutoff))
    return found / len(relevant) if relevant else 0.0


def success(qrels: Sequence[Qrel], run: Sequence[ScoredDoc], *, cutoff: int) -> float:
    """1 where any relevant document is found up to the cutoff, else 0.

    Craswell 2009, "Success at n", Encyclopedia of Database Systems.
    """
    return float(any(grade > 0 for grade in _grades(qrels, run, cutoff)))


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; 0 of nothing."""
    return math.fsum(values) / len(values) if values else 0.0


def _grades(qrels: Sequence[Qrel], run: Sequence[ScoredDoc], cutoff: int) -> list[int]:
    """The grades along the ranking; unjudged documents and repeated ones have 0."""
    grade_of: dict[str, int] = {}
    for qrel in qrels:
        grade_of[qrel.doc_id] = max(qrel.relevance, grade_of.get(qrel.doc_id, 0))
    ranked = sorted(run, key=lambda scored: -scored.score)
    return [grade_of.pop(scored.doc_id, 0) for scored in ranked[:cutoff]]


def _discounted_gain(grades: Sequence[int]) -> float:
    return math.fsum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
