"""What do a document's own fields, its posts, messages and days of conversation say of the text in them?

Goes in: fresh pieces. Comes out: the same pieces, headers marked and every piece numbered with the post
and message that it stands in, and the metadata of each.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.cutting.chats import find_days
from corpus.cutting.fields import clean_values, read_field
from corpus.cutting.forums import find_posts, is_chrome, read_thread_title
from corpus.cutting.messages import find_messages
from corpus.cutting.pieces import Part, Piece
from corpus.model import Metadata

_SIGNATURE = re.compile(r"(?:[^\W\d_]+\.? ){0,2}[A-ZÁÉÍÓÚÜÑ-]{4,}$")

_MOST_CHROME_LINES = 12
_MOST_FRONT_LINES = 60


@dataclass(slots=True)
class Frames:
    """``own`` is front matter or a leading ``Title:`` line; posts and messages by number."""

    own: Metadata = field(default_factory=dict)
    thread: str | None = None
    posts: dict[int, Metadata] = field(default_factory=dict)
    messages: dict[int, Metadata] = field(default_factory=dict)
    is_conversation: bool = False
    """Its messages are days."""

    def describe(self) -> Metadata:
        """The document's metadata as far as its text gives it: own fields, then first message or post."""
        described: dict[str, tuple[str, ...]] = dict(self.own)
        if self.thread:
            described.setdefault("title", (self.thread,))
        for frames in (self.posts, self.messages) if self.posts else (self.messages,):
            if frames:
                first = next(iter(frames.values()))
                names = ("author", "date") if frames is self.posts else tuple(first)
                for name in names if not (self.posts and frames is self.messages) else ():
                    if name in first:
                        described.setdefault(name, first[name])
        return described


def frame_pieces(pieces: Sequence[Piece]) -> Frames:
    """Mark headers, number posts and messages, and give what they say; linear in the pieces."""
    frames = Frames()
    _mark_front_matter(pieces, frames)
    _mark_posts(pieces, frames)
    _mark_days(pieces, frames)
    if not frames.is_conversation:
        _mark_messages(pieces, frames)
    return frames


def _mark_front_matter(pieces: Sequence[Piece], frames: Frames) -> None:
    if not pieces:
        return
    if pieces[0].text in ("---", "+++") and pieces[0].line == 1:
        stop = next(
            (i for i, piece in enumerate(pieces[1:_MOST_FRONT_LINES], 1) if piece.text == pieces[0].text), 0
        )
        if stop and all(_is_yaml(piece.text) for piece in pieces[1:stop]):
            frames.own = _read_front_matter([piece.text for piece in pieces[1:stop]])
            for piece in pieces[: stop + 1]:
                piece.part = Part.HEADER
        return
    field_found = read_field(pieces[0].text)
    if field_found and field_found[0] == "title" and field_found[1] and not _is_message_field(pieces):
        frames.own = {"title": (field_found[1],)}
        pieces[0].part = Part.HEADER


def _is_message_field(pieces: Sequence[Piece]) -> bool:
    return len(pieces) > 1 and not pieces[1].blank_before and read_field(pieces[1].text) is not None


def _is_yaml(text: str) -> bool:
    return text.startswith(("- ", "#")) or ":" in text or "=" in text


def _read_front_matter(lines: Sequence[str]) -> Metadata:
    """``title: …``, lists both as ``[a, b]`` and as ``- a`` on lines of their own."""
    metadata: dict[str, tuple[str, ...]] = {}
    current = ""
    for line in lines:
        if line.startswith("- "):
            if current:
                metadata[current] = (*metadata.get(current, ()), line[2:].strip().strip("\"'"))
            continue
        found = read_field(line.replace(" = ", ": ", 1))
        current = found[0] if found else ""
        if found and current:
            name, value = found
            if current == "author" and value.startswith("["):
                values = tuple(part.strip(" \"'") for part in value.strip("[]").split(","))
            else:
                values = clean_values(name, value)
            if values:
                metadata.setdefault(name, values)
    return metadata


def _mark_posts(pieces: Sequence[Piece], frames: Frames) -> None:
    posts = find_posts(pieces)
    if not posts:
        return
    frames.thread = read_thread_title(pieces)
    if posts[0].first <= _MOST_CHROME_LINES:
        for piece in pieces[: posts[0].first]:
            piece.part = Part.HEADER
    for post, following in zip(posts, [*posts[1:], None], strict=False):
        frames.posts[post.number] = post.metadata
        for piece in pieces[post.first : following.first if following else None]:
            piece.post = post.number
            if is_chrome(piece.text):
                piece.part = Part.BOILERPLATE
        for piece in pieces[post.first : post.stop]:
            piece.part = Part.HEADER


def _mark_days(pieces: Sequence[Piece], frames: Frames) -> None:
    """The days of a conversation are its messages, and what somebody writes an item."""
    days = find_days(pieces)
    frames.is_conversation = bool(days)
    for number, day in enumerate(days, start=1):
        frames.messages[number] = day.metadata
        for piece in pieces[day.first : day.stop]:
            piece.message = number
        for index in day.lines:
            pieces[index].part = Part.BULLET


def _mark_messages(pieces: Sequence[Piece], frames: Frames) -> None:
    messages = find_messages(pieces)
    for number, (message, following) in enumerate(
        zip(messages, [*messages[1:], None], strict=False), start=1
    ):
        frames.messages[number] = message.metadata
        post = pieces[message.first].post
        for piece in pieces[message.first : following.first if following else None]:
            if piece.post != post:
                break
            piece.message = number
        for piece in pieces[message.first : message.stop]:
            piece.part = Part.HEADER
        rest = pieces[message.stop : following.first if following else None]
        if signature := _find_signature([piece for piece in rest if piece.message == number]):
            frames.messages[number] = {**message.metadata, "signature": (signature,)}


def _find_signature(body: Sequence[Piece]) -> str | None:
    """A name in capitals as the last line of a message: ``GARZA``, ``Leslie BASSETT``."""
    last = body[-1].text if body else ""
    return last if len(last) <= 60 and _SIGNATURE.match(last) else None


def overlay(
    document: Metadata, frames: Frames, *, post: int | None, message: int | None
) -> Mapping[str, tuple[str, ...]]:
    """What holds for a paragraph: the document's metadata, overlaid with its post's and its message's.

    Where a document holds several posts or messages, what it took from the first of them holds for that
    one only.
    """
    several = len(frames.posts) > 1 or len(frames.messages) > 1
    first = [*list(frames.posts.values())[:1], *list(frames.messages.values())[:1]]
    merged = {
        name: values
        for name, values in document.items()
        if not (several and name != "title" and any(other.get(name) == values for other in first))
    }
    if post is not None:
        merged |= {name: values for name, values in frames.posts[post].items() if name != "subject"}
    if message is not None:
        merged |= {name: values for name, values in frames.messages[message].items() if name != "title"}
    return merged
