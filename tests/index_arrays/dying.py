"""Commits and merges that die, or find the disk full, at a chosen file operation.

``python -m tests.index_arrays.dying`` tries every operation of commits and merges of several shapes,
each in a process of its own that is killed there; the suite tries a few of them.
"""

import errno
import os
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from whoosh import index as whoosh_index
from whoosh.query import Term

from index.arrays.disk import Disk
from index.arrays.generation import open_generation, verify
from index.arrays.writer import ArrayWriter
from tests.index_arrays.indexes import create

SCENARIOS = ("add", "update", "delete", "optimize", "spill")


class DyingDisk(Disk):
    """Kills the process ahead of the n-th operation; half of what is being written may be there."""

    def __init__(self, last: int) -> None:
        self.left = last

    def before(self, operation: str, path: Path) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def write(self, file: BinaryIO, path: Path, data: bytes | memoryview) -> None:
        if self.left == 0:
            file.write(data[: len(data) // 2])
            file.flush()
        super().write(file, path, data)


class CountingDisk(Disk):
    """Counts operations."""

    def __init__(self) -> None:
        self.operations: list[str] = []

    def before(self, operation: str, path: Path) -> None:
        self.operations.append(operation)


class FailingDisk(Disk):
    """Is full, or broken, at the n-th operation and at all after it but removals."""

    def __init__(self, last: int, code: int = errno.ENOSPC) -> None:
        self.left = last
        self.code = code

    def before(self, operation: str, path: Path) -> None:
        self.left -= 1
        if self.left < 0 and operation != "remove":
            raise OSError(self.code, os.strerror(self.code), str(path))


def prepare(folder: Path) -> None:
    """An index of two segments with a dead document."""
    index = create(folder)
    for batch in range(2):
        writer = ArrayWriter(index)
        for number in range(6):
            writer.update_document(
                id=f"d{batch}-{number}", text=f"ab{batch} common w{number}", title="ac1", tag="red"
            )
        writer.delete_by_term("id", "d0-3")
        writer.commit(merge=False)


def change(folder: Path, scenario: str, disk: Disk) -> None:
    """One transaction."""
    writer = ArrayWriter(whoosh_index.open_dir(str(folder)), disk=disk, spill_chunks=2)
    try:
        if scenario in ("add", "spill"):
            for number in range(7 if scenario == "spill" else 1):
                writer.add_document(id=f"new{number}", text="ab9 common", title="ac1", tag="red")
        elif scenario == "update":
            writer.update_document(id="d1-1", text="ab9 common", title="ac1", tag="red")
        elif scenario == "delete":
            writer.delete_by_term("text", "ab1")
    except OSError:
        writer.cancel()
        raise
    writer.commit(optimize=scenario == "optimize")


def state(folder: Path) -> dict[str, str]:
    """Every document, read by Whoosh and by ourselves, which must agree."""
    assert not verify(folder)
    postings = open_generation(folder).postings
    numbers = postings.living().tolist()
    ours = {str(fields["id"]): str(fields["text"]) for fields in map(postings.stored_fields, numbers)}
    assert len(ours) == len(numbers)
    assert postings.term("text", "common").numbers.tolist() == numbers
    with whoosh_index.open_dir(str(folder)).searcher() as searcher:
        theirs = {fields["id"]: fields["text"] for fields in searcher.documents()}
        assert len(searcher.search(Term("text", "common"), limit=None)) == len(theirs)
    assert ours == theirs
    return ours


def operations_of(scenario: str) -> list[str]:
    """The names of the operations that a transaction does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        prepare(folder)
        disk = CountingDisk()
        change(folder, scenario, disk)
        return disk.operations


def die_at(scenario: str, number: int) -> str:
    """Kill a transaction ahead of an operation; which state was found: ``old`` or ``new``.

    Afterwards the next run must come to the new state and leave no file that the index does not name.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        prepare(folder)
        old = state(folder)
        child = os.fork()
        if not child:
            change(folder, scenario, DyingDisk(number))
            os._exit(0)
        os.waitpid(child, 0)
        found = state(folder)
        if found == old:
            change(folder, scenario, Disk())
            outcome = "old"
        else:
            outcome = "new"
            ArrayWriter(whoosh_index.open_dir(str(folder))).commit(merge=False)
        with tempfile.TemporaryDirectory() as other:
            afresh = Path(other, "index")
            prepare(afresh)
            change(afresh, scenario, Disk())
            assert state(folder) == state(afresh), (scenario, number, outcome)
        segments = {segment.path(folder).name for segment in whoosh_index.open_dir(str(folder))._segments()}
        left = {
            path.name for path in folder.iterdir() if path.suffix not in (".toc",) and "LOCK" not in path.name
        }
        assert left - {"MAIN.tmp"} == segments, (scenario, number, left)
        return outcome


def try_all(scenarios: Sequence[str] = SCENARIOS) -> str:
    """Try every operation of every scenario; how often which state was found."""
    trials = 0
    for scenario in scenarios:
        operations = operations_of(scenario)
        outcomes = [die_at(scenario, number) for number in range(len(operations))]
        turn = outcomes.index("new") if "new" in outcomes else len(outcomes)
        assert outcomes == ["old"] * turn + ["new"] * (len(outcomes) - turn), outcomes
        trials += len(outcomes)
        print(f"  {scenario}: {len(operations)} operations, old state up to {turn}, then the new one")
    return f"{trials} kills within a segment's commit or merge: 0 lost, 0 unreadable, all converged"


if __name__ == "__main__":
    print(try_all())
