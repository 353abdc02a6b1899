"""Fields, facets, dates, orders and pages bound a search and change nothing else."""

import pytest

from analyzers.language import Language
from corpus.ordering import order_paths
from search.results import Hit
from search.searching import MAX_LIMIT, Searcher
from tests.search.asking import ALL, answer, found, ids, order


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("idioma:es puerto", "language:es puerto"),
        ("tipo:md ASPAN", "type:md ASPAN"),
        ("título:puertos", "title:puertos"),
        ("sección:resumen", "section:resumen"),
        ("fecha:2009 cable", "date:2009 cable"),
        ("ruta:aspan", "path:aspan"),
        ("año:2009 puerto", "year:2009 puerto"),
    ],
)
def test_field_names_in_both_languages(sample_searcher: Searcher, spanish: str, english: str) -> None:
    left, right = sample_searcher.search(spanish), sample_searcher.search(english)
    assert answer(left) == answer(right)
    assert left.interpreted == right.interpreted


@pytest.mark.parametrize("language", Language)
def test_a_language_bounds_a_search_however_it_is_said(sample_searcher: Searcher, language: Language) -> None:
    page = sample_searcher.search("puerto OR port", limit=ALL, language=language)
    assert page.total > 0
    assert {hit.chunk.language for hit in page.hits} == {language}
    filtered = sample_searcher.search("puerto OR port", limit=ALL, filters={"language": [language.value]})
    assert order(filtered) == order(page)
    assert ids(sample_searcher, f"puerto AND language:{language}") <= found(page)


@pytest.mark.parametrize("name", ["language", "type", "year"])
def test_a_facet_counts_what_its_filter_gives(sample_searcher: Searcher, name: str) -> None:
    page = sample_searcher.search("seguridad security", limit=0)
    values = page.facets[name]
    assert sum(each.count for each in values) <= page.total
    for each in values:
        bounded = sample_searcher.search("seguridad security", limit=0, filters={name: [each.value]})
        assert bounded.total == each.count
    every = sample_searcher.search(
        "seguridad security", limit=0, filters={name: [each.value for each in values]}
    )
    assert every.total == sum(each.count for each in values), "values of one name are alternatives"


def test_filters_of_several_names_hold_together(sample_searcher: Searcher) -> None:
    page = sample_searcher.search("puerto", limit=ALL, filters={"language": ["es"], "type": ["md"]})
    assert page.total > 0
    assert all(hit.path.endswith(".md") and hit.chunk.language is Language.ES for hit in page.hits)
    assert sample_searcher.search("puerto", filters={"language": ["fr"]}).total == 0
    assert sample_searcher.search("puerto", filters={"nonsense": ["x"]}).total == 0


def test_a_filter_alone_lists_what_it_holds(sample_searcher: Searcher) -> None:
    page = sample_searcher.search("", filters={"type": ["csv"]}, limit=ALL)
    assert page.total > 0
    assert all(hit.path.endswith(".csv") for hit in page.hits)
    assert ids(sample_searcher, "type:csv") == found(page)


def test_a_filter_ranks_nothing(sample_searcher: Searcher) -> None:
    plain = {h.chunk.chunk_id: h.score for h in sample_searcher.search("puerto", limit=ALL).hits}
    for hit in sample_searcher.search("puerto idioma:es", limit=ALL).hits:
        assert hit.score == plain[hit.chunk.chunk_id]


def date_of(hit: Hit) -> str:
    return next(iter(hit.chunk.metadata.get("date", ())), "")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("date:2009", "2009", "2009~"),
        ("date:2005..2009", "2005", "2009~"),
        ("date:2009..", "2009", "9999"),
        ("fecha:..2009", "0000", "2009~"),
        ("date:2009-01..2009-12-31", "2009-01", "2009-12-31"),
    ],
)
def test_dates(sample_searcher: Searcher, text: str, low: str, high: str) -> None:
    dated = [hit for hit in sample_searcher.search("-zzzz", limit=ALL).hits if date_of(hit)]
    page = sample_searcher.search(text, limit=ALL)
    assert found(page) == {hit.chunk.chunk_id for hit in dated if low <= date_of(hit) <= high}
    assert page.total > 0


@pytest.mark.parametrize("text", ["date:yesterday", "date:..", "date:2009..soon", "date:20"])
def test_a_date_that_is_none_is_noted(sample_searcher: Searcher, text: str) -> None:
    page = sample_searcher.search(f"puerto {text}")
    assert [note.key for note in page.notes] == ["bad-date"]
    assert page.total == sample_searcher.search("puerto").total


def test_order_by_path_and_by_date(sample_searcher: Searcher) -> None:
    by_score, by_path, by_date = (
        sample_searcher.search("puerto", limit=ALL, sort=sort).hits for sort in ("score", "path", "date")
    )
    assert {h.chunk.chunk_id for h in by_path} == {h.chunk.chunk_id for h in by_score}
    places = [(order_paths(hit.path), hit.chunk.ordinal) for hit in by_path]
    assert places == sorted(places)
    dates = [date_of(hit) for hit in by_date]
    assert dates == sorted(dates, reverse=True), "newest first, undated last"


@pytest.mark.parametrize("size", [1, 7, 10])
@pytest.mark.parametrize("sort", ["score", "path", "date"])
def test_pages_make_up_the_whole_list(sample_searcher: Searcher, sort: str, size: int) -> None:
    whole = sample_searcher.search("frontera comercio", limit=ALL, sort=sort)  # type: ignore[arg-type]
    limit = min(whole.total, 30)
    pieces: list[str] = []
    for offset in range(0, limit, size):
        page = sample_searcher.search("frontera comercio", limit=size, offset=offset, sort=sort)  # type: ignore[arg-type]
        assert page.total == whole.total
        assert [hit.rank for hit in page.hits] == list(range(offset + 1, offset + 1 + len(page.hits)))
        pieces.extend(order(page))
    assert pieces[:limit] == order(whole)[:limit]
    assert len(set(order(whole))) == whole.total


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-5, 0), (10, -3), (10, 10**9), (10**9, 0)])
def test_odd_pages_are_taken_sensibly(sample_searcher: Searcher, limit: int, offset: int) -> None:
    page = sample_searcher.search("puerto", limit=limit, offset=offset)
    assert 0 <= page.limit <= MAX_LIMIT
    assert page.offset >= 0
    assert len(page.hits) == max(0, min(page.limit, page.total - page.offset))
