"""What does a document look like with its passages, lines and marks, and where is the original file?"""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, send_file

from corpus.model import Chunk, Document
from index.reading import IndexReader
from search.searching import Searcher
from webui.errors import ParameterError, UnknownError
from webui.finding import Found, Marks, find_marked
from webui.lines import Block, LineMap, Span, choose_window, lay_out
from webui.opening import open_index
from webui.originals import open_member, open_original
from webui.state import SearchState, read_number

source = Blueprint("source", __name__)

MOST_LINE = 100_000_000
ORIGINAL_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document, or a window of it, laid out. ``found`` says where the search stands in it."""

    document: Document
    blocks: list[Block]
    window: Span
    line_count: int
    chosen: Chunk | None
    found: Found


@source.get("/source/<doc_id>")
def show(doc_id: str) -> str:
    """A document's extracted text, at a passage and with the marks of a search where they are named."""
    reader = open_index().reader()
    document = find_document(reader, doc_id)
    state = SearchState.read(request.args)
    view = build_view(reader, open_index().searcher(), document, state)
    return render_template("source.html", view=view, state=state, is_changed=reader.is_changed(doc_id))


@source.get("/source/<doc_id>/original")
def original(doc_id: str) -> Response:
    """The file itself, always as a download: a browser must never run what a document holds."""
    reader = open_index().reader()
    document = find_document(reader, doc_id)
    place = reader.file_of(doc_id)
    if place is None:
        raise UnknownError("document", doc_id)
    file = open_original(*place, reader.sources())
    if document.container is not None:
        file = open_member(file, document)
    name = os.path.basename(document.path).encode("utf-8", "replace").decode()
    response = send_file(
        file,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
        conditional=False,
        etag=False,
        max_age=None,
    )
    response.content_length = document.size_bytes if document.container else os.fstat(file.fileno()).st_size
    response.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    return response


def find_document(reader: IndexReader, doc_id: str) -> Document:
    """The document of an id; raises ``UnknownError``."""
    document = reader.document(doc_id)
    if document is None:
        raise UnknownError("document", doc_id)
    return document


def build_view(reader: IndexReader, searcher: Searcher, document: Document, state: SearchState) -> SourceView:
    """Choose the window, mark what the search found, lay the lines out."""
    chunks = reader.chunks_of(document.doc_id)
    chosen = choose_chunk(chunks, request.args.get("chunk"))
    lines = LineMap(document.text)
    first = read_number(request.args, "line", default=0, least=0, most=MOST_LINE)
    around = lines.line_at(chosen.start_char) if chosen else None
    window = choose_window(len(lines), around=around, first=first or None)
    shown = [chunk for chunk in chunks if lines.overlaps(window, chunk.start_char, chunk.end_char)]

    def mark(some: Sequence[Chunk]) -> Marks:
        if not state.q:
            return {}
        return searcher.marks_in(some, state.q, exact=state.exact, translate=state.translate)

    found, marks = find_marked(chunks, shown, chosen, mark)
    blocks = lay_out(document.text, shown, marks, lines=lines, window=window)
    return SourceView(document, blocks, window, len(lines), chosen, found)


def choose_chunk(chunks: Sequence[Chunk], chunk_id: str | None) -> Chunk | None:
    """The chunk that the address names; raises ``UnknownError`` when the document has no such one."""
    if not chunk_id:
        return None
    if len(chunk_id) > 200:
        raise ParameterError("chunk", chunk_id, "the id of a passage is wanted")
    for chunk in chunks:
        if chunk.chunk_id == chunk_id:
            return chunk
    raise UnknownError("passage", chunk_id)
