"""Which words do these passages use, by language? For pairing the words of the two languages.

>>> words = choose_words(count_words([("El lavado de dinero", Language.ES), ("Money, money", Language.EN)]))
>>> words[Language.ES], words[Language.EN]
(['dinero', 'lavado'], ['money'])
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from analyzers.folding import fold, normalize
from analyzers.language import Language
from analyzers.stopwords import is_stop_word

MAX_WORDS = 25_000
"""Words a language, the most frequent ones: comparing two such vocabularies takes some 20 s."""

_WORD_RE = re.compile(r"[^\W\d_]{3,}")
"""Letters only: numbers need no translation, and shorter words are seldom content."""

_MAX_CHARS = 40

_GUEST = 4
"""A word that is so many times more frequent in the other language is a guest in this one: "the
Secretaría" in English text is no English word."""

Counts = Mapping[Language, Counter[str]]


def count_words(passages: Iterable[tuple[str, Language | None]]) -> Counts:
    """In how many passages of each language a word stands, in lower case with its accents.

    Words all in capitals are left out: most are acronyms, whose vectors mean nothing.
    """
    counts: dict[Language, Counter[str]] = {language: Counter() for language in Language}
    for text, language in passages:
        if language is not None:
            words = _WORD_RE.findall(normalize(text))
            counts[language].update({word.lower() for word in words if not word.isupper()})
    return counts


def choose_words(counts: Counts, limit: int = MAX_WORDS) -> dict[Language, list[str]]:
    """Each language's own content words, most frequent first, at most ``limit``."""
    return {language: _choose(counts, language)[:limit] for language in Language}


def _choose(counts: Counts, language: Language) -> list[str]:
    own, other = counts[language], counts[language.other]
    share = _GUEST * (other.total() or 1) / (own.total() or 1)
    words = [
        word
        for word, count in own.items()
        if len(word) <= _MAX_CHARS and count * share >= other[word] and not is_stop_word(fold(word))
    ]
    return sorted(words, key=lambda word: (-own[word], word))
