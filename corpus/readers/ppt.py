"""PowerPoint before 2007 ([MS-PPT]): slides in the order in which they are shown, titles first, then notes.

A file is a tree of records; what was changed is written anew at its end, with a directory of what stands
where. The text of titles and lists may stand in the document's outline, that of other boxes in the drawing.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.model import Extraction, Role
from corpus.readers.compound import read_compound
from corpus.readers.pptx import NOTES
from corpus.reasons import say
from corpus.writing import BlockWriter, tidy_line

_HEAD = struct.Struct("<HHI")
_CONTAINER = 0xF
_DEEPEST = 24
_MOST_EDITS = 10_000

_DRAWING, _SLIDE_LIST, _SLIDE_PERSIST = 0x040C, 0x0FF0, 0x03F3
_TEXT_HEADER, _TEXT_CHARS, _TEXT_BYTES, _OUTLINE_REF = 0x0F9F, 0x0FA0, 0x0FA8, 0x0F9E
_NOTES_ATOM, _DIRECTORY = 0x03F1, 0x1772
_SLIDES, _NOTES = 0, 2
"""Instances of the lists of slides and of notes."""
_TITLES = (0, 6)
_FIELD = "*"
"""What stands for a slide's number or date."""


class _Record(NamedTuple):
    kind: int
    instance: int
    is_container: bool
    start: int
    end: int


class _Text(NamedTuple):
    text: str
    is_title: bool


@dataclass(slots=True)
class _Listed:
    """A slide or a page of notes in the document's lists: its place, its id, and its part of the outline."""

    persist: int
    slide_id: int
    outline: list[_Text] = field(default_factory=list)


def extract(data: bytes) -> Extraction:
    """Text, titles, slides and properties of the presentation in ``data``.

    Raises ValueError with a sentence for the person where it is damaged.
    """
    try:
        (stream, user), properties = read_compound(data, "PowerPoint Document", "Current User")
        edit = struct.unpack_from("<I", user, 16)[0]
        writer = _write(_Presentation(stream, edit))
    except (ValueError, LookupError, struct.error, RecursionError):
        raise ValueError(say("damaged-kind", format="ppt")) from None
    return writer.finish(None, properties)


def _write(presentation: "_Presentation") -> BlockWriter:
    writer = BlockWriter()
    notes = {presentation.slide_of_notes(each): each for each in presentation.listed(_NOTES)}
    for number, slide in enumerate(presentation.listed(_SLIDES), start=1):
        writer.mark_page(number)
        for text in sorted(presentation.texts(slide), key=lambda text: not text.is_title):
            _add(writer, text)
        if slide.slide_id in notes:
            writer.mark_page(number, NOTES)
            for text in presentation.texts(notes[slide.slide_id]):
                _add(writer, _Text(text.text, is_title=False))
    return writer


def _add(writer: BlockWriter, text: _Text) -> None:
    lines = [tidy_line(line.replace("\v", " ")) for line in text.text.split("\r")]
    if text.is_title:
        writer.add(" ".join(lines), Role.HEADING, level=1)
        return
    for line in lines:
        if line != _FIELD:
            writer.add(line)


class _Presentation:
    """The records of a file, and where the newest version of each stands."""

    def __init__(self, stream: bytes, edit: int) -> None:
        self._stream = stream
        self._places: dict[int, int] = {}
        document = 0
        for _ in range(_MOST_EDITS):  # from the newest one back
            if not edit:
                break
            body = edit + _HEAD.size
            before, directory, persist = struct.unpack_from("<III", stream, body + 8)
            document = document or persist
            self._read_directory(self._record(directory))
            edit = before if before < edit else 0
        self._document = self._record(self._places[document])

    def listed(self, instance: int) -> list[_Listed]:
        """The slides, or the pages of notes, in their order."""
        found: list[_Listed] = []
        for record in self._children(self._document):
            if record.kind == _SLIDE_LIST and record.instance == instance:
                kind = 0
                for each in self._children(record):
                    if each.kind == _SLIDE_PERSIST:
                        persist, _, _, slide_id = struct.unpack_from("<IIII", self._stream, each.start)
                        found.append(_Listed(persist, slide_id))
                    elif each.kind == _TEXT_HEADER:
                        kind = self._number(each)
                    elif found and (text := self._text(each)) is not None:
                        found[-1].outline.append(_Text(text, kind in _TITLES))
        return found

    def texts(self, listed: _Listed) -> Sequence[_Text]:
        """All texts of a slide in the order in which they are drawn, then what only its outline has."""
        left = dict(enumerate(listed.outline))
        found: list[_Text] = []
        kind = 0
        for record in self._below(self._record(self._places[listed.persist]), 0):
            if record.kind == _TEXT_HEADER:
                kind = self._number(record)
            elif record.kind == _OUTLINE_REF:
                found += [text] if (text := left.pop(self._number(record), None)) else []
            elif (own := self._text(record)) is not None:
                found.append(_Text(own, kind in _TITLES))
        return [*found, *left.values()]

    def slide_of_notes(self, listed: _Listed) -> int:
        """The id of the slide that a page of notes belongs to."""
        page = self._record(self._places[listed.persist])
        return next((self._number(each) for each in self._children(page) if each.kind == _NOTES_ATOM), 0)

    def _read_directory(self, record: _Record) -> None:
        at = record.start
        while record.kind == _DIRECTORY and at + 4 <= record.end:
            head = struct.unpack_from("<I", self._stream, at)[0]
            first, count = head & 0xFFFFF, head >> 20
            for offset, place in enumerate(struct.unpack_from(f"<{count}I", self._stream, at + 4)):
                self._places.setdefault(first + offset, place)
            at += 4 + 4 * count

    def _record(self, at: int) -> _Record:
        flags, kind, length = _HEAD.unpack_from(self._stream, at)
        start = at + _HEAD.size
        return _Record(
            kind, flags >> 4, flags & 0xF == _CONTAINER, start, min(start + length, len(self._stream))
        )

    def _children(self, record: _Record) -> Iterator[_Record]:
        at = record.start
        while at + _HEAD.size <= record.end:
            child = self._record(at)
            yield child
            at = child.end

    def _below(self, record: _Record, depth: int) -> Iterator[_Record]:
        """The atoms in a slide's drawing."""
        for child in self._children(record):
            if not child.is_container:
                yield child
            elif depth < _DEEPEST and (depth or child.kind == _DRAWING):
                yield from self._below(child, depth + 1)

    def _number(self, record: _Record) -> int:
        return int(struct.unpack_from("<I", self._stream, record.start)[0])

    def _text(self, record: _Record) -> str | None:
        held = self._stream[record.start : record.end]
        if record.kind == _TEXT_CHARS:
            return held.decode("utf-16-le", "replace")
        return held.decode("latin-1") if record.kind == _TEXT_BYTES else None
