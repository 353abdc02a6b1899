"""How does a passage of Markdown read without its marks?

Marks are for the eye of an editor: ``## Resumen`` is a heading and ``**ASPAN**`` a word in bold. They stay in
the text that is searched and in the source view; a snippet shows what they mean.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.model import Chunk
from search.results import Span

_HEADING = re.compile(r"#{1,6}\s+")
_CLOSING = re.compile(r"\s+#{1,6}$")
_INLINE = re.compile(
    r"\*\*|`"
    r"|(?<!\w)__(?=\w)|(?<=[\w.,;:!?)])__(?!\w)"
    r"|\[(?=[^\[\]]{1,200}\]\([^()\s]{1,400}\))|(?<=[^\[])\]\([^()\s]{1,400}\)"
)
_AFTER_HEADING = " ·"
"""Parts a heading from what it stands over: in a snippet both share a line."""

_Edit = tuple[int, int, str]
"""``text[start:end]`` becomes this."""


def unmark(chunk: Chunk, marks: Sequence[Span]) -> tuple[str, list[Span]]:
    """A chunk's text without Markdown's marks, and where the marked spans stand in it.

    A span that held nothing but such marks goes with them.
    """
    edits = sorted(_iter_edits(chunk))
    parts: list[str] = []
    at = 0
    for start, end, instead in edits:
        parts += (chunk.text[at:start], instead)
        at = end
    parts.append(chunk.text[at:])
    spans = [(_moved(edits, start), _moved(edits, end, closing=True)) for start, end in marks]
    return "".join(parts), [(start, end) for start, end in spans if start < end]


def _iter_edits(chunk: Chunk) -> Iterator[_Edit]:
    """What to take away or put in; the edits lie apart."""
    text = chunk.text
    for segment in chunk.segments:
        low, high = segment.start_char, segment.start_char + segment.length
        heading = _HEADING.match(text, low, high)
        if heading:
            yield heading.start(), heading.end(), ""
            low = heading.end()
            closing = _CLOSING.search(text[:high], low)
            after = _AFTER_HEADING if high < len(text) else ""
            yield closing.start() if closing else high, high, after
            high = closing.start() if closing else high
        for found in _INLINE.finditer(text, low, high):
            yield found.start(), found.end(), ""


def _moved(edits: Sequence[_Edit], place: int, *, closing: bool = False) -> int:
    """Where a place of the text stands afterwards; a ``closing`` one stays before what is put in there."""
    shift = 0
    for start, end, instead in edits:
        if end <= place and (start < place or not closing):
            shift += len(instead) - (end - start)
        elif start < place:
            shift += start - place
        else:
            break
    return place + shift
