"""PDF: paragraphs by where the lines stand, page by page; scanned pages by recognition.

Running heads and page numbers are kept as boilerplate, bookmarks or large type become headings,
hyphens at line ends go. A paragraph that runs over a page's end is whole; it stands where it begins.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from corpus.model import Extraction, Metadata
from corpus.options import DEFAULT_OPTIONS, ReadingOptions
from corpus.paper.pages import iter_pages, make_notes
from corpus.paper.printing import print_pages
from corpus.paper.titles import Bookmark
from corpus.ranges import write_pages
from corpus.readers.properties import read_properties
from corpus.reasons import say
from corpus.recognition import Recognizer

_MOST_PAGES = 20_000
_MOST_BOOKMARKS = 20_000
_TAIL_BYTES = 4096


def extract(data: bytes, options: ReadingOptions = DEFAULT_OPTIONS) -> Extraction:
    """Text, page marks, regions and metadata of the PDF in ``data``.

    Raises ValueError with a sentence for the person where it is encrypted, cut off or damaged.
    """
    _check_end(data)
    import pypdfium2  # takes a tenth of a second: only where there is a PDF to read

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(_explain(str(error))) from None
    try:
        count = len(document)
        if not count:
            raise ValueError(say("damaged-pages"))
        if count > _MOST_PAGES:
            raise ValueError(say("too-many-pages", count=f"{count:,}"))
        recognizer = Recognizer(options, hashlib.sha256(data).hexdigest())
        pages = list(iter_pages(document, pypdfium2.raw, recognizer))
        notes = make_notes(pages, recognizer)
        if not any(page.lines for page in pages):
            raise ValueError(say("no-text-but", detail=notes[0]) if notes else say("no-text"))
        metadata = dict(_read_metadata(document))
        recognized = [page.number for page in pages if page.is_recognized]
        if recognized:
            metadata["ocr"] = write_pages(recognized)
        return print_pages(pages, list(_iter_bookmarks(document)), metadata, notes)
    finally:
        document.close()


def _check_end(data: bytes) -> None:
    """A download that broke off lacks the end, where the table of all objects stands."""
    tail = data.rstrip(b"\x00\r\n\t ")[-_TAIL_BYTES:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise ValueError(say("cut-pdf"))


def _explain(message: str) -> str:
    lowered = message.lower()
    if "password" in lowered:
        return say("password-pdf")
    if "security" in lowered:
        return say("protected-pdf")
    return say("damaged-pdf")


def _iter_bookmarks(document: Any) -> Iterator[Bookmark]:
    for count, item in enumerate(document.get_toc(max_depth=6)):
        if count >= _MOST_BOOKMARKS:
            return
        destination = item.get_dest()
        index = destination.get_index() if destination else None
        if index is not None:
            yield Bookmark(item.get_title() or "", index, item.level + 1)


def _read_metadata(document: Any) -> Metadata:
    found = document.get_metadata_dict(skip_empty=True)
    return read_properties(
        {
            "title": found.get("Title", ""),
            "author": found.get("Author", ""),
            "date": found.get("CreationDate", ""),
            "description": found.get("Subject", ""),
            "tag": found.get("Keywords", ""),
        }
    )
