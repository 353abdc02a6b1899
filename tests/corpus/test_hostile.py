"""Files that a stranger prepared: each is reported with a reason, and none stops a run."""

import os
import struct
import time
import unicodedata
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.archives import Archive, Budget
from corpus.confined.isolation import File
from corpus.errors import UnreadableError
from corpus.model import Document
from corpus.readers import READABLE, read_documents
from corpus.readers.mail import open_mail
from corpus.readers.markup import parse
from corpus.scanning import iter_files
from tests.corpus.conftest import gather
from tests.corpus.making import make_docx, make_opendocument, make_pdf, make_zip, set_lines
from tests.corpus.test_office import (
    ENGLISH,
    RTF,
    SPANISH,
    make_epub,
    make_pptx,
    make_xlsx,
    paragraph,
    run,
)

pytestmark = pytest.mark.long

WHOLE = {
    "a.pdf": make_pdf([set_lines([ENGLISH])]),
    "a.docx": make_docx(paragraph(run(SPANISH))),
    "a.pptx": make_pptx(),
    "a.xlsx": make_xlsx(),
    "a.odt": make_opendocument("text", f"<text:p>{SPANISH}</text:p>"),
    "a.epub": make_epub({"a.xhtml": f"<html><body><p>{SPANISH}</p></body></html>"}, ["a.xhtml"]),
    "a.rtf": RTF,
    "a.zip": make_zip({"a.txt": SPANISH}),
    "a.eml": f"From: a@b\nSubject: x\n\n{ENGLISH}\n".encode(),
    "a.html": f"<p>{ENGLISH}</p>".encode(),
}


def read(folder: Path, name: str, data: bytes) -> list[Document | UnreadableError]:
    (folder / name).write_bytes(data)
    return list(read_documents(folder / name, root=folder, doc_id="d1"))


def reason(folder: Path, name: str, data: bytes) -> str:
    (result,) = read(folder, name, data)
    assert isinstance(result, UnreadableError), result
    return result.reason


def test_whole_files_are_read(tmp_path: Path) -> None:
    for name, data in WHOLE.items():
        assert all(isinstance(result, Document) for result in read(tmp_path, name, data)), name


@pytest.mark.parametrize("name", [name for name in WHOLE if name not in ("a.rtf", "a.eml", "a.html")])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.97])
def test_cut_off(tmp_path: Path, name: str, share: float) -> None:
    said = reason(tmp_path, name, WHOLE[name][: int(share * len(WHOLE[name]))])
    assert "cut off" in said or "damaged" in said


@pytest.mark.parametrize("name", list(WHOLE))
def test_flipped_bytes_are_survived(tmp_path: Path, name: str) -> None:
    data = bytearray(WHOLE[name])
    for index in range(0, len(data), max(7, len(data) // 60)):
        data[index] ^= 0x55
    assert read(tmp_path, name, bytes(data))


@pytest.mark.parametrize("suffix", sorted(READABLE))
def test_garbage_under_every_name(tmp_path: Path, suffix: str) -> None:
    (result,) = read(tmp_path, f"a{suffix}", bytes(range(256)) * 50)
    assert isinstance(result, UnreadableError)


@pytest.mark.parametrize("name", [name for name in WHOLE if name not in ("a.eml", "a.html")])
def test_a_wrong_name_does_not_matter(tmp_path: Path, name: str) -> None:
    first = read(tmp_path, name, WHOLE[name])[0]
    second = read(tmp_path, "otro.txt", WHOLE[name])[0]
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, first.format) == (second.text, second.format)
    if name != "a.zip":
        assert second.notes[0].startswith("the name says txt, but the file is")


def test_text_and_pages_under_other_names(tmp_path: Path) -> None:
    (page,) = read(tmp_path, "a.pdf", f"<!DOCTYPE html><title>x</title><p>{ENGLISH}</p>".encode())
    (text,) = read(tmp_path, "a.docx", ENGLISH.encode())
    assert isinstance(page, Document)
    assert isinstance(text, Document)
    assert (page.format, text.format) == ("html", "txt")
    assert page.text == f"{ENGLISH}\n"


def test_a_member_that_is_packed_too_tightly(tmp_path: Path) -> None:
    assert "200 times" in reason(tmp_path, "a.zip", make_zip({"a.txt": b"a" * 5_000_000}))
    bomb = make_docx("", {"word/document.xml": b" " * 5_000_000})
    assert "200 times" in reason(tmp_path, "a.docx", bomb)


def test_an_archive_that_is_too_large_or_holds_too_much() -> None:
    data = make_zip({f"{number}.txt": os.urandom(3000) for number in range(4)})
    with pytest.raises(ValueError, match="more than"):
        Archive(data, Budget(entries=3))
    archive = Archive(data, Budget(size_bytes=7_000))
    assert len(archive.read("0.txt")) == 3000
    archive.read("1.txt")
    with pytest.raises(ValueError, match="larger than"):
        archive.read("2.txt")


def test_a_size_that_lies(tmp_path: Path) -> None:
    data = bytearray(make_zip({"a.txt": b"hola " * 100}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 5)
    assert read(tmp_path, "a.zip", bytes(data))


def test_archives_in_archives(tmp_path: Path) -> None:
    data = b"hola"
    for depth in range(6):
        data = make_zip({f"{depth}.zip" if depth else "a.txt": data})
    assert "deep" in reason(tmp_path, "a.zip", data)


def test_an_archive_of_itself(tmp_path: Path) -> None:
    data = make_zip(
        {f"{number}.zip": make_zip({f"{n}.txt": "hola" for n in range(60)}) for number in range(100)}
    )
    results = read(tmp_path, "a.zip", data)
    assert sum(isinstance(result, Document) for result in results) <= 5_000
    assert any(
        isinstance(result, UnreadableError) and "more than 5,000" in result.reason for result in results
    )


def test_entity_bomb() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
    for codec in ("utf-8", "utf-16", "utf-16-be"):
        with pytest.raises(ValueError, match=r"entities|damaged"):
            parse(bomb.encode(codec))


@pytest.mark.parametrize("depth", [100, 3_000])
def test_elements_nested_without_end(tmp_path: Path, depth: int) -> None:
    body = "<w:sdt>" * depth * 10 + "<w:p/>" + "</w:sdt>" * depth * 10
    assert "nested too deeply" in reason(tmp_path, "a.docx", make_docx(body)) or depth == 100


def nest(depth: int) -> bytes:
    data = ENGLISH.encode()
    for number in range(depth):
        data = b"From: a@b\nSubject: %d\nContent-Type: message/rfc822\n\n" % number + data
    return data


def test_messages_nested_a_hundred_deep(tmp_path: Path) -> None:
    results = read(tmp_path, "a.eml", nest(100))
    assert isinstance(results[-1], UnreadableError)
    assert "deep" in results[-1].reason
    assert len(results) <= 25


def test_parts_nested_without_end() -> None:
    data = b"From: a@b\n"
    for number in range(3_000):
        data += b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number)
    with pytest.raises(ValueError, match="nested"):
        open_mail(data)


def test_too_many_parts() -> None:
    message = EmailMessage()
    message["From"] = "a@b"
    message.set_content("hola")
    for number in range(600):
        message.add_attachment(b"x", maintype="application", subtype="x", filename=f"{number}.bin")
    mail = open_mail(message.as_bytes())
    assert len(mail.attachments) == 499
    assert "first 500" in mail.extraction.notes[0]


@pytest.mark.parametrize(
    "value", [b"a" * 2_000_000, b"=?utf-8?Q?" + b"=41" * 100_000 + b"?=", b"a@b, " * 200_000]
)
def test_endless_headers(value: bytes) -> None:
    started = time.process_time()
    mail = open_mail(b"From: " + value + b"\nSubject: " + value + b"\n\nhola\n")
    assert all(len(text) < 20_000 for text in mail.extraction.metadata.get("title", ()))
    assert len(mail.extraction.text) < 40_000
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1" + b"{" * 100_000,
        b"{\\rtf1" + b"\\'" * 300_000,
        b"{\\rtf1 " + b"\\u-1?" * 200_000,
        b"{\\rtf1{\\stylesheet" + b"{\\s1 " * 100_000,
        b"{\\rtf1" + b"}" * 300_000 + b"hola",
        b"{\\rtf1\\ansicpg99999 hola\\par}",
    ],
    ids=["groups", "codes", "letters", "styles", "ends", "code page"],
)
def test_hostile_rtf_takes_no_time(tmp_path: Path, data: bytes) -> None:
    started = time.process_time()
    assert read(tmp_path, "a.rtf", data)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "content",
    [
        b"q " * 500_000,
        b"BT /regular 10 Tf (hola) Tj ET " * 20_000,
        b"BT /regular 1e30 Tf 1e30 1e30 Td (hola) Tj ET",
        b"BT /regular 0 Tf (hola que tal) Tj ET",
        b"BT /regular 10 Tf 9 9 Td (" + b"x" * 500_000 + b") Tj ET",
    ],
    ids=["states", "strings", "huge", "flat", "long"],
)
def test_hostile_pages(tmp_path: Path, content: bytes) -> None:
    from tests.corpus import making

    made = making._stream(content)
    data = make_pdf([[]]).replace(making._stream(b"1 0 0 1 0 0 cm\n"), made)
    assert made in data
    started = time.process_time()
    assert read(tmp_path, "a.pdf", data)
    assert time.process_time() - started < 10


def test_pipes_loops_and_odd_names(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    for name in ("á.txt", unicodedata.normalize("NFD", "ñandú.txt"), "\udcf1.txt", "a\nb.txt", "-rf.txt"):
        (tmp_path / name).write_text(ENGLISH)
    with open(tmp_path / "huge.txt", "wb") as file:
        file.truncate(1 << 30)
    found = list(iter_files(tmp_path))
    assert len(found) == 6
    results = gather([File(path, tmp_path, str(n)) for n, path in enumerate(found)])
    failed = {
        Path(result.path).name: result.reason
        for _, each in results
        for result in each
        if isinstance(result, UnreadableError)
    }
    assert list(failed) == ["huge.txt"]
    assert "too large (1074 MB" in failed["huge.txt"]
    special = [File(tmp_path / name, tmp_path, "d") for name in ("pipe.pdf", "loop.txt", "round")]
    for _, (result,) in gather(special):
        assert isinstance(result, UnreadableError)


def test_everything_at_once(tmp_path: Path) -> None:
    names = []
    for name, data in WHOLE.items():
        for number, part in enumerate((data, data[: len(data) // 2], bytes(reversed(data)), b"")):
            names.append(f"{number}{name}")
            (tmp_path / names[-1]).write_bytes(part)
    results = gather([File(tmp_path / name, tmp_path, name) for name in names], jobs=2)
    assert [file.path.name for file, _ in results] == names
    assert all(found for _, found in results)
    whole = [found[0] for file, found in results if file.path.name.startswith("0")]
    assert not any(isinstance(result, UnreadableError) for result in whole)
