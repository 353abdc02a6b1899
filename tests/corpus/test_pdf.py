"""PDF files made here: paragraphs by geometry, furniture, headings, columns, metadata, faults."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableError
from corpus.model import Kind
from tests.corpus.making import Line, blocks, make_pdf, read_made, roles, set_lines

FIRST = [
    "La cooperación entre las aduanas de los tres países avanzó durante el año, aunque",
    "la falta de personal en los puertos de entrada retrasó la puesta en marcha de los",
    "nuevos equipos de revisión.",
]
SECOND = [
    "Customs officers of the three countries worked more closely during the year, while",
    "a shortage of staff at the ports of entry delayed the installation of the equipment.",
]


def joined(lines: list[str]) -> str:
    return " ".join(lines)


def test_gaps_part_paragraphs(tmp_path: Path) -> None:
    page = [*set_lines(FIRST, top=100), *set_lines(SECOND, top=148), *set_lines(FIRST, top=190)]
    document, chunks = read_made(tmp_path, "a.pdf", make_pdf([page]))
    assert blocks(document) == [joined(FIRST), joined(SECOND), joined(FIRST)]
    assert [chunk.language for chunk in chunks] == ["es", "en", "es"]
    assert {chunk.page for chunk in chunks} == {1}
    assert document.format == "pdf"


def test_indents_part_paragraphs_without_gaps(tmp_path: Path) -> None:
    page = [*set_lines(FIRST, top=100, indent=18), *set_lines(SECOND, top=136, indent=18)]
    page += set_lines(FIRST, top=160, indent=18)
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([page]))
    assert blocks(document) == [joined(FIRST), joined(SECOND), joined(FIRST)]


def test_lines_that_end_early_part_paragraphs(tmp_path: Path) -> None:
    page = [*set_lines(FIRST, top=100), *set_lines(SECOND, top=136), *set_lines(FIRST, top=160)]
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([page]))
    assert blocks(document)[0] == joined(FIRST)


def test_list_items_hang(tmp_path: Path) -> None:
    lines = [Line(72, 100, "•"), Line(90, 100, FIRST[0]), Line(90, 112, FIRST[1]), Line(90, 124, FIRST[2])]
    lines += [Line(72, 136, "•"), Line(90, 136, SECOND[0]), Line(90, 148, SECOND[1])]
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([lines]))
    assert blocks(document) == [f"• {joined(FIRST)}", f"• {joined(SECOND)}"]


def test_hyphens_at_line_ends_go(tmp_path: Path) -> None:
    lines = set_lines(
        [
            "El acuerdo prevé una mayor coope-",
            "ración entre las guardias coste-",
            "ras, y un plan franco-",
            "español, como el plan franco-español.",
        ]
    )
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([lines]))
    assert blocks(document) == [
        "El acuerdo prevé una mayor cooperación entre las guardias costeras, y un plan franco-español, "
        "como el plan franco-español."
    ]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"columna izquierda, renglón {number} del texto" for number in range(10)]
    right = [f"right column of the page, line number {number}" for number in range(10)]
    lines = [Line(72, 80, "Un título sobre las dos columnas de la página, tan ancho como ambas juntas")]
    for number in range(10):  # drawn row by row, as some writers do
        lines.append(Line(72, 110 + 12 * number, left[number]))
        lines.append(Line(310, 110 + 12 * number, right[number]))
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([lines]))
    text = " ".join(document.text.split())
    assert text.index("renglón 9") < text.index("line number 0")
    assert joined(left) in text
    assert joined(right) in text


def test_tables_keep_their_rows(tmp_path: Path) -> None:
    lines = []
    for number, row in enumerate(
        [("País", "Fecha", "Puertos"), ("México", "2019", "12"), ("Canadá", "2020", "7")]
    ):
        lines += [Line(72 + 120 * column, 100 + 14 * number, cell) for column, cell in enumerate(row)]
    document, chunks = read_made(tmp_path, "a.pdf", make_pdf([lines]))
    assert blocks(document) == ["País\tFecha\tPuertos\nMéxico\t2019\t12\nCanadá\t2020\t7"]
    assert [chunk.kind for chunk in chunks] == [Kind.TABLE]


def make_book(*, count: int = 5) -> list[list[Line]]:
    pages = []
    for number in range(1, count + 1):
        page = [Line(72, 40, "Relatoría de la mesa"), Line(500, 40, f"{number}")]
        page += set_lines([f"Capítulo {number}. {FIRST[0]}", *FIRST[1:]], top=100)
        page += set_lines(SECOND, top=200)
        page.append(Line(280, 810, f"Página {number} de {count}"))
        pages.append(page)
    return pages


def test_furniture_is_boilerplate(tmp_path: Path) -> None:
    document, chunks = read_made(tmp_path, "a.pdf", make_pdf(make_book()))
    marks = [chunk.text for chunk in chunks if chunk.kind is Kind.BOILERPLATE]
    assert " ".join(marks).count("Relatoría de la mesa") == 5
    assert "Página 3 de 5" in " ".join(marks)
    assert not any("Relatoría" in chunk.text for chunk in chunks if chunk.kind is Kind.TEXT)
    assert [mark.number for mark in document.pages] == [1, 2, 3, 4, 5]


def test_a_paragraph_over_the_page_is_whole(tmp_path: Path) -> None:
    pages = make_book(count=4)
    pages[1].extend(set_lines(FIRST[:2], top=700))
    pages[2][2:2] = [Line(72, 76, FIRST[2])]
    document, chunks = read_made(tmp_path, "a.pdf", make_pdf(pages))
    whole = next(chunk for chunk in chunks if joined(FIRST) == chunk.text)
    assert whole.page == 2
    after = next(chunk for chunk in chunks if chunk.text.startswith("Capítulo 3"))
    assert after.page == 3
    assert document.text.index("Página 2 de 4") < document.text.index(joined(FIRST), 900)


def test_headings_by_type(tmp_path: Path) -> None:
    page = [Line(72, 80, "Informe de aduanas", 20, "bold"), Line(72, 110, "Antecedentes", 14, "bold")]
    page += set_lines(FIRST, top=140)
    page += [Line(72, 190, "Next steps", 14, "bold"), *set_lines(SECOND, top=210)]
    document, chunks = read_made(tmp_path, "a.pdf", make_pdf([page]))
    found = roles(document)
    assert (found["Informe de aduanas"], found["Antecedentes"]) == ("heading1", "heading2")
    assert chunks[0].section == ("Informe de aduanas", "Antecedentes")
    assert chunks[-1].section == ("Informe de aduanas", "Next steps")
    assert document.title == "Informe de aduanas"


def test_headings_by_bookmarks(tmp_path: Path) -> None:
    page = [Line(72, 80, "1. Antecedentes"), *set_lines(FIRST, top=110)]
    page += [Line(72, 170, "2. Next steps"), *set_lines(SECOND, top=190)]
    data = make_pdf([page], outline=[("Antecedentes", 0), ("Next steps", 0)])
    document, chunks = read_made(tmp_path, "a.pdf", data)
    assert roles(document) == {"1. Antecedentes": "heading1", "2. Next steps": "heading1"}
    assert chunks[-1].section == ("2. Next steps",)


def test_code_keeps_its_lines(tmp_path: Path) -> None:
    page = set_lines(FIRST, top=100)
    page += [Line(72, 150, "for puerto in puertos:", 10, "mono"), Line(90, 162, "revisa(puerto)", 10, "mono")]
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([page]))
    assert blocks(document)[1] == "for puerto in puertos:\nrevisa(puerto)"
    assert "code" in roles(document).values()


def test_a_typewritten_document_is_no_code(tmp_path: Path) -> None:
    page = [Line(72, 100 + 12 * number, text[:60], 10, "mono") for number, text in enumerate(FIRST + SECOND)]
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([page]))
    assert "code" not in roles(document).values()


def test_contents_are_boilerplate(tmp_path: Path) -> None:
    page = [
        Line(72, 100 + 12 * number, f"Capítulo {number} . . . . . . . . . . . . {number}")
        for number in range(4)
    ]
    page += set_lines(FIRST, top=200)
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([page]))
    assert list(roles(document).values()) == ["boilerplate"] * 4


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_turned_pages_keep_their_paragraphs(tmp_path: Path, rotate: int) -> None:
    page = [*set_lines(FIRST, top=100), *set_lines(SECOND, top=148)]
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([page], rotate=rotate))
    assert blocks(document) == [joined(FIRST), joined(SECOND)]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 800 0", "-1 0 0 -1 595 842", "0 -1 1 0 0 842"])
def test_text_that_runs_upwards_keeps_its_paragraphs(tmp_path: Path, matrix: str) -> None:
    page = [*set_lines(FIRST, top=100), *set_lines(SECOND, top=148)]
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([page], matrix=matrix))
    assert blocks(document) == [joined(FIRST), joined(SECOND)]


def test_metadata(tmp_path: Path) -> None:
    info = {
        "Title": "Seguridad en los puertos: año 2009",
        "Author": "Ana Ruiz",
        "CreationDate": "D:20090914120000-05'00'",
        "Keywords": "puertos; carga",
        "Subject": "Un resumen",
    }
    document, chunks = read_made(tmp_path, "a.pdf", make_pdf([set_lines(FIRST)], info=info))
    assert document.title == info["Title"]
    assert document.metadata == {
        "title": (info["Title"],),
        "author": ("Ana Ruiz",),
        "date": ("2009-09-14",),
        "tag": ("puertos", "carga"),
        "description": ("Un resumen",),
    }
    assert chunks[0].metadata["author"] == ("Ana Ruiz",)


def test_metadata_that_a_program_made_up(tmp_path: Path) -> None:
    info = {"Title": "Microsoft Word - informe final.doc", "Author": "Usuario", "CreationDate": "D:19700101"}
    document, _ = read_made(tmp_path, "a.pdf", make_pdf([set_lines(FIRST)], info=info))
    assert document.metadata == {}
    assert document.title.startswith("La cooperación")


def test_a_message_as_pdf_says_its_own_date(tmp_path: Path) -> None:
    lines = [
        "DE: CONSULADO GENERAL",
        "PARA: DIRECCIÓN DE ADUANAS",
        "FECHA: 14 SEP 2009",
        "ASUNTO: CARGA EN TRÁNSITO",
    ]
    page = [
        *[Line(72, 100 + 30 * number, text) for number, text in enumerate(lines)],
        *set_lines(FIRST, top=260),
    ]
    data = make_pdf([page], info={"CreationDate": "D:20200101"})
    document, _ = read_made(tmp_path, "a.pdf", data)
    assert document.metadata["date"] == ("2009-09-14",)
    assert document.metadata["origin"] == ("CONSULADO GENERAL",)


def reason(folder: Path, data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_made(folder, "a.pdf", data)
    return caught.value.reason


def test_encrypted(tmp_path: Path) -> None:
    assert "protected with a password" in reason(tmp_path, make_pdf([set_lines(FIRST)], encrypted=True))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_cut_off(tmp_path: Path, share: float) -> None:
    data = make_pdf(make_book())
    assert "cut off" in reason(tmp_path, data[: int(share * len(data))])


def test_garbage_between_mark_and_end(tmp_path: Path) -> None:
    assert "damaged" in reason(tmp_path, b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"startxref\n9\n%%EOF")


def test_a_blank_document(tmp_path: Path) -> None:
    assert "no text" in reason(tmp_path, make_pdf([[], []]))
