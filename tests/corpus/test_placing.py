"""Where on its page a passage stands: among the page's characters, and as boxes."""

from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.paper.boxes import Box, join_lines
from corpus.paper.drawing import Passage, Placed, place_on_page
from corpus.paper.placing import count_occurrences, place_passage
from corpus.recognition import RecognizedLine
from tests.corpus.making import PAGE_HEIGHT, Line, make_pdf

PAGE_WIDTH = 595
WORDS = st.lists(st.text("abcdéñ", min_size=1, max_size=9), min_size=1, max_size=30)


def place(pdf: bytes, passage: Passage, number: int = 1) -> Placed:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return place_on_page(pypdfium2.raw, document[number - 1], passage)
    finally:
        document.close()


def shown(page: str, passage: str, occurrence: int = 0) -> str:
    """The page's characters that a passage was placed on."""
    places = place_passage(page, passage, occurrence=occurrence)
    return "".join(page[place] for place in places if place is not None)


def test_line_ends_hyphens_and_ligatures_are_no_difference() -> None:
    page = "La o\ufb01cina de la coope\uffferación\r\nes de to-\r\ndos."
    places = place_passage(page, "oficina de la cooperación es de todos")
    assert places[:3] == [page.index("o\ufb01"), page.index("\ufb01"), page.index("\ufb01")]
    assert places[-1] == page.rindex("s")
    assert "".join(page[place] for place in places[14:25] if place is not None) == "cooperación"


def test_accents_and_case_are_no_difference() -> None:
    assert shown("INFORME DE LA COMISION", "Comisión") == "COMISION"


def test_of_several_places_the_right_one_is_taken() -> None:
    page = "Ver más.\r\nOtra cosa.\r\nVer más."
    assert place_passage(page, "Ver más.", occurrence=0)[0] == 0
    assert place_passage(page, "Ver más.", occurrence=1)[0] == page.rindex("Ver")
    assert place_passage(page, "Ver más.", occurrence=7)[0] == page.rindex("Ver")
    assert count_occurrences(page, "ver mas") == 2


def test_cells_in_another_order_are_placed_word_by_word() -> None:
    page = "puerto carga año\r\nVeracruz 120 2007\r\nManzanillo 340 2008\r\nnotas al margen"
    passage = "puerto carga año Veracruz 120 2007 (nota) Manzanillo 340 2008"
    assert shown(page, passage).endswith("Manzanillo3402008")
    assert "notas" not in shown(page, passage)


def test_another_text_is_not_placed() -> None:
    assert shown("Nada que ver con lo demás de aquí.", "La Guardia Costera inspecciona los puertos") == ""
    assert place_passage("", "x") == [None]
    assert place_passage("x", "¿?") == [None, None]


@given(WORDS, st.integers(0, 29), st.integers(1, 30))
def test_what_stands_on_the_page_is_found_letter_by_letter(words: list[str], first: int, count: int) -> None:
    first %= len(words)
    passage, before = " ".join(words[first:][:count]), " ".join(words[:first])
    page = "\r\n".join(words)
    places = place_passage(page, passage, occurrence=count_occurrences(before, passage))
    assert len(places) == len(passage)
    for char, place in zip(passage, places, strict=True):
        assert (place is None) == char.isspace()
        assert place is None or page[place] == char


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 3))
def test_any_two_texts_can_be_compared(page: str, passage: str, occurrence: int) -> None:
    places = place_passage(page, passage, occurrence=occurrence)
    assert len(places) == len(passage)
    assert all(place is None or 0 <= place < len(page) for place in places)


COLUMNS = [
    Line(72, 100, "La primera columna trata"),
    Line(72, 114, "de puertos y de aduanas."),
    Line(320, 100, "The second column is about"),
    Line(320, 114, "coast guards and pilots."),
]


def test_a_box_holds_its_lines_and_no_others() -> None:
    text = "The second column is about coast guards and pilots."
    start = text.index("coast")
    placed = place(make_pdf([COLUMNS]), Passage(text, marks=[(start, start + len("coast guards"))]))
    (block,) = join_lines(placed.lines)
    assert 316 < block.left * PAGE_WIDTH < 324
    assert block.right * PAGE_WIDTH < 470
    assert 88 < block.top * PAGE_HEIGHT < 95
    assert 114 < block.bottom * PAGE_HEIGHT < 120
    (mark,) = placed.marks
    assert 316 < mark.left * PAGE_WIDTH < 324
    assert mark.right < block.right - 0.05
    assert mark.top * PAGE_HEIGHT > 100


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_boxes_turn_with_the_page(rotate: int) -> None:
    passage = Passage("de puertos y de aduanas")
    (upright,) = place(make_pdf([COLUMNS]), passage).lines
    (turned,) = place(make_pdf([COLUMNS], rotate=rotate), passage).lines
    expected = {
        90: Box(1 - upright.bottom, upright.left, 1 - upright.top, upright.right),
        180: Box(1 - upright.right, 1 - upright.bottom, 1 - upright.left, 1 - upright.top),
        270: Box(upright.top, 1 - upright.right, upright.bottom, 1 - upright.left),
    }[rotate]
    for name in ("left", "top", "right", "bottom"):
        assert getattr(turned, name) == pytest.approx(getattr(expected, name), abs=0.01)


def test_cells_of_a_table_get_one_box() -> None:
    boxes = place(make_pdf([COLUMNS]), Passage("La primera columna trata The second column is about")).lines
    assert len(boxes) == 2
    assert len(join_lines(boxes)) == 2
    assert len(join_lines(boxes, across=True)) == 1


def test_recognised_lines_have_boxes() -> None:
    """In the image of a page of 595 points, 300 pixels an inch."""
    line = RecognizedLine("Los equipos de inspección", 300.0, 1500.0, 450.0, 1, 400.0)
    other = RecognizedLine("Nada de eso", 300.0, 900.0, 700.0, 2, 650.0)
    (box,) = place(make_pdf([[]]), Passage("equipos de inspeccion", recognized=[line, other])).lines
    assert box.left * PAGE_WIDTH == pytest.approx(300 * 72 / 300)
    assert box.bottom * PAGE_HEIGHT == pytest.approx(450 * 72 / 300)
    assert box.top * PAGE_HEIGHT == pytest.approx(400 * 72 / 300)


def test_recognised_words_have_boxes() -> None:
    ends = ((300.0, 380.0), (400.0, 700.0), (720.0, 800.0), (820.0, 1500.0))
    line = RecognizedLine("Los equipos de inspección", 300.0, 1500.0, 450.0, 1, 400.0, ends)
    passage = Passage("Los equipos de inspección", marks=[(4, 14), (18, 22)], recognized=[line])
    boxes = place(make_pdf([[]]), passage).marks
    assert [round(box.left * PAGE_WIDTH * 300 / 72) for box in boxes] == [400, 820]
    assert [round(box.right * PAGE_WIDTH * 300 / 72) for box in boxes] == [800, 1500]
    older = replace(line, words=())
    assert place(make_pdf([[]]), replace(passage, recognized=[older])).marks == []


def test_a_page_without_the_passage_has_no_box() -> None:
    assert place(make_pdf([COLUMNS]), Passage("Este párrafo está en otra parte del todo")) == Placed()
