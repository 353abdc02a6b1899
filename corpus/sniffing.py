"""What is this file: which format, whatever its name says?

The first bytes decide where a format has a mark of its own; then the name; then whether it is text.

>>> name_format("informe.txt", b"%PDF-1.7 ..."), name_format("a.md", "# año".encode())
('pdf', 'md')
"""

import codecs
import re
from pathlib import PurePosixPath

from corpus.archives import name_archive
from corpus.formats import READABLE
from corpus.packing import is_tape
from corpus.reasons import say

_TEXT_FORMATS = frozenset({"txt", "md", "html", "csv", "eml", "mbox"})

_SIGNATURES = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"GIF8", "images"),
    (b"\x7fELF", "programs"),
    (b"MZ\x90\x00", "programs"),
    (b"SQLite format 3\x00", "databases"),
    (b"wOFF", "fonts"),
    (b"OggS", "sound"),
    (b"ID3", "sound"),
    (b"fLaC", "sound"),
    (b"RIFF", "film"),
)
_IMAGES = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP  "),
    *(b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
)

_GZIP = b"\x1f\x8b"
_PDF = b"%PDF-"
_PDF_HEAD_BYTES = 1024
"""Where a PDF may begin: what stands before it is passed over (ISO 32000-1, Annex H, note 13)."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Office before 2007, Outlook's messages, and the wrapping of newer files that have a password."""

_STREAMS = (
    ("msg", "__properties_version1.0".encode("utf-16-le")),  # may hold a document of any other kind
    *(("doc", "WordDocument".encode("utf-16-le")), ("xls", "Workbook".encode("utf-16-le"))),
    *(("xls", "Book\0".encode("utf-16-le")), ("ppt", "PowerPoint Document".encode("utf-16-le"))),
)
"""What the parts of such a file are called that hold the document."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html)\b", re.I | re.S
)
_MAILBOX = re.compile(rb"From \S.{0,200}\d{4}[^\n]{0,20}\r?\n[A-Za-z][A-Za-z-]{1,40}:[ \t]")

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE_BYTES = 1 << 16
# Tab, line feed, vertical tab, form feed, carriage return, escape; 0x1A ends DOS files.
_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1A), *range(0x1C, 0x20), 0x7F))
_MOST_CONTROLS = 0.02
_PLAIN = re.compile(rb"[0-9A-Za-z]")


def name_format(name: str, data: bytes) -> str:
    """The name of the reader for a file called ``name`` with these bytes.

    Raises ValueError with a sentence for the person where no reader takes it.
    """
    if not data:
        raise ValueError(say("empty"))
    named = READABLE.get(PurePosixPath(name).suffix.lower())
    return _name_by_signature(named, data) or _name_text(named, data)


def _name_by_signature(named: str | None, data: bytes) -> str | None:
    if data.startswith(_PDF) or (named == "pdf" and holds_pdf(data)):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return name_archive(data, named)
    if data.startswith(_OLE):
        return _name_office(named, data)
    if data.startswith(_GZIP):
        return "gz"
    if is_tape(data):
        return "tar"
    if data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "image"
    if named == "image" and data.startswith(b"BM"):
        return "image"
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise ValueError(say("format", what=say(what)))
    return None


def holds_pdf(data: bytes) -> bool:
    """Whether a PDF begins in a file, at its start or a little behind it."""
    return _PDF in data[:_PDF_HEAD_BYTES]


def _name_office(named: str | None, data: bytes) -> str:
    """Which of the old office formats; one may hold a document of another, so the name is believed first."""
    held = [form for form, stream in _STREAMS if stream in data]
    if _ENCRYPTED in data and "msg" not in held:
        raise ValueError(say("password"))
    if held and named not in held:
        return held[0]
    if named in held and named is not None:
        return named
    if named == "msg":
        raise ValueError(say("damaged-kind", format=named))
    raise ValueError(say("format-newer", what=say("old-office")))


def _name_text(named: str | None, data: bytes) -> str:
    """A format that is text, or the text that a file with another's name turns out to be."""
    if not looks_like_text(data):
        if named == "image":
            raise ValueError(say("damaged-image"))
        if named is not None and named not in _TEXT_FORMATS:
            raise ValueError(say("damaged-kind", format=named))
        raise ValueError(say("binary"))
    if named in _TEXT_FORMATS and named is not None:
        return named
    if _HTML.match(data[:2000]):
        return "html"
    return "mbox" if named is None and _MAILBOX.match(data[:1000]) else "txt"


def looks_like_text(data: bytes) -> bool:
    r"""Whether control characters are as rare as in text; UTF-16 with or without a mark is text.

    >>> looks_like_text("año".encode("utf-16-le")), looks_like_text(bytes(range(256)))
    (True, False)
    >>> looks_like_text("¿?".encode()), looks_like_text(b"\x80\x81"), looks_like_text(b"\x01\x00")
    (True, False, False)
    """
    sample = data[:_SAMPLE_BYTES]
    if sample.startswith(_WIDE_MARKS):
        return True
    if b"\x00" in sample:
        return _is_wide(sample)
    return _count_controls(sample) <= _MOST_CONTROLS * len(sample) and _has_characters(sample)


def _has_characters(sample: bytes) -> bool:
    """Whether there is a letter or digit of ASCII, as in every word of Spanish or English, or else UTF-8."""
    if _PLAIN.search(sample):
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # its last character may be cut
    except UnicodeDecodeError:
        return False
    return True


def _count_controls(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, _CONTROLS))


def _is_wide(sample: bytes) -> bool:
    """NUL at every second place, always the same one, and printable bytes at the other."""
    for nul, other in ((sample[1::2], sample[0::2]), (sample[0::2], sample[1::2])):
        if nul.count(0) > 0.4 * len(nul) and other.count(0) < 0.05 * max(1, len(other)):
            return _count_controls(other) <= _MOST_CONTROLS * len(other)
    return False
