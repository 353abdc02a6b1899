"""The whole state of a search fits into an address and comes back out of it."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from analyzers.language import Language
from webui.errors import ParameterError
from webui.state import FACETS, MOST_LIMIT, SORTS, SearchState

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip)


def read(url: str) -> SearchState:
    return SearchState.read(MultiDict(parse_qsl(urlsplit(url).query, keep_blank_values=True)))


@given(
    st.builds(
        SearchState,
        q=words,
        limit=st.integers(1, MOST_LIMIT),
        offset=st.integers(0, 1000),
        language=st.sampled_from([None, *Language]),
        sort=st.sampled_from(SORTS),
        first_date=st.sampled_from(["", "2005", "2005-03"]),
        last_date=st.sampled_from(["", "2009-12-31"]),
        exact=st.booleans(),
        translate=st.booleans(),
        facets=st.dictionaries(
            st.sampled_from(FACETS),
            st.lists(words.filter(bool), min_size=1, max_size=3, unique=True).map(tuple),
        ),
    )
)
def test_a_state_comes_back_from_its_address(state: SearchState) -> None:
    assert read(state.url()) == state


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"),
        ("limit=abc", "limit"),
        ("limit=-1", "limit"),
        ("limit=1e3", "limit"),
        ("limit=٣", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("offset=-5", "offset"),
        ("language=fr", "language"),
        ("sort=size", "sort"),
        ("exact=maybe", "exact"),
        ("translate=2", "translate"),
        ("from=yesterday", "from"),
        ("to=2005-13", "to"),
        ("&".join(f"tag=t{n}" for n in range(51)), "tag"),
    ],
)
def test_an_impossible_value_is_named(query: str, name: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read(f"/?q=x&{query}")
    assert caught.value.name == name


def test_empty_parameters_of_a_form_are_as_usual() -> None:
    assert read("/?q=x&from=&to=&language=&limit=&sort=") == SearchState(q="x")


def test_dates_become_one_filter() -> None:
    assert read("/?q=x&from=2005&to=2009-06").filters == {"date": ("2005..2009-06",)}
    assert read("/?q=x&to=2009").filters == {"date": ("..2009",)}


def test_a_facet_is_put_on_and_taken_off() -> None:
    state = SearchState(q="x", offset=30).toggled("year", "2005").toggled("year", "2009").toggled("tag", "A")
    assert (state.facets, state.offset) == ({"year": ("2005", "2009"), "tag": ("A",)}, 0)
    assert state.toggled("year", "2005").toggled("tag", "A").facets == {"year": ("2009",)}


@pytest.mark.parametrize(
    ("query", "term", "wanted"),
    [
        ("ASPAN", "ASPAN", "!ASPAN"),
        ("la ASPAN y", "aspan", "la !ASPAN y"),
        ("Guardia  Costera", "Guardia Costera", "!Guardia  !Costera"),
        ("+ASPAN", "ASPAN", "+!ASPAN"),
        ("(ASPAN O OMC)", "ASPAN", "(!ASPAN O OMC)"),
        ("T-MEC", "T-MEC", "!T-MEC"),
        ("!ASPAN", "ASPAN", "!ASPAN"),
        ("=ASPAN", "ASPAN", "=ASPAN"),
        ('"ASPAN"', "ASPAN", '"ASPAN"'),
        ("ASPANES", "ASPAN", "ASPANES"),
        ("inspeccion", "inspección", "inspeccion"),
        ("a.*b", ".*", "a.*b"),
    ],
)
def test_a_word_loses_its_equivalents(query: str, term: str, wanted: str) -> None:
    assert SearchState(q=query).without_equivalents(term).q == wanted


@pytest.mark.parametrize(
    "query", ["ASPAN", "la ASPAN de 2005", "Guardia Costera", "(Guardia Costera O ASPAN)"]
)
def test_what_was_silenced_can_be_brought_back(query: str) -> None:
    term = "Guardia Costera" if "Guardia" in query else "ASPAN"
    silent = SearchState(q=query).without_equivalents(term)
    assert silent.silenced == [term]
    assert silent.with_equivalents(term).q == query
