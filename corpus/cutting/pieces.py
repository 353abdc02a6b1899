"""What is the smallest thing that is sorted into paragraphs? A piece: one line, or a part of one.

Goes in: a document's text. Comes out: its non-blank stretches in order, each within one line, each
with its offset. A line gives several pieces where two things were run together on it, like the slide
number in ``3SPP Security Agenda`` or the second bullet in ``Waco, TX - First meeting``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from corpus.cutting.lines import Line


class Part(Enum):
    """What a piece is in its document, before paragraphs are made of it."""

    TEXT = auto()
    BULLET = auto()
    NUMBERED = auto()
    FOOTNOTE = auto()
    HEADING = auto()
    SLIDE = auto()
    """A slide's number."""
    TABLE = auto()
    CODE = auto()
    HEADER = auto()
    BOILERPLATE = auto()

    __hash__ = object.__hash__  # an Enum's own hashes its name each time it is looked up in a set


BODY = frozenset({Part.TEXT, Part.BULLET, Part.NUMBERED, Part.FOOTNOTE, Part.TABLE, Part.CODE})
"""Parts that say something, against headings, headers and boilerplate."""

RUNNING = frozenset({Part.TEXT, Part.BULLET, Part.NUMBERED, Part.FOOTNOTE})
"""Parts whose sentences may run on into the next line."""


@dataclass(slots=True)
class Piece:
    """``text`` is the document's from ``start_char`` on, without blanks around it.

    ``blank_before``/``blank_after``: a blank line, or the text's beginning or end, stands there.
    ``starts_line``/``ends_line``: false where the line was cut. ``width`` is how far the piece reaches,
    with its indent where it starts a line. ``slide``, ``post`` and ``message`` number what it stands in.
    """

    text: str
    start_char: int
    line: int
    width: int
    blank_before: bool = False
    blank_after: bool = False
    starts_line: bool = True
    ends_line: bool = True
    part: Part = Part.TEXT
    level: int = 0
    number: int | None = None
    slide: int | None = None
    post: int | None = None
    message: int | None = None
    joiner: str = " "

    @property
    def end_char(self) -> int:
        """Offset just after the last character."""
        return self.start_char + len(self.text)


def make_pieces(lines: Iterable[Line]) -> list[Piece]:
    """One piece a line that is not blank."""
    pieces: list[Piece] = []
    blank = True
    for number, start, line in lines:
        text = line.strip()
        if not text:
            blank = True
            if pieces:
                pieces[-1].blank_after = True
            continue
        indent = 0 if line.startswith(text) else len(line) - len(line.lstrip())
        pieces.append(Piece(text, start + indent, number, indent + len(text), blank))
        blank = False
    if pieces:
        pieces[-1].blank_after = True
    return pieces


def cut_piece(piece: Piece, offsets: Sequence[int]) -> list[Piece]:
    """Cut ``piece`` before each of the ascending ``offsets`` into its text; blank parts vanish.

    The parts inherit everything but what belongs to the line's ends.
    """
    parts = []
    for low, high in zip((0, *offsets), (*offsets, len(piece.text)), strict=True):
        raw = piece.text[low:high]
        text = raw.strip()
        if text:
            start = low + len(raw) - len(raw.lstrip())
            parts.append((start, text))
    cut = []
    for index, (start, text) in enumerate(parts):
        first, last = index == 0, index == len(parts) - 1
        cut.append(
            Piece(
                text,
                piece.start_char + start,
                piece.line,
                len(text) + (piece.width - len(piece.text) if first else 0),
                blank_before=piece.blank_before and first,
                blank_after=piece.blank_after and last,
                starts_line=piece.starts_line and first,
                ends_line=piece.ends_line and last,
                part=piece.part,
                level=piece.level,
                slide=piece.slide,
                post=piece.post,
                message=piece.message,
            )
        )
    return cut
