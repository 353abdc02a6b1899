"""OpenDocument: texts, presentations and spreadsheets, which share most of their elements.

Deleted text of tracked changes and comments are left out; notes stand behind their paragraph.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from corpus.archives import Archive
from corpus.model import Extraction, Role
from corpus.readers.docx import write_rows
from corpus.readers.markup import attribute, find, iter_named, local
from corpus.readers.package import read_core, read_part
from corpus.readers.pptx import NOTES
from corpus.reasons import say
from corpus.writing import BlockWriter, tidy_line

_SKIPPED = frozenset(
    "annotation annotation-end tracked-changes deletion sequence-decls forms variable-decls ruby-text".split()
)
_FURNITURE = frozenset(("page-number", "date-time", "footer", "header"))
_MOST_REPEATED = 1_000
"""Empty rows and cells are repeated up to the sheet's end; filled ones hardly ever."""


def extract_text(data: bytes) -> Extraction:
    """Text, regions, pages and properties of an odt document. Raises ValueError."""
    archive = Archive(data)
    body = _read_body(archive, "text")
    has_pages = next(iter_named(body, "soft-page-break"), None) is not None
    writer = _Writer(has_pages=has_pages, parents=_read_parents(archive))
    writer.write_blocks(body)
    _write_running_heads(writer, archive)
    return _finish(writer, archive)


def extract_slides(data: bytes) -> Extraction:
    """Text, regions, slides and properties of an odp document. Raises ValueError."""
    archive = Archive(data)
    writer = _Writer(has_pages=False)
    pages = (each for each in _read_body(archive, "presentation") if local(each) == "page")
    for number, page in enumerate(pages, start=1):
        writer.blocks.mark_page(number)
        shapes = [shape for shape in page if local(shape) != "notes"]
        for shape in sorted(shapes, key=lambda shape: attribute(shape, "class") != "title"):
            writer.write_shape(shape)
        notes = find(page, "notes")
        if notes is not None:
            writer.blocks.mark_page(number, NOTES)
            for shape in notes:
                if attribute(shape, "class") == "notes":
                    writer.write_blocks(shape)
    return _finish(writer, archive)


def extract_sheets(data: bytes) -> Extraction:
    """Text, sheets, rows and properties of an ods document. Raises ValueError."""
    archive = Archive(data)
    writer = BlockWriter()
    tables = (each for each in _read_body(archive, "spreadsheet") if local(each) == "table")
    for number, table in enumerate(tables, start=1):
        writer.mark_page(number, attribute(table, "name"))
        row_number = 1
        for row in _iter_rows(table):
            cells = list(_iter_cells(row))
            repeated = _read_repeat(row, "number-rows-repeated")
            # A filled row that is repeated says the same again: once is enough to find it.
            writer.add_row(cells, row_number)
            row_number += repeated
    metadata = read_core(read_part(archive, "meta.xml"))
    return writer.finish(None, metadata)


def _read_body(archive: Archive, kind: str) -> Element:
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise ValueError(say("password"))
    root = read_part(archive, "content.xml")
    body = find(root, "body", kind)
    if body is None:
        raise ValueError(say("damaged-text", format="OpenDocument"))
    return body


def _read_parents(archive: Archive) -> Mapping[str, str]:
    """The named style that each of the document's own unnamed ones builds on."""
    automatic = find(read_part(archive, "content.xml"), "automatic-styles")
    return {
        attribute(style, "name"): attribute(style, "parent-style-name")
        for style in (automatic if automatic is not None else ())
        if attribute(style, "parent-style-name")
    }


def _read_style_level(style: str) -> int:
    """Writers set ``Heading 1`` on what is a plain paragraph, and ``Title`` on the title."""
    if style == "Title":
        return 1
    number = style.removeprefix("Heading_20_")
    return int(number) if number != style and number in set("123456789") else 0


def _finish(writer: "_Writer", archive: Archive) -> Extraction:
    return writer.blocks.finish(None, read_core(read_part(archive, "meta.xml")))


class _Writer:
    """Writes the blocks of texts and slides; counts notes and pages."""

    def __init__(self, *, has_pages: bool, parents: Mapping[str, str] | None = None) -> None:
        self.blocks = BlockWriter()
        self._parents = parents or {}
        self._page = 1
        self._has_pages = has_pages
        if has_pages:
            self.blocks.mark_page(1)

    def write_shape(self, shape: Element) -> None:
        """A slide's shape: its title is a heading."""
        kind = attribute(shape, "class")
        if kind == "title":
            text = " ".join(tidy_line(_read_flat(each)) for each in _iter_paragraphs(shape))
            self.blocks.add(text, Role.HEADING, level=1)
        elif kind in _FURNITURE:
            for paragraph in _iter_paragraphs(shape):
                self.blocks.add(tidy_line(_read_flat(paragraph)), Role.BOILERPLATE)
        else:
            self.write_blocks(shape)

    def write_blocks(self, parent: Element, *, is_item: bool = False) -> None:
        """Paragraphs, headings, lists and tables below ``parent``, in order."""
        for child in parent:
            name = local(child)
            if name == "h":
                outline = attribute(child, "outline-level")
                self._write_paragraph(child, Role.HEADING, int(outline) if outline.isdigit() else 1)
            elif name == "p":
                style = attribute(child, "style-name")
                level = _read_style_level(self._parents.get(style, style))
                role = Role.HEADING if level else Role.ITEM if is_item else None
                self._write_paragraph(child, role, level)
            elif name == "list-item":
                self.write_blocks(child, is_item=True)
            elif name == "table":
                rows = [[_read_cell(cell) for cell in _iter_cell_elements(row)] for row in _iter_rows(child)]
                write_rows(self.blocks, rows)
            elif name == "soft-page-break":
                self._next_page()
            elif name not in _SKIPPED:
                self.write_blocks(child, is_item=is_item)

    def _write_paragraph(self, paragraph: Element, role: Role | None, level: int = 0) -> None:
        notes: list[Element] = []
        boxes: list[Element] = []
        breaks: list[int] = []
        raw = "".join(_iter_text(paragraph, notes, boxes, breaks))
        text = "\n".join(tidy_line(line) for line in raw.split("\n"))
        for offset in breaks if self._has_pages else ():
            self._next_page(min(offset, max(0, len(text) - 1)))
        self.blocks.add(text, role, level=level)
        for box in boxes:
            self.write_blocks(box)
        for note in notes:
            sign = "".join(_iter_text(find(note, "note-citation")))
            body = " ".join(tidy_line(_read_flat(each)) for each in _iter_paragraphs(find(note, "note-body")))
            self.blocks.add(f"{sign.translate(_SUPERSCRIPT)} {body}".strip())

    def _next_page(self, offset: int = 0) -> None:
        self._page += 1
        if offset:
            self.blocks.mark_page_at(offset, self._page)
        else:
            self.blocks.mark_page(self._page)


_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _iter_text(
    element: Element | None,
    notes: list[Element] | None = None,
    boxes: list[Element] | None = None,
    breaks: list[int] | None = None,
) -> Iterator[str]:
    """The text of a paragraph; notes, boxes and the places of page breaks go into the lists."""
    if element is None:
        return
    length = len(element.text or "")
    yield element.text or ""
    for child in element:
        name = local(child)
        parts: list[str] = []
        if name in ("s", "tab"):
            parts = [" "]
        elif name == "line-break":
            parts = ["\n"]
        elif name == "soft-page-break":
            if breaks is not None:
                breaks.append(length)
        elif name == "note":
            if notes is not None:
                notes.append(child)
        elif name in ("text-box", "frame"):
            if boxes is not None:
                boxes.append(child)
        elif name not in _SKIPPED:
            parts = list(_iter_text(child, notes, boxes, None))
        parts.append(child.tail or "")
        length += sum(len(part) for part in parts)
        yield from parts


def _read_flat(paragraph: Element) -> str:
    return "".join(_iter_text(paragraph)).replace("\n", " ")


def _iter_paragraphs(element: Element | None) -> Iterator[Element]:
    for child in element if element is not None else ():
        if local(child) in ("p", "h"):
            yield child
        elif local(child) not in _SKIPPED:
            yield from _iter_paragraphs(child)


def _read_cell(cell: Element) -> list[str]:
    return [text for text in (tidy_line(_read_flat(each)) for each in _iter_paragraphs(cell)) if text]


def _iter_rows(table: Element) -> Iterator[Element]:
    for child in table:
        name = local(child)
        if name == "table-row":
            yield child
        elif name in ("table-header-rows", "table-row-group", "table-rows"):
            yield from _iter_rows(child)


def _iter_cell_elements(row: Element) -> Iterator[Element]:
    return (cell for cell in row if local(cell) in ("table-cell", "covered-table-cell"))


def _iter_cells(row: Element) -> Iterator[str]:
    """The row's cells as shown; repeated ones as often as they are, empty ones at the end left out."""
    waiting = 0
    for cell in _iter_cell_elements(row):
        text = " ".join(_read_cell(cell))
        repeated = min(_read_repeat(cell, "number-columns-repeated"), _MOST_REPEATED)
        if not text:
            waiting += repeated
            continue
        yield from [""] * waiting
        waiting = 0
        yield from [text] * repeated


def _read_repeat(element: Element, name: str) -> int:
    value = attribute(element, name)
    return int(value) if value.isdigit() and len(value) < 9 else 1


def _write_running_heads(writer: _Writer, archive: Archive) -> None:
    root = read_part(archive, "styles.xml")
    seen: set[str] = set()
    for name in ("header", "footer"):
        for element in iter_named(root, name) if root is not None else ():
            text = " ".join(filter(None, (tidy_line(_read_flat(each)) for each in _iter_paragraphs(element))))
            if text and text not in seen:
                seen.add(text)
                writer.blocks.add(text, Role.BOILERPLATE)
