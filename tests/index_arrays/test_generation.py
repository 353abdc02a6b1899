"""Opening: the latest generation, whatever a writer does meanwhile, and nothing that is not needed."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from whoosh import index as whoosh_index

from index.arrays.errors import SegmentDamagedError
from index.arrays.generation import latest_generation, open_generation
from index.arrays.opening import create_index, open_index
from index.arrays.policy import choose_merge
from index.arrays.writer import ArrayWriter
from tests.index_arrays.indexes import create, schema


def test_a_one_shot_command_imports_no_compiler() -> None:
    code = "import sys, index.arrays.opening, index.arrays.ranking; sys.exit('numba' in sys.modules)"
    root = Path(__file__).parent.parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_an_index_can_be_made_and_opened_without_whooshs_own_way(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_index(tmp_path)
    with create_index(tmp_path, schema()).writer() as writer:
        writer.add_document(id="d1", text="ab1")
    assert open_index(tmp_path).doc_count() == whoosh_index.open_dir(str(tmp_path)).doc_count() == 1


def test_a_missing_segment_is_damage(tmp_path: Path) -> None:
    with create_index(tmp_path, schema()).writer() as writer:
        writer.add_document(id="d1", text="ab1")
    segment = next(tmp_path.glob("*.arrays"))
    segment.unlink()
    with pytest.raises(SegmentDamagedError) as caught:
        open_generation(tmp_path)
    assert caught.value.path == segment


def test_readers_open_a_whole_generation_while_a_writer_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    index = create(folder)
    with ArrayWriter(index) as writer:
        writer.add_document(id="d0", text="ab1 common")
    problems: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                postings = open_generation(folder).postings
                numbers = postings.term("text", "common").numbers.tolist()
                found = [postings.stored_fields(number)["id"] for number in numbers]
                assert len(found) == len(set(found)) == len(postings.living())
            except Exception as error:
                problems.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(25):
        with ArrayWriter(index) as writer:
            for name in (f"d{number % 7}", f"d{number % 3}"):
                writer.update_document(id=name, text=f"ab{number} common")
    done.set()
    for reader in readers:
        reader.join()
    assert not problems
    assert latest_generation(folder) == 26


def test_segments_stay_few() -> None:
    sizes: list[int] = []
    for _ in range(3_000):
        sizes.append(100)
        chosen = choose_merge(sizes, [0] * len(sizes))
        if chosen:
            sizes = [size for at, size in enumerate(sizes) if at not in chosen] + [
                sum(sizes[at] for at in chosen)
            ]
        assert len(sizes) <= 8
    assert sum(sizes) == 300_000
