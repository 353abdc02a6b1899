"""From marked passage to marked passage, in short documents and in ones too long to mark whole."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Chunk
from tests.webui.test_lines import make_chunk
from webui.finding import MOST_STEPS, STEP_CHUNKS, WHOLE_CHUNKS, Marks, find_marked


def make_chunks(count: int) -> list[Chunk]:
    return [replace(make_chunk(str(n), (n * 10, n * 10 + 5)), ordinal=n) for n in range(count)]


class Marker:
    """Marks the chunks of some ordinals and counts what it was shown."""

    def __init__(self, *ordinals: int) -> None:
        self.ordinals = set(ordinals)
        self.seen = 0

    def __call__(self, chunks: Sequence[Chunk]) -> Marks:
        self.seen += len(chunks)
        return {chunk.chunk_id: ((0, 1),) for chunk in chunks if chunk.ordinal in self.ordinals}


def ordinal(chunk: Chunk | None) -> int | None:
    return chunk.ordinal if chunk else None


def test_a_short_document_is_counted_whole() -> None:
    chunks = make_chunks(20)
    found, marks = find_marked(chunks, chunks[:5], chunks[7], Marker(3, 7, 12, 18))
    assert (found.count, found.is_whole, found.position) == (4, True, 2)
    assert (ordinal(found.previous), ordinal(found.next)) == (3, 12)
    assert set(marks) == {"3", "7", "12", "18"}


def test_a_chosen_passage_without_marks_has_marked_neighbours() -> None:
    chunks = make_chunks(20)
    found, _ = find_marked(chunks, chunks, chunks[5], Marker(3, 7))
    assert (found.position, ordinal(found.previous), ordinal(found.next)) == (None, 3, 7)


def test_where_nothing_is_chosen_the_next_one_is_the_first() -> None:
    chunks = make_chunks(20)
    found, _ = find_marked(chunks, chunks, None, Marker(3, 7))
    assert (found.position, found.previous, ordinal(found.next)) == (None, None, 3)


def test_of_a_long_document_only_the_part_shown_is_counted() -> None:
    chunks = make_chunks(WHOLE_CHUNKS * 4)
    marker = Marker(850, 1000, 1200)
    found, marks = find_marked(chunks, chunks[980:1020], chunks[1000], marker)
    assert (found.count, found.is_whole, found.position) == (1, False, None)
    assert (ordinal(found.previous), ordinal(found.next)) == (850, 1200)
    assert set(marks) == {"1000"}
    assert marker.seen < WHOLE_CHUNKS


def test_the_search_for_a_neighbour_has_an_end() -> None:
    chunks = make_chunks(WHOLE_CHUNKS * 4)
    marker = Marker(1000)
    found, _ = find_marked(chunks, chunks[980:1020], chunks[1000], marker)
    assert (found.previous, found.next) == (None, None)
    assert marker.seen == 40 + 2 * STEP_CHUNKS * MOST_STEPS


def test_a_document_without_passages() -> None:
    found, marks = find_marked([], [], None, Marker())
    assert (found.count, found.previous, found.next, marks) == (0, None, None, {})
