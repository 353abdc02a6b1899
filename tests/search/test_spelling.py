"""A misspelt word is likely one of the words nearest to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import MAX_GUESSES, close_terms, edit_distance

short = st.text("abc", max_size=6)


def distance_by_definition(left: str, right: str) -> int:
    """Edits by the plain recursion over prefixes (optimal string alignment)."""
    if not left or not right:
        return len(left) + len(right)
    best = min(
        distance_by_definition(left[:-1], right) + 1,
        distance_by_definition(left, right[:-1]) + 1,
        distance_by_definition(left[:-1], right[:-1]) + (left[-1] != right[-1]),
    )
    if len(left) > 1 and len(right) > 1 and left[-1] == right[-2] and left[-2] == right[-1]:
        best = min(best, distance_by_definition(left[:-2], right[:-2]) + 1)
    return best


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 3))
def test_the_distance_is_right_up_to_its_limit(left: str, right: str, limit: int) -> None:
    assert edit_distance(left, right, limit) == min(distance_by_definition(left, right), limit + 1)


@given(short, short)
def test_the_distance_is_symmetric(left: str, right: str) -> None:
    assert edit_distance(left, right, 2) == edit_distance(right, left, 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("puetro", "puerto"),
        ("puert", "puerto"),
        ("puertoo", "puerto"),
        ("pueyto", "puerto"),
        ("inspecion", "inspeccion"),
    ],
)
def test_one_slip(typed: str, meant: str) -> None:
    assert close_terms(typed, ["aduana", "inspeccion", "puerto", "puertas"])[0] == meant


def test_two_slips_only_in_long_words() -> None:
    assert close_terms("prto", ["puerto"]) == []
    assert close_terms("inspecion", ["inspector"]) == ["inspector"]


def test_nearest_first_without_the_word_itself_and_not_too_many() -> None:
    assert close_terms("inspecion", ["inspector", "inspeccion", "inspecion"]) == ["inspeccion", "inspector"]
    assert len(close_terms("aaaa", [f"aaa{chr(98 + n)}" for n in range(90)])) == MAX_GUESSES
