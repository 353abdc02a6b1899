"""Words are found where they stand, and those that belong together are told."""

import re
import time

import pytest
from hypothesis import example, given

from analyzers.folding import fold
from analyzers.tokenizing import Shape, iter_words, join_spaced
from tests.strings import any_text, letters


@given(any_text)
@example("\ud800a\udfff")
@example("an\u0303o")
def test_words_are_ordered_apart_and_slices_of_the_text(text: str) -> None:
    end = 0
    for word in iter_words(text):
        assert end <= word.start_char < word.end_char <= len(text)
        assert text[word.start_char : word.end_char] == word.text
        end = word.end_char


@given(letters)
def test_letters_set_apart_are_words_of_their_own_or_one(text: str) -> None:
    for word in iter_words(text):
        if word.shape is Shape.SPACED:
            before, behind = text[: word.start_char], text[word.end_char :]
            assert not before[-1:].isalnum()
            assert not behind[:1].isalnum()
            pieces = re.split("[ \u00a0\u202f]", word.text)
            assert len(pieces) > 3
            assert all(len(fold(piece)) == 1 and piece.isupper() for piece in pieces)
            assert word.surfaces == ("".join(pieces),)
            assert join_spaced(word.text) == "".join(pieces)


@given(any_text)
def test_parts_are_ordered_apart_and_inside_their_word(text: str) -> None:
    for word in iter_words(text):
        assert word.parts
        end = word.start_char
        for low, high in word.parts:
            assert end <= low < high <= word.end_char
            end = high


@given(any_text)
def test_no_letter_and_no_digit_is_lost(text: str) -> None:
    covered = {at for word in iter_words(text) for at in range(word.start_char, word.end_char)}
    lost = {text[at] for at in range(len(text)) if at not in covered and text[at].isalnum()}
    assert lost <= {"s", "S"}  # a possessive


@pytest.mark.parametrize(
    ("text", "shape", "parts", "joined"),
    [
        ("puerto", Shape.PLAIN, ["puerto"], None),
        ("cross-border", Shape.COMPOUND, ["cross", "border"], "crossborder"),
        ("cross\u2011border", Shape.COMPOUND, ["cross", "border"], "crossborder"),
        ("T-MEC", Shape.COMPOUND, ["T", "MEC"], "TMEC"),
        ("coope-ración", Shape.COMPOUND, ["coope", "ración"], "cooperación"),
        ("O'Brien", Shape.COMPOUND, ["O", "Brien"], "OBrien"),
        ("3SPP", Shape.COMPOUND, ["3", "SPP"], "3SPP"),
        ("10Contenido", Shape.COMPOUND, ["10", "Contenido"], "10Contenido"),
        ("H1N1", Shape.PLAIN, ["H1N1"], None),
        ("EE.UU.", Shape.ABBREVIATION, ["EE.UU."], "EEUU"),
        ("EE. UU.", Shape.ABBREVIATION, ["EE. UU."], "EEUU"),
        ("U.S.", Shape.ABBREVIATION, ["U.S."], "US"),
        ("C O P Y", Shape.SPACED, ["C O P Y"], "COPY"),
        ("M\u00a0I N\u202fU T A", Shape.SPACED, ["M\u00a0I N\u202fU T A"], "MINUTA"),
        ("N I N\u0303 O", Shape.SPACED, ["N I N\u0303 O"], "NIN\u0303O"),
        ("p.m.", Shape.ABBREVIATION, ["p.m."], "pm"),
        ("1.234,5", Shape.NUMBER, ["1", "234", "5"], "1.234,5"),
        ("juan@sre.gob.mx", Shape.ADDRESS, ["juan", "sre", "gob", "mx"], "juan@sre.gob.mx"),
        ("co\u00adoperation", Shape.PLAIN, ["co\u00adoperation"], None),
        ("an\u0303o", Shape.PLAIN, ["an\u0303o"], None),
    ],
)
def test_shapes(text: str, shape: Shape, parts: list[str], joined: str | None) -> None:
    (word,) = iter_words(text)
    assert word.shape is shape
    assert [text[low:high] for low, high in word.parts] == parts
    assert word.joined == joined


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mexico's ports", ["Mexico", "ports"]),
        ("Mexico’s ports", ["Mexico", "ports"]),
        ("the states' ports", ["the", "states", "ports"]),
        ("ASPAN/SPP", ["ASPAN", "SPP"]),
        ("(¿qué?)", ["qué"]),
        ("U.S.-Mexico", ["U.S.", "Mexico"]),
        ("end. UU is next", ["end", "UU", "is", "next"]),
        ("snake_case", ["snake", "case"]),
        ("a - b", ["a", "b"]),
        ("(M I N U T A), A B C D.", ["M I N U T A", "A B C D"]),
        ("C O R R E C T E D  C O P Y 01", ["C O R R E C T E D", "C O P Y", "01"]),
        ("plan B y C", ["plan", "B", "y", "C"]),
        ("A B C", ["A", "B", "C"]),
        ("a b c d", ["a", "b", "c", "d"]),
        ("A B\nC D", ["A", "B", "C", "D"]),
        ("A B C D-E", ["A", "B", "C", "D-E"]),
        ("A B C D's", ["A", "B", "C", "D"]),
        ("A B C D.E.", ["A", "B", "C", "D.E."]),
        ("A B C Del", ["A", "B", "C", "Del"]),
        ("T-A B C D E", ["T-A", "B C D E"]),
        ("", []),
        ("😀 … — \x00", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert [word.text for word in iter_words(text)] == words


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a-",
        "a.",
        "A",
        "1,",
        "@",
        "a@",
        "a@a.",
        "'s",
        "\u0301",
        "a\u0301",
        "AA.",
        "漢",
        "\x00",
        "a.b+c@",
        "-",
        "A ",
        "A\u00a0",
        "A B  ",
        "A B C D-",
        "N\u0303 ",
    ],
)
def test_a_hundred_thousand_characters_take_no_long(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    started = time.process_time()
    for _ in iter_words(text):
        pass
    assert time.process_time() - started < 3.0
