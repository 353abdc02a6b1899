"""Which text is measured on? Paragraphs of Debian's documentation in Spanish and English, or of a folder.

Sizes beyond what there is are made by repetition: every copy has its words shuffled, so that it has
the same words as often, and phrases of its own.
"""

import gzip
import html
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("libreoffice-help-es", "libreoffice-help-en-us", "debian-reference-es", "manpages-es")
SOURCES = (
    (Path("/usr/share/libreoffice/help/es"), "es"),
    (Path("/usr/share/libreoffice/help/en-US"), "en"),
    (Path("/usr/share/debian-reference"), "es"),
    (Path("/usr/share/man/es"), "es"),
)
"""Where these packages put their texts, and in which language."""
_MIN_CHARS = 40

_BREAK_RE = re.compile(r"</?(?:p|li|h\d|td|div|dd|dt|pre|br)\b[^>]*>", re.IGNORECASE)
_UNSEEN_RE = re.compile(r"<(script|style)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_TAG_RE = re.compile(r"<[^>]+>")
_ROFF_RE = re.compile(r"\\f.|\\[&|^]|\\\(..|\\-|\\s[-+]?\d")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text and the language it is said to be in."""

    text: str
    language: str


class NoTextError(Exception):
    """There is nothing to measure on."""


def read_paragraphs(folder: Path | None, count: int) -> tuple[list[Paragraph], int]:
    """``count`` paragraphs in a fixed random order, and how many differ. Raises :class:`NoTextError`."""
    sources = [(folder, "es")] if folder else list(SOURCES)
    found: dict[str, Paragraph] = {}
    for root, language in sources:
        for path in sorted(root.rglob("*")):
            for text in _texts_of(path):
                found.setdefault(text, Paragraph(text, _language(path, language)))
    if not found:
        wanted = " ".join(PACKAGES)
        raise NoTextError(f"No text found. Name a folder, or install: apt-get install {wanted}")
    rng = random.Random(20_260_101)
    unique = list(found.values())
    rng.shuffle(unique)
    return list(_repeated(unique, count, rng)), min(count, len(unique))


def _repeated(unique: Sequence[Paragraph], count: int, rng: random.Random) -> Iterator[Paragraph]:
    yield from unique[:count]
    for number in range(len(unique), count):
        paragraph = unique[number % len(unique)]
        words = paragraph.text.split()
        rng.shuffle(words)
        yield Paragraph(" ".join(words), paragraph.language)


def _language(path: Path, language: str) -> str:
    return "en" if path.name.endswith(".en.html") else language


def _texts_of(path: Path) -> Iterator[str]:
    if not path.is_file() or path.suffix not in (".html", ".gz", ".txt", ".md"):
        return
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = data.decode("utf-8", "replace")
    if path.suffix == ".html":
        pieces = [
            html.unescape(_TAG_RE.sub(" ", each)) for each in _BREAK_RE.split(_UNSEEN_RE.sub(" ", text))
        ]
    elif path.suffix == ".gz":
        pieces = clean_roff(text).split("\n\n")
    else:
        pieces = re.split(r"\n\s*\n", text)
    for piece in pieces:
        joined = " ".join(piece.split())
        if len(joined) >= _MIN_CHARS:
            yield joined


def clean_roff(text: str) -> str:
    """A manual page's text without requests and escapes."""
    return "\n".join(
        "" if line.startswith((".", "'")) else _ROFF_RE.sub("", line) for line in text.splitlines()
    )
