"""The concordance page and the files to cite from."""

import csv
import io
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rispy
from flask.testing import FlaskClient

from search.exporting import FORMATS
from tests.webui.pages import executable_nodes, links, one, read_page, texts


def test_every_occurrence_is_a_line_that_leads_to_its_place(client: FlaskClient) -> None:
    page = read_page(client.get("/concordance?q=ASPAN&ui=es"))
    lines = page.css(".lines > li")
    assert len(lines) == int(one(page, ".total b").text().split()[0]) > 2
    assert {node.attributes["class"] for node in lines} == {"es", "en"}
    assert {"SPP", "ASPAN"} <= set(texts(page, ".lines mark"))
    for address in links(page, ".lines a"):
        chosen = one(read_page(client.get(address)), ".passage.chosen")
        assert chosen.attributes["id"] == urlsplit(address).fragment
        assert chosen.css("mark")
    assert executable_nodes(page) == []


def test_it_is_sorted_as_asked_and_keeps_the_search(client: FlaskClient) -> None:
    page = read_page(client.get("/concordance?q=ASPAN&language=es&sort=right"))
    rights = [text.lower() for text in texts(page, ".lines .right")]
    assert rights == sorted(rights, key=lambda text: text.lstrip("(),. "))
    assert all("language=es" in address for address in links(page, ".bar a"))


def test_long_lists_come_in_parts(client: FlaskClient) -> None:
    first = client.get("/api/v1/concordance?q=ASPAN&limit=2")
    assert len(first.get_json()["lines"]) == 2
    assert 'rel="next"' in first.headers["Link"]
    address = first.headers["Link"].partition(">")[0].lstrip("<")
    second = client.get(address).get_json()
    assert second["offset"] == 2
    assert second["lines"][0] not in first.get_json()["lines"]


def test_without_a_query_there_is_a_box_and_without_an_occurrence_a_sentence(client: FlaskClient) -> None:
    assert one(read_page(client.get("/concordance")), "input[name=q]")
    assert "zarzamora" in one(read_page(client.get("/concordance?q=zarzamora")), ".lead").text()


@pytest.mark.parametrize("name", FORMATS)
def test_passages_are_had_as_a_file(client: FlaskClient, name: str) -> None:
    results = read_page(client.get("/?q=ASPAN&language=es"))
    (address,) = [each for each in links(results, ".take a") if each.endswith(f"format={name}")]
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == FORMATS[name].media_type
    assert response.headers["Content-Disposition"] == f"attachment; filename=bisagra.{FORMATS[name].suffix}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Prosperidad" in response.get_data(as_text=True)


def test_a_file_speaks_the_language_of_the_page(client: FlaskClient) -> None:
    rows = csv.DictReader(io.StringIO(client.get("/export?q=ASPAN&format=csv&ui=es").get_data(as_text=True)))
    assert {row["place"].partition(" ")[0] for row in rows} <= {"líneas", "línea"}
    assert rispy.loads(client.get("/api/v1/export?q=ASPAN&format=ris").get_data(as_text=True))


@pytest.mark.parametrize(
    "address",
    [
        "/export?q=x", "/export?format=ris", "/export?q=x&format=exe", "/export?q=x&format=ris&limit=1001",
        "/concordance?q=x&width=5", "/concordance?q=x&sort=score", "/api/v1/concordance",
        "/api/v1/export?q=x", "/api/v1/concordance?q=x&limit=0",
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_payloads_stay_text(client: FlaskClient, tmp_path: Path) -> None:
    page = read_page(
        client.get("/concordance", query_string={"q": "<script>alert(1)</script> \"'><img src=x>"})
    )
    assert executable_nodes(page) == []
