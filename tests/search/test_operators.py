"""Operators, quotations, nearness and spellings mean what they say."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzers.folding import fold
from index.fields import EXACT
from index.reading import IndexReader
from search.searching import Searcher
from tests.laws import cases
from tests.search.asking import ALL, exact_ids, found, ids, order


def test_operators_are_set_algebra(sample_searcher: Searcher, rare_words: list[str]) -> None:
    @cases(8)
    @given(st.sampled_from(rare_words), st.sampled_from(rare_words), st.booleans())
    def law(one: str, other: str, translate: bool) -> None:
        assume(one != other)

        def of(text: str) -> set[str]:
            return exact_ids(sample_searcher, text, translate=translate)

        left, right = of(one), of(other)
        assert left
        assert right
        assert of(f"{one} AND {other}") == of(f"{one} Y {other}") == left & right
        assert of(f"+({one}) +({other})") == of(f"{one} AND ({other})") == left & right
        assert of(f"{one} OR {other}") == of(f"{one} O {other}") == of(f"({other} || {one})") == left | right
        assert of(f"{one} -{other}") == of(f"{one} NOT {other}") == of(f"-({other}) {one}") == left - right
        assert of(f"({one} OR {other}) -{one}") == right - left
        assert of(f"{one} -({one} AND {other})") == left - right

    law()


def test_plus_requires_and_the_rest_only_ranks(sample_searcher: Searcher, rare_words: list[str]) -> None:
    @cases(6)
    @given(st.sampled_from(rare_words), st.sampled_from(rare_words))
    def law(one: str, other: str) -> None:
        assume(one != other)
        page = sample_searcher.search(f"+{one} {other}", limit=ALL, translate=False)
        assert found(page) == ids(sample_searcher, one, translate=False)
        both = ids(sample_searcher, f"{one} AND {other}", translate=False)
        assert set(order(page)[: len(both)]) == both

    law()


def test_bare_words_prefer_passages_with_all_of_them(sample_searcher: Searcher) -> None:
    page = sample_searcher.search("puerto contenedores inspección aduana", limit=ALL)
    every = ids(sample_searcher, "puerto AND contenedores AND inspección AND aduana")
    assert 0 < len(every) < page.total
    assert set(order(page)[: page.exact_total]) == every
    assert [hit.exact for hit in page.hits] == [True] * len(every) + [False] * (page.total - len(every))
    for tier in (page.hits[: page.exact_total], page.hits[page.exact_total :]):
        scores = [hit.score for hit in tier]
        assert scores == sorted(scores, reverse=True)


def test_passages_with_less_than_half_of_the_words_are_left_out(sample_searcher: Searcher) -> None:
    words = ("puerto", "contenedores", "inspección", "aduana")
    page = sample_searcher.search(" ".join(words), limit=ALL)
    sets = [ids(sample_searcher, word) for word in words]
    assert found(page) == {i for each in sets for i in each if sum(i in other for other in sets) >= 2}


def test_words_that_stand_nowhere_together_say_so(sample_searcher: Searcher) -> None:
    page = sample_searcher.search("jitomate NORTHCOM", limit=ALL)
    assert page.total > 0
    assert page.exact_total == 0
    assert [note.key for note in page.notes] == ["no-exact"]
    assert not any(hit.exact for hit in page.hits)


def test_exclusion_alone_shows_everything_else(sample_searcher: Searcher, sample_reader: IndexReader) -> None:
    page = sample_searcher.search("-puerto", limit=ALL)
    assert [note.key for note in page.notes] == ["only-excluded"]
    assert page.total == len(sample_reader.engine) - len(exact_ids(sample_searcher, "puerto"))


@pytest.mark.parametrize("text", ["", "   ", "()", '""', "-", "AND", "\ud800", "😀", "..."])
def test_nothing_asked_is_nothing_found(sample_searcher: Searcher, text: str) -> None:
    page = sample_searcher.search(text)
    assert (page.total, page.hits, page.interpreted) == (0, (), "")


def test_function_words_are_dropped_beside_others_only(sample_searcher: Searcher) -> None:
    page = sample_searcher.search("the inspection of", limit=ALL)
    assert found(page) == ids(sample_searcher, "inspection")
    assert [(note.key, note.detail) for note in page.notes] == [("stop-words-dropped", "the of")]
    alone = sample_searcher.search("the")
    assert alone.total > 0
    assert alone.notes == ()


@pytest.mark.parametrize("word", ["estado", "contra", "sin", "sobre"])
def test_spanish_words_with_content_are_searched(sample_searcher: Searcher, word: str) -> None:
    page = sample_searcher.search(f"{word} frontera", limit=ALL)
    assert page.notes == () or all(note.key != "stop-words-dropped" for note in page.notes)


def test_a_quotation_is_words_in_order(sample_searcher: Searcher) -> None:
    phrase, words = ids(sample_searcher, '"puerto de"'), ids(sample_searcher, '"puerto" AND "de"')
    assert phrase < words
    for hit in sample_searcher.search('"Coast Guard"', limit=ALL).hits:
        assert "coast guard" in " ".join(fold(word) for word in hit.chunk.text.replace("-", " ").split())


def test_a_quotation_is_not_inflected(sample_searcher: Searcher) -> None:
    one, many = ids(sample_searcher, '"inspección"'), ids(sample_searcher, '"inspecciones"')
    either = ids(sample_searcher, "inspección", translate=False)
    assert one
    assert many
    assert one != many
    assert one | many <= either
    assert ids(sample_searcher, '"inspeccion"') == one


def test_near_widens_with_its_distance_and_has_no_order(
    sample_searcher: Searcher, rare_words: list[str]
) -> None:
    for one, other in (("puerto", "contenedores"), ("border", "security"), ("aduana", "México")):
        both = ids(sample_searcher, f"{one} AND {other}", translate=False)
        sets = [ids(sample_searcher, f"{one} NEAR/{n} {other}") for n in (1, 3, 8, 20)]
        assert all(narrow <= wide for narrow, wide in zip(sets, [*sets[1:], both], strict=True))
        assert sets[-1]
        assert [ids(sample_searcher, f"{other} NEAR/{n} {one}") for n in (1, 3, 8, 20)] == sets
        assert ids(sample_searcher, f'"{one} {other}"') <= sets[0]
        assert ids(sample_searcher, f"{one} CERCA/3 {other}") == sets[1]


def test_a_beginning_is_any_word_that_begins_so(
    sample_searcher: Searcher, sample_reader: IndexReader
) -> None:
    words = list(sample_reader.engine.iter_terms(EXACT, "inspec"))
    assert len(words) > 3
    page = sample_searcher.search("inspec*", limit=ALL)
    assert found(page) == set().union(*(ids(sample_searcher, f'"{word}"') for word in words))
    assert all(hit.exact for hit in page.hits)


def test_a_wide_beginning_is_limited(sample_searcher: Searcher) -> None:
    page = sample_searcher.search("con*")
    assert page.total > 0
    assert {note.key for note in page.notes} <= {"prefix-limited"}


def test_a_guess_is_found_and_is_not_exact(sample_searcher: Searcher) -> None:
    page = sample_searcher.search("inspecion~", limit=ALL)
    assert found(page) >= ids(sample_searcher, '"inspeccion"')
    assert not any(hit.exact for hit in page.hits)
    assert all("spelling: inspecion~ = " in " ".join(hit.reasons) for hit in page.hits)
    right = sample_searcher.search("inspeccion~", limit=ALL)
    assert ids(sample_searcher, "inspeccion", translate=False) <= found(right)
    assert any(hit.exact for hit in right.hits)


def test_verbatim_counts_case_and_accents(sample_searcher: Searcher) -> None:
    for text in ("=UN", "=México", "=Mexico", "=t-mec", "=T-MEC"):
        for hit in sample_searcher.search(text, limit=ALL).hits:
            assert text[1:] in unicodedata.normalize("NFC", hit.chunk.text)
    assert not ids(sample_searcher, "=México") & (
        ids(sample_searcher, "=Mexico") - ids(sample_searcher, "=México")
    )
    assert ids(sample_searcher, "=inspección") < ids(sample_searcher, "inspección")


@pytest.mark.parametrize("text", ["inspección", "ASPAN", "security border", "aduanas"])
def test_exact_takes_the_form_typed(sample_searcher: Searcher, text: str) -> None:
    strict = sample_searcher.search(text, limit=ALL, exact=True)
    assert found(strict) <= ids(sample_searcher, text)
    assert strict.expansions == ()
    if " " not in text:
        assert found(strict) == ids(sample_searcher, f'"{text}"')
