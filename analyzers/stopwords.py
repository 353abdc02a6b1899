"""Which words carry no content? Data files, one list a language, written for this project.

Stop words stay in the index (phrases need them); queries drop them when other words remain.
"""

from collections.abc import Iterable
from pathlib import Path

from analyzers.folding import fold
from analyzers.language import Language

_DATA = Path(__file__).parent / "data"


def _read_stop_words(language: Language) -> frozenset[str]:
    text = (_DATA / f"stopwords_{language}.txt").read_text(encoding="utf-8")
    return frozenset(_iter_words(text.splitlines()))


def _iter_words(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        yield from line.split("#")[0].split()


STOP_WORDS = {language: _read_stop_words(language) for language in Language}
"""The lists as written, with accents, by language."""

_FOLDED = frozenset(fold(word) for words in STOP_WORDS.values() for word in words)


ENGLISH_NOUNS = frozenset({"sea", "son", "era", "hay"})
"""Spanish function words that are English nouns. Who types one among Spanish function words means the Spanish
one; else, as in ``law of the sea``, the noun."""

_ONLY_SPANISH = frozenset(map(fold, STOP_WORDS[Language.ES] - STOP_WORDS[Language.EN])) - ENGLISH_NOUNS


def are_spanish(folded: Iterable[str]) -> bool:
    """Whether a function word is among folded words that only Spanish has."""
    return not _ONLY_SPANISH.isdisjoint(folded)


def is_stop_word(folded: str) -> bool:
    """Whether a folded word is a function word of either language."""
    return folded in _FOLDED
