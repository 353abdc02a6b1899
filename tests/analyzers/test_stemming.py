"""Inflections of a word meet, and the vocabulary file says which, and which do not."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.folding import fold
from analyzers.language import Language
from analyzers.lexicon import SHIPPED_LEXICON
from analyzers.rows import RowFinder
from analyzers.stemming import GIVEN_STEMS, _cut, given_words, respell, singular, stem, stem_heads, with_i
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


def _given() -> Iterator[tuple[Language, bool, list[str]]]:
    """The rows of the shipped table: language, whether they have a stem to themselves, words as spelt."""
    for line in GIVEN_STEMS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, _, row = line.partition("\t")
            yield Language(language), not row.startswith("= "), row.removeprefix("= ").split()


@cache
def _words_by_stem(language: Language) -> Mapping[str, set[str]]:
    """The folded words of the shipped tables by the stem that rules alone give them."""
    words = {
        fold(word)
        for row in RowFinder(SHIPPED_LEXICON.read_text(encoding="utf-8"))
        for word in _cells(row, language)
    }
    forms = SHIPPED_LEXICON.with_name(f"forms_{language}.tsv").read_text(encoding="utf-8")
    words |= {fold(row.partition("\t")[0]) for row in RowFinder(forms)}
    found: dict[str, set[str]] = {}
    for word in words:
        found.setdefault(_by_rule(word, language), set()).add(word)
    return found


def _cells(row: str, language: Language) -> list[str]:
    spanish, _, english = row.split("\t")
    return [spanish] if language is Language.ES else re.findall(r"[a-z]+", english)


@cache
def _by_rule(word: str, language: Language) -> str:
    one = singular(word) if language is Language.ES else word
    return _cut(respell(one, language), language)


@pytest.mark.parametrize(
    "word",
    [
        "préstamo",
        "próximo",
        "marítimo",
        "índice",
        "avance",
        "cómplice",
        "cruce",
        "pirámide",
        "tribu",
        "tsunami",
    ],
)
def test_plurals_that_look_like_forms_of_others(word: str) -> None:
    assert singular(fold(word + "s")) == fold(word)
    assert stem(fold(word + "s"), Language.ES) == stem(fold(word), Language.ES)


def test_no_word_is_given_two_stems() -> None:
    words = Counter((language, fold(word)) for language, _, row in _given() for word in row)
    assert [word for word, times in words.items() if times > 1] == []


@pytest.mark.parametrize("language", Language)
def test_every_row_mends_what_rules_get_wrong(language: Language) -> None:
    given = {fold(word) for named, _, row in _given() if named is language for word in row}
    for named, is_apart, row in _given():
        if named is language:
            words = {fold(word) for word in row}
            assert len({stem(word, language) for word in words}) == 1
            cut = {_by_rule(word, language) for word in words}
            alike = set().union(*(_words_by_stem(language).get(each, set()) for each in cut))
            alike |= {each for each in given if _by_rule(each, language) in cut}  # Mario beside María
            assert alike - words if is_apart else len(cut) > 1, row


@pytest.mark.parametrize("language", Language)
def test_a_word_begins_as_its_stem_says(language: Language) -> None:
    """Whoever looks for the words of a stem by how they begin misses none."""
    for word in set().union(*_words_by_stem(language).values()):
        stemmed = stem(word, language)
        begins = with_i(word).startswith(tuple(map(with_i, stem_heads(stemmed))))
        assert begins or word in given_words(stemmed, language), (word, stemmed)


def test_whoever_imports_nltk_next_gets_all_of_it() -> None:
    nltk = import_module("nltk")
    assert nltk.corpus.stopwords is not None
    assert nltk.stem.SnowballStemmer("spanish").stem("inspecciones") == "inspeccion"
