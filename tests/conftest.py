"""What several rooms' tests need: repeatable examples, the sample documents indexed once, the seeds."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from analyzers import embedding
from analyzers.termbase import Termbase, load_termbase
from index.reading import IndexReader
from index.updating import update_index
from search.searching import Searcher
from tests import laws

CHECKOUT = Path(__file__).parent.parent

settings.load_profile(laws.PROFILE)


@pytest.fixture(scope="session", autouse=True)
def _models_loaded_once() -> Iterator[None]:
    """Loading a model of meaning takes a second, and every command that indexes loads it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, load in embedding._LOADERS.items():
            patch.setitem(embedding._LOADERS, name, cache(load))
        yield


@pytest.fixture(scope="session")
def sample_documents() -> Path:
    """The documents that come with the project."""
    return CHECKOUT / "corpus" / "documents"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The real documents beside the checkout; tests name them by file and line only."""
    folder = CHECKOUT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip(f"no seeds in {folder}")
    return folder


@pytest.fixture(scope="session")
def shipped_termbase() -> Termbase:
    """The termbase that comes with the project."""
    return load_termbase()


@pytest.fixture(scope="session")
def sample_index(sample_documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample documents, made once; to be read only."""
    directory = tmp_path_factory.mktemp("sample") / "index"
    update_index(directory, [sample_documents])
    return directory


@pytest.fixture(scope="session")
def sample_reader(sample_index: Path) -> Iterator[IndexReader]:
    """The index of the sample documents, opened."""
    with IndexReader.open(sample_index) as reader:
        yield reader


@pytest.fixture(scope="session")
def sample_searcher(sample_reader: IndexReader, shipped_termbase: Termbase) -> Searcher:
    """Searches over the sample documents."""
    return Searcher(sample_reader, shipped_termbase)


@pytest.fixture(scope="session")
def seed_reader(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    """An index of the seeds, made once."""
    directory = tmp_path_factory.mktemp("seeds") / "index"
    update_index(directory, [seeds])
    with IndexReader.open(directory) as reader:
        yield reader


@pytest.fixture(scope="session")
def seed_searcher(seed_reader: IndexReader, shipped_termbase: Termbase) -> Searcher:
    """Searches over the seeds."""
    return Searcher(seed_reader, shipped_termbase)
