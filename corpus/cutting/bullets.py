"""Where do list items begin? At a line's start, or glued into the line before.

Decks saved as text run items together: ``Puerto Linde - Second visit in May``. Only where a file
shows that habit is such a hyphen a bullet; elsewhere it is a dash.
"""

import re
from collections.abc import Sequence

from corpus.cutting.pieces import Piece, cut_piece

_BULLET = re.compile(
    r"(?:[-*+•·▪◦‣∙●○■□✓–—]|--|- -)(?:\s+(?=\S)|(?=[A-ZÁÉÍÓÚÑ0-9¿¡(]{2}|[A-ZÁÉÍÓÚÑ][a-záéíóúñ]))"
    r"|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s+(?=\S)"
    r"|[-*•–—]$"
)
_NO_BULLET = re.compile(r"[-*_]{3,}|\*\*|[A-Z]\.\s+[A-Z][a-z]|[–—-]\d")
# Not between figures: "18 - 22 July".
_GLUED = re.compile(
    r"(?<!\s)\s-(?!(?<=\d\s-)\s\d)(?=\s+(?:- )?(?:[^\W\d_a-z]|[\d¿¡«\"“(]|[^\W\d_]+[A-Z])|\s*$|\s-\s)"
)
_ANY_DASH = re.compile(r"\s-(?:\s|$)")

_FEWEST = 3
_FEWEST_OPENINGS = 2
_LINES_SHARE = 0.08
_SHARE = 0.6
"""Of all dashes between blanks, how many must look like bullets (a capital or a figure follows)."""


def is_bullet(text: str) -> bool:
    """Whether a line that reads ``text`` begins a list item.

    >>> is_bullet("- Meta 1"), is_bullet("--Peace Keeping"), is_bullet("-----"), is_bullet("J. Smith")
    (True, True, False, False)
    """
    first, second = text[:1], text[1:2]
    if first.isalpha() and second not in ".)" and first not in "ivx":
        return False
    head = text[:40]
    return bool(_BULLET.match(head)) and not _NO_BULLET.match(head)


def cut_glued_bullets(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces, those with a bullet in the middle cut before it, if the file has that habit."""
    if not has_glued_bullets(pieces):
        return list(pieces)
    result: list[Piece] = []
    margin = _find_margin(pieces)
    for piece in pieces:
        offsets = [found.end() - 1 for found in _GLUED.finditer(piece.text) if found.end() > 1]
        parts = cut_piece(piece, _drop_doubles(piece.text, offsets)) if offsets else [piece]
        if piece.width <= margin:
            # The margin was the line's, not the item's: that is how full the line is.
            parts[-1].width = piece.width
        result.extend(parts)
    return result


def _find_margin(pieces: Sequence[Piece]) -> int:
    """How far lines reach that nothing is glued into (nine of ten of them)."""
    widths = sorted(piece.width for piece in pieces if not _GLUED.search(piece.text))
    return widths[len(widths) * 9 // 10] + 1 if widths else 0


def has_glued_bullets(pieces: Sequence[Piece]) -> bool:
    """Whether this file runs list items together within its wrapped lines.

    Proof are lines that go on with an item and then begin another; an item that opens its line and
    holds a dash (``- **SPP** - Security …``) proves nothing.
    """
    openings = sum([piece.text.startswith("- ") for piece in pieces])
    if openings < _FEWEST_OPENINGS:
        return False
    going_on = [
        piece.text
        for piece in pieces
        if not piece.text.startswith("-") and len(piece.text) < 400 and "\t" not in piece.text
    ]
    dashed = [text for text in going_on if "-" in text]
    glued = sum(len(_GLUED.findall(text)) for text in dashed)
    dashes = sum(len(_ANY_DASH.findall(text)) for text in dashed)
    return glued >= max(_FEWEST, _SHARE * dashes, _LINES_SHARE * len(going_on))


def _drop_doubles(text: str, offsets: Sequence[int]) -> list[int]:
    """``- - Desarrollar`` is one bullet of the second rank, not an empty one and another."""
    kept: list[int] = []
    for offset in offsets:
        before = text[kept[-1] if kept else 0 : offset]
        if before.strip(" -"):
            kept.append(offset)
    return kept
