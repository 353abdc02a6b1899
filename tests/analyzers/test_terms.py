"""What is remembered of pieces of text gives the terms that the whole text gives."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers import terms
from analyzers.analysis import analyze
from analyzers.language import Language
from analyzers.numbering import Rows, merge_rows
from analyzers.terms import Line, Vocabulary, current_vocabulary
from analyzers.token import Token
from tests.strings import any_text, letters

languages = st.sampled_from(Language)

PIECES = (
    "el puerto, (cerrado) year's AÑO año T-MEC T-MEC: EE. UU. EE.UU. UU OO. CC. U.S. a.m. D. F. O.N.U. "
    "1.234,5 2005-03-23 23 de marzo de 2005 March 3, 12/05/2009 1999 20 05 3SPP note12 CISEN NORTHCOM "
    "PLAN DE LA ACCIÓN SEGURIDAD FRONTERA MOUs A - — / y/o PLAN/ACCIÓN ana@b.mx A\u0301 \u00ad ½ \u0661\u0669"
).split()
BLANKS = (" ", "  ", "\n", "\t", "\u00a0", "\u202f", "\u2003", "\x1c", "\u200b", "")

awkward = st.one_of(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BLANKS)), max_size=14).map(
        lambda pairs: "".join(piece + blank for piece, blank in pairs)
    ),
    letters,
)


lines = st.lists(st.tuples(st.one_of(any_text, awkward), languages), max_size=4)


def check(vocabulary: Vocabulary, lines: Sequence[Line]) -> None:
    """Whether a vocabulary says of texts what analysing each of them says."""
    views = vocabulary.read(lines)
    analyses = [analyze(*line) for line in lines]
    check_view(vocabulary, views.stems, [analysis.stems for analysis in analyses])
    check_view(vocabulary, views.exact, [analysis.exact for analysis in analyses])
    check_view(vocabulary, views.verbatim, [analysis.verbatim for analysis in analyses])


def check_view(vocabulary: Vocabulary, rows: Rows, expected: Sequence[Sequence[Token]]) -> None:
    terms = vocabulary.numbering.terms
    assert rows.sizes.tolist() == [len(tokens) for tokens in expected]
    assert [terms[number] for number in rows.terms] == [t.text for tokens in expected for t in tokens]
    assert rows.positions.tolist() == [t.position for tokens in expected for t in tokens]


@given(lines)
@example([("EE. UU.", Language.ES)])
@example([("los EE.\u00a0UU. y", Language.ES), ("1\u00a0234", Language.ES)])
@example([("(M I N U T A)", Language.ES), ("A B", Language.ES), ("C\u00a0D", Language.ES)])
@example([("PLAN DE", Language.ES), ("SEGURIDAD - FRONTERA", Language.ES), ("PLAN", Language.EN)])
@example([("SEGURIDAD", Language.ES), ("FRONTERA", Language.ES)])
@example([("", Language.ES), ("on March 23rd, 2005", Language.EN), ("", Language.EN)])
@example([])
def test_terms_are_those_of_the_analysis(lines: list[Line]) -> None:
    check(current_vocabulary(), lines)


def test_what_was_analysed_as_a_whole_is_not_remembered() -> None:
    vocabulary = Vocabulary()
    text = "reunión del 23 de marzo de 2005 con los EE. UU."
    check(vocabulary, [(text, Language.ES)])
    before = len(vocabulary._pieces.words.widths)
    check(vocabulary, [(text, Language.ES)])
    assert len(vocabulary._pieces.words.widths) == before


def test_another_vocabulary_is_begun_when_one_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "_MOST_PIECES", 3)
    monkeypatch.setattr(terms, "_current", Vocabulary())
    seen = set()
    for _ in range(4):
        vocabulary = current_vocabulary()
        seen.add(id(vocabulary))
        assert not vocabulary.is_full
        check(vocabulary, [("uno dos, tres cuatro uno dos " + "x" * 50, Language.ES)])
    assert len(seen) > 1


def test_a_vocabulary_that_was_broken_off_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "_current", Vocabulary())
    broken = current_vocabulary()
    with monkeypatch.context() as patch:
        patch.setattr(terms, "find_dates", None)
        with pytest.raises(TypeError):
            broken.read([("23 de marzo de 2005", Language.ES)])
    assert current_vocabulary() is not broken


def test_texts_without_words_have_no_terms() -> None:
    assert current_vocabulary().read([(" — \n", Language.ES)]).stems.sizes.tolist() == [0]


def test_rows_are_taken_and_merged() -> None:
    def rows(*found: Sequence[tuple[int, int]]) -> Rows:
        pairs = np.array([pair for row in found for pair in row], np.int32).reshape(-1, 2)
        return Rows(pairs[:, 0], pairs[:, 1], np.array([len(row) for row in found]))

    one, other = rows([(7, 0), (8, 1)], [], [(5, 0)]), rows([(7, 0), (9, 0), (8, 1)], [(1, 0)], [(5, 1)])
    merged = merge_rows(one, other)
    assert merged.sizes.tolist() == [3, 1, 2]
    assert merged.terms.tolist() == [7, 9, 8, 1, 5, 5]
    assert merged.positions.tolist() == [0, 0, 1, 0, 0, 1]
    assert merged.take(np.array([2, 0, 2])).terms.tolist() == [5, 5, 7, 9, 8, 5, 5]
