"""A word that is set letter by letter is searched, marked and shown as the word that it is."""

import pytest

from search.searching import Searcher
from tests.search.asking import ALL, check_marks, paths

TEXTS = {
    "cable": "C O R R E C T E D   C O P Y  (paragraph added)\n\nThe consulate sent it at noon on Friday.\n",
    "corregido": "C O R R E C T E D COPY of the report on the harbour, sent again at noon.\n",
    "minuta": "M\u00a0I\u00a0N\u00a0U\u00a0T\u00a0A de la reunión, R E S O L U C I O\u0301 N final.\n",
    "tabla": "Los anexos A B C D van al final del informe, y los planes B y C no se publican.\n",
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("!corrected", ["cable.txt", "corregido.txt"]),
        ("!correct", ["cable.txt", "corregido.txt"]),
        ('"corrected copy"', ["cable.txt", "corregido.txt"]),
        ('"C O R R E C T E D  C O P Y"', ["cable.txt", "corregido.txt"]),
        ('"corrected copy of the report"', ["corregido.txt"]),
        ("corrected NEAR/1 copy", ["cable.txt", "corregido.txt"]),
        ("=CORRECTED", ["cable.txt", "corregido.txt"]),
        ("=Corrected", []),
        ("M I N U T A", ["minuta.txt"]),
        ("=MINUTA", ["minuta.txt"]),
        ("!resoluciones", ["minuta.txt"]),
        ('"minuta de la reunión"', ["minuta.txt"]),
        ("resoluc*", ["minuta.txt"]),
        ("=B", ["tabla.txt"]),
        ("=D", ["cable.txt", "corregido.txt", "tabla.txt"]),
        ('"planes B y C"', ["tabla.txt"]),
        ('"anexos abcd"', ["tabla.txt"]),
    ],
)
def test_what_is_found(searcher: Searcher, query: str, found: list[str]) -> None:
    assert paths(searcher, query) == found


@pytest.mark.parametrize(
    ("query", "path", "marked"),
    [
        ('"corrected copy"', "cable.txt", ["C O R R E C T E D   C O P Y"]),
        ("!corrected", "corregido.txt", ["C O R R E C T E D"]),
        ("corrected AND noon", "corregido.txt", ["C O R R E C T E D", "noon"]),
        ("=MINUTA", "minuta.txt", ["M\u00a0I\u00a0N\u00a0U\u00a0T\u00a0A"]),
        ("resolución", "minuta.txt", ["R E S O L U C I O\u0301 N"]),
    ],
)
def test_the_whole_run_is_marked(searcher: Searcher, query: str, path: str, marked: list[str]) -> None:
    (hit,) = (hit for hit in searcher.search(query, limit=ALL).hits if hit.path == path)
    check_marks(hit)
    assert [hit.chunk.text[start:end] for start, end in hit.marks] == marked
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.spans] == marked
