"""How are passages cited? Who said it, when, in what, and exactly where."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from analyzers.language import Language
from corpus.formats import READABLE
from search.places import name_place
from search.results import Hit, ResultPage, Span
from search.unmarking import read_plainly

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
_BLANKS = re.compile(r"\s+")
_BETWEEN_LINES = " / "
"""As verse is quoted where it runs on: a value of a citation stands on one line."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage word for word on one line, and where it stands: ``("página 3", "líneas 7–9")``."""

    text: str
    place: tuple[str, ...]

    def __str__(self) -> str:
        return f"“{self.text}” ({', '.join(self.place)})"


@dataclass(frozen=True, slots=True)
class Citation:
    """A document, or a message in one. ``date`` is as exact as is known; ``kind`` is the file's format."""

    key: str
    title: str
    path: str
    kind: str
    authors: tuple[str, ...]
    date: str
    language: Language | None
    reference: str
    origin: str
    quotes: tuple[Quote, ...]


def cite(page: ResultPage, language: Language) -> list[Citation]:
    """The documents of a page of hits in order of their best passage; places in words of ``language``."""
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in page.hits:
        groups.setdefault((hit.chunk.doc_id, first_value(hit, "reference")), []).append(hit)
    return [_cite(f"{doc_id}{reference}", hits, language) for (doc_id, reference), hits in groups.items()]


def quote(hit: Hit, language: Language) -> Quote:
    """A hit's whole passage with its place."""
    lines = read_hit(hit, ())[0].split("\n")
    return Quote(_BETWEEN_LINES.join(map(plain, lines)), tuple(name_place(hit.chunk, language)))


def read_hit(hit: Hit, marks: Sequence[Span]) -> tuple[str, list[Span]]:
    """A hit's whole passage as a person reads it, and where these marks in it, in order, are then."""
    format_name = READABLE.get(PurePosixPath(hit.path).suffix.lower(), "")
    return read_plainly(hit.chunk, marks, format_name)


def first_value(hit: Hit, name: str) -> str:
    """The first value of a passage's metadata, on one line; empty where there is none."""
    return plain(next(iter(hit.chunk.metadata.get(name, ())), ""))


def plain(text: str) -> str:
    r"""A text on one line without anything that no file should hold.

    >>> plain("uno\r\n dos\x00\u202etres")
    'uno dos tres'
    """
    return printable(text).strip()


def printable(text: str) -> str:
    """The same for a part of a text: blanks at its ends part it from its neighbours and stay."""
    return _BLANKS.sub(" ", _UNPRINTABLE.sub(" ", text))


def _cite(key: str, hits: Sequence[Hit], language: Language) -> Citation:
    best = hits[0]
    languages = {hit.chunk.language for hit in hits}
    return Citation(
        key=key,
        title=plain(best.title) or PurePosixPath(best.path).name,
        path=plain(best.path),
        kind=READABLE.get(PurePosixPath(best.path).suffix.lower(), ""),
        authors=tuple(filter(None, (plain(name) for name in best.chunk.metadata.get("author", ())))),
        date=first_value(best, "date"),
        language=languages.pop() if len(languages) == 1 else None,
        reference=first_value(best, "reference"),
        origin=first_value(best, "origin"),
        quotes=tuple(quote(hit, language) for hit in hits),
    )
