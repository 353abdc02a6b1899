"""Documents and chunks as JSON, for the way from a reading process to the one that started it.

A reading process has had a stranger's file in its hands: what it says is taken as data only.

>>> from corpus.model import Document
>>> document = Document("d", "/r", "a.txt", "txt", "0" * 64, 4, "a", "hola")
>>> decode_read(encode_read(document, ()))[0] == document
True
"""

import json
from collections.abc import Sequence
from typing import Any

from analyzers.language import Language
from corpus.model import Chunk, Document, Kind, Mark, Metadata, Region, Role, Segment

Json = Any


def encode_read(document: Document, chunks: Sequence[Chunk]) -> bytes:
    """One document and its chunks; metadata that many chunks share is sent once."""
    shared: dict[int, int] = {}
    metadata: list[Metadata] = []
    rows = []
    for chunk in chunks:
        key = id(chunk.metadata)
        if key not in shared:
            shared[key] = len(metadata)
            metadata.append(chunk.metadata)
        rows.append(_chunk_to_list(chunk, shared[key]))
    message = {"document": _document_to_dict(document), "metadata": metadata, "chunks": rows}
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def decode_read(data: bytes) -> tuple[Document, tuple[Chunk, ...]]:
    """What ``encode_read`` was given. Raises ValueError, TypeError or KeyError for anything else."""
    message = json.loads(data)
    document = _document_from_dict(message["document"])
    metadata = [_read_metadata(each) for each in message["metadata"]]
    return document, tuple(_chunk_from_list(row, document, metadata) for row in message["chunks"])


def _document_to_dict(document: Document) -> Json:
    return {
        "doc_id": document.doc_id,
        "root": document.root,
        "path": document.path,
        "format": document.format,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "title": document.title,
        "text": document.text,
        "encoding": document.encoding,
        "metadata": document.metadata,
        "pages": [(mark.start_char, mark.number, mark.label) for mark in document.pages],
        "regions": [
            (region.start_char, region.end_char, region.role.value, region.level)
            for region in document.regions
        ],
        "rows": [(mark.start_char, mark.number) for mark in document.rows],
        "notes": document.notes,
        "container": document.container,
        "file_sha256": document.file_sha256,
    }


def _document_from_dict(found: Json) -> Document:
    return Document(
        doc_id=str(found["doc_id"]),
        root=str(found["root"]),
        path=str(found["path"]),
        format=str(found["format"]),
        sha256=str(found["sha256"]),
        size_bytes=int(found["size_bytes"]),
        title=str(found["title"]),
        text=str(found["text"]),
        encoding=None if found["encoding"] is None else str(found["encoding"]),
        metadata=_read_metadata(found["metadata"]),
        pages=tuple(Mark(int(start), int(number), str(label)) for start, number, label in found["pages"]),
        regions=tuple(
            Region(int(start), int(end), Role(role), int(level))
            for start, end, role, level in found["regions"]
        ),
        rows=tuple(Mark(int(start), int(number)) for start, number in found["rows"]),
        notes=tuple(str(note) for note in found["notes"]),
        container=None if found["container"] is None else str(found["container"]),
        file_sha256=str(found["file_sha256"]),
    )


def _read_metadata(found: Json) -> Metadata:
    return {str(name): tuple(str(value) for value in values) for name, values in found.items()}


def _chunk_to_list(chunk: Chunk, metadata: int) -> Json:
    segments = [
        number for each in chunk.segments for number in (each.start_char, each.source_start, each.length)
    ]
    return [
        chunk.chunk_id,
        chunk.ordinal,
        chunk.text,
        segments,
        chunk.start_line,
        chunk.end_line,
        chunk.kind.value,
        chunk.section,
        chunk.page,
        chunk.slide,
        chunk.post,
        chunk.language.value if chunk.language else None,
        metadata,
    ]


def _chunk_from_list(row: Json, document: Document, metadata: Sequence[Metadata]) -> Chunk:
    chunk_id, ordinal, text, numbers, start, end, kind, section, page, slide, post, language, shared = row
    triples = zip(numbers[0::3], numbers[1::3], numbers[2::3], strict=True)
    return Chunk(
        str(chunk_id),
        document.doc_id,
        int(ordinal),
        str(text),
        tuple(Segment(int(first), int(second), int(third)) for first, second, third in triples),
        int(start),
        int(end),
        kind=Kind(kind),
        section=tuple(str(title) for title in section),
        page=_read_number(page),
        slide=_read_number(slide),
        post=_read_number(post),
        language=Language(language) if language else None,
        metadata=metadata[shared],
    )


def _read_number(value: Json) -> int | None:
    return None if value is None else int(value)
