"""Which passages mean much the same as the query, whatever words they use?

Optional: needs a model and the vectors that indexing made with it. Nearness is a z-score among the
passages of one language, since a model places its two languages apart and cosines mean
nothing by themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzers.embedding import Embedder
from analyzers.language import Language
from index.engine import Engine
from index.fields import FACET, facet_term
from index.plan import Everything, Plan, Term, Without, any_of
from index.scoring import Numbers
from index.vectors import VectorIndex
from index.vectorstore import name_model

Nearness = NDArray[np.float64]
"""By chunk number, in standard deviations above the mean of its language; ``nan`` without a vector."""


@dataclass(slots=True)
class _Placed:
    """The vectors as one generation of the index numbers its chunks."""

    engine: Engine
    places: NDArray[np.int64]
    groups: tuple[NDArray[np.int64], ...]
    """The chunks of each language that have a vector."""


class Meaning:
    """The vectors of an index and, once it is needed, the model that made them. For one thread at a time."""

    def __init__(self, vectors: VectorIndex, load: Callable[[], Embedder | None]) -> None:
        self._vectors = vectors
        self._load = load
        self._embedder: Embedder | None = None
        self._placed: _Placed | None = None

    @classmethod
    def open(cls, directory: Path, load: Callable[[], Embedder | None]) -> "Meaning | None":
        """Searching by meaning over the index in ``directory``; ``None`` where it has no vectors.

        ``load`` gives the model. Loading takes about a second, so it waits for the first query that asks.
        """
        vectors = VectorIndex.open(directory)
        return cls(vectors, load) if vectors is not None else None

    @property
    def model(self) -> str:
        """Name and version of the model that made the vectors."""
        return self._vectors.model

    def nearness(self, text: str, engine: Engine) -> Nearness | None:
        """How near each chunk of an opened index is to ``text``; ``None`` without the model."""
        embedder = self._embedder or self._load()
        if embedder is None or name_model(embedder) != self._vectors.model:
            return None
        self._embedder = embedder
        placed = self._place(engine)
        vector = embedder.embed([text], query=True)[0]
        cosines = np.append(self._vectors.scores(vector).astype(np.float64), np.nan)  # [-1] has none
        near: Nearness = cosines[placed.places]
        for group in placed.groups:
            if len(group) > 1:
                known = near[group]
                near[group] = (known - known.mean()) / (known.std() or 1.0)
        return near

    def likeness(self, engine: Engine, leaders: Numbers, numbers: Numbers) -> NDArray[np.float64]:
        """The cosine of each of these chunks with the leader nearest to it; ``nan`` without a vector.

        Needs the vectors and no model.
        """
        places = self._place(engine).places
        known, guides = np.flatnonzero(places[numbers] >= 0), places[leaders]
        cosines = np.full(len(numbers), np.nan)
        if len(known) and (guides >= 0).any():
            cosines[known] = self._vectors.nearest_of(places[numbers[known]], guides[guides >= 0])
        return cosines

    def _place(self, engine: Engine) -> _Placed:
        if self._placed is None or self._placed.engine is not engine:
            self._vectors.refresh()
            ids, numbers = engine.chunk_ids()
            places = np.full(numbers.max(initial=-1) + 1, -1, np.int64)
            places[numbers] = self._vectors.places(ids)
            named: list[Plan] = [Term(FACET, facet_term("language", each)) for each in Language]
            groups = [*named, Without(Everything(), any_of(named))]
            found = (engine.numbers(each) for each in groups)
            self._placed = _Placed(engine, places, tuple(group[places[group] >= 0] for group in found))
        return self._placed
