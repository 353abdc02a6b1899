"""Words found by how they begin are, among others, all that give a term; nothing else is ever looked at."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzers.analysis import TermFinder, analyze, outline
from analyzers.language import Language
from analyzers.scanning import Scanner
from analyzers.tokenizing import iter_spelt, iter_spelt_near

WORDS = (
    "dying tying skies abilities voces luces ingleses Año ano ANO T-MEC coope-ración coope\u00adracio\u0301n "
    "EE.UU. CC. OO. U.S. p.m. l’Oréal Straße Ærø groß ﬁn Жизнь Ωmega ½ 3SPP customer8 exim4-config deb-old "
    "a_b@c.example 1.234,5 0,50 007 G-7 F16 PLAN DE SEGURIDAD MOUs México's “Guardia” señor… ños x"
).split(" ")
TEXTS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), st.sampled_from([" ", ". ", "\n", "", "-"])
    ),
    max_size=10,
).map(lambda pieces: "".join(word + gap for word, gap in pieces))


def terms_of(text: str, language: Language) -> list[str]:
    found = analyze(text, language)
    return sorted({token.text for view in (found.stems, found.exact, found.verbatim) for token in view})


@settings(max_examples=80)
@example(" ".join(WORDS))
@given(TEXTS)
def test_every_word_that_gives_a_term_is_found(text: str) -> None:
    words = list(iter_spelt(text))
    for language in Language:
        for term in terms_of(text, language):
            scanner = Scanner({term})
            found = list(scanner.words(text))
            assert found == [word for word in words if word in found]  # as they are, in order
            for start, spelt in words:
                if term in terms_of(spelt, language):
                    assert (start, spelt) in found, term
                    assert scanner.may_give(spelt), term


@settings(max_examples=60)
@given(TEXTS)
def test_scanning_gives_what_reading_all_words_gives(text: str) -> None:
    for language in Language:
        finder = TermFinder(set(terms_of(text, language)[::3]), language)
        words = finder.scan(text)
        if words is not None:
            whole = outline(text)
            expected = {
                (whole.starts[number], spelt.lstrip("\0"), word.terms & finder.terms)
                for spelt, word in finder.words(whole)
                for number in whole.by_spelling[spelt]
            }
            assert {(start, spelt, word.terms & finder.terms) for start, spelt, word in words} == expected


def test_words_of_other_beginnings_are_not_cut() -> None:
    text = "La política comercial y la seguridad de la frontera con los puertos"
    assert [spelt for _, spelt in Scanner({"polit"}).words(text)] == ["política"]
    assert list(iter_spelt_near(text, [text.index("seg") + 2])) == [(text.index("seg"), "seguridad")]
