"""Which blocks become a chunk together, and where does it stand?

Goes in: a document. Comes out: units in order of their beginnings, one for each paragraph, with
headings in front of the first paragraph below them.
"""

import re
from collections.abc import Mapping, Sequence

from corpus.cutting.chats import join_messages
from corpus.cutting.frames import Frames, overlay
from corpus.cutting.layout import lay_out
from corpus.cutting.marks import find_mark
from corpus.cutting.numbering import read_marking
from corpus.cutting.pieces import Part, Piece
from corpus.cutting.sections import Place, find_sections
from corpus.cutting.sizing import Stretch, Unit
from corpus.cutting.wrapping import Block, join_blocks
from corpus.model import Document, Kind, Metadata

_KINDS = {Part.TABLE: Kind.TABLE, Part.HEADER: Kind.HEADER, Part.BOILERPLATE: Kind.BOILERPLATE}

_REPLY = re.compile(r"(?:(?:re|rv|fwd?|fw|res)\s*:\s*)+", re.I)

_MOST_TITLE_WORDS = 20
_MOST_WAITING_WORDS = 60
"""More heading text than this is a table of contents, not a paragraph's beginning."""


def make_units(document: Document) -> list[Unit]:
    """The paragraphs of a text document, neither joined nor split by size yet."""
    pieces, frames = lay_out(document)
    blocks = (
        join_messages(pieces) if frames.is_conversation else join_blocks(pieces, soft=document.format == "md")
    )
    _mark_slide_titles(blocks)
    subjects = _find_subjects(blocks, frames, document.title)
    sections = find_sections(blocks, subjects, nested=document.format == "md")
    return _UnitMaker(document, frames).make(blocks, sections)


class _UnitMaker:
    """Walks the blocks once; ``_waiting`` are headings (and a slide's number) above the next paragraph."""

    def __init__(self, document: Document, frames: Frames) -> None:
        self._document = document
        self._frames = frames
        self._metadata: dict[tuple[int | None, int | None], Metadata] = {}
        self._units: list[Unit] = []
        self._waiting: list[tuple[Block, tuple[str, ...]]] = []
        self._paragraph: dict[str, tuple[str, ...]] = {}
        self._place: Place | None = None

    def make(self, blocks: Sequence[Block], sections: Sequence[tuple[str, ...]]) -> list[Unit]:
        for block, section in zip(blocks, sections, strict=True):
            self._add(block, section)
        self._flush()
        return sorted(self._units, key=lambda unit: unit.stretches[0].start_char)

    def _add(self, block: Block, section: tuple[str, ...]) -> None:
        part = block.part
        if part is Part.BOILERPLATE:
            self._units.append(self._unit([block], section))
            return
        first = block.pieces[0]
        place = (first.slide, first.post, first.message)
        if place != self._place:
            self._flush()
            self._place, self._paragraph = place, {}
        if part is Part.HEADING or part is Part.SLIDE:
            self._wait(block, section)
            return
        if part is Part.HEADER:
            self._flush()
        if part is Part.NUMBERED:
            self._paragraph = _describe_paragraph(first)
        blocks = [*(waiting for waiting, _ in self._waiting), block] if self._waiting else [block]
        self._waiting = []
        self._units.append(self._unit(blocks, section))

    def _wait(self, block: Block, section: tuple[str, ...]) -> None:
        self._paragraph = {}
        if self._waiting and block.first.level < self._waiting[-1][0].first.level:
            self._flush()
        self._waiting.append((block, section))
        if sum(_count_words(waiting) for waiting, _ in self._waiting) > _MOST_WAITING_WORDS:
            self._flush()

    def _flush(self) -> None:
        """Headings with nothing below them are a paragraph of their own."""
        if self._waiting:
            blocks = [block for block, _ in self._waiting]
            unit = self._unit(blocks, self._waiting[-1][1])
            unit.kind = Kind.TEXT
            self._units.append(unit)
            self._waiting = []

    def _unit(self, blocks: Sequence[Block], section: tuple[str, ...]) -> Unit:
        last = blocks[-1]
        part, first, end = last.part, last.pieces[0], last.pieces[-1].text[-1]
        stretches: list[Stretch] = []
        words = 0
        for block in blocks:
            stretches += _stretch(block)
            words += _count_words(block)
        return Unit(
            stretches,
            words,
            _KINDS.get(part, Kind.TEXT),
            section,
            (first.slide, first.post, first.message),
            self._describe(last),
            has_heading=len(blocks) > 1,
            leads_list=end == ":" or (part is Part.TABLE and first.level > 0),
            is_item=part is Part.BULLET or part is Part.TABLE,
            is_open=end.isalnum(),
            is_apart=part is Part.FOOTNOTE or part is Part.NUMBERED,
        )

    def _describe(self, block: Block) -> Metadata:
        first = block.pieces[0]
        key = (first.post, first.message)
        found = self._metadata.get(key)
        if found is None:
            found = overlay(self._document.metadata, self._frames, post=first.post, message=first.message)
            self._metadata[key] = found
        if self._paragraph and block.part not in (Part.HEADER, Part.BOILERPLATE):
            found = {**found, **self._paragraph}
        mark = find_mark(self._document.pages, first.start_char)
        return {**found, "part": (mark.label,)} if mark and mark.label else found


def _place(piece: Piece) -> Place:
    return piece.slide, piece.post, piece.message


def _stretch(block: Block) -> list[Stretch]:
    return [
        Stretch(start := piece.start_char, start + len(piece.text), piece.line, piece.joiner)
        for piece in block.pieces
    ]


def _count_words(block: Block) -> int:
    return sum([len(piece.text.split()) for piece in block.pieces])


def _describe_paragraph(piece: Piece) -> dict[str, tuple[str, ...]]:
    described: dict[str, tuple[str, ...]] = {"paragraph": (str(piece.number),)}
    if marking := read_marking(piece.text):
        described["marking"] = (marking,)
    return described


def _mark_slide_titles(blocks: Sequence[Block]) -> None:
    """The first short paragraph of a slide is its heading, if anything stands below it."""
    for number, title, below in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if number.part is Part.SLIDE and title.part is Part.TEXT:
            follows = below.first.slide == title.first.slide and below.part is not Part.SLIDE
            if follows and _count_words(title) <= _MOST_TITLE_WORDS:
                title.part = Part.HEADING
                title.first.level = 1


def _find_subjects(blocks: Sequence[Block], frames: Frames, title: str) -> Mapping[Place, tuple[str, ...]]:
    """What the post and the message of each place are about, as its outermost headings."""
    subjects: dict[Place, tuple[str, ...]] = {}
    if not frames.posts and not frames.messages:
        return subjects
    for block in blocks:
        place = _place(block.first)
        if place in subjects:
            continue
        _, post, message = place
        found = [
            *(frames.posts[post].get("subject", ()) if post is not None else ()),
            *(frames.messages[message].get("subject", ()) if message is not None else ()),
        ]
        topics = [_REPLY.sub("", subject).strip("* ") for subject in found]
        subjects[place] = tuple(topic for topic in topics if topic and topic != title)
    return subjects
