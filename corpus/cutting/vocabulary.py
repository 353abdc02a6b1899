"""Is this a word, whatever document it stands in?

The words of the shipped lexicon, for judging whether a line's end cut one in two.

>>> is_known_word("automotriz"), is_known_word("automo")
(True, False)
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_STRESS = str.maketrans("aeiou", "áéíóú")
_LAST_VOWEL = re.compile(r"[aeiou](?=[^aeiouáéíóú]*$)")


def is_known_word(word: str) -> bool:
    """Whether ``word``, in lower case, is in the lexicon; inflected forms mostly are not."""
    return word in _read_words()


def is_known_form(word: str) -> bool:
    """Whether a Spanish word, in lower case, is in the lexicon or the regular plural or feminine of one.

    >>> is_known_form("alemanas"), is_known_form("prácticas"), is_known_form("ciones")
    (True, True, False)
    """
    return any(map(is_known_word, _iter_bases(word)))


def _iter_bases(word: str) -> Iterator[str]:
    numbers = [word, *(word.removesuffix(end) for end in ("s", "es") if word.endswith(end))]
    for number in numbers:
        genders = [number, *((number[:-1] + "o", number[:-1]) if number.endswith("a") else ())]
        for each in genders:
            yield each
            yield _LAST_VOWEL.sub(lambda vowel: vowel[0].translate(_STRESS), each)  # "alemanes", "alemán"


@cache
def _read_words() -> frozenset[str]:
    # Only the words are wanted here: a lexicon would stem each of them, which takes a second.
    words: set[str] = set()
    for line in (files("analyzers") / "data" / "lexicon.tsv").read_text("utf-8").split("\n"):
        if line and not line.startswith("#"):
            spanish, _, english = line.split("\t")
            words.update(spanish.casefold().split())
            for part in english.split(" | "):
                words.update(part.partition(":")[0].casefold().split())
    return frozenset(words)
