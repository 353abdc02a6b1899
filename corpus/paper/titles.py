"""Which paragraphs of a printed document are headings, and of which level?

The document's own table of bookmarks says it where there is one; else larger or bold type does.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.paper.measures import Measures
from corpus.paper.paragraphs import Form, Paragraph

_MOST_WORDS = 25
_MOST_LINES = 4
_LARGER = 1.12
_LETTERS = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.;,]$")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the document's outline; ``page`` counts from 0, ``level`` from 1."""

    title: str
    page: int
    level: int


def find_levels(
    pages: Sequence[Sequence[Paragraph]], bookmarks: Iterable[Bookmark], measures: Measures
) -> Mapping[int, int]:
    """Heading level by ``id`` of the paragraph."""
    outline: dict[int, list[tuple[str, int]]] = {}
    for bookmark in bookmarks:
        key = _normalize(bookmark.title)
        if key:
            outline.setdefault(bookmark.page, []).append((key, min(bookmark.level, _DEEPEST)))
    levels: dict[int, int] = {}
    for number, paragraphs in enumerate(pages):
        for paragraph in paragraphs:
            if entry := _find_entry(paragraph, outline.get(number, ())):
                levels[id(paragraph)] = entry
    if not levels:
        return _find_by_type(pages, measures)
    return levels | _find_beside(pages, levels, measures)


def _find_entry(paragraph: Paragraph, entries: Sequence[tuple[str, int]]) -> int:
    if not entries or not _may_be_heading(paragraph):
        return 0
    key = _normalize(_read(paragraph))
    for title, level in entries:
        # Numbers may stand in one of the two only: "2.1 Aduanas" and "Aduanas".
        if key == title or (len(title) > 5 and (key.endswith(title) or title.endswith(key)) and len(key) > 5):
            return level
    return 0


def _find_by_type(pages: Sequence[Sequence[Paragraph]], measures: Measures) -> dict[int, int]:
    found: list[Paragraph] = []
    for paragraphs in pages:
        for paragraph, after in zip(paragraphs, [*paragraphs[1:], None], strict=False):
            if _may_be_heading(paragraph) and _stands_out(paragraph, after, measures):
                found.append(paragraph)
    sizes = Counter(_step(paragraph, measures) for paragraph in found)
    ranks = {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), start=1)}
    return {id(paragraph): min(ranks[_step(paragraph, measures)], _DEEPEST) for paragraph in found}


def _find_beside(
    pages: Sequence[Sequence[Paragraph]], levels: Mapping[int, int], measures: Measures
) -> dict[int, int]:
    """Headings below those of the outline: bold lines in the body's type."""
    deepest = max(levels.values())
    found = {}
    for paragraphs in pages:
        for paragraph, after in zip(paragraphs, [*paragraphs[1:], None], strict=False):
            if id(paragraph) in levels or not _may_be_heading(paragraph):
                continue
            if _stands_out(paragraph, after, measures):
                found[id(paragraph)] = min(deepest + 1, _DEEPEST)
    return found


def _step(paragraph: Paragraph, measures: Measures) -> float:
    """Size in steps of a tenth of the body's; bold ranks just above plain."""
    return round(10 * paragraph.first.size / measures.body) + (0.5 if paragraph.first.bold else 0.0)


def _stands_out(paragraph: Paragraph, after: Paragraph | None, measures: Measures) -> bool:
    if after is None or after.form is Form.LEADER:
        return False
    if paragraph.first.size > _LARGER * measures.body:
        return True
    text = paragraph.last.text
    is_bold = all(line.bold for line in paragraph.lines)
    same_type = after.first.bold and after.form is Form.TEXT and after.first.size <= paragraph.first.size
    return is_bold and not _SENTENCE_END.search(text) and not same_type


def _may_be_heading(paragraph: Paragraph) -> bool:
    if paragraph.form is not Form.TEXT or len(paragraph.lines) > _MOST_LINES:
        return False
    text = _read(paragraph)
    return len(text.split()) <= _MOST_WORDS and bool(_LETTERS.search(text))


def _read(paragraph: Paragraph) -> str:
    return " ".join(line.text for line in paragraph.lines)


def _normalize(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
