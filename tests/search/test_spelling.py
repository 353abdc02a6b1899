"""A misspelt word is likely one of the words nearest to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.spelling import measure
from index.fields import VERBATIM
from index.reading import IndexReader
from search.spelling import (
    MAX_GUESSES,
    Speller,
    close_terms,
    edit_distance,
    iter_near_terms,
)

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


@given(st.text("abcz", min_size=1, max_size=5), st.text("abcz", min_size=1, max_size=6))
def test_near_terms_are_those_one_edit_away_that_begin_alike(term: str, other: str) -> None:
    is_near = edit_distance(term, other, 1) == 1 and term[0] == other[0]
    assert (other in set(iter_near_terms(term))) is is_near


def test_most_slips_are_put_right(sample_reader: IndexReader) -> None:
    """The target is 82 in a hundred; over the words of the samples it is more."""
    right, _ = measure(sample_reader.engine, count=500, seed=1)
    assert len(right) > 400
    assert sum(right) / len(right) >= 0.90


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("inspecion", "inspección"),
        ("inspeción", "inspección"),
        ("Seguridda", "Seguridad"),
        ("custms", "customs"),
        ("pequenass", "pequeñas"),
        ("INSPECION", None),
        ("insp3cion", None),
        ("nspeccion", None),
        ("zzqxj", None),
        ("qeu", None),
        ("", None),
        ("\ud800aaaa", None),
        ("a" * 500, None),
    ],
)
def test_a_suggestion_is_spelt_as_people_write_it(
    sample_reader: IndexReader, typed: str, meant: str | None
) -> None:
    if meant is not None:
        assert sample_reader.engine.has_term(VERBATIM, meant)
    assert Speller(sample_reader.engine).correct(typed) == meant
