"""A word that occurs nowhere and that nothing knows is answered with what it may have been meant to be."""

from dataclasses import replace

import pytest

from analyzers.crossing import Crossing
from index.reading import IndexReader
from search.searching import Searcher
from tests.search.asking import answer

SUGGESTED = [
    ("inspecion", [("inspecion", "inspección", "inspección")]),
    ("inspecion del puerto", [("inspecion", "inspección", "inspección del puerto")]),
    ('"inspecion del puerto" =ASPAN', [("inspecion", "inspección", '"inspección del puerto" =ASPAN')]),
    ("!inspecion OR puetro", [
        ("inspecion", "inspección", "!inspección OR puerto"),
        ("puetro", "puerto", "!inspección OR puerto"),
    ]),
    ("Inspecion NEAR/5 puerto", [("Inspecion", "inspección", "inspección NEAR/5 puerto")]),
    ("inspecion type:inspecion", [("inspecion", "inspección", "inspección type:inspecion")]),
    ("inspecion-inspecion inspecion", [("inspecion", "inspección", "inspección-inspección inspección")]),
]  # fmt: skip
SILENT = [
    ("it occurs", "inspeccion"),
    ("another form of it occurs", "inspeccionásemos"),
    ("a word of a dictionary", "cuarto"),
    ("a word of the other dictionary", "porter"),
    ("a label of the termbase", "SEDENA"),
    ("a misspelling that the termbase knows", "Organizacion Mundial de Comercio"),
    ("all capitals", "INSPECION"),
    ("its spelling was asked for", "=inspecion"),
    ("a beginning", "inspecio*"),
    ("its neighbours are searched already", "inspecion~"),
    ("a field", "title:inspecion"),
    ("nothing is near", "zzqxjw"),
    ("an identifier", "09MEXICO2462"),
    ("an address", "inspecion@example.org"),
    ("nothing", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def searcher(sample_reader: IndexReader, crossing: Crossing) -> Searcher:
    return Searcher(sample_reader, crossing)


@pytest.mark.parametrize(("typed", "suggested"), SUGGESTED, ids=[typed for typed, _ in SUGGESTED])
def test_suggested(searcher: Searcher, typed: str, suggested: list[tuple[str, str, str]]) -> None:
    found = searcher.search(typed).suggestions
    assert [(each.term, each.text, each.query) for each in found] == suggested


@pytest.mark.parametrize("typed", [typed for _, typed in SILENT], ids=[why for why, _ in SILENT])
def test_not_suggested(searcher: Searcher, typed: str) -> None:
    assert searcher.search(typed).suggestions == ()


def test_what_is_suggested_finds_what_was_meant_and_needs_no_other(searcher: Searcher) -> None:
    page = searcher.search("inspecion")
    assert page.exact_total == 0
    better = searcher.search(page.suggestions[0].query)
    assert better.exact_total > 0
    assert better.suggestions == ()


@pytest.mark.parametrize("exact", [False, True])
def test_hits_are_as_without_it(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, sample_reader: IndexReader, exact: bool
) -> None:
    page = searcher.search("inspecion puerto", exact=exact)
    assert page.suggestions
    monkeypatch.setattr("search.searching.suggest", lambda *_: ())
    plain = Searcher(sample_reader, searcher._crossing).search("inspecion puerto", exact=exact)
    assert answer(plain) == answer(page)
    assert replace(plain, hits=(), elapsed_ms=0) == replace(page, hits=(), elapsed_ms=0, suggestions=())
