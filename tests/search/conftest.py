"""What the tests of searches share."""

from collections.abc import Iterator

import pytest

from analyzers.crossing import Crossing
from analyzers.folding import fold
from analyzers.stopwords import is_stop_word
from analyzers.tokenizing import iter_words
from index.fields import EXACT
from index.reading import IndexReader
from search.searching import Searcher
from tests import shipped
from tests.index.conftest import open_texts


@pytest.fixture(scope="session")
def crossing() -> Crossing:
    """The shipped termbase and lexicon."""
    return shipped.crossing()


@pytest.fixture(scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    """The module's own ``TEXTS``, opened."""
    with open_texts(tmp_path_factory.mktemp("texts"), request.module.TEXTS) as opened:
        yield opened


@pytest.fixture(scope="module")
def searcher(reader: IndexReader, crossing: Crossing) -> Searcher:
    """Searches what a module's own ``reader`` has opened."""
    return Searcher(reader, crossing)


@pytest.fixture(scope="session")
def rare_words(sample_reader: IndexReader) -> list[str]:
    """Words with content that occur in a few passages of the sample, far apart in the alphabet."""
    engine = sample_reader.engine
    words = [
        word
        for word in engine.iter_terms(EXACT, "")
        if len(word) > 3
        and word.isascii()
        and word.isalpha()
        and not is_stop_word(word)
        and 2 <= engine.document_frequency(EXACT, word) <= 8
    ]
    return words[::7]


@pytest.fixture(scope="session")
def occurring(sample_reader: IndexReader) -> list[str]:
    """The concepts of which every word of some label occurs in the sample."""
    vocabulary = set(sample_reader.engine.iter_terms(EXACT, ""))
    return [
        concept_id
        for concept_id, concept in shipped.termbase().concepts.items()
        if any(
            all(fold(word.joined or word.text) in vocabulary for word in iter_words(label.text))
            for label in concept.labels
        )
    ]
