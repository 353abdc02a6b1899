"""The best of many scores, found without sorting them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.arrays.kernels import SCORE_GRAIN, leading


def by_sorting(scores: list[float], count: int) -> list[int]:
    """The readable way: sort all, take ``count``, go on while the next ties with the one before."""
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    taken = min(max(count, 0), len(order))
    while 0 < taken < len(order) and scores[order[taken - 1]] - scores[order[taken]] <= SCORE_GRAIN:
        taken += 1
    return sorted(order[:taken])


@given(
    st.lists(st.sampled_from([0.0, 1.0, 1.0 + 4e-10, 1.0 + 8e-10, 2.5, 7.25]) | st.floats(0, 9), max_size=40),
    st.integers(0, 12),
    st.integers(1, 90),
    st.integers(0, 3),
)
def test_leading_places_are_those_of_a_full_sort(
    some: list[float], count: int, copies: int, step: int
) -> None:
    scores = [score + step * (copy % 7) for copy in range(copies) for score in some]
    assert leading(np.array(scores, np.float64), count).tolist() == by_sorting(scores, count)


def test_many_scores_take_the_way_by_rows() -> None:
    rng = np.random.default_rng(3)
    for size in (2_000, 9_999, 40_000):
        for scores in (rng.random(size), np.round(rng.random(size), 2), np.ones(size), np.arange(size) / 7):
            for count in (1, 10, 75):
                assert leading(scores, count).tolist() == by_sorting(scores.tolist(), count)
