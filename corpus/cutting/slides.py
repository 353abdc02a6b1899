"""Where do the slides of a deck begin that was saved as plain text?

Such files glue the slide's number to its first word (``3SPP``, ``10Contenido``, ``11- PREVENCIÓN``).
A number counts only in its turn, 1, 2, 3 …, so that ``10 Goals`` on slide 3 stays a line of text.
"""

import re
from collections.abc import Sequence

from corpus.cutting.pieces import Part, Piece, cut_piece

# A capital, an opening mark or a bullet right behind: "2nd" and "2009" are no slide numbers.
_GLUED = re.compile(r"(\d{1,3})(?=[^\W\d_]|[¿¡«\"“(]|- )")
_SPACED = re.compile(r"(\d{1,3})[.)]?(?= +[^\W\d_]| +[¿¡«\"“(])")

_FEWEST = 3
"""Two lines like ``1A`` and ``2B`` are no deck."""


def cut_slides(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces with slide numbers cut off (``Part.SLIDE``) and ``slide`` set; unchanged if no deck."""
    starts = _find_starts(pieces)
    if not starts:
        return list(pieces)
    result: list[Piece] = []
    current: int | None = None
    for index, piece in enumerate(pieces):
        if index in starts:
            current, end = starts[index]
            number, *rest = cut_piece(piece, [end])
            number.part = Part.SLIDE
            parts = [number, *rest]
        else:
            parts = [piece]
        for part in parts:
            part.slide = current
        result.extend(parts)
    return result


def _find_starts(pieces: Sequence[Piece]) -> dict[int, tuple[int, int]]:
    """Piece index → (slide number, where the number ends in the piece), or nothing."""
    glued = _collect(pieces, _GLUED)
    spaced = _collect(pieces, _SPACED)
    starts: dict[int, tuple[int, int]] = {}
    position, expected, proofs = -1, 1, 0
    while True:
        found = _first_after(glued.get(expected, ()), position)
        if found is not None:
            proofs += 1
        else:
            # A deck has a slide or two whose number kept its space: "12 C) AUMENTAR".
            limit = _first_after(glued.get(expected + 1, ()), position)
            found = _first_after(spaced.get(expected, ()), position)
            if found is None or (limit is not None and found[0] > limit[0]):
                break
        position = found[0]
        starts[position] = (expected, found[1])
        expected += 1
    return starts if proofs >= _FEWEST else {}


def _collect(pieces: Sequence[Piece], pattern: re.Pattern[str]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for index, piece in enumerate(pieces):
        match = pattern.match(piece.text) if piece.text[0].isdecimal() else None
        if match and not piece.text[match.end() :].lstrip()[:1].islower():
            found.setdefault(int(match[1]), []).append((index, match.end()))
    return found


def _first_after(candidates: Sequence[tuple[int, int]], position: int) -> tuple[int, int] | None:
    # Linear here, but each number's list is looked at once or twice only.
    return next((candidate for candidate in candidates if candidate[0] > position), None)
