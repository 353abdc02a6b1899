"""What words typed side by side stand for: names stay names, words cross, dates and compounds meet."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers.crossing import Crossing
from analyzers.language import Language
from analyzers.termbase import Concept, LabelKind, load_termbase
from index.reading import IndexReader
from search.naming import Namer
from search.results import Note, Reason, ResultPage
from search.searching import Searcher
from tests import shipped
from tests.index.conftest import open_texts
from tests.laws import cases
from tests.search.asking import ALL, found, ids

DATED = [
    "El 23 de marzo de 2005 firmaron el acuerdo en la ciudad.",
    "The agreement was signed on March 23, 2005 in the city.",
    "The leaders met on the 23rd of March, 2005, as planned.",
    "Firma: 2005-03-23, ante notario.",
    "Se reunieron el 23/03/2005 por la tarde.",
]
MONTH_ONLY = ["En marzo de 2005 hubo otra reunión.", "Another meeting was held in March 2005."]
SAME_MONTH = "El 24 de marzo de 2005 hubo una fiesta."
OTHER_DAYS = [
    "El 24 de marzo de 2006 nadie firmó.",
    "Nobody signed on April 23, 2005.",
    "Los 23 delegados llegaron en marzo; en 2005 volvieron.",
]
NUMBERED = ["El costo fue de 1.234,5 pesos.", "The cost was 1,234.5 pesos.", "It was 1234.5 in all."]
COMPOUNDS = {
    "peace-keeping": [
        "A peace-keeping force came.",
        "A peace keeping force came.",
        "A peacekeeping force came.",
    ],
    "narco-tráfico": ["El narco-tráfico creció.", "El narco tráfico creció.", "El narcotráfico creció."],
    "zarbo-milque": ["The zarbo-milque case.", "The zarbo milque case.", "The zarbomilque case."],
    "ultra-zorgado": ["Un plan ultra-zorgado.", "Un plan ultra zorgado.", "Un plan ultrazorgado."],
}
NAMES = [
    "The Coast Guard closed the port.",
    "La Guardia Costera cerró el puerto.",
    "A guard stood on the coast.",
    "Un guardia miraba la costera.",
]
PHRASED = [
    "El abuso policial no cesa.",
    "Cases of police abuse came to light.",
    "Police in that town abuse whom they hold.",
    "Police in that town are few.",
]
GENERIC = [
    "Las aduanas de México cooperan con otras.",
    "Mexico and its customs service cooperate.",
    "Mexico cooperates with others.",
    "Aduanas y policías cooperan en todas partes.",
]

STEMS_ALIKE = [
    "El informe se envió tarde.",
    "They informed nobody and withheld all information.",
    "They sent what the embassy calls an informe to Washington.",
]

PAIRED = [
    "El puerto de bajo riesgo abrió tarde.",
    "Un riesgo muy bajo se tolera.",
    "Bajo la lluvia nadie pensaba todavía en ningún riesgo.",
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    groups = [
        DATED,
        MONTH_ONLY,
        [SAME_MONTH],
        OTHER_DAYS,
        NUMBERED,
        NAMES,
        GENERIC,
        PHRASED,
        PAIRED,
        STEMS_ALIKE,
        *COMPOUNDS.values(),
    ]
    texts = {f"{number:02}": text for number, text in enumerate(text for group in groups for text in group)}
    with open_texts(tmp_path_factory.mktemp("naming"), texts) as opened:
        yield opened


@pytest.fixture(scope="module")
def wide_searcher(sample_reader: IndexReader, crossing: Crossing) -> Searcher:
    """Searches over the sample documents with names and ordinary words."""
    return Searcher(sample_reader, crossing)


def texts(page: ResultPage, *, exact: bool = True) -> set[str]:
    assert page.total == len(page.hits)
    return {hit.chunk.text for hit in page.hits if hit.exact or not exact}


def asked(searcher: Searcher, text: str) -> set[str]:
    return texts(searcher.search(text, limit=ALL))


def notes(page: ResultPage) -> list[tuple[str, str]]:
    return [(note.key, note.detail) for note in page.notes]


# dates and numbers


@pytest.mark.parametrize(
    "text",
    [
        "23 de marzo de 2005", "23 de Marzo del 2005", "March 23, 2005", "march 23 2005", "23 March 2005",
        "23rd of March, 2005", "Mar. 23, 2005", "2005-03-23", "23/03/2005", "23-03-2005", "03/23/2005",
    ],
)  # fmt: skip
def test_a_day_finds_every_writing_of_it_then_its_month_and_no_other_day(
    searcher: Searcher, text: str
) -> None:
    page = searcher.search(text, limit=ALL)
    exact, near = page.hits[: page.exact_total], page.hits[page.exact_total :]
    assert {hit.chunk.text for hit in exact} == set(DATED)
    assert {hit.chunk.text for hit in near} == set(MONTH_ONLY)
    assert [hit.exact for hit in page.hits] == [True] * len(exact) + [False] * len(near)
    assert not any(hit.reasons for hit in exact)
    assert all(reason.startswith("month: ") for hit in near for reason in hit.reasons)
    assert page.notes == ()


@pytest.mark.parametrize("text", ["marzo de 2005", "March 2005", "marzo 2005", "Mar. 2005"])
def test_a_month_finds_its_days(searcher: Searcher, text: str) -> None:
    assert asked(searcher, text) == {*DATED, *MONTH_ONLY, SAME_MONTH}


def test_a_date_is_one_word_among_others(searcher: Searcher) -> None:
    for text in ("firmaron 23 de marzo de 2005", "March 23, 2005 firmaron", "firmaron el 2005-03-23"):
        assert DATED[0] in asked(searcher, text)
        assert asked(searcher, text) <= set(DATED)
    assert asked(searcher, "nadie 2005-03-23") == set()


def test_a_date_that_the_languages_read_differently_is_searched_in_both_readings(searcher: Searcher) -> None:
    assert asked(searcher, "03/04/2005") == set()
    assert asked(searcher, "04/23/2005") == {OTHER_DAYS[1]}


def test_what_is_shown_is_the_text_as_it_is(searcher: Searcher) -> None:
    page = searcher.search("2005-03-23", limit=ALL)
    marked = {hit.chunk.text[low:high] for hit in page.hits for low, high in hit.marks}
    assert marked == {
        "23 de marzo de 2005",
        "March 23, 2005",
        "23rd of March, 2005",
        "2005-03-23",
        "23/03/2005",
        "marzo de 2005",
        "March 2005",
    }


@pytest.mark.parametrize("text", ["1.234,5", "1,234.5", "1234.5"])
def test_a_number_finds_every_writing_of_it(searcher: Searcher, text: str) -> None:
    assert asked(searcher, text) >= set(NUMBERED[:2])
    assert asked(searcher, text) <= set(NUMBERED)


# compounds


@pytest.mark.parametrize("compound", COMPOUNDS)
def test_a_hyphened_word_and_its_other_writings_find_one_another(searcher: Searcher, compound: str) -> None:
    writings = (compound, compound.replace("-", " "), compound.replace("-", ""), compound.upper())
    sets = [asked(searcher, text) for text in writings]
    assert sets[0] >= set(COMPOUNDS[compound])
    assert all(each == sets[0] for each in sets)


def test_a_compound_that_no_table_knows_crosses_by_its_parts(searcher: Searcher) -> None:
    page = searcher.search("low-risk", limit=ALL)
    assert texts(page) == set(PAIRED[:2]), "side by side, in either order, one word between"
    ((form,),) = (expansion.forms for expansion in page.expansions)
    assert (form.text, form.reason, form.hits) == ("bajo riesgo", Reason.TRANSLATION, 2)
    assert texts(searcher.search("zarbo-risk", limit=ALL)) == set()


@pytest.mark.parametrize("translate", [True, False])
def test_a_word_is_not_found_by_the_stem_that_words_of_the_other_language_have(
    searcher: Searcher, *, translate: bool
) -> None:
    spanish, _, quoted = STEMS_ALIKE
    assert texts(searcher.search("informe", limit=ALL, translate=translate)) == {spanish, quoted}


def test_neighbours_are_joined_and_others_are_not(searcher: Searcher) -> None:
    joined = COMPOUNDS["zarbo-milque"][2]
    assert joined in asked(searcher, "case zarbo milque")
    assert joined not in asked(searcher, "milque zarbo")
    assert joined not in asked(searcher, "zarbo")


# stop words and ambiguous names


def test_function_words_are_dropped_and_the_reader_told(searcher: Searcher) -> None:
    page = searcher.search("the port of the city", limit=ALL)
    assert notes(page)[0] == ("stop-words-dropped", "the of the")
    assert found(page) == ids(searcher, "port city")
    assert notes(searcher.search("the", limit=ALL)) == []
    assert notes(searcher.search("the 2005-03-23")) == [("stop-words-dropped", "the")]


def test_an_ambiguous_name_says_so_once_and_finds_all_its_senses(
    wide_searcher: Searcher, crossing: Crossing
) -> None:
    page = wide_searcher.search("OEA", limit=ALL)
    assert notes(page) == [("ambiguous", "OEA")]
    for concept in crossing.termbase.lookup("OEA"):
        longest = max(
            (label for label in concept.labels if not label.bound), key=lambda label: len(label.text)
        )
        if len(crossing.termbase.lookup(longest.text)) == 1:
            first = wide_searcher.search(longest.text, limit=ALL)
            exact = {hit.chunk.chunk_id for hit in first.hits if hit.exact}
            assert exact <= found(page)


# names and common nouns


def test_a_name_is_a_name_or_nothing(searcher: Searcher) -> None:
    for text in ("Coast Guard", "Guardia Costera", "coast guard"):
        page = searcher.search(text, limit=ALL)
        assert texts(page) == set(NAMES[:2])
        assert page.total == page.exact_total == 2


def test_beside_other_words_a_name_s_words_may_stand_apart_below(searcher: Searcher) -> None:
    page = searcher.search("Coast Guard port", limit=ALL)
    assert texts(page) == set(NAMES[:2])
    assert NAMES[2] in texts(page, exact=False)
    assert [hit.exact for hit in page.hits] == sorted((hit.exact for hit in page.hits), reverse=True)


CONCEPTS = shipped.termbase().concepts


def test_beside_other_words_a_generic_name_counts_as_its_parts(searcher: Searcher) -> None:
    page = searcher.search("cooperan aduanas de México", limit=ALL)
    assert texts(page) == {GENERIC[0]}
    assert texts(page, exact=False) >= set(GENERIC[1:]), "two of three parts each"
    assert texts(searcher.search("aduanas de México", limit=ALL)) == {GENERIC[0]}


def test_the_words_of_a_set_phrase_come_near_where_they_stand_apart(searcher: Searcher) -> None:
    page = searcher.search("abuso policial", limit=ALL)
    assert texts(page) == set(PHRASED[:2])
    assert texts(page, exact=False) == set(PHRASED[:3])


def is_common(concept: Concept) -> bool:
    return any(label.text.islower() and label.kind is not LabelKind.ACRONYM for label in concept.labels)


def unambiguous(crossing: Crossing, concept: Concept) -> list[str]:
    """The labels that name nothing else in either language."""
    labels = [label for label in concept.labels if not label.bound]
    return [label.text for label in labels if len(crossing.termbase.lookup(label.text)) == 1]


def test_every_label_of_a_concept_has_the_same_two_tiers(
    wide_searcher: Searcher, crossing: Crossing, occurring: list[str]
) -> None:
    @cases(20)
    @given(st.sampled_from(occurring))
    @example("nine-eleven")
    @example("spp")
    def law(concept_id: str) -> None:
        concept = CONCEPTS[concept_id]
        tiers: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        for text in unambiguous(crossing, concept):
            hits = wide_searcher.search(text, limit=ALL).hits
            exact = frozenset(hit.chunk.chunk_id for hit in hits if hit.exact)
            tiers[text] = exact, frozenset(hit.chunk.chunk_id for hit in hits) - exact
        assert len(set(tiers.values())) <= 1, {text: (len(a), len(b)) for text, (a, b) in tiers.items()}
        if not is_common(concept):
            assert all(not beyond for _, beyond in tiers.values())

    law()


def test_some_common_noun_has_a_second_tier(
    wide_searcher: Searcher, crossing: Crossing, occurring: list[str]
) -> None:
    common = [CONCEPTS[concept_id] for concept_id in occurring if is_common(CONCEPTS[concept_id])]
    pages = [wide_searcher.search(concept.labels[0].text, limit=ALL) for concept in common[:40]]
    assert any(0 < page.exact_total < page.total for page in pages)


def test_the_forms_of_a_concept_add_up_to_its_exact_hits(
    wide_searcher: Searcher, crossing: Crossing, occurring: list[str]
) -> None:
    @cases(20)
    @given(st.sampled_from(occurring), st.integers(0, 20))
    @example("spp", 0)
    def law(concept_id: str, which: int) -> None:
        texts = unambiguous(crossing, CONCEPTS[concept_id])
        if texts:
            check_sums(wide_searcher.search(texts[which % len(texts)], limit=ALL))

    law()


@pytest.mark.parametrize(
    "word", ["puerto", "port", "inspection", "seguridad", "frontera", "crimen", "trade", "ministry"]
)
def test_the_forms_of_a_word_add_up_to_its_hits(wide_searcher: Searcher, word: str) -> None:
    page = wide_searcher.search(word, limit=ALL)
    assert page.expansions
    check_sums(page)


def check_sums(page: ResultPage) -> None:
    assert len(page.expansions) <= 1
    for expansion in page.expansions:
        counts = [form.hits or 0 for form in expansion.forms]
        own = [form.hits or 0 for form in expansion.forms if not form.reason.is_near]
        assert expansion.hits + sum(own) == page.exact_total
        assert expansion.hits + sum(counts) <= page.total
        assert min(counts) > 0
        assert counts == sorted(counts, reverse=True)


# leaves, without an index


class Everywhere:
    """A vocabulary in which only some words occur."""

    def __init__(self, *words: str) -> None:
        self._words = words

    def has_term(self, field: str, text: str) -> bool:
        return text in self._words

    def document_frequency(self, field: str, text: str) -> int:
        return int(text in self._words)

    def iter_terms(self, field: str, prefix: str) -> Iterator[str]:
        return (word for word in sorted(self._words) if word.startswith(prefix))


def leaves(*words: str, known: tuple[str, ...] = ()) -> tuple[list[str], list[Note]]:
    namer = Namer(Everywhere(*known), CROSSING)
    return [leaf.term for leaf in namer.leaves(words)], namer.notes


CROSSING = shipped.crossing()


def test_a_row_of_words_becomes_leaves_in_order() -> None:
    row = "inspections by the Coast Guard on 23 March 2005 in Veracruz".split()
    terms, said = leaves(*row)
    assert terms == ["inspections", "Coast Guard", "23 March 2005", "Veracruz"]
    assert said == [Note("stop-words-dropped", "by the on in")]


@given(
    st.lists(
        st.sampled_from("the de Coast Guard 23 March 2005 port un zzqq OEA de la 2005-03-23".split()),
        max_size=9,
    )
)
def test_every_typed_word_is_in_a_leaf_or_dropped_in_order(words: list[str]) -> None:
    terms, said = leaves(*words)
    dropped = " ".join(note.detail for note in said if note.key == "stop-words-dropped").split()
    kept = " ".join(terms).split()
    assert sorted([*kept, *dropped]) == sorted(words)
    places = [[at for at, word in enumerate(words) if word == each] for each in kept]
    assert all(min(one) <= max(other) for one, other in pairwise(places))


def test_translations_that_do_not_occur_are_left_out() -> None:
    namer = Namer(Everywhere("port"), CROSSING)
    (leaf,) = namer.leaves(["puerto"])
    assert [form.form.text for form in leaf.forms] == ["puerto", "port"]
    assert leaf.forms[1].form.weight == 0.8
    (alone,) = Namer(Everywhere(), CROSSING).leaves(["puerto"])
    assert [form.form.text for form in alone.forms] == ["puerto"]


def test_concepts_in_a_circle_end_and_do_not_run_into_one_another(searcher: Searcher, tmp_path: Path) -> None:
    """Each label names its own concepts; those of an equivalent are not looked up in turn."""
    path = tmp_path / "circle.tsv"
    path.write_text("concept\tes\ten\na\talfa\tbravo\nb\tbravo\tcharlie\nc\tcharlie\talfa\n", "utf-8")
    termbase = load_termbase([path])
    found = {
        word: {form.concept for leaf in Namer(searcher._reader.engine, Crossing(termbase)).leaves([word])
               for form in [each.form for each in leaf.forms]}
        for word in ("alfa", "bravo", "charlie")
    }  # fmt: skip
    assert found == {"alfa": {"a", "c"}, "bravo": {"a", "b"}, "charlie": {"b", "c"}}


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("sea", ["sea"]), ("sea lanes", ["sea", "lanes"]), ("the son of a general", ["son", "general"]),
        ("cómo son los puertos", ["puertos"]), ("que sea posible", ["posible"]),
    ],
)  # fmt: skip
def test_a_noun_that_spanish_has_for_a_function_word_counts_unless_the_query_is_spanish(
    query: str, terms: list[str]
) -> None:
    assert leaves(*query.split())[0] == terms


def test_such_a_noun_is_looked_for_in_english_and_in_translation(wide_searcher: Searcher) -> None:
    (leaf,) = Namer(Everywhere("mar"), CROSSING).leaves(["sea"])
    assert "mar" in {form.form.text for form in leaf.forms}
    for text in ("sea", "son", "era"):
        page = wide_searcher.search(text, limit=ALL, translate=False)
        assert not any(hit.chunk.language is Language.ES for hit in page.hits)
