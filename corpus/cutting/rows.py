r"""Which lines of a CSV file are one row, and what are the rows called together?

>>> from corpus.cutting.lines import split_lines
>>> [len(row) for row in group_rows(split_lines('a;b\n1;"dos\nlíneas"\n'))]
[1, 2]
"""

import csv
from collections.abc import Sequence

from corpus.cutting.lines import Line
from corpus.cutting.pieces import make_pieces
from corpus.cutting.sizing import Stretch, Unit
from corpus.model import Document, Kind

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20
_MOST_LINES = 60
"""A quoted cell that runs on for longer is a stray quotation mark."""


def make_row_units(document: Document, lines: Sequence[Line]) -> list[Unit]:
    """One unit a row, the first row's names in front of the first and in every section."""
    rows = [row for row in group_rows(lines) if any(not line.is_blank for line in row)]
    if not rows:
        return []
    header = " ".join(line.text for line in rows[0])
    section = (", ".join(_read_names(header, lines)),)
    units = [_make_unit(document, row, section) for row in rows[1:]]
    heading = _make_unit(document, rows[0], section)
    for unit, row in zip(units, rows[1:], strict=True):
        if len(row) == 1 and row[0].text.strip() == header.strip():
            unit.kind = Kind.BOILERPLATE
    if units and units[0].kind is Kind.TABLE:
        heading.stretches.extend(units[0].stretches)
        heading.words += units[0].words
        heading.has_heading = True
        return [heading, *units[1:]]
    return [heading, *units]


def group_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines put together where a quoted cell runs over their ends; linear."""
    delimiter = find_delimiter(lines)
    rows: list[list[Line]] = []
    index = 0
    while index < len(lines):
        stop = _find_row_end(lines, index, delimiter)
        rows.append(list(lines[index:stop]))
        index = stop
    return rows


def find_delimiter(lines: Sequence[Line]) -> str:
    """The sign that stands most evenly in the first lines."""
    sample = [line.text[:2000] for line in lines[:_SAMPLE_LINES] if not line.is_blank]
    return max(
        _DELIMITERS,
        key=lambda sign: (sum(1 for text in sample if sign in text), sample[:1] and sample[0].count(sign)),
    )


def _find_row_end(lines: Sequence[Line], index: int, delimiter: str) -> int:
    if '"' not in lines[index].text:
        return index + 1
    is_open = False
    for stop in range(index, min(len(lines), index + _MOST_LINES)):
        is_open = _toggle(lines[stop].text, delimiter, is_open=is_open)
        if not is_open:
            return stop + 1
    return index + 1


def _toggle(text: str, delimiter: str, *, is_open: bool) -> bool:
    """Whether a quoted cell is open at the end of a line that began with ``is_open``."""
    position = text.find('"')
    while position >= 0:
        if is_open and text[position + 1 : position + 2] == '"':
            position += 1
        elif is_open:
            is_open = False
        elif not text[:position].strip() or text[position - 1] == delimiter:
            is_open = True
        position = text.find('"', position + 1)
    return is_open


def _make_unit(document: Document, row: Sequence[Line], section: tuple[str, ...]) -> Unit:
    pieces = make_pieces(row)
    stretches = [Stretch(piece.start_char, piece.end_char, piece.line) for piece in pieces]
    words = sum(len(piece.text.split()) for piece in pieces)
    return Unit(stretches, words, kind=Kind.TABLE, section=section, metadata=document.metadata)


def _read_names(header: str, lines: Sequence[Line]) -> list[str]:
    try:
        cells = next(csv.reader([header[:20_000]], delimiter=find_delimiter(lines)))
    except (csv.Error, StopIteration):
        return [header[:200]]
    return [" ".join(cell.split())[:80] for cell in cells if cell.strip()]
