"""What is a document, what is a paragraph of it, and where exactly in the file does it stand?

A reader turns a file into an :class:`Extraction`; that and the file's identity make a
:class:`Document`; cutting makes :class:`Chunk` objects, each of which knows its source offsets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from analyzers.language import Language

CUTTING_VERSION = 9
"""Raise this when the same file would give other text, chunks or whole words: indexes then are stale."""

LONG_BLANK = 8
"""So many blanks within a line part columns: they are kept in the source, not in the chunk."""

Metadata = Mapping[str, tuple[str, ...]]
"""Values by field name, several a field: ``{"tag": ("PTER", "PREL"), "date": ("2008-04-10",)}``.

Names in use: title, author, date (ISO 8601, as exact as the source: ``2008``, ``2008-04``,
``2008-04-10``), sent (a message's date and time in UTC: ``2008-04-10T21:05Z``), reference, refers
(references of other messages), origin, classification, tag, subject, description, signature, ocr
(``yes`` where text was recognised in images); of a single paragraph:
marking (``SBU``), paragraph (its number), sheet and row of a spreadsheet, part (``notes`` of a slide).
"""


class Kind(StrEnum):
    """What part a chunk plays in its document."""

    TEXT = "text"
    TABLE = "table"
    HEADER = "header"
    """A message's header or a forum's chrome: also metadata, searched with low weight."""
    BOILERPLATE = "boilerplate"
    """Page marks, running heads, rules: kept so that nothing is lost, searched with low weight."""


class Mark(NamedTuple):
    """From ``start_char`` of a document's text on, this page (slide, sheet …) number holds.

    ``label`` is what stands there besides the number: a sheet's name, ``notes`` for a slide's notes.
    """

    start_char: int
    number: int
    label: str = ""


class Role(StrEnum):
    """What a reader that knows its format says a stretch of the text is."""

    HEADING = "heading"
    ITEM = "item"
    TABLE = "table"
    CODE = "code"
    """Lines that are set as they stand: each is a line of its own."""
    HEADER = "header"
    BOILERPLATE = "boilerplate"


class Region(NamedTuple):
    """``text[start_char:end_char]`` (whole lines) plays this role; a heading has a level from 1 down."""

    start_char: int
    end_char: int
    role: Role
    level: int = 0


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a reader found in a file.

    ``text`` is what all offsets of the document index. For plain formats it is the decoded file,
    unchanged, so that line numbers are those of the file. ``regions`` say what the format itself knows
    of the text (HTML's headings); they are sorted by start and never overlap. ``rows`` say of tables
    with numbered rows: from here on, each line of the text is one row, counted from ``number``.
    ``notes`` are sentences for the person about what could not be read: the rest was.
    """

    text: str
    encoding: str | None = None
    metadata: Metadata = field(default_factory=dict)
    pages: tuple[Mark, ...] = ()
    regions: tuple[Region, ...] = ()
    rows: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, read; or one part of it, where the file holds several documents.

    ``path`` is relative to ``root`` (an absolute folder), with forward slashes. An attachment's or an
    archive member's goes on inside its file (``mail.eml/plan.pdf``), and ``container`` is then the path
    of that file (``mail.eml``), which is what there is to open on disk. ``sha256`` is that of the
    document's own bytes, ``file_sha256`` that of the whole file's; ``format`` is the reader's name (``txt``,
    ``pdf``, ``docx``).
    """

    doc_id: str
    root: str
    path: str
    format: str
    sha256: str
    size_bytes: int
    title: str
    text: str
    encoding: str | None = None
    metadata: Metadata = field(default_factory=dict)
    pages: tuple[Mark, ...] = ()
    regions: tuple[Region, ...] = ()
    rows: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    container: str | None = None
    file_sha256: str = ""

    @property
    def inside(self) -> str:
        """The path inside the container; empty where the document is the file itself."""
        return "" if self.container is None else self.path.removeprefix(f"{self.container}/")


class Segment(NamedTuple):
    """``chunk.text[start_char : start_char + length]`` is ``document.text[source_start : … + length]``."""

    start_char: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """One paragraph with its exact anchor.

    ``text`` is the paragraph with wrapped lines joined: its segments' source text in order, with
    nothing but single spaces between segments (or nothing at all where a word was cut by a line end).
    Lines are 1-based and inclusive, counted in the document's text. ``metadata`` is what holds for this
    very paragraph: the document's, overlaid with that of the message or post it stands in.
    """

    chunk_id: str
    doc_id: str
    ordinal: int
    text: str
    segments: tuple[Segment, ...]
    start_line: int
    end_line: int
    kind: Kind = Kind.TEXT
    section: tuple[str, ...] = ()
    page: int | None = None
    slide: int | None = None
    post: int | None = None
    language: Language | None = None
    metadata: Metadata = field(default_factory=dict)

    @property
    def start_char(self) -> int:
        """Offset of the first character in the document's text."""
        return self.segments[0].source_start

    @property
    def end_char(self) -> int:
        """Offset just after the last character in the document's text."""
        last = self.segments[-1]
        return last.source_start + last.length

    def source_spans(self, start_char: int, end_char: int) -> list[tuple[int, int]]:
        """The half-open source spans behind ``text[start_char:end_char]``, in order.

        A span that crosses a joined line break gives one source span a line.
        """
        spans = []
        for segment in self.segments:
            low = max(start_char, segment.start_char)
            high = min(end_char, segment.start_char + segment.length)
            if low < high:
                shift = segment.source_start - segment.start_char
                spans.append((low + shift, high + shift))
        return spans
