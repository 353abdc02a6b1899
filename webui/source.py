"""What does a document look like with its passages, lines and marks, and where is the original file?"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, send_file

from corpus.formats import PAGED_FORMATS
from corpus.model import Chunk, Document, Metadata
from corpus.pagination import last_page, page_span, pages_of
from index.fields import FACET, facet_term
from index.plan import Term
from index.reading import DocumentEntry, IndexReader
from index.runs import Unreadable
from search.searching import Searcher
from webui.dividers import Divider, find_dividers
from webui.errors import OriginalError, ParameterError, UnknownError
from webui.finding import Found, Marks, find_marked
from webui.lines import Block, LineMap, Span, choose_window, lay_out
from webui.opening import open_index
from webui.originals import open_bytes, open_document
from webui.state import SearchState, read_number, read_switch

source = Blueprint("source", __name__)

MOST_LINE = 100_000_000
MOST_REFERENCES = 100
ORIGINAL_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-scripts"
"""Chromium's viewer needs a script and a style of its own to show a PDF at all; what is shown is in an origin
of its own, may load nothing and run nothing that is in the file."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document, or a window of it, laid out. ``found`` says where the search stands in it.

    ``dividers`` are where pages, slides, sheets and messages begin, by the character at which a row begins;
    ``page`` is the page whose image is shown beside the text, 0 for none; ``is_on_page`` whether the chosen
    passage stands on it and is marked there, which a file that has changed since indexing forbids.
    """

    document: Document
    blocks: list[Block]
    window: Span
    line_count: int
    chosen: Chunk | None
    found: Found
    dividers: Mapping[int, Divider]
    page: int
    last_page: int
    is_on_page: bool
    is_changed: bool
    has_original: bool
    references: Mapping[str, Chunk]
    cited: Sequence[str]
    attached_to: DocumentEntry | None
    attachments: Sequence[DocumentEntry]
    unread_attachments: Sequence[Unreadable]


@source.get("/source/<doc_id>")
def show(doc_id: str) -> str:
    """A document's extracted text, at a passage and with the marks of a search where they are named."""
    reader = open_index().reader()
    document = find_document(reader, doc_id)
    state = SearchState.read(request.args)
    view = build_view(reader, open_index().searcher(), document, state)
    return render_template("source.html", view=view, state=state)


@source.get("/source/<doc_id>/original")
def original(doc_id: str) -> Response:
    """The file itself. A PDF is shown in a sandbox, anything else is a download.

    A browser must never run what a document holds: no HTML, no SVG, nothing that it could take for them.
    """
    reader = open_index().reader()
    document = find_document(reader, doc_id)
    is_shown = document.format == "pdf" and not read_switch(request.args, "download", default=False)
    file = open_bytes(reader, document)
    name = os.path.basename(document.path).encode("utf-8", "replace").decode()
    response = send_file(
        file,
        mimetype="application/pdf" if is_shown else "application/octet-stream",
        as_attachment=not is_shown,
        download_name=name,
        conditional=False,
        etag=False,
        max_age=None,
    )
    response.content_length = os.fstat(file.fileno()).st_size
    response.headers["Content-Security-Policy"] = PDF_POLICY if is_shown else ORIGINAL_POLICY
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
    page = choose_page(document, chosen)
    if page and not around and not first and (span := page_span(document, page)):
        around = lines.line_at(span[0])
    window = choose_window(len(lines), around=around, first=first or None)
    shown = [chunk for chunk in chunks if lines.overlaps(window, chunk.start_char, chunk.end_char)]

    def mark(some: Sequence[Chunk]) -> Marks:
        return mark_chunks(searcher, some, state)

    found, marks = find_marked(chunks, shown, chosen, mark)
    dividers = {divider.start_char: divider for divider in find_dividers(document, chunks)}
    blocks = lay_out(document.text, shown, marks, lines=lines, window=window, breaks=dividers)
    is_changed, has_original = reader.is_changed(document.doc_id), is_at_hand(reader, document)
    return SourceView(
        document=document,
        blocks=blocks,
        window=window,
        line_count=len(lines),
        chosen=chosen,
        found=found,
        dividers=dividers,
        page=page if has_original else 0,
        last_page=last_page(document),
        is_on_page=bool(chosen and not is_changed and page in pages_of(document, chosen)),
        is_changed=is_changed,
        has_original=has_original,
        references=find_references(reader, (chosen or document).metadata),
        cited=find_cited(reader, (chosen or document).metadata),
        attached_to=reader.attached_to(document),
        attachments=reader.attachments(document.doc_id),
        unread_attachments=reader.unread_attachments(document.doc_id),
    )


def is_at_hand(reader: IndexReader, document: Document) -> bool:
    """Whether the original file can be opened."""
    try:
        open_document(reader, document).file.close()
    except OriginalError:
        return False
    return True


def find_cited(reader: IndexReader, metadata: Metadata) -> list[str]:
    """Of the message's own references, those that another message of the collection refers to."""
    return [
        reference
        for reference in metadata.get("reference", ())[:MOST_REFERENCES]
        if reader.engine.find(Term(FACET, facet_term("refers", reference)))
    ]


def mark_chunks(searcher: Searcher, chunks: Sequence[Chunk], state: SearchState) -> Marks:
    """The spans of each chunk that a search found."""
    if not state.q:
        return {}
    return searcher.marks_in(chunks, state.q, exact=state.exact, translate=state.translate)


def choose_page(document: Document, chosen: Chunk | None) -> int:
    """The page whose image is shown: the one that is named, else the passage's, else the first."""
    if document.format not in PAGED_FORMATS:
        return 0
    default = (chosen.page if chosen else None) or 1
    return read_number(request.args, "page", default=default, least=1, most=max(1, last_page(document)))


def find_references(reader: IndexReader, metadata: Metadata) -> dict[str, Chunk]:
    """Of the messages that this one refers to, those that are in the collection: where each begins."""
    found = {}
    for reference in metadata.get("refers", ())[:MOST_REFERENCES]:
        numbers = reader.engine.find(Term(FACET, facet_term("reference", reference)))
        chunks = (reader.engine.record(number).chunk for number in numbers)
        own = [chunk for chunk in chunks if reference in chunk.metadata.get("reference", ())]
        if own:
            found[reference] = min(own, key=lambda chunk: (chunk.doc_id, chunk.ordinal))
    return found


def choose_chunk(chunks: Sequence[Chunk], chunk_id: str | None) -> Chunk | None:
    """The chunk that the address names; raises ``UnknownError`` when the document has no such one."""
    if not chunk_id:
        return None
    if len(chunk_id) > 200:
        raise ParameterError("chunk", chunk_id, "passage")
    for chunk in chunks:
        if chunk.chunk_id == chunk_id:
            return chunk
    raise UnknownError("passage", chunk_id)
