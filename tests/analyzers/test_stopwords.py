"""The stop lists hold function words only, and every word of them is one term."""

import pytest

from analyzers.analysis import analyze
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.stopwords import STOP_WORDS, is_stop_word

LISTED = [(language, word) for language in Language for word in sorted(STOP_WORDS[language])]


@pytest.mark.parametrize("word", ["estado", "contra", "sin", "sobre", "bajo", "parte", "fin", "no", "paz"])
def test_spanish_words_with_content_are_not_listed(word: str) -> None:
    assert not is_stop_word(word)


@pytest.mark.parametrize("word", ["against", "under", "over", "between", "state", "will", "may", "no", "not"])
def test_english_words_with_content_are_not_listed(word: str) -> None:
    assert not is_stop_word(word)


@pytest.mark.parametrize("word", ["de", "la", "que", "según", "también", "the", "of", "which", "is", "por"])
def test_function_words_are_listed(word: str) -> None:
    assert is_stop_word(fold(word))


@pytest.mark.parametrize("acronym", ["U.S.", "I.T."])
def test_a_dotted_acronym_is_no_function_word(acronym: str) -> None:
    assert not is_stop_word(analyze(acronym, Language.EN).exact[0].text)


def test_every_listed_word_is_one_lower_case_word() -> None:
    for language, word in LISTED:
        analysis = analyze(word, language)
        assert analysis.length == 1, word
        assert word == word.lower()
        assert fold(word).isalpha()
        assert analysis.exact[0].text == fold(word)
        assert is_stop_word(fold(word))


def test_lists_have_a_sensible_size() -> None:
    assert 100 <= len(STOP_WORDS[Language.ES]) <= 250
    assert 100 <= len(STOP_WORDS[Language.EN]) <= 250
