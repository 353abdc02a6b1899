"""What does this page of a PDF look like, and where on it is the passage?

Runs in the limited process of ``corpus.confined.answering`` only: the file is a stranger's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.paper.boxes import Box, join_lines, line_boxes, word_boxes
from corpus.paper.lines import PageText
from corpus.paper.painting import Picture, encode_png, paint_passage
from corpus.paper.placing import place_passage
from corpus.reasons import say
from corpus.recognition import RecognizedLine, image_scale
from corpus.sniffing import holds_pdf

LEAST_WIDTH, MOST_WIDTH = 100, 2_000
_MOST_PIXELS = 12_000_000
"""A roll of wallpaper is drawn smaller."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """What is to be marked on a page: a chunk, or its part that stands there.

    ``occurrence`` says which place is meant where its letters stand several times on the page.
    ``marks`` are spans of ``text``. The cells of a table get one box. ``recognized`` are the lines of a page
    whose text was recognised.
    """

    text: str
    occurrence: int = 0
    marks: Sequence[Span] = ()
    language: str = ""
    is_table: bool = False
    recognized: Sequence[RecognizedLine] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a passage stands: a box a line, and boxes of the words in it that were searched for."""

    lines: list[Box] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)


def draw_page(data: bytes, number: int, width_px: int, passage: Passage | None) -> bytes:
    """A PNG file of page ``number`` (from 1), as wide as wanted, the passage marked where it is found.

    ``data`` is a PDF or an image file. Raises ValueError where there is no such page or it cannot be drawn.
    """
    width_px = max(LEAST_WIDTH, min(width_px, MOST_WIDTH))
    draw = _draw_pdf if holds_pdf(data) else _draw_image
    picture, placed = draw(data, number, width_px, passage)
    blocks = join_lines(placed.lines, across=bool(passage and passage.is_table))
    paint_passage(picture, blocks, placed.marks, passage.language if passage else "")
    return encode_png(picture)


def _draw_image(data: bytes, number: int, width_px: int, passage: Passage | None) -> tuple[Picture, Placed]:
    from corpus.paper.images import open_image, recognition_scale

    with open_image(data) as image:
        picture = image.draw(number - 1, width_px)
        if passage is None:
            return picture, Placed()
        width, height = image.size(number - 1)
    scale = recognition_scale(width, height)
    return picture, _place_recognized(passage, width * scale, height * scale)


def _draw_pdf(data: bytes, number: int, width_px: int, passage: Passage | None) -> tuple[Picture, Placed]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise ValueError(say("undrawn-damaged")) from None
    try:
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError):
        raise ValueError(say("no-page")) from None
    placed = place_on_page(pypdfium2.raw, page, passage) if passage else Placed()
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise ValueError(say("no-size"))
    scale = min(width_px / width, (_MOST_PIXELS / (width * height)) ** 0.5)
    return _render(page, scale), placed


def _render(page: Any, scale: float) -> Picture:
    bitmap = page.render(scale=scale, rev_byteorder=True)
    width, height, count = bitmap.width, bitmap.height, bitmap.n_channels
    data, stride = memoryview(bitmap.buffer), bitmap.stride
    pixels = bytearray(3 * width * height)
    for row in range(height):
        line = bytes(data[row * stride : row * stride + count * width])
        start, end = 3 * width * row, 3 * width * (row + 1)
        for channel in range(3):  # of four the last says nothing; one of grey stands for all three
            pixels[start + channel : end : 3] = line[min(channel, count - 1) :: count]
    return Picture(width, height, pixels)


def place_on_page(raw: Any, page: Any, passage: Passage) -> Placed:
    """Where the passage stands on a loaded page: by the page's own characters, else by recognised lines."""
    page_text = PageText(raw, page)
    try:
        places = place_passage(page_text.read(), passage.text, occurrence=passage.occurrence)
        if any(place is not None for place in places):
            return Placed(
                page_text.find_boxes(place for place in places if place is not None),
                [
                    box
                    for start, end in passage.marks
                    for box in page_text.find_boxes(place for place in places[start:end] if place is not None)
                ],
            )
    finally:
        page_text.close()
    if not passage.recognized:
        return Placed()
    width, height = page.get_size()
    scale = image_scale(width, height)
    return _place_recognized(passage, width * scale, height * scale)


def _place_recognized(passage: Passage, width: float, height: float) -> Placed:
    """Whole lines, and the words in them that were searched for; width and height are their image's."""
    text, owners = "", []
    for number, line in enumerate(passage.recognized):
        owners += [(number, index) for index in range(len(line.text) + 1)]
        text += f"{line.text}\n"
    places = place_passage(text, passage.text, occurrence=passage.occurrence)

    def lines_of(some: Iterable[int | None]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for place in some:
            if place is not None:
                found.setdefault(owners[place][0], []).append(owners[place][1])
        return dict(sorted(found.items()))

    lines = passage.recognized
    return Placed(
        line_boxes([lines[number] for number in lines_of(places)], width, height),
        [
            box
            for start, end in passage.marks
            for number, chars in lines_of(places[start:end]).items()
            for box in word_boxes(lines[number], chars, width, height)
        ],
    )
