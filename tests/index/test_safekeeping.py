"""What a researcher may rely on: what is deleted is gone, what is damaged is said, nobody else writes."""

import errno
import fcntl
import os
import sqlite3
import time
from collections import namedtuple
from pathlib import Path

import pytest

from index.arrays import disk
from index.arrays.disk import Disk
from index.checking import Kind, check_index
from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexSpaceError,
    IndexUnsafeError,
    IndexWriteError,
)
from index.journal import JOURNAL_NAME, journal_error
from index.locking import write_lock
from index.reading import IndexReader
from index.repairing import Action, repair_index
from index.updating import update_index
from index.vectorizing import update_vectors
from tests.index.conftest import read_here, write
from tests.index.test_updating import paths, texts
from tests.semantic.conftest import FakeEmbedder

SECRET = "Xochiquetzalcóatl"


@pytest.fixture
def made(folder: Path, directory: Path) -> Path:
    update_index(directory, [folder])
    return directory


def segments(directory: Path) -> list[Path]:
    """The segment files, the latest last."""
    return sorted(directory.glob("store-*/*.arrays"), key=lambda path: path.stat().st_mtime_ns)


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 8
    path.write_bytes(data)


def holding(directory: Path, needle: str) -> list[str]:
    """The files that hold a text, in any case, as it is or in a compressed row or text."""
    found = []
    for path in directory.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            if needle.lower().encode() in data or needle.lower()[:9].encode() in data:
                found.append(path.name)
    with IndexReader.open(directory) as reader:
        journal = sqlite3.connect(directory / JOURNAL_NAME)
        stored = {str(row[0]) for row in journal.execute("SELECT hash FROM texts")}
        journal.close()
        assert len(stored) <= len(reader.documents())
        found += [
            f"text of {e.path}"
            for e in reader.documents()
            for c in reader.chunks_of(e.doc_id)
            if needle in c.text
        ]
    return found


def test_what_is_deleted_is_gone_from_every_file_at_once(made: Path, folder: Path) -> None:
    model = FakeEmbedder()
    write(folder, "secret.txt", f"Nobody may know of {SECRET}, said {SECRET}.\n")
    write(folder, "changed.txt", f"Here stood {SECRET} too.\n")
    update_index(made)
    update_vectors(made, model)
    assert holding(made, SECRET)
    (folder / "secret.txt").unlink()
    write(folder, "changed.txt", "Here stands nothing any more.\n")
    reader = IndexReader.open(made)  # a server that goes on
    try:
        started = time.perf_counter()
        update_index(made)
        update_vectors(made, model)
        assert time.perf_counter() - started < 30
        assert holding(made, SECRET) == []
        assert reader.refresh()
        assert not reader.engine.has_term("exact", SECRET.lower())
    finally:
        reader.close()
    assert check_index(made).findings == ()
    assert len(segments(made)) <= 3


def test_a_run_that_died_before_purging_is_purged_by_the_next(
    made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "more.txt", "Something else.\n")
    write(folder, "sub/notes.md", f"# Notes\n\nNobody read {SECRET}.\n\n{'Line. ' * 300}\n\nMore.\n")
    update_index(made)
    write(folder, "sub/notes.md", "# Notes\n")
    with monkeypatch.context() as patch:
        patch.setattr("index.updating.purge", lambda store: False)
        update_index(made)
    update_index(made)
    assert holding(made, SECRET) == []
    assert check_index(made).findings == ()


def test_the_state_before_is_served_where_the_latest_is_damaged_and_never_silently(
    made: Path, folder: Path
) -> None:
    before = texts(made)
    write(folder, "new.txt", "A storm kept the ship outside.\n")
    update_index(made)
    after = texts(made)
    flip(segments(made)[-1], 5)  # found when it is opened
    with IndexReader.open(made) as reader:
        assert reader.damage is not None
        assert reader.damage.path == segments(made)[-1]
        assert "bisagra check --repair" in str(reader.status().damage)
        assert not reader.refresh()
    assert texts(made) | {"new.txt": []} == before | {"new.txt": []}
    report = repair_index(made)
    assert [step.action for step in report.steps] == [Action.WENT_BACK, Action.READ_AGAIN]
    assert not report.after.findings
    assert texts(made) == after


def test_damage_that_a_search_finds_is_gone_back_from(made: Path, folder: Path) -> None:
    write(folder, "new.txt", "A storm kept the ship outside.\n")
    update_index(made)
    flip(segments(made)[-1], 200)  # found when it is read
    with IndexReader.open(made) as reader:
        assert not reader.status().damage
        entry = next(each for each in reader.documents() if each.path == "port.txt")
        try:
            reader.engine.search([])
            reader.engine.count_terms("doc_id")
        except IndexDamagedError:
            assert reader.fall_back()
        assert reader.damage is not None
        assert reader.chunks_of(entry.doc_id)
        assert not reader.fall_back(), "what is sound is not left"


def test_without_a_sound_state_before_there_is_one_error_with_what_to_do(made: Path) -> None:
    for path in segments(made):
        flip(path, 5)
    with pytest.raises(IndexDamagedError, match="check --repair"):
        IndexReader.open(made)
    before = paths_known(made)
    assert repair_index(made).after.findings == ()
    assert paths(made) == before


def paths_known(directory: Path) -> list[str]:
    journal = sqlite3.connect(directory / JOURNAL_NAME)
    try:
        return sorted(str(row[0]) for row in journal.execute("SELECT path FROM documents"))
    finally:
        journal.close()


@pytest.mark.parametrize(
    "name", ["manifest.json", JOURNAL_NAME, f"{JOURNAL_NAME}.seal", "vectors.bin", "words.bin"]
)
@pytest.mark.parametrize("how", ["flipped", "cut", "removed"])
def test_each_damaged_file_is_named_and_mended(
    made: Path, name: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.writing.read_all", read_here)
    update_vectors(made, FakeEmbedder())
    before = texts(made)
    path = made / name
    if how == "removed":
        path.unlink()
    elif how == "cut":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        flip(path, path.stat().st_size // 2)
    found = check_index(made).findings
    is_cache = how == "removed" and name not in ("manifest.json", JOURNAL_NAME)
    assert [each.path for each in found] == ([] if is_cache else [path])
    report = repair_index(made)
    assert not report.after.findings
    assert texts(made) == before


def test_index_and_journal_are_compared(made: Path) -> None:
    journal = sqlite3.connect(made / JOURNAL_NAME)
    journal.execute("UPDATE documents SET chunks = chunks + 1 WHERE path = 'port.txt'")
    journal.commit()
    journal.close()
    (made / f"{JOURNAL_NAME}.seal").unlink()
    (finding,) = check_index(made).findings
    assert finding.kind is Kind.DISAGREES
    assert len(finding.documents) == 1
    report = repair_index(made)
    assert Action.READ_AGAIN in [step.action for step in report.steps]
    assert not report.after.findings


def test_left_overs_are_named_and_collected(made: Path) -> None:
    (made / "store-9").mkdir()
    store = next(made.glob("store-1"))
    for path in (store / "MAIN_00.arrays", store / "_MAIN_99.toc.new", made / "vectors.bin.new"):
        path.write_bytes(b"x")
    (made / "mine.txt").write_text("a person's own file")
    assert {each.path.name for each in check_index(made).findings} == {
        *("store-9", "MAIN_00.arrays", "_MAIN_99.toc.new", "vectors.bin.new")
    }
    update_index(made)
    assert not check_index(made).findings
    assert (made / "mine.txt").exists()


def test_a_directory_that_others_may_write_to_is_refused(made: Path, folder: Path) -> None:
    made.chmod(0o770)
    for use in (lambda: IndexReader.open(made), lambda: update_index(made), lambda: check_index(made)):
        with pytest.raises(IndexUnsafeError, match="chmod 700"):
            use()
    made.chmod(0o755)
    update_index(made)
    assert made.stat().st_mode & 0o777 == 0o700


def test_a_directory_with_other_files_in_it_is_closed_by_the_first_run(tmp_path: Path, folder: Path) -> None:
    directory = tmp_path / "given"
    directory.mkdir()
    directory.chmod(0o755)
    write(directory, "mine.txt", "a person's own file")
    update_index(directory, [folder])
    assert directory.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_directory_of_somebody_else_is_refused(made: Path) -> None:
    os.chown(made, 12_345, -1)
    with pytest.raises(IndexUnsafeError, match="12345"):
        IndexReader.open(made)


def test_a_full_disk_is_found_before_anything_is_written(
    made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(made)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(10**9, 10**9, 150_000_000))
    write(folder, "new.txt", "Something new.\n")
    with pytest.raises(IndexSpaceError, match="150 MB are free"):
        update_index(made)
    assert texts(made) == before


def test_a_disk_that_fills_up_in_a_merge_leaves_the_state_before(
    made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(made)
    for number in range(4):
        write(folder, f"many/{number}.txt", "Another text about the port.\n")

    def full(self: Disk, file: object, path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(disk.Disk, "write", full)
        with pytest.raises(IndexWriteError, match="No space left"):
            update_index(made)
    assert texts(made) == before
    assert not check_index(made).findings
    update_index(made)
    assert "many/3.txt" in paths(made)


def test_a_forked_child_does_not_keep_the_lock(made: Path) -> None:
    read, wrote = os.pipe()
    with write_lock(made):
        child = os.fork()
        if not child:
            os.close(wrote)
            os.read(read, 1)  # outlives the block
            os._exit(0)
        os.close(read)
        with pytest.raises(IndexBusyError, match=f"PID {os.getpid()}, since 20") as caught, write_lock(made):
            pass
        assert caught.value.started
    try:
        with write_lock(made):
            handle = os.open(made / "lock", os.O_RDWR)
            with pytest.raises(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.close(handle)
    finally:
        os.close(wrote)
        os.waitpid(child, 0)


@pytest.mark.parametrize(
    ("name", "writing", "kind"),
    [
        ("SQLITE_FULL", True, IndexWriteError),
        ("SQLITE_IOERR_WRITE", True, IndexWriteError),
        ("SQLITE_READONLY", True, IndexWriteError),
        ("SQLITE_BUSY", True, IndexBusyError),
        ("SQLITE_CORRUPT", True, IndexDamagedError),
        ("SQLITE_NOTADB", False, IndexDamagedError),
    ],
)
def test_an_error_of_the_journal_is_told_for_what_it_is(name: str, writing: bool, kind: type) -> None:
    error = sqlite3.OperationalError("…")
    error.sqlite_errorname = name
    assert type(journal_error(Path("d"), Path("d/j"), error, writing=writing)) is kind
