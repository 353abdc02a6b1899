"""Was this line break put there by the margin or by the writer?

Goes in: pieces that know what part they play. Comes out: blocks, each one paragraph, item, heading or
row, with the joiner that stands before each of its pieces when they are read as one text.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from analyzers.language import Language
from analyzers.stopwords import STOP_WORDS
from corpus.cutting.pieces import RUNNING, Part, Piece
from corpus.cutting.vocabulary import is_known_word

_SENTENCE_SIGNS = tuple(".!?:;…")
_CLOSING = "'\"”’»)]"
_HYPHENS = "-\u00ad\u2010"
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W\d_]{2,}[-\u00ad\u2010]$")

_BARE_BULLET = re.compile(r"[-*•–—\s]{1,5}$")

_LONGEST_WRAP = 160
"""Nobody sets a margin wider than this; longer lines are paragraphs already."""

_BUCKET = 16
_NEAR_BUCKETS = 2
"""Widths are taken from the sixteen lines around and two such lots on either side."""

_KEPT_TOGETHER = frozenset((Part.CODE, Part.HEADER))
"""Lines that stay lines and make a block all the same."""

_FULL = 0.88
_NEAR_FULL = 0.8
_FEWEST_WORDS = 8
"""A stretch shorter than this before a blank line is a list or a title, not a broken sentence."""


@dataclass(slots=True)
class Block:
    """Pieces that read as one: ``pieces[0].joiner`` says nothing, the others' what stands before them."""

    pieces: list[Piece]
    part: Part

    @property
    def first(self) -> Piece:
        """The piece that says where the block stands."""
        return self.pieces[0]


class Wrapping:
    """The line widths and words of one document, and what they say about its line breaks."""

    def __init__(self, pieces: Sequence[Piece], *, soft: bool = False) -> None:
        """``soft``: in this format a line break within a paragraph never means anything (Markdown)."""
        self._soft = soft
        self._pieces = pieces
        self._widths = _Widths(pieces)
        self._words: Counter[str] | None = None

    def joins(self, before: Piece, after: Piece, part: Part) -> bool:
        """Whether ``after``, on the very next line, goes on with ``before``, which ends a ``part``."""
        if part not in RUNNING or after.part is not Part.TEXT:
            return False
        if self._soft or part is Part.NUMBERED or _is_hyphenated(before.text) or _is_bare_bullet(before.text):
            return True
        if before.width > _LONGEST_WRAP and self._width(before) > _LONGEST_WRAP:
            return False
        return not self._would_fit(before, after) or _goes_on(before, after)

    def resumes(self, block: Block, after: Piece, *, over_mark: bool) -> bool:
        """Whether ``after``, beyond blank lines or a page mark, goes on with ``block``'s last sentence."""
        before = block.pieces[-1]
        if block.part not in RUNNING or after.part is not Part.TEXT:
            return False
        is_lower = after.text[0].islower()
        if not (is_lower or over_mark) or _ends_sentence(before.text):
            return False
        words = sum(len(part.text[:500].split()) for part in block.pieces[-3:])
        if words < (2 if over_mark and is_lower else _FEWEST_WORDS):
            return False
        # An item without a full stop may well be over; a paragraph is not.
        is_over = block.part is Part.BULLET and before.width < _NEAR_FULL * self._width(before)
        return is_lower or not is_over

    def joiner(self, before: Piece, after: Piece) -> str:
        """What stands between two joined pieces: nothing where the line end cut a word, else a space."""
        if not after.text[0].isalpha():
            return " "
        if _is_hyphenated(before.text):
            return "" if after.text[0].islower() else " "
        return "" if self._is_cut_word(before, after) else " "

    def _width(self, piece: Piece) -> int:
        return self._widths.at(piece.line)

    def _would_fit(self, before: Piece, after: Piece) -> bool:
        word = after.text.split(maxsplit=1)[0]
        width = self._width(before)
        if before.width + 1 + len(word) > width or before.width >= _FULL * width:
            return False
        # The margin is only an estimate: within running text a nearly full line is a full one.
        ends = _ends_sentence(before.text)
        return ends or before.width < _NEAR_FULL * width or after.width < _NEAR_FULL * width

    def _is_cut_word(self, before: Piece, after: Piece) -> bool:
        """``understandi`` / ``ng``: the line is full and its last letters are no word of this document."""
        if (
            before.width < _FULL * self._width(before)
            or not after.text[0].islower()
            or before.width > _LONGEST_WRAP
        ):
            return False
        run = before.text[-60:].rsplit(maxsplit=1)[-1]
        last, first = _LAST_LETTERS.search(run), _FIRST_LETTERS.match(after.text[:60])
        if not last or not first:
            return False
        words = self._count_words()
        head, tail = last[0].casefold(), first[0].casefold()
        if words[head] > 1:
            return False
        if words[head + tail] or _is_cut_entry(head, tail):
            return True
        if len(head) == 2 and before.text[-3:-2].isspace():
            # "ex" / "change": what has two letters is a function word or no word.
            return head not in STOP_WORDS[Language.ES] and head not in STOP_WORDS[Language.EN]
        full = before.width >= self._width(before)
        return full and words[tail] == 1 and _is_too_long_run(before.text, tail)

    def _count_words(self) -> Counter[str]:
        if self._words is None:
            words = _WORD.findall("\n".join([piece.text for piece in self._pieces]))
            self._words = Counter("\n".join(words).casefold().split("\n"))
        return self._words


def join_blocks(pieces: Sequence[Piece], *, soft: bool = False) -> list[Block]:
    """The blocks of a document in order of their first pieces; every piece is in exactly one.

    Boilerplate in the middle of a sentence is a block of its own, and the sentence's block goes on
    behind it. Linear in the pieces.
    """
    wrapping = Wrapping(pieces, soft=soft)
    blocks: list[Block] = []
    running: Block | None = None
    over_mark = False
    for piece in pieces:
        part = piece.part
        if part is Part.BOILERPLATE:
            blocks.append(Block([piece], part))
            over_mark = True
            continue
        if running is not None and _belongs(wrapping, running, piece, over_mark=over_mark):
            piece.joiner = wrapping.joiner(running.pieces[-1], piece)
            running.pieces.append(piece)
        else:
            running = Block([piece], part)
            blocks.append(running)
        over_mark = False
    return blocks


def _belongs(wrapping: Wrapping, block: Block, piece: Piece, *, over_mark: bool) -> bool:
    part = block.part
    if piece.part is not Part.TEXT and (piece.part is not part or part not in _KEPT_TOGETHER):
        return False
    before = block.pieces[-1]
    if before.slide != piece.slide or before.post != piece.post or before.message != piece.message:
        return False
    if part is Part.SLIDE or not (before.ends_line or over_mark):
        return False
    if part in _KEPT_TOGETHER and (part is Part.CODE or piece.part is part):
        return part is piece.part and not piece.blank_before
    if not over_mark and not piece.blank_before:
        return wrapping.joins(before, piece, part)
    return wrapping.resumes(block, piece, over_mark=over_mark)


def _goes_on(before: Piece, after: Piece) -> bool:
    return after.text[0].islower() and not _ends_sentence(before.text)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _SENTENCE_SIGNS


def _is_hyphenated(text: str) -> bool:
    return text[-1] in _HYPHENS and _HYPHENATED.search(text[-3:]) is not None


def _is_bare_bullet(text: str) -> bool:
    return text[0] in "-*•–—" and _BARE_BULLET.match(text) is not None


def _is_too_long_run(text: str, tail: str) -> bool:
    """The line ends in letters chained by signs (an address, ``a/b``), or what follows is no syllable."""
    run = text.rsplit(maxsplit=1)[-1]
    chained = len(run) > 15 and any(sign in run for sign in "/_@.")
    return chained or not any(char in "aeiouyáéíóúü" for char in tail)


def _is_cut_entry(head: str, tail: str) -> bool:
    """``automo`` / ``triz``: together a word of the lexicon, neither of them one alone."""
    if head in STOP_WORDS[Language.ES] or head in STOP_WORDS[Language.EN]:
        return False
    return is_known_word(head + tail) and not is_known_word(head) and not is_known_word(tail)


class _Widths:
    """For each bucket of lines, the 90th percentile of the widths around it."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._buckets: dict[int, list[int]] | None = None
        self._percentiles: dict[int, int] = {}

    def at(self, line: int) -> int:
        """The width of the lines around this one, or 0 where none tells."""
        bucket = line // _BUCKET
        if bucket not in self._percentiles:
            self._percentiles[bucket] = self._measure(bucket)
        return self._percentiles[bucket]

    def _measure(self, bucket: int) -> int:
        if self._buckets is None:
            self._buckets = {}
            for piece in self._pieces:
                if piece.part in RUNNING and piece.ends_line:
                    self._buckets.setdefault(piece.line // _BUCKET, []).append(piece.width)
        near = range(bucket - _NEAR_BUCKETS, bucket + _NEAR_BUCKETS + 1)
        widths = sorted(chain.from_iterable(self._buckets.get(number, ()) for number in near))
        return widths[(len(widths) - 1) * 9 // 10] if widths else 0
