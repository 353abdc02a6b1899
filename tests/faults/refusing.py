"""A disk that is full or broken, or permissions that are missing, at every operation of a run.

``python -m tests.faults refusing``. The run ends with 2 and a sentence that says what to do, or with 0
where it was done already; the state before it or after it is served; nothing is left behind; and the next
run comes to the end. Full disks are also real ones: small file systems, where they can be mounted.
"""

import errno
import os
import subprocess
import sys
from collections import Counter
from copy import copy
from pathlib import Path

import index.safety
from index.checking import Kind, check_index
from index.safety import size_on_disk
from tests.faults.bench import Bench, benches
from tests.faults.shim import Shim
from tests.faults.trial import in_child, index_command, run_command, scratch, served

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES)
_LEAST_BYTES = 4_096
_UNEXPECTED = "Something went wrong inside"


def at_every_operation(every: int = 1) -> str:
    """Refuse each operation of each step, or every n-th, and all after it; what was found.

    The errors take turns: each operation meets one of them.
    """
    shim = Shim()
    found: Counter[str] = Counter()
    for bench in benches():
        for number in range(31 * bench.step % every, bench.count(shim), every):
            found[_refuse(bench, shim, number, CODES[number % len(CODES)])] += 1
        print(f"  step {bench.step}", flush=True)
    return f"{found.total()} refusals: {_say(found)}"


def on_full_disks(sizes: int = 12) -> str:
    """The same runs on file systems of several sizes, from just what is there on; what was found."""
    found: Counter[str] = Counter()
    with scratch() as base:
        mount = base / "mount"
        mount.mkdir()
        for bench in map(copy, benches()[1:]):
            bench.base = mount / "trial"
            for number in range(sizes):
                found[_fill(bench, mount, number / sizes)] += 1
    return f"{found.total()} runs on small file systems: {_say(found)}"


def can_mount() -> bool:
    """Whether a small file system can be mounted here."""
    return sys.platform == "linux" and os.geteuid() == 0


def _refuse(bench: Bench, shim: Shim, number: int, code: int) -> str:
    folder, directory = bench.fresh()

    def run() -> int:
        shim.watch(directory)
        shim.fail_at(number, code)
        return run_command(index_command(directory, folder, *bench.flags))

    ended = in_child(run, said=bench.base / "said")
    kind = _judge(bench, directory, ended, f"{number} {errno.errorcode[code]}", may_keep_store=True)
    bench.judge(folder, directory)
    return kind


def _fill(bench: Bench, mount: Path, share: float) -> str:
    """A run where a share of the room that it may need is there; then with room enough."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(mount)], check=True)
    try:
        folder, directory = bench.fresh()
        there = size_on_disk(mount)
        size = there + 65_536 + int(share * 400_000)
        subprocess.run(["mount", "-o", f"remount,size={size}", str(mount)], check=True)

        def run() -> int:
            index.safety.RESERVE_BYTES = index.safety.GROWTH = 0  # else nothing would be tried
            return run_command(index_command(directory, folder, *bench.flags))

        said = mount.parent / "said"
        kind = _judge(bench, directory, in_child(run, said=said), f"{size} bytes", said)
        subprocess.run(["mount", "-o", "remount,size=64m", str(mount)], check=True)
        index.safety.RESERVE_BYTES, reserve = 0, index.safety.RESERVE_BYTES
        bench.judge(folder, directory)
        index.safety.RESERVE_BYTES = reserve
        return kind
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def _judge(
    bench: Bench,
    directory: Path,
    code: int,
    what: str,
    said: Path | None = None,
    *,
    may_keep_store: bool = False,
) -> str:
    """What a run that was refused something has said and left.

    Where the sync behind the rename of a new store's manifest is refused, the old store has to stay for the
    next run: nobody knows which of the two a power loss would bring back.
    """
    sentence = (said or bench.base / "said").read_text()
    where = (bench.step, what, code, sentence)
    assert code in (0, 2), where
    assert _UNEXPECTED not in sentence, where
    assert "Traceback" not in sentence, where
    assert code == 0 or sentence.startswith("bisagra: "), where
    if not bench.step and not (directory / "manifest.json").exists():
        assert code == 2, where
        return "before there was an index"
    state = served(directory)
    assert state in (bench.old, bench.new), where
    assert code == 2 or state == bench.new, where
    left = [each for each in check_index(directory).findings if each.kind is Kind.ORPHAN]
    if may_keep_store and state == bench.new:
        left = [each for each in left if not each.path.match("index/store-*")]
    assert not left or code == 0, (where, left)
    return "state after" if state == bench.new else "state before"


def _say(found: Counter[str]) -> str:
    kinds = ", ".join(f"{number} served the {kind}" for kind, number in sorted(found.items()))
    return f"{kinds}; 0 lost, 0 unreadable, 0 unexplained, all converged"


if __name__ == "__main__":
    print(at_every_operation(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
