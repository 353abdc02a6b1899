"""Office documents and books made here: text, order, accents, anchors, notes, metadata."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import UnreadableError
from corpus.model import Kind
from corpus.readers import epub, rtf
from corpus.sniffing import name_format
from tests.corpus.making import (
    CORE,
    R,
    W,
    blocks,
    make_docx,
    make_opendocument,
    make_zip,
    read_made,
    relations,
    roles,
)

SPANISH = "El año pasado la inspección costó más: ¿quién pagó?"
ENGLISH = "The port was closed by the navy for three whole days."


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, style: str = "", extra: str = "") -> str:
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{look}{extra}</w:pPr>{content}</w:p>"


def test_docx(tmp_path: Path) -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = "".join(
        "<w:tr>" + "".join(cell.format(text) for text in row) + "</w:tr>"
        for row in (("País", "Fecha"), ("México", "2019"))
    )
    body = (
        paragraph(run("Antecedentes"), "Ttulo1")
        + paragraph(run("El año ") + run("pasado") + note + run(" costó."))
        + paragraph(run("Qué sigue"), "Mio")
        + paragraph(run("Uno"), extra=item)
        + paragraph(run("Dos"), extra=item)
        + f"<w:tbl>{rows}</w:tbl>"
        + paragraph(run(ENGLISH) + f'<w:del xmlns:w="{W}"><w:r><w:delText>borrado</w:delText></w:r></w:del>')
    )
    document, chunks = read_made(tmp_path, "a.docx", make_docx(body))
    assert blocks(document) == [
        "Antecedentes",
        "El año pasado costó.",
        "¹ Véase el anexo del informe.",
        "Qué sigue",
        "Uno",
        "Dos",
        "País\tFecha\nMéxico\t2019",
        ENGLISH,
        "Borrador confidencial",
    ]
    assert roles(document) == {
        "Antecedentes": "heading1",
        "Qué sigue": "heading2",
        "Uno": "item",
        "Dos": "item",
        "País\tFecha\nMéxico\t2019": "table",
        "Borrador confidencial": "boilerplate",
    }
    assert document.metadata == {
        "title": ("Relatoría de aduanas",),
        "author": ("Ana Ruiz",),
        "date": ("2009-09-14",),
        "tag": ("puertos", "carga"),
        "description": ("Seguridad",),
    }
    table = next(chunk for chunk in chunks if chunk.kind is Kind.TABLE)
    assert table.section == ("Antecedentes", "Qué sigue")
    assert {chunk.page for chunk in chunks} == {None}


def test_docx_pages_as_word_saw_them(tmp_path: Path) -> None:
    page = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = paragraph(run(SPANISH)) + paragraph(page + run(ENGLISH))
    body += paragraph(run("Uno ") + page + run("y dos."))
    document, _ = read_made(tmp_path, "a.docx", make_docx(body))
    pages = [document.text[mark.start_char :][:3] for mark in document.pages]
    assert pages == ["El ", "The", "y d"]
    assert [mark.number for mark in document.pages] == [1, 2, 3]


def test_docx_text_boxes_and_long_cells(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph(run('En un cuadro'))}</w:txbxContent>"
    drawing = f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
    drawing += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    long = "palabra " * 70
    cells = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in (long, ENGLISH))
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    document, _ = read_made(tmp_path, "a.docx", make_docx(paragraph(run(SPANISH) + drawing) + table))
    assert blocks(document)[:4] == [SPANISH, "En un cuadro", long.strip(), ENGLISH]


def shape(kind: str, *texts: str) -> str:
    lines = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    return f"<p:sp><p:nvSpPr>{place}</p:nvSpPr><p:txBody>{lines}</p:txBody></p:sp>"


def make_pptx() -> bytes:
    spaces = f'xmlns:p="p" xmlns:a="a" xmlns:r="{R}"'

    def tree(content: str) -> str:
        return f"<p:sld {spaces}><p:cSld><p:spTree>{content}</p:spTree></p:cSld></p:sld>"

    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    rows = "".join(
        "<a:tr>" + "".join(cell.format(text) for text in row) + "</a:tr>"
        for row in (("País", "Año"), ("México", "2019"))
    )
    table = f"<a:graphic><a:graphicData><a:tbl>{rows}</a:tbl></a:graphicData></a:graphic>"
    frame = f"<p:graphicFrame>{table}</p:graphicFrame>"
    return make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations({"r1": ("officeDocument", "ppt/presentation.xml")}),
            "ppt/presentation.xml": f'<p:presentation {spaces}><p:sldIdLst><p:sldId id="256" r:id="b"/>'
            '<p:sldId id="257" r:id="a"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                {"a": ("slide", "slides/slide1.xml"), "b": ("slide", "slides/slide2.xml")}
            ),
            "ppt/slides/slide1.xml": tree(shape("title", "Próximos pasos") + frame),
            "ppt/slides/slide2.xml": tree(
                shape("", SPANISH) + shape("ctrTitle", "Seguridad de la carga") + shape("sldNum", "1")
            ),
            "ppt/slides/_rels/slide2.xml.rels": relations({"n": ("notesSlide", "../notesSlides/n.xml")}),
            "ppt/notesSlides/n.xml": tree(shape("sldImg") + shape("body", ENGLISH) + shape("sldNum", "1")),
            "docProps/core.xml": CORE,
        }
    )


def test_pptx(tmp_path: Path) -> None:
    document, chunks = read_made(tmp_path, "a.pptx", make_pptx())
    assert blocks(document) == [
        "Seguridad de la carga",
        SPANISH,
        "1",
        ENGLISH,
        "Próximos pasos",
        "País\tAño\nMéxico\t2019",
    ]
    assert [(chunk.slide, chunk.page) for chunk in chunks] == [(1, None)] * (len(chunks) - 1) + [(2, None)]
    assert chunks[0].section == ("Seguridad de la carga",)
    notes = next(chunk for chunk in chunks if ENGLISH in chunk.text)
    assert notes.metadata["part"] == ("notes",)
    assert "part" not in chunks[0].metadata
    assert document.metadata["author"] == ("Ana Ruiz",)


def test_odt(tmp_path: Path) -> None:
    content = f"""<text:sequence-decls/><text:tracked-changes><text:changed-region><text:deletion>
<text:p>borrado</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p text:style-name="P1">Minuta</text:p><text:h text:outline-level="2">Acuerdos</text:h>
<text:p>El año<text:s/>pasado<text:note><text:note-citation>1</text:note-citation><text:note-body>
<text:p>Una nota.</text:p></text:note-body></text:note> costó<text:tab/>más.</text:p>
<text:list><text:list-item><text:p>Uno</text:p></text:list-item><text:list-item><text:p>Dos</text:p>
</text:list-item></text:list><table:table><table:table-header-rows><table:table-row><table:table-cell>
<text:p>País</text:p></table:table-cell><table:table-cell><text:p>Año</text:p></table:table-cell>
</table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>México</text:p></table:table-cell>
<table:table-cell><text:p>2019</text:p></table:table-cell></table:table-row></table:table>
<text:p><text:soft-page-break/>{ENGLISH}</text:p>"""
    style = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    styles = f"<office:automatic-styles>{style}</office:automatic-styles>"
    data = make_opendocument("text", content, styles=styles)
    document, chunks = read_made(tmp_path, "a.odt", data)
    assert blocks(document) == [
        "Minuta",
        "Acuerdos",
        "El año pasado costó más.",
        "¹ Una nota.",
        "Uno",
        "Dos",
        "País\tAño\nMéxico\t2019",
        ENGLISH,
    ]
    assert roles(document)["Minuta"] == "heading1"
    assert roles(document)["Acuerdos"] == "heading2"
    assert document.metadata == {"title": ("Minuta",), "author": ("José Núñez",), "date": ("2011-10-26",)}
    assert [chunk.page for chunk in chunks][-1] == 2


def test_odp(tmp_path: Path) -> None:
    box = "<draw:text-box>{}</draw:text-box></draw:frame>"
    page = (
        "<draw:page><draw:frame>" + box.format(f"<text:p>{SPANISH}</text:p>")
        + '<draw:frame presentation:class="title">' + box.format("<text:p>La carga</text:p>")
        + '<presentation:notes><draw:frame presentation:class="notes">'
        + box.format(f"<text:p>{ENGLISH}</text:p>") + "</presentation:notes></draw:page>"
    )  # fmt: skip
    document, chunks = read_made(tmp_path, "a.odp", make_opendocument("presentation", page * 2))
    assert blocks(document) == ["La carga", SPANISH, ENGLISH] * 2
    assert [chunk.slide for chunk in chunks] == [1, 1, 2, 2]
    assert [chunk.metadata.get("part") for chunk in chunks] == [None, ("notes",)] * 2


def test_ods(tmp_path: Path) -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    blank = '<table:table-cell table:number-columns-repeated="1000"/>'
    content = (
        '<table:table table:name="Puertos"><table:table-row>'
        + cell.format("", "Puerto") + cell.format("", "Año")
        + blank + '</table:table-row><table:table-row table:number-rows-repeated="7">' + blank
        + "</table:table-row><table:table-row>" + cell.format(' table:number-columns-repeated="2"', "Ñandú")
        + "</table:table-row></table:table>"
    )  # fmt: skip
    document, chunks = read_made(tmp_path, "a.ods", make_opendocument("spreadsheet", content))
    assert document.text == "Puerto\tAño\nÑandú\tÑandú\n"
    assert chunks[0].section == ("Puertos", "Puerto, Año")
    assert [(mark.number, mark.label) for mark in document.pages] == [(1, "Puertos")]
    assert [mark.number for mark in document.rows] == [1, 9]


def make_xlsx() -> bytes:
    long = "una observación larga sobre la carga que llegó al puerto en ese mes y que se revisó dos veces"
    sheet = f"""<worksheet><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
<c r="C1" t="inlineStr"><is><t>Nota</t></is></c></row>
<row r="3"><c r="A3" s="1"><v>38434</v></c><c r="C3" t="str"><v>{long}</v></c></row>
<row r="4"><c r="A4"><v>0.30000000000000004</v></c><c r="B4" t="b"><v>1</v></c>
<c r="C4" t="str"><v>{long}</v></c></row>
</sheetData></worksheet>"""
    other = '<worksheet><sheetData><row><c t="s"><v>2</v></c></row></sheetData></worksheet>'
    return make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations({"r1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'<workbook xmlns:r="{R}"><sheets><sheet name="Hoja ñ" r:id="a"/>'
            '<sheet name="Otra" r:id="b"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                {
                    "a": ("worksheet", "worksheets/sheet1.xml"),
                    "b": ("worksheet", "worksheets/sheet2.xml"),
                    "c": ("sharedStrings", "sharedStrings.xml"),
                    "d": ("styles", "styles.xml"),
                }
            ),
            "xl/sharedStrings.xml": "<sst><si><t>Año</t></si><si><r><t>Car</t></r><r><t>ga</t></r></si>"
            "<si><t>Sola</t></si></sst>",
            "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
            "xl/worksheets/sheet1.xml": sheet,
            "xl/worksheets/sheet2.xml": other,
        }
    )


def test_xlsx(tmp_path: Path) -> None:
    document, chunks = read_made(tmp_path, "a.xlsx", make_xlsx())
    lines = document.text.split("\n")
    assert lines[0] == "Año\tCarga\tNota"
    assert lines[1].startswith("2005-03-23\t\tuna observación")
    assert lines[2].startswith("0.3\tTRUE\t")
    assert lines[4] == "Sola"
    assert [chunk.metadata.get("row") for chunk in chunks] == [("1",), ("4",), ("1",)]
    assert [chunk.metadata["sheet"] for chunk in chunks] == [("Hoja ñ",), ("Hoja ñ",), ("Otra",)]
    assert [chunk.page for chunk in chunks] == [1, 1, 2]
    assert chunks[0].section == ("Hoja ñ", "Año, Carga, Nota")
    assert document.title == "a.xlsx"


def make_epub(pages: dict[str, str], spine: list[str], *, top: str = "", more: Sequence[str] = ()) -> bytes:
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    order = "".join(f'<itemref idref="{name}"/>' for name in spine)
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<!DOCTYPE container PUBLIC "a" "b"><container><rootfiles>'
        '<rootfile full-path="OEBPS/libro.opf"/></rootfiles></container>',
        "OEBPS/libro.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>El puerto</dc:title><dc:creator>Luz Díaz</dc:creator><dc:date>2012-05-01</dc:date>"
        f"<dc:subject>aduanas</dc:subject></metadata><manifest>{items}</manifest>"
        f"<spine>{order}</spine></package>",
        **{f"OEBPS/{name}": text for name, text in pages.items()},
    }
    packed = {top + name: text for name, text in members.items()} | dict.fromkeys(more, "Nada más.")
    return make_zip(packed, stored=(f"{top}mimetype",))


def test_epub(tmp_path: Path) -> None:
    head = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>"
    head += "<head><title/><script src='x'/></head>"
    pages = {
        "uno.xhtml": f"{head}<body><h1>Capítulo 1</h1><p>{SPANISH}<a id='x'/></p></body></html>",
        "dos.xhtml": f"{head}<body><h1>Capítulo 2</h1><p>{ENGLISH}</p></body></html>",
    }
    document, chunks = read_made(tmp_path, "a.epub", make_epub(pages, ["dos.xhtml", "uno.xhtml"]))
    assert blocks(document) == ["Capítulo 2", ENGLISH, "Capítulo 1", SPANISH]
    assert [chunk.section for chunk in chunks] == [("Capítulo 2",), ("Capítulo 1",)]
    assert document.metadata == {
        "title": ("El puerto",),
        "author": ("Luz Díaz",),
        "date": ("2012-05-01",),
        "description": ("aduanas",),
    }


PAGES = {"uno.xhtml": f"<html><body><p>{SPANISH}</p></body></html>"}


@pytest.mark.parametrize("name", ["a.epub", "a.zip", "a"])
@pytest.mark.parametrize("more", [(), ("__MACOSX/El puerto/._mimetype", ".DS_Store", "El puerto/.DS_Store")])
def test_a_book_that_was_packed_with_its_folder(tmp_path: Path, name: str, more: Sequence[str]) -> None:
    document, _ = read_made(tmp_path, name, make_epub(PAGES, ["uno.xhtml"], top="El puerto/", more=more))
    assert (document.format, document.title) == ("epub", "El puerto")
    assert blocks(document) == [SPANISH]


@pytest.mark.parametrize("more", ["leame.txt", "Otro/leame.txt"])
def test_a_book_among_other_files_is_an_archive(tmp_path: Path, more: str) -> None:
    data = make_epub(PAGES, ["uno.xhtml"], top="El puerto/", more=(more,))
    assert name_format("a.epub", data) == "zip"


def test_empty_elements_swallow_nothing() -> None:
    assert epub.close_empty(b"<p/><br/>") == b"<p></p><br/>"


RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}
{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}}
{\info{\title Informe de aduanas}{\author Ana Ruiz}{\creatim\yr2009\mo9\dy14\hr10}}
{\header Borrador\par}
\pard\s1 Antecedentes\par
\pard El a\'f1o \u241\'f1and\'fa {\*\bkmkstart x}cost\'f3
{\footnote Una nota.} m\u225?s.\line Y otro rengl\'f3n\par
\trowd\pard\intbl Pa\'eds\cell Fecha\cell\row
\trowd\pard\intbl M\'e9xico\cell 2019\cell\row
\pard {\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt enlace}} \{llaves\}\emdash fin\par}"""


def test_rtf(tmp_path: Path) -> None:
    document, chunks = read_made(tmp_path, "a.rtf", RTF)
    assert blocks(document) == [
        "Antecedentes",
        "El año ñandú costó más.\nY otro renglón",
        "Una nota.",
        "País\tFecha\nMéxico\t2019",
        "enlace {llaves}—fin",
        "Borrador",
    ]
    assert roles(document)["Antecedentes"] == "heading1"
    assert document.metadata == {
        "title": ("Informe de aduanas",),
        "author": ("Ana Ruiz",),
        "date": ("2009-09-14",),
    }
    assert chunks[0].section == ("Antecedentes",)


def test_rtf_with_letters_beyond_the_plane() -> None:
    assert rtf.extract(rb"{\rtf1\uc1 \u-10179?\u-8704? y\par}").text == "😀 y\n"


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.odt", "a.epub", "a.xlsx"])
def test_a_zip_without_the_main_part(tmp_path: Path, name: str) -> None:
    kinds = {"a.docx": "word/", "a.pptx": "ppt/", "a.xlsx": "xl/"}
    mimetypes = {"a.odt": "application/vnd.oasis.opendocument.text", "a.epub": "application/epub+zip"}
    members = {"mimetype": mimetypes[name]} if name in mimetypes else {"[Content_Types].xml": "<Types/>"}
    members[f"{kinds.get(name, '')}otra.xml"] = "<x/>"
    with pytest.raises(UnreadableError, match="damaged"):
        read_made(tmp_path, name, make_zip(members))


@pytest.mark.parametrize("prolog", ['<!DOCTYPE x [<!ENTITY a "b">]>', "<!DOCTYPE x SYSTEM 'http://x/y.dtd'>"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_no_entities(tmp_path: Path, prolog: str, codec: str) -> None:
    xml = f'{prolog}<w:document xmlns:w="{W}"><w:body/></w:document>'.encode(codec)
    with pytest.raises(UnreadableError, match="entities"):
        read_made(tmp_path, "a.docx", make_docx("", {"word/document.xml": xml}))
