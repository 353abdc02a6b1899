"""Word before 2007, as ``antiword`` reads it; notes stand behind their paragraph.

The program is called, not linked, with the file on its standard input. It gives DocBook, in which notes are
empty, and plain text, in which they stand at the end: asked for where there are notes, and taken instead of
DocBook that is not well-formed.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from corpus.model import Extraction, Metadata, Role
from corpus.readers.compound import read_compound_properties
from corpus.readers.markup import iter_named, local, parse, read_text
from corpus.reasons import say
from corpus.writing import BlockWriter, tidy_line

PROGRAM = "antiword"
_SECONDS = 20
_DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE[^>]{0,300}>")
_SECTION = re.compile(r"chapter|sect\d")
_NOTES = re.compile(r"\n-{10,}\n(?=\[1\]\t)")
_NOTE = re.compile(r"^\[\d+\]\t", re.M)
_INLINE = frozenset(("emphasis", "subscript", "superscript", "ulink", "literal"))


def extract(data: bytes) -> Extraction:
    """Text, regions and properties of the document in ``data``.

    Raises ValueError with a sentence for the person where it is damaged or the program is not installed.
    """
    if shutil.which(PROGRAM) is None:
        raise ValueError(say("program-missing", what=say("old-word"), program=PROGRAM, suffix=".docx"))
    try:
        root = parse(_DOCUMENT_TYPE.sub(b"", _run(data, "-x", "db"), count=1))
    except ValueError:
        return _write_plain(_read_plain(data), read_compound_properties(data))
    writer = _Writer(_read_notes(data) if _has_notes(root) else [])
    writer.write_blocks(root, 0)
    return writer.blocks.finish(None, read_compound_properties(data))


def _has_notes(root: Element) -> bool:
    return next(iter_named(root, "footnote"), None) is not None


def _read_notes(data: bytes) -> list[str]:
    _, *notes = _read_plain(data)
    return [tidy_line(note) for note in _NOTE.split("".join(notes))[1:]]


def _read_plain(data: bytes) -> Sequence[str]:
    """The body and, where there are any, the notes."""
    return _NOTES.split(_run(data).decode("utf-8", "replace"), maxsplit=1)


def _run(data: bytes, *mode: str) -> bytes:
    try:
        ran = subprocess.run(  # noqa: S603  # a fixed command; the document goes through a pipe
            [PROGRAM, "-m", "UTF-8.txt", "-w", "0", *mode, "-"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise ValueError(say("opening-slow")) from None
    except (OSError, subprocess.SubprocessError):
        raise ValueError(say("damaged-kind", format="doc")) from None
    return ran.stdout


def _write_plain(texts: Sequence[str], metadata: Metadata) -> Extraction:
    writer = BlockWriter()
    for text in texts:
        for line in text.split("\n"):
            cells = [tidy_line(cell) for cell in line.strip("|").split("|")]
            if line.startswith("|"):
                writer.add_table([cells])
            else:
                writer.add(tidy_line(line))
    return writer.finish(None, metadata)


class _Writer:
    """Writes DocBook's blocks; ``notes`` are what the empty ones of it say, in their order."""

    def __init__(self, notes: Sequence[str]) -> None:
        self.blocks = BlockWriter()
        self._notes = iter(notes)

    def write_blocks(self, element: Element, level: int) -> None:
        """Write what is below an element that is a section of this level, or stands in one."""
        for child in element:
            name = local(child)
            if name == "title":
                if level:  # the book's own is a property
                    self.blocks.add(tidy_line(read_text(child)), Role.HEADING, level=level)
            elif name == "para":
                self._write_paragraph(child, level)
            elif name == "informaltable":
                self.blocks.add_table(
                    [tidy_line(read_text(cell)) for cell in iter_named(row, "entry")]
                    for row in iter_named(child, "row")
                )
            elif name != "bookinfo":
                self.write_blocks(child, level + 1 if _SECTION.fullmatch(name) else level)

    def _write_paragraph(self, element: Element, level: int) -> None:
        """Its text, and whatever blocks the program has put into it."""
        parts = [element.text or ""]
        notes: list[str] = []
        for child in element:
            if local(child) == "footnote":
                notes.append(tidy_line(read_text(child)) or next(self._notes, ""))
            elif local(child) in _INLINE:
                parts.append(read_text(child))
            else:
                self.blocks.add(tidy_line("".join(parts)))
                parts.clear()
                holder = Element("holder")
                holder.append(child)
                self.write_blocks(holder, level)
            parts.append(child.tail or "")
        for text in ("".join(parts), *notes):
            self.blocks.add(tidy_line(text))
