"""What the tests of searches share."""

import pytest

from analyzers.stopwords import is_stop_word
from index.fields import EXACT
from index.reading import IndexReader


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
