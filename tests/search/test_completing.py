"""What is being typed is completed by what the documents hold, as they spell it."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.folding import fold
from index.reading import IndexReader
from search.completing import Completion, complete
from tests import shipped
from tests.index.conftest import open_texts

CONCEPTS = tuple(shipped.termbase().concepts.values())


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    texts = (
        "La inspección llegó tarde.",
        "La inspección y las inspecciones de la Guardia Costera.",
        "Inspectors of the Coast Guard came to the port.",
        "Los ángeles vieron el año y el árbol.",
    )
    named = {str(number): text for number, text in enumerate(texts)}
    with open_texts(tmp_path_factory.mktemp("completing"), named) as opened:
        yield opened


def texts(reader: IndexReader, beginning: str, limit: int = 10) -> list[str]:
    return [each.text for each in complete(beginning, reader.engine, CONCEPTS, limit=limit)]


@pytest.mark.parametrize(
    ("beginning", "completed"),
    [
        ("inspe", ["inspección", "Inspectors", "inspecciones"]),
        ("INSPÉC", ["inspección", "Inspectors", "inspecciones"]),
        ("guardia c", ["Guardia Costera"]),
        ("coast g", ["Coast Guard"]),
        ("ang", ["ángeles"]),
        ("ar", ["árbol"]),
        ("an", ["año", "ángeles"]),
        ("zzq", []),
        ("i", []),
        ("", []),
    ],
)
def test_words_and_names_are_completed(reader: IndexReader, beginning: str, completed: list[str]) -> None:
    found = texts(reader, beginning)
    assert sorted(found) == sorted(completed) or found[: len(completed)] == completed


def test_the_most_frequent_stands_first_and_the_limit_holds(reader: IndexReader) -> None:
    first, *others = complete("inspec", reader.engine, CONCEPTS, limit=10)
    assert first == Completion("inspección", 2)
    assert [each.hits for each in others] == sorted((each.hits for each in others), reverse=True)
    assert texts(reader, "inspec", 1) == ["inspección"]


def test_a_name_says_its_concept(reader: IndexReader) -> None:
    (found,) = complete("coast gu", reader.engine, CONCEPTS, limit=10)
    assert (found.text, found.hits, found.concept) == ("Coast Guard", 1, "coast-guard")


@given(st.text(max_size=12))
def test_anything_may_be_typed(reader: IndexReader, beginning: str) -> None:
    for each in complete(beginning, reader.engine, CONCEPTS, limit=5):
        assert fold(each.text).startswith(fold(" ".join(beginning.split())))
        assert each.hits > 0
