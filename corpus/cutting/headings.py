"""Which lines are headings, and of which level?

Told by Markdown marks, an underline, bold, a section number, capitals, or by standing alone over a
paragraph. Levels: 1–6 Markdown's, 2–3 underlined, 4 capitals, 5–7 numbered by depth, 8 the rest.
"""

import re
from collections.abc import Sequence

from corpus.cutting.marks import is_rule
from corpus.cutting.pieces import BODY, Part, Piece
from corpus.dates import parse_date

_HASH = re.compile(r"(#{1,6})\s+\S")
_BOLD = re.compile(r"(?:\*\*|__)[^*_].*?(?:\*\*|__):?$")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+[¿«\"“]?[A-ZÁÉÍÓÚÑ]")
_NAMED = re.compile(
    r"(?:cap[ií]tulo|t[ií]tulo|secci[óo]n|anexo|parte|chapter|section|annex|appendix|part)\s+[\dIVXLA-Z]{1,6}\b",
    re.I,
)
_SENTENCE_SIGNS = tuple(".,;!:…")
_CLOSING = "'\"”’»)"
_STARTS = re.compile(r"[¿¡«\"“(*_]*[A-ZÁÉÍÓÚÑÜ0-9]")
_WORD = re.compile(r"[^\W\d_]+")

CAPITALS_LEVEL = 4
PLAIN_LEVEL = 8
_LONGEST = 110
_LONG_LINE = 160
_FEWEST_HASHES = 3
"""A file that marks its headings has no unmarked ones."""

_MAYBE = frozenset((Part.TEXT, Part.BULLET))

_NO_HEADING = re.compile(r"@|://|:.*:|\d{4,}.*\d{4,}|\t|\|")
_MOST_WORDS = 14
_QUOTATION = re.compile(r">|(?:On|El)\s[^\n]{6,200}?\b(?:wrote|escribi[óo]|escribiste)\s?:", re.I)
_MOST_INTRODUCING = 3
"""Lines over which ``On … wrote:`` may be broken."""


def mark_headings(pieces: Sequence[Piece], *, plain: bool = True) -> None:
    """Set ``Part.HEADING`` and its level on pieces that are still ``Part.TEXT``.

    ``plain`` allows headings without any mark, by their place alone. Rules that over- or underline one
    become boilerplate, and so do all others.
    """
    plain = plain and sum(1 for piece in pieces if _is_hashed(piece.text[:20])) < _FEWEST_HASHES
    for index, piece in enumerate(pieces):
        if piece.part in _MAYBE and _may_be_heading(piece) and not is_rule(piece.text):
            level = _marked_level(pieces, index)
            if not level and plain and piece.slide is None:
                level = _plain_level(pieces, index)
            if level:
                piece.part, piece.level = Part.HEADING, level
    _level_lone_capitals(pieces)
    for piece in pieces:
        if piece.part in _MAYBE and is_rule(piece.text):
            piece.part = Part.BOILERPLATE


def _is_hashed(text: str) -> bool:
    return text[0] == "#" and _HASH.match(text) is not None


def _may_be_heading(piece: Piece) -> bool:
    """Text, or what looks like a list item but is ``2. TOMATOES`` or stands alone as ``2. The rules``."""
    if piece.part is not Part.BULLET:
        return piece.part is Part.TEXT
    apart = piece.blank_before and piece.blank_after
    return bool(_NUMBERED.match(piece.text[:40])) and (apart or _is_capitals(piece.text[:400]))


def _level_lone_capitals(pieces: Sequence[Piece]) -> None:
    """``FOREWORD`` alone in capitals does not stand over the chapters that follow it."""
    capitals = [piece for piece in pieces if piece.part is Part.HEADING and piece.level == CAPITALS_LEVEL]
    if len(capitals) == 1 and not _is_bold(capitals[0].text[:400]):
        capitals[0].level = PLAIN_LEVEL


def read_heading(text: str) -> str:
    """A heading's words without the marks that made it one.

    >>> read_heading("## **Objetivo 1** ##"), read_heading("**ECONOMY:**")
    ('Objetivo 1', 'ECONOMY')
    """
    text = text.strip().strip("#").strip()
    for mark in ("**", "__"):
        text = text.replace(mark, "")
    return " ".join(text.split()).rstrip(":").strip("*_ ")


def _marked_level(pieces: Sequence[Piece], index: int) -> int:
    piece = pieces[index]
    if len(piece.text) > 400:
        return 0
    if piece.text[0] == "#" and (found := _HASH.match(piece.text)):
        return len(found[1])
    if rule := _underline(pieces, index):
        return 2 if rule.startswith("=") else 3
    if piece.blank_before and piece.blank_after and _is_bold(piece.text):
        capitals = _is_capitals(piece.text)
        few = len(piece.text.split()) <= (45 if capitals else _MOST_WORDS)
        return (CAPITALS_LEVEL if capitals else PLAIN_LEVEL) if few else 0
    return 0


def _underline(pieces: Sequence[Piece], index: int) -> str:
    """The rule right under a line that stands alone between rule or blank and rule."""
    piece = pieces[index]
    if piece.blank_after or index + 1 >= len(pieces) or len(piece.text) > _LONGEST:
        return ""
    below = pieces[index + 1]
    if below.text[0] not in "=-_~" or not is_rule(below.text) or not _STARTS.match(piece.text):
        return ""
    begins = piece.blank_before or is_rule(pieces[index - 1].text) or pieces[index - 1].part not in BODY
    return below.text if begins else ""


def _plain_level(pieces: Sequence[Piece], index: int) -> int:
    piece = pieces[index]
    if not (piece.blank_before and piece.starts_line and piece.ends_line) or index + 1 >= len(pieces):
        return 0
    text = piece.text
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or not _STARTS.match(text):
        return 0
    if not (_follows_text(pieces, index) and _leads_text(pieces, index)):
        return 0
    if _NO_HEADING.search(text) or _is_date_line(text):
        return 0
    if _ends_sentence(text) and not (_NAMED.match(text) or _is_title_above_number(pieces, index)):
        return 0
    # Over a paragraph that is one long line, the heading's own short line sets it apart.
    apart = piece.blank_after or (len(pieces[index + 1].text) > _LONG_LINE and len(text.split()) <= 8)
    return _level_by_form(text, apart=apart)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _SENTENCE_SIGNS


def _is_date_line(text: str) -> bool:
    """A place and a day, as under a title: ``Halifax, 11 June 2009``."""
    date = parse_date(text)
    return date is not None and (len(text.split()) <= 5 or len(date) == len("2009-06-11"))


def _is_title_above_number(pieces: Sequence[Piece], index: int) -> bool:
    """``And Contemplates Closer Ties.`` over ``¶7.``: a title in spite of its full stop."""
    words = [word for word in _WORD.findall(pieces[index].text) if len(word) > 3]
    capitals = sum(1 for word in words if word[0].isupper())
    return pieces[index + 1].part is Part.NUMBERED and bool(words) and capitals >= 0.7 * len(words)


def _level_by_form(text: str, *, apart: bool) -> int:
    letters = sum(1 for char in text if char.isalpha())
    if letters < 3:
        return 0
    numbered = _NUMBERED.match(text)
    if numbered and (apart or _is_capitals(text)):
        return 5 + min(2, numbered[1].count("."))
    if _NAMED.match(text):
        return CAPITALS_LEVEL
    if _is_capitals(text) and letters >= 4:
        return CAPITALS_LEVEL
    return PLAIN_LEVEL if apart else 0


def _follows_text(pieces: Sequence[Piece], index: int) -> bool:
    """What stands before is finished: a heading does not break into a sentence."""
    for before in reversed(pieces[max(0, index - 4) : index]):
        if before.part in BODY and not is_rule(before.text):
            return before.part is not Part.TEXT or before.blank_after
    return True


def _leads_text(pieces: Sequence[Piece], index: int) -> bool:
    """What follows is a paragraph, an item or another heading, in the same slide, post and message."""
    piece, after = pieces[index], pieces[index + 1]
    if (after.slide, after.post, after.message) != (piece.slide, piece.post, piece.message):
        return False
    if piece.part is Part.BULLET and _NUMBERED.match(after.text[:40]):
        return False
    if after.part in (Part.BULLET, Part.NUMBERED, Part.TABLE, Part.HEADING):
        return True
    if after.part is not Part.TEXT or is_rule(after.text) or after.text.startswith("("):
        return False
    if _is_quotation(pieces, index + 1):
        return False
    return _is_paragraph(pieces, index + 1) or bool(_HASH.match(after.text) or _NUMBERED.match(after.text))


def _is_quotation(pieces: Sequence[Piece], index: int) -> bool:
    """What somebody answers in mail: above it stands who answers, not a heading."""
    text = " ".join(piece.text[:200] for piece in pieces[index : index + _MOST_INTRODUCING])
    return _QUOTATION.match(text) is not None


def _is_paragraph(pieces: Sequence[Piece], index: int) -> bool:
    """Fifteen words or more until the next blank line, or a sentence that ends."""
    words = 0
    for piece in pieces[index : index + 6]:
        if words and piece.blank_before:
            break
        words += len(piece.text[:400].split())
        if words >= 15 or (words >= 8 and piece.text[-1] in ".:?"):
            return True
    return False


def _is_bold(text: str) -> bool:
    return text[0] in "*_" and _BOLD.match(text) is not None


def _is_capitals(text: str) -> bool:
    words = _WORD.findall(text)
    return bool(words) and all(word.isupper() for word in words)
