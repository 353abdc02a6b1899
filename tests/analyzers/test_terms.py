"""What is remembered of pieces of text gives the terms that the whole text gives."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers import terms
from analyzers.analysis import analyze
from analyzers.language import Language
from analyzers.terms import Terms, term_views
from tests.strings import any_text

languages = st.sampled_from(Language)

PIECES = (
    "el puerto, (cerrado) year's AÑO año T-MEC T-MEC: EE. UU. EE.UU. UU OO. CC. U.S. a.m. D. F. O.N.U. "
    "1.234,5 2005-03-23 23 de marzo de 2005 March 3, 12/05/2009 1999 20 05 3SPP note12 CISEN NORTHCOM "
    "PLAN DE LA ACCIÓN SEGURIDAD FRONTERA MOUs A - — / y/o PLAN/ACCIÓN ana@b.mx A\u0301 \u00ad ½ \u0661\u0669"
).split()
BLANKS = (" ", "  ", "\n", "\t", "\u00a0", "\u202f", "\u2003", "\x1c", "\u200b", "")

awkward = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BLANKS)), max_size=14).map(
    lambda pairs: "".join(piece + blank for piece, blank in pairs)
)


def check(text: str, language: Language) -> None:
    analysis, views = analyze(text, language), term_views(text, language)
    for tokens, found in zip(
        (analysis.stems, analysis.exact, analysis.verbatim),
        (views.stems, views.exact, views.verbatim),
        strict=True,
    ):
        assert list(found.texts) == [token.text for token in tokens]
        assert list(found.positions) == [token.position for token in tokens]


@given(st.one_of(any_text, awkward), languages)
@example("EE. UU.", Language.ES)
@example("los EE.\u00a0UU. y", Language.ES)
@example("1\u00a0234", Language.ES)
@example("PLAN DE", Language.ES)
@example("SEGURIDAD - FRONTERA", Language.ES)
@example("on March 23rd, 2005", Language.EN)
@example("", Language.EN)
def test_terms_are_those_of_the_analysis(text: str, language: Language) -> None:
    check(text, language)


def test_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "_MOST_PIECES", 3)
    monkeypatch.setattr(terms, "_PIECES", {Language.ES: terms._Pieces(Language.ES)})
    for _ in range(2):
        check("uno dos tres cuatro uno dos " + "x" * 50, Language.ES)
    assert len(terms._PIECES[Language.ES]) <= 3


def test_texts_without_words_have_no_terms() -> None:
    assert term_views(" — \n", Language.ES).stems == Terms([], range(0))
