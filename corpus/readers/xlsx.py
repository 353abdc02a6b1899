"""Excel: sheets in their order, a row a line, cells as shown as far as the file says it.

Hidden sheets are read, too; formulas give their last result; dates become ISO 8601.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from corpus.archives import Archive
from corpus.model import Extraction
from corpus.readers.markup import attribute, find, iter_named, local
from corpus.readers.package import find_main, read_core, read_part, read_relations
from corpus.reasons import say
from corpus.writing import BlockWriter, tidy_line

_BUILT_IN_DATES = frozenset((*range(14, 18), 22, *range(27, 32), *range(34, 37), 50, 57))
_DATE_CODE = re.compile(r"[ymd]", re.I)
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_COLUMN = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MOST_COLUMNS = 2_000
_FIRST_DAY = datetime.date(1899, 12, 30)
"""Day 0, so that day 60, the 29 February 1900 that never was, comes out right from 1 March 1900 on."""


def extract(data: bytes) -> Extraction:
    """Text, sheets, rows and properties of the workbook in ``data``. Raises ValueError."""
    archive = Archive(data)
    main = find_main(archive, "xl/workbook.xml")
    root = read_part(archive, main)
    if root is None:
        raise ValueError(say("damaged-sheets"))
    parts = read_relations(archive, main)
    paths = dict(parts.values())
    strings = _read_strings(read_part(archive, paths.get("sharedStrings", "")))
    dates = _find_date_styles(read_part(archive, paths.get("styles", "")))
    properties = find(root, "workbookPr")
    is_1904 = properties is not None and attribute(properties, "date1904") in ("1", "true")
    cells = _Cells(strings, dates, days=1462 if is_1904 else 0)
    writer = BlockWriter()
    for number, sheet in enumerate(iter_named(root, "sheet"), start=1):
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        content = read_part(archive, parts.get(relation, ("", ""))[1])
        if content is not None:
            writer.mark_page(number, attribute(sheet, "name"))
            for row_number, row in _iter_rows(content, cells):
                writer.add_row(row, row_number)
    return writer.finish(None, read_core(read_part(archive, "docProps/core.xml")))


def _read_strings(root: Element | None) -> list[str]:
    """The texts that cells share; of those with phonetic help the text only."""
    strings = []
    for item in root if root is not None else ():
        parts = [
            text.text or ""
            for part in item
            if local(part) in ("t", "r")
            for text in ([part] if local(part) == "t" else iter_named(part, "t"))
        ]
        strings.append(tidy_line("".join(parts)))
    return strings


def _find_date_styles(root: Element | None) -> frozenset[int]:
    """Which of the cells' formats show a number as a day."""
    if root is None:
        return frozenset()
    codes = {
        attribute(each, "numFmtId"): attribute(each, "formatCode") for each in iter_named(root, "numFmt")
    }
    formats = find(root, "cellXfs")
    found = set()
    for index, each in enumerate(formats if formats is not None else ()):
        number = attribute(each, "numFmtId")
        code = _LITERAL.sub("", codes.get(number, ""))
        if (number.isdigit() and int(number) in _BUILT_IN_DATES) or _DATE_CODE.search(code):
            found.add(index)
    return frozenset(found)


class _Cells:
    """Reads cells by what the workbook says of strings and formats."""

    def __init__(self, strings: Sequence[str], dates: frozenset[int], *, days: int) -> None:
        self._strings = strings
        self._dates = dates
        self._days = days

    def read(self, cell: Element) -> str:
        """What the cell shows, as near as can be told."""
        kind = attribute(cell, "t")
        if kind == "inlineStr":
            return tidy_line("".join(text.text or "" for text in iter_named(cell, "t")))
        element = find(cell, "v")
        value = (element.text or "").strip() if element is not None else ""
        if kind == "s":
            return self._strings[int(value)] if value.isdigit() and int(value) < len(self._strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind in ("str", "e", "d"):
            return tidy_line(value)
        style = attribute(cell, "s")
        if style.isdigit() and int(style) in self._dates:
            return self._read_date(value)
        return _tidy_number(value)

    def _read_date(self, value: str) -> str:
        try:
            days = float(value) + self._days
            day = _FIRST_DAY + datetime.timedelta(days=int(days))
        except (ValueError, OverflowError):
            return value
        return day.isoformat() if days >= 1 else value


def _tidy_number(value: str) -> str:
    """``0.30000000000000004`` is what the file holds; ``0.3`` is what its maker saw."""
    if len(value) < 12:
        return value
    try:
        return f"{float(value):.12g}"
    except ValueError:
        return tidy_line(value)


def _iter_rows(content: Element, cells: _Cells) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in iter_named(content, "row"):
        given = attribute(row, "r")
        number = int(given) if given.isdigit() and len(given) < 9 else number + 1
        texts: list[str] = []
        for cell in row:
            column = _read_column(attribute(cell, "r"), len(texts))
            text = cells.read(cell)
            if text and column < _MOST_COLUMNS:
                texts.extend([""] * (column + 1 - len(texts)))
                texts[column] = text
        yield number, texts


def _read_column(place: str, default: int) -> int:
    found = _COLUMN.match(place)
    if not found:
        return default
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return column - 1
