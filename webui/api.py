"""What do programs get? The same answers as JSON, with the fields of the interface promise."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, jsonify, request

from analyzers.language import Language
from analyzers.termbase import Concept
from corpus.ordering import order_paths
from index.vectorizing import find_meaning, vector_model
from search.completing import complete
from search.concordance import concordance_to_dict
from search.links import source_url
from search.serializing import chunk_to_dict, page_to_dict
from webui.errors import ParameterError, UnknownError, UnknownParameterError
from webui.extracts import make_export, read_concordance
from webui.openapi import MOST_SUGGESTED, SUGGESTED, describe_api, parameters_of
from webui.opening import open_index
from webui.pages import Paging, Part, add_links, add_part_links, run_search
from webui.source import find_document
from webui.state import MOST_OFFSET, SearchState, read_number
from webui.terms import look_up
from webui.wording import wording

api = Blueprint("api", __name__, url_prefix="/api/v1")


@api.before_request
def refuse_unknown_parameters() -> None:
    """A misspelt filter would widen the answer without a word; raises ``UnknownParameterError``."""
    path = str(request.url_rule).removeprefix(api.url_prefix or "").replace("<", "{").replace(">", "}")
    known = parameters_of(path)
    if unknown := [name for name in request.args if name not in known]:
        raise UnknownParameterError(unknown, known)


@api.get("/search")
def search() -> Response:
    """A page of hits: the object that ``bisagra search --json`` prints."""
    state = SearchState.read(request.args)
    if not state.q:
        raise ParameterError("q", "", "query")
    page = run_search(open_index(), state)
    return add_links(jsonify(page_to_dict(page)), Paging(state, page), "/api/v1/search")


@api.get("/concordance")
def concordance() -> Response:
    """Every occurrence in its context: the object that ``bisagra concordance --json`` prints."""
    asked = read_concordance(request.args)
    body = concordance_to_dict(asked.make(open_index()), offset=asked.state.offset, limit=asked.limit)
    part = Part(asked.state.offset, asked.limit, body["total"])
    return add_part_links(jsonify(body), part, lambda at: asked.url(at, "/api/v1/concordance"))


@api.get("/export")
def export_passages() -> Response:
    """Passages as a file to cite from."""
    return make_export(open_index(), request.args)


@api.get("/chunks/<chunk_id>")
def chunk(chunk_id: str) -> Response:
    """One passage with its place."""
    reader = open_index().reader()
    found = reader.chunk(chunk_id)
    if found is None:
        raise UnknownError("passage", chunk_id)
    document = find_document(reader, found.doc_id)
    return jsonify(chunk_to_dict(found, document.path, document.title))


@api.get("/documents")
def documents() -> Response:
    """The documents in order of path, part by part."""
    limit = read_number(request.args, "limit", default=100, least=1, most=1000)
    offset = read_number(request.args, "offset", default=0, least=0, most=10_000_000)
    entries = sorted(open_index().reader().documents(), key=lambda entry: order_paths(entry.path))
    shown = [{**asdict(entry), "url": source_url(entry.doc_id)} for entry in entries[offset : offset + limit]]
    body = {"total": len(entries), "offset": offset, "limit": limit, "documents": shown, "error": None}
    return add_part_links(
        jsonify(body),
        Part(offset, limit, len(entries)),
        lambda at: f"/api/v1/documents?limit={limit}&offset={at}",
    )


@api.get("/suggest")
def suggest() -> Response:
    """The words and names that begin with what is being typed, most frequent first."""
    beginning = request.args.get("q", "")
    limit = read_number(request.args, "limit", default=SUGGESTED, least=1, most=MOST_SUGGESTED)
    opened = open_index()
    concepts = opened.termbase.current().concepts.values()
    found = complete(beginning, opened.reader().engine, concepts, limit=limit)
    return jsonify({"q": beginning, "suggestions": [asdict(each) for each in found], "error": None})


@api.get("/terms")
def terms() -> Response:
    """The concepts of the termbase, or those that ``q`` names or begins, part by part."""
    limit = read_number(request.args, "limit", default=100, least=1, most=1000)
    offset = read_number(request.args, "offset", default=0, least=0, most=MOST_OFFSET)
    wanted = request.args.get("q", "").strip()
    found = look_up(open_index().termbase.current(), wanted, wording())
    shown = [_concept_to_dict(concept) for concept in found[offset : offset + limit]]
    body = {"total": len(found), "offset": offset, "limit": limit, "concepts": shown, "error": None}
    asked = [("q", wanted)] * bool(wanted) + [("limit", str(limit))]
    return add_part_links(
        jsonify(body),
        Part(offset, limit, len(found)),
        lambda at: f"/api/v1/terms?{urlencode([*asked, ('offset', str(at))])}",
    )


def _concept_to_dict(concept: Concept) -> dict[str, Any]:
    labels = [
        {"text": label.text, "language": label.language.value, "kind": label.kind.value}
        for label in concept.labels
    ]
    return {
        "concept": concept.concept_id,
        "labels": labels,
        "note": concept.note_in(Language.EN),
        "url": f"/terms/{quote(concept.concept_id)}",
    }


@api.get("/status")
def status() -> Response:
    """What the index holds and which files could not be read."""
    reader = open_index().reader()
    body: dict[str, Any] = asdict(reader.status())
    body["meaning"] = find_meaning(reader.directory)
    body["meaning_model"] = vector_model(reader.directory)
    body["unreadable_files"] = [asdict(entry) for entry in reader.unreadable()]
    body["incomplete_files"] = [asdict(entry) for entry in reader.incomplete()]
    return jsonify(body | {"error": None})


@api.get("/openapi.json")
def openapi() -> Response:
    """The description of these addresses (OpenAPI 3.1)."""
    return jsonify(describe_api())
