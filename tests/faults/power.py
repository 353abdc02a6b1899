"""The power goes out: what is on the disk then, and does the index live with it?

``python -m tests.faults power``. Real runs are recorded, every write, rename and sync of them, SQLite's
too. At a moment anywhere in the record the disk keeps what was synced; of the rest, any part: of a file
any of its later pages, of a folder any of its later names. From each such disk the index must open whole,
in a state no older than the last run that had ended, and the next run must come to the end.
"""

import os
import random
import struct
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.checking import check_index
from index.errors import IndexingError
from index.manifest import MANIFEST_NAME
from tests.faults.bench import benches
from tests.faults.shim import Shim
from tests.faults.trial import (
    STEPS,
    State,
    converges,
    damage_in,
    in_child,
    index_command,
    run_command,
    scratch,
    served,
)

_RECORD = struct.Struct("=cIIQQQ")
_PAGE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Operation:
    """One record of the log; see ``shim.c``."""

    kind: str
    path: str
    second: str
    inode: int
    offset: int
    data: bytes


@dataclass(slots=True)
class _File:
    """What is certain of a file, and what was written since."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Offset and data; without data the file was cut, or grew, to the offset."""

    def settle(self) -> None:
        self.durable = _apply(self.durable, self.pending)
        self.pending = []


@dataclass(slots=True)
class _Folder:
    """What is certain of a folder's names, and what became of them since; ``None`` is a name that went."""

    durable: dict[str, "_File | _Folder"] = field(default_factory=dict)
    pending: list[tuple[dict[str, "_File | _Folder | None"]]] = field(default_factory=list)

    def settle(self) -> None:
        for (change,) in self.pending:
            _rename(self.durable, change)
        self.pending = []

    def now(self) -> dict[str, "_File | _Folder"]:
        """The names as a running program sees them."""
        names = dict(self.durable)
        for (change,) in self.pending:
            _rename(names, change)
        return names


class Disk:
    """A file system that forgets what was not synced; everything lies below ``root``."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = _Folder()
        self._by_inode: dict[int, _File] = {}

    def do(self, operation: Operation) -> None:
        """One operation."""
        kind = operation.kind
        if kind == "C":
            self._by_inode[operation.inode] = file = _File()
            self._change(operation.path, file)
        elif kind == "W":
            self._file(operation).pending.append((operation.offset, operation.data))
        elif kind == "T":
            self._file(operation).pending.append((operation.offset, None))
        elif kind == "M":
            self._change(operation.path, _Folder())
        elif kind in "UD":
            self._change(operation.path, None)
        elif kind == "R":
            self._move(operation.path, operation.second)
        elif kind == "S":
            self._sync(operation)

    def after_power_cut(self, rng: random.Random, target: Path) -> None:
        """Write what is left of it, one of all the ways in which it may be, into ``target``."""
        keep = rng.choice((0.0, 0.3, 0.7, 1.0))
        _write(_left(self._top, rng, keep), target, rng, keep)

    def _parts(self, path: str) -> list[str]:
        inside = os.path.relpath(path, self._root)
        return [] if inside == "." else inside.split("/")

    def _folder(self, parts: Sequence[str]) -> _Folder:
        folder = self._top
        for part in parts:
            found = folder.now()[part]
            assert isinstance(found, _Folder)
            folder = found
        return folder

    def _change(self, path: str, entry: "_File | _Folder | None") -> None:
        *parents, name = self._parts(path)
        self._folder(parents).pending.append(({name: entry},))

    def _move(self, old: str, new: str) -> None:
        *parents, name = self._parts(old)
        *others, second = self._parts(new)
        assert parents == others, "every rename stays in its folder"
        folder = self._folder(parents)
        folder.pending.append(({name: None, second: folder.now()[name]},))

    def _file(self, operation: Operation) -> _File:
        return self._by_inode[operation.inode]

    def _sync(self, operation: Operation) -> None:
        parts = self._parts(operation.path)
        entry = self._by_inode.get(operation.inode)
        if entry is not None and (not parts or not isinstance(self._peek(parts), _Folder)):
            entry.settle()
        else:
            self._folder(parts).settle()

    def _peek(self, parts: Sequence[str]) -> "_File | _Folder | None":
        return self._folder(parts[:-1]).now().get(parts[-1])


def _rename(names: dict[str, "_File | _Folder"], change: dict[str, "_File | _Folder | None"]) -> None:
    for name, entry in change.items():
        if entry is None:
            names.pop(name, None)
        else:
            names[name] = entry


def _left(folder: _Folder, rng: random.Random, keep: float) -> dict[str, "_File | _Folder"]:
    """The names of a folder after a power cut: the certain ones, and some of what happened since."""
    names = dict(folder.durable)
    for (change,) in folder.pending:
        if rng.random() < keep:
            _rename(names, change)
    return names


def _write(names: dict[str, "_File | _Folder"], target: Path, rng: random.Random, keep: float) -> None:
    target.mkdir(mode=0o700)
    for name, entry in names.items():
        if isinstance(entry, _Folder):
            _write(_left(entry, rng, keep), target / name, rng, keep)
        else:
            kept = [piece for piece in _pages(entry.pending) if rng.random() < keep]
            (target / name).write_bytes(_apply(entry.durable, kept))
            (target / name).chmod(0o600)


def _pages(pending: Sequence[tuple[int, bytes | None]]) -> Iterator[tuple[int, bytes | None]]:
    """Writes, cut where the pages of the disk end."""
    for offset, data in pending:
        if data is None:
            yield offset, None
            continue
        at = 0
        while at < len(data):
            size = min(len(data) - at, _PAGE_BYTES - (offset + at) % _PAGE_BYTES)
            yield offset + at, data[at : at + size]
            at += size


def _apply(durable: bytearray, pending: Sequence[tuple[int, bytes | None]]) -> bytearray:
    content = bytearray(durable)
    for offset, data in pending:
        end = offset + len(data or b"")
        if len(content) < end:
            content.extend(bytes(end - len(content)))
        if data is None:
            del content[offset:]
        else:
            content[offset:end] = data
    return content


def read_log(path: Path) -> list[Operation]:
    """The operations of a log, in order; ``A`` marks the end of a run, its number in ``inode``."""
    data, operations, at = path.read_bytes(), [], 0
    while at < len(data):
        kind, first, second, inode, offset, size = _RECORD.unpack_from(data, at)
        at += _RECORD.size
        names = data[at : at + first], data[at + first : at + first + second]
        at += first + second
        content = data[at : at + size] if kind == b"W" else b""
        at += len(content)
        old, new = (os.fsdecode(name) for name in names)
        operations.append(Operation(kind.decode(), old, new, inode, offset, content))
    return operations


def record(base: Path) -> list[Operation]:
    """Run the whole history once; the operations of all runs."""
    log = base / "log"
    folder, directory = base / "documents", base / "disk" / "index"
    (base / "disk").mkdir()

    def run() -> int:
        shim = Shim()
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for number, (act, flags) in enumerate(STEPS):
            act(folder)
            shim.watch(base / "disk")
            shim.log_to(file)
            code = run_command(index_command(directory, folder, *flags))
            shim.mark(number)
            shim.log_to(-1)
            if code:
                return code
        return 0

    assert in_child(run) == 0
    return read_log(log)


def trials(count: int, seed: int = 1, *, forgetful: bool = False) -> str:
    """So many power cuts; what was found. A ``forgetful`` disk keeps nothing for being synced."""
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    with scratch() as base:
        states = [bench.new for bench in benches()]
        (base / "recorded").mkdir()
        operations = record(base / "recorded")
        if forgetful:
            operations = [operation for operation in operations if operation.kind != "S"]
        folder = base / "recorded" / "documents"  # as it is after the last step
        for number in range(count):
            moment = rng.randrange(len(operations) + 1)
            disk = Disk(base / "recorded" / "disk")
            for operation in operations[:moment]:
                disk.do(operation)
            ended = [operation.inode for operation in operations[:moment] if operation.kind == "A"]
            target = base / f"cut-{number}"
            disk.after_power_cut(rng, target)
            found[_judge(target / "index", folder, states, ended[-1] if ended else -1)] += 1
            if number % 50 == 49:
                print(f"  {number + 1} trials", flush=True)
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(found.items()))
    return (
        f"{found.total()} power cuts over {len(operations)} operations: {kinds}; "
        "0 unreadable, 0 ended runs lost, all converged"
    )


def notice_forgetfulness(count: int) -> str:
    """A disk that keeps nothing for being synced must be noticed: else these trials could not fail."""
    try:
        found = trials(count, forgetful=True)
    except AssertionError:
        return "a disk that keeps nothing for being synced is noticed; 0 lost unnoticed"
    raise AssertionError(f"nothing was noticed: {found}")


def _judge(directory: Path, folder: Path, states: Sequence[State], ended: int) -> str:
    """Which state was found after a run of this number had ended, and the next may have begun."""
    allowed = [*states[max(ended, 0) : ended + 2], *([{}] if ended < 0 else [])]
    if ended < 0 and not (directory / MANIFEST_NAME).exists():
        converges(directory, folder, states[-1])
        return "before the first run had ended"
    try:
        report = check_index(directory)
        assert not damage_in(report), (ended, report.findings)
        state = served(directory)
    except IndexingError as error:
        raise AssertionError(f"run {ended} had ended: {error}") from error
    assert state in allowed, (ended, sorted(state))
    is_last = ended >= 0 and state == states[ended]
    kind = "found the state of the last run that had ended" if is_last else "found the one after it"
    converges(directory, folder, states[-1])
    return kind


if __name__ == "__main__":
    print(trials(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
