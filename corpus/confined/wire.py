"""Documents and chunks as JSON, for the way from a reading process to the one that started it.

A reading process has had a stranger's file in its hands: what it says is taken as data only.

>>> from corpus.model import Document
>>> document = Document("d", "/r", "a.txt", "txt", "0" * 64, 4, "a", "hola")
>>> decode_read(encode_read(document, ()))[0] == document
True
"""

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

from analyzers.language import Language
from corpus.model import Chunk, Document, Kind, Mark, Metadata, Region, Role, Segment

Json = Any

_ROLES = {role.value: role for role in Role}
_KINDS = {kind.value: kind for kind in Kind}
_LANGUAGES: dict[str | None, Language | None] = {None: None} | {each.value: each for each in Language}
_INTEGERS = frozenset((int,))


def encode_read(document: Document, chunks: Sequence[Chunk]) -> bytes:
    """One document and its chunks; metadata and sections that many chunks share are sent once.

    A chunk's text is not sent at all: its segments say what it is.
    """
    shared: dict[int, int] = {}
    metadata: list[Metadata] = []
    sections: dict[tuple[str, ...], int] = {}
    rows = []
    for chunk in chunks:
        key = id(chunk.metadata)
        if key not in shared:
            shared[key] = len(metadata)
            metadata.append(chunk.metadata)
        section = sections.setdefault(chunk.section, len(sections))
        rows.append(_chunk_to_list(chunk, section, shared[key]))
    message = {
        "document": _document_to_dict(document),
        "metadata": metadata,
        "sections": list(sections),
        "chunks": rows,
    }
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def decode_read(data: bytes) -> tuple[Document, tuple[Chunk, ...]]:
    """What ``encode_read`` was given. Raises LookupError, TypeError or ValueError for all else."""
    message = json.loads(data)
    document = _document_from_dict(message["document"])
    metadata = [_read_metadata(each) for each in message["metadata"]]
    sections = [tuple(str(title) for title in each) for each in message["sections"]]
    return document, tuple([_chunk_from_list(row, document, sections, metadata) for row in message["chunks"]])


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
            Region(int(start), int(end), _ROLES[role], int(level))
            for start, end, role, level in found["regions"]
        ),
        rows=tuple(Mark(int(start), int(number)) for start, number in found["rows"]),
        notes=tuple(str(note) for note in found["notes"]),
        container=None if found["container"] is None else str(found["container"]),
        file_sha256=str(found["file_sha256"]),
    )


def _read_metadata(found: Json) -> Metadata:
    return {str(name): tuple(str(value) for value in values) for name, values in found.items()}


def _chunk_to_list(chunk: Chunk, section: int, metadata: int) -> Json:
    return [
        chunk.chunk_id,
        chunk.ordinal,
        list(chain.from_iterable(chunk.segments)),
        chunk.start_line,
        chunk.end_line,
        chunk.kind.value,
        section,
        chunk.page,
        chunk.slide,
        chunk.post,
        chunk.language.value if chunk.language else None,
        metadata,
    ]


def _chunk_from_list(
    row: Json, document: Document, sections: Sequence[tuple[str, ...]], metadata: Sequence[Metadata]
) -> Chunk:
    chunk_id, ordinal, numbers, start, end, kind, section, page, slide, post, language, shared = row
    text, segments = _read_segments(numbers, document.text)
    return Chunk(
        str(chunk_id),
        document.doc_id,
        int(ordinal),
        text,
        segments,
        int(start),
        int(end),
        _KINDS[kind],
        sections[section],
        _read_number(page),
        _read_number(slide),
        _read_number(post),
        _LANGUAGES[language],
        metadata[shared],
    )


def _read_segments(numbers: Json, source: str) -> tuple[str, tuple[Segment, ...]]:
    """A chunk's text and segments. Raises ValueError unless they follow each other and lie in ``source``."""
    if not numbers or not _INTEGERS.issuperset(map(type, numbers)):
        raise ValueError("no segments")
    segments = tuple(map(Segment._make, zip(numbers[0::3], numbers[1::3], numbers[2::3], strict=True)))
    parts = []
    length = 0
    for start, place, size in segments:
        if start != length:
            if start != length + 1:
                raise ValueError("a gap in a paragraph")
            parts.append(" ")
        if place < 0 or size < 0 or (end := place + size) > len(source):
            raise ValueError("a paragraph that is not in its text")
        parts.append(source[place:end])
        length = start + size
    return "".join(parts), segments


def _read_number(value: Json) -> int | None:
    return None if value is None else int(value)
