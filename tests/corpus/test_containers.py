"""Mail, mailboxes and archives: every attachment and member is a document with its place."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.chunking import cut_chunks
from corpus.errors import UnreadableError
from corpus.model import Document, Kind
from corpus.readers import read_document, read_documents
from corpus.readers.mail import iter_mailbox, open_mail
from corpus.readers.parts import extract_part
from tests.corpus.laws import check_law
from tests.corpus.making import make_docx, make_pdf, make_zip, set_lines
from tests.corpus.test_office import ENGLISH, SPANISH, paragraph, run


def read(folder: Path, name: str, data: bytes) -> list[Document | UnreadableError]:
    (folder / name).write_bytes(data)
    results = list(read_documents(folder / name, root=folder, doc_id="d1"))
    for result in results:
        if isinstance(result, Document):
            check_law(result, cut_chunks(result))
    return results


def paths(results: list[Document | UnreadableError]) -> list[str]:
    return [result.path for result in results if isinstance(result, Document)]


def reasons(results: list[Document | UnreadableError]) -> dict[str, str]:
    return {
        Path(result.path).name: result.reason for result in results if isinstance(result, UnreadableError)
    }


def make_mail(subject: str = "Inspección en el puerto", body: str = f"{SPANISH}\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "José Núñez <jose@example.org>"
    message["To"] = "Ana Ruiz <ana@example.org>"
    message["Date"] = "Mon, 14 Sep 2009 17:35:00 -0500"
    message["Subject"] = subject
    message["Message-ID"] = "<uno@example.org>"
    message["In-Reply-To"] = "<cero@example.org>"
    message.set_content(body)
    return message


PDF = make_pdf([set_lines([ENGLISH])])


def test_a_message(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "a.eml", make_mail().as_bytes())
    assert isinstance(document, Document)
    assert document.text.split("\n") == [
        "From: José Núñez <jose@example.org>",
        "To: Ana Ruiz <ana@example.org>",
        "Date: Mon, 14 Sep 2009 17:35:00 -0500",
        "Subject: Inspección en el puerto",
        "",
        SPANISH,
        "",
    ]
    assert document.title == "Inspección en el puerto"
    assert document.metadata == {
        "title": ("Inspección en el puerto",),
        "author": ("José Núñez",),
        "date": ("2009-09-14",),
        "reference": ("uno@example.org",),
        "refers": ("cero@example.org",),
    }
    assert document.container is None
    assert [chunk.kind for chunk in cut_chunks(document)] == [Kind.HEADER, Kind.TEXT]


def test_attachments_are_documents(tmp_path: Path) -> None:
    message = make_mail()
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="año/plan ñ.pdf")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="plan ñ.pdf")
    message.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline"
    )
    message.add_attachment(
        bytes(range(256)), maintype="application", subtype="octet-stream", filename="x.bin"
    )
    results = read(tmp_path, "a.eml", message.as_bytes())
    assert paths(results) == ["a.eml", "a.eml/plan ñ.pdf", "a.eml/plan ñ (2).pdf"]
    assert reasons(results) == {"x.bin": "binary file, not text"}
    attached = results[1]
    assert isinstance(attached, Document)
    assert (attached.container, attached.format, attached.text) == ("a.eml", "pdf", f"{ENGLISH}\n")
    assert len({result.doc_id for result in results if isinstance(result, Document)}) == 3


def test_ids_are_stable_and_bound_to_the_place(tmp_path: Path) -> None:
    data = make_zip({"a.txt": SPANISH, "b/a.txt": SPANISH})
    first, second = read(tmp_path, "a.zip", data), read(tmp_path, "a.zip", data)
    assert first == second
    assert len({result.doc_id for result in first if isinstance(result, Document)}) == 2


def test_html_is_read_where_there_is_no_plain_text(tmp_path: Path) -> None:
    message = make_mail(body=" ")
    message.add_alternative(f"<h1>Plan</h1><p>{SPANISH}</p>", subtype="html")
    (document,) = read(tmp_path, "a.eml", message.as_bytes())
    assert isinstance(document, Document)
    assert document.text.endswith(f"Plan\n\n{SPANISH}\n")
    both = make_mail()
    both.add_alternative("<p>otro</p>", subtype="html")
    assert "otro" not in open_mail(both.as_bytes()).extraction.text


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "windows-1252", "no-such-code"])
def test_codes_of_bodies_and_headers(charset: str) -> None:
    codec = "utf-8" if charset == "no-such-code" else charset
    head = (
        f"From: =?{codec}?Q?Jos=E9?= <a@b>\r\n"
        if codec != "utf-8"
        else "From: =?utf-8?B?Sm9zw6k=?= <a@b>\r\n"
    )
    head += f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    mail = open_mail(head.encode("ascii") + SPANISH.encode(codec))
    assert mail.extraction.metadata["author"] == ("José",)
    assert SPANISH in mail.extraction.text


def test_stray_bytes_in_a_header() -> None:
    mail = open_mail("Subject: Inspección\nFrom: a@b\n\nhola\n".encode("cp1252"))
    assert mail.extraction.metadata["title"] == ("Inspección",)


def test_messages_in_messages(tmp_path: Path) -> None:
    inner = make_mail("Reenviado", ENGLISH)
    inner.add_attachment(b"a;b\n1;2\n", maintype="text", subtype="csv", filename="t.csv")
    outer = make_mail()
    outer.add_attachment(inner)
    assert paths(read(tmp_path, "a.eml", outer.as_bytes())) == [
        "a.eml",
        "a.eml/Reenviado.eml",
        "a.eml/Reenviado.eml/t.csv",
    ]


def test_a_mailbox(tmp_path: Path) -> None:
    message = make_mail("Uno", "hola\n\n>From aquí no empieza nada\n").as_bytes()
    data = b"From ana@example.org Mon Sep 14 17:35:00 2009\n" + message
    data += b"\nFrom - Tue Sep 15 00:00:00 2009\n" + make_mail("Dos").as_bytes()
    for name in ("a.mbox", "Inbox"):
        results = read(tmp_path, name, data)
        assert paths(results) == [f"{name}/1.eml", f"{name}/2.eml"]
        assert [result.title for result in results if isinstance(result, Document)] == ["Uno", "Dos"]
    assert b"\nFrom aqu" in next(iter_mailbox(data))


def test_an_archive(tmp_path: Path) -> None:
    data = make_zip(
        {
            "carpeta/informe.docx": make_docx(paragraph(run(SPANISH))),
            "../fuera.txt": ENGLISH,
            "__MACOSX/._x": "x",
            "~$z.docx": "x",
            ".oculto": "x",
            "vacío.txt": "",
            "más.zip": make_zip({"hondo.md": f"# Título\n\n{SPANISH}\n"}),
        }
    )
    results = read(tmp_path, "a.zip", data)
    assert paths(results) == ["a.zip/carpeta/informe.docx", "a.zip/fuera.txt", "a.zip/más.zip/hondo.md"]
    assert reasons(results) == {"vacío.txt": "the file is empty"}
    assert {result.container for result in results if isinstance(result, Document)} == {"a.zip"}


def test_names_in_old_codes(tmp_path: Path) -> None:
    data = make_zip({"aXo.txt": ENGLISH}).replace(b"aXo", "año".encode("cp850"))
    assert paths(read(tmp_path, "a.zip", data)) == ["a.zip/año.txt"]


def test_parts_that_were_done_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(make_zip({f"{n}.txt": f"texto {n}" for n in range(4)}))
    begun: list[str] = []
    results = list(
        read_documents(tmp_path / "a.zip", root=tmp_path, doc_id="d", skip=2, on_part=begun.append)
    )
    assert paths(results) == ["a.zip/2.txt", "a.zip/3.txt"]
    assert [Path(name).name for name in begun] == ["2.txt", "3.txt"]


def test_one_document_is_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(make_zip({"1.txt": "uno", "2.txt": "dos"}))
    assert read_document(tmp_path / "a.zip", root=tmp_path, doc_id="d").text == "uno"


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("a.zip", make_zip({}), "empty"),
        ("a.zip", make_zip({"a.txt": "hola"})[:-10], "damaged"),
        ("a.eml", b"nada de cabeza", "no header"),
        ("a.mbox", b"nada", "no message begins"),
    ],
)
def test_bad_containers(tmp_path: Path, name: str, data: bytes, part: str) -> None:
    (result,) = read(tmp_path, name, data)
    assert isinstance(result, UnreadableError)
    assert part in result.reason


def test_a_locked_member(tmp_path: Path) -> None:
    data = bytearray(make_zip({"a.txt": "hola", "b.txt": "adiós"}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(mark) + (6 if mark.endswith(b"\x04") else 8)] |= 1
    results = read(tmp_path, "a.zip", bytes(data))
    assert reasons(results) == {"a.txt": "protected with a password"}
    assert paths(results) == ["a.zip/b.txt"]


def test_one_part_is_taken_out_without_the_others() -> None:
    bomb = make_zip({"x.txt": bytes(10_000_000)})
    data = make_zip({"a.txt": SPANISH, "bomba.zip": bomb, "más/c.zip": make_zip({"d.txt": ENGLISH})})
    assert extract_part("a.zip", data, "a.txt") == SPANISH.encode()
    assert extract_part("a.zip", data, "más/c.zip/d.txt") == ENGLISH.encode()
    assert extract_part("a.mbox", b"From ana@x Mon Sep 14 17:35:00 2009\n" + make_mail().as_bytes(), "1.eml")
    for inside in ("no.txt", "más", "bomba.zip/x.txt", "bomba.zip"):
        with pytest.raises(ValueError, match=r"no such document|not unpacked"):
            extract_part("a.zip", data, inside)
