"""Which values does a chunk have, by number instead of by name? Facets and what hits are sorted by.

A column holds the sorted values that occur and, for each chunk, the places of its own among them; so
counting is one ``bincount``. A column in which every chunk has one value or none is flat, -1 for none.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analyzers.numbering import spread
from index.arrays.segmentfile import Array, SegmentFile, SegmentFileWriter


@dataclass(frozen=True, slots=True)
class Column:
    """``ordinals[ends[n]:ends[n + 1]]`` are chunk n's; ``ends`` is ``None`` where the column is flat."""

    values: list[str]
    ordinals: Array
    ends: Array | None = None

    def count(self, numbers: Array) -> dict[str, int]:
        """How many of the chunks have each value; none that no chunk has."""
        if self.ends is None:
            found = self.ordinals[numbers]
        else:
            starts = self.ends[numbers].astype(np.int64)
            found = self.ordinals[spread(starts, self.ends[numbers + 1] - starts)]
        counts = np.bincount(found[found >= 0], minlength=len(self.values))
        return {self.values[at]: int(counts[at]) for at in np.flatnonzero(counts)}


class ColumnBuffer:
    """A column being filled, chunk by chunk; a chunk passed over has no value."""

    def __init__(self) -> None:
        self._numbering: dict[str, int] = {}
        self._owners = array("i")
        self._found = array("i")

    def add(self, numbers: Sequence[int], values: Sequence[str]) -> None:
        """Give chunks the values that they share; one given twice counts once."""
        for value in dict.fromkeys(values):
            self._owners.extend(numbers)
            self._found.extend([self._numbering.setdefault(value, len(self._numbering))] * len(numbers))

    def column(self, count: int) -> Column:
        """The column of ``count`` chunks."""
        values = sorted(self._numbering)
        places = np.empty(len(values), np.int32)
        places[[self._numbering[value] for value in values]] = np.arange(len(values))
        found = places[np.array(self._found, np.int64)]
        owners = np.array(self._owners, np.int64)
        order = np.lexsort((found, owners))
        return _column(values, found[order], np.bincount(owners, minlength=count))


def merge_columns(parts: Sequence[tuple[Column | None, NDArray[np.bool_]]]) -> Column:
    """Columns one after the other, of living chunks only; ``None`` is a segment without the column."""
    values = sorted({value for column, _ in parts if column for value in column.values})
    places = {value: at for at, value in enumerate(values)}
    found: list[Array] = []
    sizes: list[Array] = []
    for column, alive in parts:
        if column is None:
            sizes.append(np.zeros(int(alive.sum()), np.int64))
            continue
        remap = np.array([places[value] for value in column.values], np.int32)
        if column.ends is None:
            ordinals = column.ordinals[alive]
            sizes.append((ordinals >= 0).astype(np.int64))
            ordinals = ordinals[ordinals >= 0]
        else:
            held = np.diff(column.ends)
            ordinals = column.ordinals[np.repeat(alive, held)]
            sizes.append(held[alive].astype(np.int64))
        found.append(remap[ordinals] if len(remap) else np.empty(0, np.int32))
    merged = _column(values, np.concatenate(found or [np.empty(0, np.int32)]), np.concatenate(sizes))
    return _without_unused(merged)


def _without_unused(column: Column) -> Column:
    """A value that only dead chunks had must not stay readable."""
    used = np.bincount(column.ordinals[column.ordinals >= 0], minlength=len(column.values)) > 0
    if used.all():
        return column
    remap = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
    ordinals = np.where(column.ordinals >= 0, remap[column.ordinals], -1).astype(np.int32)
    return Column(
        [value for value, kept in zip(column.values, used, strict=True) if kept], ordinals, column.ends
    )


def write_column(out: SegmentFileWriter, name: str, column: Column) -> None:
    """Write a column as sections."""
    encoded = [value.encode("utf-8", "surrogatepass") for value in column.values]
    ends = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(value) for value in encoded], out=ends[1:])
    out.add_bytes(f"column/{name}/values", b"".join(encoded))
    out.add(f"column/{name}/value_ends", ends)
    out.add(f"column/{name}/ordinals", column.ordinals.astype(np.int32))
    if column.ends is not None:
        out.add(f"column/{name}/ends", column.ends.astype(np.int32))


def read_column(file: SegmentFile, name: str) -> Column | None:
    """The column of this name, ``None`` where the segment has no such."""
    if f"column/{name}/ordinals" not in file:
        return None
    ends = file.whole(f"column/{name}/value_ends").tolist()
    joined = file.read(f"column/{name}/values", 0, ends[-1])
    values = [joined[start:stop].decode("utf-8", "surrogatepass") for start, stop in pairwise(ends)]
    held = f"column/{name}/ends"
    return Column(values, file.whole(f"column/{name}/ordinals"), file.whole(held) if held in file else None)


def _column(values: list[str], found: Array, sizes: Array) -> Column:
    if len(sizes) and sizes.max() > 1:
        ends = np.zeros(len(sizes) + 1, np.int64)
        np.cumsum(sizes, out=ends[1:])
        return Column(values, found.astype(np.int32), ends)
    flat = np.full(len(sizes), -1, np.int32)
    flat[sizes > 0] = found
    return Column(values, flat)
