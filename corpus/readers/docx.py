"""Word: paragraphs, headings by style, lists, tables, notes, text boxes, running heads.

Deleted text of tracked changes is left out; notes stand behind the paragraph that refers to them.
Pages are those that Word itself noted when it last printed or showed the document, where it did.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from corpus.archives import Archive
from corpus.model import Extraction, Role
from corpus.readers.markup import attribute, find, iter_named, local
from corpus.readers.package import find_main, read_core, read_part, read_relations, read_shared
from corpus.reasons import say
from corpus.writing import BlockWriter, tidy_line

_SKIPPED = frozenset(
    "del moveFrom delText instrText delInstrText rPr pPr tblPr sectPr Fallback commentReference".split()
)
_BOXES = frozenset(("txbxContent",))
_HEADING = re.compile(r"(?:heading|t[ií]tulo|encabezado)\s*(\d)$", re.I)
_TITLE = re.compile(r"(?:title|t[ií]tulo|puesto)$", re.I)
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_STYLES = 20
"""How long a chain of styles may be that build on each other."""

LONG_CELL_WORDS = 60
"""A table with such cells is a layout of columns; its cells are paragraphs."""


def extract(data: bytes) -> Extraction:
    """Text, regions, pages and properties of the document in ``data``. Raises ValueError."""
    archive = Archive(data)
    return _Reader(archive).read()


class _Reader:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = find_main(archive, "word/document.xml")
        self._parts = read_relations(archive, self._main)
        self._styles = read_shared(archive, self._find_part("styles"), "style")
        self._notes = {
            "footnoteReference": read_shared(archive, self._find_part("footnotes"), "footnote"),
            "endnoteReference": read_shared(archive, self._find_part("endnotes"), "endnote"),
        }
        self._writer = BlockWriter()
        self._page = 1
        self._has_pages = False
        self._seen_notes = 0

    def _find_part(self, kind: str) -> str:
        return next((path for found, path in self._parts.values() if found == kind), "")

    def read(self) -> Extraction:
        root = read_part(self._archive, self._main)
        body = find(root, "body")
        if body is None:
            raise ValueError(say("damaged-text", format="docx"))
        self._has_pages = next(iter_named(body, "lastRenderedPageBreak"), None) is not None
        if self._has_pages:
            self._writer.mark_page(1)
        self._write_blocks(body)
        self._write_running_heads()
        core = read_part(self._archive, "docProps/core.xml")
        return self._writer.finish(None, read_core(core))

    def _write_blocks(self, parent: Element) -> None:
        for block in iter_blocks(parent):
            if local(block) == "tbl":
                self._write_table(block)
            else:
                self._write_paragraph(block)

    def _write_paragraph(self, paragraph: Element, role: Role | None = None) -> None:
        parts: list[str] = []
        boxes: list[Element] = []
        notes: list[tuple[str, str]] = []
        breaks: list[int] = []
        for kind, value in self._iter_inline(paragraph):
            if kind == "text":
                parts.append(str(value))
            elif kind == "page":
                breaks.append(sum(len(part) for part in parts))
            elif isinstance(value, Element):
                boxes.append(value)
            else:
                notes.append((kind, value))
        text = "\n".join(tidy_line(line) for line in "".join(parts).split("\n"))
        self._mark_pages(text, breaks)
        level = self._find_level(paragraph) if role is None else 0
        if level:
            role = Role.HEADING
        elif role is None and self._is_item(paragraph):
            role = Role.ITEM
        self._writer.add(text, role, level=level)
        for box in boxes:
            self._write_blocks(box)
        for kind, note in notes:
            self._write_note(kind, note)

    def _mark_pages(self, text: str, breaks: list[int]) -> None:
        """A break at a paragraph's beginning puts it on the new page; within it, the mark stands there."""
        for offset in breaks if self._has_pages else ():
            self._page += 1
            if offset == 0 or not text.strip():
                self._writer.mark_page(self._page)
            else:
                self._writer.mark_page_at(min(offset, max(0, len(text) - 1)), self._page)

    def _write_note(self, kind: str, note_id: str) -> None:
        note = self._notes[kind].get(note_id)
        if note is None:
            return
        self._seen_notes += 1
        text = " ".join(filter(None, (self._read_flat(block) for block in iter_blocks(note))))
        if text:
            self._writer.add(f"{str(self._seen_notes).translate(_SUPERSCRIPT)} {text}")

    def _write_table(self, table: Element) -> None:
        rows = [
            [self._read_cell(cell) for cell in iter_children(row, "tc")] for row in iter_children(table, "tr")
        ]
        write_rows(self._writer, rows)

    def _read_cell(self, cell: Element) -> list[str]:
        blocks: list[Element] = []
        for block in iter_blocks(cell):
            blocks.extend(iter_named(block, "p") if local(block) == "tbl" else [block])
        return [text for text in map(self._read_flat, blocks) if text]

    def _read_flat(self, block: Element) -> str:
        paragraphs = iter_named(block, "p") if local(block) == "tbl" else [block]
        texts = []
        for paragraph in paragraphs:
            parts = []
            for kind, value in self._iter_inline(paragraph):
                if kind == "text":
                    parts.append(str(value))
                elif isinstance(value, Element):
                    parts.extend(f" {self._read_flat(inner)} " for inner in iter_blocks(value))
            texts.append(tidy_line("".join(parts).replace("\n", " ")))
        return " ".join(filter(None, texts))

    def _iter_inline(self, element: Element) -> Iterator[tuple[str, str | Element]]:
        """Text, page breaks, references to notes and text boxes of a paragraph, in order."""
        for child in element:
            name = local(child)
            if name == "t":
                yield "text", child.text or ""
            elif name in ("tab", "ptab"):
                yield "text", " "
            elif name in ("br", "cr"):
                # Word notes below where its pages really break; a wanted break is there as well.
                yield "text", "\n" if attribute(child, "type") != "page" else ""
            elif name == "noBreakHyphen":
                yield "text", "-"
            elif name == "lastRenderedPageBreak":
                yield "page", ""
            elif name in self._notes:
                yield name, attribute(child, "id")
            elif name in _BOXES:
                yield "box", child
            elif name not in _SKIPPED:
                yield from self._iter_inline(child)

    def _find_level(self, paragraph: Element) -> int:
        """1–9 for a heading, else 0: by the paragraph's own outline level, else by its style."""
        own = find(paragraph, "pPr", "outlineLvl")
        if own is not None:
            return _read_outline(own)
        for style in self._iter_styles(paragraph):
            name = attribute_of(find(style, "name"))
            if found := _HEADING.match(name):
                return int(found[1]) or 1
            if _TITLE.match(name):
                return 1
            outline = find(style, "pPr", "outlineLvl")
            if outline is not None:
                return _read_outline(outline)
        return 0

    def _is_item(self, paragraph: Element) -> bool:
        if find(paragraph, "pPr", "numPr") is not None:
            return True
        return any(find(style, "pPr", "numPr") is not None for style in self._iter_styles(paragraph))

    def _iter_styles(self, paragraph: Element) -> Iterator[Element]:
        """The paragraph's style and those that it builds on."""
        style_id = attribute_of(find(paragraph, "pPr", "pStyle"))
        for _ in range(_MOST_STYLES):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = attribute_of(find(style, "basedOn"))

    def _write_running_heads(self) -> None:
        seen: set[str] = set()
        for kind, path in self._parts.values():
            root = read_part(self._archive, path) if kind in ("header", "footer") else None
            for block in iter_blocks(root) if root is not None else ():
                text = self._read_flat(block)
                if text and text not in seen:
                    seen.add(text)
                    self._writer.add(text, Role.BOILERPLATE)


def iter_blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables directly in ``parent`` or in wrappings there that mean nothing for text."""
    for child in parent:
        name = local(child)
        if name in ("p", "tbl"):
            yield child
        elif name in (
            "sdt",
            "sdtContent",
            "ins",
            "moveTo",
            "customXml",
            "smartTag",
            "AlternateContent",
            "Choice",
        ):
            yield from iter_blocks(child)


def iter_children(parent: Element, name: str) -> Iterator[Element]:
    """A table's rows or a row's cells, wrapped or not; those of inner tables are not meant."""
    for child in parent:
        found = local(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "ins", "customXml"):
            yield from iter_children(child, name)


def write_rows(writer: BlockWriter, rows: list[list[list[str]]]) -> None:
    """Write a table; each cell is a list of paragraphs. Cells as long as pages become paragraphs."""
    table: list[list[str]] = []
    for row in rows:
        is_layout = len(row) == 1 or any(
            sum(len(part.split()) for part in cell) > LONG_CELL_WORDS for cell in row
        )
        if not is_layout:
            table.append([" ".join(cell) for cell in row])
            continue
        writer.add_table(table)
        table = []
        for cell in row:
            for part in cell:
                writer.add(part)
    writer.add_table(table)


def attribute_of(element: Element | None, name: str = "val") -> str:
    """An attribute of an element that may be missing."""
    return "" if element is None else attribute(element, name)


def _read_outline(element: Element) -> int:
    value = attribute(element, "val")
    # 9 is "body text".
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0
