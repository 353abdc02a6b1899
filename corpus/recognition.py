"""What words does this image of a page show? An installed ``tesseract`` says it, if there is one.

Recognised pages are kept in a folder that the caller names, in one of its own for each file, by the hash
of its bytes, so that a second run costs nothing and :func:`forget_pages` can take away those of files
that are gone. Nothing is downloaded; the images stay in memory.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import subprocess
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

from corpus.options import ReadingOptions

logger = logging.getLogger(__name__)

DPI = 300
"""What the models were made for; half of it loses accents, the double costs four times as long."""

_MOST_PIXELS = 36_000_000
"""A poster is recognised at a lower resolution."""

_WANTED = ("spa", "eng")
_LEAST_CONFIDENCE = 35.0
"""Paragraphs below it are stains and pictures."""

_CACHE_VERSION = 3
_WORD = re.compile(r"\w{2}")


@dataclass(frozen=True, slots=True)
class RecognizedLine:
    """One line of an image, in pixels; lines of one ``paragraph`` belong together.

    ``words`` are the left and right ends of its words, as many as blanks part; none where an earlier version
    recognised it.
    """

    text: str
    left: float
    right: float
    base: float
    paragraph: int
    top: float = 0.0
    words: tuple[tuple[float, float], ...] = ()

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """A line out of :meth:`row`, or of a shorter one that an earlier version made."""
        text, left, right, base, paragraph, top, *words = row
        ends = tuple((float(start), float(end)) for start, end in (words[0] if words else ()))
        return cls(str(text), float(left), float(right), float(base), int(paragraph), float(top), ends)

    def row(self) -> list[Any]:
        """As JSON takes it."""
        return [self.text, self.left, self.right, self.base, self.paragraph, self.top, self.words]


def image_scale(width: float, height: float) -> float:
    """Pixels a point in the image that is recognised, for a page of this size in points."""
    return float(min(DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5))


@dataclass(slots=True)
class Recognizer:
    """Recognises the pages of one file; ``key`` is the hash of its bytes."""

    options: ReadingOptions
    key: str
    timed_out: int = 0
    """Pages that took longer than they may."""
    _started: float = field(default_factory=time.monotonic)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of ``spa`` and ``eng`` that are installed; none without tesseract."""
        command = shutil.which("tesseract")
        return tuple(name for name in _WANTED if name in _list_languages(command)) if command else ()

    def load(self, page: int) -> list[RecognizedLine] | None:
        """What an earlier run recognised on this page, or None."""
        path = self._cache_path(page)
        try:
            return read_page(path) if path else None
        except (OSError, ValueError):
            return None

    def recognize(self, page: int, width: int, height: int, pixels: bytes) -> list[RecognizedLine]:
        """The lines of a grey image, a byte a pixel, row by row; nothing where it takes too long."""
        spent = time.monotonic() - self._started
        if spent > self.options.ocr_file_seconds:
            self.timed_out += 1
            return []
        if self.options.on_page:
            self.options.on_page()
        try:
            table = self._run(b"P5 %d %d 255\n" % (width, height) + pixels)
        except subprocess.TimeoutExpired:
            self.timed_out += 1
            return []
        except (OSError, subprocess.SubprocessError) as error:
            logger.warning("recognising page %d failed: %s", page, error)
            return []
        lines = read_table(table)
        self._save(page, lines)
        return lines

    def _run(self, image: bytes) -> str:
        command = shutil.which("tesseract") or "tesseract"
        # 1: find out which way up the page is, where the model for that is installed.
        mode = "1" if "osd" in _list_languages(command) else "3"
        found = subprocess.run(  # noqa: S603  # a fixed command; the image goes through a pipe
            [
                command,
                "stdin",
                "stdout",
                "-l",
                "+".join(self.languages),
                "--dpi",
                str(DPI),
                "--psm",
                mode,
                "tsv",
            ],
            input=image,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=self.options.ocr_page_seconds,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        return found.stdout.decode("utf-8", "replace")

    def _cache_path(self, page: int) -> Path | None:
        if self.options.ocr_cache is None:
            return None
        name = f"{page}-{'-'.join(self.languages)}-{DPI}-{_CACHE_VERSION}.json"
        return self.options.ocr_cache / self.key / name

    def _save(self, page: int, lines: Sequence[RecognizedLine]) -> None:
        path = self._cache_path(page)
        if path is None:
            return
        rows = [line.row() for line in lines]
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            text = json.dumps(rows, ensure_ascii=False)
            part.write_text(f"{_checksum(text)}\n{text}", encoding="utf-8")
            part.replace(path)
        except OSError as error:  # the pages are read all the same
            logger.warning("recognised pages cannot be kept in %s: %s", self.options.ocr_cache, error)
            part.unlink(missing_ok=True)


def read_page(path: Path) -> list[RecognizedLine]:
    """A page that was kept. Raises ``OSError``, and ``ValueError`` where it is not what was written."""
    checksum, _, text = path.read_text(encoding="utf-8").partition("\n")
    if checksum != _checksum(text):
        raise ValueError(path)
    return [RecognizedLine.of(row) for row in json.loads(text)]


def forget_pages(cache: Path, keys: Collection[str]) -> int:
    """Remove the pages kept of all files but those of these hashes; of how many files there were some."""
    gone = [folder for folder in cache.iterdir() if folder.name not in keys] if cache.is_dir() else []
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return len(gone)


def _checksum(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@cache
def _list_languages(command: str) -> frozenset[str]:
    try:
        found = subprocess.run(  # noqa: S603
            [command, "--list-langs"], capture_output=True, timeout=20, check=True, text=True
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(found.stdout.split("\n")[1:])


def read_table(table: str) -> list[RecognizedLine]:
    """The lines in tesseract's table of words, without those of paragraphs that are noise."""
    words: dict[tuple[int, int], dict[int, list[tuple[str, float, float, float, float, float]]]] = {}
    for row in table.split("\n")[1:]:
        cells = row.rstrip("\r").split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        block, paragraph, line = int(cells[2]), int(cells[3]), int(cells[4])
        left, top, width, height = (float(cell) for cell in cells[6:10])
        word = (cells[11].strip(), left, left + width, top + height, float(cells[10]), top)
        words.setdefault((block, paragraph), {}).setdefault(line, []).append(word)
    lines: list[RecognizedLine] = []
    for number, paragraph_lines in enumerate(words.values(), start=1):
        every = [word for row_words in paragraph_lines.values() for word in row_words]
        sure = sum(word[4] for word in every) / len(every) >= _LEAST_CONFIDENCE
        if not sure or not any(_WORD.search(word[0]) for word in every):
            continue
        for line_words in paragraph_lines.values():
            text = " ".join(word[0] for word in line_words)
            base = max(word[3] for word in line_words)
            top = min(word[5] for word in line_words)
            ends = tuple((word[1], word[2]) for word in line_words)
            lines.append(RecognizedLine(text, ends[0][0], ends[-1][1], base, number, top, ends))
    return lines
