"""How does a table leave as CSV? For spreadsheets, which run what looks like a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A table as CSV (RFC 4180) with a head; a row's other keys are left out."""
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([defuse(row.get(column)) for column in columns] for row in rows)
    return made.getvalue()


def defuse(value: object) -> object:
    """A cell that a spreadsheet will not run: texts from a document may be written to be run.

    >>> defuse("=1+1"), defuse("ASPAN"), defuse(None), defuse(-1.5)
    ("'=1+1", 'ASPAN', '', -1.5)
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        value = value.encode("utf-8", "replace").decode("utf-8")
        return f"'{value}" if value.startswith(_RUN_BY_SPREADSHEETS) else value
    return value
