"""Files of every format, made by hand: so their text, order, accents and places are known."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.chunking import cut_chunks
from corpus.model import Chunk, Document
from corpus.readers import read_document
from tests.corpus.laws import check_law

PAGE_HEIGHT = 842


def read_made(
    folder: Path, name: str, data: bytes, *, check: bool = True
) -> tuple[Document, tuple[Chunk, ...]]:
    """Write, read and cut a file; its chunks are checked against the law."""
    (folder / name).write_bytes(data)
    document = read_document(folder / name, root=folder, doc_id="d1")
    chunks = cut_chunks(document)
    if check:
        check_law(document, chunks)
    return document, chunks


def blocks(document: Document) -> list[str]:
    """The document's blocks, as blank lines part them."""
    return [block.strip("\n") for block in document.text.split("\n\n")]


def roles(document: Document) -> dict[str, str]:
    """What the reader says of stretches of text: role and level by text."""
    return {
        document.text[region.start_char : region.end_char].strip("\n"): (
            f"{region.role.value}{region.level or ''}"
        )
        for region in document.regions
    }


def make_zip(members: Mapping[str, bytes | str], *, stored: Sequence[str] = ()) -> bytes:
    """A zip file of these members, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, compress_type=kind)
    return made.getvalue()


@dataclass(frozen=True)
class Line:
    """A line of text on a page: left edge and base line from the top, in points."""

    left: float
    base: float
    text: str
    size: float = 10
    font: str = "regular"


_FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "mono": "Courier"}


def make_pdf(
    pages: Sequence[Sequence[Line]],
    *,
    info: Mapping[str, str] | None = None,
    outline: Sequence[tuple[str, int]] = (),
    rotate: int = 0,
    matrix: str = "1 0 0 1 0 0",
    encrypted: bool = False,
    images: Mapping[int, tuple[int, int, bytes]] | None = None,
) -> bytes:
    """A PDF with these lines; ``images`` are grey ones that fill a page, by its number from 0."""
    images = images or {}
    objects: list[bytes] = [b"", b""]  # the catalog and the list of pages come last
    fonts = {}
    for name, base in _FONTS.items():
        objects.append(
            f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding>>".encode("ascii")
        )
        fonts[name] = len(objects)
    resources = "".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    kids = []
    for number, lines in enumerate(pages):
        content = f"{matrix} cm\n".encode("ascii") + b"".join(_draw(line) for line in lines)
        extra = ""
        if number in images:
            width, height, pixels = images[number]
            objects.append(_stream(pixels, f"/Type/XObject/Subtype/Image/Width {width}/Height {height}"
                                           "/ColorSpace/DeviceGray/BitsPerComponent 8"))  # fmt: skip
            extra = f"/XObject<</Im {len(objects)} 0 R>>"
            content += b"q 595 0 0 842 0 0 cm /Im Do Q\n"
        objects.append(_stream(content))
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate {rotate}"
            f"/Resources<</Font<<{resources}>>{extra}>>/Contents {len(objects)} 0 R>>"
        )
        objects.append(page.encode("ascii"))
        kids.append(len(objects))
    catalog = "<</Type/Catalog/Pages 2 0 R"
    if outline:
        catalog += f"/Outlines {len(objects) + 1} 0 R"
        _add_outline(objects, outline, kids)
    objects[0] = (catalog + ">>").encode("ascii")
    references = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<</Type/Pages/Kids[{references}]/Count {len(kids)}>>".encode("ascii")
    trailer = ""
    if info:
        objects.append(b"<<" + b"".join(b"/%b%b" % (k.encode(), _text(v)) for k, v in info.items()) + b">>")
        trailer += f"/Info {len(objects)} 0 R"
    if encrypted:
        key = "AB" * 32
        objects.append(f"<</Filter/Standard/V 1/R 2/Length 40/P -44/O<{key}>/U<{key}>>>".encode("ascii"))
        trailer += f"/Encrypt {len(objects)} 0 R/ID[<00><00>]"
    return _assemble(objects, trailer)


def _draw(line: Line) -> bytes:
    text = line.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    place = f"BT /{line.font} {line.size} Tf {line.left} {PAGE_HEIGHT - line.base} Td (".encode("ascii")
    return place + text + b") Tj ET\n"


def _stream(data: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(data)
    head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode("ascii")
    return head + packed + b"\nendstream"


def _text(value: str) -> bytes:
    return b"<" + (b"\xfe\xff" + value.encode("utf-16-be")).hex().encode("ascii") + b">"


def _add_outline(objects: list[bytes], outline: Sequence[tuple[str, int]], kids: Sequence[int]) -> None:
    root = len(objects) + 1
    first, last = root + 1, root + len(outline)
    objects.append(f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(outline)}>>".encode())
    for index, (title, page) in enumerate(outline):
        following = f"/Next {first + index + 1} 0 R" if index + 1 < len(outline) else ""
        destination = f"/Parent {root} 0 R{following}/Dest[{kids[page]} 0 R/Fit]>>"
        objects.append(b"<</Title" + _text(title) + destination.encode("ascii"))


def _assemble(objects: Sequence[bytes], trailer: str) -> bytes:
    made = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\n".encode("ascii")
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % start)


def set_lines(
    texts: Sequence[str], *, left: float = 72, top: float = 100, pitch: float = 12, indent: float = 0
) -> list[Line]:
    """Lines below each other; ``indent`` is that of the first."""
    return [
        Line(left + (indent if index == 0 else 0), top + index * pitch, text)
        for index, text in enumerate(texts)
    ]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE = """<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<dc:title>Relatoría de aduanas</dc:title><dc:creator>Ana Ruiz; Usuario</dc:creator>
<dcterms:created>2009-09-14T10:00:00Z</dcterms:created><cp:keywords>puertos, carga</cp:keywords>
<dc:subject>Seguridad</dc:subject></cp:coreProperties>"""


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A part's relations: kind and target by id."""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def make_docx(body: str, extra: Mapping[str, bytes | str] | None = None) -> bytes:
    """A Word document with this body, styles for headings, and notes."""
    styles = f"""<w:styles xmlns:w="{W}"><w:style w:styleId="Ttulo1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Ttulo2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Mio"><w:name w:val="Mío"/><w:basedOn w:val="Ttulo2"/></w:style></w:styles>"""
    notes = f"""<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r>
<w:t>Véase el anexo del informe.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
    header = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>Borrador confidencial</w:t></w:r></w:p></w:hdr>'
    return make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations({"r1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:mc="mc"><w:body>{body}'
            "</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(
                {
                    "a": ("styles", "styles.xml"),
                    "b": ("footnotes", "footnotes.xml"),
                    "c": ("header", "header1.xml"),
                }
            ),
            "word/styles.xml": styles,
            "word/footnotes.xml": notes,
            "word/header1.xml": header,
            "docProps/core.xml": CORE,
            **(extra or {}),
        }
    )


def make_opendocument(kind: str, content: str, *, styles: str = "") -> bytes:
    """An OpenDocument file; ``kind`` is ``text``, ``presentation`` or ``spreadsheet``."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for name, long in {
            "office": "office",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "presentation": "presentation",
            "style": "style",
            "meta": "meta",
        }.items()
    )
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return make_zip(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {spaces}>{styles}<office:body><office:{kind}>{content}"
            f"</office:{kind}></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {spaces} {dc}><office:meta><dc:title>Minuta</dc:title>"
            "<meta:initial-creator>José Núñez</meta:initial-creator><meta:creation-date>2011-10-26T07:12:00"
            "</meta:creation-date></office:meta></office:document-meta>",
        },
        stored=("mimetype",),
    )
