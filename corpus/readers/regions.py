"""Elements of a page lie within each other; which one says what a line is?

Boilerplate rules over tables, tables over headings, headings over list items; of two of a kind the outer
one holds, except that an inner list item ends the outer one's.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from corpus.model import Region, Role

_RANKS = (Role.BOILERPLATE, Role.TABLE, Role.HEADING)


def flatten_regions(regions: Sequence[Region]) -> tuple[Region, ...]:
    """The regions that hold, sorted and apart; those of no length are left out."""
    taken: list[Region] = []
    for role in _RANKS:
        for region in _sort(region for region in regions if region.role is role):
            _take(taken, region)
    items = _sort(region for region in regions if region.role is Role.ITEM)
    for item, following in zip(items, [*items[1:], None], strict=False):
        end = min(item.end_char, following.start_char) if following else item.end_char
        _take(taken, Region(item.start_char, end, Role.ITEM))
    return tuple(taken)


def _sort(regions: Iterable[Region]) -> list[Region]:
    return sorted(regions, key=lambda region: (region.start_char, -region.end_char))


def _take(taken: list[Region], region: Region) -> None:
    """Add ``region`` to the sorted and disjoint ones in ``taken`` unless it overlaps one of them."""
    index = bisect_left(taken, region.start_char + 1, key=lambda other: other.end_char)
    is_free = index == len(taken) or taken[index].start_char >= region.end_char
    if is_free and region.end_char > region.start_char:
        insort(taken, region, key=lambda other: other.start_char)
