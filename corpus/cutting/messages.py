"""Where do messages begin, and what do their headers say?

A message is a diplomatic cable or anything with header fields (memorandum, e-mail, ``DE: … PARA: …``).
Goes in: a document's pieces. Comes out: the stretch of pieces that is each message's header and what
stands in it. A header that is printed twice over, as archives do, is one header.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cutting.cables import continues_cable, is_cable_line, may_be_cable_line, read_cable
from corpus.cutting.fields import clean_values, may_be_field, read_field
from corpus.cutting.pieces import Part, Piece
from corpus.model import Metadata

_CORE = frozenset({"origin", "subject", "date", "classification", "refers"})

_MOST_LINES = 120
"""A header longer than this is none; the longest seen, printed twice, has 45 lines."""


@dataclass(frozen=True, slots=True)
class Message:
    """``pieces[first:stop]`` are the header; the body goes on to the next message or post."""

    first: int
    stop: int
    metadata: Metadata


def find_messages(pieces: Sequence[Piece]) -> list[Message]:
    """All messages in order of their headers, which never overlap; linear in the pieces."""
    messages: list[Message] = []
    stop = 0
    for index, piece in enumerate(pieces):
        if index < stop or not (may_be_field(piece.text) or may_be_cable_line(piece.text)):
            continue
        message = _read_message(pieces, index)
        if message is not None:
            # A header that says nothing is none, but it need not be read again from its second line.
            stop = message.stop
            if message.metadata:
                messages.append(message)
    return messages


def _read_message(pieces: Sequence[Piece], index: int) -> Message | None:
    piece = pieces[index]
    if piece.part is not Part.TEXT or len(piece.text) > 2000:
        return None
    if is_cable_line(piece.text):
        return _read_cable_header(pieces, index)
    return _read_fields_header(pieces, index)


def _read_cable_header(pieces: Sequence[Piece], first: int) -> Message | None:
    stop = first + 1
    subject_seen = False
    while stop < len(pieces) and stop - first < _MOST_LINES and pieces[stop].post == pieces[first].post:
        if not continues_cable(pieces[stop - 1], pieces[stop], subject_seen=subject_seen):
            break
        subject_seen = subject_seen or pieces[stop].text.startswith(("SUBJECT", "ASUNTO"))
        stop += 1
    if stop - first < 2:
        return None
    metadata = read_cable([piece.text for piece in pieces[first:stop]])
    return Message(first, stop, metadata)


def _read_fields_header(pieces: Sequence[Piece], first: int) -> Message | None:
    """Two known fields in a row, one of them of the kind that makes a message."""
    if read_field(pieces[first].text) is None:
        return None
    found: list[tuple[str, str]] = []
    stop = first
    for index in range(first, min(len(pieces), first + _MOST_LINES)):
        piece = pieces[index]
        if piece.part is not Part.TEXT or piece.post != pieces[first].post:
            break
        field = read_field(piece.text)
        if field is not None and len(piece.text) < 1000:
            found.append(field)
        elif found and not piece.blank_before and _is_indented(piece):
            found[-1] = (found[-1][0], f"{found[-1][1]} {piece.text}")
        else:
            break
        stop = index + 1
    names = {name for name, value in found if value}
    if len(found) < 2 or not names & _CORE:
        return None
    return Message(first, stop, _collect(found))


def _is_indented(piece: Piece) -> bool:
    return piece.width - len(piece.text) >= 2


def _collect(fields: Sequence[tuple[str, str]]) -> Metadata:
    metadata: dict[str, tuple[str, ...]] = {}
    for name, value in fields:
        if name == "origin" and "@" in value:
            # A mail is from a person, a cable from a post.
            name, value = "author", value.partition("<")[0].strip(" \"'") or value
        values = clean_values(name, value)
        if name and values:
            metadata.setdefault(name, values)
    return metadata
