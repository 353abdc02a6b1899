"""Power, kill and a full disk: the old state or the new one, never a third."""

import errno
from pathlib import Path

import pytest
from whoosh import index as whoosh_index

from index.arrays.disk import Disk
from index.arrays.errors import SegmentDamagedError
from index.arrays.segmentfile import SegmentFile
from index.arrays.writer import ArrayWriter
from tests.index_arrays.dying import (
    SCENARIOS,
    CountingDisk,
    FailingDisk,
    change,
    die_at,
    operations_of,
    prepare,
    state,
)


@pytest.mark.parametrize("scenario", ["update", "optimize"])
def test_killed_ahead_of_an_operation_the_index_is_old_or_new(scenario: str) -> None:
    operations = operations_of(scenario)
    turns = [number for number, name in enumerate(operations) if name != "write"]
    outcomes = [die_at(scenario, number) for number in turns]
    assert set(outcomes) == (
        {"old"} if scenario == "optimize" else {"old", "new"}
    )  # merging changes no document
    assert outcomes == sorted(outcomes, reverse=True)


@pytest.mark.parametrize(
    ("scenario", "code"),
    [*((each, errno.ENOSPC) for each in SCENARIOS), ("update", errno.EIO), ("add", errno.EACCES)],
)
def test_a_full_or_broken_disk_leaves_the_old_state_and_no_lock(
    tmp_path: Path, scenario: str, code: int
) -> None:
    folder = tmp_path / "index"
    prepare(folder)
    old, segments = state(folder), sorted(folder.glob("*.arrays"))
    failed = 0
    for number, name in enumerate(operations_of(scenario)):
        if name == "write" and number % 9:
            continue
        try:
            change(folder, scenario, FailingDisk(number, code))
        except OSError as error:
            assert error.errno == code  # noqa: PT017
            assert state(folder) == old
            assert sorted(folder.glob("*.arrays")) == segments, "nothing is left behind"
            failed += 1
        else:  # the commit held, only clearing up failed
            break
    assert failed > 3
    if state(folder) == old:
        change(folder, scenario, Disk())
    if scenario != "optimize":
        assert state(folder) != old


def test_the_order_of_a_commit_is_the_one_that_survives_power_loss(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    prepare(folder)
    disk = CountingDisk()
    change(folder, "add", disk)
    steps = [name for name in disk.operations if name != "write"]
    whole = ["create", "sync", "rename", "sync-folder"]
    last = len(steps) - 1 - steps[::-1].index("create")
    assert steps[last - 4 : last] == whole  # the segment,
    assert steps[last : last + 4] == whole  # then the table of contents that names it,
    assert set(steps[last + 4 : -1]) == {"remove"}  # and only then what came before goes
    assert steps[-1] == "sync-folder"


def test_a_new_generation_that_does_not_read_back_is_withdrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    prepare(folder)
    old = state(folder)

    def refuse(self: SegmentFile) -> None:
        raise SegmentDamagedError(self.path, "read back otherwise than written")

    monkeypatch.setattr(SegmentFile, "verify", refuse)
    with pytest.raises(SegmentDamagedError):
        change(folder, "add", Disk())
    monkeypatch.undo()
    assert state(folder) == old


def test_what_a_purge_replaces_goes_on_a_full_disk_too(tmp_path: Path) -> None:
    counted, folder = tmp_path / "counted", tmp_path / "index"
    prepare(counted)
    disk = CountingDisk()
    ArrayWriter(whoosh_index.open_dir(str(counted)), disk=disk).purge()
    twin = len(disk.operations) - 1 - disk.operations[::-1].index("create")  # the last file to be made
    prepare(folder)
    before, living = set(folder.glob("*.arrays")), state(folder)
    ArrayWriter(whoosh_index.open_dir(str(folder)), disk=FailingDisk(twin)).purge()
    after = set(folder.glob("*.arrays"))
    assert state(folder) == living
    assert len(after) == len(before) == 2
    assert len(after & before) == 1, "the one that held a dead document is another one now"
    assert len(list(folder.glob("*.toc"))) == 1


def test_orphans_go_and_other_peoples_files_stay(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    prepare(folder)
    for name in ("MAIN_0123456789abcdef.arrays", "MAIN_00.arrays.new", "_MAIN_99.toc.new", "notes.txt"):
        (folder / name).write_bytes(b"x")
    ArrayWriter(whoosh_index.open_dir(str(folder))).cancel()
    names = {path.name for path in folder.iterdir()}
    assert "notes.txt" in names
    assert not any(name.endswith(".new") or "0123" in name for name in names)
