"""Did the person mean another word? Asked of each typed word that occurs nowhere and that nothing knows.

A suggestion changes no hit; it stands beside them with the query that it would make.

>>> suggest(parse_query("inspecion del puerto"), engine, crossing, speller)  # doctest: +SKIP
(Suggestion(term='inspecion', text='inspección', query='inspección del puerto'),)
"""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from analyzers.crossing import Crossing
from analyzers.folding import fold
from analyzers.stopwords import is_stop_word
from analyzers.tokenizing import Shape, read_words
from index.fields import EXACT
from index.plan import Plan
from index.scoring import Numbers
from search.query import Nearby, Query, Quoted, Spelling, Word, iter_leaves
from search.results import Suggestion
from search.spelling import Speller
from search.wording import inflected_plan


class Index(Protocol):
    """What suggesting asks of an index."""

    def has_term(self, field: str, text: str) -> bool:
        """Whether a term occurs in a field of any chunk."""

    def numbers(self, plan: Plan) -> Numbers:
        """The chunks that match."""


def suggest(query: Query, index: Index, crossing: Crossing, speller: Speller) -> tuple[Suggestion, ...]:
    """For each typed word that was likely misspelt what was likely meant, in the order typed."""
    typed = list(_iter_typed(query))
    if all(index.has_term(EXACT, fold(word)) for word in typed):  # and cheaply known
        return ()
    corrected: dict[str, str] = {}
    for word in _unknown(typed, crossing):
        if not _occurs(word, index) and (meant := speller.correct(word)) is not None:
            corrected[word] = meant
    raw = query.raw
    for word, meant in corrected.items():
        raw = re.sub(rf"(?<![^\W_])(?<!:){re.escape(word)}(?![^\W_])", meant, raw)
    if raw == query.raw:  # the words stand otherwise in the query than they were read
        return ()
    return tuple(Suggestion(word, meant, raw) for word, meant in corrected.items())


def _iter_typed(query: Query) -> Iterator[str]:
    """The words to be found in any form or any accents: who asks for a spelling or a beginning means it."""
    for leaf in iter_leaves(query.root):
        parts = (leaf.left, leaf.right) if isinstance(leaf, Nearby) else (leaf,)
        for part in parts:
            if isinstance(part, Quoted) or (
                isinstance(part, Word) and part.spelling in (Spelling.FREE, Spelling.PLAIN)
            ):
                yield from (word.text for word in read_words(part.text) if word.shape is Shape.PLAIN)


def _unknown(typed: Sequence[str], crossing: Crossing) -> Iterator[str]:
    """The words that are neither of a name nor of any dictionary, in either language."""
    for meaning in crossing.meanings(typed):
        word = typed[meaning.start]
        if not meaning.concepts and not meaning.translations and not is_stop_word(fold(word)):
            yield word


def _occurs(word: str, index: Index) -> bool:
    return index.has_term(EXACT, fold(word)) or len(index.numbers(inflected_plan(word))) > 0
