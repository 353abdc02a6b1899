"""How do words get onto the person's screen? Colour only where it shows, and nothing a document sneaks in.

A text out of a document may hold escape sequences that would steer the terminal; whatever is printed for
people goes through :func:`clean`. JSON is for programs and keeps its texts.
"""

import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from scripts.texts import Words

WIDEST = 100
"""Longer lines are hard to read, however wide the window is."""

# Controls (C0, C1), marks that turn the direction of writing, and halves of characters
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_BOLD, _DIM, _PLAIN = "\x1b[1;33m", "\x1b[2m", "\x1b[0m"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command prints: answers to ``out``, everything about them to ``err``."""

    out: TextIO
    err: TextIO
    words: Words
    color: bool = False
    progress: bool = False
    width: int = 80

    def print(self, text: str = "") -> None:
        """One line for a person, on standard output."""
        self.out.write(f"{text}\n")

    def complain(self, text: str) -> None:
        """One line about the run, on standard error."""
        self.err.write(f"{clean(text)}\n")

    def print_json(self, value: object) -> None:
        """One JSON object on a line of its own, sent off at once; in UTF-8, or escaped to ASCII."""
        self.out.write(f"{dump_json(value, self.out.encoding)}\n")
        self.out.flush()

    def bold(self, text: str) -> str:
        """A text that stands out, where there is colour."""
        return f"{_BOLD}{text}{_PLAIN}" if self.color else text

    def dim(self, text: str) -> str:
        """A text that stands back, where there is colour."""
        return f"{_DIM}{text}{_PLAIN}" if self.color else text

    def wrap(self, text: str, spans: Sequence[Span] = (), *, indent: str = "    ") -> str:
        """A text from a document in lines of the terminal's width, its spans standing out."""
        wrapped = wrap_lines(text, self.width - len(indent))
        text = clean(text)
        lines = []
        for low, high in wrapped:
            parts, at = [], low
            for start, end in spans:
                start, end = max(start, low), min(end, high)
                if start < end:
                    parts += [text[at:start], self.bold(text[start:end])]
                    at = end
            lines.append(indent + "".join([*parts, text[at:high]]))
        return "\n".join(lines)


def open_terminal(environment: Mapping[str, str], out: TextIO, err: TextIO, words: Words) -> Terminal:
    """The terminal of this process. Characters that it cannot show become ``?`` instead of an error."""
    for stream in (out, err):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    is_plain = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
    columns = shutil.get_terminal_size().columns
    return Terminal(
        out=out,
        err=err,
        words=words,
        color=out.isatty() and not is_plain,
        progress=err.isatty() and environment.get("TERM") != "dumb",
        width=max(40, min(columns, WIDEST)),
    )


def clean(text: str) -> str:
    r"""A text without anything that steers a terminal, character for character.

    >>> clean("uno\x1b[2Jdos\ttres")
    'uno�[2Jdos tres'
    """
    return _UNSAFE.sub(lambda match: " " if match[0].isspace() else "\ufffd", text)


def dump_json(value: Any, encoding: str | None = "utf-8") -> str:
    """JSON on one line, readable where ``encoding`` can carry it and escaped to ASCII elsewhere."""
    if (encoding or "").lower().replace("-", "") == "utf8":
        text = json.dumps(value, ensure_ascii=False)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:  # a file name that is no text
            return json.dumps(value)
        return text
    return json.dumps(value)


def wrap_lines(text: str, width: int) -> list[Span]:
    r"""Where each line of a wrapped text begins and ends; words longer than a line are cut.

    >>> wrap_lines("uno dos tres\ncuatro", 7)
    [(0, 7), (8, 12), (13, 19)]
    """
    lines: list[Span] = []
    low = 0
    for line in text.split("\n"):
        lines += _wrap_line(text, low, low + len(line), width)
        low += len(line) + 1
    return lines


def _wrap_line(text: str, low: int, end: int, width: int) -> Iterator[Span]:
    while low < end:
        high = low + width
        if high >= end:
            yield low, end
            return
        space = text.rfind(" ", low + 1, high + 1)
        high = space if space > low else high
        yield low, high
        low = high
        while low < end and text[low] == " ":
            low += 1
