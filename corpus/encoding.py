"""Which characters do a file's bytes stand for? Guessed in the order that was right most often.

Byte order mark, UTF-16 by where the NUL bytes stand, UTF-8, then the one-byte codes that Spanish
text was written in: Windows-1252, or cp850 (DOS) or Mac Roman where that reads clearly better.

>>> decode("año".encode("cp1252"))
('año', 'windows-1252')
"""

import codecs

# Longest first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡«»ºª°§–—“”‘’…€")
"""Characters above ASCII that Spanish (and English) text does hold."""

_LETTERS = frozenset("áéíóúüñÁÉÍÓÚÜÑ")

_SAMPLE_BYTES = 1 << 16


def _build_table(codec: str) -> str:
    # Python refuses the five bytes that Windows-1252 leaves free; browsers read them as controls.
    return "".join(bytes([code]).decode(codec, "ignore") or chr(code) for code in range(256))


def decode(data: bytes) -> tuple[str, str]:
    """The text behind ``data``, without a byte order mark, and the encoding's name.

    Never fails: the last resort reads every byte as one character. Whether the bytes are text at all
    is for the caller to ask first. Linear in the length of ``data``.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    wide = _detect_utf16(data)
    if wide is not None:
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _repair_utf8(data) or _decode_one_byte(data)


def _detect_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western text nearly every second byte is NUL, always on one side."""
    sample = data[:_SAMPLE_BYTES]
    half = len(sample) // 2
    if not half or 0 not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _repair_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few stray bytes (a file cut in mid-letter, a pasted line), or None.

    Strays are read as Windows-1252. Ten good letters for each stray one: text in a one-byte code
    hardly ever forms valid UTF-8 pairs at all.
    """
    text = data.decode("utf-8", "surrogateescape")
    strays = sum(1 for char in text if "\udc80" <= char <= "\udcff")
    good = sum(1 for char in text if char > "\x7f") - strays
    if good < 10 * strays:
        return None
    table = _build_table("cp1252")
    return text.translate({0xDC00 + code: table[code] for code in range(0x80, 0x100)}), "utf-8"


def _decode_one_byte(data: bytes) -> tuple[str, str]:
    """Windows-1252 unless another code gives clearly more Spanish letters and fewer strange signs."""
    sample = bytes(byte for byte in data if byte > 0x7F)[:_SAMPLE_BYTES]
    best, name = "cp1252", "windows-1252"
    best_score = _rate(sample, best)
    for codec, label in (("cp850", "cp850"), ("mac_roman", "mac-roman")):
        score = _rate(sample, codec)
        # A letter for each four bytes more, not one by chance: "clearly".
        if score > best_score + max(1, len(sample) // 4):
            best, name, best_score = codec, label, score
    return codecs.charmap_decode(data, "strict", _build_table(best))[0], name


def _rate(sample: bytes, codec: str) -> int:
    """Spanish letters and signs in ``sample`` read as ``codec``, less what such text never holds."""
    text = codecs.charmap_decode(sample, "strict", _build_table(codec))[0]
    letters = sum(1 for char in text if char in _LETTERS)
    strange = sum(1 for char in text if char not in _SPANISH)
    return letters - strange
