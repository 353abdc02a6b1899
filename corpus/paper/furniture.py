"""Which lines are printed on every page: running heads, page numbers, handling marks?

Told by their place above or below all else, and by standing there on several pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from corpus.paper.lines import PlacedLine

_MOST_LINES = 3
"""Lines of furniture at either end of a page."""

_LONGEST = 200
_FEWEST_PAGES = 3
_NEAR_PAGES = 12
"""Running heads name the chapter: the same words come back on pages close by."""

_NUMBER = re.compile(
    r"\W{0,3}(?:(?:page|p[áa]gina|p[áa]g\.|hoja|folio)\s+)?\d{1,4}(?:\s*(?:of|de|/|\|)\s*\d{1,4})?\W{0,3}$",
    re.I,
)
_ROMAN = re.compile(r"\W{0,3}[ivxlc]{1,7}\W{0,3}$", re.I)


def find_furniture(pages: Sequence[Sequence[PlacedLine]]) -> list[set[int]]:
    """For each page the ``id`` of each of its lines that is furniture; linear in the lines.

    Cells of one base line count as one line.
    """
    edges = [_Edge(lines) for lines in pages]
    found: list[set[int]] = [set() for _ in pages]
    for is_top in (True, False):
        places = Counter[tuple[int, int]]()
        shapes: dict[str, list[int]] = defaultdict(list)
        for number, edge in enumerate(edges):
            for rank, row in edge.iter_rows(is_top=is_top):
                places[rank, round(row[0].base / 3)] += 1
                shapes[_shape(row)].append(number)
        for number, edge in enumerate(edges):
            for rank, row in edge.iter_rows(is_top=is_top):
                if not _is_furniture(number, rank, row, edge, places, shapes, is_top=is_top):
                    break  # what stands further in than text is text
                found[number].update(id(line) for line in row)
    return found


class _Edge:
    """The outermost rows of a page from its top and from its bottom."""

    def __init__(self, lines: Sequence[PlacedLine]) -> None:
        self._rows: list[list[PlacedLine]] = []
        for line in sorted(lines, key=lambda line: line.base):
            if self._rows and abs(self._rows[-1][0].base - line.base) < 0.3 * line.size:
                self._rows[-1].append(line)
            else:
                self._rows.append([line])

    def iter_rows(self, *, is_top: bool) -> Iterator[tuple[int, list[PlacedLine]]]:
        """Rank from 0 and row, from the edge inwards."""
        rows = self._rows[:_MOST_LINES] if is_top else self._rows[::-1][:_MOST_LINES]
        yield from enumerate(rows)

    def is_apart(self, rank: int, *, is_top: bool) -> bool:
        """Whether a gap wider than two lines parts this row from the next one inwards."""
        rows = self._rows if is_top else self._rows[::-1]
        if rank + 1 >= len(rows):
            return False
        row, inner = rows[rank][0], rows[rank + 1][0]
        return abs(inner.base - row.base) > 1.6 * max(row.size, inner.size)


def _is_furniture(
    number: int,
    rank: int,
    row: Sequence[PlacedLine],
    edge: _Edge,
    places: Counter[tuple[int, int]],
    shapes: dict[str, list[int]],
    *,
    is_top: bool,
) -> bool:
    text = " ".join(line.text for line in row)
    if len(text) > _LONGEST:
        return False
    same_place = places[rank, round(row[0].base / 3)] + max(
        places[rank, round(row[0].base / 3) - 1], places[rank, round(row[0].base / 3) + 1]
    )
    if same_place < _FEWEST_PAGES:
        return False
    if _NUMBER.match(text) or (_ROMAN.match(text) and edge.is_apart(rank, is_top=is_top)):
        return True
    near = sum(1 for other in shapes[_shape(row)] if abs(other - number) <= _NEAR_PAGES)
    if near >= _FEWEST_PAGES:
        return True
    # Another chapter's name in the place where the others stand.
    has_number = any(char.isdigit() for char in (text.split()[0] + text.split()[-1]))
    return has_number and edge.is_apart(rank, is_top=is_top) and same_place >= 2 * _FEWEST_PAGES


def _shape(row: Sequence[PlacedLine]) -> str:
    return re.sub(r"\d+", "0", " ".join(line.text for line in row))[:_LONGEST]
