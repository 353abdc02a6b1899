"""Which pages of a document were recognised? Ranges, as its metadata hold them: ``1-3``, ``7``."""

import re
from collections.abc import Sequence

_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


def write_pages(numbers: Sequence[int]) -> tuple[str, ...]:
    """Ascending numbers of pages as ranges, the way a document's metadata holds them.

    >>> write_pages([1, 2, 3, 7])
    ('1-3', '7')
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return tuple(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def has_page(ranges: Sequence[str], number: int) -> bool:
    """Whether a page is in ranges of :func:`write_pages`.

    >>> has_page(("1-3", "7"), 2), has_page(("1-3", "7"), 5)
    (True, False)
    """
    for each in ranges:
        if (found := _RANGE.fullmatch(each)) and int(found[1]) <= number <= int(found[2] or found[1]):
            return True
    return False
