"""Eight threads and four processes search while one process indexes again and again.

``python -m tests.faults serving``. No search fails, no hit comes twice, and no document is found after the
run that deleted it has been published and the reader has looked for a newer state.
"""

import multiprocessing
import threading
import time
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from analyzers.termbase import Termbase
from index.reading import IndexReader
from index.updating import update_index
from search.searching import Searcher
from tests.faults.trial import scratch
from tests.index.conftest import write

_THREADS, _PROCESSES = 8, 4
_DOCUMENTS = 30


def serve(seconds: float) -> str:
    """Search and index for so long; what was done."""
    context = multiprocessing.get_context("fork")
    with scratch() as base:
        folder, directory = base / "documents", base / "index"
        for number in range(_DOCUMENTS):
            _write(folder, number, 0)
        update_index(directory, [folder])
        published = context.Value("l", 0)
        searches = context.Value("l", 0)
        problems = context.Queue()
        end = time.monotonic() + seconds
        processes = [
            context.Process(target=_search, args=(directory, end, published, searches, problems))
            for _ in range(_PROCESSES)
        ]
        for process in processes:
            process.start()
        threads = [
            threading.Thread(target=_search, args=(directory, end, published, searches, problems))
            for _ in range(_THREADS)
        ]
        for thread in threads:
            thread.start()
        runs = _index(directory, folder, end, published)
        for thread in threads:
            thread.join()
        for process in processes:
            process.join()
            assert process.exitcode == 0
        assert problems.empty(), problems.get()
        return (
            f"{searches.value} searches by {_THREADS} threads and {_PROCESSES} processes during {runs} runs: "
            "0 errors, 0 duplicates, 0 deleted hits"
        )


def _write(folder: Path, number: int, version: int) -> None:
    write(folder, f"d{number}.txt", f"El puerto número{number} en su versión version{version}.\n")


def _index(directory: Path, folder: Path, end: float, published: "Synchronized[int]") -> int:
    """Run after run, each changes a third, deletes one and brings back the one before."""
    runs = 0
    while time.monotonic() < end:
        runs += 1
        for number in range(runs % 3, _DOCUMENTS, 3):
            _write(folder, number, runs)
        _write(folder, (runs - 1) % _DOCUMENTS, runs)
        (folder / f"d{runs % _DOCUMENTS}.txt").unlink()
        update_index(directory)
        published.value = runs
    return runs


def _search(
    directory: Path,
    end: float,
    published: "Synchronized[int]",
    searches: "Synchronized[int]",
    problems: object,
) -> None:
    try:
        with IndexReader.open(directory) as reader:
            while time.monotonic() < end:
                known = published.value  # what is deleted by now may not be found any more
                reader.refresh()
                hits = Searcher(reader, Termbase()).search("puerto", limit=1000).hits
                ids = [hit.chunk.chunk_id for hit in hits]
                paths = [hit.path for hit in hits]
                assert len(ids) == len(set(ids)), "a passage twice"
                assert len(paths) == len(set(paths)), "a document in two versions"
                assert len(hits) >= _DOCUMENTS - 1, f"{len(hits)} hits"
                assert reader.damage is None, reader.damage
                if known and published.value == known:
                    gone = f"d{known % _DOCUMENTS}.txt"
                    is_next = f"d{(known + 1) % _DOCUMENTS}.txt"
                    assert gone not in paths or is_next not in paths, f"{gone} was deleted in run {known}"
                with searches.get_lock():
                    searches.value += 1
    except BaseException as error:
        problems.put(repr(error))  # type: ignore[attr-defined]
