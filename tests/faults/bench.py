"""One run of ``bisagra index``, to be disturbed again and again: where it starts, what may be found."""

import atexit
import shutil
from functools import cache
from pathlib import Path

from index.checking import check_index
from tests.faults.shim import Shim
from tests.faults.trial import (
    STEPS,
    State,
    converges,
    damage_in,
    in_child,
    index_command,
    make_states,
    prepare,
    run_command,
    scratch,
    served,
)


@cache
def benches() -> "tuple[Bench, ...]":
    """A bench for each step, made once for all trials of a process and taken away when it ends."""
    folder = scratch()
    base = folder.__enter__()
    atexit.register(folder.__exit__, None, None, None)
    states = make_states(base)
    return tuple(Bench(base, step, states) for step in range(len(STEPS)))


class Bench:
    """One step of the history, to be tried again and again."""

    def __init__(self, base: Path, step: int, states: list[State]) -> None:
        self.step = step
        self.old: State = states[step - 1] if step else {}
        self.new = states[step]
        self.flags = STEPS[step][1]
        self.base = base / f"trial-{step}"
        self._folder, self._directory = prepare(base, step)
        STEPS[step][0](self._folder)

    def fresh(self) -> tuple[Path, Path]:
        """The folder as it is to be read, and a copy of the index as it was before."""
        shutil.rmtree(self.base, ignore_errors=True)
        self.base.mkdir()
        if self._directory.exists():
            shutil.copytree(self._directory, self.base / "index")
        return self._folder, self.base / "index"

    def judge(self, folder: Path, directory: Path) -> str:
        """Which state a run that was killed has left; then the next run must put it right."""
        if not self.step and not (directory / "manifest.json").exists():
            found = "old"
        else:
            report = check_index(directory)
            assert not damage_in(report), (self.step, report.findings)
            state = served(directory)
            assert state in (self.old, self.new), (self.step, state)
            found = "new" if state == self.new else "old"
        converges(directory, folder, self.new)
        return found

    def count(self, shim: Shim) -> int:
        """The operations of an undisturbed run."""
        folder, directory = self.fresh()
        count = self.base / "count"

        def run() -> int:
            shim.watch(directory)
            code = run_command(index_command(directory, folder, *self.flags))
            number = shim.count()
            shim.watch(Path("/nowhere"))
            count.write_text(str(number))
            return code

        assert in_child(run) == 0
        return int(count.read_text())
