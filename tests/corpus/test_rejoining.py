"""Words that a line end cut are whole; compounds and everything else stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.language import Language
from corpus.model import Chunk, Segment
from corpus.rejoining import rejoin


def make_chunk(language: Language | None, *lines: str) -> Chunk:
    """A chunk whose lines were joined by nothing."""
    segments: list[Segment] = []
    at = 0
    for line in lines:
        segments.append(Segment(at, at + len(segments), len(line)))
        at += len(line)
    return Chunk("c", "d", 0, "".join(lines), tuple(segments), 1, len(lines), language=language)


@pytest.mark.parametrize(
    ("language", "lines", "whole"),
    [
        (Language.ES, ("en sentido es-", "tricto, pero"), "en sentido estricto, pero"),
        (Language.ES, ("las inspec-", "cionaron ayer"), "las inspeccionaron ayer"),
        (Language.ES, ("el eje franco-", "alemán"), "el eje franco-alemán"),
        (Language.ES, ("las franco-", "alemanas"), "las franco-alemanas"),
        (Language.ES, ("histórico-", "culturales"), "histórico-culturales"),
        (Language.ES, ("costo-", "beneficio"), "costo-beneficio"),
        (Language.ES, ("humana-", "mente"), "humanamente"),
        (Language.ES, ("las aguas delimita-", "das"), "las aguas delimitadas"),
        (Language.EN, ("the agree-", "ment of"), "the agreement of"),
        (Language.EN, ("a cross-", "border road"), "a cross-border road"),
        (Language.EN, ("a non-", "intrusive look"), "a non-intrusive look"),
        (None, ("inter\u00ad", "national"), "international"),
        (Language.ES, ("pre-", "2005"), "pre-2005"),
        (Language.ES, ("es-tricto",), "es-tricto"),
    ],
)
def test_examples(language: Language | None, lines: tuple[str, ...], whole: str) -> None:
    assert rejoin(make_chunk(language, *lines)).text == whole


@given(
    st.lists(st.sampled_from(["es-", "tricto", "acuer-", "do y ", "agree-", "ment", "é-", "x "]), max_size=9)
)
def test_every_stretch_of_whole_words_is_found_again(lines: list[str]) -> None:
    chunk = make_chunk(Language.ES, *(lines or ["x"]))
    read = rejoin(chunk)
    for start in range(len(read.text)):
        for end in range(start + 1, len(read.text) + 1):
            low, high = read.locate(start, end)
            kept = [
                char
                for place, char in enumerate(chunk.text)
                if low <= place < high and place not in read.hyphens
            ]
            assert "".join(kept) == read.text[start:end]
            assert low not in read.hyphens
            assert high - 1 not in read.hyphens
