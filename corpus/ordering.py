"""In which order does a person look for file names? As file managers show them, not by code points.

>>> sorted(["Zoo.txt", "acta 10.txt", "acta 9.txt", "Árbol.txt", "acta/2.txt"], key=order_paths)
['acta/2.txt', 'acta 9.txt', 'acta 10.txt', 'Árbol.txt', 'Zoo.txt']
"""

import re
import unicodedata
from functools import lru_cache

_NUMBER = re.compile(r"\d+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_AFTER_N = "n\U0010ffff"
"""Ñ is a letter of its own, after every other beginning with N."""


@lru_cache(maxsize=65_536)
def order_paths(path: str) -> str:
    """A key to sort paths by: folder by folder, case and accents aside, numbers by their size.

    Names that differ in nothing else are in order of their code points.
    """
    return "\0".join(f"{_NUMBER.sub(_by_size, _fold(name))}\1{name}" for name in path.split("/"))


def _by_size(number: re.Match[str]) -> str:
    """A number so that of two the one with more digits is the greater; all of them where digits stand."""
    digits = number[0].lstrip("0")
    return f"0{chr(len(digits))}{digits}"  # names have less characters than Unicode


def _fold(name: str) -> str:
    lowered = unicodedata.normalize("NFC", name).casefold()
    if lowered.isascii():
        return lowered
    return _ACCENTS.sub("", unicodedata.normalize("NFD", lowered.replace("ñ", _AFTER_N)))
