r"""Where does each line of a text begin and end?

Everything in this project that counts lines counts them here, so that line 12 in a hit is line 12 in
the source view. Lines end at ``\r\n``, ``\n``, ``\r`` and ``\f`` only: ``str.splitlines`` also breaks at
U+2028 and others, and then the numbers are no longer those of an editor.

>>> [line.text for line in split_lines("uno\r\ndos\fthree")]
['uno', 'dos', 'three']
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|[\n\r\f]")


class Line(NamedTuple):
    """``text`` is the source from ``start_char`` on, without the line end; ``number`` counts from 1."""

    number: int
    start_char: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Nothing but white space, which includes U+00A0."""
        return not self.text or self.text.isspace()


def split_lines(text: str) -> list[Line]:
    """All lines of ``text`` in order; a last line without an end counts, an empty rest does not."""
    return [Line(number, start, line) for number, (start, line) in zip(count(1), iter_lines(text))]


def iter_lines(text: str) -> Iterator[tuple[int, str]]:
    """Where each line of ``text`` begins, and the line without its end."""
    start = 0
    if "\r" in text or "\f" in text:
        for end in _LINE_END.finditer(text):
            yield start, text[start : end.start()]
            start = end.end()
        if start < len(text):
            yield start, text[start:]
        return
    *lines, rest = text.split("\n")
    for line in lines:
        yield start, line
        start += len(line) + 1
    if rest:
        yield start, rest


def line_number(lines: Sequence[Line], char: int) -> int:
    """The 1-based number of the line that holds offset ``char``; logarithmic in the lines."""
    return max(1, bisect_right(lines, char, key=lambda line: line.start_char))
