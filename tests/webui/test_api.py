"""What programs get, field by field."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webui.openapi import describe_api

HIT_FIELDS = {
    *("rank", "score", "chunk_id", "doc_id", "path", "title", "start_line", "end_line", "page", "slide"),
    *("section", "language", "date", "exact", "reasons", "snippet", "url"),
}


def test_a_search_has_the_promised_fields(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=ASPAN&limit=20").get_json()
    assert answer.keys() >= {
        *("query", "total", "total_is_exact", "elapsed_ms", "offset", "limit"),
        *("expansions", "facets", "hits", "error"),
    }
    assert answer["query"] == {"raw": "ASPAN", "interpreted": "ASPAN", "language": None, "filters": {}}
    assert (answer["offset"], answer["limit"], answer["error"]) == (0, 20, None)
    assert answer["total"] == len(answer["hits"]) > 2
    assert {value["value"] for value in answer["facets"]["language"]} == {"es", "en"}
    for rank, hit in enumerate(answer["hits"], start=1):
        assert hit.keys() >= HIT_FIELDS
        assert hit["rank"] == rank
        assert hit["url"].startswith("/source/")
        assert {hit["snippet"]["text"][low:high] for low, high in hit["snippet"]["spans"]}
    form = answer["expansions"][0]["forms"][0]
    assert form.keys() >= {"text", "language", "reason", "concept", "weight", "hits"}


def test_the_page_and_the_answer_agree(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=ASPAN&language=en&limit=1").get_json()
    assert answer["query"]["language"] == "en"
    assert client.get(answer["hits"][0]["url"]).status_code == 200
    assert f">{answer['total']} passages<" in client.get("/?q=ASPAN&language=en&ui=en").get_data(as_text=True)


def test_parts_are_linked(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=ASPAN&limit=1")
    assert response.headers["Link"] == '</api/v1/search?q=ASPAN&limit=1&offset=1>; rel="next"'


def test_one_passage(client: FlaskClient) -> None:
    hit = client.get("/api/v1/search?q=ASPAN&limit=1").get_json()["hits"][0]
    chunk = client.get(f"/api/v1/chunks/{hit['chunk_id']}").get_json()
    assert chunk["chunk_id"] == hit["chunk_id"]
    assert chunk["path"] == hit["path"]
    assert "ASPAN" in chunk["text"]


def test_documents_come_in_parts(client: FlaskClient) -> None:
    response = client.get("/api/v1/documents?limit=1")
    answer = response.get_json()
    assert answer["total"] == 2
    assert [entry["path"] for entry in answer["documents"]] == ["informes/aspan.md"]
    assert response.headers["Link"] == '</api/v1/documents?limit=1&offset=1>; rel="next"'
    last = client.get("/api/v1/documents?limit=1&offset=1")
    assert last.headers.getlist("Link") == ['</api/v1/documents?limit=1&offset=0>; rel="prev"']


@pytest.mark.parametrize(
    ("path", "query"),
    [("search", "q=puerto"), ("concordance", "q=ASPAN"), ("terms", "q=guardia"), ("documents", "")],
)
def test_every_list_is_walked_by_its_links(client: FlaskClient, path: str, query: str) -> None:
    """One by one, forwards to the last and back again."""
    address = f"/api/v1/{path}?{query}&limit=1"
    offsets, ways = [], {"next": 1, "prev": -1}
    for relation in ways:
        while True:
            response = client.get(address)
            answer = response.get_json()
            offsets.append(answer["offset"])
            assert answer["limit"] == 1
            found = {
                way: link.partition(">")[0].removeprefix("<")
                for link in response.headers.getlist("Link")
                for way in ways
                if link.endswith(f'rel="{way}"')
            }
            if relation not in found:
                break
            address = found[relation]
    last = max(offsets)
    assert last >= 1
    assert offsets == [*range(last + 1), *range(last, -1, -1)]


def test_before_a_part_beyond_the_end_comes_the_last_one(client: FlaskClient) -> None:
    total = client.get("/api/v1/search?q=puerto").get_json()["listed"]
    link = client.get("/api/v1/search?q=puerto&limit=1&offset=99999").headers["Link"]
    assert link.endswith('rel="prev"')
    assert client.get(link.partition(">")[0].removeprefix("<")).get_json()["offset"] == total - 1
    assert client.get("/?q=puerto&offset=99999").get_data(as_text=True).count("100,000") == 0


def test_status(client: FlaskClient) -> None:
    answer = client.get("/api/v1/status").get_json()
    assert answer["documents"] == 2
    assert answer["chunks"] == sum(answer["languages"].values())
    assert answer["unreadable_files"] == []


def _check(value: object, schema: dict[str, Any], where: str) -> None:
    """Every field is described, and of the type that is said."""
    if "$ref" in schema:
        schema = describe_api()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = "null" if value is None else names[type(value)]
    assert kind in kinds or (kind == "integer" and "number" in kinds), where
    if isinstance(value, dict) and "properties" in schema:
        assert value.keys() == schema["properties"].keys(), where
    if isinstance(value, dict):
        for name, each in value.items():
            inner = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
            if inner:
                _check(each, inner, f"{where}.{name}")
    if isinstance(value, list):
        for each in value:
            _check(each, schema["items"], f"{where}[]")


def test_answers_are_as_described(client: FlaskClient) -> None:
    hit = client.get("/api/v1/search?q=ASPAN").get_json()["hits"][0]["chunk_id"]
    paths = describe_api()["paths"]
    asked = {
        "/search": "?q=ASPAN", "/concordance": "?q=ASPAN", "/chunks/{chunk_id}": hit, "/documents": "",
        "/suggest": "?q=insp", "/terms": "?q=ASPAN", "/status": "",
    }  # fmt: skip
    assert paths.keys() == {*asked, "/export"}
    for path, more in asked.items():
        answer = client.get("/api/v1" + path.partition("{")[0] + more).get_json()
        content = paths[path]["get"]["responses"]["200"]["content"]["application/json"]
        _check(answer, content["schema"], path)


def problem(response: TestResponse) -> dict[str, object]:
    assert response.mimetype == "application/problem+json"
    body: dict[str, object] = json.loads(response.data)
    assert body["status"] == response.status_code
    assert body["title"]
    return body


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/search", 400, "parameter"),
        ("/api/v1/search?q=x&limit=0", 400, "parameter"),
        ("/api/v1/search?q=x&sort=size", 400, "parameter"),
        ("/api/v1/search?q=" + "x" * 501, 400, "query"),
        ("/api/v1/search?q=" + "x+" * 33, 400, "query"),
        ("/api/v1/chunks/nada", 404, "unknown"),
        ("/api/v1/nada", 404, "not_found"),
        ("/api/nada", 404, "not_found"),
    ],
)
def test_errors_are_problems(client: FlaskClient, address: str, status: int, code: str) -> None:
    response = client.get(address)
    told = problem(response)
    assert (response.status_code, told["status"], told["code"]) == (status, status, code)
    assert told["detail"]


@pytest.mark.parametrize(
    ("address", "names", "said"),
    [
        ("search?q=ASPAN&langauge=es", ["langauge"], "langauge (did you mean language?)"),
        (
            "search?q=ASPAN&Limit=5&zzz=1",
            ["Limit", "zzz"],
            "Limit (did you mean limit?), zzz; it takes q, limit",
        ),
        ("search?query=ASPAN", ["query"], "query; it takes q,"),
        ("search?q=ASPAN&width=20", ["width"], "width; it takes q,"),
        ("concordance?q=ASPAN&form=csv", ["form"], "form (did you mean from?)"),
        ("export?q=ASPAN&fromat=ris", ["fromat"], "fromat (did you mean format?)"),
        ("documents?ofset=1", ["ofset"], "ofset (did you mean offset?); it takes limit, offset"),
        ("suggest?q=as&language=es", ["language"], "language; it takes q, limit"),
        ("terms?kind=x", ["kind"], "kind; it takes q, limit, offset, ui"),
        ("status?q=x", ["q"], "q; it takes none"),
        ("chunks/0123?q=x", ["q"], "q; it takes none"),
        ("openapi.json?v=1", ["v"], "v; it takes none"),
        (
            "search?q=x&" + "&".join(f"{at}={'x' * 99}" for at in range(99)),
            [str(at) for at in range(10)],
            "9; it",
        ),
    ],
)
def test_a_parameter_that_is_not_known_is_said(
    client: FlaskClient, address: str, names: list[str], said: str
) -> None:
    told = problem(client.get(f"/api/v1/{address}"))
    assert (told["status"], told["code"], told["parameters"]) == (400, "parameter", names)
    assert said in str(told["detail"])


def test_every_parameter_of_the_description_is_taken(client: FlaskClient) -> None:
    values = {"q": "ASPAN", "format": "csv", "limit": "1", "width": "20", "language": "es", "ui": "es"}
    values |= {"from": "2005", "to": "2009", "exact": "1", "translate": "0", "copies": "1", "offset": "0"}
    for path, described in describe_api()["paths"].items():
        names = [each["name"] for each in described["get"]["parameters"] if each["in"] == "query"]
        given = {
            name: values.get(name, "document" if path == "/concordance" and name == "sort" else "path")
            for name in names
        }
        if "{" not in path:
            assert client.get(f"/api/v1{path}", query_string=given).status_code == 200, path


def test_pages_pass_over_what_others_add_to_an_address(client: FlaskClient) -> None:
    assert client.get("/?q=ASPAN&utm_source=x").status_code == 200


def test_a_query_over_a_limit_names_the_position(client: FlaskClient) -> None:
    assert problem(client.get("/api/v1/search?q=" + "x" * 501))["position"] == 500


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/api/v1/search?q=x", "/", "/status"])
def test_nothing_can_be_changed(client: FlaskClient, method: str, address: str) -> None:
    response = client.open(address, method=method)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_the_description_names_every_address_and_parameter(client: FlaskClient) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    assert description["openapi"].startswith("3.1")
    served = {
        rule.rule.removeprefix("/api/v1").replace("<", "{").replace(">", "}")
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.rule.endswith("openapi.json")
    }
    assert set(description["paths"]) == served
    assert description == json.loads(json.dumps(describe_api()))


def test_the_description_knows_every_field_of_an_answer(client: FlaskClient) -> None:
    schemas = describe_api()["components"]["schemas"]
    answer = client.get("/api/v1/search?q=ASPAN").get_json()
    assert answer.keys() <= schemas["ResultPage"]["properties"].keys()
    assert answer["hits"][0].keys() <= schemas["Hit"]["properties"].keys()


def test_what_is_being_typed_is_completed(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggest?q=asp&limit=5").get_json()
    assert answer["error"] is None
    (found,) = [each for each in answer["suggestions"] if each["text"] == "ASPAN"]
    assert found["concept"] == "spp"
    assert found["hits"] == client.get("/api/v1/search?q=%3DASPAN").get_json()["total"] > 0
    assert client.get("/api/v1/suggest?q=a").get_json()["suggestions"] == []
    assert client.get("/api/v1/suggest?q=as&limit=0").status_code == 400


def test_terms_are_looked_up_and_paged(client: FlaskClient) -> None:
    answer = client.get("/api/v1/terms?q=ASPAN").get_json()
    (concept,) = [each for each in answer["concepts"] if each["concept"] == "spp"]
    assert {"text": "ASPAN", "language": "es", "kind": "acronym"} in concept["labels"]
    assert client.get(concept["url"]).status_code == 200
    everything = client.get("/api/v1/terms?limit=3&offset=1").get_json()
    assert len(everything["concepts"]) == 3
    assert everything["total"] > 1000
