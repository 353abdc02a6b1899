"""How do words and meaning together rank passages?

By the weighted sum of their z-scores among the candidates: reciprocal ranks would throw away how far one
passage is ahead of the next. Words weigh more in short queries, meaning in whole sentences.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.meaning import Nearness

LONG_QUERY = 6
"""Words from which a query is a sentence rather than a few terms."""
NEAREST = 20
"""Passages of a language that may be offered for their meaning alone."""
LEAST_NEAR = 2.0
"""Standard deviations above the mean of its language that make a passage near."""

_SHARES = {False: (0.6, 0.4), True: (0.3, 0.7)}
_UNKNOWN_NEARNESS = 0.0


def fuse(scores: Sequence[float], near: Sequence[float], *, is_long: bool) -> list[float]:
    """Scores of words and nearness of meaning as one positive number each, order deciding.

    >>> fuse([2.0, 1.0], [0.0, 3.0], is_long=True)[1] > fuse([2.0, 1.0], [0.0, 3.0], is_long=True)[0]
    True
    """
    if not scores:
        return []
    words, meaning = _SHARES[is_long]
    known = np.nan_to_num(np.array(near, np.float64), nan=_UNKNOWN_NEARNESS)
    fused = words * _standard(np.array(scores, np.float64)) + meaning * known
    lifted: list[float] = (fused - fused.min() + 1.0).tolist()
    return lifted


def nearest(near: Nearness, group: Sequence[int]) -> list[int]:
    """The chunk numbers of ``group`` that are near enough to be offered, nearest first."""
    numbers = np.array(group, np.int64)
    close = numbers[np.nan_to_num(near[numbers], nan=-np.inf) >= LEAST_NEAR] if len(numbers) else numbers
    order = np.argsort(-near[close], kind="stable")[:NEAREST]
    chosen: list[int] = close[order].tolist()
    return chosen


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
