"""How does a result look as JSON? The fields that other programs are written against."""

from collections.abc import Mapping
from typing import Any

from corpus.model import Chunk
from search.links import source_url
from search.places import row_of, sheet_of
from search.results import Expansion, Hit, ResultPage


def page_to_dict(page: ResultPage, query_id: str | None = None) -> dict[str, Any]:
    """A result page as one JSON object (see ``docs/interfaces.md``)."""
    return {
        "id": query_id,
        "query": query_to_dict(page),
        "total": page.total,
        "total_is_exact": page.total_is_exact,
        "exact_total": page.exact_total,
        "elapsed_ms": page.elapsed_ms,
        "offset": page.offset,
        "limit": page.limit,
        "listed": page.listed,
        "expansions": [_expansion_to_dict(expansion) for expansion in page.expansions],
        "facets": {
            name: [{"value": each.value, "count": each.count} for each in values]
            for name, values in page.facets.items()
        },
        "notes": [{"key": note.key, "detail": note.detail} for note in page.notes],
        "suggestions": [
            {"term": each.term, "text": each.text, "query": each.query} for each in page.suggestions
        ],
        "hits": [hit_to_dict(hit, page.raw) for hit in page.hits],
        "error": None,
    }


def query_to_dict(page: ResultPage) -> dict[str, Any]:
    """What was asked, and how it was read."""
    return {
        "raw": page.raw,
        "interpreted": page.interpreted,
        "language": page.language.value if page.language else None,
        "filters": {name: list(values) for name, values in page.filters.items()},
    }


def error_to_dict(
    raw: str, message: str, position: int | None, query_id: str | None = None
) -> dict[str, Any]:
    """A query that could not be answered, in the shape of a result."""
    return {
        "id": query_id,
        "query": {"raw": raw, "interpreted": "", "language": None, "filters": {}},
        "total": 0,
        "total_is_exact": True,
        "exact_total": 0,
        "elapsed_ms": 0.0,
        "offset": 0,
        "limit": 0,
        "listed": 0,
        "expansions": [],
        "facets": {},
        "notes": [],
        "suggestions": [],
        "hits": [],
        "error": {"message": message, "position": position},
    }


def hit_to_dict(hit: Hit, query: str) -> dict[str, Any]:
    """One hit."""
    return (
        {"rank": hit.rank, "score": hit.score}
        | _anchor_to_dict(hit.chunk, hit.path, hit.title)
        | {
            "kind": hit.chunk.kind.value,
            "exact": hit.exact,
            "reasons": list(hit.reasons),
            "snippet": {"text": hit.snippet.text, "spans": [list(span) for span in hit.snippet.spans]},
            "url": source_url(hit.chunk.doc_id, hit.chunk.chunk_id, query),
            "copies": hit.copies,
            "also_at": [
                _anchor_to_dict(copy.chunk, copy.path, copy.title)
                | {"same": copy.same, "url": source_url(copy.chunk.doc_id, copy.chunk.chunk_id, query)}
                for copy in hit.also_at
            ],
        }
    )


def chunk_to_dict(chunk: Chunk, path: str, title: str) -> dict[str, Any]:
    """One chunk with its whole text and all that is known of it."""
    return _anchor_to_dict(chunk, path, title) | {
        "kind": chunk.kind.value,
        "text": chunk.text,
        "start_char": chunk.start_char,
        "end_char": chunk.end_char,
        "metadata": _metadata_to_dict(chunk.metadata),
        "url": source_url(chunk.doc_id, chunk.chunk_id),
    }


def anchor_to_dict(chunk: Chunk, path: str, title: str, query: str) -> dict[str, Any]:
    """Where a chunk stands, and the address at which it is shown with the words of a query marked."""
    url = source_url(chunk.doc_id, chunk.chunk_id, query)
    return _anchor_to_dict(chunk, path, title) | {"url": url}


def _anchor_to_dict(chunk: Chunk, path: str, title: str) -> dict[str, Any]:
    return {
        "chunk_id": chunk.chunk_id,
        "doc_id": chunk.doc_id,
        "path": path,
        "title": title,
        "start_line": chunk.start_line,
        "end_line": chunk.end_line,
        "page": chunk.page,
        "slide": chunk.slide,
        "post": chunk.post,
        "sheet": sheet_of(chunk) or None,
        "row": row_of(chunk),
        "ocr": "yes" in chunk.metadata.get("ocr", ()),
        "section": list(chunk.section),
        "language": chunk.language.value if chunk.language else None,
        "date": next(iter(chunk.metadata.get("date", ())), None),
    }


def _metadata_to_dict(metadata: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in metadata.items()}


def _expansion_to_dict(expansion: Expansion) -> dict[str, Any]:
    return {
        "term": expansion.term,
        "hits": expansion.hits,
        "forms": [
            {
                "text": form.text,
                "language": form.language.value if form.language else None,
                "reason": form.reason.value,
                "concept": form.concept,
                "weight": form.weight,
                "hits": form.hits,
            }
            for form in expansion.forms
        ],
    }
