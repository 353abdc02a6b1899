"""How the tests of this room ask, and how they compare what they are told."""

from search.results import Hit, ResultPage
from search.searching import MAX_LIMIT, Searcher

ALL = MAX_LIMIT


def found(page: ResultPage) -> set[str]:
    """The chunks of a page, which must hold all hits."""
    assert page.total == len(page.hits)
    return {hit.chunk.chunk_id for hit in page.hits}


def order(page: ResultPage) -> list[str]:
    return [hit.chunk.chunk_id for hit in page.hits]


def paths(searcher: Searcher, text: str) -> list[str]:
    """The files of all hits, one a hit, sorted."""
    return sorted(hit.path for hit in searcher.search(text, limit=ALL).hits)


def ids(searcher: Searcher, text: str, *, translate: bool = True, exact: bool = False) -> set[str]:
    return found(searcher.search(text, limit=ALL, translate=translate, exact=exact))


def exact_ids(searcher: Searcher, text: str, *, translate: bool = True) -> set[str]:
    """The chunks that hold what was asked: operators know no others, such as those with a relative."""
    page = searcher.search(text, limit=ALL, translate=translate)
    return set(order(page)[: page.exact_total])


def answer(page: ResultPage) -> tuple[object, ...]:
    """A page without what depends on how it was asked and on the clock."""
    hits = [(h.chunk.chunk_id, round(h.score, 5), h.exact, h.marks, h.snippet) for h in page.hits]
    return page.total, page.exact_total, hits


def check_marks(hit: Hit) -> None:
    """Spans are sorted, apart, in range, and neither begin nor end in a blank."""
    text, end = hit.chunk.text, 0
    for low, high in hit.marks:
        assert end <= low < high <= len(text)
        assert text[low] not in " \n"
        assert text[high - 1] not in " \n"
        end = high
    end = 0
    for low, high in hit.snippet.spans:
        assert end <= low < high <= len(hit.snippet.text)
        end = high
