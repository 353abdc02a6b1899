"""What is left of a word when accents, case and invisible characters do not count?

Folding is lossy and comes after offsets are taken: unidecode turns ``½`` into `` 1/2``.

>>> fold("Inspección")
'inspeccion'
>>> fold_keeping_enye("AÑO Común")
'año comun'
"""

import re
import unicodedata
from functools import lru_cache

from unidecode import unidecode

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphen, zero-width characters, byte order mark: they stand inside words and nobody sees them."""

_INVISIBLE_RE = re.compile(f"[{INVISIBLE}]")
_SURROGATE_RE = re.compile("[\ud800-\udfff]")  # unidecode warns of them
_NOT_TERM_RE = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=262_144)
def fold(word: str) -> str:
    """A word without accents and case, in ASCII letters and digits; idempotent.

    A word of which nothing would be left keeps its own lower-case form.
    """
    composed = normalize(word)
    if composed.isascii():
        folded = composed.lower()
        if folded.isalnum():
            return folded
    else:
        folded = unidecode(_SURROGATE_RE.sub("", composed)).lower()
    return _NOT_TERM_RE.sub("", folded) or composed.lower()


def fold_keeping_enye(word: str) -> str:
    """As :func:`fold`, but ``ñ`` stays itself (``año`` is a year, ``ano`` is not); blanks stay too."""
    lowered = normalize(word).lower()
    return " ".join("ñ".join(fold(p) if p else "" for p in part.split("ñ")) for part in lowered.split(" "))


def normalize(text: str) -> str:
    """NFC without invisible characters: the same characters for the same look. Changes offsets."""
    if text.isascii():
        return text
    return _INVISIBLE_RE.sub("", unicodedata.normalize("NFC", text))
