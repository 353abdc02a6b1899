"""Each paragraph's language is told, and what holds no evidence stays unknown."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.detection import detect_language, name_languages
from analyzers.language import Language
from tests.golden import read_rows
from tests.strings import any_text

ROWS = read_rows("languages.tsv")
KNOWN = [row for row in ROWS if row["language"] != "unknown"]

SPANISH = "El puerto fue cerrado por la marina durante tres días."
ENGLISH = "The port was closed by the navy for three whole days."


def share_right(rows: list[dict[str, str]]) -> float:
    return sum(detect_language(row["text"]) == Language(row["language"]) for row in rows) / len(rows)


def test_sentences_are_told_apart() -> None:
    rows = [row for row in KNOWN if len(row["text"].split()) >= 6]
    assert len(rows) >= 30
    assert share_right(rows) == 1.0


def test_short_lines_are_mostly_told_apart() -> None:
    rows = [row for row in KNOWN if len(row["text"].split()) < 6]
    assert len(rows) >= 15
    assert share_right(rows) >= 0.95


@pytest.mark.parametrize("row", [r for r in ROWS if r["language"] == "unknown"], ids=lambda row: row["text"])
def test_what_holds_no_evidence_stays_unknown(row: dict[str, str]) -> None:
    assert detect_language(row["text"]) is None, row["reason"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "\ud800", "😀", "1"])
def test_nothing_is_unknown(text: str) -> None:
    assert name_languages([text]) == [None]


def test_a_document_without_evidence_stays_unknown_throughout() -> None:
    assert name_languages(["12", "", "***", "2005-03-23"]) == [None] * 4


@pytest.mark.parametrize(("around", "expected"), [(SPANISH, Language.ES), (ENGLISH, Language.EN)])
@pytest.mark.parametrize("weak", ["SEDENA", "1.234", "FM AMEMBASSY", ""])
def test_a_line_without_prose_takes_the_language_around_it(
    around: str, expected: Language, weak: str
) -> None:
    assert name_languages([around, weak, around]) == [expected] * 3


def test_neighbours_do_not_outvote_a_sentence() -> None:
    assert name_languages([SPANISH, SPANISH, ENGLISH, SPANISH, SPANISH])[2] is Language.EN
    assert name_languages([ENGLISH, ENGLISH, SPANISH, ENGLISH, ENGLISH])[2] is Language.ES


def test_far_paragraphs_do_not_count() -> None:
    assert name_languages([SPANISH, "", "", "", ""])[-1] is None


@given(st.lists(any_text, max_size=6))
def test_one_answer_a_text_and_always_the_same(texts: list[str]) -> None:
    named = name_languages(texts)
    assert len(named) == len(texts)
    assert named == name_languages(texts)


@pytest.mark.parametrize("piece", ["a", "http://", "Ñ ", "la ", "@", "\u0301", "漢"])
def test_a_hundred_thousand_characters_take_no_long(piece: str) -> None:
    started = time.process_time()
    name_languages([(piece * 100_000)[:100_000]])
    assert time.process_time() - started < 2.0
