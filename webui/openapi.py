"""How do programs learn the addresses? The OpenAPI 3.1 description of ``/api/v1``.

>>> parameters_of("/suggest")
('q', 'limit')
"""

from functools import cache
from typing import Any

from index.vectorizing import Meaning
from search.concordance import LEAST_WIDTH, MOST_WIDTH, ORDERS, WIDTH
from search.exporting import FORMATS, MOST_PASSAGES
from webui.extracts import EXPORTED, LINES_A_PAGE, MOST_LINES
from webui.state import FACETS, LIMIT, MOST_LIMIT, MOST_OFFSET, SORTS
from webui.wording import COOKIE

JSON = "application/json"

SUGGESTED = 10
MOST_SUGGESTED = 50
"""Completions in one answer."""


def describe_api() -> dict[str, Any]:
    """The whole description, as a dictionary ready for JSON."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bisagra", "version": "1", "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/search": _get("A page of hits", "ResultPage", _search_parameters(), errors=("400", "503")),
            "/concordance": _get(
                "Every occurrence in its context",
                "Concordance",
                _concordance_parameters(),
                errors=("400", "503"),
            ),
            "/export": _get_files("Passages to cite from", _export_parameters()),
            "/chunks/{chunk_id}": _get(
                "One passage", "Chunk", [_in_path("chunk_id")], errors=("400", "404", "503")
            ),
            "/documents": _get(
                "The documents", "Documents", _part_parameters(100, 1000), errors=("400", "503")
            ),
            "/suggest": _get(
                "Words and names that begin so", "Suggestions", _suggest_parameters(), errors=("400", "503")
            ),
            "/terms": _get(
                "Concepts with their labels",
                "Terms",
                [_in_query("q", {"type": "string"}), *_part_parameters(100, 1000), _in_words()],
                errors=("400", "503"),
            ),
            "/status": _get("What the index holds", "Status", [], errors=("400", "503")),
        },
        "components": {"schemas": _schemas()},
    }


@cache
def parameters_of(path: str) -> tuple[str, ...]:
    """What the address at a path takes behind its question mark; nothing where none is described."""
    described = describe_api()["paths"].get(path, {"get": {"parameters": ()}})
    return tuple(each["name"] for each in described["get"]["parameters"] if each["in"] == "query")


def _get(
    summary: str, schema: str, parameters: list[dict[str, Any]], *, errors: tuple[str, ...]
) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    responses: dict[str, Any] = {"200": {"description": summary, "content": {JSON: {"schema": _ref(schema)}}}}
    responses |= {status: {"description": "RFC 9457 problem", "content": problem} for status in errors}
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def _get_files(summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    found = _get(summary, "Problem", parameters, errors=("400", "503"))
    types: dict[str, Any] = {each.media_type.partition(";")[0]: {} for each in FORMATS.values()}
    found["get"]["responses"]["200"]["content"] = types
    return found


def _search_parameters() -> list[dict[str, Any]]:
    return [
        _in_query("q", {"type": "string"}, required=True),
        *_part_parameters(LIMIT, MOST_LIMIT),
        _in_query("sort", {"type": "string", "enum": list(SORTS), "default": "score"}),
        *_narrowing_parameters(),
    ]


def _concordance_parameters() -> list[dict[str, Any]]:
    width = {"type": "integer", "minimum": LEAST_WIDTH, "maximum": MOST_WIDTH, "default": WIDTH}
    return [
        _in_query("q", {"type": "string"}, required=True),
        *_part_parameters(LINES_A_PAGE, MOST_LINES),
        _in_query("width", width),
        _in_query("sort", {"type": "string", "enum": list(ORDERS), "default": ORDERS[0]}),
        *_narrowing_parameters(),
    ]


def _export_parameters() -> list[dict[str, Any]]:
    return [
        _in_query("q", {"type": "string"}, required=True),
        _in_query("format", {"type": "string", "enum": list(FORMATS)}, required=True),
        *_part_parameters(EXPORTED, MOST_PASSAGES),
        _in_query("sort", {"type": "string", "enum": list(SORTS), "default": "score"}),
        *_narrowing_parameters(),
        _in_words(),
    ]


def _suggest_parameters() -> list[dict[str, Any]]:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_SUGGESTED, "default": SUGGESTED}
    return [_in_query("q", {"type": "string"}, required=True), _in_query("limit", limit)]


def _narrowing_parameters() -> list[dict[str, Any]]:
    return [
        _in_query("language", {"type": "string", "enum": ["es", "en"]}),
        _in_query("from", {"type": "string", "description": "2005, 2005-03 or 2005-03-23"}),
        _in_query("to", {"type": "string", "description": "the same"}),
        _in_query("exact", {"type": "string", "enum": ["0", "1"], "default": "0"}),
        _in_query("translate", {"type": "string", "enum": ["0", "1"], "default": "1"}),
        _in_query("copies", {"type": "string", "enum": ["0", "1"], "default": "0"}),
        *(_in_query(name, _list_of({"type": "string"})) for name in FACETS),
    ]


def _part_parameters(limit: int, most: int) -> list[dict[str, Any]]:
    return [
        _in_query("limit", {"type": "integer", "minimum": 1, "maximum": most, "default": limit}),
        _in_query("offset", {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET, "default": 0}),
    ]


def _in_query(name: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _in_words() -> dict[str, Any]:
    said = "the language of places and order, where no header says it"
    return _in_query(COOKIE, {"type": "string", "enum": ["es", "en"], "description": said})


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _schemas() -> dict[str, Any]:
    text, number, integer, flag = ({"type": name} for name in ("string", "number", "integer", "boolean"))
    text_or_none, integer_or_none = {"type": ["string", "null"]}, {"type": ["integer", "null"]}
    span = {"type": "array", "items": integer, "minItems": 2, "maxItems": 2}
    place = {
        "chunk_id": text, "doc_id": text, "path": text, "title": text,
        "start_line": integer, "end_line": integer, "page": integer_or_none, "slide": integer_or_none,
        "post": integer_or_none, "sheet": text_or_none, "row": integer_or_none, "ocr": flag,
        "section": _list_of(text), "language": text_or_none, "date": text_or_none, "url": text,
    }  # fmt: skip
    form = _object(
        text=text,
        language=text_or_none,
        reason=text,
        concept=text_or_none,
        weight=number,
        hits=integer_or_none,
    )
    counts = {"type": "object", "additionalProperties": integer}
    problem = _object(path=text, reason=text, key=text)
    return {
        "ResultPage": _object(
            id=text_or_none,
            query=_object(raw=text, interpreted=text, language=text_or_none, filters={"type": "object"}),
            total=integer,
            total_is_exact=flag,
            exact_total=integer,
            elapsed_ms=number,
            offset=integer,
            limit=integer,
            listed=integer,
            expansions=_list_of(_object(term=text, hits=integer, forms=_list_of(form))),
            facets={"type": "object", "additionalProperties": _list_of(_object(value=text, count=integer))},
            notes=_list_of(_object(key=text, detail=text)),
            suggestions=_list_of(_object(term=text, text=text, query=text)),
            hits=_list_of(_ref("Hit")),
            error={"type": "null"},
        ),
        "Hit": _object(
            rank=integer,
            score=number,
            kind=text,
            exact=flag,
            reasons=_list_of(text),
            snippet=_object(text=text, spans=_list_of(span)),
            copies=integer,
            also_at=_list_of(_object(same=flag, **place)),
            **place,
        ),
        "Concordance": _object(
            query={"type": "object"},
            total=integer,
            passages=integer,
            is_complete=flag,
            width=integer,
            sort=text,
            offset=integer,
            limit=integer,
            lines=_list_of(
                _object(left=text, match=text, right=text, start_char=integer, end_char=integer, **place)
            ),
            error={"type": "null"},
        ),
        "Chunk": _object(
            text=text,
            kind=text,
            start_char=integer,
            end_char=integer,
            metadata={"type": "object", "additionalProperties": _list_of(text)},
            **place,
        ),
        "Documents": _object(
            total=integer,
            offset=integer,
            limit=integer,
            documents=_list_of(
                _object(
                    doc_id=text,
                    root=text,
                    path=text,
                    title=text,
                    format=text,
                    size_bytes=integer,
                    chunks=integer,
                    languages=counts,
                    date=text_or_none,
                    container=text_or_none,
                    url=text,
                )
            ),
            error={"type": "null"},
        ),
        "Suggestions": _object(
            q=text,
            suggestions=_list_of(_object(text=text, hits=integer, concept=text_or_none)),
            error={"type": "null"},
        ),
        "Terms": _object(
            total=integer,
            offset=integer,
            limit=integer,
            concepts=_list_of(
                _object(
                    concept=text,
                    labels=_list_of(_object(text=text, language=text, kind=text)),
                    note=text,
                    url=text,
                )
            ),
            error={"type": "null"},
        ),
        "Status": _object(
            directory=text,
            files=integer,
            documents=integer,
            chunks=integer,
            unreadable=integer,
            incomplete=integer,
            languages=counts,
            sources=_list_of(text),
            updated_at=text_or_none,
            format_version=integer,
            analysis_fingerprint=text,
            size_bytes=integer,
            damage=text_or_none,
            meaning={"type": "string", "enum": [*Meaning]},
            meaning_model=text_or_none,
            unreadable_files=_list_of(problem),
            incomplete_files=_list_of(problem),
            error={"type": "null"},
        ),
        "Problem": _object(
            type=text,
            title=text,
            status=integer,
            detail=text,
            code=text,
            position=integer,
            parameters=_list_of(text),
        ),
    }
