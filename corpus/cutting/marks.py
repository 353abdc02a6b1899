"""Which lines are only furniture: rules, page marks, running heads?

They stay in the document as boilerplate, and a sentence that they interrupt goes on behind them.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.cutting.pieces import Part, Piece, cut_piece
from corpus.model import Mark

_RULE = re.compile(r"(?:[-=_*~#·.+]\s?){3,}$")
_CABLE_PAGE = r"[A-Z][A-Z ]{1,30} \d{5,8}\s+\d{2,3} OF \d{2,3}"
_PAGE_MARK = re.compile(
    rf"{_CABLE_PAGE}$"
    r"|(?i:page|p[áa]gina|p[áa]g\.|hoja|folio)\s+\d{1,4}(?:\s*(?i:of|de|/)\s*\d{1,4})?$"
    r"|[-–—]\s?\d{1,4}\s?[-–—]$"
    r"|(?i:\[?(?:end of page|fin de (?:la )?p[áa]gina)\b.{0,20}$)"
    r"|SIPDIS$"
)
_PAGE_SIGNS = frozenset("pPhHfFeES[-–—")
_RULE_SIGNS = "-=_*~#·.+"
_INNER_PAGE = re.compile(rf"(?<=\s){_CABLE_PAGE}(?=\s)")
_MOST_FIGURES = 4

_LONGEST_HEAD = 100


def find_mark(marks: Sequence[Mark], start_char: int) -> Mark | None:
    """The page mark that holds at this offset; logarithmic in the marks."""
    if not marks:
        return None
    index = bisect_right(marks, start_char, key=lambda mark: mark.start_char)
    return marks[index - 1] if index else None


def is_rule(text: str) -> bool:
    """Whether a line is drawn, not written.

    >>> is_rule("-----"), is_rule("* * *"), is_rule("...¿qué?")
    (True, True, False)
    """
    return text[:1] in _RULE_SIGNS and len(text) < 400 and bool(_RULE.match(text))


def is_page_mark(text: str) -> bool:
    """Whether a line only says which page this is (or is a handling mark repeated on each page)."""
    if text[:1] not in _PAGE_SIGNS and " OF " not in text:
        return False
    return len(text) < 80 and _PAGE_MARK.match(text) is not None


def cut_inner_marks(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces, those with a cable's page mark in mid-line cut around it."""
    result: list[Piece] = []
    for piece in pieces:
        found = list(_INNER_PAGE.finditer(piece.text)) if " OF " in piece.text else ()
        if not found:
            result.append(piece)
            continue
        marks = {piece.start_char + mark.start() for mark in found}
        for part in cut_piece(piece, [offset for mark in found for offset in mark.span()]):
            if part.start_char in marks:
                part.part = Part.BOILERPLATE
            result.append(part)
    return result


def mark_furniture(pieces: Sequence[Piece]) -> None:
    """Set ``Part.BOILERPLATE`` on page marks, page numbers in sequence, and the running heads beside them.

    Only pieces that are still ``Part.TEXT`` are looked at. Rules are left: they may underline a heading.
    """
    for piece in pieces:
        if piece.part is Part.TEXT and piece.ends_line and is_page_mark(piece.text):
            piece.part = Part.BOILERPLATE
    _mark_page_numbers(pieces)
    _mark_running_heads(pieces)


def _mark_page_numbers(pieces: Sequence[Piece]) -> None:
    """Bare numbers that stand apart and count upwards by one: at least two of them."""
    numbers = [
        piece
        for piece in pieces
        if len(piece.text) <= _MOST_FIGURES
        and piece.part is Part.TEXT
        and (piece.blank_before or piece.blank_after)
        and piece.text.isdecimal()
    ]
    for before, after in pairwise(numbers):
        if int(after.text) == int(before.text) + 1 and after.line - before.line >= 5:
            before.part = after.part = Part.BOILERPLATE


def _mark_running_heads(pieces: Sequence[Piece]) -> None:
    """Short lines right beside a page mark, when the same words stand beside several of them.

    A single short line above or below a mark with blank lines on both sides counts as well.
    """
    marks = [index for index, piece in enumerate(pieces) if piece.part is Part.BOILERPLATE]
    near = sorted({index for mark in marks for index in (mark - 1, mark + 1) if 0 <= index < len(pieces)})
    beside = [index for index in near if _may_be_head(pieces[index])]
    known = Counter(_shape(pieces[index].text) for index in beside)
    for index in beside:
        piece = pieces[index]
        apart = piece.blank_after and _touches_mark(pieces, index)
        indented = piece.width - len(piece.text) >= 8
        if known[_shape(piece.text)] >= 2 or (apart and indented) or (apart and "   " in piece.text):
            piece.part = Part.BOILERPLATE


def _may_be_head(piece: Piece) -> bool:
    return piece.part is Part.TEXT and len(piece.text) <= _LONGEST_HEAD and piece.text[-1] not in ".!?;,"


def _touches_mark(pieces: Sequence[Piece], index: int) -> bool:
    return index > 0 and pieces[index - 1].part is Part.BOILERPLATE


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split()))
