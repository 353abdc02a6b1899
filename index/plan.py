"""What is asked of an index, in terms and fields: a small algebra that any engine can carry out.

``search`` builds plans, an engine behind this room runs them. Plans are plain values: equal plans
find equal chunks.

>>> AllOf((Term("text_en", "port"), Term("text_en", "secur")))
AllOf(parts=(Term(field='text_en', text='port'), Term(field='text_en', text='secur')))
"""

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Near:
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


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Chunks that match any part; scores add up."""

    parts: "tuple[Plan, ...]"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Chunks that match every part; scores add up."""

    parts: "tuple[Plan, ...]"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Chunks that match ``minimum`` parts or more; scores add up."""

    parts: "tuple[Plan, ...]"
    minimum: int


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Chunks that match any part; all parts together count as one word.

    A part's term frequency in a chunk is how often it occurs there, that of an alternative among
    parts (:class:`AnyOf`) the larger one, since both see the same word; its document frequency is the
    count of chunks that match it. The word's are the sums over its parts, each times its weight
    (:class:`Weighted`): tf = Σ p·tf, df = Σ p·df (Pirkola 1998; Darwish & Oard 2003). The length
    is that of the whole passage.
    """

    parts: "tuple[Plan, ...]"


@dataclass(frozen=True, slots=True)
class Without:
    """Chunks that match ``part`` and not ``unwanted``."""

    part: "Plan"
    unwanted: "Plan"


@dataclass(frozen=True, slots=True)
class Boosted:
    """Chunks that match ``part``; a match of ``bonus`` adds to the score and is never required."""

    part: "Plan"
    bonus: "Plan"


@dataclass(frozen=True, slots=True)
class Weighted:
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
