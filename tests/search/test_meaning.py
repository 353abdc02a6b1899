"""Nearness in meaning: by language, of passages with a vector, from the model that made the vectors."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from analyzers.language import Language
from index.engine import Engine
from index.plan import Everything
from index.reading import IndexReader
from index.updating import update_index
from index.vectorizing import update_vectors
from index.vectors import VECTORS_NAME
from search.meaning import Meaning, Nearness
from tests.index.conftest import write
from tests.semantic.conftest import FakeEmbedder

SPANISH = (
    "El puerto cerró por la noche.", "La aduana revisó los contenedores.",
    "El capitán dejó el barco en la bahía.",
    "La ministra leyó un informe sobre los ríos.", "Los vecinos del pueblo plantaron árboles.",
)  # fmt: skip
ENGLISH = (
    "The port closed at night.", "Customs searched the containers.", "The captain left the ship in the bay.",
    "The minister read a report about the rivers.", "People of the village planted some trees.",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    for number, text in enumerate((*SPANISH, *ENGLISH)):
        write(folder, f"{number}.txt", text + "\n")
    return folder


@pytest.fixture
def directory(folder: Path, tmp_path: Path) -> Path:
    directory = tmp_path / "index"
    update_index(directory, [folder])
    update_vectors(directory, FakeEmbedder())
    return directory


@pytest.fixture
def reader(directory: Path) -> Iterator[IndexReader]:
    with IndexReader.open(directory) as opened:
        yield opened


def opened(directory: Path, embedder: FakeEmbedder | None = None) -> Meaning:
    meaning = Meaning.open(directory, lambda: embedder)
    assert meaning is not None
    return meaning


def near(meaning: Meaning, text: str, engine: Engine) -> Nearness:
    found = meaning.nearness(text, engine)
    assert found is not None
    return found


def numbers(engine: Engine) -> dict[str, int]:
    return {engine.record(number).chunk.text: number for number in engine.find(Everything())}


def test_a_passage_and_its_twin_are_the_nearest_of_their_languages(
    directory: Path, reader: IndexReader
) -> None:
    nearness = near(opened(directory, FakeEmbedder()), "customs searched containers", reader.engine)
    place = numbers(reader.engine)
    for group, nearest in ((SPANISH, SPANISH[1]), (ENGLISH, ENGLISH[1])):
        assert max(group, key=lambda text: float(nearness[place[text]])) == nearest


def test_nearness_is_in_standard_deviations_of_each_language(directory: Path, reader: IndexReader) -> None:
    nearness = near(opened(directory, FakeEmbedder()), "the captain of the ship", reader.engine)
    for language in Language:
        records = {n: reader.engine.record(n) for n in reader.engine.find(Everything())}
        group = nearness[[n for n, record in records.items() if record.chunk.language is language]]
        assert len(group) == 5
        assert float(group.mean()) == pytest.approx(0, abs=1e-9)
        assert float(group.std()) == pytest.approx(1)


def test_a_passage_without_a_vector_is_not_a_number(directory: Path, folder: Path) -> None:
    write(folder, "new.txt", "A storm kept the ship outside the harbour.\n")
    update_index(directory)
    with IndexReader.open(directory) as reader:
        nearness = near(opened(directory, FakeEmbedder()), "a storm outside", reader.engine)
        unknown = [text for text, number in numbers(reader.engine).items() if np.isnan(nearness[number])]
    assert unknown == ["A storm kept the ship outside the harbour."]


def test_a_query_that_says_nothing_is_near_to_nothing(directory: Path, reader: IndexReader) -> None:
    assert np.all(near(opened(directory, FakeEmbedder()), "\0", reader.engine) == 0)


def test_the_model_is_loaded_once_and_not_before_it_is_needed(directory: Path, reader: IndexReader) -> None:
    loaded: list[FakeEmbedder] = []

    def load() -> FakeEmbedder:
        loaded.append(FakeEmbedder())
        return loaded[-1]

    meaning = Meaning.open(directory, load)
    assert meaning is not None
    assert meaning.model == "fake 1 64"
    assert loaded == []
    for text in ("port", "night"):
        near(meaning, text, reader.engine)
    assert [each.embedded for each in loaded] == [["port", "night"]]


def test_without_vectors_or_their_model_there_is_no_nearness(directory: Path, reader: IndexReader) -> None:
    assert opened(directory, None).nearness("port", reader.engine) is None
    assert opened(directory, FakeEmbedder(version="2")).nearness("port", reader.engine) is None
    (directory / VECTORS_NAME).unlink()
    assert Meaning.open(directory, FakeEmbedder) is None


def test_vectors_follow_the_index_that_is_asked(directory: Path, folder: Path, reader: IndexReader) -> None:
    meaning = opened(directory, FakeEmbedder())
    before = near(meaning, "storm", reader.engine)
    write(folder, "0-new.txt", "A storm kept the ship outside.\n")
    (folder / "3.txt").unlink()
    update_index(directory)
    update_vectors(directory, FakeEmbedder())
    with IndexReader.open(directory) as newer:
        nearness = near(meaning, "storm ship outside", newer.engine)
        place = numbers(newer.engine)
        assert not np.isnan(nearness[list(place.values())]).any()
        english = ("A storm kept the ship outside.", *ENGLISH)
        assert max(english, key=lambda text: float(nearness[place[text]])) == english[0]
        assert near(opened(directory, FakeEmbedder()), "storm ship outside", newer.engine) == pytest.approx(
            nearness, nan_ok=True
        )
    assert len(before) == 10


def test_an_index_of_nothing_has_no_neighbours(directory: Path, folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    update_index(directory)
    update_vectors(directory, FakeEmbedder())
    with IndexReader.open(directory) as reader:
        meaning = Meaning.open(directory, FakeEmbedder)
        nearness = meaning.nearness("port", reader.engine) if meaning else None
        assert nearness is None or len(nearness) == 0
