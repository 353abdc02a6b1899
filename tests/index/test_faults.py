"""Another version, a damaged file, a second writer, a run that breaks off: each is named, nothing is lost."""

import fcntl
import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import manifest, writing
from index.engine import EngineWriter
from index.errors import (
    IndexAccessError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexStaleError,
)
from index.fields import TEXT
from index.journal import JOURNAL_NAME
from index.plan import Term
from index.reading import IndexReader
from index.updating import Options, update_index
from tests.conftest import CHECKOUT
from tests.index.conftest import write
from tests.index.test_updating import figures, paths, texts

pytestmark = pytest.mark.long


@pytest.fixture
def made(folder: Path, directory: Path) -> Path:
    update_index(directory, [folder])
    return directory


@pytest.fixture
def closed_files() -> Iterator[None]:
    """Files that nobody holds any more are closed within the test, not somewhere after it."""
    yield
    gc.collect()


def use(directory: Path) -> None:
    """Open an index and look at all of it."""
    with IndexReader.open(directory) as reader:
        reader.engine.search([Term(TEXT[language], "port") for language in TEXT])
        for entry in reader.documents():
            reader.chunks_of(entry.doc_id)
            reader.document(entry.doc_id)
        reader.status()


def edit_manifest(directory: Path, **values: object) -> None:
    path = directory / "manifest.json"
    fields = {**json.loads(path.read_text()), **values}
    del fields["checksum"]
    path.write_text(json.dumps({**fields, "checksum": manifest._checksum(fields)}))


def test_no_index_is_said(directory: Path, folder: Path) -> None:
    with pytest.raises(IndexMissingError, match="Run: bisagra index"):
        IndexReader.open(directory)
    with pytest.raises(IndexAccessError, match="Not a directory"):
        IndexReader.open(folder / "port.txt")


@pytest.mark.parametrize("values", [{"analysis": "0" * 16}, {"format": 999}, {"cutting": -1}])
def test_an_index_of_another_version_is_stale_and_an_update_rebuilds_it(
    made: Path, values: dict[str, object]
) -> None:
    before = texts(made)
    edit_manifest(made, **values)
    with pytest.raises(IndexStaleError, match="Run: bisagra index --rebuild") as caught:
        IndexReader.open(made)
    assert str(next(iter(values.values()))) in str(caught.value)
    report = update_index(made)
    assert report.rebuilt
    assert figures(report) == {"seen": 3, "updated": 3}
    assert texts(made) == before


def garble_manifest(directory: Path) -> None:
    (directory / "manifest.json").write_bytes(b"\x00garbage\xff")


def empty_manifest(directory: Path) -> None:
    (directory / "manifest.json").write_bytes(b"")


def foreign_manifest(directory: Path) -> None:
    (directory / "manifest.json").write_text('["not", "ours"]')


def lost_store(directory: Path) -> None:
    edit_manifest(directory, store="store-99")


def truncate_segments(directory: Path) -> None:
    for path in directory.glob("store-*/*.arrays"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def empty_segments(directory: Path) -> None:
    for path in directory.glob("store-*/*.arrays"):
        path.write_bytes(b"")


def remove_segments(directory: Path) -> None:
    for path in directory.glob("store-*/*.arrays"):
        path.unlink()


def garble_contents(directory: Path) -> None:
    for path in directory.glob("store-*/*.toc"):
        path.write_bytes(b"\xff" * 64)


def garble_journal(directory: Path) -> None:
    for name in (f"{JOURNAL_NAME}-wal", f"{JOURNAL_NAME}-shm"):
        (directory / name).unlink(missing_ok=True)
    (directory / JOURNAL_NAME).write_bytes(b"garbage, not a database" * 400)


DAMAGES = [
    garble_manifest, empty_manifest, foreign_manifest, lost_store, truncate_segments, empty_segments,
    remove_segments, garble_contents, garble_journal,
]  # fmt: skip


@pytest.mark.usefixtures("closed_files")
@pytest.mark.filterwarnings("ignore:.*unclosed file")  # Whoosh leaves a file open that it cannot read
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_is_named_and_a_rebuild_mends_it(
    made: Path, folder: Path, damage: Callable[[Path], None]
) -> None:
    before = texts(made)
    damage(made)
    with pytest.raises(IndexDamagedError, match="Run: bisagra check --repair"):
        use(made)
    update_index(made, [folder], options=Options(rebuild=True))
    assert texts(made) == before
    use(made)


@pytest.mark.usefixtures("closed_files")
@pytest.mark.filterwarnings("ignore:.*unclosed file")  # Whoosh leaves a file open that it cannot read
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_an_update_of_a_damaged_index_mends_it_or_names_the_damage(
    made: Path, folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(made)
    write(folder, "new.txt", "Something new.\n")
    try:
        update_index(made, [folder])
    except IndexDamagedError:
        return
    assert "new.txt" in paths(made)
    use(made)


def test_a_second_writer_is_told_who_is_first(made: Path) -> None:
    script = (
        "import sys, pathlib; from index.locking import write_lock\n"
        "with write_lock(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(made)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(IndexBusyError, match=f"PID {holder.pid}") as caught:
            update_index(made)
        assert caught.value.pid == holder.pid
        use(made)  # reading goes on
        holder.kill()
    assert figures(update_index(made)) == {"seen": 3, "unchanged": 3}, "a dead holder holds nothing"


def test_a_lock_without_a_name_is_a_lock(made: Path) -> None:
    handle = os.open(made / "lock", os.O_RDWR)
    try:
        os.ftruncate(handle, 0)
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(IndexBusyError) as caught:
            update_index(made)
        assert caught.value.pid is None
    finally:
        os.close(handle)


class BrokenError(Exception):
    """Stands for anything that ends a run."""


@pytest.mark.parametrize("rebuild", [False, True])
@pytest.mark.parametrize("error", [BrokenError, KeyboardInterrupt, MemoryError])
def test_a_run_that_breaks_off_leaves_the_old_generation(
    made: Path, folder: Path, rebuild: bool, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(made)
    write(folder, "port.txt", "Changed.\n")
    (folder / "puerto.txt").unlink()

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(EngineWriter, "add", fail)
        with pytest.raises(error):
            update_index(made, options=Options(rebuild=rebuild))
    assert texts(made) == before
    assert len(list(made.glob("store-*"))) == 1
    update_index(made, options=Options(rebuild=rebuild))
    assert paths(made) == ["port.txt", "sub/notes.md"]


def test_a_run_that_breaks_off_after_publishing_is_done_again(
    made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "new.txt", "Something new.\n")
    write(folder, "port.txt", "Changed.\n")
    (folder / "puerto.txt").unlink()

    def fail(*_: object) -> None:
        raise BrokenError

    with monkeypatch.context() as patch:
        patch.setattr(writing, "note", fail)
        with pytest.raises(BrokenError):
            update_index(made)
    report = update_index(made)
    assert figures(report) == {"seen": 3, "added": 1, "updated": 1, "removed": 1, "unchanged": 1}
    assert texts(made)["new.txt"] == ["Something new."], "no chunk twice"
    with IndexReader.open(made) as reader:
        assert reader.status().chunks == sum(len(chunks) for chunks in texts(made).values())


def test_an_index_is_for_its_owner_only(made: Path) -> None:
    assert made.stat().st_mode & 0o077 == 0
    assert (made / JOURNAL_NAME).stat().st_mode & 0o077 == 0
