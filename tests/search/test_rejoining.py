"""Words that a line end cut are shown whole; compounds, spans and everything else stay."""

import pytest

from analyzers.language import Language
from corpus.model import Chunk, Segment
from search.citing import quote
from search.edits import apply_edits
from search.rejoining import iter_rejoinings
from search.results import Hit, Snippet


def make_chunk(language: Language | None, *lines: str) -> Chunk:
    """A chunk whose lines were joined by nothing."""
    segments: list[Segment] = []
    at = 0
    for line in lines:
        segments.append(Segment(at, at + len(segments), len(line)))
        at += len(line)
    return Chunk("c", "d", 0, "".join(lines), tuple(segments), 1, len(lines), language=language)


@pytest.mark.parametrize(
    ("language", "lines", "shown"),
    [
        (Language.ES, ("en sentido es-", "tricto, pero"), "en sentido estricto, pero"),
        (Language.ES, ("las inspec-", "cionaron ayer"), "las inspeccionaron ayer"),
        (Language.ES, ("el eje franco-", "alemán"), "el eje franco-alemán"),
        (Language.EN, ("the agree-", "ment of"), "the agreement of"),
        (Language.EN, ("a cross-", "border road"), "a cross-border road"),
        (Language.EN, ("a non-", "intrusive look"), "a non-intrusive look"),
        (None, ("inter\u00ad", "national"), "international"),
        (Language.ES, ("pre-", "2005"), "pre-2005"),
        (Language.ES, ("es-tricto",), "es-tricto"),
    ],
)
def test_examples(language: Language | None, lines: tuple[str, ...], shown: str) -> None:
    chunk = make_chunk(language, *lines)
    assert apply_edits(chunk.text, iter_rejoinings(chunk), ())[0] == shown


def test_a_mark_stays_on_its_word_and_a_quotation_has_it_whole() -> None:
    chunk = make_chunk(Language.ES, "en sentido es-", "tricto, pero")
    text, spans = apply_edits(chunk.text, iter_rejoinings(chunk), [(11, 20), (22, 26)])
    assert [text[start:end] for start, end in spans] == ["estricto", "pero"]
    hit = Hit(
        rank=1, score=1.0, chunk=chunk, path="a.txt", title="", exact=True, reasons=(),
        snippet=Snippet("", ()), marks=(),
    )  # fmt: skip
    assert quote(hit, Language.ES).text == "en sentido estricto, pero"
