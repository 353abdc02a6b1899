"""The real documents answer the questions that they were given with. Places are named by file and line."""

import pytest

from analyzers.language import Language
from search.results import Hit
from search.searching import Searcher

pytestmark = pytest.mark.seeds


def hits(searcher: Searcher, text: str) -> tuple[Hit, ...]:
    page = searcher.search(text, limit=1_000)
    assert page.total == len(page.hits)
    return page.hits


def found(searcher: Searcher, text: str) -> set[str]:
    return {hit.chunk.chunk_id for hit in hits(searcher, text)}


def lines(searcher: Searcher, text: str, file: str) -> set[int]:
    """The lines of a seed that the hits cover."""
    return {
        line
        for hit in hits(searcher, text)
        if hit.path.startswith(file)
        for line in range(hit.chunk.start_line, hit.chunk.end_line + 1)
    }


@pytest.mark.parametrize(("one", "other"), [("Guardia Costera", "Coast Guard"), ("ASPAN", "SPP")])
def test_both_names_find_the_same(seed_searcher: Searcher, one: str, other: str) -> None:
    assert found(seed_searcher, one) == found(seed_searcher, other)
    assert found(seed_searcher, one)


def test_one_search_brings_passages_of_both_languages(seed_searcher: Searcher) -> None:
    assert {hit.chunk.language for hit in hits(seed_searcher, "ASPAN")} >= set(Language)


def test_a_word_cut_by_a_line_end_is_found(seed_searcher: Searcher) -> None:
    assert {153, 154} <= lines(seed_searcher, "understanding", "000")


def test_an_acronym_glued_to_a_slide_number_is_found(seed_searcher: Searcher) -> None:
    assert 25 in lines(seed_searcher, "SPP", "000")


def test_a_quotation_is_found_across_a_wrapped_line(seed_searcher: Searcher) -> None:
    quotation = '"non-intrusive inspection equipment"'
    wrapped = [
        hit
        for hit in hits(seed_searcher, quotation)
        if hit.path.startswith("002") and any(len(hit.chunk.source_spans(*mark)) > 1 for mark in hit.marks)
    ]
    assert wrapped
    for hit in wrapped:
        assert hit.chunk.end_line > hit.chunk.start_line
        assert hit.exact


def test_lost_accents_and_capitals_change_nothing(seed_searcher: Searcher) -> None:
    pages = [hits(seed_searcher, text) for text in ("cooperación", "cooperacion", "COOPERACIÓN")]
    orders = [[hit.chunk.chunk_id for hit in page] for page in pages]
    assert orders[0]
    assert orders[0] == orders[1] == orders[2]
