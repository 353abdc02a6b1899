"""A file is what was written, or it is refused by name: every bit counts."""

import random
from pathlib import Path

import numpy as np
import pytest
from whoosh.query import Term

from index.arrays import segmentfile
from index.arrays.disk import Disk
from index.arrays.errors import SegmentDamagedError
from index.arrays.generation import open_generation, verify
from index.arrays.segmentfile import SegmentFile, SegmentFileWriter
from index.arrays.writer import ArrayWriter
from tests.index_arrays.indexes import create


def write_example(path: Path) -> None:
    with SegmentFileWriter(path, Disk()) as out:
        out.add("numbers", np.arange(50_000, dtype=np.int32))
        out.add_bytes("text", "mañana".encode())
        out.add("none", np.empty(0, np.uint16))
        out.finish({"count": 3})


def test_sections_come_back_aligned(tmp_path: Path) -> None:
    path = tmp_path / "a.arrays"
    write_example(path)
    file = SegmentFile(path)
    file.verify()
    assert file.facts == {"count": 3}
    assert file.whole("numbers").tolist() == list(range(50_000))
    assert file.part("numbers", 40_000, 40_003).tolist() == [40_000, 40_001, 40_002]
    assert file.read("text", 0, file.count("text")).decode() == "mañana"
    assert len(file.whole("none")) == 0
    assert file.whole("numbers").ctypes.data % 64 == 0
    assert not file.whole("numbers").flags.writeable


def test_a_writer_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def fail() -> None:
        with SegmentFileWriter(tmp_path / "a.arrays", Disk()) as out:
            out.add_bytes("text", b"x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not list(tmp_path.iterdir())


def test_every_damage_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.arrays"
    write_example(path)
    whole = path.read_bytes()
    rng = random.Random(5)
    for number in range(400):
        at = number if number < 64 else rng.randrange(len(whole))
        changed = bytearray(whole)
        changed[at] ^= 1 << rng.randrange(8)
        path.write_bytes(changed if number % 4 else whole[:at])
        with pytest.raises(SegmentDamagedError) as caught:
            SegmentFile(path).verify()
        assert caught.value.path == path


def test_another_version_and_another_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.arrays"
    monkeypatch.setattr(segmentfile, "FORMAT_VERSION", 99)
    write_example(path)
    monkeypatch.undo()
    with pytest.raises(SegmentDamagedError, match="format 99"):
        SegmentFile(path)
    path.write_bytes(b"PK\3\4" + bytes(100))
    with pytest.raises(SegmentDamagedError, match="not a segment"):
        SegmentFile(path)


def test_damage_anywhere_in_an_index_is_named_and_never_crashes(tmp_path: Path) -> None:
    index = create(tmp_path / "ours")
    for batch in range(2):
        with ArrayWriter(index) as writer:
            for number in range(30):
                name = f"d{batch}-{number}"
                writer.add_document(id=name, text=f"ab{number} common", title="ac1", tag="red")
    rng = random.Random(9)
    folder = tmp_path / "ours"
    files = [path for path in folder.iterdir() if path.suffix in (".arrays", ".toc")]
    for number in range(150):
        path = files[number % len(files)]
        whole = path.read_bytes()
        changed = bytearray(whole)
        changed[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
        path.write_bytes(changed if number % 3 else whole[: rng.randrange(len(whole))])
        problems = verify(folder)
        assert [problem.path for problem in problems] == [path], number
        try:
            opened = open_generation(folder)
            postings = opened.postings
            found = postings.term("text", "common").numbers.tolist()
            if opened.damage:  # the generation before, and the file at fault
                assert (opened.damage.path, len(found)) == (path, 30)
            else:
                assert found == list(range(60))
            assert all(postings.stored_fields(each) for each in found)
        except SegmentDamagedError as error:
            assert error.path == path  # noqa: PT017
        path.write_bytes(whole)
    with index.searcher() as searcher:
        assert len(searcher.search(Term("text", "common"))) == 60


def test_a_table_of_contents_runs_no_code(tmp_path: Path) -> None:
    index = create(tmp_path / "ours")
    with ArrayWriter(index) as writer:
        writer.add_document(id="d1", text="ab1")
    path = next((tmp_path / "ours").glob("_MAIN_1.toc"))
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"\x80\x02")] + b"cos\nsystem\n(S'touch hacked'\ntR.")
    with pytest.raises(SegmentDamagedError):
        open_generation(tmp_path / "ours")
    assert not Path("hacked").exists()
