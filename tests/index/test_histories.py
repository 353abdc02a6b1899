"""Whatever happened to a folder, an updated index is the index that a clean build gives."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.termbase import Termbase
from index import writing
from index.reading import IndexReader
from index.updating import update_index
from search.searching import Searcher
from tests.corpus.making import make_zip
from tests.laws import cases

NAMES = ("a.txt", "b.txt", "c.md", "sub/a.txt", "e.zip", "sub/f.zip")
BODIES = (
    "El puerto cerró por la noche y la aduana también.\n",
    "The port closed at night and customs did too.\n",
    "Inspección de contenedores.\n\nInspection of containers in the port, said the ministry.\n",
    "# Notas\n\nNadie leyó las notas del puerto.\n\nNobody read the notes about the port.\n",
    "",  # unreadable
)
MEMBERS = ("a.txt", "más/b.md", "c.txt")
QUERIES = (
    "port",
    "puerto aduana",
    "notes",
    '"inspection of containers"',
    "contenedores -ministry",
    "the port",
)

archives = st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(BODIES))
bodies = st.sampled_from(BODIES) | archives.map(make_zip)
writes = st.tuples(st.just("write"), st.sampled_from(NAMES), bodies)
renames = st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES))
deletes = st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just(""))
updates = st.just(("update", "", ""))
histories = st.lists(st.one_of(writes, writes, renames, deletes, updates, updates), min_size=4, max_size=14)


Step = tuple[str, str, str | bytes]


def act(folder: Path, verb: str, name: str, other: str | bytes) -> None:
    file = folder / name
    if verb == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(other if isinstance(other, bytes) else other.encode())
    elif file.is_file() and verb == "delete":
        file.unlink()
    elif file.is_file() and verb == "rename" and isinstance(other, str):
        (folder / other).parent.mkdir(exist_ok=True)
        file.replace(folder / other)


def contents(directory: Path) -> dict[str, list[str]]:
    with IndexReader.open(directory) as reader:
        found = {e.path: [c.text for c in reader.chunks_of(e.doc_id)] for e in reader.documents()}
        assert reader.status().chunks == sum(len(chunks) for chunks in found.values())
        return found


def answers(directory: Path) -> list[list[tuple[str, str, float]]]:
    """The top ten of some queries: path, text and score."""
    with IndexReader.open(directory) as reader:
        searcher = Searcher(reader, Termbase())
        pages = [searcher.search(query) for query in QUERIES]
    return [[(hit.path, hit.chunk.text, round(hit.score, 4)) for hit in page.hits] for page in pages]


@pytest.mark.parametrize("batch_seconds", [60.0, -1.0])
@cases(6)
@given(history=histories)
def test_an_updated_index_is_a_clean_build(batch_seconds: float, history: list[Step]) -> None:
    """However large batches are: each file may be one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "_BATCH_SECONDS", batch_seconds)
        compare_with_clean_build(history)


def compare_with_clean_build(history: list[Step]) -> None:
    base = Path(tempfile.mkdtemp(prefix="history-"))
    try:
        folder = base / "documents"
        folder.mkdir()
        for verb, name, other in history:
            if verb == "update":
                update_index(base / "updated", [folder])
            else:
                act(folder, verb, name, other)
        last = update_index(base / "updated", [folder])
        clean = update_index(base / "clean", [folder])
        assert (last.seen, last.documents, last.chunks) == (clean.seen, clean.documents, clean.chunks)
        assert {each.path for each in last.unreadable} == {each.path for each in clean.unreadable}
        assert contents(base / "updated") == contents(base / "clean")
        assert answers(base / "updated") == answers(base / "clean")
        assert update_index(base / "updated").unchanged == last.seen
    finally:
        shutil.rmtree(base)


def try_many(count: int) -> str:
    """So many random histories; what came of them. Called by ``python -m tests.faults histories``."""
    tried = 0

    @settings(max_examples=count, derandomize=False, database=None, deadline=None)
    @given(histories)
    def law(history: list[Step]) -> None:
        nonlocal tried
        tried += 1
        writing._BATCH_SECONDS = 60.0 if tried % 2 else -1.0
        compare_with_clean_build(history)

    before = writing._BATCH_SECONDS
    try:
        law()
    finally:
        writing._BATCH_SECONDS = before
    return f"{tried} random histories: each updated index is the clean build, documents and top ten"
