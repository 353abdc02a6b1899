"""Where in its document does a passage stand, said to a person: page, slide, sheet and row, message, lines?

The terminal, the web page and exported lists say it alike.

>>> from corpus.model import Chunk, Segment
>>> chunk = Chunk("c", "d", 0, "Uno", (Segment(0, 0, 3),), 7, 9, page=3)
>>> name_place(chunk, Language.ES), name_place(chunk, Language.EN)
(['página 3', 'líneas 7–9'], ['page 3', 'lines 7–9'])
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from analyzers.language import Language
from corpus.formats import SHEET_FORMATS, SLIDE_FORMATS
from corpus.model import Chunk


class Unit(StrEnum):
    """What a document is divided in; the value begins the anchor of each in the source view."""

    PAGE = "p"
    SLIDE = "s"
    SHEET = "h"
    POST = "m"


NOTES = "notes"
"""Stands in ``part`` of a passage from the notes below a slide."""

_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.ES: {
        "p": "página {number}",
        "s": "diapositiva {number}",
        "m": "mensaje {number}",
        "h": "hoja {number}",
        "sheet": "hoja «{name}»",
        "row": "fila {number}",
        "notes": "notas",
        "line": "línea {first}",
        "lines": "líneas {first}–{last}",
    },
    Language.EN: {
        "p": "page {number}",
        "s": "slide {number}",
        "m": "message {number}",
        "h": "sheet {number}",
        "sheet": "sheet “{name}”",
        "row": "row {number}",
        "notes": "notes",
        "line": "line {first}",
        "lines": "lines {first}–{last}",
    },
}


def name_place(chunk: Chunk, language: Language, *, with_lines: bool = True) -> list[str]:
    """The parts of a passage's place, the largest first; sheets have rows instead of lines."""
    return list(_iter_parts(chunk, _WORDS[language], with_lines=with_lines))


def name_unit(unit: Unit, number: int, label: str, language: Language) -> str:
    """One page, slide, sheet or message: ``diapositiva 4, notas``.

    >>> name_unit(Unit.SHEET, 2, "Datos", Language.ES), name_unit(Unit.SLIDE, 4, "notes", Language.EN)
    ('hoja «Datos»', 'slide 4, notes')
    """
    words = _WORDS[language]
    if unit is Unit.SHEET and label:
        return words["sheet"].format(name=label)
    name = words[unit].format(number=number)
    return f"{name}, {words['notes']}" if label == NOTES else name


def unit_of(format_name: str) -> Unit:
    """What the page marks of a document in this format count.

    >>> unit_of("pptx"), unit_of("ods"), unit_of("pdf")
    (<Unit.SLIDE: 's'>, <Unit.SHEET: 'h'>, <Unit.PAGE: 'p'>)
    """
    if format_name in SLIDE_FORMATS:
        return Unit.SLIDE
    return Unit.SHEET if format_name in SHEET_FORMATS else Unit.PAGE


def sheet_of(chunk: Chunk) -> str:
    """The name of the sheet that a passage stands in; empty for all others."""
    return next(iter(chunk.metadata.get("sheet", ())), "")


def row_of(chunk: Chunk) -> int | None:
    """The row of its sheet in which a passage begins; None for all others."""
    row = next(iter(chunk.metadata.get("row", ())), "")
    return int(row) if row.isascii() and row.isdigit() else None


def _iter_parts(chunk: Chunk, words: Mapping[str, str], *, with_lines: bool) -> Iterator[str]:
    sheet, row = sheet_of(chunk), row_of(chunk)
    if sheet:
        yield words["sheet"].format(name=sheet)
    elif chunk.page is not None:
        yield words["p"].format(number=chunk.page)
    if chunk.slide is not None:
        yield words["s"].format(number=chunk.slide)
        if NOTES in chunk.metadata.get("part", ()):
            yield words["notes"]
    if chunk.post is not None:
        yield words["m"].format(number=chunk.post)
    if row is not None:
        yield words["row"].format(number=row)
    elif not with_lines:
        return
    elif chunk.start_line == chunk.end_line:
        yield words["line"].format(first=chunk.start_line)
    else:
        yield words["lines"].format(first=chunk.start_line, last=chunk.end_line)
