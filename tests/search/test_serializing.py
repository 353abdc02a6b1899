"""The JSON of a result has the fields that were promised, and few others."""

import json
from dataclasses import replace
from typing import Any

import pytest

from analyzers.language import Language
from index.reading import IndexReader
from search.errors import QueryError
from search.query import NOTES
from search.results import Reason
from search.searching import Searcher
from search.serializing import chunk_to_dict, error_to_dict, page_to_dict

PAGE = {
    "id": str,
    "query": dict,
    "total": int,
    "total_is_exact": bool,
    "elapsed_ms": float,
    "offset": int,
    "limit": int,
    "listed": int,
    "expansions": list,
    "facets": dict,
    "hits": list,
    "error": type(None),
}
PAGE_EXTRAS = {"exact_total", "notes", "suggestions"}
HIT = {
    "rank": int,
    "score": float,
    "chunk_id": str,
    "doc_id": str,
    "path": str,
    "title": str,
    "start_line": int,
    "end_line": int,
    "page": int | None,
    "slide": int | None,
    "post": int | None,
    "sheet": str | None,
    "row": int | None,
    "ocr": bool,
    "section": list,
    "language": str | None,
    "date": str | None,
    "kind": str,
    "exact": bool,
    "reasons": list,
    "snippet": dict,
    "url": str,
    "copies": int,
    "also_at": list,
}
HIT_EXTRAS: set[str] = set()


def check(value: dict[str, Any], promised: dict[str, Any], extras: set[str]) -> None:
    assert set(promised) <= set(value) <= set(promised) | extras
    for name, kind in promised.items():
        assert isinstance(value[name], kind), name


@pytest.fixture(scope="module")
def page(sample_searcher: Searcher) -> dict[str, Any]:
    found = sample_searcher.search("ASPAN puerto", limit=20, filters={"type": ["md", "txt"]})
    return json.loads(json.dumps(page_to_dict(found, "q1")))  # type: ignore[no-any-return]


def test_a_page(page: dict[str, Any]) -> None:
    check(page, PAGE, PAGE_EXTRAS)
    assert page["id"] == "q1"
    assert page["query"] == {
        "raw": "ASPAN puerto",
        "interpreted": "ASPAN puerto",
        "language": None,
        "filters": {"type": ["md", "txt"]},
    }
    assert (page["offset"], page["limit"]) == (0, 20)
    assert {note["key"] for note in page["notes"]} <= set(NOTES)


def test_a_page_without_an_id_says_so(sample_searcher: Searcher) -> None:
    answer = page_to_dict(sample_searcher.search("puerto", language=Language.ES))
    check(answer, PAGE | {"id": type(None)}, PAGE_EXTRAS)


def test_hits(page: dict[str, Any], sample_reader: IndexReader) -> None:
    assert [hit["rank"] for hit in page["hits"]] == list(range(1, len(page["hits"]) + 1))
    for hit in page["hits"]:
        check(hit, HIT, HIT_EXTRAS)
        chunk = sample_reader.chunk(hit["chunk_id"])
        assert chunk is not None
        assert (chunk.doc_id, chunk.start_line, chunk.end_line) == (
            hit["doc_id"],
            hit["start_line"],
            hit["end_line"],
        )
        assert sample_reader.find_document(hit["path"]) == hit["doc_id"]
        assert set(hit["snippet"]) == {"text", "spans"}
        assert all(len(span) == 2 for span in hit["snippet"]["spans"])
        assert hit["url"].startswith(f"/source/{hit['doc_id']}?")
        assert hit["url"].endswith(f"#c{hit['chunk_id']}")
        assert "q=ASPAN+puerto" in hit["url"]


def test_expansions(page: dict[str, Any]) -> None:
    assert page["expansions"]
    for expansion in page["expansions"]:
        assert set(expansion) == {"term", "hits", "forms"}
        for form in expansion["forms"]:
            assert set(form) == {"text", "language", "reason", "concept", "weight", "hits"}
            assert form["reason"] in set(Reason)
            assert 0 < form["hits"] <= page["total"]
    spp = next(form for each in page["expansions"] for form in each["forms"] if form["text"] == "SPP")
    assert (spp["language"], spp["reason"], spp["weight"]) == ("en", "concept", 1.0)
    assert spp["concept"]


def test_facets(page: dict[str, Any]) -> None:
    assert {"language", "type"} <= set(page["facets"])
    for values in page["facets"].values():
        counts = [each["count"] for each in values]
        assert counts == sorted(counts, reverse=True)
        assert all(set(each) == {"value", "count"} for each in values)


def test_a_chunk(sample_reader: IndexReader, sample_searcher: Searcher) -> None:
    hit = sample_searcher.search("puerto", limit=1).hits[0]
    value = json.loads(json.dumps(chunk_to_dict(hit.chunk, hit.path, hit.title)))
    assert value["text"] == hit.chunk.text
    assert value["path"] == hit.path
    assert set(value) >= {
        "chunk_id",
        "doc_id",
        "start_line",
        "end_line",
        "section",
        "language",
        "kind",
        "metadata",
    }
    document = sample_reader.document(hit.chunk.doc_id)
    assert document is not None
    first = document.text[value["start_char"] : value["end_char"]].split()
    assert first[0] == hit.chunk.text.split()[0]


def test_a_query_that_could_not_be_answered(sample_searcher: Searcher) -> None:
    with pytest.raises(QueryError) as caught:
        sample_searcher.search("x" * 501)
    value = error_to_dict("x" * 501, caught.value.message, caught.value.position, "q2")
    check(value, PAGE | {"error": dict}, PAGE_EXTRAS)
    assert value["error"] == {"message": caught.value.message, "position": 500}
    assert value["total"] == len(value["hits"]) == 0


def test_a_row_of_a_sheet_says_which(sample_reader: IndexReader) -> None:
    chunk = next(
        chunk for entry in sample_reader.documents() for chunk in sample_reader.chunks_of(entry.doc_id)
    )
    told = replace(chunk, metadata={"sheet": ("Datos",), "row": ("7",), "ocr": ("yes",)}, post=3)
    found = chunk_to_dict(told, "a.xlsx", "A")
    assert (found["sheet"], found["row"], found["post"], found["ocr"]) == ("Datos", 7, 3, True)
    found = chunk_to_dict(replace(chunk, metadata={"row": ("x",)}), "a.xlsx", "A")
    assert (found["sheet"], found["row"], found["ocr"]) == (None, None, False)
