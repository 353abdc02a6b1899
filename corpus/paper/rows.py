"""Which lines stand beside each other, which right below each other, and which are a table's rows?"""

import re
from collections.abc import Sequence

from corpus.paper.lines import PlacedLine
from corpus.paper.measures import Measures

_BARE_MARKER = re.compile(
    r"(?:[•●▪◦‣■□○◆✓➢→∙·*–-]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,4})[.)]{0,2})$"
)
_SENTENCE_END = re.compile(r"[.!?:;…]['\"”’»)\]]*$")

_PITCH_SLACK = 1.15
_SIZE_SLACK = 0.15

Row = list[PlacedLine]
"""Cells on one base line; nearly always one."""


def group_rows(lines: Sequence[PlacedLine]) -> list[Row]:
    """Lines that follow each other on one base line put together; a bullet is one with its text."""
    rows: list[Row] = []
    for line in lines:
        last = rows[-1][-1] if rows else None
        beside = last is not None and abs(line.base - last.base) < 0.3 * max(line.size, last.size)
        if last is not None and beside and line.left >= last.right - 1:
            if (
                _BARE_MARKER.match(last.text) and len(rows[-1]) == 1
            ) or line.left - last.right < 0.6 * line.size:
                rows[-1][-1] = _glue(last, line)
            else:
                rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _glue(marker: PlacedLine, line: PlacedLine) -> PlacedLine:
    """A bullet and its text, drawn apart."""
    return PlacedLine(
        f"{marker.text} {line.text}",
        marker.left,
        line.right,
        line.base,
        line.size,
        bold=marker.bold and line.bold,
        mono=line.mono,
        hyphen=line.hyphen,
    )


def group_by_gaps(rows: Sequence[Row], measures: Measures) -> list[list[Row]]:
    """Runs of rows that stand at the usual distance in type of one size."""
    groups: list[list[Row]] = []
    for row in rows:
        if groups and not _is_gap(groups[-1][-1][0], row[0], measures):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _is_gap(before: PlacedLine, after: PlacedLine, measures: Measures) -> bool:
    step = after.base - before.base
    if step < 0.3 * after.size:
        return True  # beside or above: another place on the page
    pitch = max(measures.pitch(before.size), measures.pitch(after.size))
    if step > _PITCH_SLACK * pitch + 0.3:
        return True
    if before.hyphen or abs(before.size - after.size) <= _SIZE_SLACK * max(before.size, after.size):
        return False
    # Small capitals and file names within a sentence are smaller, too.
    goes_on = after.text[:1].islower() and not _SENTENCE_END.search(before.text)
    return not goes_on or abs(before.size - after.size) > 0.4 * before.size


def find_table_end(group: Sequence[Row], index: int) -> int:
    """Rows of two cells or more; a row of one cell that hangs below a later cell goes on with it."""
    stop = index
    rows = 0
    while stop < len(group):
        row = group[stop]
        if len(row) > 1:
            rows += 1
        elif not (rows and len(group[stop - 1]) >= 1 and _hangs(group[index], row[0])):
            break
        stop += 1
    return stop if rows >= 2 else index


def _hangs(head: Row, cell: PlacedLine) -> bool:
    return len(head) > 1 and any(abs(cell.left - other.left) < 3 for other in head[1:])


def read_table(group: Sequence[Row]) -> list[list[str]]:
    """The texts of a table's cells, row by row; what hangs below a cell is put into it."""
    rows: list[list[str]] = []
    places: list[float] = []
    for row in group:
        if len(row) == 1 and rows:
            index = min(range(len(places)), key=lambda place: abs(places[place] - row[0].left))
            rows[-1][index] = f"{rows[-1][index]} {row[0].text}"
        else:
            rows.append([cell.text for cell in row])
            places = [cell.left for cell in row]
    return rows


def join_cells(row: Row) -> PlacedLine:
    """Cells that are no table's as one line."""
    line = row[0]
    for cell in row[1:]:
        line = _glue(line, cell)
    return line
