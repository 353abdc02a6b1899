"""Outlook's messages are read as the mail that they were, with what hangs on them."""

import random
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus import reasons
from corpus.errors import UnreadableError
from corpus.model import Document, Role
from corpus.readers import read_documents
from corpus.readers.outlook import unpack_rtf, write_message
from corpus.readers.parts import extract_part
from tests.corpus.compound import Tree, make_compound
from tests.corpus.test_old_office import alter

SENT = datetime(2008, 4, 10, 16, 30, tzinfo=UTC)
BODY = "Estimada Ana:\r\n\r\nLa aduana revisó ocho contenedores en el puerto.\r\n\r\nSaludos\r\n"


def texts(values: dict[int, str]) -> dict[str, bytes]:
    """Properties that are text, by number."""
    return {f"__substg1.0_{number:04X}001F": text.encode("utf-16-le") for number, text in values.items()}


def fixed(head: int, *entries: tuple[int, int, bytes]) -> dict[str, bytes]:
    """Properties of fixed length: number, kind, value."""
    rows = (struct.pack("<HHI8s", kind, number, 6, value) for number, kind, value in entries)
    return {"__properties_version1.0": bytes(head) + b"".join(rows)}


def when(moment: datetime) -> bytes:
    """Ticks of a tenth of a microsecond since 1601."""
    seconds = (moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()
    return struct.pack("<q", int(seconds) * 10_000_000)


def message(more: Tree | None = None, *, head: int = 32) -> dict[str, "bytes | Tree"]:
    """A message with the streams and folders of ``more``, or these instead of its own."""
    named = {0x0037: "Inspección de contenedores", 0x0C1A: "Peña, José", 0x5D01: "jose@aduana.example"}
    named |= {
        0x0E04: "Ana Núñez; Luis Gil",
        0x0E03: "archivo@aduana.example",
        0x1035: "<abc-1@aduana.example>",
    }
    return {
        **fixed(head, (0x0039, 0x0040, when(SENT))),
        **texts(named),
        **texts({0x1000: BODY}),
        **(more or {}),
    }


def attachment(name: str, data: bytes, more: Tree | None = None) -> Tree:
    """A file that hangs on a message."""
    return {**fixed(8), **texts({0x3707: name}), "__substg1.0_37010102": data, **(more or {})}


def read(folder: Path, data: bytes, name: str = "aviso.msg") -> list[Document | UnreadableError]:
    (folder / name).write_bytes(data)
    return list(read_documents(folder / name, root=folder, doc_id="d1"))


def read_one(folder: Path, tree: Tree) -> Document:
    (found,) = read(folder, make_compound(tree))
    assert isinstance(found, Document)
    return found


def test_a_message_has_its_header_its_words_and_what_it_says_of_itself(tmp_path: Path) -> None:
    document = read_one(tmp_path, message())
    assert document.format == "msg"
    assert document.title == "Inspección de contenedores"
    assert document.metadata == {
        "title": ("Inspección de contenedores",),
        "author": ("Peña, José",),
        "date": ("2008-04-10",),
        "reference": ("abc-1@aduana.example",),
    }
    (header,) = [each for each in document.regions if each.role is Role.HEADER]
    lines = document.text[header.start_char : header.end_char].splitlines()
    assert {"To: Ana Núñez; Luis Gil", "Subject: Inspección de contenedores"} <= set(lines)
    assert "Date: Thu, 10 Apr 2008 16:30:00 +0000" in lines
    assert "La aduana revisó ocho contenedores en el puerto." in document.text


def test_the_header_that_came_with_it_goes_before(tmp_path: Path) -> None:
    came = (
        "Received: from a by b\r\nFrom: =?utf-8?q?Mar=C3=ADa?= <maria@port.example>\r\n"
        "Date: Fri, 11 Apr 2008 09:00:00 -0500\r\nIn-Reply-To: <abc-1@aduana.example>\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    )
    document = read_one(tmp_path, message(texts({0x007D: came})))
    assert document.metadata["author"] == ("María",)
    assert document.metadata["date"] == ("2008-04-11",)
    assert document.metadata["refers"] == ("abc-1@aduana.example",)
    assert document.metadata["title"] == ("Inspección de contenedores",)


def test_attachments_are_documents_and_a_message_in_a_message_is_one(tmp_path: Path) -> None:
    inner = message(
        texts({0x0037: "Respuesta: ¿cuándo?", 0x1000: "The containers arrive on Monday."}), head=24
    )
    tree = message(
        {
            "__attach_version1.0_#00000000": attachment("lista de buques.txt", "Buque Año Nuevo\n".encode()),
            "__attach_version1.0_#00000001": {
                **fixed(8),
                **texts({0x3001: "otra cosa"}),
                "__substg1.0_3701000D": inner,
            },
            "__attach_version1.0_#00000002": attachment("largo.txt", b"puerto seguro. " * 400),
            "__attach_version1.0_#00000003": fixed(8),
            "__nameid_version1.0": {"__substg1.0_00020102": b"\0" * 16},
        }
    )
    data = make_compound(tree)
    found = read(tmp_path, data)
    assert all(isinstance(each, Document) for each in found)
    documents = [each for each in found if isinstance(each, Document)]
    assert [(each.path, each.format) for each in documents] == [
        ("aviso.msg", "msg"),
        ("aviso.msg/lista de buques.txt", "txt"),
        ("aviso.msg/Respuesta: ¿cuándo?.eml", "eml"),
        ("aviso.msg/largo.txt", "txt"),
    ]
    assert "The containers arrive on Monday." in documents[2].text
    assert documents[3].text.count("puerto seguro.") == 400
    assert extract_part("aviso.msg", data, "lista de buques.txt") == "Buque Año Nuevo\n".encode()


def test_pictures_in_the_text_are_no_attachments(tmp_path: Path) -> None:
    logo = attachment("logo.png", b"\x89PNG\r\n\x1a\n...", texts({0x370E: "image/png", 0x3712: "logo@1"}))
    assert len(read(tmp_path, make_compound(message({"__attach_version1.0_#00000000": logo})))) == 1


def test_a_page_stands_for_the_text_and_names_its_encoding(tmp_path: Path) -> None:
    page = "<html><head><meta charset='windows-1252'></head><body><p>Señal de peligro</p></body></html>"
    tree = message({**texts({0x1000: ""}), "__substg1.0_10130102": page.encode("cp1252")})
    assert "Señal de peligro" in read_one(tmp_path, tree).text


def test_text_of_eight_bits_is_in_the_encoding_that_the_message_names(tmp_path: Path) -> None:
    tree: Tree = {
        **fixed(32, (0x3FFD, 0x0003, struct.pack("<q", 1251))),
        "__substg1.0_0037001E": "Порт".encode("cp1251"),
        "__substg1.0_1000001E": "Письмо о порте".encode("cp1251"),
    }
    document = read_one(tmp_path, tree)
    assert (document.title, "Письмо о порте" in document.text) == ("Порт", True)


PACKED = bytes.fromhex(
    # "{\rtf1\ansi\ansicpg1252\pard hello world}\r\n", the example of [MS-OXRTFCP] 4.1
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def test_compressed_text_is_unpacked() -> None:
    assert unpack_rtf(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    plain = struct.pack("<II4sI", 17, 5, b"MELA", 0) + b"{\\x}!"
    assert unpack_rtf(plain) == b"{\\x}!"
    for damaged in (b"", b"\0" * 16, PACKED[:10]):
        with pytest.raises(ValueError, match="RTF"):
            unpack_rtf(damaged)
    assert unpack_rtf(PACKED[:30]).startswith(b"{\\rtf1")  # cut off: what is there


def test_a_text_that_is_there_only_compressed_is_read(tmp_path: Path) -> None:
    tree = message({**texts({0x1000: " "}), "__substg1.0_10090102": PACKED})
    assert "hello world" in read_one(tmp_path, tree).text


def test_what_it_holds_decides_and_an_encrypted_attachment_locks_nothing_else(tmp_path: Path) -> None:
    locked = make_compound({"EncryptedPackage": b"\0" * 5000, "EncryptionInfo": b"\0" * 100})
    data = make_compound(message({"__attach_version1.0_#00000000": attachment("cuentas.xlsx", locked)}))
    first, second = read(tmp_path, data, "sin nombre")
    assert isinstance(first, Document)
    assert first.format == "msg"
    assert isinstance(second, UnreadableError)
    assert reasons.read(second.reason).key == "password"


def test_messages_in_messages_end_somewhere() -> None:
    tree = message()
    for depth in range(24):
        inner = {**tree, **fixed(24 if depth < 23 else 32)}
        tree = {**message(), "__attach_version1.0_#00000000": {**fixed(8), "__substg1.0_3701000D": inner}}
    assert refusal(make_compound(tree)) == "deep-parts"


def refusal(data: bytes) -> str:
    """The key of the reason why a message is not read; empty where it is."""
    try:
        write_message(data)
    except ValueError as error:
        return reasons.read(str(error)).key
    return ""


def test_altered_messages_are_read_or_refused() -> None:
    data = make_compound(message({"__attach_version1.0_#00000000": attachment("a.txt", b"Buque\n" * 900)}))
    chance = random.Random(7)
    keys = {refusal(alter(data, chance)) for _ in range(200)}
    assert keys == {"", "damaged-message"}


@pytest.mark.parametrize(("count", "parts"), [(499, 0), (500, 501), (730, 731)])
def test_how_many_parts_were_too_many_is_said(tmp_path: Path, count: int, parts: int) -> None:
    hanging: Tree = {f"__attach_version1.0_#{at:08X}": attachment(f"{at}.txt", b"uno") for at in range(count)}
    first, *rest = read(tmp_path, make_compound(message(hanging)))
    assert isinstance(first, Document)
    assert len(rest) == 499
    said = reasons.say("many-parts", most=500, count=parts)
    assert list(first.notes) == ([said] if parts else [])
