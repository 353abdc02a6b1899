"""Where do the postings of a term lie, and what is a compiled pass told of them?

Fields and terms as records of addresses (:mod:`index.arrays.heads`), made when first asked for and kept as
long as the generation is open: a term's place in the dictionary, its idf, and of a term in many chunks flags,
since it is looked up more often than read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from index.arrays.heads import FIELD, NO_ADDRESS, SKIP, TERM, address, record
from index.arrays.inverting import encode
from index.arrays.kernels import Floats
from index.arrays.postings import ArrayPostings, Part
from index.arrays.segment import FieldReader
from index.arrays.segmentfile import Array
from index.arrays.terms import TermTable
from index.scoring import K1, B

_HIGHEST_LENGTH = (1 << 16) - 1
"""Fields with a longer chunk have their plans opened whole: passes take lengths of 16 bits."""

_DENSE = 32
"""From one chunk in so many on, flags take less room than the list of chunks does."""

_KEPT_TERMS = 20_000
_KEPT_BYTES = 64 << 20
"""Of flags and of places of positions."""


@dataclass(slots=True)
class Stretch:
    """A field of one segment."""

    part: Part
    reader: FieldReader
    record: Array
    arrays: tuple[Array | None, ...]
    """What the record points to, held as long as it is."""

    address: int = field(init=False)
    slack: float = field(init=False)

    def __post_init__(self) -> None:
        self.address = address(self.record)
        self.slack = float(self.record["slack"][0])

    def terms(self, numbers: range) -> "TermStretch | None":
        """A term or several side by side, once their postings are known to be as they were written."""
        if not numbers:
            return None
        start, stop = self.reader.extent(numbers[0])[0], self.reader.extent(numbers[-1])[1]
        postings = self.reader.numbers(start, stop)
        if self.reader.is_counted:
            self.reader.counts(start, stop)
        highest = float(self.reader.bounds(start, stop).max()) if self.reader.has_bounds else K1 + 1
        made = record(TERM, start=start, stop=stop, top=min(highest * self.slack, K1 + 1))
        return TermStretch(self, numbers[0], postings, made)


@dataclass(slots=True)
class TermStretch:
    """A term in one segment."""

    stretch: Stretch
    number: int
    numbers: Array
    record: Array
    address: int = field(init=False)
    arrays: list[Array] = field(default_factory=list)
    """What the record points to."""

    def __post_init__(self) -> None:
        self.address = address(self.record)

    @property
    def is_dense(self) -> bool:
        """Whether flags take less room than the list does."""
        return len(self.numbers) * _DENSE >= self.stretch.part.count

    def count(self) -> int:
        """How many living chunks hold it."""
        alive = self.stretch.part.alive
        return len(self.numbers) if alive is None else int(np.count_nonzero(alive[self.numbers]))

    def weigh(self, idf: float) -> None:
        """Note what its scores are made of."""
        self.record["idf"] = idf
        self.record["top"] *= idf

    def flag(self) -> int:
        """Make flags and their ranks; how many bytes they take."""
        if self.record["flags"][0]:
            return 0
        flags = flags_of(self.numbers, self.stretch.part.count)
        words = np.unpackbits(flags.view(np.uint8)).reshape(-1, 64).sum(axis=1, dtype=np.uint32)
        ranks = np.cumsum(words, dtype=np.uint32) - words
        return self._keep(flags=flags, ranks=ranks)

    def skip(self) -> int:
        """Find where positions begin, known to be as they were written; how many bytes that takes."""
        reader = self.stretch.reader
        place = reader.check_positions(self.number)
        sums = np.cumsum(reader.counts(*reader.extent(self.number)), dtype=np.int64)
        return self._keep(skips=place + np.concatenate([[0], sums[SKIP - 1 : -1 : SKIP]]))

    def _keep(self, **arrays: Array) -> int:
        for name, array in arrays.items():
            self.record[name] = address(array)
            self.arrays.append(array)
        return sum(array.nbytes for array in arrays.values())


@dataclass(slots=True)
class _Field:
    """A field over all segments."""

    stretches: list[Stretch | None]
    is_scored: bool
    is_positioned: bool

    @property
    def addresses(self) -> list[int]:
        """By segment, where the record is."""
        return [each.address if each else NO_ADDRESS for each in self.stretches]


@dataclass(slots=True)
class Leaf:
    """A term over all segments."""

    stretches: list[TermStretch | None]
    """By segment; ``None`` where it does not stand."""

    is_scored: bool
    """Whether passes can score the field."""

    is_positioned: bool
    """Whether positions are known."""

    fields: list[int]
    """By segment, the address of the field's record."""

    stands: list[tuple[int, int, int]]
    """Of the segments where it stands: which, the address of the field's record, and of the term's."""

    terms: list[int]
    """By segment, the address of the term's record; none where it does not stand."""

    allowed: list[int] | None = None
    """By segment, the address of the flags, once it was a filter."""

    is_prepared: bool = False
    """Whether it has the flags that it is looked up by."""

    has_skips: bool = False


class Leaves:
    """The terms of one generation. For one thread at a time."""

    def __init__(self, source: ArrayPostings) -> None:
        self._source = source
        self._fields: dict[str, _Field] = {}
        self._leaves: dict[tuple[str, ...], Leaf] = {}
        self._bytes = 0
        self._nothing = flags_of(np.empty(0, np.int32), max((part.count for part in source.parts), default=0))

    def get(self, name: str, text: str) -> Leaf:
        """A term, kept for the next time."""
        return self._leaves.get((name, text)) or self._find(name, text)

    def prepare(self, leaf: Leaf) -> None:
        """Give a term flags to be looked up by, where it stands in many chunks."""
        if not leaf.is_prepared:
            self._count(each.flag() for each in leaf.stretches if each and each.is_dense)
            leaf.is_prepared = True

    def allow(self, leaf: Leaf) -> list[int]:
        """By segment, the address of the flags of a term that is a filter; they live as long as the leaf."""
        if leaf.allowed is None:
            self._count(each.flag() for each in leaf.stretches if each)
            nothing = address(self._nothing)
            leaf.allowed = [int(each.record["flags"][0]) if each else nothing for each in leaf.stretches]
            leaf.is_prepared = True
        return leaf.allowed

    def skip(self, leaf: Leaf) -> None:
        """Give a term the places of its positions."""
        if not leaf.has_skips:
            self._count(each.skip() for each in leaf.stretches if each)
            leaf.has_skips = True

    def _count(self, sizes: Iterable[int]) -> None:
        """Forget all terms rather than keep too much; those in hand are not harmed."""
        self._bytes += sum(sizes)
        if self._bytes > _KEPT_BYTES or len(self._leaves) > _KEPT_TERMS:
            self._leaves.clear()
            self._bytes = 0

    def between(self, name: str, low: str, high: str) -> Leaf:
        """The terms from one to another as if they were one, unscored; kept for the next time."""
        return self._leaves.get((name, low, high)) or self._find(name, low, high)

    def _find(self, name: str, *texts: str) -> Leaf:
        if name not in self._fields:
            self._fields[name] = self._open_field(name)
        field = self._fields[name]
        found: list[TermStretch | None] = []
        for each in field.stretches:
            found.append(each.terms(_numbers_of(each.reader.terms, *map(encode, texts))) if each else None)
        idf = self._source.idf(sum(each.count() for each in found if each))
        for term in found:
            if term:
                term.weigh(idf)
        self._count(())
        stands = [(at, each.stretch.address, each.address) for at, each in enumerate(found) if each]
        terms = [each.address if each else NO_ADDRESS for each in found]
        leaf = Leaf(found, field.is_scored, field.is_positioned, field.addresses, stands, terms)
        self._leaves[name, *texts] = leaf
        return leaf

    def _open_field(self, name: str) -> _Field:
        """A field of all segments."""
        readers = dict(self._source.readers(name))
        lengths = [reader.lengths for reader in readers.values()]
        longest = max((int(each.max(initial=0)) for each in lengths if each is not None), default=0)
        is_scored = longest <= _HIGHEST_LENGTH and all(
            reader.lengths is not None
            and reader.has_bounds
            and reader.is_counted
            and reader.unchecked("counts").itemsize <= 2
            for reader in readers.values()
        )
        _, mean = self._source.lengths(name)
        norms = K1 * ((1 - B) + B * (np.arange(longest + 1) / (mean or 1.0))) if is_scored else None
        stretches = [
            _stretch(part, readers[part], norms, mean) if part in readers else None
            for part in self._source.parts
        ]
        return _Field(stretches, is_scored, all(reader.is_positioned for reader in readers.values()))


def _stretch(part: Part, reader: FieldReader, norms: Floats | None, mean: float) -> Stretch:
    counts, positions = (
        reader.unchecked(name) if is_there else None
        for name, is_there in (("counts", reader.is_counted), ("positions", reader.is_positioned))
    )
    bounds = reader.unchecked("bounds") if reader.has_bounds else None
    lengths = reader.lengths.astype(np.uint16) if norms is not None and reader.lengths is not None else None
    numbers, alive = reader.unchecked("numbers"), part.alive
    made = record(
        FIELD,
        base=part.base,
        alive=address(alive),
        numbers=address(numbers),
        counts=address(counts),
        has_wide_counts=counts is not None and counts.itemsize == 2,
        positions=address(positions),
        has_wide_positions=positions is not None and positions.itemsize == 2,
        bounds=address(bounds),
        # a longer mean than that of the segment makes every passage relatively shorter
        slack=max(1.0, mean / reader.bound_mean) if reader.bound_mean else 1.0,
        lengths=address(lengths),
        norms=address(norms),
    )
    return Stretch(part, reader, made, (alive, numbers, counts, positions, bounds, lengths, norms))


def _numbers_of(table: TermTable, low: bytes, high: bytes | None = None) -> range:
    """The number of a term, or of all to another, as far as they are there."""
    if high is not None:
        return table.between(low, high)
    number = table.find(low)
    return range(number, number + 1) if number >= 0 else range(0)


def flags_of(numbers: Array, count: int) -> Array:
    """A bit for each of ``count`` chunks, those of ``numbers`` set, in words of 64."""
    flags = np.zeros(-(-count // 64) * 64, bool)
    flags[numbers] = True
    return np.packbits(flags, bitorder="little").view(np.uint64)
