"""PowerPoint: slides in their order, titles as headings, tables, and the speaker's notes.

Marks carry the slide's number; those of notes have the label ``notes``.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from corpus.archives import Archive
from corpus.model import Extraction, Role
from corpus.readers.docx import write_rows
from corpus.readers.markup import attribute, find, iter_named, local
from corpus.readers.package import find_main, read_core, read_part, read_relations
from corpus.reasons import say
from corpus.writing import BlockWriter, tidy_line

_TITLES = frozenset(("title", "ctrTitle"))
_FURNITURE = frozenset(("sldNum", "dt", "ftr", "hdr"))
NOTES = "notes"


def extract(data: bytes) -> Extraction:
    """Text, regions, slides and properties of the presentation in ``data``. Raises ValueError."""
    archive = Archive(data)
    main = find_main(archive, "ppt/presentation.xml")
    root = read_part(archive, main)
    if root is None:
        raise ValueError(say("damaged-slides"))
    parts = read_relations(archive, main)
    writer = BlockWriter()
    for number, slide_id in enumerate(iter_named(root, "sldId"), start=1):
        path = parts.get(_read_relation(slide_id), ("", ""))[1]
        slide = read_part(archive, path)
        if slide is None:
            continue
        writer.mark_page(number)
        _write_shapes(writer, slide)
        for kind, notes_path in read_relations(archive, path).values():
            notes = read_part(archive, notes_path) if kind == "notesSlide" else None
            if notes is not None:
                writer.mark_page(number, NOTES)
                _write_notes(writer, notes)
    return writer.finish(None, read_core(read_part(archive, "docProps/core.xml")))


def _read_relation(element: Element) -> str:
    """``r:id``, which stands beside a plain ``id`` that means something else."""
    return next((value for key, value in element.attrib.items() if key.endswith("}id")), "")


def _write_shapes(writer: BlockWriter, slide: Element) -> None:
    """The title first, wherever it was drawn; then the rest in order of drawing."""
    shapes = list(_iter_shapes(slide))
    for shape in shapes:
        if _read_kind(shape) in _TITLES:
            text = " ".join(_iter_paragraphs(shape))
            writer.add(text.replace("\n", " "), Role.HEADING, level=1)
    for shape in shapes:
        kind = _read_kind(shape)
        if kind in _TITLES:
            continue
        if local(shape) == "tbl":
            rows = [
                [list(_iter_paragraphs(cell)) for cell in row if local(cell) == "tc"]
                for row in shape
                if local(row) == "tr"
            ]
            write_rows(writer, rows)
            continue
        for text in _iter_paragraphs(shape):
            writer.add(text, Role.BOILERPLATE if kind in _FURNITURE else None)


def _write_notes(writer: BlockWriter, notes: Element) -> None:
    for shape in _iter_shapes(notes):
        if _read_kind(shape) == "body":
            for text in _iter_paragraphs(shape):
                writer.add(text)


def _iter_shapes(root: Element) -> Iterator[Element]:
    """Shapes with text and tables, those in groups and diagrams' drawings included."""
    for child in root:
        name = local(child)
        if name in ("sp", "tbl"):
            yield child
        elif name != "Fallback":
            yield from _iter_shapes(child)


def _read_kind(shape: Element) -> str:
    """What the shape is for: ``title``, ``body``, ``sldNum``, or nothing in particular."""
    placeholder = find(find(shape, "nvSpPr", "nvPr"), "ph")
    return "" if placeholder is None else attribute(placeholder, "type") or "body"


def _iter_paragraphs(shape: Element) -> Iterator[str]:
    for paragraph in iter_named(shape, "p"):
        parts = []
        for element in paragraph.iter():
            name = local(element)
            if name == "t":
                parts.append(element.text or "")
            elif name == "br":
                parts.append("\n")
            elif name == "tab":
                parts.append(" ")
        text = "\n".join(filter(None, (tidy_line(line) for line in "".join(parts).split("\n"))))
        if text:
            yield text
