"""Which stretches of the segments does a plan read? For plans whose best chunks one pass can find.

These are terms, alternatives of terms, conjunctions of terms and pairs of following words, all of one
field. Any other plan is opened whole (:mod:`index.arrays.executing`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from index.arrays.inverting import encode
from index.arrays.kernels import Floats, Passes, Postings, writable
from index.arrays.postings import ArrayPostings, Part
from index.arrays.segment import FieldReader
from index.arrays.segmentfile import Array
from index.execution import K1, B
from index.plan import AllOf, AnyOf, Phrase, Plan, Term, Weighted

_HIGHEST_LENGTH = (1 << 16) - 1
"""Fields with a longer chunk have their plans opened whole: passes take lengths of 16 bits."""

_KEPT_TERMS = 20_000

_ANY = np.empty(0, np.int32)
_ALIVE = np.empty(0, bool)


@dataclass(slots=True)
class _Stretch:
    """A field of one segment, and what passes are given of it."""

    part: Part
    reader: FieldReader
    given: tuple[Postings, Floats, Array, float]
    counted: tuple[Array, Array, Array, Array]
    scored: tuple[Array, Floats]

    def checked(self, term: int) -> tuple[int, int]:
        """Where the postings of a term lie, once they are known to be as they were written."""
        start, stop = self.reader.extent(term)
        self.reader.numbers(start, stop)
        self.reader.counts(start, stop)
        self.reader.bounds(start, stop)
        return start, stop

    def count(self, start: int, stop: int) -> int:
        """How many of these postings are of living chunks."""
        if self.part.alive is None:
            return stop - start
        return int(np.count_nonzero(self.part.alive[self.reader.numbers(start, stop)]))

    def own(self, numbers: Array) -> Array:
        """Those of chunks numbered through (ascending) that are in this segment, by its own numbers."""
        base = self.part.base
        if base or numbers.dtype != np.int32 or (len(numbers) and numbers[-1] >= self.part.count):
            low, high = np.searchsorted(numbers, (base, base + self.part.count))
            numbers = (numbers[low:high] - base).astype(np.int32)
        return writable(numbers)


@dataclass(slots=True)
class _Leaf:
    """A term: its field, and for each segment its number (-1: not there), where its postings lie, and the
    one list that it is by itself.
    """

    stretches: list[_Stretch]
    numbers: list[int]
    spans: list[tuple[int, int] | None]
    idf: float
    alone: list[Floats | None]
    places: dict[int, int] = field(default_factory=dict)
    """By segment, where the positions begin; filled in for words of phrases."""

    def place(self, at: int) -> int:
        """Where the positions begin in one segment, once they are known to be as they were written."""
        if at not in self.places:
            self.places[at] = self.stretches[at].reader.check_positions(self.numbers[at])
        return self.places[at]


Found = tuple[Array, Floats]
_Out = tuple[Array, Floats]


class Spans:
    """Finds the best chunks of one generation by compiled passes. For one thread at a time."""

    def __init__(self, source: ArrayPostings) -> None:
        self._source = source
        self._out = np.empty(source.size, np.int64), np.empty(source.size)
        self._fields: dict[str, list[_Stretch] | None] = {}
        self._leaves: dict[tuple[str, str], _Leaf] = {}

    def best(self, passes: Passes, plan: Plan, count: int, within: Array | None) -> list[Found] | None:
        """The best chunks of each segment; ``None`` for a plan that must be opened."""
        if isinstance(plan, Phrase):
            return self._best_of_pair(passes, plan, count) if within is None else None
        is_all = isinstance(plan, AllOf)
        leaves = self._leaves_of(plan.parts if isinstance(plan, (AllOf, AnyOf)) else (plan,))
        if not leaves or (is_all and within is not None):
            return None
        found: list[Found] = []
        for at, stretch in enumerate(leaves[0][0].stretches):
            lists = _joined(leaves, at)
            if lists is None or (is_all and len(lists) < 4 * len(leaves)):
                continue
            if is_all:
                size = passes.best_of_all(*stretch.given, lists, count, *self._out)
            else:
                allowed = _ANY if within is None else stretch.own(within)
                size = passes.best_of_any(
                    *stretch.given, lists, allowed, within is not None, count, *self._out
                )
            found.append(_taken(self._out, size, stretch.part.base))
        return found

    def _best_of_pair(self, passes: Passes, plan: Phrase, count: int) -> list[Found] | None:
        """Two words side by side: counted in every segment before any is scored."""
        if plan.slop != 1 or len(plan.terms) != 2:
            return None
        left, right = (self._leaf(plan.field, text) for text in plan.terms)
        if left is None or right is None:
            return None
        kept: list[tuple[_Stretch, int, _Out]] = []
        for at, stretch in enumerate(left.stretches):
            one, other = left.alone[at], right.alone[at]
            if one is not None and other is not None and stretch.reader.is_positioned:
                places = left.place(at), right.place(at)
                size = passes.count_adjacent(*stretch.counted, one, other, *places, *self._out)
                is_only = len(left.stretches) == 1
                kept.append((stretch, size, self._out if is_only else _copied(self._out, size)))
        idf = self._source.idf(sum(size for _, size, _ in kept))
        found: list[Found] = []
        for stretch, size, out in kept:
            best = passes.best_counted(*stretch.scored, idf, size, count, *out)
            found.append(_taken(out, best, stretch.part.base))
        return found

    def _leaves_of(self, parts: Sequence[Plan]) -> list[tuple[_Leaf, float]] | None:
        """Terms of one field with their weights; ``None`` where a part is none, or the field not fit."""
        found: list[tuple[_Leaf, float]] = []
        for part in parts:
            term, weight = (part, 1.0) if isinstance(part, Term) else single_term(part)
            if term is None or weight <= 0:
                return None
            leaf = self._leaf(term.field, term.text)
            if leaf is None or leaf.stretches is not (found[0][0] if found else leaf).stretches:
                return None
            found.append((leaf, weight))
        return found

    def _leaf(self, name: str, text: str) -> _Leaf | None:
        """A term, kept for the next time; ``None`` where its field is not fit."""
        return self._leaves.get((name, text)) or self._find(name, text)

    def _find(self, name: str, text: str) -> _Leaf | None:
        if name not in self._fields:
            self._fields[name] = self._open_field(name)
        stretches = self._fields[name]
        if stretches is None:
            return None
        numbers = [stretch.reader.terms.find(encode(text)) for stretch in stretches]
        spans = [
            stretch.checked(number) if number >= 0 else None
            for stretch, number in zip(stretches, numbers, strict=True)
        ]
        counts = [stretch.count(*span) for stretch, span in zip(stretches, spans, strict=True) if span]
        idf = self._source.idf(sum(counts))
        if len(self._leaves) >= _KEPT_TERMS:
            self._leaves.clear()
        alone = [np.array([*span, idf, 1.0]) if span else None for span in spans]
        leaf = self._leaves[name, text] = _Leaf(stretches, numbers, spans, idf, alone)
        return leaf

    def _open_field(self, name: str) -> list[_Stretch] | None:
        """``None`` where the field is not scored by bounds and lengths that passes take."""
        _, mean = self._source.lengths(name)
        readers = self._source.readers(name)
        lengths = [reader.lengths for _, reader in readers]
        longest = max((int(each.max(initial=0)) for each in lengths if each is not None), default=0)
        if longest > _HIGHEST_LENGTH:
            return None
        norms = K1 * ((1 - B) + B * (np.arange(longest + 1) / (mean or 1.0)))
        stretches = []
        for (part, reader), each in zip(readers, lengths, strict=True):
            if each is None or not (reader.has_bounds and reader.is_counted):
                return None
            stretches.append(_stretch(part, reader, (each.astype(np.uint16), norms), mean))
        return stretches


def _stretch(part: Part, reader: FieldReader, scored: tuple[Array, Floats], mean: float) -> _Stretch:
    numbers, counts, bounds = (writable(reader.unchecked(name)) for name in ("numbers", "counts", "bounds"))
    alive = _ALIVE if part.alive is None else part.alive
    postings = numbers, counts, bounds, scored[0]
    # a longer mean than that of the segment makes every passage relatively shorter
    slack = max(1.0, mean / reader.bound_mean) if reader.bound_mean else 1.0
    positions = writable(reader.unchecked("positions")) if reader.is_positioned else _ANY
    return _Stretch(
        part, reader, (postings, scored[1], alive, slack), (numbers, counts, alive, positions), scored
    )


def _joined(leaves: Sequence[tuple[_Leaf, float]], at: int) -> Floats | None:
    """The weighted lists of all terms that one segment holds, ``None`` where it holds none."""
    if len(leaves) == 1 and leaves[0][1] == 1.0:
        return leaves[0][0].alone[at]
    joined: list[float] = []
    for leaf, weight in leaves:
        span = leaf.spans[at]
        if span is not None:
            joined += (*span, leaf.idf, weight)
    return np.array(joined) if joined else None


def _copied(out: _Out, size: int) -> _Out:
    return out[0][:size].copy(), out[1][:size].copy()


def _taken(out: _Out, size: int, base: int) -> Found:
    """What a pass has left in ``out``, numbered through."""
    numbers, scores = out
    return (numbers[:size] + base if base else numbers[:size].copy()), scores[:size].copy()


def single_term(plan: Plan) -> tuple[Term | None, float]:
    """The term that a plan is a disguise of, and its weight."""
    if isinstance(plan, Term):
        return plan, 1.0
    if isinstance(plan, Weighted):
        term, weight = single_term(plan.part)
        return term, weight * plan.weight
    if isinstance(plan, AnyOf) and len(plan.parts) == 1:
        return single_term(plan.parts[0])
    return None, 1.0
