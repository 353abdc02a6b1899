"""The drawing that is written out here is langdetect's own, to the last digit."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.profiles import _ask_langdetect, lean
from tests.golden import read_rows
from tests.strings import any_text, words

ROWS = read_rows("languages.tsv")


@pytest.mark.parametrize("text", [row["text"] for row in ROWS])
def test_real_lines_as_langdetect(text: str) -> None:
    spoken = re.findall(r"[^\W\d_]+", text.lower())
    assert lean(spoken) == (_ask_langdetect(" ".join(spoken)) if spoken else 0.0)


@given(st.lists(words.map(str.lower), min_size=1, max_size=8))
def test_words_as_langdetect(spoken: list[str]) -> None:
    assert lean(spoken) == _ask_langdetect(" ".join(spoken))


@given(any_text.filter(lambda text: bool(text.split())))
def test_any_letters_as_langdetect(text: str) -> None:
    spoken = [each for word in text.lower().split() if (each := "".join(filter(str.isalpha, word)))]
    assert lean(spoken) == (_ask_langdetect(" ".join(spoken)) if spoken else 0.0)


def test_nothing_leans_nowhere() -> None:
    assert lean(()) == lean(("漢",)) == 0.0
