"""Which line ends of a passage does its reader need? Those of messages, of rows and of fields.

A passage's lines are parted by blanks, for most of them a margin broke. In a conversation, a table or a
message's header each line says something of its own: who said what, and what stands beside what, is seen only
where they are lines. Cells are parted by tabs, lines that a message quotes begin with ``>``.
"""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from corpus.cutting.chats import begins_message
from corpus.model import LONG_BLANK, Chunk, Kind
from search.edits import Edit

_CELL_END = re.compile(r" *\t[\t ]*")
_BETWEEN = " · "
_BETWEEN_ROWS = " / "
_LEAST_LINE = 16
"""Characters of a line on average."""
_MOST_NARROW = 8
_SIGNS = frozenset(".,:;?!…-–—")
_OF_BLOCKS = frozenset(("html", "epub", "docx", "pptx", "ppt", "odt", "odp", "rtf"))
"""In these each line is a paragraph, an item or a heading: their writers' programs break lines, no margin."""
_QUOTED = re.compile(r"(?:> ?)+")


def part_lines(chunk: Chunk) -> str:
    """The passage's text with line ends between lines that are none of a margin's; as long as it was.

    There are no other line ends in what is given.
    """
    text = chunk.text.replace("\n", " ")
    if not _has_lines(chunk) or _is_narrow(chunk):
        return text
    chars = list(text)
    for place in _iter_line_ends(chunk):
        chars[place] = "\n"
    return "".join(chars)


def iter_tidyings(chunk: Chunk, format_name: str) -> Iterator[Edit]:
    """What to change where a passage is read: tabs between cells, ends of rows that are but a word, where a
    heading or an item of a list ends, marks of quotation that run on.
    """
    if not _has_lines(chunk):
        yield from _iter_block_ends(chunk, chunk.section, is_known=format_name in _OF_BLOCKS)
        yield from _iter_quotation_marks(chunk)
        return
    if chunk.kind is Kind.TABLE:
        for found in _CELL_END.finditer(chunk.text):
            yield found.start(), found.end(), _BETWEEN
    if _is_narrow(chunk):
        yield from ((place, place + 1, _BETWEEN_ROWS) for place in _iter_line_ends(chunk))


def _iter_block_ends(chunk: Chunk, headings: Collection[str], *, is_known: bool) -> Iterator[Edit]:
    """Behind what shares a line with what stands below it: headings, and blocks that end in no sign."""
    for block, below in pairwise(chunk.segments):
        end = block.start_char + block.length
        if chunk.text[block.start_char : end] not in headings:
            headings = ()  # they stand first
            if not is_known or chunk.text[end - 1] in _SIGNS or chunk.text[below.start_char].islower():
                continue
        if chunk.text[end : below.start_char] == " ":
            yield end, below.start_char, _BETWEEN


def _iter_quotation_marks(chunk: Chunk) -> Iterator[Edit]:
    if chunk.text.count(">") > 1:
        starts = [segment.start_char for segment in chunk.segments]
        quoted = [_QUOTED.match(chunk.text, start) for start in starts]
        for before, mark in pairwise(quoted):
            if before and mark:
                yield mark.start(), mark.end(), ""


def _has_lines(chunk: Chunk) -> bool:
    return chunk.kind in (Kind.TABLE, Kind.HEADER) or begins_message(chunk.text)


def _is_narrow(chunk: Chunk) -> bool:
    """Whether its lines would be a tower of words; messages are lines at any rate."""
    if begins_message(chunk.text):
        return False
    lines = 1 + sum(1 for _ in _iter_line_ends(chunk))
    return lines > _MOST_NARROW and len(chunk.text) < _LEAST_LINE * lines


def _iter_line_ends(chunk: Chunk) -> Iterator[int]:
    """The blanks that part its lines; a gap between columns set with blanks parts none."""
    for before, (start, source_start, _) in pairwise(chunk.segments):
        gap = source_start - before.source_start - before.length
        if gap < LONG_BLANK and chunk.text[start - 1] in " \n" and start > before.start_char + before.length:
            yield start - 1
