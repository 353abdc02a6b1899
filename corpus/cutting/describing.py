"""What is a document called, and what else does it say about itself?

A reader's metadata comes first, then what the text says: front matter, a leading ``Title:``, the header
of its first message, its first post. A file's own time is never a document's date.
"""

import re
from collections.abc import Sequence

from analyzers.detection import name_languages
from corpus.cutting.frames import frame_pieces
from corpus.cutting.headings import read_heading
from corpus.cutting.layout import lay_out
from corpus.cutting.lines import split_lines
from corpus.cutting.pieces import BODY, Part, Piece, make_pieces
from corpus.cutting.wrapping import Block, join_blocks
from corpus.formats import SHEET_FORMATS
from corpus.model import Chunk, Document, Extraction, Metadata, Segment
from corpus.rejoining import rejoin

_NO_TITLE = re.compile(
    r"(?:diapositiva|slide|untitled|sin t[ií]tulo|document[o]?|presentaci[oó]n)? ?\d*$", re.I
)
"""What a program puts in when nobody gave a title."""

_PAPERS = frozenset({"pdf", "image", "doc", "docx", "odt", "rtf"})
_MOST_TOP_LINES = 60
_MOST_ABOVE = 8
"""A paper that is a message has a letterhead above its header, not a chapter."""

_LONGEST_TITLE = 160
_MOST_TITLE_PIECE = 1000
_SAMPLE_CHARS = 20_000
"""A title stands at the beginning."""


def describe(extraction: Extraction, format_name: str) -> Metadata:
    """The document's metadata, canonical names, without a guessed title."""
    described: dict[str, tuple[str, ...]] = dict(extraction.metadata)
    if format_name in _PAPERS:
        described |= _read_top(extraction.text)
    if format_name in ("txt", "md"):
        pieces = make_pieces(split_lines(extraction.text))
        for name, values in frame_pieces(pieces).describe().items():
            described.setdefault(name, values)
    if _NO_TITLE.match(described.get("title", ("",))[0]):
        described.pop("title", None)
    return described


def _read_top(text: str) -> Metadata:
    """What the message says that a paper is: its own date goes before that of the file's making."""
    pieces = make_pieces(split_lines(text[:_SAMPLE_CHARS]))[:_MOST_TOP_LINES]
    frames = frame_pieces(pieces)
    above = next((index for index, piece in enumerate(pieces) if piece.message == 1), _MOST_ABOVE)
    return frames.messages[1] if frames.messages and above < _MOST_ABOVE else {}


def find_title(extraction: Extraction, metadata: Metadata, format_name: str, file_name: str) -> str:
    """Metadata title, else the message's subject, else the first heading or line, else the file's name.

    Nobody gave a conversation a title: what somebody happened to write first is none.
    """
    for name in ("title", "subject"):
        if value := " ".join(metadata.get(name, ("",))[0].split()):
            return value[:_LONGEST_TITLE]
    if format_name != "csv" and format_name not in SHEET_FORMATS:
        sample = Document(
            "", "", "", format_name, "", 0, "", extraction.text[:_SAMPLE_CHARS], regions=extraction.regions
        )
        pieces, frames = lay_out(sample)
        is_conversation = format_name == "txt" and frames.is_conversation
        blocks = join_blocks(pieces, soft=format_name == "md")
        if not is_conversation and (title := _find_first(blocks)):
            return title
    return file_name


def _find_first(blocks: Sequence[Block]) -> str | None:
    """The first heading if it stands near the top, else the first line that says something."""
    top = [block for block in blocks[:30] if block.part in BODY or block.part is Part.HEADING]
    spoken = [block for block in top if any(char.isalpha() for char in block.first.text[:400])]
    headings = [block for block in spoken[:6] if block.part is Part.HEADING and block.first.level <= 2]
    for block in (*headings[:1], *spoken[:1]):
        title = read_heading(_read_whole(block.pieces))
        if len(title) > _LONGEST_TITLE:
            title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
        return title or None
    return None


def _read_whole(pieces: Sequence[Piece]) -> str:
    """The pieces as one text, words whole that a line end cut."""
    text = ""
    segments: list[Segment] = []
    for piece in pieces:
        text += piece.joiner if segments else ""
        part = piece.text[:_MOST_TITLE_PIECE]
        segments.append(Segment(len(text), piece.start_char, len(part)))
        text += part
    if len(segments) == 1:
        return text
    (language,) = name_languages([text])
    return rejoin(Chunk("", "", 0, text, tuple(segments), 1, 1, language=language)).text
