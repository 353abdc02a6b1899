"""The hits of the other language change places by what the best hits say; nothing else does."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.hits import Tier
from index.scoring import Numbers
from search.bridging import LEADERS, Likeness, bridge

SPANISH = np.array([True, True, False, False, False, True])


def tier(scores: dict[int, float]) -> Tier:
    numbers = np.array(sorted(scores), np.int64)
    values = np.array([scores[number] for number in sorted(scores)])
    return Tier(numbers, lambda: values, lambda: np.arange(len(SPANISH)))


def likeness(near: dict[int, float]) -> Likeness:
    def measured(leaders: Numbers, numbers: Numbers) -> NDArray[np.float64]:
        return np.array([near.get(number, np.nan) for number in numbers.tolist()])

    return measured


def ranked(tiers: Sequence[Tier]) -> list[list[int]]:
    return [tier.ranked().numbers.tolist() for tier in tiers]


def test_the_nearer_goes_first_where_words_say_much_the_same() -> None:
    found = tier({0: 9.0, 1: 8.0, 2: 5.0, 3: 4.9, 4: 1.0})
    bridged = bridge([found], SPANISH, likeness({2: 0.1, 3: 0.9, 4: 0.1}))
    assert ranked([found]) == [[0, 1, 2, 3, 4]]
    assert ranked(bridged) == [[0, 1, 3, 2, 4]]


def test_words_decide_where_they_say_much() -> None:
    bridged = bridge([tier({0: 9.0, 2: 8.0, 3: 1.0, 4: 1.0})], SPANISH, likeness({2: 0.4, 3: 0.5, 4: 0.4}))
    assert ranked(bridged) == [[0, 2, 3, 4]]


def test_equal_scores_are_told_apart() -> None:
    bridged = bridge([tier({0: 9.0, 2: 5.0, 3: 5.0, 4: 5.0})], SPANISH, likeness({2: 0.1, 3: 0.5, 4: 0.9}))
    assert ranked(bridged) == [[0, 4, 3, 2]]


def test_the_best_of_the_first_tier_that_has_any_lead_in_every_tier() -> None:
    asked: list[list[int]] = []

    def measured(leaders: Numbers, numbers: Numbers) -> NDArray[np.float64]:
        asked.append(leaders.tolist())
        return np.linspace(0, 1, len(numbers))

    tiers = [tier({}), tier({0: 3.0, 1: 4.0}), tier({2: 2.0, 3: 2.0, 5: 9.0})]
    assert ranked(bridge(tiers, SPANISH, measured)) == [[], [1, 0], [5, 3, 2]]
    assert asked == [[1, 0]]
    assert len(asked[0]) <= LEADERS


@pytest.mark.parametrize("near", [{}, {5: 1.0}])
def test_without_vectors_all_stays(near: dict[int, float]) -> None:
    found = [tier({0: 9.0, 2: 5.0, 3: 4.0}), tier({1: 2.0, 4: 1.0})]
    assert ranked(bridge(found, SPANISH, likeness(near))) == ranked(found)


def test_nothing_is_worked_out_before_an_order_is_asked_for() -> None:
    def never(leaders: Numbers, numbers: Numbers) -> NDArray[np.float64]:
        raise AssertionError("asked too early")

    bridged = bridge([tier({0: 9.0, 2: 5.0, 3: 4.0})], SPANISH, never)
    assert [len(each) for each in bridged] == [3]
    with pytest.raises(AssertionError, match="too early"):
        bridged[0].ranked()


@given(
    st.dictionaries(st.integers(0, 5), st.floats(0, 50), min_size=1),
    st.dictionaries(st.integers(0, 5), st.floats(-1, 1)),
)
def test_no_language_gains_and_the_leading_one_keeps_its_order(
    scores: dict[int, float], near: dict[int, float]
) -> None:
    found = tier(scores)
    before, after = found.ranked(), bridge([found], SPANISH, likeness(near))[0].ranked()
    leads = SPANISH[before.numbers[0]]
    assert sorted(after.numbers.tolist()) == sorted(before.numbers.tolist())
    for is_spanish in (True, False):
        old, new = (each.numbers[SPANISH[each.numbers] == is_spanish].tolist() for each in (before, after))
        assert new == old or is_spanish != leads
        worth = [each.scores[SPANISH[each.numbers] == is_spanish] for each in (before, after)]
        np.testing.assert_allclose(worth[0], worth[1], atol=1e-7)
