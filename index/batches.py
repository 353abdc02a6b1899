"""Here are chunks of many documents: what does the index take of them? All of it as numbers and arrays.

What is said once (:mod:`index.fields` says which field gets what) is worked out once: a text in each
language that it is read in, a title and a heading once for all chunks below it, facets once for all chunks
of a document that are of one kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from analyzers.language import Language
from analyzers.numbering import Integers, Numbering, Rows, merge_rows
from analyzers.terms import Line, Views, Vocabulary, current_vocabulary
from corpus.model import Chunk, Document, Kind
from corpus.rejoining import rejoin
from index.facets import FacetReader, Facets, word_line, worded_values
from index.fields import (
    ASIDE,
    ASIDE_KINDS,
    CHUNK_ID,
    DATE,
    DOC_ID,
    EXACT,
    PATH,
    SECTION,
    TEXT,
    TITLE,
    VERBATIM,
    languages_of,
)
from index.records import describe, record_to_json
from index.sketches import Hashes, Sketches, sketch_rows

Placed = tuple[Document, Chunk]
"""A chunk and the document it is of."""

Shared = tuple[Sequence[str], Sequence[int]]
"""Terms of a field, and the chunks that have them all, ascending."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Chunks on their way into a segment, numbered from 0.

    ``tokens`` are the scored fields: chunks, ascending, and a row of terms for each, by ``numbering``.
    ``ids`` are fields of which each chunk has one term, ``facets`` the terms of that field with the chunks
    that have them all. ``columns`` are values by name with the chunks that have them; ``records`` are what
    is stored, ``places`` those in the document.
    """

    numbering: Numbering
    tokens: Mapping[str, tuple[Integers, Rows]]
    ids: Mapping[str, Sequence[str]]
    facets: Sequence[Shared]
    columns: Sequence[tuple[Mapping[str, Sequence[str]], Sequence[int]]]
    records: Sequence[str]
    places: Sequence[int]
    sketches: Sketches


def read_batch(chunks: Sequence[Placed]) -> Batch:
    """What the index takes of these chunks; linear in the length of their texts."""
    vocabulary = current_vocabulary()
    tokens = _read_tokens(vocabulary, chunks)
    shared = _share_facets(vocabulary, chunks)
    return Batch(
        numbering=vocabulary.numbering,
        tokens=tokens,
        ids={
            CHUNK_ID: [chunk.chunk_id for _, chunk in chunks],
            DOC_ID: [chunk.doc_id for _, chunk in chunks],
        },
        facets=[(facets.terms, numbers) for _, facets, numbers in shared],
        columns=[
            ({**facets.values, PATH: (path,), DATE: facets.date}, numbers) for path, facets, numbers in shared
        ],
        records=_write_records(chunks),
        places=[chunk.ordinal for _, chunk in chunks],
        sketches=_sketch(vocabulary, tokens[EXACT][1], chunks),
    )


def _sketch(vocabulary: Vocabulary, words: Rows, chunks: Sequence[Placed]) -> Sketches:
    # a page mark is the same on every page
    numbers_matter = np.array([chunk.kind is not Kind.BOILERPLATE for _, chunk in chunks], bool)
    return sketch_rows(_hashes_of(vocabulary), words, numbers_matter)


@lru_cache(maxsize=1)
def _hashes_of(vocabulary: Vocabulary) -> Hashes:
    return Hashes(vocabulary.numbering)


def _read_tokens(vocabulary: Vocabulary, chunks: Sequence[Placed]) -> dict[str, tuple[Integers, Rows]]:
    lines = _Lines(chunks)
    views = vocabulary.read(lines.lines)
    every = np.arange(len(chunks))
    tokens = {
        EXACT: (every, _first(views.exact, len(chunks))),
        VERBATIM: (every, _first(views.verbatim, len(chunks))),
        **{TEXT[language]: lines.texts(views, language) for language in Language},
    }
    aside = np.flatnonzero(lines.is_aside)
    tokens[ASIDE] = (aside, lines.merged(views, aside))
    for name, names in ((SECTION, lines.sections), (TITLE, lines.titles)):
        tokens[name] = (every, lines.names(views, names))
    return tokens


class _Lines:
    """The texts to read: first each chunk's own, then what is read in the other language, then names."""

    def __init__(self, chunks: Sequence[Placed]) -> None:
        firsts = [languages_of(chunk)[0] for _, chunk in chunks]
        self.is_aside = np.array([chunk.kind in ASIDE_KINDS for _, chunk in chunks], bool)
        self._is_unknown = np.array([chunk.language is None for _, chunk in chunks], bool)
        self._languages = np.array([_LANGUAGES.index(language) for language in firsts], np.int64)
        both = np.flatnonzero(self.is_aside | self._is_unknown)
        self._others = np.zeros(len(chunks), np.int64)
        """Of chunks that are read in both languages, the line that is in the other."""
        self._others[both] = np.arange(len(chunks), len(chunks) + len(both))
        texts = [rejoin(chunk).text for _, chunk in chunks]
        self.lines: list[Line] = list(zip(texts, firsts, strict=True))
        self.lines += [(texts[number], firsts[number].other) for number in both.tolist()]
        self._names: dict[str, int] = {}
        self._first_name = len(self.lines)
        self.titles = [document.title for document, _ in chunks]
        self.sections = [" / ".join(chunk.section) for _, chunk in chunks]
        for number, name in enumerate(dict.fromkeys(chain(self.titles, self.sections))):
            self._names[name] = number
            self.lines += [(name, language) for language in Language]

    def texts(self, views: Views, language: Language) -> tuple[Integers, Rows]:
        """The chunks that have their text in the field of a language, and its stems."""
        is_own = ~self.is_aside & (self._languages == _LANGUAGES.index(language))
        is_other = ~self.is_aside & self._is_unknown & ~is_own
        owners = np.flatnonzero(is_own | is_other)
        return owners, views.stems.take(np.where(is_own, np.arange(len(is_own)), self._others)[owners])

    def merged(self, views: Views, chunks: Integers) -> Rows:
        """The stems of chunks in both languages."""
        return merge_rows(views.stems.take(chunks), views.stems.take(self._others[chunks]))

    def names(self, views: Views, names: Iterable[str]) -> Rows:
        """The stems of titles or headings in both languages."""
        numbers = np.array([self._names[name] for name in names], np.int64)
        lines = self._first_name + 2 * np.arange(len(self._names))
        return merge_rows(views.stems.take(lines), views.stems.take(lines + 1)).take(numbers)


_LANGUAGES = tuple(Language)


def _first(rows: Rows, count: int) -> Rows:
    sizes = rows.sizes[:count]
    total = int(sizes.sum())
    return Rows(rows.terms[:total], rows.positions[:total], sizes)


def _share_facets(
    vocabulary: Vocabulary, chunks: Sequence[Placed]
) -> list[tuple[str, Facets, Sequence[int]]]:
    """Paths and facets, each with the chunks that have them."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, (document, chunk) in enumerate(chunks):
        key = (id(document), id(chunk.metadata), chunk.kind, chunk.language)
        alike.setdefault(key, []).append(number)
    firsts = [chunks[numbers[0]] for numbers in alike.values()]
    values = list(dict.fromkeys(v for document, chunk in firsts for v in worded_values(document.path, chunk)))
    words = _read_words(vocabulary, values)
    reader = FacetReader(words.__getitem__)
    return [
        (document.path, reader.read(document.path, document.format, chunk), numbers)
        for (document, chunk), numbers in zip(firsts, alike.values(), strict=True)
    ]


def _read_words(vocabulary: Vocabulary, values: Sequence[str]) -> dict[str, Sequence[str]]:
    """The words of each value, in order."""
    exact = vocabulary.read([word_line(value) for value in values]).exact
    words = [vocabulary.numbering.terms[number] for number in exact.terms.tolist()]
    ends = np.cumsum(exact.sizes).tolist()
    return {
        value: words[end - size : end]
        for value, end, size in zip(values, ends, exact.sizes.tolist(), strict=True)
    }


def _write_records(chunks: Sequence[Placed]) -> list[str]:
    known: dict[tuple[int, int], str] = {}
    records = []
    for document, chunk in chunks:
        key = (id(document), id(chunk.metadata))
        about = known.get(key)
        if about is None:
            about = known[key] = describe(document, chunk)
        records.append(record_to_json(chunk, about))
    return records
