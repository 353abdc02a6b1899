"""Which words of a text could give one of these terms? Found by how they begin, without cutting the text.

Stemming changes the ends of words, and ``y``, which becomes ``i`` (``dying`` gives ``die``): a stem
without its last two letters begins every word that gives it. What a word is as it is written differs from
it in case and accents only. What is found is then analysed, and nothing else has to be.

>>> text = "El T-MEC y otros tratados, según la política comercial"
>>> [spelt for _, spelt in Scanner({"polit"}, {"tmec"}).words(text)]
['T-MEC', 'política']
"""

import re
from collections.abc import Iterable, Iterator, Set

from analyzers.folding import fold
from analyzers.stemming import stem_heads, with_i
from analyzers.tokenizing import iter_spaced, iter_spelt, iter_spelt_near

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

_JOINING_RE = re.compile(rb"-(?=[a-z0])")  # begins with a letter of its own, which is looked for fast

_DOUBLED_RE = re.compile(r"([^\W\d_])\1([^\W\d_])\2$")
"""The terms of ``EE. UU.``, which begin otherwise than it does."""

_NO_WORD = frozenset("?“”„…—•€")
"""Beyond Latin-1, or taken for such, and common; never part of a word."""

_DIGIT_RE = re.compile(r"\d")


class Scanner:
    """Finds the words that may give one of a few terms: stems, or surface forms (of the other views)."""

    def __init__(self, stems: Set[str], surfaces: Set[str]) -> None:
        terms = stems | surfaces
        self._with_digits = any(term[:1].isdigit() for term in terms)
        heads = {head for term in stems if not term[:1].isdigit() for head in _heads_of(term)}
        heads |= {head for term in surfaces if not term[:1].isdigit() for head in _surface_heads(term)}
        self._is_total = any(not head[:1].isalpha() and head[:1] != _UNKNOWN for head in heads)
        self._heads = _shortest(head for head in heads if head[:1].isalpha())
        self._longest = max(map(len, self._heads), default=0)

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
            for at in _all_places(letters, head):
                if at == 0 or not letters[at - 1 : at].isalpha():
                    places.append(at)
        if _JOINT in letters:
            places += self._joined_places(letters.replace(_UNKNOWN, _APART))
        if _UNKNOWN in letters:
            places += [at for at in _all_places(letters, _UNKNOWN) if text[at] not in _NO_WORD]
        places += iter_spaced(text)
        if self._with_digits:
            places += [match.start() for match in _DIGIT_RE.finditer(text)]
        places.sort()
        return places

    def _joined_places(self, letters: bytes) -> Iterator[int]:
        """Where words of several parts begin that give a term by their letters without what joins them."""
        done = 0
        for match in _JOINING_RE.finditer(letters):
            at = match.start()
            if at < done or not letters[at - 1 : at].isalnum():
                continue
            start = letters.rfind(_APART, 0, at) + 1
            done = letters.find(_APART, at) % (len(letters) + 1)
            together = letters[start:done].replace(_JOINT, b"")
            if not any(head in together for head in self._heads):
                continue
            parts = letters[start:done].split(_JOINT)
            for number, part in enumerate(parts):  # any of them may begin a word
                if part and b"".join(parts[number : number + self._longest]).startswith(self._heads):
                    yield start
                start += len(part) + 1


def _shortest(heads: Iterable[bytes]) -> tuple[bytes, ...]:
    """Those that no other one begins."""
    found: list[bytes] = []
    for head in sorted(heads):
        if not (found and head.startswith(found[-1])):
            found.append(head)
    return tuple(found)


def _all_places(letters: bytes, wanted: bytes) -> Iterator[int]:
    at = letters.find(wanted)
    while at >= 0:
        yield at
        at = letters.find(wanted, at + 1)


def _heads_of(stem: str) -> Iterator[bytes]:
    return map(_letters_of, stem_heads(stem))


def _surface_heads(term: str) -> Iterable[bytes]:
    return _heads_of(term) if _DOUBLED_RE.match(term) else (_letters_of(term),)


def _letters_of(text: str) -> bytes:
    return text.encode("latin-1", "replace").translate(_LETTERS)
