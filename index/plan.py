"""What is asked of an index, in terms and fields: a small algebra that any engine can carry out.

``search`` builds plans, an engine behind this room runs them. Plans are plain values: equal plans
find equal chunks.

>>> AllOf((Term("text_en", "port"), Term("text_en", "secur")))
AllOf(parts=(Term(field='text_en', text='port'), Term(field='text_en', text='secur')))
"""

from dataclasses import dataclass
from typing import TypeVar


class _Nested:
    """A plan of plans. What is kept by plans makes their hash be asked for again and again."""

    __slots__ = ("_hash",)
    _hash: int


_Kind = TypeVar("_Kind", bound=_Nested)


def _hashed_once(kind: type[_Kind]) -> type[_Kind]:
    """The same class, which works its hash out no more than once."""
    hash_of = kind.__hash__

    def hash_once(self: _Kind) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash_of(self))
            return self._hash

    kind.__hash__ = hash_once  # type: ignore[assignment]
    return kind


@dataclass(frozen=True, slots=True)
class Term:
    """Chunks that hold this term in this field; scored by BM25."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Chunks that hold these terms at following positions; up to ``slop`` - 1 others between two."""

    field: str
    terms: tuple[str, ...]
    slop: int = 1


@_hashed_once
@dataclass(frozen=True, slots=True)
class Near(_Nested):
    """Chunks in which ``left`` and ``right`` stand at most ``distance`` positions apart, either first.

    Each side is a choice of terms or phrases of the one field.
    """

    left: "tuple[Term | Phrase, ...]"
    right: "tuple[Term | Phrase, ...]"
    distance: int


@dataclass(frozen=True, slots=True)
class Range:
    """Chunks with any term from ``low`` to ``high``, both inclusive, in this field; not scored."""

    field: str
    low: str
    high: str


@_hashed_once
@dataclass(frozen=True, slots=True)
class AnyOf(_Nested):
    """Chunks that match any part; scores add up."""

    parts: "tuple[Plan, ...]"


@_hashed_once
@dataclass(frozen=True, slots=True)
class AllOf(_Nested):
    """Chunks that match every part; scores add up."""

    parts: "tuple[Plan, ...]"


@_hashed_once
@dataclass(frozen=True, slots=True)
class AtLeast(_Nested):
    """Chunks that match ``minimum`` parts or more; scores add up."""

    parts: "tuple[Plan, ...]"
    minimum: int


@_hashed_once
@dataclass(frozen=True, slots=True)
class Synonyms(_Nested):
    """Chunks that match any part; all parts together count as one word.

    A part's term frequency in a chunk is how often it occurs there, that of an alternative among
    parts (:class:`AnyOf`) the larger one, since both see the same word; its document frequency is the
    count of chunks that match it. The word's are the sums over its parts, each times its weight
    (:class:`Weighted`): tf = Σ p·tf, df = Σ p·df (Pirkola 1998; Darwish & Oard 2003). The length
    is that of the whole passage.
    """

    parts: "tuple[Plan, ...]"


@_hashed_once
@dataclass(frozen=True, slots=True)
class Without(_Nested):
    """Chunks that match ``part`` and not ``unwanted``."""

    part: "Plan"
    unwanted: "Plan"


@_hashed_once
@dataclass(frozen=True, slots=True)
class Boosted(_Nested):
    """Chunks that match ``part``; a match of ``bonus`` adds to the score and is never required."""

    part: "Plan"
    bonus: "Plan"


@_hashed_once
@dataclass(frozen=True, slots=True)
class Weighted(_Nested):
    """``part`` with its score multiplied by ``weight``."""

    part: "Plan"
    weight: float


@dataclass(frozen=True, slots=True)
class Everything:
    """Every chunk, unscored."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No chunk."""


Plan = (
    Term | Phrase | Near | Range | AnyOf | AllOf | AtLeast | Synonyms | Without | Boosted | Weighted
    | Everything | Nothing
)  # fmt: skip


def any_of(parts: "list[Plan]") -> Plan:
    """The least plan for any of ``parts``: nothing, the one part, or an :class:`AnyOf`."""
    unique = list(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else AnyOf(tuple(unique)) if unique else Nothing()


def all_of(parts: "list[Plan]") -> Plan:
    """The least plan for all of ``parts``: everything, the one part, or an :class:`AllOf`."""
    unique = list(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else AllOf(tuple(unique)) if unique else Everything()
