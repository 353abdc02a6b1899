"""How is a chunk kept beside its postings? As one JSON text, never as a pickle of ours."""

import json
from dataclasses import dataclass
from typing import Any

from analyzers.language import Language
from corpus.model import Chunk, Document, Kind, Segment


@dataclass(frozen=True, slots=True)
class Record:
    """A stored chunk with what a hit shows of its document."""

    chunk: Chunk
    path: str
    title: str
    type: str


_KINDS = {kind.value: kind for kind in Kind}
_LANGUAGES = {language.value: language for language in Language}
"""Looking these up takes a tenth of asking the enumerations, which a page does for every hit."""


def record_to_json(document: Document, chunk: Chunk) -> str:
    """The stored form of a chunk; :func:`record_from_json` is its inverse."""
    fields: dict[str, Any] = {
        "id": chunk.chunk_id,
        "doc": chunk.doc_id,
        "n": chunk.ordinal,
        "text": chunk.text,
        "map": [(s.start_char, s.source_start, s.length) for s in chunk.segments],
        "lines": (chunk.start_line, chunk.end_line),
        "kind": chunk.kind.value,
        "section": chunk.section,
        "page": chunk.page,
        "slide": chunk.slide,
        "post": chunk.post,
        "language": chunk.language.value if chunk.language else None,
        "metadata": chunk.metadata,
        "path": document.path,
        "title": document.title,
        "type": document.format,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def record_from_json(text: str) -> Record:
    """The chunk that :func:`record_to_json` wrote. Raises ``ValueError`` or ``KeyError`` on anything else."""
    fields = json.loads(text)
    language = fields["language"]
    start_line, end_line = fields["lines"]
    chunk = Chunk(
        fields["id"],
        fields["doc"],
        fields["n"],
        fields["text"],
        tuple([Segment(*each) for each in fields["map"]]),
        start_line,
        end_line,
        _KINDS[fields["kind"]],
        tuple(fields["section"]),
        fields["page"],
        fields["slide"],
        fields["post"],
        _LANGUAGES[language] if language else None,
        {name: tuple(values) for name, values in fields["metadata"].items()},
    )
    return Record(chunk, fields["path"], fields["title"], fields["type"])
