"""What did the person ask? The clause tree of a query, and how it reads when written out.

``str(clause)`` is query syntax again, so that the page can show how a query was understood.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from search.results import Note

NOTES = {
    "unbalanced-quote": "a quotation mark had no partner; it was taken to end with the query",
    "unbalanced-parenthesis": "a parenthesis had no partner and was left out",
    "operator-ignored": "an operator had nothing to join and was left out",
    "wildcard-ignored": "a * works only at the end of a word, after three letters or more",
    "distance-limited": "words can be at most 20 apart for NEAR",
    "prefix-limited": "only the first 200 words with this beginning were searched",
    "stop-words-dropped": "these words are too common to search for; quotation marks keep them",
    "ambiguous": "this name stands for several things; all of them were searched",
    "only-excluded": "the query only says what to leave out; everything else is shown",
    "no-exact": "no passage holds these words in any form; the nearest are shown",
    "bad-date": "this date was not understood; write 2005, 2005-03, 2005-03-23 or 2005..2009",
}
"""Every note key, with what it means in plain English."""


class Spelling(StrEnum):
    """How close to what was typed a word in a text must be."""

    FREE = "free"
    """Any inflection, any accents, known equivalents in both languages."""
    PLAIN = "!"
    """Any inflection, any accents, no equivalents."""
    VERBATIM = "="
    """This spelling only, accents and case included."""
    PREFIX = "*"
    FUZZY = "~"


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word; ``text`` may be a compound such as ``T-MEC``."""

    text: str
    spelling: Spelling = Spelling.FREE

    def __str__(self) -> str:
        if self.spelling in (Spelling.PREFIX, Spelling.FUZZY):
            return self.text + self.spelling.value
        return self.text if self.spelling is Spelling.FREE else self.spelling.value + self.text


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in this order, not inflected, accents folded."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Nearby:
    """Two words or phrases at most ``distance`` positions apart, in either order."""

    left: "Word | Quoted"
    right: "Word | Quoted"
    distance: int

    def __str__(self) -> str:
        return f"{self.left} NEAR/{self.distance} {self.right}"


@dataclass(frozen=True, slots=True)
class Fielded:
    """A condition on a field. ``name`` is the English field name; a date may be ``low..high``."""

    name: str
    value: str

    def __str__(self) -> str:
        is_plain = not set(" ()").intersection(self.value)
        return f"{self.name}:{self.value}" if is_plain else f'{self.name}:"{self.value}"'


@dataclass(frozen=True, slots=True)
class Bag:
    """Clauses side by side. ``strict`` ones must all match, else passages with all come first."""

    wanted: "tuple[Clause, ...]" = ()
    required: "tuple[Clause, ...]" = ()
    excluded: "tuple[Clause, ...]" = ()
    strict: bool = False

    def __str__(self) -> str:
        parts = [
            *(f"+{_signed(clause)}" for clause in self.required),
            *(_grouped(clause) for clause in self.wanted),
            *(f"-{_signed(clause)}" for clause in self.excluded),
        ]
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Both:
    """All of these clauses (``AND``)."""

    parts: "tuple[Clause, ...]"

    def __str__(self) -> str:
        return " AND ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these clauses (``OR``)."""

    parts: "tuple[Clause, ...]"

    def __str__(self) -> str:
        return " OR ".join(_grouped(part) for part in self.parts)


Leaf = Word | Quoted | Nearby | Fielded
Clause = Leaf | Bag | Both | Either


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: what was typed, what was understood, and what was forgiven on the way."""

    raw: str
    root: Bag | Both | Either
    notes: tuple[Note, ...] = ()

    @property
    def interpreted(self) -> str:
        """The query as it was understood, in query syntax."""
        return str(self.root)

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing but bare words, with no operator, field or mark."""
        bag = self.root if isinstance(self.root, Bag) else Bag(excluded=self.root.parts)
        bare = all(isinstance(clause, Word) and clause.spelling is Spelling.FREE for clause in bag.wanted)
        return bare and not bag.required and not bag.excluded

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not any(True for _ in iter_leaves(self.root))


def iter_leaves(clause: Clause) -> Iterator[Leaf]:
    """All leaves of a clause tree, excluded ones too, in order."""
    if isinstance(clause, Bag):
        parts: Sequence[Clause] = (*clause.required, *clause.wanted, *clause.excluded)
    elif isinstance(clause, Both | Either):
        parts = clause.parts
    else:
        yield clause
        return
    for part in parts:
        yield from iter_leaves(part)


def _signed(clause: Clause) -> str:
    return f"({clause})" if isinstance(clause, Bag) else _grouped(clause)


def _grouped(clause: Clause) -> str:
    single = not isinstance(clause, Bag | Both | Either | Nearby)
    if isinstance(clause, Bag):
        single = len(clause.wanted) + len(clause.required) + len(clause.excluded) == 1
    return str(clause) if single else f"({clause})"
