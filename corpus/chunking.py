"""Here is a document: which paragraphs does it hold, and where exactly does each stand?

Goes in: a :class:`~corpus.model.Document`. Comes out: its chunks in order. The law: every character of
the text that is not white space stands in exactly one segment of exactly one chunk, and every segment
is the source's own text.

    chunks = cut_chunks(read_document(path, root=root, doc_id="d1"))
    chunks[0].text, chunks[0].start_line, chunks[0].section
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analyzers.detection import name_languages
from analyzers.language import Language
from corpus.cutting.lines import split_lines
from corpus.cutting.marks import find_mark
from corpus.cutting.rows import make_row_units
from corpus.cutting.scans import mark_recognized
from corpus.cutting.sheets import RowNumbers, make_sheet_units
from corpus.cutting.sizing import Stretch, Unit, join_short, split_long
from corpus.cutting.units import make_units
from corpus.formats import SHEET_FORMATS, SLIDE_FORMATS
from corpus.model import LONG_BLANK, Chunk, Document, Kind, Segment

_LONG_BLANK = re.compile(rf"\s{{{LONG_BLANK},}}")
_LONG_SPACES = " " * LONG_BLANK


def cut_chunks(document: Document) -> tuple[Chunk, ...]:
    """The document's paragraphs in order of their first characters, ordinals from 0.

    Depends on nothing but the document. Linear in its length.
    """
    rows: RowNumbers | None = None
    if document.format == "csv":
        units = make_row_units(document, split_lines(document.text))
    elif document.format in SHEET_FORMATS:
        lines = split_lines(document.text)
        units = make_sheet_units(document, lines)
        rows = RowNumbers(document, lines)
    else:
        units = make_units(document)
    if "ocr" in document.metadata:
        units = list(mark_recognized(document, units))
    drafts = [draft for unit in join_short(units) for draft in _draft(document.text, unit)]
    drafts.sort(key=lambda draft: draft.segments[0].source_start)
    languages = _name_languages(drafts)
    return tuple(
        _make_chunk(document, draft, rows, (ordinal, language))
        for ordinal, (draft, language) in enumerate(zip(drafts, languages, strict=True))
    )


class _Draft(NamedTuple):
    """A chunk before its place among the others and its language are known."""

    unit: Unit
    stretches: Sequence[Stretch]
    text: str
    segments: tuple[Segment, ...]


def _draft(text: str, unit: Unit) -> Iterator[_Draft]:
    parts = split_long(text, unit)
    for part in parts:
        draft = _Draft(unit, part, *_join(text, part))
        if len(parts) == 1 and not _may_have_gap(draft.text):
            yield draft
        elif trimmed := _trim(text, part):
            yield _Draft(unit, trimmed, *_join(text, trimmed))


def _may_have_gap(text: str) -> bool:
    """Whether it is worth looking for a long blank: other blanks than a space are not printable."""
    return _LONG_SPACES in text or not text.isprintable()


def _trim(text: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches without blanks at their ends or long ones inside; empty ones vanish."""
    trimmed = []
    for stretch in stretches:
        raw = text[stretch.start_char : stretch.end_char]
        start, joiner = 0, stretch.joiner
        for low, high in [*(gap.span() for gap in _LONG_BLANK.finditer(raw)), (len(raw), len(raw))]:
            part = raw[start:low]
            inner = part.strip()
            if inner:
                first = stretch.start_char + start + len(part) - len(part.lstrip())
                trimmed.append(Stretch(first, first + len(inner), stretch.line, joiner))
                joiner = " "
            start = high
    return trimmed


def _join(text: str, stretches: Sequence[Stretch]) -> tuple[str, tuple[Segment, ...]]:
    """The stretches of ``text`` as a paragraph, and where each stands in it."""
    start, end, _, _ = stretches[0]
    if len(stretches) == 1:
        return text[start:end], (Segment(0, start, end - start),)
    parts = [text[start:end]]
    segments = [Segment(0, start, end - start)]
    length = end - start
    for start, end, _, joiner in stretches[1:]:
        if joiner:
            parts.append(joiner)
            length += len(joiner)
        parts.append(text[start:end])
        segments.append(Segment(length, start, end - start))
        length += end - start
    return "".join(parts), tuple(segments)


def _make_chunk(
    document: Document, draft: _Draft, rows: RowNumbers | None, named: tuple[int, Language | None]
) -> Chunk:
    unit, stretches, text, segments = draft
    slide, post, _ = unit.place
    mark = find_mark(document.pages, stretches[0].start_char)
    is_slide = document.format in SLIDE_FORMATS
    return Chunk(
        _identify(document.doc_id, stretches[0].start_char, text),
        document.doc_id,
        named[0],
        text,
        segments,
        stretches[0].line,
        stretches[-1].line,
        kind=unit.kind,
        section=unit.section,
        page=mark.number if mark and not is_slide else None,
        slide=mark.number if mark and is_slide else slide,
        post=post,
        language=named[1],
        metadata=rows.describe(unit, stretches[0].line) if rows else unit.metadata,
    )


def _identify(doc_id: str, start_char: int, text: str) -> str:
    """Sixteen hexadecimal digits that stay the same as long as document, place and text do."""
    key = f"{doc_id}\0{start_char}\0{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(key).hexdigest()[:16]


def _name_languages(drafts: Sequence[_Draft]) -> list[Language | None]:
    """Page marks and rules are in no language, and must not sway their neighbours'."""
    named = iter(name_languages([draft.text for draft in drafts if draft.unit.kind is not Kind.BOILERPLATE]))
    return [None if draft.unit.kind is Kind.BOILERPLATE else next(named) for draft in drafts]
