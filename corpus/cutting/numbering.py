"""Which numbers begin a numbered paragraph of a message?

``¶2.``, ``2. (SBU)`` and, in a message, a plain ``2.`` in its turn. Read by a machine, ``¶1.`` may have
become ``11.``; and ``¶2006.`` in mid-sentence is a year at a line's beginning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.cutting.pieces import Part, Piece, cut_piece

_LEVEL = r"[A-Z]{1,4}(?:[/ ]{1,3}[A-Z]{1,12}){0,3}|[A-Z]{5,14}(?: ?--? ?[A-Z ]{3,40})?"
_MARK = re.compile(rf"(?P<pilcrow>¶\s?)?(?P<number>\d{{1,3}})[.)]\s*(?P<level>\((?:{_LEVEL})\))?(?=\s|$)")
_INNER = re.compile(
    rf"(?<=\s)(?:¶\s?(?=\d{{1,3}}\.\s)|(?=\d{{1,3}}\.\s+\((?:{_LEVEL})\)))(?P<number>\d{{1,3}})\."
)
_MARKING = re.compile(rf"\(({_LEVEL})\)")

_ARTICLE = re.compile(
    r"(?:Sec(?:tion|ci[oó]n)?|Art(?:[ií]culo|icle)?|§)\.?\s*(\d{1,3})[ºo°]?[.)]?[-–—]?(?=\s)", re.I
)
"""``Sec. 3.  Maritime …``, ``Artículo 5.- Se crea …`` at the beginning of a paragraph."""

_FIRST_SIGNS = frozenset("¶§sSaA\u017f")
"""What a number's mark begins with, if not with a figure; ``ſ`` is an ``s`` where case does not count."""

_LONG = 200
"""Characters of a line that may hold several paragraphs run together."""

_LARGEST_LEAP = 5
"""Released messages leave paragraphs out: after ¶11. may come ¶14."""


@dataclass(slots=True)
class _Turn:
    """Which number is due, and whether machine-read ``1`` stands for ``¶`` here."""

    due: int = 1
    misread: bool = False


def mark_numbered(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces, ``Part.NUMBERED`` with ``number`` where a paragraph begins, cut before inner marks."""
    result: list[Piece] = []
    turn, message = _Turn(), None
    for piece in pieces:
        if piece.message != message:
            turn, message = _Turn(), piece.message
        if piece.part is not Part.TEXT or (len(piece.text) < _LONG and not _may_be_numbered(piece.text)):
            result.append(piece)
            continue
        for part in _cut_inner(piece, turn):
            number = _read_number(part, turn)
            if number is not None:
                part.part, part.number = Part.NUMBERED, number
                turn.due = number + 1
            result.append(part)
    return result


def read_marking(text: str) -> str | None:
    """The classification of a single paragraph.

    >>> read_marking("¶14. (CONFIDENTIAL -- ENTIRE PARAGRAPH) That"), read_marking("¶1. (SBU) Summary.")
    ('CONFIDENTIAL', 'SBU')
    """
    found = _MARK.match(text[:120])
    if not found or not found["level"]:
        return None
    return found["level"].strip("()").split("--")[0].split(" - ")[0].strip()


def _cut_inner(piece: Piece, turn: _Turn) -> list[Piece]:
    """Cut a long line before each mark in it whose turn it is; ``turn`` is only looked at."""
    if len(piece.text) < _LONG or "." not in piece.text or not ("¶" in piece.text or "(" in piece.text):
        return [piece]
    due = turn.due + 1 if _read_number(piece, replace(turn)) == turn.due else turn.due
    offsets = []
    for found in _INNER.finditer(piece.text):
        if int(found["number"]) == due:
            offsets.append(found.start())
            due += 1
    return cut_piece(piece, offsets) if offsets else [piece]


def _may_be_numbered(text: str) -> bool:
    return text[0] in _FIRST_SIGNS or text[0].isdecimal()


def _read_number(piece: Piece, turn: _Turn) -> int | None:
    if not _may_be_numbered(piece.text):
        return None
    found = _MARK.match(piece.text[:120])
    if not found:
        article = _ARTICLE.match(piece.text[:120]) if piece.starts_line else None
        return int(article[1]) if article and piece.text[:1].isupper() else None
    number = int(found["number"])
    if found["pilcrow"]:
        return number if turn.due <= number <= turn.due + _LARGEST_LEAP else None
    if number == int(f"1{turn.due}") and found["level"] and (turn.due == 1 or turn.misread):
        turn.misread = True
        return turn.due
    if number != turn.due:
        return None
    in_message = piece.message is not None and (piece.blank_before or not piece.starts_line)
    return number if found["level"] or in_message else None
