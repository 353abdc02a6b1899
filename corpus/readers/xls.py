"""Excel before 2007: sheets in their order, hidden ones, too, a row a line; dates become ISO 8601."""

import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError
from xlrd.xldate import XLDateError, xldate_as_datetime

from corpus.model import Extraction
from corpus.readers.compound import read_compound_properties
from corpus.reasons import say
from corpus.writing import BlockWriter, tidy_line

_READING_ERRORS = (
    *(CompDocError, struct.error, AssertionError, LookupError, ArithmeticError, TypeError),
    *(ValueError, AttributeError),
)
"""What xlrd raises of files that are not what they say."""


def extract(data: bytes) -> Extraction:
    """Text, sheets and rows of the workbook in ``data``.

    Raises ValueError with a sentence for the person where it is damaged or has a password.
    """
    writer = BlockWriter()
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
        for number, sheet in enumerate(book.sheets(), start=1):
            writer.mark_page(number, sheet.name)
            for row_number, row in enumerate(sheet.get_rows(), start=1):
                writer.add_row(list(_iter_cells(row, book.datemode)), row_number)
    except xlrd.XLRDError as error:
        raise ValueError(say("password" if "encrypted" in str(error) else "damaged-sheets")) from None
    except _READING_ERRORS:
        raise ValueError(say("damaged-sheets")) from None
    return writer.finish(None, read_compound_properties(data))


def _iter_cells(row: Any, datemode: int) -> Iterator[str]:
    """What each cell shows, as near as can be told."""
    for cell in row:
        if cell.ctype == xlrd.XL_CELL_DATE:
            yield _read_date(cell.value, datemode)
        elif cell.ctype == xlrd.XL_CELL_NUMBER:
            yield f"{cell.value:.12g}" if abs(cell.value) < 1e12 else f"{cell.value:.0f}"
        elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
            yield "TRUE" if cell.value else "FALSE"
        elif cell.ctype == xlrd.XL_CELL_ERROR:
            yield str(xlrd.error_text_from_code.get(cell.value, ""))
        else:
            yield tidy_line(str(cell.value))


def _read_date(value: float, datemode: int) -> str:
    try:
        day = xldate_as_datetime(value, datemode)
    except (XLDateError, ValueError, OverflowError):
        return f"{value:.12g}"
    return str(day.date() if value >= 1 else day.time().isoformat("minutes"))
