"""Words found by how they begin are, among others, all that give a term; nothing else is ever looked at."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from analyzers.analysis import analyze
from analyzers.finding import TermFinder, outline
from analyzers.language import Language
from analyzers.scanning import Scanner
from analyzers.stemming import GIVEN_STEMS
from analyzers.token import Token
from analyzers.tokenizing import Shape, iter_spaced, iter_spelt, iter_spelt_near, read_word
from tests.strings import letters

WORDS = (
    "dying tying skies abilities voces luces ingleses Año ano ANO T-MEC coope-ración coope\u00adracio\u0301n "
    "EE.UU. CC. OO. U.S. p.m. l’Oréal Straße Ærø groß ﬁn Жизнь Ωmega ½ 3SPP customer8 exim4-config deb-old "
    "a_b@c.example 1.234,5 0,50 007 G-7 F16 PLAN DE SEGURIDAD MOUs México's “Guardia” señor… ños x"
).split(" ")
_MIXED = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), st.sampled_from([" ", ". ", "\n", "", "-"])
    ),
    max_size=10,
).map(lambda pieces: "".join(word + gap for word, gap in pieces))
TEXTS = st.one_of(_MIXED, letters, st.tuples(_MIXED, letters).map("".join))


def terms_of(text: str, language: Language) -> tuple[list[str], list[str]]:
    """Stems and surface forms."""
    found = analyze(text, language)
    stems, *surfaces = ({token.text for token in view} for view in (found.stems, found.exact, found.verbatim))
    return sorted(stems), sorted(surfaces[0] | surfaces[1])


@example(" ".join(WORDS))
@example("la M I N U T A de\u00a0A B C D y T-A B C D E")
@given(TEXTS)
def test_every_word_that_gives_a_term_is_found(text: str) -> None:
    words = list(iter_spelt(text))
    for language in Language:
        given = {word: terms_of(word[1], language) for word in words}
        for view, terms in enumerate(terms_of(text, language)):
            for term in terms:
                scanner = Scanner(set(), {term}) if view else Scanner({term}, set())
                found = list(scanner.words(text))
                assert found == [word for word in words if word in found]  # as they are, in order
                for word in words:
                    if term in given[word][view]:
                        assert word in found, term
                        assert scanner.may_give(word[1]), term


@given(TEXTS)
def test_scanning_gives_what_reading_all_words_gives(text: str) -> None:
    for language in Language:
        stems, surfaces = terms_of(text, language)
        finder = TermFinder(set(stems[::3]), set(surfaces[1::3]), language)
        words = finder.scan(text)
        if words is not None:
            whole = outline(text)
            expected = {
                (whole.starts[number], spelt.lstrip("\0"), word.terms & finder.terms)
                for spelt, word in finder.words(whole)
                for number in whole.by_spelling[spelt]
            }
            assert {(start, spelt, word.terms & finder.terms) for start, spelt, word in words} == expected


def _where(token: Token) -> tuple[int, int, str]:
    return token.start_char, token.end_char, token.text


@given(TEXTS, st.integers(0, 4))
def test_words_are_placed_as_far_apart_as_they_stand(text: str, reach: int) -> None:
    for language in Language:
        stems, surfaces = terms_of(text, language)
        finder = TermFinder(set(stems[::2]), set(surfaces[::3]), language)
        words = finder.scan(text)
        if words is not None:
            placed, whole = finder.place(text, words, reach), finder.find(outline(text))
            for near, far in ((placed.exact, whole.exact), (placed.stems, whole.stems)):
                near, far = (sorted(view, key=_where) for view in (near, far))
                assert list(map(_where, near)) == list(map(_where, far))
                for (a, b), (c, d) in zip(pairwise(near), pairwise(far), strict=True):
                    assert min(b.position - a.position, reach + 1) == min(d.position - c.position, reach + 1)


def test_words_with_stems_by_table_are_found() -> None:
    rows = [row.split("\t") for row in GIVEN_STEMS.read_text(encoding="utf-8").splitlines() if row[0] != "#"]
    assert rows
    for name, words in rows:
        language = Language(name)
        for word in words.removeprefix("= ").split():
            for spelt in (word, word.replace("iz", "is")):
                (wanted,) = {token.text for token in analyze(spelt, language).stems}
                found = TermFinder({wanted}, set(), language).scan(f"La {spelt} x")
                assert [each for _, each, _ in found or ()] == [spelt]


@given(TEXTS)
def test_a_word_is_cut_alike_from_wherever_one_looks(text: str) -> None:
    words = list(iter_spelt(text))
    for start, spelt in words:
        for place in range(start, start + len(spelt)):
            assert list(iter_spelt_near(text, [place])) == [(start, spelt)]
    for number in range(len(words)):
        places = [start + len(spelt) - 1 for start, spelt in words[number::2]]
        assert list(iter_spelt_near(text, places)) == words[number::2]


@given(TEXTS)
def test_no_word_set_letter_by_letter_is_passed_over(text: str) -> None:
    near = set(iter_spelt_near(text, sorted(iter_spaced(text))))
    assert {word for word in iter_spelt(text) if read_word(word[1]).shape is Shape.SPACED} <= near


def test_words_of_other_beginnings_are_not_cut() -> None:
    text = "La política comercial y la seguridad de la frontera con los puertos"
    assert [spelt for _, spelt in Scanner({"polit"}, set()).words(text)] == ["política"]
    assert list(iter_spelt_near(text, [text.index("seg") + 2])) == [(text.index("seg"), "seguridad")]
