"""Scans and photographs of pages: TIFF of any number of pages, JPEG, PNG, WebP, JPEG 2000, BMP.

Their text is what recognition reads on them. What such a file says of itself is the scanner's make and the
day of scanning, which is not the document's: neither is taken in.
"""

import hashlib
from collections.abc import Iterator

from corpus.model import Extraction
from corpus.options import DEFAULT_OPTIONS, ReadingOptions
from corpus.paper.images import ImageFile, open_image
from corpus.paper.pages import Page, make_notes, place_recognized
from corpus.paper.printing import print_pages
from corpus.ranges import write_pages
from corpus.reasons import say
from corpus.recognition import RecognizedLine, Recognizer

_MOST_PAGES = 5_000


def extract(data: bytes, options: ReadingOptions = DEFAULT_OPTIONS) -> Extraction:
    """Text, page marks and regions of the image file in ``data``.

    Raises ValueError with a sentence for the person where it is damaged, or nothing can be read on it.
    """
    recognizer = Recognizer(options, hashlib.sha256(data).hexdigest())
    with open_image(data) as image:
        if image.count > _MOST_PAGES:
            raise ValueError(say("too-many-images", count=f"{image.count:,}"))
        if all(image.is_small(index) for index in range(image.count)):
            raise ValueError(say("image-small"))
        pages = list(_iter_pages(image, recognizer))
    notes = make_notes(pages, recognizer)
    recognized = [page.number for page in pages if page.is_recognized]
    if not recognized:
        raise ValueError(say("no-text-but", detail=notes[0]))
    return print_pages(pages, [], {"ocr": write_pages(recognized)}, notes)


def _iter_pages(image: ImageFile, recognizer: Recognizer) -> Iterator[Page]:
    for index in range(image.count):
        lines = [] if image.is_small(index) else _recognize(image, index, recognizer)
        yield Page(index + 1, place_recognized(lines), is_bare=True, is_recognized=bool(lines))


def _recognize(image: ImageFile, index: int, recognizer: Recognizer) -> list[RecognizedLine]:
    if recognizer.options.ocr == "off":
        return []
    lines = recognizer.load(index)
    if lines is None and recognizer.languages:
        grey = image.read_grey(index)
        lines = recognizer.recognize(index, grey.width, grey.height, grey.data)
    return lines or []
