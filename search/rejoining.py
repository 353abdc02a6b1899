r"""Which hyphens did only the end of a line put into a word?

A passage keeps every character of its file, so a word that a line end cut in two keeps the hyphen too
(``es-`` / ``tricto``). Whoever reads it in a snippet or a quotation, where there are no such lines, reads
*estricto*. A compound keeps its own hyphen: ``cross-`` / ``border`` stays *cross-border*.
"""

import re
from collections.abc import Iterator

from analyzers.language import Language
from corpus.cutting.vocabulary import is_known_word
from corpus.model import Chunk
from search.edits import Edit

_HYPHENS = "-\u00ad\u2010"
_HEAD = re.compile(r"[^\W\d_]+(?=.$)")
_TAIL = re.compile(r"[^\W\d_]+")
_LONGEST = 60
"""Characters on either side that are looked at; no word is longer."""


def iter_rejoinings(chunk: Chunk) -> Iterator[Edit]:
    """The hyphens to take away, in order."""
    text = chunk.text
    if not ("-" in text or "\u00ad" in text or "\u2010" in text):
        return
    for segment in chunk.segments[1:]:
        end = segment.start_char
        if text[end - 1] in _HYPHENS:  # else a blank stands before a line
            head = _HEAD.search(text[max(0, end - _LONGEST) : end])
            tail = _TAIL.match(text[end : end + _LONGEST])
            if head and tail and _is_cut(head[0].casefold(), tail[0].casefold(), chunk.language):
                yield end - 1, end, ""


def _is_cut(head: str, tail: str, language: Language | None) -> bool:
    """Whether two letters runs are one word. Spanish hardly writes compounds with a hyphen; English does."""
    if is_known_word(head + tail):
        return True
    return language is Language.ES and not (is_known_word(head) and is_known_word(tail))
