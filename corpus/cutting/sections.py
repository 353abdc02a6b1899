"""Under which headings does each block stand?

Goes in: blocks in order. Comes out: for each block its path of headings, outermost first. A heading
holds until the next of its own or a higher level, and never beyond its slide, post or message.
"""

from collections.abc import Mapping, Sequence

from corpus.cutting.headings import CAPITALS_LEVEL, PLAIN_LEVEL, read_heading
from corpus.cutting.pieces import Part
from corpus.cutting.wrapping import Block

Place = tuple[int | None, int | None, int | None]
"""Slide, post and message numbers."""


_LONGEST = 200


def find_sections(
    blocks: Sequence[Block], subjects: Mapping[Place, tuple[str, ...]], *, nested: bool
) -> list[tuple[str, ...]]:
    """The section path of every block; a heading's own path ends with itself.

    ``subjects`` are the headings that a whole place stands under (a post's and a message's subject).
    ``nested``: headings outlive the message they stand above (Markdown).
    """
    paths = []
    stack: list[tuple[int, str]] = []
    titles: tuple[str, ...] = ()
    place: Place | None = None
    for block in blocks:
        first = block.pieces[0]
        here = (first.slide, first.post, first.message)
        if here != place and block.part is not Part.BOILERPLATE:
            if place is not None and not nested:
                stack, titles = [], ()
            place = here
        if block.part is Part.HEADING:
            _push(stack, block)
            titles = tuple(title for _, title in stack if title)
        subject = subjects.get(here)
        paths.append((*subject, *titles) if subject else titles)
    return paths


def _push(stack: list[tuple[int, str]], block: Block) -> None:
    title = read_heading(" ".join(piece.text for piece in block.pieces))[:_LONGEST]
    level = block.first.level
    if level in (CAPITALS_LEVEL, PLAIN_LEVEL) and stack:
        level = _level_beside(stack, title, level)
    while stack and stack[-1][0] >= level:
        stack.pop()
    stack.append((level, title))


def _level_beside(stack: Sequence[tuple[int, str]], title: str, level: int) -> int:
    """Bold or bare capitals rank with the capitals above them, whatever mark those have."""
    for above, other in reversed(stack):
        if above >= 3 and _is_mostly_capitals(title) == _is_mostly_capitals(other):
            return above
    return max(level, stack[-1][0] + 1) if stack[-1][0] < level else level


def _is_mostly_capitals(title: str) -> bool:
    """``FURTHER MEASURES (indicate timeframe)`` is set in capitals, too."""
    letters = [char for char in title if char.isalpha()]
    return sum(1 for char in letters if char.isupper()) > 0.6 * len(letters)
