"""What does a search give back? Plain records, no HTML, ready to be shown or turned into JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from analyzers.language import Language
from corpus.model import Chunk

Span = tuple[int, int]
"""Half-open interval of characters."""


class Reason(StrEnum):
    """Why a form counts as the word that was typed."""

    CONCEPT = "concept"
    INFLECTION = "inflection"
    TRANSLATION = "translation"
    FAMILY = "family"
    SYNONYM = "synonym"
    MONTH = "month"
    SPELLING = "spelling"
    PREFIX = "prefix"

    @property
    def is_near(self) -> bool:
        """Whether such a form only comes near what was typed: it makes no hit exact."""
        return self in (Reason.FAMILY, Reason.SYNONYM, Reason.MONTH)


@dataclass(frozen=True, slots=True)
class Form:
    """One other form of a clause, why it counts, and how many hits count for it."""

    text: str
    language: Language | None
    reason: Reason
    weight: float = 1.0
    concept: str | None = None
    hits: int | None = None

    def with_hits(self, hits: int) -> "Form":
        """The same form with its count."""
        return replace(self, hits=hits)


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word or phrase of the query and the other forms it was searched under.

    A hit counts for the rarest form that it holds, for a relative only if it holds no other. ``hits``
    counts those that hold it only as it was typed; with those of the forms they add up to the hits that
    hold it in any form.
    """

    term: str
    forms: tuple[Form, ...]
    hits: int = 0


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a chunk's text and the spans in it that matched, sorted and apart. Never HTML."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Another chunk that says the same as a hit; ``same`` where it does so letter for letter."""

    chunk: Chunk
    path: str
    title: str
    same: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One chunk that answers the query.

    ``copies`` counts the other hits that say the same and are not listed; ``also_at`` are the first of them.

    ``marks`` are the matched spans in ``chunk.text`` (the whole of it, not the snippet's part).
    ``exact`` says that every required word occurs in the chunk itself, inflected or as the same concept.
    """

    rank: int
    score: float
    chunk: Chunk
    path: str
    title: str
    snippet: Snippet
    marks: tuple[Span, ...]
    exact: bool
    reasons: tuple[str, ...]
    copies: int = 0
    also_at: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a word that occurs nowhere may have been meant to be: "did you mean".

    ``query`` is the whole query with every suggestion in place of what was typed.
    """

    term: str
    text: str
    query: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and how many hits carry it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of hits with all that is said above and beside it.

    ``interpreted`` is how the query was read, in query syntax; ``notes`` say what was forgiven or
    left out, one sentence each, as message keys with their values (see ``search.query.Note``).
    ``exact_total`` counts the hits that hold every required word; they stand first. ``total`` counts all
    hits, ``listed`` those that stand in the list: fewer, where passages that say the same stand in one
    place, each listed hit with its ``copies``.
    """

    raw: str
    interpreted: str
    language: Language | None
    filters: Mapping[str, tuple[str, ...]]
    total: int
    exact_total: int
    offset: int
    limit: int
    listed: int
    hits: tuple[Hit, ...]
    expansions: tuple[Expansion, ...] = ()
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    notes: tuple["Note", ...] = ()
    elapsed_ms: float = 0.0
    total_is_exact: bool = True
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know about how the query was taken.

    ``key`` names the message (``unbalanced-quote``, ``stop-words-dropped``, ``no-exact`` …), ``detail``
    the piece of the query it is about; each interface has its own words for the key.
    """

    key: str
    detail: str = ""
