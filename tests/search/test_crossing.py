"""Every spelling, every inflection and every name of a thing in either language finds the same."""

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers.folding import fold
from analyzers.language import Language
from analyzers.termbase import Termbase
from search.results import Reason, ResultPage
from search.searching import Searcher
from tests import shipped
from tests.laws import cases
from tests.search.asking import ALL, answer, found, ids, order


@pytest.mark.parametrize(
    "forms",
    [
        ("inspección", "inspeccion", "INSPECCIÓN", "Inspeccio\u0301n", "inspec\u200bción", "inspecciones"),
        ("seguridad fronteriza", "Seguridad Fronteriza", "seguridad fronterizas"),
        ("cross-border", "crossborder", "Cross-Border", "cross AND border"),
        ("«puerto seguro»", '"puerto seguro"', "“Puerto Seguro”"),
        ("EE.UU.", "EE. UU.", "EEUU", "ee.uu."),
        ("T-MEC", "t-mec", "TMEC"),
    ],
    ids=lambda forms: forms[0],
)
def test_spelling_does_not_change_what_is_found(sample_searcher: Searcher, forms: Sequence[str]) -> None:
    sets = [ids(sample_searcher, form) for form in forms]
    assert all(each == sets[0] for each in sets)


@pytest.mark.parametrize("word", ["inspección", "México", "según el ministerio", "acción", "número"])
def test_lost_accents_and_capitals_change_nothing_at_all(sample_searcher: Searcher, word: str) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    accented = answer(sample_searcher.search(word))
    assert accented[0]
    assert answer(sample_searcher.search(bare)) == accented
    assert answer(sample_searcher.search(unicodedata.normalize("NFD", word))) == accented
    assert answer(sample_searcher.search(word.lower())) == accented


def test_capitals_change_nothing(sample_searcher: Searcher) -> None:
    lower, upper = (sample_searcher.search(text, limit=ALL) for text in ("inspección", "INSPECCIÓN"))
    assert lower.total == upper.total > 0
    assert order(lower) == order(upper)


def test_the_same_search_gives_the_same_page(sample_searcher: Searcher) -> None:
    assert answer(sample_searcher.search("seguridad SPP")) == answer(sample_searcher.search("seguridad SPP"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASPAN", "SPP"),
        ("OMC", "WTO"),
        ("BID", "IDB"),
        ("T-MEC", "USMCA"),
        ("Guardia Costera", "Coast Guard"),
        ("TLCAN", "NAFTA"),
        ("OMC", "Organización Mundial del Comercio"),
        ("OMC", "world trade organization"),
    ],
)
def test_both_names_find_the_same(sample_searcher: Searcher, one: str, other: str) -> None:
    left, right = (sample_searcher.search(text, limit=ALL) for text in (one, other))
    assert found(left) == found(right)
    assert left.total == right.total > 0
    assert left.exact_total == left.total
    languages = {hit.chunk.language for hit in left.hits}
    assert languages >= set(Language)


CONCEPTS = shipped.termbase().concepts


def test_every_label_of_a_concept_finds_the_same(
    sample_searcher: Searcher, shipped_termbase: Termbase, occurring: list[str]
) -> None:
    assert len(occurring) > 150

    @cases(13)
    @given(st.sampled_from(occurring))
    @example("spp")
    def law(concept_id: str) -> None:
        concept = shipped_termbase.concepts[concept_id]
        pages: dict[str, ResultPage] = {}
        bound: dict[str, ResultPage] = {}
        for label in concept.labels:
            if len(shipped_termbase.lookup(label.text)) > 1:
                continue  # an ambiguous label finds its other concepts too
            page = sample_searcher.search(label.text, limit=ALL)
            (bound if label.bound else pages)[label.text] = page
        sets = {text: frozenset(found(page)) for text, page in pages.items()}
        assert len(set(sets.values())) <= 1, {text: len(ids) for text, ids in sets.items()}
        for page in bound.values():  # typed, such a label counts in passages of the other language too
            assert all(found(page) >= each for each in sets.values())

    law()


def test_translation_can_be_left_out(sample_searcher: Searcher) -> None:
    both, spanish = ids(sample_searcher, "ASPAN"), ids(sample_searcher, "ASPAN", translate=False)
    assert spanish < both
    assert ids(sample_searcher, "!ASPAN") == spanish
    page = sample_searcher.search("ASPAN", limit=ALL, translate=False)
    assert page.expansions == ()
    assert all("aspan" in fold(hit.chunk.text) for hit in page.hits)


def test_expansions_are_counted_among_the_hits(sample_searcher: Searcher) -> None:
    page = sample_searcher.search("ASPAN", limit=ALL)
    (expansion,) = page.expansions
    assert expansion.term == "ASPAN"
    spp = next(form for form in expansion.forms if form.text == "SPP")
    assert (spp.language, spp.reason) == (Language.EN, Reason.CONCEPT)
    assert expansion.hits + sum(form.hits or 0 for form in expansion.forms) == page.total
    assert any(hit.reasons == ("concept: ASPAN = SPP",) for hit in page.hits)


def test_an_ambiguous_name_says_so(sample_searcher: Searcher, shipped_termbase: Termbase) -> None:
    assert len(shipped_termbase.lookup("OEA")) > 1
    page = sample_searcher.search("OEA")
    assert [(note.key, note.detail) for note in page.notes] == [("ambiguous", "OEA")]


def test_common_words_drag_no_organisation_in(sample_searcher: Searcher) -> None:
    for word in ("un", "who", "it", "us"):
        assert sample_searcher.search(word).expansions == ()
