"""Folding takes away accents and case, once and for all."""

import unicodedata

import pytest
from hypothesis import given

from analyzers.folding import INVISIBLE, fold, fold_keeping_enye, normalize
from tests.strings import any_text, words


@given(any_text)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_keeping_enye(fold_keeping_enye(text)) == fold_keeping_enye(text)
    assert normalize(normalize(text)) == normalize(text)


@given(words)
def test_plain_words_fold_to_ascii_letters(word: str) -> None:
    folded = fold(word)
    assert folded.isascii()
    assert folded.isalpha()
    assert folded.islower()
    assert len(folded) == len(word)


@given(words)
def test_case_and_unicode_form_do_not_count(word: str) -> None:
    decomposed = unicodedata.normalize("NFD", word)
    assert fold(word) == fold(word.upper()) == fold(decomposed)
    assert fold_keeping_enye(word) == fold_keeping_enye(word.upper()) == fold_keeping_enye(decomposed)


@given(words)
def test_enye_is_the_only_difference_between_the_two_foldings(word: str) -> None:
    assert fold_keeping_enye(word).replace("ñ", "n") == fold(word)


@pytest.mark.parametrize("invisible", list(INVISIBLE))
def test_characters_that_nobody_sees_do_not_count(invisible: str) -> None:
    assert fold(f"ins{invisible}pección") == "inspeccion"


@pytest.mark.parametrize(
    ("word", "folded"),
    [("AÑO", "ano"), ("pingüino", "pinguino"), ("½", "12"), ("Straße", "strasse"), ("ﬁn", "fin")],
)
def test_examples(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_a_word_of_which_nothing_would_be_left_stays_itself() -> None:
    assert fold("😀") == "😀"
    assert fold("\ud800") == "\ud800"


def test_blanks_stay_where_enye_is_kept() -> None:
    assert fold_keeping_enye("Año Común") == "año comun"
