"""Words say what is a hit, meaning offers what is near below them, and no filter is got round."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.crossing import Crossing
from analyzers.embedding import Vectors
from analyzers.language import Language
from analyzers.lexicon import Lexicon
from index.reading import IndexReader
from index.updating import update_index
from index.vectorizing import update_vectors
from search.fusing import NEAREST
from search.meaning import Meaning
from search.results import ResultPage
from search.searching import Searcher
from tests import shipped
from tests.index.conftest import write
from tests.laws import cases
from tests.search.asking import ALL, answer, order
from tests.semantic.conftest import FakeEmbedder

SPANISH = (
    "El puerto cerró por la noche.", "La aduana revisó los contenedores.",
    "El capitán dejó el barco en la bahía.",
    "La ministra leyó un informe sobre los ríos.", "Los vecinos del pueblo plantaron árboles.",
    "Nadie supo quién pintó aquella iglesia.", "Mañana habrá elecciones municipales.", "Bebimos café frío.",
    "Las abejas producen miel todo el verano.", "Un tren lento cruza la montaña.",
    "Compraron tela azul barata.",
    "Aprendimos dos canciones viejas.",
)  # fmt: skip
ENGLISH = (
    "The port closed at night.", "Customs searched the containers.", "The captain left the ship in the bay.",
    "The minister read a report about rivers.", "Villagers planted some trees.",
    "Who painted that old church?",
    "Municipal elections happen tomorrow.", "We drank cold coffee.", "Bees make honey all summer.",
    "A slow train crosses mountains.", "They bought cheap blue cloth.", "The Coast Guard learned two songs.",
)  # fmt: skip
WORDS = sorted({word.strip(".,?").lower() for text in (*SPANISH, *ENGLISH) for word in text.split()})


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("ranking")
    for number, text in enumerate(SPANISH):
        write(base / "documents", f"espanol/{number:02}.txt", text + "\n")
    for number, text in enumerate(ENGLISH):
        write(base / "documents", f"english/{number:02}.txt", text + "\n")
    update_index(base / "index", [base / "documents"])
    update_vectors(base / "index", FakeEmbedder())
    return base / "index"


@pytest.fixture(scope="module")
def reader(directory: Path) -> Iterator[IndexReader]:
    with IndexReader.open(directory) as opened:
        yield opened


@pytest.fixture(scope="module")
def crossing() -> Crossing:
    lexicon = Lexicon.of([("tren", {"train": 1.0}), ("miel", {"honey": 1.0}), ("melaza", {"molasses": 1.0})])
    return Crossing(shipped.termbase(), lexicon)


@pytest.fixture(scope="module")
def by_words(reader: IndexReader, crossing: Crossing) -> Searcher:
    return Searcher(reader, crossing)


@pytest.fixture(scope="module")
def by_meaning(reader: IndexReader, crossing: Crossing, directory: Path) -> Searcher:
    return Searcher(reader, crossing, Meaning.open(directory, FakeEmbedder))


def texts(page: ResultPage) -> list[str]:
    return [hit.chunk.text for hit in page.hits]


def near_only(page: ResultPage, words: ResultPage) -> set[str]:
    """What meaning added to what words found."""
    return set(texts(page)) - set(texts(words))


QUERIES = (
    "customs searched containers",
    "capitán barco bahía",
    "night closed",
    "zzqq containers customs yyqq",
)
queries = st.lists(st.sampled_from([*WORDS, "zzqq"]), min_size=1, max_size=8).map(" ".join)


def test_a_passage_that_no_word_found_is_offered_below(by_words: Searcher, by_meaning: Searcher) -> None:
    words, page = (each.search("customs searched containers", limit=ALL) for each in (by_words, by_meaning))
    assert texts(words) == [ENGLISH[1]]
    assert texts(page)[0] == ENGLISH[1]
    assert SPANISH[1] in near_only(page, words)
    twin = next(hit for hit in page.hits if hit.chunk.text == SPANISH[1])
    assert not twin.exact
    assert {twin.chunk.text[low:high] for low, high in twin.marks} <= {"aduana"}  # one word of three


@given(queries)
def test_exact_hits_stand_first_and_what_is_only_near_is_never_exact(
    by_words: Searcher, by_meaning: Searcher, query: str
) -> None:
    words, page = (each.search(query, limit=ALL) for each in (by_words, by_meaning))
    assert page.exact_total == words.exact_total
    assert [hit.exact for hit in page.hits] == [True] * page.exact_total + [False] * (
        page.total - page.exact_total
    )
    assert {h.chunk.text for h in page.hits if h.exact} == {h.chunk.text for h in words.hits if h.exact}
    assert set(texts(page)) >= set(texts(words)), "meaning takes nothing away"
    added = near_only(page, words)
    assert len(added) <= 2 * NEAREST
    assert not any(hit.exact for hit in page.hits if hit.chunk.text in added)
    assert len(set(order(page))) == page.total == len(page.hits)
    assert [hit.rank for hit in page.hits] == list(range(1, page.total + 1))


@pytest.mark.parametrize("query", QUERIES)
def test_filters_bound_what_is_near_too(by_meaning: Searcher, query: str) -> None:
    whole = set(texts(by_meaning.search(query, limit=ALL)))
    for language, group in zip(Language, (SPANISH, ENGLISH), strict=True):
        page = by_meaning.search(query, limit=ALL, language=language)
        assert set(texts(page)) == whole & set(group)
    page = by_meaning.search(query, limit=ALL, filters={"path": ["espanol"]})
    assert set(texts(page)) == whole & set(SPANISH)
    assert by_meaning.search(query, filters={"path": ["nowhere"]}).total == 0


@pytest.mark.parametrize(
    "query", ["containers", "Coast Guard", "Guardia Costera", "train", "the port", "tren"]
)
def test_a_word_or_a_name_that_occurs_stands_for_itself(
    by_words: Searcher, by_meaning: Searcher, query: str
) -> None:
    assert answer(by_meaning.search(query, limit=ALL)) == answer(by_words.search(query, limit=ALL))
    assert by_words.search(query).total > 0


class Knowing(FakeEmbedder):
    """Knows what a word means that stands in no passage."""

    def _word(self, word: str) -> Vectors:
        return super()._word("honey" if word == "melaza" else word)


def test_a_word_that_occurs_nowhere_gets_what_is_near_and_the_reader_is_told(
    by_words: Searcher, reader: IndexReader, crossing: Crossing, directory: Path
) -> None:
    assert by_words.search("melaza").total == 0
    page = Searcher(reader, crossing, Meaning.open(directory, Knowing)).search("melaza", limit=ALL)
    assert texts(page)[0] == ENGLISH[8]
    assert page.exact_total == 0
    assert not any(hit.exact or hit.marks or hit.reasons for hit in page.hits)
    assert [(note.key, note.detail) for note in page.notes] == [("no-exact", "melaza")]


def test_what_is_near_a_phrase_comes_after_what_says_it(reader: IndexReader, directory: Path) -> None:
    lexicon = Lexicon.of([("tren lento", {"slow train": 1.0}), ("noche cerrada", {"closed night": 1.0})])
    crossing = Crossing(shipped.termbase(), lexicon)
    plain = Searcher(reader, crossing)
    meant = Searcher(reader, crossing, Meaning.open(directory, FakeEmbedder))
    for phrase, is_said in (("tren lento", True), ("noche cerrada", False)):
        without, page = (each.search(phrase, limit=ALL) for each in (plain, meant))
        said = without.hits[: without.exact_total]
        assert bool(said) is is_said
        assert [(hit.chunk, hit.score) for hit in page.hits[: len(said)]] == [
            (hit.chunk, hit.score) for hit in said
        ]
        assert not any(hit.exact for hit in page.hits[len(said) :])
        assert page.total > without.exact_total or is_said
        assert set(order(without)) <= set(order(page))


@pytest.mark.parametrize("labels", [("lavado de dinero", "money laundering", "lavado de activos")])
def test_labels_find_the_same_by_meaning_too(by_meaning: Searcher, labels: tuple[str, ...]) -> None:
    found = [set(order(by_meaning.search(label, limit=ALL))) for label in labels]
    assert found[0]
    assert found == found[:1] * len(labels)


def test_the_words_of_a_set_phrase_come_near_where_they_stand_apart(reader: IndexReader) -> None:
    lexicon = Lexicon.of([("tren montaña", {"mountain train": 1.0}), ("tren", {"train": 1.0})])
    page = Searcher(reader, Crossing(shipped.termbase(), lexicon)).search("tren montaña", limit=ALL)
    assert page.exact_total == 0
    assert texts(page) == [SPANISH[9]]


def test_of_a_word_that_nothing_knows_nothing_is_near(by_meaning: Searcher) -> None:
    assert by_meaning.search("zzqq").total == 0
    assert by_meaning.search("zzqq qqzz").total == 0


@pytest.mark.parametrize(
    "query",
    [
        '"customs searched"', "customs AND containers", "customs -containers", "+customs containers",
        "=Customs ship",
        "customs* containers", "lang:es customs containers",
    ],
)  # fmt: skip
def test_what_has_an_operator_is_answered_by_words_alone(
    by_words: Searcher, by_meaning: Searcher, query: str
) -> None:
    assert answer(by_meaning.search(query, limit=ALL)) == answer(by_words.search(query, limit=ALL))


@pytest.mark.parametrize("query", QUERIES)
def test_exact_words_or_none_of_the_other_language_want_no_meaning(
    by_words: Searcher, by_meaning: Searcher, query: str
) -> None:
    for exact, translate in ((True, True), (False, False)):
        pages = [
            each.search(query, limit=ALL, exact=exact, translate=translate) for each in (by_words, by_meaning)
        ]
        assert answer(pages[0]) == answer(pages[1])


def test_without_the_model_all_is_as_without_vectors(
    by_words: Searcher, reader: IndexReader, crossing: Crossing, directory: Path
) -> None:
    for load in (lambda: None, lambda: FakeEmbedder(version="2")):
        modelless = Searcher(reader, crossing, Meaning.open(directory, load))
        for query in (*QUERIES, "zzqq", "containers"):
            assert answer(modelless.search(query, limit=ALL)) == answer(by_words.search(query, limit=ALL))


@cases(16)
@given(queries, st.integers(1, 5))
def test_pages_make_up_the_list_and_agree_about_it(by_meaning: Searcher, query: str, size: int) -> None:
    whole = by_meaning.search(query, limit=ALL)
    pages = [
        by_meaning.search(query, limit=size, offset=offset) for offset in range(0, whole.total + 1, size)
    ]
    assert [name for page in pages for name in order(page)] == order(whole)
    assert {(page.total, page.exact_total, page.notes) for page in pages} == {
        (whole.total, whole.exact_total, whole.notes)
    }
    assert whole.total == sum(each.count for each in whole.facets.get("language", ()))
