"""Which fields does a chunk have in the index, and what goes into each?

The text of a paragraph goes into the stem field of its own language (both, where that is not
known), so that each language has its own statistics and English ``once`` never meets Spanish
``once``. Message headers and page chrome go into ``aside`` instead, which weighs little.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from analyzers.analysis import Analysis, TermFinder, analyze, outline
from analyzers.folding import normalize
from analyzers.language import Language
from analyzers.quantities import is_date_term
from analyzers.terms import Terms, term_views
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


_FACET_NAMES = tuple({"date": 0, **dict.fromkeys(FACETS), **dict.fromkeys(WORD_FACETS)})
"""Metadata that facets are made of, and more; the rest differs from chunk to chunk."""

_KEPT_TEXTS = 4_096
"""Titles and headings, facets: the same for many chunks on end."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A chunk as the index takes it: terms with positions by token field, bare terms by term field, a sketch
    of its words.
    """

    chunk: Chunk
    tokens: Mapping[str, Terms]
    terms: Mapping[str, Sequence[str]]
    sketch: bytes = b""


def build_entry(document: Document, chunk: Chunk) -> Entry:
    """Analyse one chunk of ``document`` into what the index stores for it."""
    views = {language: term_views(chunk.text, language) for language in _languages(chunk)}
    first = next(iter(views.values()))
    tokens = {
        EXACT: first.exact,
        VERBATIM: first.verbatim,
        SECTION: _kept_stems(" / ".join(chunk.section)),
        TITLE: _kept_stems(document.title),
    }
    if chunk.kind in _ASIDE_KINDS:
        tokens[ASIDE] = _both_stems(chunk.text)
    else:
        tokens |= {TEXT[language]: view.stems for language, view in views.items()}
    terms = {
        CHUNK_ID: (chunk.chunk_id,),
        DOC_ID: (chunk.doc_id,),
        FACET: _facets(document.path, document.format, chunk)[1],
    }
    words = first.exact.texts
    return Entry(chunk, tokens, terms, sketch(words, numbers_matter=chunk.kind is not Kind.BOILERPLATE))


def place_tokens(chunk: Chunk) -> dict[str, Sequence[Token]]:
    """The tokens of a chunk's own text by field, with their places in it."""
    return _tokens_of(chunk, lambda language: analyze(chunk.text, language))


class TokenFinder:
    """Finds in chunks those tokens of :func:`place_tokens` whose terms are wanted."""

    def __init__(self, terms: Set[str]) -> None:
        self._terms = terms
        self._with_dates = any(map(is_date_term, terms))
        self.by_language = {language: TermFinder(terms, language) for language in Language}

    def find(self, chunk: Chunk) -> dict[str, Sequence[Token]]:
        """The tokens by field, in no order."""
        if self._with_dates:  # which span words
            return {
                name: [t for t in tokens if t.text in self._terms]
                for name, tokens in place_tokens(chunk).items()
            }
        text = outline_of(chunk.text)
        return _tokens_of(chunk, lambda language: self.by_language[language].find(text))


outline_of = lru_cache(maxsize=_KEPT_OUTLINES)(outline)
"""The words of a chunk. One that was read is not read again, so that marking costs less than finding."""


def is_plain_text(chunk: Chunk) -> bool:
    """Whether a chunk has all its words in the fields of its own language and as they are written."""
    return chunk.language is not None and chunk.kind not in _ASIDE_KINDS


def _tokens_of(chunk: Chunk, analysed: Callable[[Language], Analysis]) -> dict[str, Sequence[Token]]:
    languages = _languages(chunk)
    if chunk.kind in _ASIDE_KINDS:
        views = {language: analysed(language) for language in Language}
        stems: dict[str, Sequence[Token]] = {ASIDE: _merged([view.stems for view in views.values()])}
    else:
        views = {language: analysed(language) for language in languages}
        stems = {TEXT[language]: view.stems for language, view in views.items()}
    first = views[languages[0]]
    return {EXACT: first.exact, VERBATIM: first.verbatim, **stems}


def _languages(chunk: Chunk) -> Sequence[Language]:
    return [chunk.language] if chunk.language else list(Language)


def language_facet(chunk: Chunk) -> tuple[str, ...]:
    """The one term in :data:`FACET` that a chunk has of itself, not of its document."""
    return _LANGUAGE_FACETS[chunk.language]


def facet_values(path: str, file_type: str, chunk: Chunk) -> Mapping[str, tuple[str, ...]]:
    """The chunk's value or values for each facet that it has, as shown to people."""
    return _facets(path, file_type, chunk)[0]


def facet_term(name: str, value: str) -> str:
    """The term in :data:`FACET` for a facet's value: ``tag=pter``."""
    return f"{name}={fold_value(value)}"


def fold_value(value: str) -> str:
    """A facet's value without case and accents, word by word, its separators kept."""
    decomposed = unicodedata.normalize("NFD", normalize(value).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _both_stems(text: str) -> Terms:
    """Stems in both languages at the same positions: for short texts whose language nobody knows."""
    views = [term_views(text, language).stems for language in Language]
    found = dict.fromkeys(pair for view in views for pair in zip(view.positions, view.texts, strict=True))
    ordered = sorted(found, key=itemgetter(0))
    return Terms([text for _, text in ordered], [position for position, _ in ordered])


def _merged(views: Sequence[Sequence[Token]]) -> list[Token]:
    merged: dict[tuple[int, str], Token] = {}
    for view in views:
        for token in view:
            merged.setdefault((token.position, token.text), token)
    return sorted(merged.values(), key=lambda token: (token.position, token.start_char))


_kept_stems = lru_cache(maxsize=_KEPT_TEXTS)(_both_stems)


_Facets = tuple[Mapping[str, tuple[str, ...]], Sequence[str]]
"""Values by facet, and the terms for :data:`FACET`."""


def _facets(path: str, file_type: str, chunk: Chunk) -> _Facets:
    metadata = chunk.metadata
    found = tuple((name, metadata[name]) for name in _FACET_NAMES if name in metadata)
    return _make_facets(path, file_type, (chunk.kind, chunk.language), found)


@lru_cache(maxsize=_KEPT_TEXTS)
def _make_facets(
    path: str,
    file_type: str,
    sort: tuple[Kind, Language | None],
    metadata: tuple[tuple[str, tuple[str, ...]], ...],
) -> _Facets:
    kind, language = sort
    found = dict(metadata)
    date = found.get("date", ("",))[0]
    values: dict[str, tuple[str, ...]] = {
        "language": (language.value,) if language else (),
        "type": (file_type,),
        "year": (date[:4],) if date else (),
        "folder": _folder(path),
    }
    for name in ("author", "origin", "classification", "marking", "tag", "ocr"):
        values[name] = found.get(name, ())
    values = {name: held for name, held in values.items() if held}
    return values, tuple(dict.fromkeys(_facet_terms(path, kind, values, found)))


def _facet_terms(
    path: str, kind: Kind, values: Mapping[str, Sequence[str]], metadata: Mapping[str, Sequence[str]]
) -> Iterable[str]:
    for name, held in values.items():
        for value in held:
            yield facet_term(name, value)
            if name == "folder":  # a folder holds what its subfolders hold
                yield from (facet_term(name, parent) for parent in _parents(value))
    yield facet_term("kind", kind.value)
    for date in metadata.get("date", ()):
        yield facet_term("date", date)
    for value in metadata.get("subject", ()):
        yield facet_term("reference", value)
    for name in WORD_FACETS:
        for value in (path,) if name == "path" else metadata.get(name, ()):
            yield facet_term(name, value)
            yield from (facet_term(name, word) for word in _exact(value).texts)


def _exact(value: str) -> Terms:
    return term_views(value.replace("/", " ").replace("_", " "), Language.EN).exact


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
