"""Citations: what is written is read back by others' parsers as it stood in the document."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from analyzers.language import Language
from corpus.model import Chunk, Metadata, Segment
from search.bibliography import escape_latex
from search.citing import cite, plain
from search.exporting import FORMATS, export
from search.quoting import COLUMNS, escape_markdown
from search.results import Hit, ResultPage, Snippet

ANY = st.text(st.characters(codec=None), max_size=40)
ODD = [
    'He said "no" & left: 50 % {of} $5 #1 a_b ~ ^ \\end{document}',
    "uno\r\nER  - \r\nTY  - BOOK\r\nTI  - falso",
    "}, title = {otro}, x = {",
    "@book{x, title={y}}",
    "<script>alert(1)</script> & « »",
    "=cmd|' /C calc'!A0",
    "¿Quién dijo «sí»? Ñandú, pingüino…",
    "and and and",
    "1. no * es # una `lista` [x](y) _z_",
    "bidi \u202e oculto \u2066 y \x00 nulo \ud800 medio",
    "\\", "{", "}", "%", "%%EOF", "\\\\{}",
]  # fmt: skip


def make_hit(text: str, title: str = "Informe", *, metadata: Metadata | None = None, **fields: object) -> Hit:
    chunk = Chunk("c1", "d1", 0, text, (Segment(0, 0, len(text)),), 7, 9, page=3, language=Language.ES)
    chunk = replace(chunk, metadata=metadata or {}, **fields)  # type: ignore[arg-type]
    marks = ((0, min(3, len(text))),) if text else ()
    return Hit(1, 1.0, chunk, "actas/informe.pdf", title, Snippet(text, marks), marks, True, ())


def make_page(*hits: Hit, raw: str = "ASPAN") -> ResultPage:
    count = len(hits)
    return ResultPage(raw, raw, None, {}, count, count, 0, 10, count, hits)


def full(text: str) -> ResultPage:
    names: Metadata = {
        "author": (text, "Ruiz, Ana"),
        "date": ("2009-06-11",),
        "reference": (text,),
        "origin": (text,),
    }
    return make_page(make_hit(text, text, metadata=names), raw=text)


def read_ris(text: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = rispy.loads(text)
    return found


def read_bibtex(text: str) -> list[dict[str, str]]:
    library = parse_string(text)
    assert not library.failed_blocks
    return [
        {"key": entry.key} | {field.key: str(field.value) for field in entry.fields}
        for entry in library.entries
    ]


def unescape_latex(text: str) -> str:
    names = {
        "textbackslash": "\\",
        "textbraceleft": "{",
        "textbraceright": "}",
        "textasciitilde": "~",
        "textasciicircum": "^",
    }
    return re.sub(
        r"\\(?:(" + "|".join(names) + r")\{\}|([&%$#_]))",
        lambda found: names.get(found[1], found[2] or ""),
        text,
    )


def quoted(text: str) -> str:
    return f"“{plain(text)}” (página 3, líneas 7–9)"


def check(text: str) -> None:
    """All formats hold the text as it is, on one line, and nothing else but what was put in."""
    page, wanted = full(text), plain(text)
    title, authors = wanted or "informe.pdf", [name for name in (wanted, "Ruiz, Ana") if name]

    (item,) = read_ris(export(page, "ris", Language.ES))
    assert item["type_of_reference"] == "RPRT"
    assert item["title"] == title
    assert item["authors"] == authors
    assert item["year"] == "2009"
    assert item["notes"] == [quoted(text)]

    (entry,) = read_bibtex(export(page, "bibtex", Language.ES))
    assert unescape_latex(entry["title"].removeprefix("{").removesuffix("}")) == title
    assert unescape_latex(entry["annote"]) == quoted(text)
    assert unescape_latex(entry["author"]).endswith("Ruiz, Ana")
    assert re.fullmatch(r"[a-z0-9-]+", entry["key"])

    (csl,) = json.loads(export(page, "csl-json", Language.ES))
    assert (csl["title"], csl["note"]) == (title, quoted(text))
    assert csl["issued"] == {"date-parts": [[2009, 6, 11]]}
    assert csl["author"][-1] == {"family": "Ruiz", "given": "Ana"}

    head, row = csv.reader(io.StringIO(export(page, "csv", Language.ES)))
    assert tuple(head) == COLUMNS
    cell = dict(zip(head, row, strict=True))["quote"]
    assert cell.removeprefix("'") == wanted.removeprefix("'")
    assert not cell.startswith(("=", "+", "-", "@"))

    (passage,) = json.loads(export(page, "json", Language.ES))["passages"]
    assert (passage["quote"], passage["title"]) == (wanted, wanted)

    tree = LexborHTMLParser(export(page, "html", Language.ES))
    assert {node.tag for node in tree.css("body *")} <= {
        "h1",
        "figure",
        "blockquote",
        "p",
        "mark",
        "figcaption",
    }
    (paragraph,) = tree.css("blockquote p")
    assert " ".join(paragraph.text().split()) == " ".join(wanted.split())

    for name in FORMATS:
        export(page, name, Language.EN).encode("utf-8")


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back_as_they_were(text: str) -> None:
    check(text)


@given(ANY)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    check(text)


@given(ANY)
def test_latex_braces_balance_for_a_counter_that_knows_no_backslash(text: str) -> None:
    depth = 0
    for char in escape_latex(plain(text)):
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0


@given(ANY)
def test_markdown_has_no_bare_mark(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|~#]", escape_markdown(plain(text)))


def test_a_document_is_one_item_with_its_passages_as_notes() -> None:
    first = make_hit("Uno.", metadata={"date": ("2009",)})
    second = replace(make_hit("Dos.", metadata={"date": ("2009",)}), rank=2)
    (item,) = cite(make_page(first, second), Language.EN)
    assert [each.text for each in item.quotes] == ["Uno.", "Dos."]
    assert item.quotes[0].place == ("page 3", "lines 7–9")
    (entry,) = read_ris(export(make_page(first, second), "ris", Language.EN))
    assert len(entry["notes"]) == 2  # type: ignore[arg-type]


def test_messages_in_one_file_are_items_of_their_own() -> None:
    hits = [make_hit("Uno.", metadata={"reference": (name,)}) for name in ("08MEXICO1082", "09MEXICO1")]
    assert [each.reference for each in cite(make_page(*hits), Language.ES)] == ["08MEXICO1082", "09MEXICO1"]


def test_keys_are_apart() -> None:
    hits = [
        make_hit("Uno.", metadata={"author": ("Ruiz, Ana",), "reference": (name,)}) for name in ("A", "B")
    ]
    keys = [entry["key"] for entry in read_bibtex(export(make_page(*hits), "bibtex", Language.ES))]
    assert keys == ["ruizinforme", "ruizinforme-2"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ruiz, Ana", "Ruiz, Ana"),
        ("Ana Ruiz", "Ana Ruiz"),
        ("Comisión de Puertos", "{Comisión de Puertos}"),
        ("Research and Development", "{Research and Development}"),
        ("a, b, c", "{a, b, c}"),
    ],
)
def test_a_body_is_no_person(name: str, written: str) -> None:
    page = make_page(make_hit("Uno.", metadata={"author": (name,)}))
    (entry,) = read_bibtex(export(page, "bibtex", Language.ES))
    assert entry["author"] == written


@pytest.mark.parametrize(
    ("date", "year", "parts"),
    [("2009", "2009", [2009]), ("2009-06", "2009", [2009, 6]), ("", None, None), ("ayer", None, None)],
)
def test_dates_are_as_exact_as_they_are_known(date: str, year: str | None, parts: list[int] | None) -> None:
    page = make_page(make_hit("Uno.", metadata={"date": (date,)} if date else {}))
    (item,) = read_ris(export(page, "ris", Language.ES))
    (csl,) = json.loads(export(page, "csl-json", Language.ES))
    assert item.get("year") == year
    assert csl.get("issued", {}).get("date-parts", [None])[0] == parts


def test_nothing_found_is_an_empty_file_of_its_kind() -> None:
    page = make_page()
    assert read_ris(export(page, "ris", Language.ES)) == []
    assert export(page, "bibtex", Language.ES) == ""
    assert json.loads(export(page, "csl-json", Language.ES)) == []
    assert export(page, "csv", Language.ES) == ",".join(COLUMNS) + "\r\n"


def test_a_quotation_of_markdown_reads_as_its_page_does() -> None:
    hit = replace(make_hit("La **ASPAN** y el *puerto*"), path="informe.md", marks=((5, 10),))
    page = make_page(hit)
    assert "La ASPAN y el puerto" in export(page, "ris", Language.ES)
    assert "> La **ASPAN** y el puerto" in export(page, "md", Language.ES)
    assert "La **ASPAN**" in export(make_page(replace(hit, path="informe.txt")), "ris", Language.ES)
