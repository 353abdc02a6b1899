"""What is marked in a passage is what was found there."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.folding import fold
from analyzers.language import Language
from analyzers.stemming import stem
from analyzers.tokenizing import iter_words
from corpus.model import Chunk
from index.reading import IndexReader
from search.searching import Searcher
from tests.laws import cases
from tests.search.asking import ALL, check_marks

MARKED = (
    "ASPAN", "inspección", '"Coast Guard"', "puerto NEAR/20 contenedores", "insp*", "ASPAN -OMC",
    "México EE.UU.", "inspecion~", "=UN", "título:puertos", "cross-border trade", "fecha:2009", "the of",
)  # fmt: skip


@pytest.mark.parametrize("text", MARKED)
def test_marks_are_sorted_apart_and_in_range(sample_searcher: Searcher, text: str) -> None:
    page = sample_searcher.search(text, limit=ALL)
    assert page.total > 0
    for hit in page.hits:
        check_marks(hit)


def test_marked_words_are_inflections_of_the_query(sample_searcher: Searcher, rare_words: list[str]) -> None:
    @cases(20)
    @given(st.sampled_from(rare_words))
    def law(word: str) -> None:
        wanted = {stem(fold(word), language) for language in Language} | {fold(word)}
        page = sample_searcher.search(word, limit=ALL, translate=False)
        assert page.total > 0
        for hit in page.hits:
            assert hit.marks, "what was found in the text is marked in it"
            for low, high in hit.marks:
                marked = [fold(part) for part in hit.chunk.text[low:high].replace("-", " ").split()]
                joined = fold(hit.chunk.text[low:high])
                forms = {stem(each, language) for each in (*marked, joined) for language in Language}
                assert wanted & (forms | set(marked)), hit.chunk.text[low:high]

    law()


def test_every_occurrence_is_marked(sample_searcher: Searcher) -> None:
    for hit in sample_searcher.search("puerto", limit=ALL, translate=False).hits:
        marked = {low for low, _ in hit.marks}
        for word in iter_words(hit.chunk.text):
            if fold(word.text) in ("puerto", "puertos"):
                assert word.start_char in marked


def test_the_marks_of_a_source_view_are_those_of_its_hits(
    sample_searcher: Searcher, sample_reader: IndexReader
) -> None:
    for text in ("ASPAN puerto", "inspección -aduana", '"Coast Guard" OR guardia'):
        for hit in sample_searcher.search(text, limit=8).hits:
            chunks: Sequence[Chunk] = sample_reader.chunks_of(hit.chunk.doc_id)
            marks = sample_searcher.marks_in(chunks, text)
            assert marks.get(hit.chunk.chunk_id, ()) == hit.marks
            assert set(marks) <= {chunk.chunk_id for chunk in chunks}


def test_a_source_view_of_a_query_over_a_limit_has_no_marks(
    sample_searcher: Searcher, sample_reader: IndexReader
) -> None:
    chunks = sample_reader.chunks_of(sample_reader.documents()[0].doc_id)
    assert sample_searcher.marks_in(chunks, "x" * 501) == {}
    assert sample_searcher.marks_in(chunks, "") == {}
