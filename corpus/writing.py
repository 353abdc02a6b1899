r"""Readers of structured formats write blocks; out come text, regions and page marks that agree.

Every block stands on lines of its own with a blank line before it, so that line numbers count blocks
as a person would.

>>> writer = BlockWriter()
>>> writer.add("Título", Role.HEADING, level=1)
>>> writer.add("Un párrafo.")
>>> writer.finish().text
'Título\n\nUn párrafo.\n'
"""

import re
from collections.abc import Iterable, Sequence

from corpus.model import Extraction, Mark, Metadata, Region, Role

_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
"""Controls and what is no character; tabs and line feeds stay."""

_SPACES = re.compile(r"[ \t\n]*\n[ \t\n]*|[ \t]+")


def tidy_line(text: str) -> str:
    r"""``text`` on one line, single spaces, no controls.

    >>> tidy_line(" dos\t\x01 palabras\n")
    'dos palabras'
    """
    return _SPACES.sub(" ", _UNWANTED.sub(" ", text)).strip(" ")


class BlockWriter:
    """Collects a document's blocks in reading order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._regions: list[Region] = []
        self._pages: list[Mark] = []
        self._rows: list[Mark] = []
        self._next_row: int | None = None

    def add(self, text: str, role: Role | None = None, *, level: int = 0) -> None:
        """Write one block; ``text`` may hold several lines. A blank text writes nothing."""
        lines = [line for line in text.split("\n") if line.strip()]
        if lines:
            self._begin()
            start = self._length
            for line in lines:
                self._put(line + "\n")
            if role is not None:
                self._regions.append(Region(start, self._length, role, level))

    def add_table(self, rows: Iterable[Sequence[str]]) -> None:
        """Write a table, a row a line, cells parted by tabs; empty rows vanish."""
        lines = ("\t".join(cell.replace("\t", " ") for cell in row).rstrip() for row in rows)
        self.add("\n".join(line for line in lines if line.strip()), Role.TABLE)

    def add_row(self, cells: Sequence[str], number: int) -> None:
        """Write row ``number`` of a sheet on a line of its own, right below the row before it."""
        line = "\t".join(cell.replace("\t", " ") for cell in cells).rstrip()
        if not line.strip():
            return
        if self._next_row is None and self._parts:
            self._put("\n")
        if number != self._next_row:
            self._rows.append(Mark(self._length, number))
        self._next_row = number + 1
        self._put(line + "\n")

    def mark_page(self, number: int, label: str = "") -> None:
        """What is written from here on stands on this page (slide, sheet)."""
        self.end_rows()
        start = self._length + (1 if self._parts else 0)
        if self._pages and self._pages[-1].start_char == start:
            self._pages.pop()
        self._pages.append(Mark(start, number, label))

    def mark_page_at(self, offset: int, number: int) -> None:
        """From ``offset`` characters into the next block on, this page holds."""
        start = self._length + (1 if self._parts else 0) + offset
        self._pages.append(Mark(start, number))

    def end_rows(self) -> None:
        """Whatever comes next is no row of the same sheet."""
        self._next_row = None

    def append(self, extraction: Extraction) -> None:
        """Write what another reader found, its regions included."""
        if extraction.text.strip():
            self._begin()
            start = self._length
            self._put(extraction.text if extraction.text.endswith("\n") else extraction.text + "\n")
            self._regions.extend(
                Region(region.start_char + start, region.end_char + start, region.role, region.level)
                for region in extraction.regions
            )

    def finish(
        self, encoding: str | None = None, metadata: Metadata | None = None, notes: Sequence[str] = ()
    ) -> Extraction:
        """Everything written so far; page marks behind the last character are left out."""
        pages = tuple(mark for mark in self._pages if mark.start_char < self._length)
        return Extraction(
            "".join(self._parts),
            encoding,
            metadata or {},
            pages,
            tuple(self._regions),
            tuple(self._rows),
            tuple(notes),
        )

    @property
    def length(self) -> int:
        """How many characters have been written."""
        return self._length

    def _begin(self) -> None:
        self.end_rows()
        if self._parts:
            self._put("\n")

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
