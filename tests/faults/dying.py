"""Runs of ``bisagra index`` that are killed: ahead of every file operation, and at random moments.

``python -m tests.faults dying``. After each kill the index serves the state before or after, whole; the
next run comes to the state that an undisturbed one comes to and leaves nothing behind.
"""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.conftest import CHECKOUT
from tests.faults.bench import Bench, benches
from tests.faults.shim import Shim
from tests.faults.trial import in_child, index_command, run_command


def before_every_operation(every: int = 1) -> str:
    """Kill each step's run ahead of each of its operations, or of every n-th; what was found."""
    shim = Shim()
    kills: Counter[str] = Counter()
    for bench in benches():
        operations = bench.count(shim)
        for number in range(31 * bench.step % every, operations, every):
            folder, directory = bench.fresh()

            def run(folder: Path = folder, directory: Path = directory, number: int = number) -> int:
                shim.watch(directory)
                shim.kill_at(number)
                return run_command(index_command(directory, folder, *bench.flags))  # noqa: B023

            assert in_child(run) == -9, (bench.step, number)
            kills[bench.judge(folder, directory)] += 1
        print(f"  step {bench.step}: {operations} operations", flush=True)
    return f"{kills.total()} kills ahead of an operation: {_say(kills)}"


def at_random(trials: int, seed: int = 1) -> str:
    """Kill runs at random moments; every tenth is started from the shell, with processes that read."""
    rng = random.Random(seed)
    kills: Counter[str] = Counter()
    finished = 0
    tried = benches()[:trials]
    seconds = [_measure(bench) for bench in tried]
    for trial in range(trials):
        bench = tried[trial % len(tried)]
        folder, directory = bench.fresh()
        moment = rng.uniform(0, 1.1 * seconds[bench.step])
        if trial % 10 == 9:
            code = _run_from_shell(index_command(directory, folder, *bench.flags, jobs=2), rng)
        else:
            argv = index_command(directory, folder, *bench.flags)
            code = in_child(lambda: run_command(argv), kill_after=moment)  # noqa: B023
        assert code in (-9, 0), code
        finished += code == 0
        kills[bench.judge(folder, directory)] += 1
        if trial % 50 == 49:
            print(f"  {trial + 1} trials", flush=True)
    return f"{kills.total()} random kills ({finished} came too late): {_say(kills)}"


def _say(kills: Counter[str]) -> str:
    return (
        f"{kills['old']} found the old state, {kills['new']} the new one; 0 lost, 0 unreadable, all converged"
    )


def _measure(bench: Bench) -> float:
    folder, directory = bench.fresh()
    started = time.perf_counter()
    assert in_child(lambda: run_command(index_command(directory, folder, *bench.flags))) == 0
    return time.perf_counter() - started


def _run_from_shell(argv: list[str], rng: random.Random) -> int:
    """The program itself, killed when it is likely to be at work."""
    child = subprocess.Popen(
        [sys.executable, "-m", "scripts", *argv],
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        child.wait(timeout=rng.uniform(0.3, 3.0))
    except subprocess.TimeoutExpired:
        child.kill()
    code = child.wait()
    time.sleep(0.05)  # its readers see that nobody asks any more
    return code


if __name__ == "__main__":
    print(before_every_operation(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
