"""Which fields does a chunk have in the index, and what goes into each?

The text of a paragraph goes into the stem field of its own language (both, where that is not
known), so that each language has its own statistics and English ``once`` never meets Spanish
``once``. Message headers and page chrome go into ``aside`` instead, which weighs little.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from analyzers.analysis import Analysis, TermFinder, analyze, outline
from analyzers.folding import normalize
from analyzers.language import Language
from analyzers.quantities import is_date_term
from analyzers.token import Token
from corpus.model import Chunk, Document, Kind
from index.sketches import sketch

TEXT = {Language.ES: "text_es", Language.EN: "text_en"}
"""Stem field by language."""
EXACT = "exact"
VERBATIM = "verbatim"
ASIDE = "aside"
SECTION = "section"
TITLE = "title"
FACET = "facet"
"""``name=value`` terms, folded to lower case: everything that can be filtered by."""
CHUNK_ID = "chunk_id"
DOC_ID = "doc_id"

_ASIDE_KINDS = (Kind.HEADER, Kind.BOILERPLATE)
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A chunk as the index takes it: tokens by token field, terms by term field, a sketch of its words."""

    chunk: Chunk
    tokens: Mapping[str, Sequence[Token]]
    terms: Mapping[str, Sequence[str]]
    sketch: bytes = b""


def build_entry(document: Document, chunk: Chunk) -> Entry:
    """Analyse one chunk of ``document`` into what the index stores for it."""
    entry = build_chunk_entry(chunk)
    tokens = {
        **entry.tokens,
        SECTION: _both_stems(" / ".join(chunk.section)),
        TITLE: _both_stems(document.title),
    }
    terms = {
        CHUNK_ID: (chunk.chunk_id,),
        DOC_ID: (chunk.doc_id,),
        FACET: tuple(_facet_terms(document, chunk)),
    }
    words = [token.text for token in entry.tokens[EXACT]]
    return Entry(chunk, tokens, terms, sketch(words, numbers_matter=chunk.kind is not Kind.BOILERPLATE))


def build_chunk_entry(chunk: Chunk) -> Entry:
    """The part of a chunk's entry that its own text gives, its language among the facets."""
    tokens = _tokens_of(chunk, lambda language: analyze(chunk.text, language))
    return Entry(chunk, tokens, {FACET: language_facet(chunk)})


class TokenFinder:
    """Finds in chunks those tokens of :func:`build_chunk_entry` whose terms are wanted."""

    def __init__(self, terms: Set[str]) -> None:
        self._terms = terms
        self._with_dates = any(map(is_date_term, terms))
        self._by_language = {language: TermFinder(terms, language) for language in Language}

    def find(self, chunk: Chunk) -> dict[str, Sequence[Token]]:
        """The tokens by field, in no order."""
        if self._with_dates:  # which span words
            entry = build_chunk_entry(chunk)
            return {
                name: [t for t in tokens if t.text in self._terms] for name, tokens in entry.tokens.items()
            }
        text = outline_of(chunk.text)
        return _tokens_of(chunk, lambda language: self._by_language[language].find(text))


outline_of = lru_cache(maxsize=_KEPT_OUTLINES)(outline)
"""The words of a chunk. One that was read is not read again, so that marking costs less than finding."""


def is_plain_text(chunk: Chunk) -> bool:
    """Whether a chunk has all its words in the fields of its own language and as they are written."""
    return chunk.language is not None and chunk.kind not in _ASIDE_KINDS


def _tokens_of(chunk: Chunk, analysed: Callable[[Language], Analysis]) -> dict[str, Sequence[Token]]:
    languages = [chunk.language] if chunk.language else list(Language)
    if chunk.kind in _ASIDE_KINDS:
        views = {language: analysed(language) for language in Language}
        stems: dict[str, Sequence[Token]] = {ASIDE: _merged([view.stems for view in views.values()])}
    else:
        views = {language: analysed(language) for language in languages}
        stems = {TEXT[language]: view.stems for language, view in views.items()}
    first = views[languages[0]]
    return {EXACT: first.exact, VERBATIM: first.verbatim, **stems}


def language_facet(chunk: Chunk) -> tuple[str, ...]:
    """The one facet of :func:`build_chunk_entry`."""
    return _LANGUAGE_FACETS[chunk.language]


def facet_values(path: str, file_type: str, chunk: Chunk) -> dict[str, tuple[str, ...]]:
    """The chunk's value or values for each facet that it has, as shown to people."""
    date = chunk.metadata.get("date", ("",))[0]
    values: dict[str, tuple[str, ...]] = {
        "language": (chunk.language.value,) if chunk.language else (),
        "type": (file_type,),
        "year": (date[:4],) if date else (),
        "folder": _folder(path),
    }
    for name in ("author", "origin", "classification", "marking", "tag", "ocr"):
        values[name] = chunk.metadata.get(name, ())
    return {name: found for name, found in values.items() if found}


def facet_term(name: str, value: str) -> str:
    """The term in :data:`FACET` for a facet's value: ``tag=pter``."""
    return f"{name}={fold_value(value)}"


def fold_value(value: str) -> str:
    """A facet's value without case and accents, word by word, its separators kept."""
    decomposed = unicodedata.normalize("NFD", normalize(value).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _both_stems(text: str) -> list[Token]:
    """Stems in both languages at the same positions: for short texts whose language nobody knows."""
    return _merged([analyze(text, language).stems for language in Language]) if text else []


def _merged(views: Sequence[Sequence[Token]]) -> list[Token]:
    merged: dict[tuple[int, str], Token] = {}
    for view in views:
        for token in view:
            merged.setdefault((token.position, token.text), token)
    return sorted(merged.values(), key=lambda token: (token.position, token.start_char))


def _facet_terms(document: Document, chunk: Chunk) -> Iterable[str]:
    for name, values in facet_values(document.path, document.format, chunk).items():
        for value in values:
            yield facet_term(name, value)
            if name == "folder":  # a folder holds what its subfolders hold
                yield from (facet_term(name, parent) for parent in _parents(value))
    yield facet_term("kind", chunk.kind.value)
    for date in chunk.metadata.get("date", ()):
        yield facet_term("date", date)
    for value in chunk.metadata.get("subject", ()):
        yield facet_term("reference", value)
    for name in WORD_FACETS:
        values = (document.path,) if name == "path" else chunk.metadata.get(name, ())
        for value in values:
            yield facet_term(name, value)
            yield from (facet_term(name, word.text) for word in _exact(value).exact)


def _exact(value: str) -> Analysis:
    return analyze(value.replace("/", " ").replace("_", " "), Language.EN)


def _folder(path: str) -> tuple[str, ...]:
    """The folder of a document; an archive is one, a message that something hangs on is none."""
    folders = [name for name in path.split("/")[:-1] if not name.endswith(".eml")]
    return ("/".join(folders),) if folders else ()


def _parents(folder: str) -> Iterable[str]:
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield folder


_LANGUAGE_FACETS: Mapping[Language | None, tuple[str, ...]] = {
    None: (),
    **{language: (facet_term("language", language),) for language in Language},
}
