"""Which rows of a spreadsheet become a chunk, and which sheet and row does it begin in?

Each line of the text is a row. The first row of a sheet that names columns stands in the section of all
that follow, under the sheet's own name.
"""

from bisect import bisect_right
from collections.abc import Sequence

from corpus.cutting.lines import Line, line_number
from corpus.cutting.marks import find_mark
from corpus.cutting.pieces import make_pieces
from corpus.cutting.sizing import Stretch, Unit
from corpus.model import Document, Kind, Metadata

_LONGEST_NAME = 80
_MOST_HEADERS = 400
"""Characters of the columns' names in a section."""


def make_sheet_units(document: Document, lines: Sequence[Line]) -> list[Unit]:
    """One unit a row, in order; a sheet's first row stands in front of its second."""
    units: list[Unit] = []
    sheet: object = None
    section: tuple[str, ...] = ()
    metadata: Metadata = document.metadata
    head: Unit | None = None
    for line in lines:
        if line.is_blank:
            continue
        mark = find_mark(document.pages, line.start_char)
        if mark is not sheet or not section:
            sheet, head = mark, None
            name = mark.label if mark else ""
            section = tuple(filter(None, (name[:_LONGEST_NAME], _name_columns(line.text))))
            metadata = {**document.metadata, "sheet": (name,)} if name else document.metadata
        unit = _make_unit(line, section, metadata)
        if head is not None:
            head.stretches.extend(unit.stretches)
            head.words += unit.words
            head.has_heading, head = True, None
            continue
        if not units or units[-1].section is not section:
            head = unit
        units.append(unit)
    return units


class RowNumbers:
    """Which row of its sheet stands in which line of the text."""

    def __init__(self, document: Document, lines: Sequence[Line]) -> None:
        self._starts = [(line_number(lines, mark.start_char), mark.number) for mark in document.rows]

    def describe(self, unit: Unit, line: int) -> Metadata:
        """The unit's metadata, and the row in this line where rows have numbers."""
        index = bisect_right(self._starts, line, key=lambda start: start[0])
        if not index:
            return unit.metadata
        first, number = self._starts[index - 1]
        return {**unit.metadata, "row": (str(number + line - first),)}


def _name_columns(text: str) -> str:
    names = (" ".join(cell.split())[:_LONGEST_NAME] for cell in text.split("\t"))
    return ", ".join(name for name in names if name)[:_MOST_HEADERS]


def _make_unit(line: Line, section: tuple[str, ...], metadata: Metadata) -> Unit:
    pieces = make_pieces([line])
    stretches = [Stretch(piece.start_char, piece.end_char, piece.line) for piece in pieces]
    words = sum(len(piece.text.split()) for piece in pieces)
    return Unit(stretches, words, kind=Kind.TABLE, section=section, metadata=metadata)
