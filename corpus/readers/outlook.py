"""Outlook's messages (``.msg``), written as the messages that they were when they were sent.

Goes in: the bytes of one file. Comes out: the bytes of the same message as mail is sent (RFC 5322, MIME),
which :mod:`corpus.readers.mail` takes apart as any other. What is in the file stands in streams named by
the number of a property ([MS-OXMSG], [MS-OXPROPS]); a text that stands there only as compressed RTF
([MS-OXRTFCP]) is unpacked.
"""

import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser
from email.policy import compat32
from email.utils import format_datetime, formataddr

from corpus.encoding import decode
from corpus.readers import rtf
from corpus.readers.compound import Storage, open_compound
from corpus.readers.mail import MOST_DEPTH, MOST_PARTS
from corpus.reasons import say
from corpus.writing import tidy_line

_SUBJECT, _HEADERS, _BODY, _HTML, _RTF = 0x0037, 0x007D, 0x1000, 0x1013, 0x1009
_SENDERS = ((0x0C1A, (0x5D01, 0x0C1F)), (0x0042, (0x5D02, 0x0065)))
"""Names of who sent it, or for whom, each with the addresses that may go with it."""
_RECIPIENTS = {"To": 0x0E04, "Cc": 0x0E03}
_TIMES = (0x0039, 0x0E06)
"""When it was sent, when it came."""
_IDENTITY = {"Message-ID": 0x1035, "In-Reply-To": 0x1042}
_DATA, _LONG_NAME, _SHORT_NAME, _TYPE, _CONTENT_ID = 0x3701, 0x3707, 0x3704, 0x370E, 0x3712
_CODEPAGES = (0x3FDE, 0x3FFD)

_TEXT, _BYTES, _WIDE, _OBJECT, _TIME, _NUMBER = 0x001E, 0x0102, 0x001F, 0x000D, 0x0040, 0x0003

_PROPERTIES = "__properties_version1.0"
_HEADS = (32, 24, 8)
"""Bytes before the entries of a message, of one in another, of an attachment."""
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

_RTF_BEGINS = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What every compressed text may refer back to ([MS-OXRTFCP], 2.1.2.1)."""
_WINDOW = 4096
_MOST_RTF = 80_000_000


def write_message(data: bytes) -> bytes:
    """The message in an Outlook file as it would be sent. Raises ValueError where the file is damaged."""
    try:
        with open_compound(data) as root:
            return _write(root, 0).as_bytes()
    except RecursionError:
        raise ValueError(say("deep-message")) from None


def _write(storage: Storage, depth: int) -> Message:
    if depth > MOST_DEPTH:
        raise ValueError(say("deep-parts", depth=MOST_DEPTH))
    values = _Values(storage, _HEADS[min(depth, 1)])
    message = MIMEMultipart(policy=compat32)
    for name, value in _read_fields(values).items():
        message[name] = value
    message.attach(_read_body(values))
    names = sorted(name for name in storage.folders() if name.startswith("__attach_version1.0_#"))
    for name in names[:MOST_PARTS]:
        attached = _attach(storage.folder(name), depth)
        if attached is not None:
            message.attach(attached)
    for _ in names[MOST_PARTS:]:
        message.attach(MIMEApplication(b""))  # to be counted, no more
    return message


class _Values:
    """The properties of a message or of what is attached to it."""

    def __init__(self, storage: Storage, head: int) -> None:
        self._storage = storage
        self._fixed = _read_fixed(storage.read(_PROPERTIES)[head:])
        pages = [self._fixed.get((number, _NUMBER), b"")[:4] for number in _CODEPAGES]
        codepage = next(
            (struct.unpack("<I", page)[0] for page in pages if len(page) == 4 and any(page)), 1252
        )
        self._encoding = "utf-8" if codepage == 65001 else f"cp{codepage}"

    def raw(self, number: int, kind: int = _BYTES) -> bytes:
        """The bytes of a property of varying length, empty where there is none."""
        return self._storage.read(f"__substg1.0_{number:04X}{kind:04X}")

    def text(self, number: int) -> str:
        """A property that is text, empty where there is none."""
        wide = self.raw(number, _WIDE)
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return self.decode(self.raw(number, _TEXT)).rstrip("\0")

    def decode(self, data: bytes) -> str:
        """Text in the encoding that the message names."""
        try:
            return data.decode(self._encoding)
        except (LookupError, UnicodeError):
            return decode(data)[0] if data else ""

    def time(self, number: int) -> datetime | None:
        """A property that is a time."""
        value = self._fixed.get((number, _TIME), b"")
        ticks = struct.unpack("<q", value)[0] if len(value) == 8 else 0
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks > 0 else None
        except OverflowError:
            return None

    def inner(self, number: int) -> Storage | None:
        """A property that is a storage of its own."""
        name = f"__substg1.0_{number:04X}{_OBJECT:04X}"
        return self._storage.folder(name) if name in self._storage.folders() else None


def _read_fixed(entries: bytes) -> Mapping[tuple[int, int], bytes]:
    """The values of fixed length, by number and kind: sixteen bytes each, the last eight the value."""
    whole = entries[: len(entries) // 16 * 16]
    return {(number, kind): value for kind, number, value in struct.iter_unpack("<HH4x8s", whole)}


def _read_fields(values: _Values) -> dict[str, str]:
    """The header: as it came, where it was kept, and what the properties say of the rest."""
    came = HeaderParser(policy=compat32).parsestr(values.text(_HEADERS))
    fields = {
        name: tidy_line(str(value))
        for name, value in came.raw_items()
        if name.lower() in ("from", "to", "cc", "date", "subject", "message-id", "in-reply-to")
    }
    known = {name.lower() for name in fields}
    said = {
        "From": _read_sender(values),
        "Subject": _encode(values.text(_SUBJECT)),
        "Date": _read_date(values),
    }
    said |= {name: _encode(values.text(number)) for name, number in (_RECIPIENTS | _IDENTITY).items()}
    return fields | {name: value for name, value in said.items() if value and name.lower() not in known}


def _read_sender(values: _Values) -> str:
    for name, addresses in _SENDERS:
        shown = tidy_line(values.text(name))
        address = next((found for each in addresses if "@" in (found := tidy_line(values.text(each)))), "")
        if shown or address:
            plain = address if address.isascii() else ""
            return (
                formataddr(("" if shown == address else shown, plain)) if plain else _encode(shown or address)
            )
    return ""


def _read_date(values: _Values) -> str:
    when = next((time for number in _TIMES if (time := values.time(number))), None)
    return format_datetime(when) if when else ""


def _encode(text: str) -> str:
    line = tidy_line(text)
    return line if line.isascii() else Header(line, "utf-8", maxlinelen=1_000_000).encode()


def _read_body(values: _Values) -> Message:
    """The words: as plain text where there is any, as in any other message."""
    plain = values.text(_BODY)
    if plain.strip():
        return MIMEText(plain, "plain", "utf-8")
    html = values.raw(_HTML) or values.text(_HTML).encode()
    if html:
        return _MarkedUp(html)
    packed = values.raw(_RTF)
    return MIMEText(rtf.extract(unpack_rtf(packed)).text if packed else "", "plain", "utf-8")


class _MarkedUp(MIMEApplication):
    """A page in the encoding that it names itself."""

    def __init__(self, page: bytes) -> None:
        super().__init__(page)
        self.replace_header("Content-Type", "text/html")


def _attach(storage: Storage, depth: int) -> Message | None:
    values = _Values(storage, _HEADS[2])
    inner = values.inner(_DATA)
    if inner is not None:
        return MIMEMessage(_write(inner, depth + 1)) if _PROPERTIES in inner.streams() else None
    data = values.raw(_DATA)
    if not data:
        return None
    part = MIMEApplication(data)
    kind, identity = values.text(_TYPE), values.text(_CONTENT_ID)
    if identity and kind.startswith("image/"):  # stands in the text
        part.replace_header("Content-Type", tidy_line(kind))
        part.add_header("Content-ID", _encode(identity))
    name = values.text(_LONG_NAME) or values.text(_SHORT_NAME)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return part


def unpack_rtf(packed: bytes) -> bytes:
    """RTF as Outlook keeps it. Raises ValueError where it is damaged."""
    if len(packed) < 16:
        raise ValueError(say("damaged-message", problem="RTF"))
    size, kind = struct.unpack_from("<4xI4s", packed)
    if kind == b"MELA":
        return packed[16 : 16 + size]
    if kind != b"LZFu":
        raise ValueError(say("damaged-message", problem="RTF"))
    return b"".join(_iter_unpacked(packed[16:], min(size, _MOST_RTF)))


def _iter_unpacked(packed: bytes, size: int) -> Iterator[bytes]:
    """Eight pieces behind each byte of flags: a letter, or where in the last 4,096 letters to read on."""
    window = bytearray(_RTF_BEGINS.ljust(_WINDOW, b"\0"))
    place, at, made = len(_RTF_BEGINS), 0, 0
    while at < len(packed) and made < size:
        flags = packed[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                piece = packed[at : at + 1]
                at += 1
                if not piece:
                    return
                window[place] = piece[0]
                place = (place + 1) % _WINDOW
            else:
                reference = int.from_bytes(packed[at : at + 2], "big")
                at += 2
                start = reference >> 4
                if at > len(packed) or start == place:
                    return
                length = (reference & 15) + 2
                copied = bytearray()
                for step in range(length):
                    letter = window[(start + step) % _WINDOW]
                    copied.append(letter)
                    window[place] = letter
                    place = (place + 1) % _WINDOW
                piece = bytes(copied)
            made += len(piece)
            yield piece
