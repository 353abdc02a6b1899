"""Are these bytes text at all, and if not, what are they?"""

import re

from corpus.errors import UnreadableError

_NOT_YET = {
    ".pdf": "PDF files",
    ".doc": "Word documents",
    ".docx": "Word documents",
    ".odt": "OpenDocument texts",
    ".rtf": "RTF files",
    ".ppt": "PowerPoint files",
    ".pptx": "PowerPoint files",
    ".odp": "OpenDocument presentations",
    ".xls": "Excel files",
    ".xlsx": "Excel files",
    ".ods": "OpenDocument spreadsheets",
    ".epub": "EPUB books",
    ".eml": "mail files",
    ".mbox": "mailboxes",
    ".msg": "Outlook messages",
    ".zip": "archives",
    ".gz": "archives",
    ".tgz": "archives",
    ".7z": "archives",
    ".rar": "archives",
    ".tar": "archives",
}

_SIGNATURES = (
    (b"%PDF-", "PDF files"),
    (b"{\\rtf", "RTF files"),
    (b"PK\x03\x04", "Office documents and archives"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office documents"),
    (b"\x1f\x8b", "archives"),
    (b"7z\xbc\xaf\x27\x1c", "archives"),
    (b"Rar!", "archives"),
    (b"\x89PNG", "images"),
    (b"\xff\xd8\xff", "images"),
    (b"GIF8", "images"),
    (b"II*\x00", "images"),
    (b"MM\x00*", "images"),
    (b"\x7fELF", "programs"),
    (b"SQLite format 3\x00", "databases"),
)

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE_BYTES = 1 << 16
# Tab, line feed, vertical tab, form feed, carriage return, escape; 0x1A ends DOS files.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.02


def check_is_text(path: str, suffix: str, data: bytes, *, is_known: bool) -> None:
    """Raise UnreadableError unless ``data`` is text that some reader takes.

    ``is_known``: the suffix is one of ours, so that a text file named ``.md`` is never called a PDF for
    its name; its first bytes may still say otherwise.
    """
    if not data:
        raise UnreadableError(path, "the file is empty")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableError(path, f"{what} cannot be read yet")
    if not is_known and suffix in _NOT_YET:
        raise UnreadableError(path, f"{_NOT_YET[suffix]} cannot be read yet")
    if not looks_like_text(data):
        raise UnreadableError(path, "binary file, not text")


def looks_like_text(data: bytes) -> bool:
    """Whether control characters are as rare as in text; UTF-16 with or without a mark is text.

    >>> looks_like_text("año".encode("utf-16-le")), looks_like_text(bytes(range(256)))
    (True, False)
    """
    sample = data[:_SAMPLE_BYTES]
    if sample.startswith(_WIDE_MARKS):
        return True
    if b"\x00" in sample:
        return _is_wide(sample)
    return len(_CONTROLS.findall(sample)) <= _MOST_CONTROLS * len(sample)


def _is_wide(sample: bytes) -> bool:
    """NUL at every second place, always the same one, and printable bytes at the other."""
    for nul, other in ((sample[1::2], sample[0::2]), (sample[0::2], sample[1::2])):
        if nul.count(0) > 0.4 * len(nul) and other.count(0) < 0.05 * max(1, len(other)):
            return len(_CONTROLS.findall(other)) <= _MOST_CONTROLS * len(other) + 1
    return False
