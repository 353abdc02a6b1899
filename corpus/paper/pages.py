"""What does each page of a PDF hold: lines with places, of its own or recognised in its image?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.paper.lines import PageText, PlacedLine
from corpus.paper.paragraphs import Paragraph
from corpus.reasons import say
from corpus.recognition import DPI, RecognizedLine, Recognizer, image_scale

_FEWEST_LETTERS = 25
_MOST_BROKEN = 0.2
"""Of a page's characters: more than that are letters that the file does not name."""

_BROKEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uefff]")


@dataclass(slots=True)
class Page:
    """A page, numbered from 1. ``head`` and ``foot`` are furniture; ``body`` what a person reads."""

    number: int
    lines: list[PlacedLine]
    is_bare: bool = False
    """Something is drawn on it, but it holds no text that can be read."""
    is_recognized: bool = False
    head: list[PlacedLine] = field(default_factory=list)
    foot: list[PlacedLine] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)


def iter_pages(document: Any, raw: Any, recognizer: Recognizer) -> Iterator[Page]:
    """The pages in order; ``document`` and ``raw`` are pypdfium2's."""
    for index in range(len(document)):
        page = raw.FPDF_LoadPage(document.raw, index)
        if not page:
            yield Page(index + 1, [])
            continue
        try:
            yield _read_page(index, PageText(raw, page), document, recognizer)
        finally:
            raw.FPDF_ClosePage(page)


def _read_page(index: int, page_text: PageText, document: Any, recognizer: Recognizer) -> Page:
    mode = recognizer.options.ocr
    try:
        text = page_text.read()
        is_bare = not _has_words(text) and page_text.has_picture()
        is_bare = is_bare or _is_broken(text)
        page = Page(index + 1, list(page_text.iter_lines(text)), is_bare)
    finally:
        page_text.close()
    if mode == "force" or (mode == "auto" and is_bare):
        lines = _recognize(document, index, recognizer)
        if lines:
            page.lines, page.is_recognized = lines, True
    return page


def _has_words(text: str) -> bool:
    """Whether a page has text of its own, more than a number or a stamp."""
    return sum(1 for char in text[:5000] if char.isalpha()) >= _FEWEST_LETTERS


def _is_broken(text: str) -> bool:
    """Whether the file does not say which letters it draws."""
    return len(_BROKEN.findall(text)) > _MOST_BROKEN * len(text)


def _recognize(document: Any, index: int, recognizer: Recognizer) -> list[PlacedLine]:
    lines = recognizer.load(index)
    if lines is None:
        if not recognizer.languages:
            return []
        page = document[index]
        try:
            width, height = page.get_size()
            bitmap = page.render(scale=image_scale(width, height), grayscale=True)
            pixels = bytes(bitmap.buffer)
            if bitmap.stride != bitmap.width:
                pixels = b"".join(
                    pixels[row * bitmap.stride : row * bitmap.stride + bitmap.width]
                    for row in range(bitmap.height)
                )
            lines = recognizer.recognize(index, bitmap.width, bitmap.height, pixels)
            bitmap.close()
        finally:
            page.close()
    return place_recognized(lines)


def place_recognized(lines: Sequence[RecognizedLine]) -> list[PlacedLine]:
    """Recognised lines with their places in points."""
    point = 72 / DPI
    return [
        PlacedLine(
            line.text,
            line.left * point,
            line.right * point,
            line.base * point,
            10.0,
            paragraph=line.paragraph,
        )
        for line in lines
    ]


def make_notes(pages: Sequence[Page], recognizer: Recognizer) -> list[str]:
    """What the person should know of pages that hold no text."""
    bare = sum(1 for page in pages if page.is_bare and not page.is_recognized)
    recognized = sum(1 for page in pages if page.is_recognized)
    mode, languages = recognizer.options.ocr, recognizer.languages
    notes = []
    if bare:
        have = say("bare-page") if bare == 1 else say("bare-pages", count=bare)
        if mode == "off":
            notes.append(say("ocr-off", pages=have))
        elif not languages:
            notes.append(say("ocr-missing", pages=have))
        elif recognizer.timed_out:
            notes.append(say("ocr-slow", pages=have, count=recognizer.timed_out))
        else:
            notes.append(say("ocr-nothing", pages=have))
    if recognized and "spa" not in languages:
        notes.append(say("ocr-english"))
    return notes
