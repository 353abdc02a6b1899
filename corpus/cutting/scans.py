"""Which paragraphs were recognised in an image? Those that begin on a page that was."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.cutting.marks import find_mark
from corpus.cutting.sizing import Unit
from corpus.model import Document, Metadata
from corpus.ranges import has_page

_RECOGNIZED = ("yes",)


def mark_recognized(document: Document, units: Iterable[Unit]) -> Iterator[Unit]:
    """The units, ``ocr`` in the metadata of those on pages that the document's own says were recognised.

    What had the same metadata has the same object afterwards: the index works out once what it can be
    filtered by.
    """
    ranges = document.metadata["ocr"]
    described: dict[tuple[int, bool], tuple[Metadata, Metadata]] = {}
    for unit in units:
        mark = find_mark(document.pages, unit.stretches[0].start_char)
        is_recognized = mark is not None and has_page(ranges, mark.number)
        key = (id(unit.metadata), is_recognized)
        if key not in described:  # kept with its origin, whose id must not go to another
            described[key] = (unit.metadata, _marked(unit.metadata, is_recognized))
        yield replace(unit, metadata=described[key][1])


def _marked(metadata: Metadata, is_recognized: bool) -> Metadata:
    rest = {name: held for name, held in metadata.items() if name != "ocr"}
    return rest | ({"ocr": _RECOGNIZED} if is_recognized else {})
