"""What do a paragraph's lines read as, and does it go on over the page?

A hyphen at a line's end goes, unless the document itself writes the word with one.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.cutting.vocabulary import is_known_word
from corpus.paper.lines import PlacedLine
from corpus.paper.measures import Measures
from corpus.paper.paragraphs import Form, Paragraph

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TAIL = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_HEAD = re.compile(r"[^\W\d_]+")
_HARD_HYPHEN = re.compile(r"[^\W\d_]{2,}[-\u2010\u00ad]$")
_SENTENCE_END = re.compile(r"[.!?:;…]['\"”’»)\]]*$")
_MARKER = re.compile(r"[•●▪◦‣■□○◆✓*–—-]\s|\(?(?:\d{1,3}|[a-z])[.)]\s")

_FEWEST_WORDS = 4


class Joining:
    """Joins lines by the words of one document."""

    def __init__(self, pages: Iterable[Sequence[PlacedLine]]) -> None:
        self._words: Counter[str] = Counter()
        for lines in pages:
            for line in lines:
                self._words.update(word.casefold() for word in _WORD.findall(line.text))

    def read(self, lines: Sequence[PlacedLine]) -> str:
        """The text of a paragraph with these lines, on one line."""
        text = lines[0].text
        for before, line in itertools.pairwise(lines):
            text = self.join(text, line.text, hyphen=before.hyphen)
        return text + ("-" if lines[-1].hyphen else "")

    def join(self, text: str, following: str, *, hyphen: bool) -> str:
        """``text`` and the line after it; ``hyphen`` where pdfium took one from its end."""
        if not hyphen and _HARD_HYPHEN.search(text) and following[:1].islower():
            hyphen, text = True, text[:-1]
        if not hyphen:
            return f"{text} {following}"
        head, tail = _TAIL.search(text[-60:]), _HEAD.match(following[:60])
        if not head or not tail:
            return f"{text}-{following}"
        keeps = self._is_compound(head[0].casefold(), tail[0].casefold()) or not tail[0][0].islower()
        return f"{text}-{following}" if keeps else f"{text}{following}"

    def _is_compound(self, head: str, tail: str) -> bool:
        """``single-`` / ``stage`` keeps its hyphen, ``coope-`` / ``ración`` does not."""
        whole, compound = self._words[head + tail], self._words[f"{head}-{tail}"]
        if whole or compound or is_known_word(head + tail):
            return compound > whole
        return min(len(head), len(tail)) >= 4 and self._knows(head) and self._knows(tail)

    def _knows(self, word: str) -> bool:
        return self._words[word] > 1 or is_known_word(word)

    def resumes(self, before: Paragraph, after: Paragraph, measures: Measures) -> bool:
        """Whether ``after``, the first paragraph of a page, goes on with the last of the page before."""
        if before.form is not Form.TEXT or after.form is not Form.TEXT:
            return False
        if abs(before.last.size - after.first.size) > 0.1 * measures.body:
            return False
        text, following = before.last.text, after.first.text
        if before.last.hyphen or (_HARD_HYPHEN.search(text) and following[:1].islower()):
            return True
        if _SENTENCE_END.search(text) or _MARKER.match(following) or before.last.bold != after.first.bold:
            return False
        if len(text.split()) < _FEWEST_WORDS and len(before.lines) < 2:
            return False
        if following[:1].islower():
            return True
        # A name may open the page: then the last line above must have been full.
        width = max(line.right for line in before.lines)
        full = len(before.lines) > 1 and before.last.right > width - 2 * measures.body
        indented = after.first.left > min(line.left for line in after.lines) + 0.7 * measures.body
        return full and not indented
