"""How is a chunk kept beside its postings? As one JSON text, never as a pickle of ours."""

import json
from dataclasses import dataclass
from json.encoder import encode_basestring as _quote

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


def describe(document: Document, chunk: Chunk) -> str:
    """The end of a record, the same for all chunks of a document that have the same metadata."""
    fields = {
        "metadata": chunk.metadata,
        "path": document.path,
        "title": document.title,
        "type": document.format,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))[1:]


def record_to_json(chunk: Chunk, description: str) -> str:
    """The stored form of a chunk, with what :func:`describe` says of it; inverse: :func:`record_from_json`.

    JSON's own encoder would take five times as long.
    """
    segments = ",".join([f"[{s.start_char},{s.source_start},{s.length}]" for s in chunk.segments])
    section = ",".join(map(_quote, chunk.section))
    language = f'"{chunk.language.value}"' if chunk.language else "null"
    return (
        f'{{"id":{_quote(chunk.chunk_id)},"doc":{_quote(chunk.doc_id)},"n":{chunk.ordinal},'
        f'"text":{_quote(chunk.text)},"map":[{segments}],"lines":[{chunk.start_line},{chunk.end_line}],'
        f'"kind":"{chunk.kind.value}","section":[{section}],"page":{_number(chunk.page)},'
        f'"slide":{_number(chunk.slide)},"post":{_number(chunk.post)},"language":{language},{description}'
    )


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)


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
