"""Where do the messages of an exported conversation begin, and on which day was each written?

WhatsApp's exports and their like: every message begins with date and time, in one of two forms, as a
telephone in either language writes them; a message may go on over further lines.

>>> [bool(_LINE.match(text)) for text in ("10/4/08, 16:31 - Ana: ¿Ya?", "[10/04/08, 4:31:02 p. m.] Ana: Ya")]
[True, True]
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.cutting.pieces import Part, Piece
from corpus.cutting.wrapping import Block
from corpus.model import Metadata

_DATE = r"(?P<{}>\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}})"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?"
_LINE = re.compile(
    rf"\u200e?(?:\[{_DATE.format('boxed')},?\s{_TIME}\]\s|{_DATE.format('bare')},?\s{_TIME}\s[-–]\s)\S", re.I
)
_LONGEST_BEGINNING = 80
_FEWEST_LINES = 3
_SHARE = 0.3
"""Lines of a conversation that begin a message: people write in paragraphs, too."""

_THIS_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Day:
    """``pieces[first:stop]`` were written on one day; those at ``lines`` begin a message."""

    first: int
    stop: int
    lines: tuple[int, ...]
    metadata: Metadata


def begins_message(text: str) -> bool:
    """Whether a line or what follows it begins a message of a conversation."""
    return _LINE.match(text, 0, _LONGEST_BEGINNING) is not None


def find_days(pieces: Sequence[Piece]) -> list[Day]:
    """A conversation's days in order, or nothing where this is none; linear in the pieces."""
    if not pieces or not begins_message(pieces[0].text):
        return []
    lines: list[tuple[int, str]] = []
    for index, piece in enumerate(pieces):
        if found := _LINE.match(piece.text, 0, _LONGEST_BEGINNING):
            lines.append((index, found["boxed"] or found["bare"]))
    if len(lines) < max(_FEWEST_LINES, _SHARE * len(pieces)):
        return []
    starts = [at for at in range(len(lines)) if at == 0 or lines[at][1] != lines[at - 1][1]]
    written = [lines[at][1] for at in starts]
    days = _read_dates(written)
    ends = [*starts[1:], len(lines)]
    stops = [*(lines[at][0] for at in starts[1:]), len(pieces)]
    return [
        Day(lines[at][0], stop, tuple(index for index, _ in lines[at:end]), {"date": (day,)} if day else {})
        for at, end, stop, day in zip(starts, ends, stops, days, strict=True)
    ]


def join_messages(pieces: Sequence[Piece]) -> list[Block]:
    """A block for each message, all of whose lines are its own: no margin broke them, no word is cut."""
    blocks: list[Block] = []
    for piece in pieces:
        if piece.part is Part.BULLET or not blocks:
            blocks.append(Block([piece], piece.part))
        else:
            blocks[-1].pieces.append(piece)
    return blocks


def _read_dates(written: Sequence[str]) -> Sequence[str | None]:
    """ISO 8601, all read in the one order that fits them; none where both do: a guess would be wrong half of
    the time. Of two orders that are dates the one is meant in which time goes forward.
    """
    orders = [[_read_date(each, day_first=day_first) for each in written] for day_first in (True, False)]
    fitting = [dates for dates in orders if all(dates)]
    forward = [dates for dates in fitting if dates == sorted(map(str, dates))]
    for found in (fitting, forward):
        if found and all(dates == found[0] for dates in found):
            return found[0]
    return [None] * len(written)


def _read_date(written: str, *, day_first: bool) -> str | None:
    parts = [int(part) for part in re.split(r"[/.-]", written)]
    if parts[0] > 31:
        year, month, day = parts
    else:
        day, month, year = parts if day_first else (parts[1], parts[0], parts[2])
    try:
        return date(year + _THIS_CENTURY if year < 100 else year, month, day).isoformat()
    except ValueError:
        return None
