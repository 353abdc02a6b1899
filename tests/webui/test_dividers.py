"""Pages, slides, sheets and messages in the text, each with an address; messages that refer to each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from analyzers.language import Language
from corpus.model import Chunk, Document, Mark, Metadata, Segment
from index.reading import IndexReader
from search.places import name_place
from tests.webui.pages import links, one, read_page, texts
from webui import AppConfig, create_app
from webui.dividers import find_dividers
from webui.lines import LineMap, lay_out

TEXT = "Uno.\n\nDos y sigue\n\nTres.\n"


def make_document(format_name: str, *pages: Mark) -> Document:
    return Document("d", "/r", f"a.{format_name}", format_name, "", 9, "a", TEXT, pages=pages)


def make_chunk(start: int, metadata: Metadata | None = None, **place: int) -> Chunk:
    text = TEXT[start : start + 3]
    return Chunk("c", "d", 0, text, (Segment(0, start, 3),), 1, 1, metadata=metadata or {}, **place)  # type: ignore[arg-type]


def anchors(document: Document, *chunks: Chunk) -> list[tuple[int, str, str]]:
    return [(found.start_char, found.anchor, found.label) for found in find_dividers(document, chunks)]


def test_each_format_has_its_own_kind() -> None:
    marks = (Mark(0, 1), Mark(6, 2))
    assert anchors(make_document("pdf", *marks)) == [(0, "p1", ""), (6, "p2", "")]
    assert anchors(make_document("pptx", *marks)) == [(0, "s1", ""), (6, "s2", "")]
    sheet = make_chunk(6, {"sheet": ("Datos",)}, page=2)
    assert anchors(make_document("xlsx", *marks), sheet) == [(0, "h1", ""), (6, "h2", "Datos")]


def test_notes_belong_to_their_slide() -> None:
    document = make_document("pptx", Mark(0, 1), Mark(6, 1, "notes"), Mark(19, 2))
    assert anchors(document) == [(0, "s1", ""), (6, "", "notes"), (19, "s2", "")]


def test_blank_pages_leave_the_last_one() -> None:
    assert anchors(make_document("pdf", Mark(0, 1), Mark(5, 2), Mark(6, 3), Mark(24, 4))) == [
        *((0, "p1", ""), (6, "p3", ""))
    ]


def test_slides_and_messages_of_plain_text_come_from_the_passages() -> None:
    chunks = [make_chunk(0, slide=1), make_chunk(6, slide=2), make_chunk(19, slide=2)]
    assert anchors(make_document("txt"), *chunks) == [(0, "s1", ""), (6, "s2", "")]
    chunks = [make_chunk(0, post=1), make_chunk(6, post=1), make_chunk(19, post=2)]
    assert anchors(make_document("txt"), *chunks) == [(0, "m1", ""), (19, "m2", "")]


def test_a_page_that_begins_in_mid_line_cuts_the_row_and_loses_no_character() -> None:
    lines = LineMap(TEXT)
    place = TEXT.index("sigue")
    chunk = make_chunk(6)
    blocks = lay_out(
        TEXT, [chunk], {"c": [(0, 3)]}, lines=lines, window=(1, len(lines)), breaks=[place, 0, 999]
    )
    rows = [row for block in blocks for row in block.rows]
    assert [row.text for row in rows] == ["Uno.", "", "Dos y ", "sigue", "", "Tres."]
    assert [(row.number, row.is_first) for row in rows[2:4]] == [(3, True), (3, False)]
    assert place in [row.start_char for row in rows]


@pytest.mark.parametrize(
    ("chunk", "spanish", "english"),
    [
        (make_chunk(0, page=3), ["página 3", "línea 1"], ["page 3", "line 1"]),
        (make_chunk(0, slide=4), ["diapositiva 4", "línea 1"], ["slide 4", "line 1"]),
        (make_chunk(0, post=5), ["mensaje 5", "línea 1"], ["message 5", "line 1"]),
        (
            make_chunk(0, {"sheet": ("Datos",), "row": ("7",)}, page=1),
            ["hoja «Datos»", "fila 7"],
            ["sheet “Datos”", "row 7"],
        ),
        (
            make_chunk(0, {"part": ("notes",)}, slide=4),
            ["diapositiva 4", "notas", "línea 1"],
            ["slide 4", "notes", "line 1"],
        ),
    ],
)
def test_places_are_said_in_words(chunk: Chunk, spanish: list[str], english: list[str]) -> None:
    assert name_place(chunk, Language.ES) == spanish
    assert name_place(chunk, Language.EN) == english


@pytest.fixture(scope="module")
def sample(sample_index: Path) -> Iterator[FlaskClient]:
    app = create_app(AppConfig(index_directory=sample_index))
    yield app.test_client()
    app.extensions["bisagra"].close()


def open_sample(sample: FlaskClient, sample_reader: IndexReader, start: str) -> str:
    (entry,) = [entry for entry in sample_reader.documents() if entry.path.startswith(start)]
    return f"/source/{entry.doc_id}"


def test_a_message_links_to_those_it_refers_to_where_they_are_in_the_collection(
    sample: FlaskClient, sample_reader: IndexReader
) -> None:
    page = read_page(sample.get(open_sample(sample, sample_reader, "e05-") + "?ui=en"))
    (found,) = [node for node in page.css(".meta div") if "Refers to" in node.text()]
    assert [node.text() for node in found.css("a")] == ["07PUERTOLINDE41"]
    assert "09STATE65432" in found.text()
    target = read_page(sample.get(found.css("a")[0].attributes["href"] or ""))
    assert "07PUERTOLINDE41" in texts(target, ".meta dd bdi")
    (back,) = [node for node in target.css(".meta div") if "Cited in" in node.text()]
    hits = read_page(sample.get(back.css("a")[0].attributes["href"] or ""))
    assert {path.partition("-")[0] for path in texts(hits, ".hit .path")} == {"e05"}


def test_slides_and_messages_stand_in_the_text_and_can_be_linked_to(
    sample: FlaskClient, sample_reader: IndexReader
) -> None:
    deck = read_page(sample.get(open_sample(sample, sample_reader, "e03-") + "?ui=es"))
    names = texts(deck, ".divider")
    assert names[:2] == ["Diapositiva 1", "Diapositiva 2"]
    assert links(deck, ".divider a")[1] == "#s2"
    assert one(deck, "#s2")
    forum = read_page(sample.get(open_sample(sample, sample_reader, "e06-") + "?ui=en"))
    assert "Message 1" in texts(forum, ".divider")
