"""Keyword in context: every occurrence once, aligned, in order, linked to its place."""

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Chunk, Segment
from search.concordance import (
    Line,
    concordance_to_dict,
    cut_line,
    iter_lines,
    join_marks,
    make_concordance,
    sort_lines,
)
from search.results import Hit, Snippet
from search.searching import Searcher

TEXTS = st.text("ab ñé,.\n", max_size=120)


def line(left: str, right: str, path: str = "a.txt", ordinal: int = 0) -> Line:
    text = f"{left} x {right}"
    chunk = Chunk("c", "d", ordinal, text, (Segment(0, 0, len(text)),), 1, 1)
    return Line(left, "x", right, chunk, path, "", len(left) + 1, len(left) + 2)


def test_a_line_is_cut_between_words() -> None:
    text = "La Guardia Costera revisa cada contenedor del puerto."
    span = (text.index("revisa"), text.index("revisa") + len("revisa"))
    assert cut_line(text, span, width=10) == ("Costera ", "revisa", " cada")
    assert cut_line(text, span, width=16) == ("Guardia Costera ", "revisa", " cada contenedor")
    assert cut_line(text, span, width=200) == (
        "La Guardia Costera ",
        "revisa",
        " cada contenedor del puerto.",
    )


def test_a_word_longer_than_the_context_is_cut() -> None:
    assert cut_line("a" * 50 + "x" + "b" * 50, (50, 51), width=10) == ("a" * 10, "x", "b" * 10)


@given(TEXTS, st.integers(0, 119), st.integers(1, 10), st.integers(10, 40))
def test_context_is_what_stands_there(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    left, match, right = cut_line(text, (start, end), width=width)
    assert len(left) <= width
    assert len(right) <= width
    assert re.sub(r"\s+", " ", text[:start]).endswith(left)
    assert match == re.sub(r"\s+", " ", text[start:end])
    assert re.sub(r"\s+", " ", text[end:]).startswith(right)


def test_words_side_by_side_are_one_occurrence() -> None:
    assert join_marks("coast guard", [(6, 11), (0, 5)]) == [(0, 11)]
    assert join_marks("coast, guard", [(0, 5), (7, 12)]) == [(0, 5), (7, 12)]


def test_order() -> None:
    lines = [
        line("una B", "dos", "b.txt"),
        line("zeta Á", "uno", "a.txt", 2),
        line("el b", "ÁRBOL", "a.txt", 1),
    ]
    assert [each.path + str(each.chunk.ordinal) for each in sort_lines(lines, "document")] == [
        *("a.txt1", "a.txt2", "b.txt0")
    ]
    assert [each.left for each in sort_lines(lines, "left")] == ["zeta Á", "el b", "una B"]
    assert [each.right for each in sort_lines(lines, "right")] == ["ÁRBOL", "dos", "uno"]


def test_every_mark_of_a_passage_is_a_line() -> None:
    text = "SPP here, the SPP there."
    chunk = Chunk("c", "d", 0, text, (Segment(0, 0, len(text)),), 1, 1)
    hit = Hit(1, 1.0, chunk, "a.txt", "A", Snippet(text, ()), ((0, 3), (14, 17)), True, ())
    assert [(each.left, each.right) for each in iter_lines(hit)] == [
        ("", " here, the SPP there."),
        ("SPP here, the ", " there."),
    ]


def test_marks_of_markdown_are_left_out() -> None:
    text = "## Puertos La **Guardia** *Costera* revisó [Veracruz](http://v.example)."
    segments = (Segment(0, 0, 10), Segment(11, 11, len(text) - 11))
    marks = ((text.index("Guardia"), text.index("** *")), (text.index("Costera"), text.index("* rev")))
    chunk = Chunk("c", "d", 0, text, segments, 1, 2)
    found = list(iter_lines(Hit(1, 1.0, chunk, "a.md", "A", Snippet(text, ()), marks, True, ())))
    assert [(each.left, each.match, each.right) for each in found] == [
        ("Puertos · La ", "Guardia", " Costera revisó Veracruz."),
        ("Puertos · La Guardia ", "Costera", " revisó Veracruz."),
    ]
    assert [text[each.start_char : each.end_char] for each in found] == ["Guardia", "Costera"]


def test_both_languages_stand_in_it_and_each_line_is_what_its_passage_says(sample_searcher: Searcher) -> None:
    found = make_concordance(sample_searcher, "ASPAN", width=40)
    assert found.is_complete
    assert {each.chunk.language for each in found.lines} >= {"es", "en"}
    assert {"SPP", "ASPAN"} <= {each.match for each in found.lines}
    for each in found.lines:
        assert " ".join(each.chunk.text[each.start_char : each.end_char].split()) == each.match
    assert len({(each.chunk.chunk_id, each.start_char) for each in found.lines}) == len(found.lines)
    page = sample_searcher.search("ASPAN", limit=1000)
    assert {hit.chunk.chunk_id for hit in page.hits if hit.marks} == {
        each.chunk.chunk_id for each in found.lines
    }


def test_the_object_is_cut_in_parts(sample_searcher: Searcher) -> None:
    found = make_concordance(sample_searcher, "puerto", language=None, translate=False)
    whole, part = concordance_to_dict(found), concordance_to_dict(found, offset=1, limit=2)
    assert whole["total"] == len(whole["lines"]) > 3
    assert part["lines"] == whole["lines"][1:3]
    assert part["total"] == whole["total"]
    assert whole["lines"][0]["url"].startswith("/source/")
