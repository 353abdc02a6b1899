"""What the index takes of chunks, in words: as batches hold it, and as it is defined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzers.analysis import analyze
from analyzers.language import Language
from analyzers.numbering import Rows
from analyzers.token import Token
from corpus.model import Chunk, Document
from index.batches import Placed, read_batch
from index.facets import read_facets
from index.fields import (
    ASIDE,
    ASIDE_KINDS,
    CHUNK_ID,
    DOC_ID,
    EXACT,
    FACET,
    SECTION,
    TEXT,
    TITLE,
    VERBATIM,
    languages_of,
)
from index.schema import Terms


@dataclass(frozen=True)
class Entry:
    """A chunk's terms with positions by scored field (where there are any), and bare terms by field."""

    chunk: Chunk
    tokens: Mapping[str, Terms]
    terms: Mapping[str, Sequence[str]]


def read_entries(chunks: Sequence[Placed]) -> list[Entry]:
    """What a batch of chunks holds, chunk by chunk."""
    batch = read_batch(chunks)
    tokens: list[dict[str, Terms]] = [{} for _ in chunks]
    for field, (numbers, rows) in batch.tokens.items():
        assert numbers.tolist() == sorted(set(numbers.tolist()))
        for number, terms in zip(numbers.tolist(), rows_to_terms(batch.numbering.terms, rows), strict=True):
            if terms.texts:
                tokens[number][field] = terms
    bare: list[dict[str, Sequence[str]]] = [{} for _ in chunks]
    for texts, held in batch.facets:
        for number in held:
            assert FACET not in bare[number]
            bare[number][FACET] = texts
    for field, ids in batch.ids.items():
        for number, text in enumerate(ids):
            bare[number][field] = (text,)
    return [Entry(chunk, held, others) for (_, chunk), held, others in zip(chunks, tokens, bare, strict=True)]


def rows_to_terms(terms: Sequence[str], rows: Rows) -> list[Terms]:
    """Rows of numbers as texts."""
    found, at = [], 0
    for size in rows.sizes.tolist():
        held = slice(at, at + size)
        found.append(Terms([terms[number] for number in rows.terms[held]], rows.positions[held].tolist()))
        at += size
    return found


def define_entry(document: Document, chunk: Chunk) -> Entry:
    """What the index is to take of a chunk, each text analysed by itself."""
    languages = languages_of(chunk)
    first = analyze(chunk.text, languages[0])
    tokens = {
        EXACT: _terms(first.exact),
        VERBATIM: _terms(first.verbatim),
        SECTION: _both_stems(" / ".join(chunk.section)),
        TITLE: _both_stems(document.title),
    }
    if chunk.kind in ASIDE_KINDS:
        tokens[ASIDE] = _both_stems(chunk.text)
    else:
        tokens |= {TEXT[each]: _terms(analyze(chunk.text, each).stems) for each in languages}
    terms = {
        CHUNK_ID: (chunk.chunk_id,),
        DOC_ID: (chunk.doc_id,),
        FACET: read_facets(document.path, document.format, chunk).terms,
    }
    return Entry(chunk, {field: held for field, held in tokens.items() if held.texts}, terms)


def _terms(tokens: Sequence[Token]) -> Terms:
    return Terms([token.text for token in tokens], [token.position for token in tokens])


def _both_stems(text: str) -> Terms:
    """Each stem in either language at its position, once."""
    found = {(token.position, token.text) for language in Language for token in analyze(text, language).stems}
    ordered = sorted(found, key=lambda pair: pair[0])
    return Terms([text for _, text in ordered], [position for position, _ in ordered])
