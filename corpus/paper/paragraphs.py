"""Which lines of a column are one paragraph?

A paragraph ends where the gap to the next line is wider than the type's usual one, where type or indent
change, where a line ends early though the next word would have fitted, and before an item of a list.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise
from statistics import median_low

from corpus.paper.lines import PlacedLine
from corpus.paper.measures import Measures
from corpus.paper.rows import Row, find_table_end, group_by_gaps, group_rows, join_cells, read_table


class Form(Enum):
    """How a paragraph's lines belong together."""

    TEXT = auto()
    CODE = auto()
    TABLE = auto()
    LEADER = auto()
    """A line of a table of contents: a title, dots, a page number."""


@dataclass(slots=True)
class Paragraph:
    """Lines that are read as one text. ``rows`` are a table's, each a list of its cells' texts."""

    lines: list[PlacedLine]
    form: Form = Form.TEXT
    rows: list[list[str]] = field(default_factory=list)

    @property
    def first(self) -> PlacedLine:
        """The line it begins with."""
        return self.lines[0]

    @property
    def last(self) -> PlacedLine:
        """The line it ends with, as far as is known."""
        return self.lines[-1]


_GLYPH_BULLET = re.compile(r"[•●▪◦‣■□○◆✓➢→∙·]\s*")
_DASH_BULLET = re.compile(r"[-–—*]\s+\S")
_NUMBER_BULLET = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-zA-Z]|[ivx]{1,5})[.)º°]{1,2}-?\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;…]['\"”’»)\]]*$")
_LEADER = re.compile(r"(?:\s?\.){4,}\s*[\divxlc]{1,5}$", re.I)

_RECOGNIZED_GAP, _RECOGNIZED_STEP = 1.6, 1.25
"""In distances of lines: letters of a scan stand up to a fifth higher or lower than they should."""
_INDENT = 0.7
"""In type sizes: less is a ragged edge."""


def cut_paragraphs(column: Sequence[PlacedLine], measures: Measures) -> list[Paragraph]:
    """The paragraphs of one column in order."""
    paragraphs: list[Paragraph] = []
    rows = group_rows(column)
    for group in group_by_gaps(rows, measures):
        paragraphs.extend(_cut_group(group, measures, _Column(column)))
    return paragraphs


def group_recognized(lines: Sequence[PlacedLine]) -> list[Paragraph]:
    """The paragraphs that recognition found, in its order: cut where a gap parts one, e.g. from its heading,
    and whole where it was cut in mid-sentence though its lines follow each other.
    """
    paragraphs: list[Paragraph] = []
    pitch, right = _usual_pitch(lines), _Column(lines).right if lines else 0.0
    for line in lines:
        if paragraphs and _is_next(paragraphs[-1].last, line, pitch, right):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph([line]))
    return paragraphs


def _usual_pitch(lines: Sequence[PlacedLine]) -> float:
    """The distance of two lines of a recognised page; the lower middle one, as gaps are among them."""
    steps = [after.base - before.base for before, after in pairwise(lines)]
    return median_low([step for step in steps if step > 0] or [0.0])


def _is_next(before: PlacedLine, line: PlacedLine, pitch: float, right: float) -> bool:
    """Whether a recognised line goes on with the paragraph before it; ``right`` is the page's edge."""
    step = line.base - before.base
    if before.paragraph == line.paragraph:
        return step < _RECOGNIZED_GAP * pitch
    is_below = 0 < step < _RECOGNIZED_STEP * pitch and abs(line.left - before.left) < line.size
    return is_below and not _ends_early(before, line, right) and not _SENTENCE_END.search(before.text)


class _Column:
    """Where a column begins and ends."""

    def __init__(self, lines: Sequence[PlacedLine]) -> None:
        rights = sorted(line.right for line in lines)
        self.right = rights[(len(rights) - 1) * 19 // 20]
        self.left = min(line.left for line in lines)


def _cut_group(group: Sequence[Row], measures: Measures, column: _Column) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    index = 0
    while index < len(group):
        stop = find_table_end(group, index)
        if stop - index >= 2:
            table = group[index:stop]
            lines = [line for row in table for line in row]
            paragraphs.append(Paragraph(lines, Form.TABLE, read_table(table)))
            index = stop
            continue
        stop = index + 1
        while stop < len(group) and not (len(group[stop]) > 1 and find_table_end(group, stop) - stop >= 2):
            stop += 1
        lines = [join_cells(row) for row in group[index:stop]]
        paragraphs.extend(_cut_lines(lines, measures, column))
        index = stop
    return paragraphs


def _cut_lines(lines: Sequence[PlacedLine], measures: Measures, column: _Column) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    # A group may be set narrower than its column; a long address may stick out of both.
    right = min(max(line.right for line in lines), column.right) if len(lines) >= 3 else column.right
    for line in lines:
        last = paragraphs[-1] if paragraphs else None
        if _LEADER.search(line.text):
            paragraphs.append(Paragraph([line], Form.LEADER))
        elif line.mono and not measures.is_typed and not _goes_on(last, line, right):
            if last is not None and last.form is Form.CODE:
                last.lines.append(line)
            else:
                paragraphs.append(Paragraph([line], Form.CODE))
        elif last is None or last.form is not Form.TEXT or _begins(last, line, right, column):
            paragraphs.append(Paragraph([line]))
        else:
            last.lines.append(line)
    return paragraphs


def _goes_on(last: Paragraph | None, line: PlacedLine, right: float) -> bool:
    """A line of commands may stand within a sentence: what comes before is full and not at its end."""
    if last is None or last.form is not Form.TEXT or _SENTENCE_END.search(last.last.text):
        return False
    return not _ends_early(last.last, line, right)


def _begins(paragraph: Paragraph, line: PlacedLine, right: float, column: _Column) -> bool:
    """Whether ``line``, right below the paragraph's last line, begins another one."""
    before = paragraph.last
    if before.hyphen:
        return False
    if _is_item(paragraph, line):
        return True
    if before.bold != line.bold and (before.bold or line.bold):
        # A line that is bold throughout is a title; a bold word at a line's end is not.
        whole = before if before.bold else line
        if len(whole.text.split()) > 1 or whole is paragraph.first:
            return True
    unit = max(line.size, 1.0)
    shift = line.left - before.left
    early = _ends_early(before, line, right)
    if _is_centred(before, line):
        return False
    if shift > _INDENT * unit:
        if len(paragraph.lines) > 1:
            return True
        # The first line of an item hangs out; that of a paragraph is over or goes on.
        return early if _is_marked(before.text) else early or bool(_SENTENCE_END.search(before.text))
    if shift < -_INDENT * unit and len(paragraph.lines) > 1:
        return True
    return early and (
        bool(_SENTENCE_END.search(before.text)) or (_is_far_from(before, right, column) and _opens(line.text))
    )


def _is_item(paragraph: Paragraph, line: PlacedLine) -> bool:
    text = line.text[:40]
    if _GLYPH_BULLET.match(text):
        return True
    if not (_DASH_BULLET.match(text) or _NUMBER_BULLET.match(text)):
        return False
    if line.left > paragraph.first.left + 2 and not _SENTENCE_END.search(paragraph.last.text):
        return False
    return _is_marked(paragraph.first.text) or bool(_SENTENCE_END.search(paragraph.last.text))


def _is_marked(text: str) -> bool:
    """Whether a paragraph that begins so is an item of a list or of a bibliography."""
    head = text[:40]
    return any(pattern.match(head) for pattern in (_GLYPH_BULLET, _DASH_BULLET, _NUMBER_BULLET))


def _ends_early(before: PlacedLine, after: PlacedLine, right: float) -> bool:
    """Whether the next line's first word would have fitted behind ``before``."""
    char = before.width / max(1, len(before.text))
    word = after.text.split(maxsplit=1)[0]
    return right - before.right > (len(word) + 1.5) * char


def _is_far_from(before: PlacedLine, right: float, column: _Column) -> bool:
    return right - before.right > 0.25 * (column.right - column.left)


def _opens(text: str) -> bool:
    return not text[:1].islower()


def _is_centred(before: PlacedLine, after: PlacedLine) -> bool:
    middle = before.left + before.right - after.left - after.right
    return abs(middle) < 4 and abs(before.left - after.left) > 4
