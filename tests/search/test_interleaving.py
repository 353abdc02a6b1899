"""Two languages side by side: nothing is lost, nobody overtakes within a language, places are earned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.interleaving import EARNED, interleave

falling = st.lists(
    st.tuples(st.one_of(st.floats(0, 50), st.sampled_from([0.0, 1.0, 6.0, 10.0])), st.booleans()), max_size=30
).map(lambda hits: sorted(hits, key=lambda hit: -hit[0]))


def merged(hits: list[tuple[float, bool]], earned: float = EARNED) -> list[int]:
    return interleave([score for score, _ in hits], [second for _, second in hits], earned=earned)


@given(falling)
def test_every_hit_has_one_place(hits: list[tuple[float, bool]]) -> None:
    assert sorted(merged(hits)) == list(range(len(hits)))


@given(falling)
def test_within_a_language_no_order_changes(hits: list[tuple[float, bool]]) -> None:
    order = merged(hits)
    for language in (False, True):
        own = [index for index in order if hits[index][1] is language]
        assert own == sorted(own)


@given(falling.filter(bool))
def test_the_best_stays_first(hits: list[tuple[float, bool]]) -> None:
    assert merged(hits)[0] == 0


@given(falling, st.floats(0.1, 1.0))
def test_a_hit_stands_before_another_language_s_only_where_it_earned_it(
    hits: list[tuple[float, bool]], earned: float
) -> None:
    order = merged(hits, earned)
    for place, early in enumerate(order):
        for late in order[place + 1 :]:
            if hits[early][1] is not hits[late][1]:
                assert hits[early][0] >= earned * hits[late][0]


@given(falling, st.booleans())
def test_one_language_alone_keeps_its_order(hits: list[tuple[float, bool]], language: bool) -> None:
    assert merged([(score, language) for score, _ in hits]) == list(range(len(hits)))


@given(falling)
def test_which_language_is_called_the_second_does_not_count(hits: list[tuple[float, bool]]) -> None:
    assert merged(hits) == merged([(score, not second) for score, second in hits])


@pytest.mark.parametrize(
    ("scores", "second", "order"),
    [
        ([9, 8, 7, 6], [False, False, True, True], [0, 2, 1, 3]),  # good ones take turns
        ([9, 8, 7, 3], [False, False, False, True], [0, 1, 2, 3]),  # a poor one waits
        ([9, 8, 7, 3.9], [False, False, False, True], [0, 1, 3, 2]),  # a middling one until it is due
        ([9, 3, 2, 1], [False, True, True, True], [0, 1, 2, 3]),
        ([], [], []),
    ],
)
def test_examples(scores: list[float], second: list[bool], order: list[int]) -> None:
    assert interleave(scores, second) == order
