"""How far is a long run? One line on standard error that draws itself again, on a terminal only."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from scripts.terminal import Terminal, clean

_BAR_CHARS = 24
_PERIOD_SECONDS = 0.1
"""A person cannot read faster, and a slow connection should not carry more."""
_CLEAR = "\r\x1b[K"


class ProgressBar:
    """A bar with count, rate and time left, under a title; leaves nothing behind when it is closed."""

    def __init__(
        self, terminal: Terminal, *, title: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._terminal = terminal
        self._title = [title] if title else []
        self._clock = clock
        self._started = clock()
        self._drawn_at: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def advance(self, done: int, total: int, name: str) -> None:
        """Say that ``done`` of ``total`` are done, ``name`` the last of them."""
        now = self._clock()
        is_early = self._drawn_at is not None and now - self._drawn_at < _PERIOD_SECONDS
        if not self._terminal.progress or (is_early and done < total):
            return
        self._drawn_at = now
        self._terminal.err.write(_CLEAR + self._draw(done, total, name, now - self._started))
        self._terminal.err.flush()

    def close(self) -> None:
        """Wipe the bar off the line."""
        if self._drawn_at is not None:
            self._terminal.err.write(_CLEAR)
            self._terminal.err.flush()
            self._drawn_at = None

    def _draw(self, done: int, total: int, name: str, seconds: float) -> str:
        filled = _BAR_CHARS * done // max(total, 1)
        rate = done / seconds if seconds > 0 else 0.0
        words = self._terminal.words
        parts = [
            *self._title,
            f"[{'#' * filled}{'.' * (_BAR_CHARS - filled)}] {words.number(done)}/{words.number(total)}",
            f"{words.decimal(rate)}/s",
            words.say("progress_left", time=format_seconds((total - done) / rate if rate else 0)),
            clean(name),
        ]
        return "  ".join(parts)[: self._terminal.width - 1]


def format_seconds(seconds: float) -> str:
    """A stretch of time as a clock shows it.

    >>> format_seconds(75), format_seconds(3700)
    ('1:15', '1:01:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
