"""A batch holds of each chunk what the index is to take of it, whatever stands beside it in the batch."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analyzers.language import Language
from corpus.model import Chunk, Document, Kind, Segment
from index.batches import Placed, read_batch
from index.fields import PATH
from index.records import record_from_json
from tests.analyzers.test_terms import awkward
from tests.index.entries import Entry, define_entry, read_entries
from tests.strings import any_text

texts = st.one_of(awkward, any_text)
metadata = st.sampled_from([{}, {"tag": ("A", "Á")}, {"author": ("Ana Núñez",), "date": ("2008-04",)}])
documents = st.builds(
    Document,
    doc_id=st.sampled_from(["d1", "d2"]),
    root=st.just("/r"),
    path=st.sampled_from(["a.txt", "Año/sub/b.txt"]),
    format=st.just("txt"),
    sha256=st.just(""),
    size_bytes=st.just(0),
    title=texts,
    text=st.just(""),
)


def make_chunk(number: int, document: Document, drawn: Chunk) -> Placed:
    return document, replace(drawn, doc_id=document.doc_id, chunk_id=f"c{number}", ordinal=number)


chunks = st.builds(
    Chunk,
    chunk_id=st.just(""),
    doc_id=st.just(""),
    ordinal=st.just(0),
    text=texts,
    segments=st.just((Segment(0, 0, 1),)),
    start_line=st.just(1),
    end_line=st.just(1),
    kind=st.sampled_from(Kind),
    section=st.lists(st.sampled_from(["Resumen", "LA FRONTERA", ""]), max_size=2).map(tuple),
    language=st.sampled_from([None, *Language]),
    metadata=metadata,
)
batches = st.lists(documents, min_size=1, max_size=2).flatmap(
    lambda held: st.lists(st.tuples(st.sampled_from(held), chunks), max_size=8).map(
        lambda drawn: [make_chunk(number, *each) for number, each in enumerate(drawn)]
    )
)


def ordered(entry: Entry) -> object:
    """Where several terms stand at a position, their order says nothing."""
    tokens = {
        field: sorted(zip(held.positions, held.texts, strict=True)) for field, held in entry.tokens.items()
    }
    return tokens, {field: list(held) for field, held in entry.terms.items()}


@given(batches)
def test_a_batch_holds_what_each_chunk_is_to_have(placed: list[Placed]) -> None:
    found = read_entries(placed)
    assert [ordered(each) for each in found] == [ordered(define_entry(*each)) for each in placed]


@given(batches)
def test_what_is_stored_and_counted_is_that_of_the_chunk(placed: list[Placed]) -> None:
    batch = read_batch(placed)
    assert [record_from_json(each).chunk for each in batch.records] == [chunk for _, chunk in placed]
    paths = dict(
        pair for values, held in batch.columns for pair in ((number, values[PATH]) for number in held)
    )
    assert paths == {number: (document.path,) for number, (document, _) in enumerate(placed)}
    assert len(batch.sketches) == len(batch.places) == len(placed)


@given(batches)
def test_a_sketch_is_that_of_the_chunk_alone(placed: list[Placed]) -> None:
    together = read_batch(placed).sketches
    for number, each in enumerate(placed):
        assert together[number].tolist() == read_batch([each]).sketches[0].tolist()
