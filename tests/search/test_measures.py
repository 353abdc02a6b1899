import math
from types import SimpleNamespace
from typing import Any, cast

import pytest

from search.evaluation import JudgedQuery, Judgement, build_run
from search.measures import Qrel, ScoredDoc, mean, ndcg, recall, reciprocal_rank, success
from search.results import Hit


def qrels(**grades: int) -> list[Qrel]:
    return [Qrel("q", name, grade) for name, grade in grades.items()]


def run(*names: str) -> list[ScoredDoc]:
    return [ScoredDoc("q", name, float(-rank)) for rank, name in enumerate(names)]


def test_ndcg_of_a_worked_example() -> None:
    # gains 3 2 3 0 1 2 along the ranking, the ideal being 3 3 2 2 1 0
    judged = qrels(a=3, b=2, c=3, d=0, e=1, f=2)
    gained = 3 + 2 / math.log2(3) + 3 / 2 + 0 + 1 / math.log2(6) + 2 / math.log2(7)
    ideal = 3 + 3 / math.log2(3) + 2 / 2 + 2 / math.log2(5) + 1 / math.log2(6)
    assert ndcg(judged, run(*"abcdef"), cutoff=10) == pytest.approx(gained / ideal)
    assert ndcg(judged, run(*"acbfed"), cutoff=10) == 1.0


def test_cutoffs() -> None:
    judged = qrels(a=1, b=1)
    ranking = run("x", "a", "y", "b")
    assert reciprocal_rank(judged, ranking, cutoff=10) == 0.5
    assert reciprocal_rank(judged, ranking, cutoff=1) == 0.0
    assert [recall(judged, ranking, cutoff=cutoff) for cutoff in (1, 2, 4)] == [0.0, 0.5, 1.0]
    assert [success(judged, ranking, cutoff=cutoff) for cutoff in (1, 2)] == [0.0, 1.0]


def test_repeats_count_once_and_scores_decide() -> None:
    judged = qrels(a=1, b=1)
    assert recall(judged, run("a", "a", "a"), cutoff=10) == 0.5
    upside_down = [ScoredDoc("q", "x", 1.0), ScoredDoc("q", "a", 2.0)]
    assert reciprocal_rank(judged, upside_down, cutoff=10) == 1.0


@pytest.mark.parametrize("measure", [ndcg, reciprocal_rank, recall, success])
def test_nothing_relevant_or_nothing_found(measure: Any) -> None:
    assert measure([], run("a"), cutoff=10) == 0.0
    assert measure(qrels(a=0), run("a"), cutoff=10) == 0.0
    assert measure(qrels(a=1), [], cutoff=10) == 0.0


def test_mean() -> None:
    assert (mean([]), mean([0.0, 1.0])) == (0.0, 0.5)


def hit(path: str, start: int, end: int) -> Hit:
    chunk = SimpleNamespace(chunk_id=f"{path}{start}", start_line=start, end_line=end)
    return cast(Hit, SimpleNamespace(path=path, chunk=chunk))


def test_a_judgement_counts_once_however_the_text_is_cut() -> None:
    query = JudgedQuery("q", "x", "k", "es", (Judgement("a", 5, 20, 2), Judgement("a", 22, 22, 1)))
    fine = build_run(query, [hit("b", 1, 9), hit("a", 3, 5), hit("a", 6, 20), hit("a", 21, 30)])
    assert recall(*fine, cutoff=20) == 1.0
    assert reciprocal_rank(*fine, cutoff=10) == 0.5
    assert [scored.doc_id for scored in fine[1]] == ["chunk b1", "judgement 0", "chunk a6", "judgement 1"]
    coarse = build_run(query, [hit("a", 1, 40)])
    assert (recall(*coarse, cutoff=20), ndcg(*coarse, cutoff=10)) == (1.0, 1.0)
    assert recall(*build_run(query, [hit("a", 1, 4), hit("a", 21, 21)]), cutoff=20) == 0.0
