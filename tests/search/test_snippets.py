"""A snippet is a true piece of its passage, with the marks where they were."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from search.matching import merge_spans
from search.results import Span
from search.snippets import SNIPPET_CHARS, cut_snippet

prose = st.lists(
    st.sampled_from(
        ["La", "aduana", "revisó", "the", "port.", "¿Quién?", "x" * 30, "\n", "…", "1.", "(Sí)", "\ud800"]
    ),
    max_size=160,
).map(" ".join)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text and some spans of it, sorted and apart."""
    text = draw(prose)
    starts = draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=8))
    spans = [(low, min(len(text), low + draw(st.integers(1, 40)))) for low in starts]
    return text, merge_spans([(low, high) for low, high in spans if low < high])


def body(snippet: str, text: str) -> str:
    """The snippet's text without the ellipses of its cut ends."""
    if len(text) <= SNIPPET_CHARS:
        return snippet
    if snippet.startswith("… ") and not text.startswith(snippet[:20]):
        snippet = snippet[2:]
    if snippet.endswith(" …") and not text.endswith(snippet[-20:]):
        snippet = snippet[:-2]
    return snippet


@given(marked())
@example(("a" * 1_000, [(0, 1_000)]))
@example(("a" * 1_000, [(999, 1_000)]))
@example(("", []))
def test_a_snippet_is_a_slice_with_its_spans_in_range(case: tuple[str, list[Span]]) -> None:
    text, marks = case
    snippet = cut_snippet(text, marks)
    assert body(snippet.text, text) in text
    assert len(snippet.text) <= SNIPPET_CHARS + 4
    end = 0
    for low, high in snippet.spans:
        assert end <= low < high <= len(snippet.text)
        end = high


@given(marked())
def test_what_is_marked_in_a_snippet_was_marked_in_the_passage(case: tuple[str, list[Span]]) -> None:
    text, marks = case
    snippet = cut_snippet(text, marks)
    whole = [text[low:high] for low, high in marks]
    shown = [snippet.text[low:high] for low, high in snippet.spans]
    assert all(any(piece in mark for mark in whole) for piece in shown)
    assert len(shown) <= len(whole)
    assert bool(shown) == bool(whole)


@given(marked())
def test_marks_that_fit_are_kept(case: tuple[str, list[Span]]) -> None:
    text, marks = case
    snippet = cut_snippet(text, marks)
    if len(text) <= SNIPPET_CHARS:
        assert snippet.text == text
        assert list(snippet.spans) == marks
    elif marks and all(high - low <= SNIPPET_CHARS // 4 for low, high in marks):
        whole = {text[low:high] for low, high in marks}
        assert any(snippet.text[low:high] in whole for low, high in snippet.spans)


def test_the_stretch_with_most_marks_is_shown() -> None:
    text = "uno " + "x " * 400 + "dos tres dos tres dos. " + "y " * 400
    marks = [(0, 3)] + [(at, at + 3) for at in range(len(text)) if text.startswith("dos", at)]
    snippet = cut_snippet(text, marks)
    assert [snippet.text[low:high] for low, high in snippet.spans] == ["dos", "dos", "dos"]
    assert snippet.text.startswith("… ")
    assert snippet.text.endswith(" …")


def test_a_snippet_begins_before_a_number_not_inside_what_it_counts() -> None:
    filler = "palabras que nadie busca y que llenan la línea entera. " * 8
    heading = "Antecedentes · La visita a las obras de la dársena vieja duró una mañana, y la aduana"
    for before, number in (("", "3. "), (filler + "Fin · ", "3. "), (filler + "Fin. ", "12. ")):
        text = f"{before}{number}{heading} no abrió. {filler}"
        start = text.index("aduana")
        shown = cut_snippet(text, [(start, start + 6)]).text
        assert f"{number}Antecedentes" in shown or shown.startswith("… Fin")


def test_a_long_text_without_marks_shows_its_beginning() -> None:
    snippet = cut_snippet("Primero. " + "palabra " * 100, [])
    assert snippet.text.startswith("Primero. palabra")
    assert snippet.text.endswith("palabra …")
    assert snippet.spans == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda s: (min(s), max(s) + 1)), max_size=8
    )
)
def test_merged_spans_are_sorted_apart_and_cover_the_same(spans: list[Span]) -> None:
    merged = merge_spans(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(merged))
    assert {at for low, high in merged for at in range(low, high)} == {
        at for low, high in spans for at in range(low, high)
    }
