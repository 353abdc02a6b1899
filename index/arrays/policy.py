"""Which segments should become one now? Few enough to search fast, rarely enough to write little."""

from collections.abc import Sequence

_GROWTH = 3
"""A segment this many times as large as all smaller ones together stays as it is. Then a million
chunks stand in about seven segments, and a chunk is written again some dozen times in its life."""

_MAX_SEGMENTS = 8
_MAX_DEAD = 0.25
"""A segment with a larger share of dead chunks is written anew without them."""


def choose_merge(living: Sequence[int], dead: Sequence[int]) -> list[int]:
    """Which segments, by place, to merge into one, given their living and dead chunks; none, or any number.

    >>> choose_merge([50_000, 400, 100], [0, 0, 0])
    []
    >>> choose_merge([50_000, 100, 100], [0, 0, 0])
    [1, 2]
    >>> choose_merge([600, 50_000], [400, 0])
    [0]
    """
    order = sorted(range(len(living)), key=lambda at: living[at])
    chosen: set[int] = set()
    smaller = 0
    for rank, at in enumerate(order):
        if rank and living[at] < _GROWTH * smaller:
            chosen.update(order[: rank + 1])
        smaller += living[at]
    if len(living) - max(0, len(chosen) - 1) > _MAX_SEGMENTS:
        chosen.update(order[: len(living) - _MAX_SEGMENTS + 1])
    for at in order:
        if dead[at] and dead[at] > _MAX_DEAD * (living[at] + dead[at]):
            chosen.add(at)
    return sorted(chosen)
