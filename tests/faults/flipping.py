"""Bits flip and files are cut: is every one found, and does nothing crash?

``python -m tests.faults flipping``. Any bit of any file of an index, or its end: ``check`` must name that
very file, and a reader must serve what is sound, or say that the index is damaged.
"""

import random
from collections import Counter
from pathlib import Path

from analyzers.termbase import Termbase
from index.checking import check_index
from index.errors import IndexingError
from index.locking import LOCK_NAME
from index.reading import IndexReader
from search.searching import Searcher
from tests.faults.trial import STEPS, in_child, index_command, run_command, scratch

_QUERIES = ("puerto", "port customs", '"container bay"', "aduana -barco", "shipy*")


def flip(count: int, seed: int = 1) -> str:
    """Damage an index so many times, each time in one place; what was found."""
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    with scratch() as base:
        folder, directory = base / "documents", base / "index"
        for act, flags in STEPS[:2]:  # the last one only adds: there is a state before
            act(folder)
            assert in_child(lambda: run_command(index_command(directory, folder, *flags))) == 0  # noqa: B023
        _recognise(directory)
        assert not check_index(directory).findings
        files = sorted(path for path in directory.rglob("*") if path.is_file() and path.name != LOCK_NAME)
        # SQLite's shared memory is no file to it: the first to open the journal begins it anew
        files = [path for path in files if path.stat().st_size and not path.name.endswith("-shm")]
        expected = _ask(directory)
        for number in range(count):
            path = files[number % len(files)]
            whole = path.read_bytes()
            path.write_bytes(_damaged(whole, rng))
            damaged = [each.path for each in check_index(directory).findings]
            assert path in damaged, (path.name, damaged)
            assert len({*damaged} - {path}) == 0, (path.name, damaged)
            found[_use(directory, expected)] += 1
            path.write_bytes(whole)
            if number % 200 == 199:
                print(f"  {number + 1} trials", flush=True)
        assert not check_index(directory).findings
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(found.items()))
    return f"{found.total()} bits flipped or ends cut over {len(files)} files: all named; {kinds}; 0 crashes"


def _damaged(whole: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.25:
        return whole[: rng.randrange(len(whole))]
    changed = bytearray(whole)
    changed[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _recognise(directory: Path) -> None:
    """A recognised page, as reading a scanned document leaves one; no run follows that would collect it."""
    from corpus.options import ReadingOptions
    from corpus.recognition import RecognizedLine, Recognizer

    recognizer = Recognizer(ReadingOptions(ocr_cache=directory / "ocr"), "ab" * 32)
    recognizer._save(1, [RecognizedLine("El puerto.", 1.0, 2.0, 3.0, 1)])


def _ask(directory: Path) -> list[list[str]]:
    with IndexReader.open(directory) as reader:
        searcher = Searcher(reader, Termbase())
        return [[hit.chunk.chunk_id for hit in searcher.search(query).hits] for query in _QUERIES]


def _use(directory: Path, expected: list[list[str]]) -> str:
    """Search and read all of it; nothing but an error of ours may come of it."""
    try:
        with IndexReader.open(directory) as reader:
            searcher = Searcher(reader, Termbase())
            answers = [[hit.chunk.chunk_id for hit in searcher.search(query).hits] for query in _QUERIES]
            for entry in reader.documents():
                reader.document(entry.doc_id)
                reader.chunks_of(entry.doc_id)
            damage = reader.damage
    except IndexingError:
        return "refused by name"
    if damage is not None:
        return "served from the state before"
    assert answers == expected
    return "served, the file not being needed for it"
