"""Which fields does the index have, as Whoosh is told? Ours bring their tokens along, analysed before."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Existence, Frequency, Positions
from whoosh.system import pack_uint

from index.fields import ASIDE, CHUNK_ID, DOC_ID, EXACT, FACET, SECTION, TEXT, TITLE, VERBATIM

RECORD = "record"
"""The stored field that holds a chunk's record."""


class Terms(NamedTuple):
    """The terms of one field of a document in order, and the position of each."""

    texts: Sequence[str]
    positions: Sequence[int]


_Posting = tuple[bytes, int, float, bytes]
"""A term of one document in one field: bytes, frequency, weight, encoded positions."""


class TokenField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A scored field that takes our terms instead of a string."""

    indexed = True
    scorable = True

    def __init__(self, form: Any) -> None:
        self.format = form
        self.set_sortable(False)

    def index(self, value: Terms, **_: Any) -> Iterator[_Posting]:
        """Each term with its positions."""
        positions: dict[str, list[int]] = {}
        for text, position in zip(value.texts, value.positions, strict=True):
            positions.setdefault(text, []).append(position)
        with_positions = isinstance(self.format, Positions)
        for text, places in positions.items():
            encoded = self.format.encode(places) if with_positions else pack_uint(len(places))
            yield text.encode("utf-8", "replace"), len(places), float(len(places)), encoded


class TermField(FieldType):  # type: ignore[misc]
    """An unscored field that takes ready terms."""

    indexed = True
    scorable = False

    def __init__(self) -> None:
        self.format = Existence()
        self.set_sortable(False)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[_Posting]:
        """Each term once."""
        for text in dict.fromkeys(value):
            yield text.encode("utf-8", "replace"), 1, 1.0, b""


def build_schema() -> Schema:
    """The fields of :mod:`index.fields`."""
    return Schema(
        **{name: TokenField(Positions()) for name in (*TEXT.values(), EXACT, ASIDE, SECTION, TITLE)},
        **{VERBATIM: TokenField(Frequency()), FACET: TermField()},
        **{CHUNK_ID: ID(unique=True), DOC_ID: ID(), RECORD: STORED()},
    )
