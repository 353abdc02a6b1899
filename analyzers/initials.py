"""Do these words make this acronym? By their beginnings in order, or by those of their translations.

After Schwartz & Hearst, "A simple algorithm for identifying abbreviation definitions" (2003): every
letter of the acronym must be found in the words, the first one where the first word begins. Repaired
for policy prose: the first word is no function word, words may give 2 to 5 letters (``SEDENA``), and
words that give nothing cost so much that short acronyms cannot afford them.

>>> words = split_words("Secretaría de la Defensa Nacional")
>>> letters_cost("SEDENA", words) is not None, letters_cost("SEDENA", words[1:]) is not None
(True, False)
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from analyzers.folding import fold
from analyzers.stopwords import is_stop_word

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]$")
_MAX_PREFIX = 5
_MAX_WORDS = 12
"""Longer names have no acronym of which every word could be told."""
_SKIPPED = 2
"""What a word costs that gives no letter."""
_INNER = 2
"""What a letter costs that stands inside a word, away from its beginning."""
_PREFIX = 1
"""What it costs that a word gives several letters."""

# What joins the words of a name; "to" does not: "answer to the transport ministry" is no name
_JOINERS = frozenset(
    "a al and contra de del e el en for in la las los of on para s sobre the y against".split()
)

Translate = Callable[[str], Sequence[str]]
"""The words of the other language that a folded word may stand for."""


@dataclass(frozen=True, slots=True)
class Part:
    """A word, or a part of a compound, with its place in the text."""

    folded: str
    start_char: int
    end_char: int
    is_function: bool


def split_words(text: str) -> list[Part]:
    """The words of a text; compounds part by part, the English possessive counted as a function word."""
    parts = []
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        possessive = folded == "s" and bool(_POSSESSIVE.search(text[: match.start()]))
        is_function = possessive or is_stop_word(folded)
        parts.append(Part(folded, match.start(), match.end(), is_function))
    return parts


def letters_of(acronym: str) -> str:
    """The letters and digits of an acronym, folded, without the plural ``s``.

    >>> letters_of("SIAs"), letters_of("T-MEC")
    ('sia', 'tmec')
    """
    bare = acronym[:-1] if acronym.endswith("s") and acronym[:-1].isupper() else acronym
    return fold(bare)


def letters_cost(acronym: str, words: Sequence[Part]) -> int | None:
    """How far-fetched it is that these words, all of them, make the acronym; ``None`` where they do not.

    0 says that every content word gives its first letter. Function words cost nothing, whether they
    give a letter (``DoD``) or none.
    """
    letters = letters_of(acronym)
    if not words or len(words) > _MAX_WORDS or words[0].is_function:
        return None
    if letters in {word.folded for word in words}:
        return None  # the acronym itself stands among the words
    best = _cheapest(letters, tuple((word.folded, word.is_function) for word in words))
    return best if best is not None and best <= _affordable(letters) else None


def _affordable(letters: str) -> int:
    """Two letters prove little and five a lot."""
    if len(letters) <= 3:
        return 0
    return 2 if len(letters) == 4 else 4


def _cheapest(letters: str, words: tuple[tuple[str, bool], ...]) -> int | None:
    @cache
    def cost(at: int, number: int) -> int | None:
        """The least cost of making ``letters[at:]`` out of ``words[number:]``."""
        if number == len(words):
            return 0 if at == len(letters) else None
        word, is_function = words[number]
        is_end = number in (0, len(words) - 1)  # the words at both ends must give something
        found = []
        rest = None if is_end else cost(at, number + 1)
        if rest is not None:
            found.append(rest + (0 if is_function else _SKIPPED))
        for taken, price in _given(letters[at:], word):
            rest = cost(at + taken, number + 1)
            if rest is not None:
                found.append(rest + price)
        return min(found, default=None)

    return cost(0, 0)


def _given(letters: str, word: str) -> list[tuple[int, int]]:
    """How many of the letters a word can give, its first letter first, and at what price."""
    given = []
    for length in range(1, _MAX_PREFIX + 1):
        if length > len(letters) or not word.startswith(letters[:length]):
            break
        # a single word that is the acronym written out proves nothing
        given.append((length, 0 if length == 1 else _PREFIX))
    if given and len(letters) > 1 and letters[1] in word[2:]:
        given.append((2, _INNER))
    return given


def makes_translated(acronym: str, words: Sequence[Part], translate: Translate) -> bool:
    """Whether the acronym is made of the beginnings of the content words' translations, in any order.

    ``National Migration Institute`` makes ``INM``, for it is the Instituto Nacional de Migración. Every
    content word must give something, and two letters are not enough.
    """
    letters = letters_of(acronym)
    contents = [word.folded for word in words if not word.is_function]
    if len(letters) < 3 or not 2 <= len(contents) <= min(len(letters), 8) or words[0].is_function:
        return False
    if letters in contents or any(word.is_function and word.folded not in _JOINERS for word in words):
        return False
    choices = [tuple({fold(form) for form in translate(word)}) for word in contents]
    return all(choices) and _covers(letters, choices)


def _covers(letters: str, choices: Sequence[Sequence[str]]) -> bool:
    longest = _MAX_PREFIX if len(letters) > 3 else 1

    @cache
    def covers(at: int, used: int) -> bool:
        if at == len(letters):
            return used == (1 << len(choices)) - 1
        for number, forms in enumerate(choices):
            if used >> number & 1:
                continue
            for length in range(1, longest + 1):
                start = letters[at : at + length]
                if len(start) < length or not any(form.startswith(start) for form in forms):
                    break
                if covers(at + length, used | 1 << number):
                    return True
        return False

    return covers(0, 0)
