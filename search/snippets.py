"""Which stretch of a passage shows best why it was found? Text and spans, never HTML."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from search.results import Snippet, Span

SNIPPET_CHARS = 320
"""About three lines on a page: enough to judge a passage without opening it."""

_SENTENCE_END = re.compile(r"(?<![.·:;] \d)(?<![.·:;] \d\d)[.!?…]['\"”»)]?\s+(?=[¿¡\"“«(]?[A-ZÁÉÍÓÚÑÜ0-9])")
"""Not the number of a heading or an item: ``· 3. Antecedentes``."""
_BLANK = re.compile(r"[ \n]")
_BACK_CHARS = 60
"""So far before the stretch that was chosen a better place to begin is looked for."""


def cut_snippet(text: str, marks: Sequence[Span], *, size: int = SNIPPET_CHARS) -> Snippet:
    """The stretch of at most ``size`` characters with the most marks, cut at sentences or words.

    A cut end is shown by an ellipsis. Spans index the snippet's own text.

    >>> cut_snippet("Uno dos tres.", [(4, 7)])
    Snippet(text='Uno dos tres.', spans=((4, 7),))
    """
    if len(text) <= size:
        return Snippet(text, tuple(marks))
    low, high = _window(text, marks, size)
    low = _start_at_boundary(text, low, marks, high)
    high = _end_at_word(text, low, min(len(text), low + size), marks)
    head = "… " if low > 0 else ""
    tail = " …" if high < len(text) else ""
    shift = len(head) - low
    shown = [(max(a, low) + shift, min(b, high) + shift) for a, b in marks if b > low and a < high]
    return Snippet(head + text[low:high] + tail, tuple(shown))


def _window(text: str, marks: Sequence[Span], size: int) -> Span:
    """The stretch that holds the most marks, with some text before the first of them."""
    if not marks:
        return 0, size
    best, best_count = marks[0][0], 0
    ends = [end for _, end in marks]
    for number, (start, _) in enumerate(marks):
        count = bisect_right(ends, start + size * 3 // 4) - number
        if count > best_count:
            best, best_count = start, count
    low = max(0, best - size // 4)
    return low, min(len(text), low + size)


def _start_at_boundary(text: str, low: int, marks: Sequence[Span], high: int) -> int:
    if low <= _BACK_CHARS:
        return 0
    first = next((start for start, _ in marks if start >= low), high)
    line = text.find("\n", low - _BACK_CHARS, first)
    if line != -1:  # that its writer set: who said it stands at its beginning
        return line + 1
    ends = [match.end() for match in _SENTENCE_END.finditer(text, low - _BACK_CHARS, first)]
    if ends:
        return ends[0]
    blank = _BLANK.search(text, low, first)
    return blank.end() if blank else first


def _end_at_word(text: str, low: int, high: int, marks: Sequence[Span]) -> int:
    if high >= len(text):
        return len(text)
    within = [end for _, end in marks if low < end <= high]
    least = max(within, default=low)
    blank = max(text.rfind(sign, least, high) for sign in " \n")
    return blank if blank > low else high
