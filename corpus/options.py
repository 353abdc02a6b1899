"""How are documents to be read? Plain values, handed in by whoever starts the run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Ocr = Literal["auto", "off", "force"]
"""Read text off images: where a page has no text of its own, never, or on every page."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a reader may do.

    ``ocr_cache`` is a folder in which recognised pages are kept, by the hash of their file; without
    one every run recognises anew. ``ocr_page_seconds`` and ``ocr_file_seconds`` limit the time that a
    page and a whole file may take. ``on_page`` is called before each page that takes long, so that
    whoever watches knows that the work goes on.
    """

    ocr: Ocr = "auto"
    ocr_cache: Path | None = None
    ocr_page_seconds: float = 60.0
    ocr_file_seconds: float = 3600.0
    on_page: Callable[[], None] | None = None


DEFAULT_OPTIONS = ReadingOptions()
