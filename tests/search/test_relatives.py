"""Relatives of a word find passages after those that hold it, are marked there and say what they are."""

import pytest

from analyzers.language import Language
from index.reading import IndexReader
from search.relatives import MOST, find_relatives
from search.results import Hit, Reason
from search.searching import Searcher
from tests.search.asking import ALL, check_marks, found

TEXTS = {
    "traducir": "Hay que traducir el manual completo antes de la reunión.",
    "traduccion": "La traducción del manual llegó tarde a la oficina del puerto.",
    "traductor": "Faltaba un traductor para las personas que no hablan español.",
    "translate": "They had to translate the whole manual before the meeting started.",
    "translator": "No translator was there for people who do not speak Spanish.",
    "kidnap": "The kidnapping was reported to the police on the same day.",
    "kidnapper": "Two violent kidnappers were arrested near the border.",
    "other": "El comercio creció un poco durante el año pasado.",
    "detener": "La policía pudo detener al conductor del camión.",
    "detencion": "La detención del conductor duró tres días.",
    "comision": "La comisión parlamentaria pidió más datos.",
    "guilty": "Nobody in the room believed that the driver was guilty.",
    "address": "Write to a.perez@port.example before the end of May.",
    "hidden": "Escriba a a.perez_at_port.example antes de que acabe mayo.",
    "tariff": "The tariff on imported steel was raised twice.",
    "duty": "A duty of five per cent was paid on every ton of steel.",
    "comite": "El comité vecinal pintó la escuela.",
}


def names(hits: list[Hit] | tuple[Hit, ...]) -> list[str]:
    return [hit.path.removesuffix(".txt") for hit in hits]


def test_relatives_stand_after_the_word_and_are_not_exact(searcher: Searcher) -> None:
    page = searcher.search("traducir")
    exact = names([hit for hit in page.hits if hit.exact])
    rest = names([hit for hit in page.hits if not hit.exact])
    assert {"traducir", "translate"} <= set(exact)
    assert {"traduccion", "traductor"} <= {*exact, *rest}
    assert "traduccion" in rest
    assert "other" not in {*exact, *rest}
    assert names(page.hits) == [*exact, *rest]


def test_a_relative_is_marked_and_gives_its_reason(searcher: Searcher) -> None:
    (hit,) = [hit for hit in searcher.search("traducir").hits if hit.path == "traduccion.txt"]
    assert hit.reasons == ("family: traducir = traducción",)
    assert [hit.chunk.text[low:high] for low, high in hit.marks] == ["traducción"]
    check_marks(hit)


def test_relatives_of_translations_and_of_common_names_count_too(searcher: Searcher) -> None:
    page = searcher.search("secuestro")
    assert {"kidnap", "kidnapper"} <= set(names(page.hits))
    reasons = {form.text: form.reason for form in page.expansions[0].forms}
    assert Reason.FAMILY in reasons.values()


def test_what_the_lexicon_knows_beside_a_concept_comes_near(searcher: Searcher) -> None:
    page = searcher.search("arancel")
    assert [(hit.path, hit.exact) for hit in page.hits] == [("tariff.txt", True), ("duty.txt", False)]
    assert {form.text: form.reason for form in page.expansions[0].forms} == {
        "tariff": Reason.CONCEPT,
        "duty": Reason.SYNONYM,
    }


def test_a_relative_is_found_where_the_translation_itself_occurs_nowhere(searcher: Searcher) -> None:
    page = searcher.search("culpabilidad")
    assert names(page.hits) == ["guilty"]
    assert page.exact_total == 0
    assert [(form.text, form.reason) for form in page.expansions[0].forms] == [("guilty", Reason.FAMILY)]


def test_an_address_that_is_written_otherwise_comes_near_by_its_owner(searcher: Searcher) -> None:
    page = searcher.search("a.perez@port.example")
    assert names(page.hits) == ["address", "hidden"]
    assert page.exact_total == 1
    assert [page.hits[1].chunk.text[low:high] for low, high in page.hits[1].marks] == ["a.perez"]
    assert searcher.search("info@port.example").total == 0


@pytest.mark.parametrize(("typed", "other"), [("comisión", "comite"), ("comité", "comision")])
def test_words_that_look_alike_are_no_relatives(searcher: Searcher, typed: str, other: str) -> None:
    reasons = {hit.path: hit.reasons for hit in searcher.search(typed).hits}
    assert all(reason.startswith("synonym: ") for reason in reasons.get(f"{other}.txt", ()))


@pytest.mark.parametrize("typed", ['"traducir"', "=traducir", "!traducir", "+detener -camión"])
def test_who_asks_for_the_word_alone_gets_no_relatives(searcher: Searcher, typed: str) -> None:
    page = searcher.search(typed, limit=ALL)
    assert all(form.reason is not Reason.FAMILY for each in page.expansions for form in each.forms)


def test_without_equivalents_there_are_no_relatives(searcher: Searcher) -> None:
    page = searcher.search("traducir", limit=ALL, translate=False)
    assert names(page.hits) == ["traducir"]


def test_a_relative_counts_where_the_word_stands_in_no_other_form(searcher: Searcher) -> None:
    page = searcher.search("detener", limit=ALL)
    (expansion,) = page.expansions
    assert expansion.hits + sum(form.hits or 0 for form in expansion.forms) == len(found(page))


def test_the_most_common_relatives_are_taken(reader: IndexReader) -> None:
    relatives = find_relatives("traducir", Language.ES, reader.engine)
    assert relatives == ["traducción", "traductor"]
    assert len(relatives) <= MOST
    assert find_relatives("de", Language.ES, reader.engine) == []
    assert find_relatives("x-25", Language.ES, reader.engine) == []
