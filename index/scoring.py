"""What is every score made of? BM25 (Robertson & Zaragoza 2009) with k1 = 0.9 and b = 0.4, since paragraphs
are of a size. Statistics count living chunks only, so an index that was updated scores as one built afresh.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]

K1 = 0.9
B = 0.4


@dataclass(frozen=True, slots=True)
class Matched:
    """The chunks that match a plan, ascending, with their scores."""

    numbers: Numbers
    scores: Scores


def inverse_frequency(total: int, frequency: float) -> float:
    """The idf of something that occurs in ``frequency`` of ``total`` chunks, never negative.

    Whoosh's own, ``ln(N / (df + 1)) + 1``, lets three words that stand everywhere outweigh the one
    that was meant.
    """
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
