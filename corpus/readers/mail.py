"""Mail: a message's header and words, and what is attached to it.

Goes in: the bytes of one message. Comes out: its text with the header as a region and as metadata, and
its attachments by name, each to be read like a file. Nothing that a message refers to is fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

from corpus.encoding import decode
from corpus.model import Extraction, Metadata, Role
from corpus.readers import html
from corpus.reasons import say
from corpus.writing import BlockWriter, tidy_line

MOST_PARTS = 500
MOST_DEPTH = 20
_MOST_HEADER = 8_192
"""Characters of one header field; lists of recipients can be endless."""

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_UNNAMED = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf", "text/csv": ".csv"}
_SIGNATURES = frozenset(
    ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]+")
_MAILBOX_LINE = re.compile(rb"(?:\A|\n\r?\n)From [^\r\n]{1,300}\r?\n(?=[A-Za-z][A-Za-z0-9-]{0,60}:)")
_MOST_MESSAGES = 100_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a message that is a document of its own."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A message taken apart."""

    extraction: Extraction
    attachments: tuple[Attachment, ...]


def open_mail(data: bytes) -> Mail:
    """Take the message in ``data`` apart. Raises ValueError where it is none or nests too deeply."""
    try:
        message = message_from_bytes(data, policy=compat32)
        parts = list(_iter_parts(message, 0))
    except RecursionError:
        raise ValueError(say("deep-message")) from None
    except (MessageError, LookupError, UnicodeError, AssertionError) as error:
        raise ValueError(say("damaged-message", problem=type(error).__name__)) from None
    if not any(message.get(name) for name in ("From", "To", "Subject", "Date", "Received", "Message-ID")):
        raise ValueError(say("headless-message"))
    notes = []
    if len(parts) > MOST_PARTS:
        notes.append(say("many-parts", most=MOST_PARTS, count=len(parts)))
        parts = parts[:MOST_PARTS]
    writer = BlockWriter()
    fields = {name: _read_header(message, name) for name in _SHOWN}
    writer.add("\n".join(f"{name}: {value}" for name, value in fields.items() if value), Role.HEADER)
    attachments: list[Attachment] = []
    for part in parts:
        if _is_body(part):
            writer.append(_read_body(part))
        elif attachment := _read_attachment(part, len(attachments) + 1):
            attachments.append(attachment)
    extraction = writer.finish(None, _read_metadata(message, fields), notes)
    return Mail(extraction, tuple(_name_apart(attachments)))


def iter_mailbox(data: bytes) -> Iterator[bytes]:
    """The messages of a mailbox in order. Raises ValueError where it is none."""
    starts = [(found.start(), found.end()) for found in _MAILBOX_LINE.finditer(data)]
    if not starts:
        raise ValueError(say("damaged-mailbox"))
    if len(starts) > _MOST_MESSAGES:
        raise ValueError(say("many-messages", count=f"{_MOST_MESSAGES:,}"))
    ends = [start for start, _ in starts[1:]] + [len(data)]
    for (_, start), end in zip(starts, ends, strict=True):
        # Lines of a message that begin like a message's first were given a mark.
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", data[start:end])


def _iter_parts(message: Message, depth: int) -> Iterator[Message]:
    """The parts that hold something, of several versions of one text the best that can be read."""
    if depth > MOST_DEPTH:
        raise ValueError(say("deep-parts", depth=MOST_DEPTH))
    kind = message.get_content_type()
    payload = message.get_payload()
    if kind == "message/rfc822" or not isinstance(payload, list):
        yield message
        return
    parts = [part for part in payload if isinstance(part, Message)]
    if kind == "multipart/alternative":
        parts = _choose(parts)
    for part in parts:
        yield from _iter_parts(part, depth + 1)


def _choose(parts: list[Message]) -> list[Message]:
    """Plain text where there is any, else the last version, which is the richest."""
    plain = [
        part for part in parts if part.get_content_type() == "text/plain" and _read_payload(part).strip()
    ]
    others = [part for part in parts if part.get_content_type() in ("text/html", "text/plain")]
    rich = [part for part in parts if part.get_content_maintype() == "multipart"]
    # Attachments may hang on the rich version; its text comes instead of the plain one then.
    return rich[-1:] or plain[:1] or others[-1:] or parts[-1:]


def _is_body(part: Message) -> bool:
    is_text = part.get_content_type() in ("text/plain", "text/html")
    return is_text and part.get_content_disposition() != "attachment" and not part.get_filename()


def _read_body(part: Message) -> Extraction:
    payload = _read_payload(part)
    if part.get_content_type() == "text/html":
        return html.extract(payload)
    return Extraction(_decode(payload, part.get_content_charset()).replace("\r\n", "\n").strip("\n") + "\n")


def _read_payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decode(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(charset or "", "strict")
    except (LookupError, UnicodeError, ValueError):
        return decode(data)[0]


def _read_attachment(part: Message, number: int) -> Attachment | None:
    kind = part.get_content_type()
    if kind in _SIGNATURES or (part.get_content_maintype() == "image" and _is_inline(part)):
        return None
    if kind == "message/rfc822":
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        data = inner.as_bytes() if isinstance(inner, Message) else b""
        subject = _read_header(inner, "Subject")[:80] if isinstance(inner, Message) else ""
        return Attachment(clean_name(f"{subject or number}.eml"), data)
    data = _read_payload(part)
    name = _decode_words(part.get_filename() or "")
    if not data and not name:
        return None
    return Attachment(clean_name(name) or f"{number}{_UNNAMED.get(kind, '')}", data)


def _is_inline(part: Message) -> bool:
    return part.get_content_disposition() == "inline" or part.get("Content-ID") is not None


def clean_name(name: str) -> str:
    r"""A file's name without folders and controls, not longer than a folder takes.

    >>> clean_name("../../etc/in\x07forme.pdf")
    'in forme.pdf'
    """
    base = re.split(r"[/\\\\]", name.strip())[-1] if not name.endswith(".eml") else name
    cleaned = " ".join(_UNSAFE.sub(" ", base).split()).lstrip(".")
    if len(cleaned) <= 150:
        return cleaned
    stem, dot, suffix = cleaned.rpartition(".")
    return f"{stem[:130]}{dot}{suffix[:15]}" if dot else cleaned[:150]


def _name_apart(attachments: list[Attachment]) -> Iterator[Attachment]:
    """Two attachments of one name are two documents."""
    taken: set[str] = set()
    for attachment in attachments:
        name, count = attachment.name, 1
        while name in taken:
            count += 1
            stem, dot, suffix = attachment.name.rpartition(".")
            name = f"{stem} ({count}){dot}{suffix}" if dot else f"{attachment.name} ({count})"
        taken.add(name)
        yield Attachment(name, attachment.data)


def _read_header(message: Message, name: str) -> str:
    return tidy_line(_decode_words(_find_header(message, name)))


def _find_header(message: Message, name: str) -> str:
    """A field as it was sent, with its encoded words."""
    found = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return next(found, "")[:_MOST_HEADER]


def _decode_words(raw: str) -> str:
    """Header text with its encoded words and stray bytes as what they stand for."""
    raw = raw[:_MOST_HEADER]
    if any("\udc80" <= char <= "\udcff" for char in raw):
        raw = decode(raw.encode("utf-8", "surrogateescape"))[0]
    if "=?" not in raw:
        return raw
    try:
        found = decode_header(raw.replace("\r", "").replace("\n", ""))
    except (MessageError, ValueError):
        return raw
    return "".join(
        part if isinstance(part, str) else _decode(part, charset) if charset else part.decode("latin-1")
        for part, charset in found
    )


def _read_metadata(message: Message, fields: dict[str, str]) -> Metadata:
    found: dict[str, tuple[str, ...]] = {}
    if fields["Subject"]:
        found["title"] = (fields["Subject"],)
    # Taken apart before names are decoded: these may have a comma in them ("Peña, José").
    sent = getaddresses([_find_header(message, "From")])
    people = [tidy_line(_decode_words(name)) or address for name, address in sent]
    if authors := tuple(person for person in people if person):
        found["author"] = authors[:10]
    if date := _read_date(fields["Date"]):
        found["date"] = (date,)
    if reference := _read_header(message, "Message-ID").strip("<> "):
        found["reference"] = (reference[:300],)
    answered = re.findall(r"<([^<>\s]{3,300})>", _read_header(message, "In-Reply-To"))
    if answered:
        found["refers"] = tuple(answered[:5])
    return found


def _read_date(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).date().isoformat() if value else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
