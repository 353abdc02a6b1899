r"""Where do the pages, slides, sheets and messages of a document begin, and how can each be linked to?

>>> from corpus.model import Document, Mark
>>> document = Document("d", "/r", "a.pdf", "pdf", "", 9, "a", "Uno.\nDos.", pages=(Mark(0, 1), Mark(5, 2)))
>>> [(divider.anchor, divider.start_char) for divider in find_dividers(document, [])]
[('p1', 0), ('p2', 5)]
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Chunk, Document
from search.places import NOTES, Unit, sheet_of, unit_of

_INK = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Divider:
    """From ``start_char`` of the document's text on, this page (slide …) holds.

    ``anchor`` is empty where the same number begins a second time, as for the notes of a slide.
    """

    start_char: int
    unit: Unit
    number: int
    label: str
    anchor: str


def find_dividers(document: Document, chunks: Sequence[Chunk]) -> list[Divider]:
    """All of a document's dividers in order; ``chunks`` are all of its chunks in reading order."""
    dividers: dict[int, Divider] = {}
    seen: set[str] = set()
    for start, unit, number, label in sorted(_iter_beginnings(document, chunks)):
        ink = _INK.search(document.text, start)
        if ink is None:  # nothing stands on the last pages
            break
        anchor = f"{unit}{number}"
        # of several that begin at the same character all but the last are blank pages
        dividers[ink.start()] = Divider(ink.start(), unit, number, label, "" if anchor in seen else anchor)
        seen.add(anchor)
    return list(dividers.values())


def _iter_beginnings(document: Document, chunks: Sequence[Chunk]) -> Iterator[tuple[int, Unit, int, str]]:
    unit = unit_of(document.format)
    labels = {chunk.page: sheet_of(chunk) for chunk in reversed(chunks) if sheet_of(chunk)}
    for mark in document.pages:
        label = labels.get(mark.number, "") if unit is Unit.SHEET else ""
        yield mark.start_char, unit, mark.number, mark.label or label
    post = slide = None
    for chunk in chunks:
        if chunk.post is not None and chunk.post != post:
            yield chunk.start_char, Unit.POST, chunk.post, ""
        if not document.pages and chunk.slide is not None and chunk.slide != slide:
            label = NOTES if NOTES in chunk.metadata.get("part", ()) else ""
            yield chunk.start_char, Unit.SLIDE, chunk.slide, label
        post, slide = chunk.post, chunk.slide
