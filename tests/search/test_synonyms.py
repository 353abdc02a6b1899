"""A rare word's synonyms find passages after those that hold it; a common word has none."""

import pytest

from analyzers.crossing import Crossing
from analyzers.language import Language
from analyzers.lexicon import Lexicon
from analyzers.termbase import Termbase
from index.reading import IndexReader
from search.results import Reason
from search.searching import Searcher
from search.synonyms import RARE, plan_synonyms
from tests.search.asking import ALL, check_marks

LEXICON = Lexicon.of(
    [
        ("litigio", {"lawsuit": 1.0, "dispute": 0.5}),
        ("pleito", {"lawsuit": 1.0, "quarrel": 0.5}),
        ("controversia", {"dispute": 1.0}),
        ("riña", {"quarrel": 1.0}),
        ("querella", {"quarrel": 1.0}),
        ("paz", {"peace": 1.0}),
        ("tranquilidad", {"peace": 0.5, "quiet": 1.0}),
    ]
)
TEXTS = {
    "litigio": "El litigio por las tierras comunales sigue abierto.",
    "pleito": "Hubo un pleito por el precio del azúcar en la frontera.",
    "controversia": "La controversia sobre los camiones terminó pronto.",
    "riña": "Una riña en el mercado dejó dos heridos.",
    "lawsuit": "The lawsuit over the land is still open.",
    "quiet": "La tranquilidad del puerto duró poco.",
    **{f"paz{number}": f"La paz número {number} se firmó en la ciudad." for number in range(RARE + 1)},
}


@pytest.fixture
def searcher(reader: IndexReader) -> Searcher:
    return Searcher(reader, Crossing(Termbase(), LEXICON))


def names(searcher: Searcher, text: str, *, exact: bool) -> set[str]:
    hits = searcher.search(text, limit=ALL).hits
    return {hit.path.removesuffix(".txt") for hit in hits if hit.exact is exact}


def test_synonyms_stand_after_the_word_and_are_not_exact(searcher: Searcher) -> None:
    page = searcher.search("litigio", limit=ALL)
    assert names(searcher, "litigio", exact=True) == {"litigio", "lawsuit"}
    assert names(searcher, "litigio", exact=False) == {"pleito", "controversia"}
    assert [hit.exact for hit in page.hits] == [True, True, False, False]


def test_a_synonym_is_marked_and_says_so(searcher: Searcher) -> None:
    (hit,) = [hit for hit in searcher.search("litigio").hits if hit.path == "pleito.txt"]
    assert hit.reasons == ("synonym: litigio = pleito",)
    assert [hit.chunk.text[low:high] for low, high in hit.marks] == ["pleito"]
    check_marks(hit)


def test_counts_of_forms_add_up_to_the_hits(searcher: Searcher) -> None:
    page = searcher.search("litigio", limit=ALL)
    (expansion,) = page.expansions
    assert expansion.hits + sum(form.hits or 0 for form in expansion.forms) == page.total
    own = [form.hits or 0 for form in expansion.forms if form.reason is not Reason.SYNONYM]
    assert expansion.hits + sum(own) == page.exact_total


def test_a_word_of_many_passages_has_no_synonyms(searcher: Searcher) -> None:
    assert names(searcher, "paz", exact=False) == set()
    assert names(searcher, "tranquilidad", exact=False) == {f"paz{n}" for n in range(RARE + 1)}


def test_beside_other_words_a_synonym_counts_in_the_second_tier(searcher: Searcher) -> None:
    assert names(searcher, "litigio del azúcar", exact=True) == set()
    assert "pleito" in names(searcher, "litigio del azúcar", exact=False)


@pytest.mark.parametrize("typed", ['"litigio"', "=litigio", "!litigio"])
def test_who_asks_for_the_word_alone_gets_no_synonyms(searcher: Searcher, typed: str) -> None:
    assert {hit.path for hit in searcher.search(typed, limit=ALL).hits} <= {"litigio.txt", "lawsuit.txt"}


def test_without_equivalents_there_are_no_synonyms(searcher: Searcher) -> None:
    page = searcher.search("litigio", limit=ALL, translate=False)
    assert {hit.path for hit in page.hits} == {"litigio.txt"}


def test_synonyms_that_occur_stand_by_how_likely_they_are(reader: IndexReader) -> None:
    assert "querella" not in TEXTS
    forms = plan_synonyms("pleito", Crossing(Termbase(), LEXICON).translations, reader.engine)
    assert [(form.form.text, form.form.language) for form in forms] == [
        ("litigio", Language.ES),
        ("riña", Language.ES),
    ]
