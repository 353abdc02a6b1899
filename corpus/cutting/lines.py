r"""Where does each line of a text begin and end?

Everything in this project that counts lines counts them here, so that line 12 in a hit is line 12 in
the source view. Lines end at ``\r\n``, ``\n``, ``\r`` and ``\f`` only: ``str.splitlines`` also breaks at
U+2028 and others, and then the numbers are no longer those of an editor.

>>> [line.text for line in split_lines("uno\r\ndos\fthree")]
['uno', 'dos', 'three']
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|[\n\r\f]")


@dataclass(frozen=True, slots=True)
class Line:
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
    lines: list[Line] = []
    start = 0
    for end in _LINE_END.finditer(text):
        lines.append(Line(len(lines) + 1, start, text[start : end.start()]))
        start = end.end()
    if start < len(text):
        lines.append(Line(len(lines) + 1, start, text[start:]))
    return lines


def line_number(lines: Sequence[Line], char: int) -> int:
    """The 1-based number of the line that holds offset ``char``; logarithmic in the lines."""
    return max(1, bisect_right(lines, char, key=lambda line: line.start_char))
