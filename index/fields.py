"""Which fields does a chunk have in the index, and what goes into each?

The text of a paragraph goes into the stem field of its own language (both, where that is not
known), so that each language has its own statistics and English ``once`` never meets Spanish
``once``. Message headers and page chrome go into ``aside`` instead, which weighs little.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache

from analyzers.analysis import Analysis, analyze
from analyzers.finding import FoundWord, TermFinder, outline
from analyzers.folding import normalize
from analyzers.language import Language
from analyzers.quantities import is_date_term
from analyzers.token import Token
from corpus.model import Chunk, Kind
from corpus.rejoining import Rejoined, iter_hyphens, rejoin

TEXT = {Language.ES: "text_es", Language.EN: "text_en"}
"""Stem field by language."""
EXACT = "exact"
VERBATIM = "verbatim"
ASIDE = "aside"
SECTION = "section"
TITLE = "title"
FACET = "facet"
"""``name=value`` terms, folded to lower case: everything that can be filtered by."""
DATE = "date"
"""The column of a chunk's date, ISO 8601, a year or a month where no more is known."""
PATH = "path"
"""The column by which equal scores are ordered, before the place in the document."""
CHUNK_ID = "chunk_id"
DOC_ID = "doc_id"

ASIDE_KINDS = (Kind.HEADER, Kind.BOILERPLATE)
"""What goes into :data:`ASIDE` instead, stemmed in both languages: it is short, and names no language."""
_KEPT_OUTLINES = 2_048
"""Chunks whose words are kept for marking: 5 kB each of paragraphs as they are."""

TOKEN_FIELDS = (*TEXT.values(), EXACT, VERBATIM, ASIDE, SECTION, TITLE)
TERM_FIELDS = (FACET, CHUNK_ID, DOC_ID)

FACETS = (
    *("language", "type", "year", "folder", "author", "origin", "classification", "marking", "tag"),
    "ocr",
)
"""Facets that a result page counts, in the order it shows them."""
WORD_FACETS = ("path", "author", "origin", "subject", "reference", "refers", "signature")
"""Facets of which each single word can be asked for: ``author:walters``."""


def place_tokens(chunk: Chunk) -> dict[str, Sequence[Token]]:
    """The tokens of a chunk's own text by field, with their places in it; words that a line end cut whole."""
    read = rejoin(chunk)
    return _locate(read, _tokens_of(chunk, lambda language: analyze(read.text, language)))


class TokenFinder:
    """Finds in chunks those tokens of :func:`place_tokens` whose terms are wanted; terms come with fields."""

    def __init__(self, terms: Set[tuple[str, str]]) -> None:
        self._terms = {text for _, text in terms}
        self._with_dates = any(map(is_date_term, self._terms))
        surfaces = {text for field, text in terms if field in (EXACT, VERBATIM)}
        self._by_language = {
            language: TermFinder(
                {text for field, text in terms if field in (stem_field, ASIDE)}, surfaces, language
            )
            for language, stem_field in TEXT.items()
        }

    def find(self, chunk: Chunk) -> dict[str, Sequence[Token]]:
        """The tokens by field, in no order."""
        if self._with_dates:  # which span words
            return {
                name: [t for t in tokens if t.text in self._terms]
                for name, tokens in place_tokens(chunk).items()
            }
        read = rejoin(chunk)
        text = outline_of(read.text)
        return _locate(read, _tokens_of(chunk, lambda language: self._by_language[language].find(text)))

    def scan(self, chunk: Chunk) -> list[FoundWord] | None:
        """The words that give a wanted term, in order.

        ``None`` where that takes more than words one by one: in chunks of several languages or none, or
        with words that a line end cut, or where a date is wanted.
        """
        if chunk.language is None or chunk.kind in ASIDE_KINDS or self._with_dates:
            return None
        if next(iter_hyphens(chunk), None) is not None:
            return None
        return self._by_language[chunk.language].scan(chunk.text)

    def place(self, chunk: Chunk, words: Sequence[FoundWord], reach: int) -> dict[str, Sequence[Token]]:
        """As :meth:`find`, of what :meth:`scan` found.

        Positions are as far apart as in the chunk, or both more than ``reach``.
        """
        return _tokens_of(chunk, lambda language: self._by_language[language].place(chunk.text, words, reach))


outline_of = lru_cache(maxsize=_KEPT_OUTLINES)(outline)
"""The words of a chunk. One that was read is not read again, so that marking costs less than finding."""


def _tokens_of(chunk: Chunk, analysed: Callable[[Language], Analysis]) -> dict[str, Sequence[Token]]:
    languages = languages_of(chunk)
    if chunk.kind in ASIDE_KINDS:
        views = {language: analysed(language) for language in Language}
        stems: dict[str, Sequence[Token]] = {ASIDE: _merged([view.stems for view in views.values()])}
    else:
        views = {language: analysed(language) for language in languages}
        stems = {TEXT[language]: view.stems for language, view in views.items()}
    first = views[languages[0]]
    return {EXACT: first.exact, VERBATIM: first.verbatim, **stems}


def _locate(read: Rejoined, tokens: dict[str, Sequence[Token]]) -> dict[str, Sequence[Token]]:
    """The same tokens with their places in the chunk's text."""
    if not read.hyphens:
        return tokens
    return {
        name: [Token(t.text, t.position, *read.locate(t.start_char, t.end_char)) for t in some]
        for name, some in tokens.items()
    }


def languages_of(chunk: Chunk) -> Sequence[Language]:
    """The languages of whose stem fields a chunk's text goes; the first decides its other views."""
    return [chunk.language] if chunk.language else list(Language)


def language_facet(chunk: Chunk) -> tuple[str, ...]:
    """The one term in :data:`FACET` that a chunk has of itself, not of its document."""
    return _LANGUAGE_FACETS[chunk.language]


def facet_term(name: str, value: str) -> str:
    """The term in :data:`FACET` for a facet's value: ``tag=pter``."""
    return f"{name}={fold_value(value)}"


def fold_value(value: str) -> str:
    """A facet's value without case and accents, word by word, its separators kept."""
    lowered = normalize(value).lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _merged(views: Sequence[Sequence[Token]]) -> list[Token]:
    merged: dict[tuple[int, str], Token] = {}
    for view in views:
        for token in view:
            merged.setdefault((token.position, token.text), token)
    return sorted(merged.values(), key=lambda token: (token.position, token.start_char))


_LANGUAGE_FACETS: Mapping[Language | None, tuple[str, ...]] = {
    None: (),
    **{language: (facet_term("language", language),) for language in Language},
}
