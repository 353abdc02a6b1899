"""In which order do hits of two languages stand? Side by side, as far as each has earned it.

Summing evidence over languages would put one of them below the fold: the language with more
passages wins all places. So each language keeps its own ranking, and the two are merged like a zip, in
which a hit takes its turn only if it is nearly as good as the one it holds up.
"""

from collections.abc import Sequence

EARNED = 0.5
"""Share of the other language's score that a hit must have to take its turn."""
EARNED_NEAR = 0.8
"""The same among hits that only come near: where one language has a few passages of another topic, its
turn would put what is beside the point in the first places."""


def interleave(scores: Sequence[float], second: Sequence[bool], *, earned: float = EARNED) -> list[int]:
    """The order, as indices, of hits that are given by falling score.

    ``second`` says which are of the other language than the rest. The best hit stays first; within
    a language no order changes.

    >>> interleave([9.0, 8.5, 8.0, 7.0, 1.0], [False, False, False, True, True])
    [0, 3, 1, 2, 4]
    """
    lists: tuple[list[int], list[int]] = ([], [])
    for index in range(len(scores) - 1, -1, -1):
        lists[bool(second[index])].append(index)  # each list ends in its best
    order: list[int] = []
    turn = bool(second[0]) if scores else False
    while lists[0] and lists[1]:
        own, other = lists[turn][-1], lists[not turn][-1]
        chosen = turn if scores[own] >= earned * scores[other] else not turn
        order.append(lists[chosen].pop())
        turn = not chosen
    return order + lists[0][::-1] + lists[1][::-1]
