"""How do words and meaning together rank passages?

By the weighted sum of their z-scores among the candidates: reciprocal ranks would throw away how far one
passage is ahead of the next.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.scoring import Numbers
from search.meaning import Nearness

NEAREST = 20
"""Passages of a language that may be offered for their meaning alone."""
LEAST_NEAR = 2.0
"""Standard deviations above the mean of its language that make a passage near."""

_WORDS, _MEANING = 0.75, 0.25
"""Shares of the two. Measured between .45 and .85: more meaning loses the passage that was meant in its own
language: see decision 0025."""
_LIFT = 1.5
"""Added to all, so that the least is worth something beside the best: places are earned by ratio."""
_UNKNOWN_NEARNESS = 0.0


_Values = Sequence[float] | NDArray[np.float64]


def fuse(scores: _Values, near: _Values) -> NDArray[np.float64]:
    """Scores of words and nearness of meaning as one positive number each, order deciding.

    >>> first, second = fuse([2.0, 1.0], [0.0, 9.0])
    >>> bool(second > first)
    True
    """
    if not len(scores):
        return np.empty(0)
    known = np.nan_to_num(np.array(near, np.float64), nan=_UNKNOWN_NEARNESS)
    fused = _WORDS * standard(np.array(scores, np.float64)) + _MEANING * known
    lifted: NDArray[np.float64] = fused - fused.min() + _LIFT
    return lifted


def nearest(near: Nearness, group: Numbers) -> Numbers:
    """The chunk numbers of ``group`` that are near enough to be offered, nearest first."""
    close = group[near[group] >= LEAST_NEAR]  # which those without a vector are not
    chosen: Numbers = close[np.argsort(-near[close], kind="stable")[:NEAREST]]
    return chosen


def standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values as standard deviations from their mean; zeros where all are equal."""
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
