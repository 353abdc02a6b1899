"""What is a plan once it is opened? Its chunks at once, their scores only when asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.arrays.kernels import Floats, operations
from index.arrays.postings import TermPostings
from index.arrays.segment import BLOCK
from index.arrays.segmentfile import Array
from index.scoring import K1

Places = Array | None
"""Some places of a found list, or all."""

Score = Callable[[Places], Floats]
"""Scores at these places."""


@dataclass(slots=True)
class Found:
    """The chunks that match, ascending."""

    numbers: Array
    scores: Score
    is_scored: bool = True


@dataclass(slots=True)
class Counted:
    """The chunks in which something occurs, and how often."""

    numbers: Array
    counts: Array


@dataclass
class Ready:
    """A term with all that scoring it takes."""

    numbers: Array
    counts: Array
    norms: Floats
    idf: float
    postings: TermPostings | None = None
    mean: float = 0.0
    """The mean length of the field."""

    leaders: tuple[Array, Floats] | None = None
    """The chunks with the best scores, by falling score: what impact-ordered lists begin with."""

    @cached_property
    def blocks(self) -> tuple[Array, Array, Floats] | None:
        """Where blocks start and stop, and the bound of each; ``None`` where they are not known."""
        return _read_blocks(self.postings, self.mean) if self.postings else None

    @cached_property
    def bound(self) -> float:
        """What no chunk exceeds, without idf."""
        return float(self.blocks[2].max()) if self.blocks else K1 + 1

    def scores(self, at: Places) -> Floats:
        """Scores at these places, or at all."""
        if at is None:
            return operations().score(self.idf, self.numbers, self.counts, self.norms)
        return operations().score_at(self.idf, self.numbers, self.counts, self.norms, at)


def scored_once(found: Found) -> Found:
    """The same, which works out all scores at most once."""
    score, numbers = found.scores, found.numbers
    kept: list[Floats] = []

    def scores(at: Places) -> Floats:
        if at is not None and not kept and len(at) * 4 < len(numbers):
            return score(at)
        if not kept:
            kept.append(score(None))
            kept[0].flags.writeable = False  # handed out again and again
        return kept[0] if at is None else kept[0][at]

    return Found(numbers, scores, found.is_scored)


def unscored(numbers: Array) -> Found:
    """Chunks that match and have no score."""
    return Found(numbers, lambda at: np.zeros(len(numbers) if at is None else len(at)), is_scored=False)


def _read_blocks(postings: TermPostings, mean: float) -> tuple[Array, Array, Floats] | None:
    """A term's blocks, bounds without idf; ``None`` where a segment has none, or dead chunks."""
    starts: list[Array] = []
    stops: list[Array] = []
    highest: list[Array] = []
    base = 0
    for part, reader, number in postings.parts:
        if not reader.has_bounds or part.alive is not None:
            return None
        start, stop = reader.extent(number)
        edges = np.arange(start // BLOCK * BLOCK, stop, BLOCK)
        edges[0] = start
        starts.append(edges - start + base)
        stops.append(np.append(edges[1:], stop) - start + base)
        # a longer mean than that of the segment makes every passage relatively shorter
        slack = max(1.0, mean / reader.bound_mean) if reader.bound_mean else 1.0
        highest.append(np.minimum(reader.bounds(start, stop).astype(np.float64) * slack, K1 + 1))
        base += stop - start
    if not starts:
        return None
    return np.concatenate(starts), np.concatenate(stops), np.concatenate(highest)
