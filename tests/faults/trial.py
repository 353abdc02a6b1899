"""What every trial needs: a folder that changes step by step, the real command, and what is found after it.

The command runs in a child of a process in which everything is loaded, so that hundreds of runs take
minutes; it is the same :func:`scripts.__main__.main`, with a small model of meaning in place of the large.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

import analyzers.embedding
import index.writing
from index.checking import CheckReport, Kind, check_index
from index.plan import Everything
from index.reading import IndexReader
from scripts.__main__ import main
from tests.index.conftest import read_here, write
from tests.semantic.conftest import FakeEmbedder

State = Mapping[str, tuple[str, ...]]
"""The texts of the passages that the index serves, by document."""

_WORDS = (
    "puerto aduana contenedor bahía barco capitán sello turno báscula frontera astillero informe "
    "port customs container bay ship captain seal shift scale border shipyard report"
).split()

SECRET = "Xochiquetzalcóatl"
"""Stands in the documents that a step takes away, and nowhere else."""


def paragraph(seed: int, count: int = 12) -> str:
    """Words that are always the same for a number."""
    return " ".join(_WORDS[(seed * 7 + place * (seed % 5 + 1)) % len(_WORDS)] for place in range(count)) + "."


def begin(folder: Path) -> None:
    """Six documents."""
    for number in range(6):
        write(folder, f"d{number}.txt", f"{paragraph(number)}\n\n{paragraph(number + 50)}\n")
    write(folder, "gone.txt", f"El {SECRET} del puerto.\n\n{paragraph(99)}\n")


def _add(folder: Path) -> None:
    write(folder, "sub/new.md", f"# Nota\n\n{paragraph(7)}\n\n{paragraph(8)}\n")


def _change(folder: Path) -> None:
    write(folder, "d1.txt", f"Changed: {paragraph(21)}\n")
    (folder / "gone.txt").unlink()
    (folder / "d2.txt").rename(folder / "sub" / "renamed.txt")


def _add_many(folder: Path) -> None:
    for number in range(10, 22):
        write(folder, f"many/{number}.txt", f"{paragraph(number)}\n")


def _remove(folder: Path) -> None:
    (folder / "d3.txt").unlink()
    (folder / "sub" / "new.md").unlink()


def _touch(folder: Path) -> None:
    write(folder, "d4.txt", f"{paragraph(44)}\n")


STEPS: tuple[tuple[Callable[[Path], None], tuple[str, ...]], ...] = (
    (begin, ()),
    (_add, ()),
    (_change, ()),
    (_add_many, ()),
    (_remove, ()),
    (_touch, ("--rebuild",)),
)
"""What happens to the folder, and the flags of the run after it."""


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes at the end."""
    base = Path(tempfile.mkdtemp(prefix="bisagra-faults-"))
    try:
        yield base
    finally:
        shutil.rmtree(base, ignore_errors=True)


def index_command(directory: Path, folder: Path, *flags: str, jobs: int = 0) -> list[str]:
    """What is typed. Without ``jobs`` the files are read in the process itself."""
    return ["index", str(folder), "--index", str(directory), *flags, *(["--jobs", str(jobs)] if jobs else [])]


def warm_up() -> None:
    """Run the command once in this process: what it loads and looks up once, its children then have."""
    with scratch() as base, redirect_stdout(StringIO()):
        begin(base / "documents")
        assert run_command(index_command(base / "index", base / "documents")) == 0


def run_command(argv: list[str]) -> int:
    """The command, in this process, saying nothing."""
    model = FakeEmbedder()
    analyzers.embedding.load_embedder = lambda name=None: model
    if "--jobs" not in argv:
        setattr(index.writing, "read_all", read_here)  # noqa: B010
    return main(argv)


def in_child(do: Callable[[], int], *, kill_after: float | None = None, said: Path | None = None) -> int:
    """Run something in a forked child; its exit code, or minus the signal that ended it.

    What it says on standard error goes to the file ``said``.
    """
    child = os.fork()
    if not child:
        code = 99
        try:
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 1)
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) if said else null, 2)
            code = do()
        finally:
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, 9)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def served(directory: Path) -> State:
    """Every passage that the index serves. Raises ``IndexingError`` where it cannot be read."""
    found: dict[str, list[tuple[int, str]]] = {}
    with IndexReader.open(directory) as reader:
        assert reader.damage is None, reader.damage
        for number in reader.engine.find(Everything()):
            record = reader.engine.record(number)
            found.setdefault(record.path, []).append((record.chunk.ordinal, record.chunk.text))
        for entry in reader.documents():
            reader.document(entry.doc_id)
    return {path: tuple(text for _, text in sorted(texts)) for path, texts in found.items()}


def damage_in(report: CheckReport) -> list[str]:
    """What no fault may leave behind; left-overs and a journal that is a step behind it may."""
    bad = (Kind.DAMAGED, Kind.MISSING)
    return [f"{each.path}: {each.detail}" for each in report.findings if each.kind in bad]


def make_states(base: Path) -> list[State]:
    """What an undisturbed run leaves after each step."""
    folder, directory, states = base / "documents", base / "undisturbed", []
    for act, flags in STEPS:
        act(folder)
        assert in_child(lambda: run_command(index_command(directory, folder, *flags))) == 0  # noqa: B023
        states.append(served(directory))
        assert not check_index(directory).findings
    return states


def prepare(base: Path, steps: int) -> tuple[Path, Path]:
    """A folder and its index after so many steps; a trial works on a copy of the index."""
    folder, directory = base / f"after-{steps}" / "documents", base / f"after-{steps}" / "index"
    folder.mkdir(parents=True)
    for act, flags in STEPS[:steps]:
        act(folder)
        assert in_child(lambda: run_command(index_command(directory, folder, *flags))) == 0  # noqa: B023
    return folder, directory


def converges(directory: Path, folder: Path, state: State) -> None:
    """The next run ends where an undisturbed one does, and leaves nothing behind."""
    assert in_child(lambda: run_command(index_command(directory, folder))) == 0
    found = served(directory)
    differing = {path for path in found.keys() | state.keys() if found.get(path) != state.get(path)}
    assert not differing, {path: (found.get(path), state.get(path)) for path in differing}
    assert not check_index(directory).findings, check_index(directory).findings
