"""A word that a line end cuts in two is searched, marked and shown as the word that it is."""

import pytest

from analyzers.language import Language
from search.citing import quote
from search.concordance import iter_lines
from search.searching import Searcher
from tests.search.asking import ALL, check_marks, paths

TEXTS = {
    "acuerdo": """El acuerdo sobre la seguridad de las fronteras se aplica en sentido es-
tricto, dijo el agente, y la Guardia Cos-
tera revisa los contenedores con los franco-
alemanes que llegaron ayer al puerto de Veracruz.
""",
    "entero": "El acuerdo se aplica en sentido estricto y la guardia costera lo sabe.\n",
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("=estricto", ["acuerdo.txt", "entero.txt"]),
        ("=Costera", ["acuerdo.txt"]),
        ('"estricto dijo el agente"', ["acuerdo.txt"]),
        ("estricto NEAR/1 dijo", ["acuerdo.txt"]),
        ('"la Guardia Costera revisa"', ["acuerdo.txt"]),
        ("=tricto", []),
        ("=francoalemanes", []),
        ("=franco", ["acuerdo.txt"]),
    ],
)
def test_what_is_found(searcher: Searcher, query: str, found: list[str]) -> None:
    assert paths(searcher, query) == found


@pytest.mark.parametrize(
    ("query", "marked", "shown"),
    [
        ("=estricto", ["es-tricto"], ["estricto"]),
        ('"estricto dijo"', ["es-tricto, dijo"], ["estricto, dijo"]),
        ("Costera AND contenedores", ["Cos-tera", "contenedores"], ["Costera", "contenedores"]),
        ('"Guardia Costera" agente', ["agente", "Guardia Cos-tera"], ["agente", "Guardia Costera"]),
    ],
)
def test_what_is_marked_and_shown(
    searcher: Searcher, query: str, marked: list[str], shown: list[str]
) -> None:
    (hit,) = (hit for hit in searcher.search(query, limit=ALL).hits if hit.path == "acuerdo.txt")
    check_marks(hit)
    text = hit.chunk.text
    assert [text[start:end] for start, end in hit.marks] == marked
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.spans] == shown
    lines = list(iter_lines(hit, width=200))
    assert [line.match for line in lines] == shown
    assert [text[line.start_char : line.end_char] for line in lines] == marked
    assert {line.left + line.match + line.right for line in lines} == {quote(hit, Language.ES).text}


def test_marks_stand_on_both_lines_of_the_file(searcher: Searcher) -> None:
    (hit,) = (hit for hit in searcher.search("=estricto", limit=ALL).hits if hit.path == "acuerdo.txt")
    file = TEXTS["acuerdo"]
    assert [file[slice(*each)] for each in hit.chunk.source_spans(*hit.marks[0])] == ["es-", "tricto"]
