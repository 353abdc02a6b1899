"""How does a passage of Markdown read without its marks?

Marks are for the eye of an editor: ``## Resumen`` is a heading and ``**ASPAN**`` a word in bold. They stay in
the text that is searched and in the source view; a snippet shows what they mean.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.model import Chunk
from corpus.rejoining import iter_hyphens
from search.edits import Edit, apply_edits
from search.linebreaks import iter_tidyings, part_lines
from search.results import Span

_HEADING = re.compile(r"#{1,6}\s+")
_CLOSING = re.compile(r"\s+#{1,6}$")
_INLINE = re.compile(
    r"\*\*|`"
    r"|(?<![\w*])(?P<emphasis>\*[^\s*`_\[\]](?:[^*`_\[\]]{0,200}[^\s*`_\[\]])?\*)(?![\w*])"
    r"|(?<!\w)__(?=\w)|(?<=[\w.,;:!?)])__(?!\w)"
    r"|\[(?=[^\[\]]{1,200}\]\([^()\s]{1,400}\))|(?<=[^\[])\]\([^()\s]{1,400}\)"
)
_RULE = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?")
"""Parts a table's head from its rows."""
_AFTER_HEADING = " ·"
"""Parts a heading from what it stands over: in a snippet both share a line."""


def read_plainly(chunk: Chunk, marks: Sequence[Span], format_name: str) -> tuple[str, list[Span]]:
    """A passage of a document in some format as a person reads it, and where its marks are then.

    Words that a line end cut are whole, messages, rows and fields stand on lines of their own.
    """
    edits: list[Edit] = [(place, place + 1, "") for place in iter_hyphens(chunk)]
    edits += iter_unmarkings(chunk) if format_name == "md" else iter_tidyings(chunk, format_name)
    return apply_edits(part_lines(chunk), edits, marks)


def iter_unmarkings(chunk: Chunk) -> Iterator[Edit]:
    """What to take away or put in; the edits lie apart."""
    text = chunk.text
    stretches: list[Span] = []  # lines that run on are one, for emphasis may begin on one and end on the next
    is_running = False
    for segment in chunk.segments:
        low, high = segment.start_char, segment.start_char + segment.length
        if heading := _HEADING.match(text, low, high):
            closing = _CLOSING.search(text[:high], heading.end())
            end = closing.start() if closing else high
            yield heading.start(), heading.end(), ""
            yield end, high, _AFTER_HEADING if high < len(text) else ""
            stretches.append((heading.end(), end))
            is_running = False
        elif _RULE.fullmatch(text, low, high):
            yield low, high + text[high : high + 1].isspace(), ""
            is_running = False
        else:
            stretches[-1:] = [(stretches[-1][0], high)] if is_running else [*stretches[-1:], (low, high)]
            is_running = True
    for low, high in stretches:
        yield from _iter_inline(text, low, high)


def _iter_inline(text: str, low: int, high: int) -> Iterator[Edit]:
    for found in _INLINE.finditer(text, low, high):
        if found["emphasis"] is None:
            yield found.start(), found.end(), ""
        else:  # the words in the middle stay
            yield found.start(), found.start() + 1, ""
            yield found.end() - 1, found.end(), ""
