"""Which words of the vocabulary might a misspelt word have been meant to be?"""

from collections.abc import Iterable

MAX_GUESSES = 50
_TWO_EDITS_FROM = 8
"""Letters a word must have for two slips to be likelier than another word."""


def close_terms(term: str, vocabulary: Iterable[str]) -> list[str]:
    """Terms of the vocabulary within one edit of ``term``, two where it is long; nearest first.

    An edit adds, drops or changes a letter or swaps two neighbours (Damerau 1964).

    >>> close_terms("inspecion", ["inspeccion", "inspector", "ispecion"])
    ['inspeccion', 'ispecion', 'inspector']
    """
    limit = 2 if len(term) >= _TWO_EDITS_FROM else 1
    near = ((edit_distance(term, other, limit), other) for other in vocabulary if other != term)
    return [other for distance, other in sorted(near) if distance <= limit][:MAX_GUESSES]


def edit_distance(left: str, right: str, limit: int) -> int:
    """How many edits lie between two words; ``limit`` + 1 where they are more than ``limit``."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
