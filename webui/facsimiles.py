"""What does the page itself look like? Pages of PDF and image files, the passage marked where it stands.

The file is opened as an original is, and drawn by a process that can do no harm. Images are kept in memory
for a while, by the hash of the document, and nowhere else.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, current_app, request

from corpus import reasons
from corpus.confined.asking import LOOKING_LIMITS, Original, ask_page
from corpus.errors import UnreadableError
from corpus.formats import PAGED_FORMATS
from corpus.model import Document
from corpus.options import ReadingOptions
from corpus.pagination import passage_on_page
from corpus.paper.drawing import LEAST_WIDTH, MOST_WIDTH, Passage
from corpus.recognition import RecognizedLine, Recognizer
from index.leftovers import OCR_CACHE
from index.reading import IndexReader
from webui.errors import DrawingBusyError, UnknownError, UnopenedError
from webui.opening import open_index
from webui.originals import open_document
from webui.source import find_document, mark_chunks
from webui.state import SearchState, read_number

facsimiles = Blueprint("facsimiles", __name__)

WIDTH = 1000
"""Pixels: twice what stands beside the text, for screens with fine pixels and for reading glasses."""
WIDE = 1800
MOST_PAGE = 100_000
MOST_ID = 200
KEPT_BYTES = 24_000_000
"""Some hundred pages."""
AT_ONCE = 2
"""Processes that draw side by side; the other requests of a page wait for their turn, not for a processor."""


class Wanted(NamedTuple):
    """Which image: the page of a document of this content, and what is marked on it."""

    sha256: str
    number: int
    width: int
    passage: Passage | None

    @property
    def key(self) -> Hashable:
        """Equal for equal images."""
        passage = self.passage
        return (*self[:3], passage and (passage.text, passage.occurrence, *passage.marks))


class Facsimiles:
    """The images drawn last, and whose turn it is to draw."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size_bytes = 0
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def find(self, wanted: Wanted) -> bytes | None:
        """An image that was drawn before, as a PNG file."""
        with self._lock:
            if wanted.key in self._kept:
                self._kept.move_to_end(wanted.key)
            return self._kept.get(wanted.key)

    def draw(self, original: Original, wanted: Wanted) -> bytes:
        """The image as a PNG file. Raises UnreadableError, or DrawingBusyError where there is no turn."""
        if not self._turns.acquire(timeout=LOOKING_LIMITS.wall_seconds):
            raise DrawingBusyError(original.name)
        try:
            image = ask_page(
                original,
                wanted.number,
                width_px=wanted.width,
                passage=wanted.passage,
            )
        finally:
            self._turns.release()
        if image.is_same:  # the image of another file is nobody's to keep
            self._keep(wanted.key, image.png)
        return image.png

    def _keep(self, key: Hashable, png: bytes) -> None:
        with self._lock:
            self._size_bytes += len(png) - len(self._kept.pop(key, b""))
            self._kept[key] = png
            while self._size_bytes > KEPT_BYTES:
                _, oldest = self._kept.popitem(last=False)
                self._size_bytes -= len(oldest)


@facsimiles.get("/source/<doc_id>/page/<int:number>")
def show_page(doc_id: str, number: int) -> Response:
    """A page of a PDF or image file as an image, marked with the passage and the search of the address."""
    reader = open_index().reader()
    document = find_document(reader, doc_id)
    if document.format not in PAGED_FORMATS or not 1 <= number <= MOST_PAGE:
        raise UnknownError("page", str(number))
    width = read_number(request.args, "width", default=WIDTH, least=LEAST_WIDTH, most=MOST_WIDTH)
    wanted = Wanted(document.sha256, number, width, find_passage(reader, document, number))
    images: Facsimiles = current_app.extensions["bisagra.facsimiles"]
    original = open_document(reader, document)
    with closing(original.file):
        png = None if reader.is_changed(doc_id) else images.find(wanted)
        try:
            png = png or images.draw(original, wanted)
        except UnreadableError as error:
            if reasons.read(error.reason).key == "no-page":
                raise UnknownError("page", str(number)) from error
            raise UnopenedError(error.reason) from error
    return Response(png, content_type="image/png")


def find_passage(reader: IndexReader, document: Document, number: int) -> Passage | None:
    """What of the passage that the request names is to be marked on a page."""
    if "chunk" not in request.args:
        return None
    chosen = reader.chunk(request.args["chunk"][:MOST_ID])
    if chosen is None or chosen.doc_id != document.doc_id:
        raise UnknownError("passage", request.args["chunk"])
    marks = mark_chunks(open_index().searcher(), [chosen], SearchState.read(request.args))
    language = chosen.language.value if chosen.language else ""
    passage = passage_on_page(document, chosen, number, marks.get(chosen.chunk_id, ()), language=language)
    if passage is None or "ocr" not in document.metadata:
        return passage
    return replace(passage, recognized=read_recognized(reader.directory, document.sha256, number))


def read_recognized(index_directory: Path, sha256: str, number: int) -> list[RecognizedLine]:
    """The lines that were recognised on a page when it was indexed, none where it has text of its own."""
    options = ReadingOptions(ocr_cache=index_directory / OCR_CACHE)
    return Recognizer(options, sha256).load(number - 1) or []
