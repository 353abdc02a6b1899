"""A word's forms are one word; words that only share a stem are several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.inflecting import is_form, is_noun_form, plainer_forms
from analyzers.language import Language
from tests import shipped

ES, EN = Language

ONE = [
    (ES, "arancel", "aranceles"), (ES, "juez", "jueces"), (ES, "federal", "federales"),
    (ES, "presidente", "presidentas"), (ES, "gobernador", "gobernadoras"), (ES, "ingleses", "inglesa"),
    (ES, "armado", "armadas"), (ES, "jefe", "jefas"), (ES, "base", "bases"), (ES, "clase", "clases"),
    (EN, "tariff", "tariffs"), (EN, "policy", "policies"), (EN, "child", "children"),
    (EN, "defence", "defense"), (EN, "organisations", "organization"), (EN, "crises", "crisis"),
    (EN, "favorite", "favourites"), (EN, "neighbourhood", "neighborhoods"), (EN, "adviser", "advisors"),
    (ES, "transporte", "trasportes"), (ES, "postgrado", "posgrados"), (ES, "reembolso", "rembolsos"),
]  # fmt: skip
SEVERAL = [
    (ES, "militar", "militarizacion"), (ES, "deporte", "deportacion"), (ES, "orden", "ordenador"),
    (ES, "proteccion", "proteccionismo"), (ES, "belico", "belice"), (ES, "efectivo", "efecto"),
    (EN, "government", "governance"), (EN, "competition", "competitiveness"),
    (EN, "private", "privatization"), (EN, "immunity", "immunization"), (EN, "reserve", "reservist"),
    (EN, "defensive", "defense"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "left", "right"), ONE)
def test_number_gender_and_spelling_make_no_other_word(language: Language, left: str, right: str) -> None:
    assert is_noun_form(right, left, language)


@pytest.mark.parametrize(("language", "left", "right"), SEVERAL)
def test_what_is_derived_is_another_word(language: Language, left: str, right: str) -> None:
    assert not is_noun_form(left, right, language)
    assert not is_noun_form(right, left, language)


@pytest.mark.parametrize(
    "word", ["vacuno vacuna", "informaticos informatica", "progreso progresa", "sirio siria"]
)
def test_a_masculine_is_no_form_of_a_feminine(word: str) -> None:
    masculine, feminine = word.split()
    assert not is_noun_form(masculine, feminine, ES)


@given(st.sampled_from(Language), st.text("abcdeinorst", min_size=1))
def test_every_word_is_a_form_of_itself_and_of_its_singular(language: Language, word: str) -> None:
    assert is_noun_form(word, word, language)
    assert all(is_noun_form(word, plainer, language) for plainer in plainer_forms(word, language))


def test_a_verb_has_more_forms() -> None:
    assert is_form("tomando", "tomar", ES)
    assert is_form("taking", "take", EN)
    assert not is_form("efectivo", "efecto", ES)


@pytest.mark.parametrize(
    "word",
    ["federal", "government", "protection", "protección", "militar", "natural", "global", "private", "orden",
     "popular", "competition", "legislation", "deporte", "immunity", "nature", "reserve", "terrorista"],
)  # fmt: skip
def test_no_everyday_word_names_what_only_has_its_stem(word: str) -> None:
    """``federal`` was federalism, ``government`` governance, ``deporte`` deportation."""
    crossing = shipped.crossing()
    ((*_, concepts, translations),) = [
        (each.start, each.end, each.concepts, each.translations) for each in crossing.meanings([word])
    ]
    assert not concepts
    assert translations
