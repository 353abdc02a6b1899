"""Which words of a text could give one of these terms? Found by how they begin, without cutting the text.

Analysis changes the ends of words, their case and accents, and ``y``, which becomes ``i`` (``dying``
gives ``die``): a term without its last two letters begins every word that gives it. What is found is
then analysed, and nothing else has to be.

>>> text = "El T-MEC y otros tratados, según la política comercial"
>>> [spelt for _, spelt in Scanner({"tmec", "polit"}).words(text)]
['T-MEC', 'política']
"""

import re
from collections.abc import Iterator, Set

from analyzers.folding import fold
from analyzers.stemming import with_i
from analyzers.tokenizing import iter_spelt, iter_spelt_near

_ENDING = 2
"""Letters at the end of a term that its words may lack: ``abilities`` gives ``abl``."""

_LEAST = 2
"""Letters that every word shares with its terms: ``voces`` and ``voz``."""

_JOINING = "-'."
"""Of ASCII, what a word is put together with; terms do without it."""

# What a character stands for, a byte each: its letter, or one of these.
_UNKNOWN = b"?"  # several letters, none, or one not known here: ß, a soft hyphen, Ж
_DIGIT = b"0"
_JOINT = b"-"
_APART = b" "


def _letter(character: str) -> bytes:
    if character in "?\xad":
        return _UNKNOWN
    if character in _JOINING:
        return _JOINT
    if not character.isalnum():
        return _APART
    folded = with_i(fold(character))
    if len(folded) != 1 or not folded.isalnum():
        return _UNKNOWN
    return folded.encode() if folded.isalpha() else _DIGIT if character.isascii() else _UNKNOWN


_LETTERS = b"".join(_letter(chr(code)) for code in range(256))
"""By character of Latin-1."""

_IRREGULAR_RE = re.compile(rb"\?|(?<=[a-z0])-(?=[a-z0?])")
"""In words that may give other letters than they show."""

_NO_WORD = frozenset("?“”„…—•€")
"""Beyond Latin-1, or taken for such, and common; never part of a word."""

_DIGIT_RE = re.compile(r"\d")


class Scanner:
    """Finds the words that may give one of a few terms."""

    def __init__(self, terms: Set[str]) -> None:
        self._with_digits = any(term[:1].isdigit() for term in terms)
        heads = {_head_of(term) for term in terms if not term[:1].isdigit()}
        self._is_total = any(not head[:1].isalpha() and head[:1] != _UNKNOWN for head in heads)
        self._heads = tuple(sorted(head for head in heads if head[:1].isalpha()))

    def words(self, text: str) -> Iterator[tuple[int, str]]:
        """Where such words start and how they are spelt, in order, a few others among them."""
        return iter_spelt(text) if self._is_total else iter_spelt_near(text, self._places(text))

    def may_give(self, spelt: str) -> bool:
        """Whether a word may be one of them."""
        letters = _letters_of(spelt)
        if letters.isalpha() and not self._is_total:
            return letters.startswith(self._heads)
        if self._is_total or _UNKNOWN in letters or _APART in letters:
            return True
        if self._with_digits and _DIGIT in letters:
            return True
        parts = letters.split(_JOINT)
        starts = [letters, b"".join(parts), *parts] if len(parts) > 1 else parts
        return any(start.startswith(self._heads) or self._is_glued(start) for start in starts)

    def _is_glued(self, start: bytes) -> bool:
        return start.startswith(_DIGIT) and start.lstrip(_DIGIT).startswith(self._heads)

    def _places(self, text: str) -> list[int]:
        letters = _letters_of(text)
        places: list[int] = []
        for head in self._heads:
            at = letters.find(head)
            while at >= 0:
                if at == 0 or not letters[at - 1 : at].isalpha():
                    places.append(at)
                at = letters.find(head, at + 1)
        if _UNKNOWN in letters or _JOINT in letters:
            found = (match.start() for match in _IRREGULAR_RE.finditer(letters))
            places += [at for at in found if text[at] not in _NO_WORD]
        if self._with_digits:
            places += [match.start() for match in _DIGIT_RE.finditer(text)]
        places.sort()
        return places


def _head_of(term: str) -> bytes:
    return _letters_of(term[: max(_LEAST, len(term) - _ENDING)])


def _letters_of(text: str) -> bytes:
    return text.encode("latin-1", "replace").translate(_LETTERS)
