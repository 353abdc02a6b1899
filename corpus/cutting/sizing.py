"""How much text makes one chunk? Neither a line nor a page: about a paragraph.

Blocks of more than 250 words are cut into equal parts at sentence ends; blocks of fewer than 25 join
their siblings up to 120. Nothing is joined across a heading, slide, post or numbered paragraph.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.cutting.sentences import sentence_ends
from corpus.model import Kind, Metadata

MOST_WORDS = 250
MOST_CHARS = 4000
"""For text without spaces, where words say nothing about length; 250 words are some 1,600 characters."""

_FEW_WORDS = 25
_JOINED_WORDS = 120
_FEW_ROW_WORDS = 12
_JOINED_ROW_WORDS = 60
"""Rows of a table answer on their own sooner than sentences do."""

_MOST_LEADING_WORDS = 8

_LIST_WORDS = 200
"""An introductory line may take its list's first item along even beyond what siblings may."""


class Stretch(NamedTuple):
    """``[start_char, end_char)`` of the source, within ``line``; ``joiner`` stands before it in a text."""

    start_char: int
    end_char: int
    line: int
    joiner: str = " "


@dataclass(slots=True)
class Unit:
    """What becomes one chunk, or several if it is too long: stretches and where they stand."""

    stretches: list[Stretch]
    words: int
    kind: Kind = Kind.TEXT
    section: tuple[str, ...] = ()
    place: tuple[int | None, int | None, int | None] = (None, None, None)
    metadata: Metadata = field(default_factory=dict)
    has_heading: bool = False
    leads_list: bool = False
    is_item: bool = False
    is_open: bool = False
    """Does not end with a full stop or the like."""
    is_apart: bool = False
    """Joins nothing: a footnote, a numbered paragraph's beginning joins nothing before it."""


def join_short(units: Sequence[Unit]) -> list[Unit]:
    """Short siblings joined. Boilerplate between two siblings does not part them."""
    result: list[Unit] = []
    last: Unit | None = None
    nothing_between = False
    for index, unit in enumerate(units):
        if unit.kind is Kind.BOILERPLATE:
            if nothing_between and result[-1].place == unit.place:
                _absorb(result[-1], unit)
            else:
                result.append(unit)
            nothing_between = True
            continue
        nothing_between = False
        following = units[index + 1] if index + 1 < len(units) else None
        if _leads_items(unit, last, following):
            unit.leads_list = True
            joins = last is not None and last.words < _FEW_WORDS
        else:
            joins = True
        if joins and last is not None and _are_siblings(last, unit) and _may_join(last, unit):
            _absorb(last, unit)
        else:
            result.append(unit)
            last = unit
    return result


def _leads_items(unit: Unit, before: Unit | None, after: Unit | None) -> bool:
    """A few words between longer items (``- Progress``) are the title of those that follow."""
    if not unit.is_item or unit.words > _MOST_LEADING_WORDS or before is None or after is None:
        return False
    longer = before.words > 2 * unit.words and after.words >= _FEW_ROW_WORDS
    return longer and unit.is_open and after.is_item and _are_siblings(unit, after)


def _absorb(first: Unit, second: Unit) -> None:
    first.stretches.extend(second.stretches)
    first.words += second.words
    first.leads_list = second.leads_list
    first.is_item = second.is_item


def _are_siblings(first: Unit, second: Unit) -> bool:
    return (
        first.kind is second.kind
        and first.place == second.place
        and first.section == second.section
        and first.metadata == second.metadata
        and not second.has_heading
        and not second.is_apart
    )


def _may_join(first: Unit, second: Unit) -> bool:
    together = first.words + second.words
    size = second.stretches[-1].end_char - first.stretches[0].start_char
    if size > MOST_CHARS:
        return False
    if first.leads_list and second.is_item:
        return together <= _LIST_WORDS
    if first.kind is Kind.HEADER:
        return together <= _JOINED_WORDS
    if first.kind is Kind.TABLE:
        return min(first.words, second.words) < _FEW_ROW_WORDS and together <= _JOINED_ROW_WORDS
    return (first.words < _FEW_WORDS or second.words < _FEW_WORDS) and together <= _JOINED_WORDS


def split_long(text: str, unit: Unit) -> list[list[Stretch]]:
    """A unit's stretches in parts of at most 250 words and 4,000 characters, at sentence ends if possible.

    ``text`` is the source. Parts are as equal as the sentences allow. Linear in the stretches' length.
    """
    stretches = unit.stretches
    if unit.words <= MOST_WORDS and sum([end - start + 1 for start, end, _, _ in stretches]) <= MOST_CHARS:
        return [stretches]  # joining them makes no word more
    joined = _join_text(text, stretches)
    count = max(len(joined.split()) / MOST_WORDS, len(joined) / MOST_CHARS)
    if count <= 1:
        return [stretches]
    cuts = _find_cuts(joined, count)
    return _cut_stretches(stretches, cuts)


def _join_text(text: str, stretches: Sequence[Stretch]) -> str:
    parts = []
    for index, stretch in enumerate(stretches):
        parts.append((stretch.joiner if index else "") + text[stretch.start_char : stretch.end_char])
    return "".join(parts)


def _find_cuts(joined: str, count: float) -> list[int]:
    """Ascending offsets into ``joined``, each at a sentence end, else a space, else in mid-word."""
    sentences = sentence_ends(joined)
    word_ends = _word_ends(joined)
    cuts: list[int] = []
    start, first_word = 0, 0
    while True:
        words_left = len(word_ends) - first_word
        parts = max(words_left / MOST_WORDS, (len(joined) - start) / MOST_CHARS)
        if parts <= 1:
            return cuts
        parts = int(parts) + (parts > int(parts))
        target_word = word_ends[min(len(word_ends) - 1, first_word + max(1, words_left // parts) - 1)]
        target = min(target_word, start + (len(joined) - start) // parts + 200)
        limit = min(
            word_ends[min(len(word_ends), first_word + MOST_WORDS) - 1], start + MOST_CHARS, len(joined) - 1
        )
        cut = _nearest_end(sentences, start, target, limit) or _nearest_end(word_ends, start, target, limit)
        cuts.append(cut or limit)
        start = cuts[-1]
        first_word = bisect_left(word_ends, start + 1, lo=first_word)


def _nearest_end(ends: Sequence[int], start: int, target: int, limit: int) -> int:
    """The offset in ``ends`` nearest to ``target`` that leaves something on both sides, or 0."""
    index = bisect_left(ends, target)
    near = [end for end in ends[max(0, index - 1) : index + 1] if start < end <= limit]
    return min(near, key=lambda end: abs(end - target), default=0)


def _word_ends(joined: str) -> list[int]:
    ends, position = [], 0
    for word in joined.split():
        position = joined.index(word, position) + len(word)
        ends.append(position)
    return ends


def _cut_stretches(stretches: Sequence[Stretch], cuts: Sequence[int]) -> list[list[Stretch]]:
    """Distribute stretches over the parts between ``cuts``, cutting those that a cut runs through."""
    parts: list[list[Stretch]] = [[]]
    waiting = list(reversed(cuts))
    position = 0
    for index, stretch in enumerate(stretches):
        position += len(stretch.joiner) if index else 0
        start = stretch.start_char
        joiner = stretch.joiner
        end_position = position + stretch.end_char - stretch.start_char
        while waiting and waiting[-1] < end_position:
            cut = waiting.pop()
            middle = stretch.start_char + max(0, cut - position)
            if middle > start:
                parts[-1].append(Stretch(start, middle, stretch.line, joiner))
            parts.append([])
            start, joiner = middle, " "
        parts[-1].append(Stretch(start, stretch.end_char, stretch.line, joiner))
        position = end_position
    return [part for part in parts if part]
