"""One segment as Whoosh's searcher reads it: stored fields, lengths, deletions, terms, postings."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from whoosh.codec import base
from whoosh.columns import Column as WhooshColumn
from whoosh.fields import FieldType
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Format
from whoosh.reading import TermInfo, TermNotFound

from index.arrays.matcher import ArrayMatcher
from index.arrays.segment import FieldReader, OpenSegment
from index.arrays.stored import unpack_fields

_Term = tuple[str, bytes]


class Deletions(Protocol):
    """What the table of contents says of a segment's chunks."""

    def doc_count(self) -> int:
        """The count of living chunks."""

    def doc_count_all(self) -> int:
        """The count of chunks, dead ones included."""

    def has_deletions(self) -> bool:
        """Whether any chunk is dead."""

    def is_deleted(self, number: int) -> bool:
        """Whether a chunk is dead."""

    def deleted_docs(self) -> Iterator[int]:
        """The dead chunks."""


class ArrayDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Per-document reader over one segment. Lengths are exact."""

    def __init__(self, opened: OpenSegment, segment: Deletions) -> None:
        self.opened = opened
        self._segment = segment

    def supports_columns(self) -> bool:
        """Whoosh's sortable fields are kept."""
        return True

    def doc_count(self) -> int:
        """The count of living chunks."""
        return self._segment.doc_count()

    def doc_count_all(self) -> int:
        """The count of chunks, dead ones included."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Whether any chunk is dead."""
        return self._segment.has_deletions()

    def is_deleted(self, number: int) -> bool:
        """Whether a chunk is dead."""
        return self._segment.is_deleted(number)

    def deleted_docs(self) -> Iterator[int]:
        """The dead chunks."""
        return self._segment.deleted_docs()

    def stored_fields(self, number: int) -> dict[str, Any]:
        """What was stored with a chunk."""
        return unpack_fields(self.opened.rows.row(number))

    def doc_field_length(self, number: int, fieldname: str, default: int = 0) -> int:
        """The exact length of a field in a chunk."""
        lengths = self._lengths(fieldname)
        return int(lengths[number]) if lengths is not None else default

    def field_length(self, fieldname: str) -> int:
        """The sum of a field's lengths, dead chunks included, as Whoosh has it."""
        field = self.opened.field(fieldname)
        return field.tokens if field else 0

    def min_field_length(self, fieldname: str) -> int:
        """The least length of a field."""
        lengths = self._lengths(fieldname)
        return int(lengths.min()) if lengths is not None and len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a field."""
        lengths = self._lengths(fieldname)
        return int(lengths.max()) if lengths is not None and len(lengths) else 0

    def has_column(self, fieldname: str) -> bool:
        """Whether the segment has Whoosh's column of a sortable field."""
        return f"sortable/{fieldname}" in self.opened.file

    def column_reader(self, fieldname: str, column: WhooshColumn) -> Any:
        """Whoosh's column of a sortable field."""
        size = self.opened.file.count(f"sortable/{fieldname}")
        data = self.opened.file.read(f"sortable/{fieldname}", 0, size)
        return column.reader(BufferFile(memoryview(data)), 0, size, self._segment.doc_count_all())

    def _lengths(self, fieldname: str) -> Any:
        field = self.opened.field(fieldname)
        return field.lengths if field else None


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms reader over one segment. Terms come by field name, then bytes."""

    def __init__(self, opened: OpenSegment) -> None:
        self.opened = opened

    def __contains__(self, term: _Term) -> bool:
        field = self.opened.field(term[0])
        return field is not None and field.terms.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return self.opened.field_names()

    def cursor(self, fieldname: str, fieldobj: FieldType) -> "ArrayFieldCursor":
        """A cursor over a field's terms."""
        return ArrayFieldCursor(self, fieldname, fieldobj)

    def terms(self) -> Iterator[_Term]:
        """All terms."""
        for name in sorted(self.opened.field_names()):
            yield from ((name, text) for text in self._field(name).terms.all())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[_Term]:
        """All terms from this one on, those of later fields too."""
        for name in sorted(self.opened.field_names()):
            if name >= fieldname:
                terms = self._field(name).terms
                start = terms.after(prefix) if name == fieldname else 0
                yield from ((name, terms[number]) for number in range(start, len(terms)))

    def items(self) -> Iterator[tuple[_Term, TermInfo]]:
        """All terms with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[_Term, TermInfo]]:
        """As :meth:`terms_from`, with statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """A term's statistics. Raises ``TermNotFound``."""
        field, number = self._find(fieldname, text)
        start, stop = field.extent(number)
        numbers, weights = field.numbers(start, stop), field.weights(start, stop)
        found = field.lengths[numbers] if field.lengths is not None else np.zeros(1, np.int32)
        return TermInfo(
            weight=float(weights.sum(dtype=np.float64)),
            df=stop - start,
            minlength=int(found.min()),
            maxlength=int(found.max()),
            maxweight=float(weights.max()),
            minid=int(numbers[0]),
            maxid=int(numbers[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term occurs. Raises ``KeyError``, as Whoosh's readers do."""
        field, number = self._find_or_key_error(fieldname, text)
        return float(field.weights(*field.extent(number)).sum(dtype=np.float64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many chunks a term occurs. Raises ``KeyError``."""
        field, number = self._find_or_key_error(fieldname, text)
        start, stop = field.extent(number)
        return stop - start

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> ArrayMatcher:
        """The postings of a term. Raises ``TermNotFound``."""
        field, number = self._find(fieldname, text)
        return ArrayMatcher(field, number, format_, term=(fieldname, text), scorer=scorer)

    def _field(self, name: str) -> FieldReader:
        field = self.opened.field(name)
        if field is None:
            raise KeyError(name)
        return field

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldReader, int]:
        try:
            return self._find_or_key_error(fieldname, text)
        except KeyError as error:
            raise TermNotFound(f"No term {fieldname}:{text!r}") from error

    def _find_or_key_error(self, fieldname: str, text: bytes) -> tuple[FieldReader, int]:
        field = self.opened.field(fieldname)
        number = field.terms.find(text) if field else -1
        if field is None or number < 0:
            raise KeyError((fieldname, text))
        return field, number


class ArrayFieldCursor(base.FieldCursor):  # type: ignore[misc]
    """Walks a field's terms; ``None`` past the last."""

    def __init__(self, reader: ArrayTermsReader, fieldname: str, fieldobj: FieldType) -> None:
        self._reader = reader
        self._fieldname = fieldname
        self._fieldobj = fieldobj
        field = reader.opened.field(fieldname)
        self._terms = field.terms if field else None
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term that is not less."""
        encoded = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._at = self._terms.after(encoded) if self._terms else 0
        return self.text()

    def next(self) -> str | None:
        """Go on by one."""
        if self.is_valid():
            self._at += 1
        return self.text()

    def text(self) -> str | None:
        """The term here."""
        if self._terms is None or not self.is_valid():
            return None
        text: str = self._fieldobj.from_bytes(self._terms[self._at])
        return text

    term = text  # Whoosh's merging cursor asks by this name

    def term_info(self) -> TermInfo | None:
        """The statistics of the term here."""
        if self._terms is None or not self.is_valid():
            return None
        return self._reader.term_info(self._fieldname, self._terms[self._at])

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._terms is not None and self._at < len(self._terms)
