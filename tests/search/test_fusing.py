"""Words and meaning as one number: each decides where the other is silent, and nothing breaks them."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.fusing import LEAST_NEAR, NEAREST, fuse, nearest

scores = st.floats(0, 100)
near = st.one_of(st.floats(-8, 8), st.just(math.nan))
candidates = st.lists(st.tuples(scores, near), max_size=20)


def fused(hits: list[tuple[float, float]]) -> list[float]:
    found: list[float] = fuse([score for score, _ in hits], [nearness for _, nearness in hits]).tolist()
    return found


@given(candidates)
def test_every_candidate_has_a_finite_positive_score(hits: list[tuple[float, float]]) -> None:
    values = fused(hits)
    assert len(values) == len(hits)
    assert all(math.isfinite(value) and value > 0 for value in values)


grained = st.lists(st.integers(0, 1000).map(lambda number: number / 10), min_size=1, max_size=20)


@given(grained, st.one_of(st.floats(-8, 8), st.just(math.nan)))
def test_where_meaning_is_flat_words_decide(words: list[float], flat: float) -> None:
    values = fuse(words, [flat] * len(words))
    for one, first in zip(words, values, strict=True):
        for other, second in zip(words, values, strict=True):
            assert (first > second) == (one > other)


@given(grained, scores)
def test_where_words_are_flat_meaning_decides(meaning: list[float], flat: float) -> None:
    values = fuse([flat] * len(meaning), meaning)
    for one, first in zip(meaning, values, strict=True):
        for other, second in zip(meaning, values, strict=True):
            assert (first > second) == (one > other)


@given(candidates)
def test_who_is_better_in_both_is_better(hits: list[tuple[float, float]]) -> None:
    values = fused(hits)
    for (words, meaning), value in zip(hits, values, strict=True):
        for (other_words, other_meaning), other in zip(hits, values, strict=True):
            if words >= other_words and meaning >= other_meaning:
                assert value >= other - 1e-9


def test_a_passage_without_a_vector_is_of_ordinary_nearness() -> None:
    unknown, ordinary = (fuse([2.0, 1.0], [value, 1.0]).tolist() for value in (math.nan, 0.0))
    assert unknown == ordinary


def test_words_weigh_more_but_do_not_decide_alone() -> None:
    by_words, by_meaning, much_nearer = (2.0, -1.0), (1.0, 1.5), (1.0, 6.0)
    first, second = fused([by_words, by_meaning])
    assert first > second
    first, second = fused([by_words, much_nearer])
    assert first < second


@given(st.lists(near, min_size=1, max_size=60), st.data())
def test_near_are_few_beyond_the_bound_and_nearest_first(values: list[float], data: st.DataObject) -> None:
    group = sorted(data.draw(st.sets(st.integers(0, len(values) - 1))))
    chosen = nearest(np.array(values), np.array(group, np.int64)).tolist()
    assert len(chosen) == len(set(chosen)) <= NEAREST
    assert set(chosen) <= set(group)
    found = [values[number] for number in chosen]
    assert found == sorted(found, reverse=True)
    assert all(value >= LEAST_NEAR for value in found)
    left = [values[number] for number in group if number not in chosen and values[number] >= LEAST_NEAR]
    assert not left or len(chosen) == NEAREST
    assert not left or max(left) <= min(found)


def test_nothing_found_is_nothing_fused() -> None:
    assert not len(fuse([], []))
    assert not len(nearest(np.array([]), np.array([], np.int64)))
