"""Is this a word, whatever document it stands in?

The words of the shipped lexicon, for judging whether a line's end cut one in two.

>>> is_known_word("automotriz"), is_known_word("automo")
(True, False)
"""

from functools import cache
from importlib.resources import files


def is_known_word(word: str) -> bool:
    """Whether ``word``, in lower case, is in the lexicon; inflected forms mostly are not."""
    return word in _read_words()


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
