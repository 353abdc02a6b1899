from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chunking import cut_chunks
from corpus.readers import read_document
from tests.corpus.conftest import CHECKOUT
from tests.corpus.laws import check_law, make_document

# Lines of every kind the cutter knows, so that random documents are full of half-matching structure.
LINES = st.sampled_from(
    [
        "",
        " ",
        "\u00a0",
        "La carga fue revisada en el puerto de entrada por la aduana y la marina.",
        "The cargo was inspected at the port of entry by customs and the coast",
        "guard, and then it went on to the",
        "1Security Agenda",
        "2Contenido del plan",
        "3- Metas",
        "10 Goals",
        "- first item - Second item - - Third",
        "- - Desarrollar planes. -",
        "-",
        "* * *",
        "-------",
        "=====",
        "# Título",
        "## **Objetivo** ##",
        "**Resumen**",
        "Summary of Findings",
        "ANTECEDENTES",
        "1. Purpose",
        "¶1. (SBU) Summary. The post reports.",
        "11. (SBU) Relations have improved.",
        "2. (C) Short.  3. (U) Cut in the line " + "and so on " * 20,
        "¶2006.",
        "LIMA 00000023  002 OF 003",
        "Page 3 of 7",
        "7",
        "8",
        "SIPDIS",
        "VZCZCXYZ0014",
        "R 192105Z AUG 09",
        "FM AMEMBASSY LIMA",
        "UNCLAS SECTION 01 OF 02 LIMA 002462",
        "TAGS: [PGOV](#) [SNAR](#)",
        "SUBJECT: A CABLE",
        "REF: A. LIMA 23",
        "DE: CONSULADO",
        "FECHA: 14 SEP 2009",
        "ASUNTO: ADUANAS",
        "Title: Slide 1",
        "---",
        "title: x",
        "Offline somebody",
        " • Posts: 12",
        "« Reply #1 on: February 12, 2011, 06:58:41 pm »",
        "#1  uno   26-oct-2011 07:12",
        "#2  dos   26-oct-2011 07:13",
        "#3  tres   26-oct-2011 07:14",
        "| a | b |",
        "|---|---|",
        "a\tb\tc",
        "No.   Acuerdo      Plazo",
        "```",
        '1,"dos, tres","cua',
        'tro",5',
        "coope-",
        "ración con los países",
        "[^1]: una nota",
        "¹ Una nota al pie",
        "x" * 300,
        "palabra " * 300,
        "Fin.  Long Road Ahead ----------",
        "\u200b\x00\u2028x\x85y\x1cz",
        "😀 İ ﬁ",
    ]
)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\f", "\n\n"])
STRUCTURED = st.lists(st.tuples(LINES, ENDS), max_size=30).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
FORMATS = st.sampled_from(["txt", "md", "csv"])


@given(STRUCTURED, FORMATS)
@settings(deadline=None)
def test_structured_text_keeps_the_law(text: str, format_name: str) -> None:
    document = make_document(text, format_name=format_name)
    check_law(document, cut_chunks(document))


@given(st.text(st.sampled_from("aB1 .-–¶#|\"',:()\n\r\f\t\u00a0\u2028ñ«\ud800"), max_size=200), FORMATS)
@settings(deadline=None)
def test_any_text_keeps_the_law(text: str, format_name: str) -> None:
    document = make_document(text, format_name=format_name)
    check_law(document, cut_chunks(document))


@pytest.mark.parametrize(
    "path",
    sorted(path for path in (CHECKOUT / "corpus/documents").iterdir() if path.is_file()),
    ids=lambda path: path.name,
)
def test_sample_documents_keep_the_law(path: Path) -> None:
    document = read_document(path, root=path.parent, doc_id="d1")
    check_law(document, cut_chunks(document))


def test_cutting_depends_on_the_document_only() -> None:
    text = "Uno dos tres.\n\n# Cuatro\n\nCinco seis."
    first, second = (cut_chunks(make_document(text, format_name="md")) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\n\u2003\f", "\ufeff"[1:]])
def test_blank_text_has_no_chunks(text: str) -> None:
    assert cut_chunks(make_document(text)) == ()
