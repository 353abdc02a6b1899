"""What is stored of a chunk comes back as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.language import Language
from corpus.model import Chunk, Document, Kind, Segment
from index.records import describe, record_from_json, record_to_json
from tests.strings import any_text

numbers = st.integers(0, 2**40)
metadata = st.dictionaries(any_text, st.lists(any_text, max_size=3).map(tuple), max_size=3)
chunks = st.builds(
    Chunk,
    chunk_id=any_text,
    doc_id=any_text,
    ordinal=numbers,
    text=any_text,
    segments=st.lists(st.builds(Segment, numbers, numbers, numbers), min_size=1, max_size=3).map(tuple),
    start_line=numbers,
    end_line=numbers,
    kind=st.sampled_from(Kind),
    section=st.lists(any_text, max_size=3).map(tuple),
    page=st.none() | numbers,
    slide=st.none() | numbers,
    post=st.none() | numbers,
    language=st.none() | st.sampled_from(Language),
    metadata=metadata,
)
documents = st.builds(
    Document,
    doc_id=any_text,
    root=st.just("/"),
    path=any_text,
    format=st.sampled_from(["txt", "html"]),
    sha256=st.just(""),
    size_bytes=st.just(0),
    title=any_text,
    text=st.just(""),
)


@given(documents, chunks)
def test_a_record_comes_back_as_it_was(document: Document, chunk: Chunk) -> None:
    record = record_from_json(record_to_json(chunk, describe(document, chunk)))
    assert record.chunk == chunk
    assert (record.path, record.title, record.type) == (document.path, document.title, document.format)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null", '{"id": 1}'])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        record_from_json(text)


@given(documents, chunks)
def test_a_record_is_plain_json(document: Document, chunk: Chunk) -> None:
    assert isinstance(json.loads(record_to_json(chunk, describe(document, chunk))), dict)
