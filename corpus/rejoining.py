r"""Which hyphens did only the end of a line put into a word?

A passage keeps every character of its file, so a word that a line end cut in two keeps the hyphen too
(``es-`` / ``tricto``). Whoever searches for it, or reads it where there are no such lines, means *estricto*.
A compound keeps its own hyphen: ``cross-`` / ``border`` stays *cross-border*.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers.language import Language
from corpus.cutting.vocabulary import is_known_form, is_known_word
from corpus.model import Chunk

_HYPHENS = "-\u00ad\u2010"
_HEAD = re.compile(r"[^\W\d_]+(?=.$)")
_TAIL = re.compile(r"[^\W\d_]+")
_ADVERB = "mente"
"""A word of its own, too, but ``humana-`` / ``mente`` is none of *mind*."""
_LEAST_FORM = 5
"""Letters of a plural or feminine in a compound: shorter ones are syllables (``delimita-`` / ``dos``)."""
_LONGEST = 60
"""Characters on either side that are looked at; no word is longer."""


@dataclass(frozen=True, slots=True)
class Rejoined:
    """A passage with its words whole: ``text`` is the passage's without those at ``hyphens``, in order."""

    text: str
    hyphens: Sequence[int] = ()

    def locate(self, start_char: int, end_char: int) -> tuple[int, int]:
        """Where a stretch of ``text`` stands in the passage, hyphens inside of it among it.

        >>> Rejoined("en estricto", (5,)).locate(3, 11)
        (3, 12)
        """
        gone = [place - number for number, place in enumerate(self.hyphens)]
        return start_char + bisect_right(gone, start_char), end_char + bisect_left(gone, end_char)


def rejoin(chunk: Chunk) -> Rejoined:
    """The passage with the words whole that a line end cut."""
    hyphens = tuple(iter_hyphens(chunk))
    if not hyphens:
        return Rejoined(chunk.text)
    starts = [0, *(place + 1 for place in hyphens)]
    ends = [*hyphens, len(chunk.text)]
    parts = [chunk.text[start:end] for start, end in zip(starts, ends, strict=True)]
    return Rejoined("".join(parts), hyphens)


def iter_hyphens(chunk: Chunk) -> Iterator[int]:
    """Where in the passage the hyphens stand that its words do not have, in order."""
    text = chunk.text
    if len(chunk.segments) == 1 or not ("-" in text or "\u00ad" in text or "\u2010" in text):
        return
    for segment in chunk.segments[1:]:
        end = segment.start_char
        if text[end - 1] in _HYPHENS:  # else a blank stands before a line
            head = _HEAD.search(text[max(0, end - _LONGEST) : end])
            tail = _TAIL.match(text[end : end + _LONGEST])
            if head and tail and _is_cut(head[0].casefold(), tail[0].casefold(), chunk.language):
                yield end - 1


def _is_cut(head: str, tail: str, language: Language | None) -> bool:
    """Whether two letters runs are one word. Spanish hardly writes compounds with a hyphen; English does."""
    if language is not Language.ES:
        return is_known_word(head + tail)
    if tail == _ADVERB or is_known_form(head + tail):
        return True
    if is_known_word(head) and is_known_word(tail):
        return False
    is_short = min(len(head), len(tail)) < _LEAST_FORM
    return is_short or not (is_known_form(head) and is_known_form(tail))
