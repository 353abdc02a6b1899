"""In which order are a page's lines read? Column by column, where there are columns of prose.

The order in which a file draws its lines is nearly always the reading order and is kept; only where
lines stand side by side, or where the drawing jumps about, does geometry decide.
"""

import itertools
from collections.abc import Sequence
from statistics import median

from corpus.paper.lines import PlacedLine

_FEWEST_LINES = 5
"""On either side of a gutter; fewer are a table or a signature block."""

_CROSSING_SHARE = 0.4
"""Titles and abstracts may run over a gutter, but not most of the page."""

_PROSE_SHARE = 0.55
"""How much of its column a line of prose fills; cells of a table fill less."""

_NARROWEST_GUTTER = 7.0
_STEP = 2.0
_JUMPS_SHARE = 0.3
_DEEPEST = 3


def order_lines(lines: Sequence[PlacedLine]) -> list[list[PlacedLine]]:
    """The page's lines in reading order, those of one column together; linear but for a sort."""
    return [column for column in _order(lines, 0) if column]


def _order(lines: Sequence[PlacedLine], depth: int) -> list[list[PlacedLine]]:
    gutter = _find_gutter(lines) if depth < _DEEPEST else None
    if gutter is None:
        return [_settle(lines)]
    columns: list[list[PlacedLine]] = []
    band: list[PlacedLine] = []
    for line in sorted(lines, key=lambda line: line.base):
        if line.left < gutter < line.right:
            columns.extend(_cut_band(band, gutter, depth))
            band = []
            # Lines over the whole page that follow each other are one column.
            if columns and columns[-1] and _crosses(columns[-1][-1], gutter):
                columns[-1].append(line)
            else:
                columns.append([line])
        else:
            band.append(line)
    return [*columns, *_cut_band(band, gutter, depth)]


def _crosses(line: PlacedLine, gutter: float) -> bool:
    return line.left < gutter < line.right


def _cut_band(band: Sequence[PlacedLine], gutter: float, depth: int) -> list[list[PlacedLine]]:
    left = [line for line in band if line.right <= gutter]
    right = [line for line in band if line.right > gutter]
    return [column for side in (left, right) if side for column in _order(side, depth + 1)]


def _settle(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """As drawn, or from top to bottom where the drawing jumps about."""
    jumps = sum(
        1 for before, after in itertools.pairwise(lines) if after.base < before.base - 0.5 * after.size
    )
    if jumps <= max(3, _JUMPS_SHARE * len(lines)):
        return list(lines)
    return sorted(lines, key=lambda line: (round(line.base), line.left))


def _find_gutter(lines: Sequence[PlacedLine]) -> float | None:
    """Where the page parts into columns, or None."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    low = min(line.left for line in lines)
    high = max(line.right for line in lines)
    width = high - low
    if width <= 0:
        return None
    steps = int(width / _STEP)
    if steps > 5000:  # a poster, or nonsense
        return None
    crossing = _count_crossing(lines, low, steps)
    best: tuple[int, float] | None = None
    for first, last, count in _iter_valleys(crossing, steps):
        middle = low + (first + last) / 2 * _STEP
        is_central = 0.2 * width < middle - low < 0.8 * width
        wide = (last - first) * _STEP >= _NARROWEST_GUTTER
        if is_central and wide and count <= _CROSSING_SHARE * len(lines) and _parts_prose(lines, middle):
            best = min(best or (count, middle), (count, middle))
    return best[1] if best else None


def _count_crossing(lines: Sequence[PlacedLine], low: float, steps: int) -> list[int]:
    changes = [0] * (steps + 2)
    for line in lines:
        first = max(0, int((line.left - low) / _STEP))
        last = min(steps, int((line.right - low) / _STEP))
        changes[first] += 1
        changes[last + 1] -= 1
    counts, total = [], 0
    for change in changes[: steps + 1]:
        total += change
        counts.append(total)
    return counts


def _iter_valleys(counts: Sequence[int], steps: int) -> list[tuple[int, int, int]]:
    """Runs of equal counts that are lower than what stands on both sides: first, last, count."""
    valleys = []
    first = 0
    for index in range(1, steps + 1):
        if counts[index] == counts[first]:
            continue
        if first > 0 and counts[first - 1] > counts[first] < counts[index]:
            valleys.append((first, index, counts[first]))
        first = index
    return valleys


def _parts_prose(lines: Sequence[PlacedLine], gutter: float) -> bool:
    """Whether on both sides there are enough lines that fill their column, beside each other."""
    sides = (
        [line for line in lines if line.right <= gutter],
        [line for line in lines if line.left >= gutter],
    )
    for side in sides:
        if len(side) < max(_FEWEST_LINES, 0.2 * len(lines)):
            return False
        width = max(line.right for line in side) - min(line.left for line in side)
        if median(line.width for line in side) < _PROSE_SHARE * width:
            return False
        if median(len(line.text) for line in side) < 15:
            return False
    tops = [min(line.base for line in side) for side in sides]
    ends = [max(line.base for line in side) for side in sides]
    shared = min(ends) - max(tops)
    return shared > 0.3 * min(end - top for top, end in zip(tops, ends, strict=True))
