"""Every text gives ordered terms at their places, and one word in its many spellings gives one term."""

import time
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from analyzers.analysis import FINGERPRINT, analyze, part_terms
from analyzers.folding import fold, fold_keeping_enye
from analyzers.language import Language
from analyzers.tokenizing import join_spaced
from tests.strings import any_text, letters, words

languages = st.sampled_from(Language)


def stems(text: str, language: Language = Language.EN) -> list[str]:
    return [token.text for token in analyze(text, language).stems]


def exact(text: str, language: Language = Language.EN) -> list[str]:
    return [token.text for token in analyze(text, language).exact]


def verbatim(text: str) -> list[str]:
    return [token.text for token in analyze(text, Language.ES).verbatim]


@given(st.one_of(any_text, letters), languages)
@example("\ud800x", Language.ES)
@example("\x00", Language.EN)
@example("½-½", Language.EN)
def test_tokens_are_ordered_and_in_range(text: str, language: Language) -> None:
    analysis = analyze(text, language)
    for view in (analysis.stems, analysis.exact, analysis.verbatim):
        position = start = 0
        for token in view:
            assert token.text
            assert position <= token.position < analysis.length
            assert start <= token.start_char < token.end_char <= len(text)
            position, start = token.position, token.start_char


@given(st.one_of(any_text, letters), languages)
def test_every_position_has_a_term_in_every_view(text: str, language: Language) -> None:
    analysis = analyze(text, language)
    for view in (analysis.stems, analysis.exact, analysis.verbatim):
        assert {token.position for token in view} == set(range(analysis.length))


@given(st.lists(words, max_size=12), languages)
def test_slices_of_plain_text_fold_to_what_the_token_says(some: list[str], language: Language) -> None:
    text = " ".join(some)
    assume(join_spaced(text) == text)
    analysis = analyze(text, language)
    for token in analysis.exact:
        surface = text[token.start_char : token.end_char]
        assert token.text in (fold(surface), fold_keeping_enye(surface))
    for token in analysis.verbatim:
        assert token.text == text[token.start_char : token.end_char]
    assert analysis.length == len(some)


@given(st.one_of(st.lists(words, max_size=8).map(" ".join), letters), languages)
def test_decomposed_text_gives_the_same_terms(text: str, language: Language) -> None:
    composed, decomposed = (analyze(unicodedata.normalize(f, text), language) for f in ("NFC", "NFD"))
    for one, other in (
        (composed.stems, decomposed.stems),
        (composed.exact, decomposed.exact),
        (composed.verbatim, decomposed.verbatim),
    ):
        assert [(t.text, t.position) for t in one] == [(t.text, t.position) for t in other]


@given(st.lists(words.map(str.lower), max_size=8), languages)
def test_lost_accents_give_the_same_stems(some: list[str], language: Language) -> None:
    text = " ".join(some)
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    assert stems(text, language) == stems(bare, language)


@given(words, words, languages)
def test_a_compound_meets_its_parts_and_its_joined_form(left: str, right: str, language: Language) -> None:
    left, right = left.lower(), right.lower()
    hyphened = set(stems(f"{left}-{right}x", language))
    assert set(stems(f"{left} {right}x", language)) <= hyphened
    assert set(stems(f"{left}{right}x", language)) <= hyphened


def test_the_family_of_cross_border() -> None:
    assert stems("cross-border") == ["crossbord", "cross", "border"]
    assert [t.position for t in analyze("cross-border", Language.EN).stems] == [0, 0, 1]
    assert stems("cross border") == ["cross", "border"]
    assert stems("crossborder") == ["crossbord"]


def test_a_word_cut_by_a_line_end_is_found_whole() -> None:
    assert stems("coope-ración", Language.ES)[0] == stems("cooperación", Language.ES)[0]


@pytest.mark.parametrize("text", ["Mexico's", "Mexico’s", "MEXICO'S", "Mexico"])
def test_possessives(text: str) -> None:
    assert exact(text) == ["mexico"]


@pytest.mark.parametrize("text", ["EE.UU.", "EE. UU.", "EEUU", "EE.UU"])
def test_the_united_states_in_spanish(text: str) -> None:
    assert exact(text, Language.ES) == ["eeuu"]
    assert stems(text, Language.ES) == ["eeuu"]


def test_dotted_abbreviations_are_not_the_words_they_look_like() -> None:
    assert exact("U.S.") == ["u.s"]
    assert exact("us") == ["us"]
    assert exact("O.N.U.") == exact("ONU") == ["onu"]


@pytest.mark.parametrize(
    ("number", "canonical"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("3.14", "3.14"),
        ("10\u00a0000", "10000"),
        ("3.1.1", "3.1.1"),
    ],
)
def test_numbers_have_one_whole_form_beside_their_parts(number: str, canonical: str) -> None:
    whole, *parts = exact(number)
    assert whole == canonical
    assert all(part.isdigit() for part in parts)


def test_addresses_are_found_whole_and_by_part() -> None:
    assert exact("Juan@SRE.gob.mx") == ["juan@sre.gob.mx", "juan", "sre", "gob", "mx"]


def test_glued_slide_numbers() -> None:
    assert "spp" in stems("3SPP")
    assert "conten" in stems("10Contenido", Language.ES)
    assert stems("H1N1") == ["h1n1"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("acronym", ["CISEN", "SEDENA", "ASPAN", "USMCA", "CBP"])
def test_acronyms_keep_their_whole_form(acronym: str, language: Language) -> None:
    assert acronym.lower() in stems(f"the {acronym} said", language)


def test_a_word_set_letter_by_letter_is_one_word_in_one_position() -> None:
    analysis = analyze("C O P I E S SENT", Language.EN)
    assert [t.text for t in analysis.stems if t.end_char == 11 and t.start_char == 0] == ["copies", "copi"]
    assert exact("C O P I E S SENT") == ["copies", "c", "o", "p", "i", "e", "s", "sent"]
    assert verbatim("A Ñ O S") == ["AÑOS", "A", "Ñ", "O", "S"]
    assert exact("C A Ñ Ó N", Language.ES) == ["canon", "cañon", "c", "a", "n", "ñ", "o"]
    assert analysis.length == 2


def test_what_stands_beside_a_word_set_letter_by_letter_is_a_heading() -> None:
    assert stems("C O R R E C T E D COPY")[-2:] == ["copy", "copi"]


def test_the_plural_of_an_acronym_is_the_acronym() -> None:
    assert stems("several MOUs") == [*stems("several"), "mou"]
    assert stems("MOU") == ["mou"]


def test_short_acronyms_give_no_stem_beside_their_form() -> None:
    assert stems("el CISEN dijo", Language.ES)[1] == "cisen"
    assert len(stems("el CISEN dijo", Language.ES)) == 3


def test_shouted_lines_are_words() -> None:
    shouted = stems("PLAN DE ACCIÓN DE LOS PUERTOS", Language.ES)
    assert set(stems("plan de acción de los puertos", Language.ES)) <= set(shouted)


def test_acronyms_side_by_side_are_no_shouting() -> None:
    assert stems("CISEN SEMAR") == ["cisen", "semar"]


def test_enye_is_kept_apart_in_the_exact_view_only() -> None:
    assert exact("año", Language.ES) == ["ano", "año"]
    assert exact("ano", Language.ES) == ["ano"]
    assert stems("año", Language.ES) == stems("ano", Language.ES)


def test_the_verbatim_view_keeps_case_and_accents() -> None:
    assert verbatim("La UN, México; un") == ["La", "UN", "México", "un"]
    assert verbatim("Me\u0301xico") == ["México"]


@pytest.mark.parametrize(
    ("text", "pairs", "joined"),
    [
        ("T-MEC", [("t", "t"), ("mec", "mec")], "tmec"),
        ("CISEN", [("cis", "cisen")], None),
        ("EE. UU.", [("eeuu", "eeuu")], None),
        ("M I N U T A S", [("minuta~", "minutas")], None),
        ("libre comercio", [("libr", "libre"), ("comerci", "comercio")], None),
        ("", [], None),
    ],
)
def test_terms_of_a_label(text: str, pairs: list[tuple[str, str]], joined: str | None) -> None:
    assert part_terms(text, Language.ES) == (pairs, joined)


@pytest.mark.parametrize("piece", ["a-", "1,", "a@a.", "'s", "AA.", "漢", "Ñ ", "an\u0303o ", "A ", "A B  "])
def test_many_characters_take_no_long(piece: str) -> None:
    text = (piece * 40_000)[:40_000]  # quadratic: some minutes
    started = time.process_time()
    analyze(text, Language.ES)
    assert time.process_time() - started < 2.0


def test_the_fingerprint_is_short_and_steady() -> None:
    assert len(FINGERPRINT) == 16
    assert int(FINGERPRINT, 16) >= 0
