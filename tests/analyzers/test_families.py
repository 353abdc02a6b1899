"""Relatives that share no stem are told by rule and by table; what only looks alike is kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.families import are_relatives, irregular_relatives, iter_beginnings, spell
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.stemming import stem

ES, EN = Language.ES, Language.EN

RELATIVES = [
    (ES, "traducir traducción traductor"),
    (ES, "inspeccionar inspector"),
    (ES, "migrar migrante migración migratorio"),
    (ES, "proteger protección protector"),
    (ES, "decidir decisión"),
    (ES, "convertir conversión"),
    (ES, "invertir inversión inversionista"),
    (ES, "construir construcción constructor"),
    (ES, "prevenir prevención"),
    (ES, "investigar investigación investigador"),
    (ES, "financiar financiamiento"),
    (ES, "detener detención"),
    (ES, "aduana aduanal aduanero"),
    (EN, "migrate migrant migration"),
    (EN, "kidnap kidnapper"),
    (EN, "inspect inspection inspector"),
    (EN, "smuggle smuggler"),
    (EN, "permit permission"),
    (EN, "decide decision"),
    (EN, "reduce reduction"),
    (EN, "resolve resolution"),
    (EN, "detain detainee"),
    (EN, "terror terrorist"),
    (EN, "partner partnership"),
]
STRANGERS = [
    (ES, "importar importante"),
    (ES, "general generar"),
    (ES, "parte partir"),
    (ES, "comisión comité"),
    (ES, "violencia violación"),
    (ES, "objeto objetivo"),
    (ES, "arroz arrojar"),
    (ES, "casa caso"),
    (EN, "commission committee"),
    (EN, "important importer"),
    (EN, "officer official"),
    (EN, "custom customer"),
    (EN, "both bother"),
    (EN, "port portion"),
]
IRREGULAR = [
    (ES, "lecturas", "lector"),
    (ES, "votar", "votante"),
    (ES, "joven", "juventud"),
    (EN, "speaking", "speech"),
    (EN, "sold", None),
    (EN, "detained", "detention"),
]


def are_kin(one: str, other: str, language: Language) -> bool:
    """Whether two folded words are relatives."""
    return are_relatives(stem(one, language), stem(other, language), language)


@pytest.mark.parametrize(("language", "words"), RELATIVES)
def test_words_of_a_family_are_relatives(language: Language, words: str) -> None:
    first, *others = [fold(word) for word in words.split()]
    for other in others:
        if stem(first, language) != stem(other, language):
            assert are_kin(first, other, language)


@pytest.mark.parametrize(("language", "words"), STRANGERS)
def test_words_that_only_look_alike_are_none(language: Language, words: str) -> None:
    one, other = [fold(word) for word in words.split()]
    assert not are_kin(one, other, language)


@pytest.mark.parametrize(("language", "word", "relative"), IRREGULAR)
def test_irregular_families_stand_in_the_table(language: Language, word: str, relative: str | None) -> None:
    found = irregular_relatives(fold(word), language)
    assert relative in found if relative else found == ()


def test_inflections_are_the_same_word() -> None:
    assert not are_kin("inspeccion", "inspecciones", ES)
    assert not are_kin("inspects", "inspected", EN)


def test_nouns_are_spelt_with_their_accent() -> None:
    assert [spell(word, ES) for word in ("traduccion", "decision", "migrante")] == [
        "traducción",
        "decisión",
        "migrante",
    ]
    assert spell("decision", EN) == "decision"


WORDS = st.one_of(
    st.sampled_from([fold(word) for _, words in (*RELATIVES, *STRANGERS) for word in words.split()]),
    st.text("abcdeinorst", min_size=1, max_size=14),
)


@given(WORDS, WORDS, st.sampled_from(Language))
def test_being_relatives_goes_both_ways(one: str, other: str, language: Language) -> None:
    assert are_kin(one, other, language) == are_kin(other, one, language)


@given(WORDS, WORDS, st.sampled_from(Language))
def test_relatives_begin_as_is_said(one: str, other: str, language: Language) -> None:
    """Whoever looks through the stems of documents by these beginnings misses no relative."""
    if are_kin(one, other, language):
        assert any(
            stem(other, language).startswith(each) for each in iter_beginnings(stem(one, language), language)
        )
