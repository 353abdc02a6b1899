"""Where do the posts of a forum thread begin, who wrote them, and when?

Two habits are known, in either language: a block of member data before each post (``Offline NAME``,
``• Posts: 2,726``, ``« Reply #1 on: … »``), and numbered heads (``#3  NAME   26-oct-2011 08:55``).
A post's number is its place in the thread, from 1: what a board calls "Reply #1" is post 2.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cutting.pieces import Part, Piece
from corpus.dates import parse_date
from corpus.model import Metadata

_MEMBER = re.compile(
    r"(?:Offline|Online|Desconectado|Conectado|En l[ií]nea|Fuera de l[ií]nea)\s+(\S.{0,60})$"
)
_STATES = ("Offline", "Online", "Desconectado", "Conectado", "En l", "Fuera de l")
_DETAIL = re.compile(r"(?:[•·▪]|(?:Posts|Mensajes|Location|Ubicaci[oó]n|Joined|Registrado)\s*:)")
_STAMP = re.compile(r"«\s*(?:(?:Reply|Respuesta)\s*#\d+\s*)?(?:on|en)\s*:\s*(.{4,60}?)\s*»")
_NUMBERED = re.compile(r"#(\d{1,5})\s+(\S.*)$")
_THREAD = re.compile(
    r"(?:Author|Autor)\s+(?:Topic|Tema)\s*:\s*(.+?)\s*(?:\((?:Read|Le[ií]do) [\d.,]+ .{1,10}\))?$"
)
_QUOTED = re.compile(r"[\"“«](.{8,200})[\"”»]$")
_CHROME = re.compile(
    r"(?:« (?:Last Edit|[UÚ]ltima modificaci[oó]n)|Report to moderator|Reportar al moderador|Logged$"
    r"|En l[ií]nea$"
    r"|\d+ (?:Members?|Usuarios?) (?:and|y) \d+ (?:Guests?|Visitantes?)|(?:Quote from|Cita de|Citar)\s*:"
    r"|« (?:previous|anterior|next|siguiente)|P[aá]ginas?\s*:\s*\[|Pages\s*:\s*\[)"
)

_FEWEST_NUMBERED = 3


@dataclass(frozen=True, slots=True)
class Post:
    """``pieces[first:stop]`` are the post's head; the post goes on to the next one."""

    first: int
    stop: int
    number: int
    metadata: Metadata


def find_posts(pieces: Sequence[Piece]) -> list[Post]:
    """The thread's posts in order, or nothing if this is no thread."""
    return _find_member_posts(pieces) or _find_numbered_posts(pieces)


def read_thread_title(pieces: Sequence[Piece]) -> str | None:
    """What a ``Author Topic: …  (Read 5588 times)`` line near the top says."""
    for piece in pieces[:10]:
        if found := _THREAD.match(piece.text[:400]):
            return found[1].strip().lstrip("* ").strip()
        if found := _QUOTED.match(piece.text[:300]):
            return found[1].strip()
    return None


def is_chrome(text: str) -> bool:
    """Whether a line is the board's own: edit notes, page links, "Report to moderator"."""
    return bool(_CHROME.match(text[:200]))


def _find_member_posts(pieces: Sequence[Piece]) -> list[Post]:
    posts: list[Post] = []
    for index, piece in enumerate(pieces):
        member = _MEMBER.match(piece.text[:100]) if piece.text.startswith(_STATES) else None
        if not member or not any(_DETAIL.match(after.text) for after in pieces[index + 1 : index + 4]):
            continue
        stop, metadata = _read_member_head(pieces, index + 1)
        metadata = {"author": (member[1].strip(),), **metadata}
        posts.append(Post(index, stop, len(posts) + 1, metadata))
    return posts


def _read_member_head(pieces: Sequence[Piece], index: int) -> tuple[int, dict[str, tuple[str, ...]]]:
    while index < len(pieces) and _DETAIL.match(pieces[index].text):
        index += 1
    # The subject stands on the line or two between the member's data and the time.
    for stamp in range(index, min(index + 3, len(pieces))):
        found = _STAMP.match(pieces[stamp].text[:200])
        if found:
            date = parse_date(found[1])
            metadata: dict[str, tuple[str, ...]] = {"date": (date,)} if date else {}
            subject = " ".join(piece.text for piece in pieces[index:stamp]).strip("* ")
            return stamp + 1, ({"subject": (subject[:300],)} if subject else {}) | metadata
    return index, {}


def _find_numbered_posts(pieces: Sequence[Piece]) -> list[Post]:
    posts: list[Post] = []
    for index, piece in enumerate(pieces):
        found = _NUMBERED.match(piece.text[:200]) if piece.text[0] == "#" else None
        if found and int(found[1]) == len(posts) + 1 and piece.part is Part.TEXT and piece.blank_before:
            posts.append(Post(index, index + 1, len(posts) + 1, _read_numbered_head(found[2])))
    return posts if len(posts) >= _FEWEST_NUMBERED else []


def _read_numbered_head(rest: str) -> Metadata:
    author, _, when = rest.partition("   ")
    date = parse_date(when)
    if author.startswith("[") or not author.strip():
        return {}
    return {"author": (author.strip(),)} | ({"date": (date,)} if date else {})
