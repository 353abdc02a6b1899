"""What part does each piece of a document play?

The order matters: slides before bullets (``11- PREVENCIÓN``), messages before headings (``UNCLAS``
is no title), rules last, since they underline.
"""

import re
from collections.abc import Sequence

from corpus.cutting.bullets import cut_glued_bullets, is_bullet
from corpus.cutting.frames import Frames, frame_pieces
from corpus.cutting.headings import mark_headings
from corpus.cutting.lines import split_lines
from corpus.cutting.marks import cut_inner_marks, find_mark, is_rule, mark_furniture
from corpus.cutting.numbering import mark_numbered
from corpus.cutting.pieces import Part, Piece, cut_piece, make_pieces
from corpus.cutting.slides import cut_slides
from corpus.cutting.tables import mark_tables
from corpus.formats import SLIDE_FORMATS
from corpus.model import Document, Region, Role

_PARTS = {
    Role.HEADING: Part.HEADING,
    Role.ITEM: Part.BULLET,
    Role.TABLE: Part.TABLE,
    Role.CODE: Part.CODE,
    Role.HEADER: Part.HEADER,
    Role.BOILERPLATE: Part.BOILERPLATE,
}
_FENCES = ("```", "~~~")
_NOTE = re.compile(r"(?:\[\^?\w{1,8}\]:?|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|\(\d{1,2}\))\s*\S")
_NOTE_SIGNS = "[(¹²³⁴⁵⁶⁷⁸⁹⁰"
_NUMBERED_NOTE = re.compile(r"(\d{1,3}) [A-ZÁÉÍÓÚÑ«“\"]")
_TRAILING_RULE = re.compile(r"(?:^|\s\s)(?P<title>[A-Z0-9¿¡](?:\S|\s(?!\s)){2,90})\s(?P<rule>-{5,})$")


def lay_out(document: Document) -> tuple[list[Piece], Frames]:
    """All pieces of the document, each with its part, and what its posts and messages say."""
    pieces = make_pieces(split_lines(document.text))
    is_plain = not document.regions and document.format not in SLIDE_FORMATS
    if is_plain:
        pieces = cut_inner_marks(cut_slides(pieces))
        _mark_fences(pieces)
    else:
        _mark_regions(pieces, document.regions)
        _number_slides(pieces, document)
    frames = frame_pieces(pieces)
    if frames.is_conversation:
        return pieces, frames  # in which people write as they like
    if is_plain:
        pieces = _cut_trailing_rules(cut_glued_bullets(pieces))
    pieces = mark_numbered(pieces)
    mark_furniture(pieces)
    mark_tables(pieces)
    _mark_items(pieces)
    has_levels = any(region.role is Role.HEADING for region in document.regions)
    mark_headings(pieces, plain=not has_levels)
    return pieces, frames


def _mark_regions(pieces: Sequence[Piece], regions: Sequence[Region]) -> None:
    waiting = iter(regions)
    following, region, first = next(waiting, None), None, 0
    for piece in pieces:
        start = piece.start_char
        while following is not None and following.start_char <= start:
            first = region.end_char if region else 0
            region, following = following, next(waiting, None)
        if region is not None and start < region.end_char:
            piece.part = _PARTS[region.role]
            piece.level = region.level
            # Only an item's first line begins it; the rest is its text.
            if piece.part is Part.BULLET and start > region.start_char >= first:
                piece.part = Part.TEXT


def _number_slides(pieces: Sequence[Piece], document: Document) -> None:
    """Where the format itself has slides, nothing is joined over their ends."""
    if document.format in SLIDE_FORMATS:
        for piece in pieces:
            mark = find_mark(document.pages, piece.start_char)
            piece.slide = mark.number if mark else None


def _mark_fences(pieces: Sequence[Piece]) -> None:
    """Fenced code, fences included; a fence that never closes is none."""
    fences = [index for index, piece in enumerate(pieces) if piece.text.startswith(_FENCES)]
    for first, last in zip(fences[::2], fences[1::2], strict=False):
        for piece in pieces[first : last + 1]:
            piece.part = Part.CODE


def _cut_trailing_rules(pieces: Sequence[Piece]) -> list[Piece]:
    """``… End summary.  Long Road Ahead ---------``: a heading and its underline at a line's end."""
    result: list[Piece] = []
    for piece in pieces:
        found = _TRAILING_RULE.search(piece.text[-200:]) if piece.text.endswith("-----") else None
        if not found or piece.part is not Part.TEXT:
            result.append(piece)
            continue
        tail = len(piece.text) - len(piece.text[-200:])
        *above, title, rule = cut_piece(piece, [tail + found.start("title"), tail + found.start("rule")])
        title.part, title.level, rule.part = Part.HEADING, 3, Part.BOILERPLATE
        result.extend([*above, title, rule])
    return result


def _mark_items(pieces: Sequence[Piece]) -> None:
    note = 1
    for piece in pieces:
        if piece.part is not Part.TEXT or is_rule(piece.text):
            continue
        if is_bullet(piece.text):
            piece.part = Part.BULLET
            continue
        numbered = (
            _NUMBERED_NOTE.match(piece.text)
            if piece.blank_before and piece.blank_after and piece.text[0].isdecimal()
            else None
        )
        due = numbered is not None and int(numbered[1]) == note and len(piece.text.split()) >= 6 and note > 1
        if (piece.blank_before and piece.text[0] in _NOTE_SIGNS and _NOTE.match(piece.text)) or due:
            piece.part = Part.FOOTNOTE
            note += 1
