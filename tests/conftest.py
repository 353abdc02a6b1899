"""What several rooms' tests need: repeatable examples, the sample documents indexed once, the seeds."""

import gc
import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from analyzers import embedding, lexicon, termbase
from analyzers.collecting import collector_paused, collector_relaxed
from analyzers.lexicon import SHIPPED_LEXICON, Lexicon
from analyzers.termbase import SHIPPED_TERMBASE, Termbase
from index.reading import IndexReader
from index.updating import update_index
from search.searching import Searcher
from tests import laws, shipped

CHECKOUT = Path(__file__).parent.parent
_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 2 << 30

settings.load_profile(laws.PROFILE)


def pytest_configure() -> None:
    """Hundreds of small indexes are made, each synced a dozen times: in memory that takes half as long.

    Whether the syncs are there and in order is for ``tests/faults`` to see, which writes down what is synced.
    """
    if "TMPDIR" not in os.environ and _has_room(_MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell's background jobs have it
        signal.signal(signal.SIGINT, signal.default_int_handler)  # else commands under test ignore it, too


def _has_room(folder: Path) -> bool:
    """Whether there is such a folder, with room for three runs, from which built libraries can be loaded."""
    if not os.access(folder, os.W_OK):
        return False
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize >= _ROOM_BYTES and not status.f_flag & getattr(
        os, "ST_NOEXEC", 0
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Thousands of tests and what they are made of stay to the end: nobody need look for garbage there.

    To look again and again was a sixth of the time of all tests.
    """
    with collector_paused():
        yield
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long go first: begun last, one of them would be waited for by an idle process."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session", autouse=True)
def _garbage_looked_for_seldom() -> Iterator[None]:
    with collector_relaxed():
        yield


@pytest.fixture(scope="session", autouse=True)
def _shipped_tables_read_once() -> Iterator[None]:
    """Reading the shipped termbase and lexicon takes most of a short command's time."""
    read_termbase, read_lexicon = termbase.load_termbase, lexicon.load_lexicon

    def load_termbase(paths: Sequence[Path] = (SHIPPED_TERMBASE,)) -> Termbase:
        return shipped.termbase() if tuple(paths) == (SHIPPED_TERMBASE,) else read_termbase(paths)

    def load_lexicon(path: Path = SHIPPED_LEXICON) -> Lexicon:
        return shipped.lexicon() if path == SHIPPED_LEXICON else read_lexicon(path)

    pages = ["webui.opening"] if find_spec("flask") else []  # which the codec's tests on another Whoosh lack
    with pytest.MonkeyPatch.context() as patch:
        for module in ("analyzers.termbase", *pages):
            patch.setattr(f"{module}.load_termbase", load_termbase)
        for module in ("analyzers.lexicon", *pages):
            patch.setattr(f"{module}.load_lexicon", load_lexicon)
        yield


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
    return shipped.termbase()


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
