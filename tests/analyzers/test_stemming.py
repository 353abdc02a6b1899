"""Inflections of a word meet, and the vocabulary file says which, and which do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.folding import fold
from analyzers.language import Language
from analyzers.stemming import stem
from tests.golden import read_rows
from tests.strings import any_text

ROWS = read_rows("stems.tsv")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['language']}-{row['word']}")
def test_vocabulary(row: dict[str, str]) -> None:
    assert stem(fold(row["word"]), Language(row["language"])) == row["stem"], row["reason"]


def test_the_vocabulary_is_large_enough_and_gives_reasons() -> None:
    assert len(ROWS) >= 80
    assert {row["language"] for row in ROWS} == {"es", "en"}
    assert all(row["reason"] for row in ROWS)


@given(any_text, st.sampled_from(Language))
def test_any_string_has_a_stem(text: str, language: Language) -> None:
    assert bool(stem(text, language)) == bool(text)


@pytest.mark.parametrize("text", ["", "1994", "h1n1", "1.234,5", "x" * 61, "x" * 100_000])
def test_what_does_not_inflect_is_its_own_stem(text: str) -> None:
    assert all(stem(text, language) == text for language in Language)
