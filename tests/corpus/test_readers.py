import os
import socket
import unicodedata
from pathlib import Path

import pytest

from corpus import readers
from corpus.encoding import decode
from corpus.errors import UnreadableError
from corpus.formats import PAGED_FORMATS
from corpus.model import Document, Kind, Role
from corpus.readers import MOST_CHARS, READABLE, html, read_document
from corpus.readers.regions import flatten_regions
from tests.corpus.laws import check_law

SPANISH = "El año pasado la inspección costó más: ¿quién pagó? Canadá y México, según él. «Así fue».\n"


def read(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    return read_document(folder / name, root=folder, doc_id="d1")


def reason(folder: Path, name: str, data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(folder, name, data)
    assert caught.value.path.endswith(name)
    return caught.value.reason


@pytest.mark.parametrize(
    ("codec", "mark", "encoding"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),
        ("cp1252", b"", "windows-1252"),
        ("cp850", b"", "cp850"),
        ("mac_roman", b"", "mac-roman"),
    ],
)
def test_encodings(codec: str, mark: bytes, encoding: str) -> None:
    assert decode(mark + SPANISH.encode(codec)) == (SPANISH, encoding)


def test_decomposed_letters_stay_as_they_are() -> None:
    text = unicodedata.normalize("NFD", SPANISH)
    assert decode(text.encode()) == (text, "utf-8")


def test_a_stray_byte_does_not_spoil_utf8() -> None:
    text, encoding = decode(SPANISH.encode() * 5 + b"caf\xe9")
    assert encoding == "utf-8"
    assert text.endswith("café")


def test_a_file_cut_in_mid_letter_is_utf8() -> None:
    assert decode((SPANISH * 3 + "ñ").encode()[:-1])[1] == "utf-8"


@pytest.mark.parametrize("name", ["a.txt", "README", "a.log", "a.text", "notas.sinnombre"])
def test_plain_text_is_unchanged(tmp_path: Path, name: str) -> None:
    document = read(tmp_path, name, b"\xef\xbb\xbfuno\r\n\r\ndos\x0ctres")
    assert document.text == "uno\r\n\r\ndos\ftres"
    assert document.format == "txt"
    assert [mark.number for mark in document.pages] == [1, 2]
    assert document.path == name


def test_identity(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    document = read(tmp_path, "sub/a.md", b"# T\xc3\xadtulo\n\ntexto\n")
    assert (document.path, document.root, document.format) == ("sub/a.md", str(tmp_path), "md")
    assert document.size_bytes == 17
    assert len(document.sha256) == 64
    assert document.title == "Título"
    assert document.doc_id == "d1"


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("a.txt", "Title: El informe\n\nUn texto.", "El informe"),
        ("a.txt", "Title: Diapositiva 1\n1Uno\n2Dos\n3Tres", "Uno"),
        ("a.md", "texto suelto antes\n\n# Título", "Título"),
        ("a.txt", "Primera línea.\n\nOtra.", "Primera línea."),
        ("a.csv", "a,b\n1,2\n", "a.csv"),
        ("a.html", "<title> Un\n título </title><h1>Otro</h1>", "Un título"),
        (
            "a.txt",
            "La aduana se ocupa de la inspec-\nción en Ve-\nracruz.",
            "La aduana se ocupa de la inspección en Veracruz.",
        ),
        ("a.html", "<h1>Otro</h1>", "Otro"),
        ("a.txt", "-----\n*****\n", "a.txt"),
    ],
)
def test_titles(tmp_path: Path, name: str, data: str, title: str) -> None:
    assert read(tmp_path, name, data.encode()).title == title


def test_a_files_time_is_no_date(tmp_path: Path) -> None:
    assert "date" not in read(tmp_path, "a.txt", b"Un texto sin fecha.").metadata


PAGE = """<!DOCTYPE html><html lang="es"><head><title>Comunicado</title>
<meta name="author" content="Sala de prensa"><meta name="date" content="2020-07-01T10:00">
<meta name="description" content="Un resumen."><style>p { color: red }</style></head><body>
<nav><a href="/">Inicio</a> <a href="/x">Otra</a></nav><!-- secreto -->
<h1>Entra en vigor&nbsp;el tratado</h1><p>Un <b>párra</b>fo<script>intruso()</script> con
saltos.</p><h2>Qué cambia</h2><ul><li>Uno</li><li>Dos<ul><li>Dos y medio</li></ul></li></ul>
<table><tr><th>País</th><th>Fecha</th></tr><tr><td>México</td><td>2019</td></tr></table>
<pre>a  b
c</pre><template>nada</template><footer>Aviso legal</footer></body></html>"""


def test_html_text_and_metadata(tmp_path: Path) -> None:
    document = read(tmp_path, "a.html", PAGE.encode())
    assert document.metadata == {
        "title": ("Comunicado",),
        "author": ("Sala de prensa",),
        "date": ("2020-07-01",),
        "description": ("Un resumen.",),
    }
    assert "Un párrafo con saltos.\n" in document.text
    assert "México\t2019\n" in document.text
    for hidden in ("intruso", "secreto", "color", "nada"):
        assert hidden not in document.text
    roles = {
        document.text[region.start_char : region.end_char].strip(): region for region in document.regions
    }
    assert roles["Entra en vigor\u00a0el tratado"].level == 1
    assert roles["Qué cambia"].role is Role.HEADING
    assert roles["Inicio Otra"].role is Role.BOILERPLATE
    assert roles["Aviso legal"].role is Role.BOILERPLATE
    assert flatten_regions(document.regions) == document.regions


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (b"<p>a<script><!-- <script>x</script> <b>y</b> --></script>b</p>", "ab"),
        (b"<p>a<style>p > b { }</style>b<iframe><p>c</iframe>d", "abd"),
        (b"<p>a <xmp><b>&amp;</b></xmp> <noembed><i></noembed>", "a\n\n<b>&amp;</b> <i>"),
        (b"a<plaintext></plaintext><b>&lt;", "a</plaintext><b>&lt;"),
        (b"<p>a<?php 1 > 2 ?>b<!doctype c>d<![CDATA[e]]>f", "a 2 ?>bdf"),
        (b"<p>a<!-- b > <p>c</p> -- d -->e", "ae"),
        (b'<p title=\'a " > <b>x</b>\' "b c"" =d e/f>g</p>', "g"),
        (b"<p>a &amp;lt;b&amp;gt; &lt;c&gt; &amp;nbsp;&nbsp;d", "a &lt;b&gt; <c> &nbsp;\u00a0d"),
        (b"<pre>&#13;&#10;a&#13;b</pre>c&#13;d", "a\nb\n\nc d"),
        (b"<svg><title>a</title><object>b</object></svg>c<object>d<object>e</object>f</object>g", "cg"),
        (
            b"<p>a  \n b </p><pre>\nc\n   d\n\n\te</pre><textarea>f <b>g</textarea>",
            "a b\n\nc\nd\ne\n\nf <b>g",
        ),
    ],
)
def test_what_looks_like_a_tag_and_what_does_not(page: bytes, text: str) -> None:
    assert html.extract(page).text == text + "\n"


def test_roles_hold_until_their_own_element_ends() -> None:
    page = b"<div role=navigation><div>a</div><hr role=menu><div>b</div></div><div>c</div><img role=search>d"
    found = html.extract(page)
    (region,) = found.regions
    assert (found.text[: region.end_char], region.role) == ("a\n\nb\n", Role.BOILERPLATE)


def test_html_chunks(tmp_path: Path) -> None:
    from corpus.chunking import cut_chunks

    document = read(tmp_path, "a.html", PAGE.encode())
    chunks = cut_chunks(document)
    check_law(document, chunks)
    item = next(chunk for chunk in chunks if "Dos y medio" in chunk.text)
    assert item.section == ("Entra en vigor el tratado", "Qué cambia")
    assert [chunk.kind for chunk in chunks if "Inicio" in chunk.text] == [Kind.BOILERPLATE]
    assert [chunk.kind for chunk in chunks if "2019" in chunk.text] == [Kind.TABLE]


def test_html_declared_encoding(tmp_path: Path) -> None:
    data = '<meta charset="cp850"><p>año</p>'.encode("cp850")
    assert read(tmp_path, "a.html", data).text == "año\n"


@pytest.mark.parametrize(
    "data",
    [
        b"<b>" * 9_000 + b"x",
        b"<p a='" + b"x" * 500_000 + b"'>x",
        b"x " + b"<" * 200_000,
        b"<p " + b"a=1 " * 50_000 + b">x",
        b"<ul><li>" * 4_000 + b"x",
        b"x<!--" * 50_000,
        b"<table><tr><td>" * 4_000 + b"x",
    ],
    ids=["formatting", "attribute", "brackets", "attributes", "lists", "comments", "tables"],
)
def test_hostile_html_is_read(data: bytes) -> None:
    assert "x" in html.extract(data).text


def test_bottomless_html_is_refused(tmp_path: Path) -> None:
    assert "nested too deeply" in reason(tmp_path, "a.html", b"<div></b>" * 20_000 + b"x")


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\xc2\xa0\n", "no text"),
        ("a.txt", bytes(range(256)) * 10, "binary"),
        ("a.txt", b"%PDF-1.7\n%", "the PDF is cut off"),
        ("a.pdf", bytes(range(256)), "it is no pdf document"),
        ("a.docx", b"PK\x03\x04rest", "the docx document is damaged or cut off"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is no msg document"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it in a newer format"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00", "damaged"),
        ("a.html", b"<script>x()</script>", "no text"),
        ("a.bin", b"\x00\x01\x02" * 100, "binary"),
        ("a.bin", b"\x80\x81", "binary"),
        ("a.txt", b"\x01\x00", "binary"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, data: bytes, part: str) -> None:
    assert part in reason(tmp_path, name, data)


def test_too_long_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_CHARS == 20_000_000
    monkeypatch.setattr("corpus.readers.MOST_CHARS", 100)
    assert "too long" in reason(tmp_path, "a.txt", b"palabra " * 100)
    monkeypatch.setattr("corpus.files.MOST_BYTES", 100)
    assert "too large" in reason(tmp_path, "a.txt", b"palabra " * 100)


def test_a_vanished_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no longer there"):
        read_document(tmp_path / "gone.txt", root=tmp_path, doc_id="d1")


def test_what_is_not_a_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "real.txt").write_text("texto")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        for name, part in (
            ("pipe", "not a regular file"),
            ("folder", "folder"),
            ("link", "symbolic link"),
            ("s", "not a regular file"),
        ):
            with pytest.raises(UnreadableError, match=part):
                read_document(tmp_path / f"{name}.txt", root=tmp_path, doc_id="d1")


def test_nothing_outside_the_root(tmp_path: Path) -> None:
    root, other = tmp_path / "root", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    (other / "a.txt").write_text("texto")
    (root / "way").symlink_to(other)
    for path in (other / "a.txt", root / "way" / "a.txt", root / ".." / "other" / "a.txt"):
        with pytest.raises(UnreadableError, match="outside"):
            read_document(path, root=root, doc_id="d1")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError

    (tmp_path / "a.txt").write_text("texto")
    monkeypatch.setattr("corpus.files.os.open", refuse)
    with pytest.raises(UnreadableError, match="no permission"):
        read_document(tmp_path / "a.txt", root=tmp_path, doc_id="d1")


def test_a_single_file_may_be_its_own_root(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("texto")
    document = read_document(tmp_path / "a.txt", root=tmp_path / "a.txt", doc_id="d1")
    assert (document.root, document.path) == (str(tmp_path), "a.txt")


def test_every_readable_suffix_has_a_reader() -> None:
    containers = {"eml", "msg", "mbox", "zip", "tar", "gz"}
    assert set(READABLE.values()) == {*readers._READERS, *containers, *PAGED_FORMATS}
    assert all(callable(readers._find_reader(form)) for form in readers._READERS)
