"""Who is believed about a word, in which order; and every typed word has a meaning, once."""

import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers.crossing import Crossing, stem_ahead
from analyzers.language import Language
from analyzers.lexicon import MAX_TRANSLATIONS, Lexicon, Translation, load_lexicon
from analyzers.stemming import stem
from analyzers.termbase import Termbase, load_termbase
from tests import shipped
from tests.strings import any_text

ES, EN = Language
SHIPPED = shipped.crossing()


class Table:
    """Translations as they are given; remembers what it was asked."""

    def __init__(self, words: Mapping[tuple[str, Language], Sequence[str]], longest: int = 1) -> None:
        self._words = words
        self.longest = longest
        self.asked: list[str] = []

    def translations(self, text: str, language: Language) -> tuple[Translation, ...]:
        self.asked.append(text)
        found = self._words.get((text, language), ())
        return tuple(Translation(each, round(1 / len(found), 4)) for each in found)

    def only_resembles(self, text: str, language: Language) -> bool:
        return False


def own_termbase(path: Path) -> Termbase:
    file = path / "terms.tsv"
    file.write_text("concept\tes\ten\nport\tpuerto seguro\tsafe harbour\n", encoding="utf-8")
    return load_termbase([file])


def texts(found: Mapping[Language, Sequence[Translation]]) -> dict[Language, list[str]]:
    return {language: [each.text for each in translations] for language, translations in found.items()}


def test_a_name_is_not_looked_up_in_the_tables(tmp_path: Path) -> None:
    table = Table({("puerto", ES): ["port"], ("puerto seguro", ES): ["sheltered port"]}, longest=2)
    crossing = Crossing(own_termbase(tmp_path), table, guesses=table)
    (meaning,) = crossing.meanings(["puerto", "seguro"])
    assert [concept.concept_id for concept in meaning.concepts] == ["port"]
    assert meaning.translations == {}
    assert table.asked == []


def test_a_set_phrase_in_which_a_name_stands_goes_before_the_name(tmp_path: Path) -> None:
    table = Table({("capitán de puerto seguro", ES): ["harbour master"]}, longest=4)
    crossing = Crossing(own_termbase(tmp_path), table)
    meanings = list(crossing.meanings("el capitán de puerto seguro y puerto seguro".split()))
    spans = [(each.start, each.end, len(each.concepts)) for each in meanings]
    assert spans == [(0, 1, 0), (1, 5, 0), (5, 6, 0), (6, 8, 1)]
    assert meanings[1].translations[EN][0].text == "harbour master"


def test_what_is_learnt_goes_before_the_lexicon_which_still_counts() -> None:
    learnt, lexicon = Table({("cédula", ES): ["card"]}), Table({("cédula", ES): ["schedule"]})
    found = Crossing(Termbase(), learnt, lexicon).translations("cédula")[EN]
    assert [(each.text, each.probability) for each in found] == [("card", 0.6), ("schedule", 0.4)]
    turned = Crossing(Termbase(), lexicon, learnt).translations("cédula")[EN]
    assert [each.text for each in turned] == ["schedule", "card"]


def test_tables_that_agree_strengthen_one_another() -> None:
    one, two = Table({("a", ES): ["x", "y"]}), Table({("a", ES): ["y"]})
    found = Crossing(Termbase(), one, two).translations("a")[EN]
    assert [(each.text, each.probability) for each in found] == [("y", 0.7), ("x", 0.3)]


def test_guesses_serve_only_words_that_nobody_knows() -> None:
    lexicon = Table({("known", EN): ["conocido"]})
    guesses = Table({("known", EN): ["sabido"], ("unknown", EN): ["ignoto"]})
    crossing = Crossing(Termbase(), lexicon, guesses=guesses)
    assert texts(crossing.translations("known"))[ES] == ["conocido"]
    assert texts(crossing.translations("unknown")) == {ES: ["ignoto"]}
    assert crossing.translations("unheard") == {}


def test_what_is_known_in_one_language_is_not_guessed_at_in_the_other() -> None:
    lexicon = Table({("Mexican", EN): ["mexicano"]})
    guesses = Table({("Mexican", ES): ["mexicos"]})
    assert texts(Crossing(Termbase(), lexicon, guesses=guesses).translations("Mexican")) == {ES: ["mexicano"]}


@pytest.mark.parametrize(
    ("word", "foreign_to"),
    [
        ("informe", {EN}),  # not "information"
        ("informes", {EN}),
        ("port", {ES}),  # not "portar"
        ("mayors", {ES}),  # not "mayor"
        ("puertos", set()),  # no English word has its stem: a passage that quotes it may inflect it
        ("informar", set()),
        ("Guardia Costera", set()),
        ("zzqq", set()),
        ("", set()),
    ],
)
def test_a_word_is_foreign_where_it_has_the_stem_of_other_words(word: str, foreign_to: set[Language]) -> None:
    assert SHIPPED.foreign_to(word) == foreign_to


def test_what_somebody_translates_is_not_foreign() -> None:
    learnt = Table({("informe", EN): ["noticia"]})
    assert Crossing(Termbase(), learnt, shipped.lexicon()).foreign_to("informe") == set()


def test_a_stem_alone_does_not_cross_what_the_other_language_knows() -> None:
    assert set(SHIPPED.translations("port")) == {ES}
    assert set(SHIPPED.translations("informes")) == {EN}


def test_a_word_is_looked_up_in_both_directions() -> None:
    table = Table({("red", ES): ["network"], ("red", EN): ["rojo"]})
    assert texts(Crossing(Termbase(), table).translations("red")) == {EN: ["network"], ES: ["rojo"]}
    assert {ES, EN} == set(SHIPPED.translations("once"))  # eleven, and one time
    assert set(SHIPPED.translations("frontera")) == {EN}
    assert set(SHIPPED.translations("border")) >= {ES}


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("Coast Guard port", [(0, 2), (2, 3)]),
        ("a cargo de", [(0, 3)]),
        ("puerto a cargo de la Guardia Costera", [(0, 1), (1, 4), (4, 5), (5, 7)]),
        ("zzqq", [(0, 1)]),
        ("", []),
    ],
)
def test_names_then_phrases_then_words(words: str, spans: list[tuple[int, int]]) -> None:
    assert [(meaning.start, meaning.end) for meaning in SHIPPED.meanings(words.split())] == spans


typed = st.sampled_from(
    "a cargo de la Guardia Costera Coast Guard free trade agreement libre comercio the OEA T-MEC port puertos"
    " in charge of zzqq 2005 UN un crimen organizado y money laundering lavado dinero cross-border".split()
)


@given(st.lists(st.one_of(typed, any_text.filter(bool)), max_size=10))
@example(["in", "charge", "of", "the", "Coast", "Guard"])
def test_every_word_has_one_meaning(words: list[str]) -> None:
    at = 0
    for meaning in SHIPPED.meanings(words):
        assert meaning.start == at < meaning.end
        at = meaning.end
        assert not (meaning.concepts and meaning.translations)
        assert meaning.end == meaning.start + 1 or meaning.concepts or meaning.translations
        assert all(meaning.translations.values())
    assert at == len(words)


@given(
    st.lists(
        st.dictionaries(st.sampled_from("abcdefghijkl"), st.floats(0.05, 1), min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_however_many_tables_probabilities_fall_and_add_up_to_about_one(
    tables: list[dict[str, float]],
) -> None:
    lexicons = [Lexicon.of([("zarpa", translations)]) for translations in tables]
    found = Crossing(Termbase(), *lexicons).translations("zarpa")[EN]
    probabilities = [each.probability for each in found]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len(found) <= MAX_TRANSLATIONS
    assert sum(probabilities) == pytest.approx(1, abs=0.3 if len(tables) == 1 else 0.01)


@pytest.fixture
def fresh_stem(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``stem`` with nothing remembered, wherever it is used; what others have stemmed stays for them."""
    fresh = lru_cache(maxsize=None)(stem.__wrapped__)
    for module in list(sys.modules.values()):
        if getattr(module, "stem", None) is stem:
            monkeypatch.setattr(module, "stem", fresh)
    return fresh


def test_who_stems_ahead_stems_only_what_is_typed(fresh_stem: Any) -> None:
    asked = ["inspecciones", "port", "authorities", "guardia", "costera", "bilateral", "kidnapped"]
    found = []
    stemmed = []
    for is_ahead in (False, True):
        fresh_stem.cache_clear()
        termbase, lexicon = load_termbase(), load_lexicon()
        if is_ahead:
            stem_ahead(termbase, lexicon)
        before = fresh_stem.cache_info().misses
        found.append(list(Crossing(termbase, lexicon).meanings(asked)))
        stemmed.append(fresh_stem.cache_info().misses - before)
    assert found[0] == found[1]
    assert stemmed[1] <= len(Language) * len(asked) < stemmed[0]
