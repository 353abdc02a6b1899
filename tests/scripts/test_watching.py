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
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.reading import IndexReader
from tests.conftest import CHECKOUT

pytestmark = pytest.mark.long

_PATIENCE_SECONDS = 40.0


class Watching:
    """A running ``bisagra watch`` and what it says, line by line."""

    def __init__(self, *argv: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts", "watch", *map(str, argv)],
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


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "uno.txt").write_text("La aduana revisó el puerto.\n", encoding="utf-8")
    return tmp_path / "docs"


@pytest.fixture
def watching(docs: Path) -> Iterator[Watching]:
    """The index lies inside of what is watched: what it writes must not wake the watch."""
    running = Watching(docs, "--index", docs / "index")
    try:
        running.wait_for("Watching 1 source")
        yield running
    finally:
        running.kill()


def paths(docs: Path) -> list[str]:
    with IndexReader.open(docs / "index") as reader:
        return [entry.path for entry in reader.documents()]


def test_what_changes_is_indexed_and_said_until_the_end(watching: Watching, docs: Path) -> None:
    (docs / "dos.txt").write_text("El puerto abrió.\n", encoding="utf-8")
    watching.wait_for("1 added")
    (docs / "dos.txt").rename(docs / "tres.txt")
    watching.wait_for("1 renamed")
    (docs / "nada.bin").write_bytes(bytes(range(256)))
    watching.wait_for("nada.bin: binary file, not text")
    (docs / "uno.txt").unlink()
    assert "uno.txt" in watching.wait_for("1 removed")
    assert paths(docs) == ["tres.txt"]
    assert watching.end() == 0
    watching.wait_for("No longer watching")


def test_a_link_upwards_does_not_make_the_index_wake_the_watch(docs: Path, tmp_path: Path) -> None:
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


def test_an_index_in_use_is_said_and_tried_again(watching: Watching, docs: Path) -> None:
    handle = os.open(docs / "index" / "lock", os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        (docs / "dos.txt").write_text("El puerto abrió.\n", encoding="utf-8")
        watching.wait_for("already running")
    finally:
        os.close(handle)
    watching.wait_for("1 added")
    assert paths(docs) == ["dos.txt", "uno.txt"]


def test_a_single_file_saved_by_moving_another_over_it(docs: Path, tmp_path: Path) -> None:
    running = Watching(docs / "uno.txt", "--index", tmp_path / "index")
    try:
        running.wait_for("Watching 1 source")
        for number in (1, 2):
            (docs / "aside").write_text(f"Otra vez, la número {number}.\n", encoding="utf-8")
            (docs / "aside").replace(docs / "uno.txt")
            running.wait_for("1 updated")
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


def test_a_program_gets_an_object_an_update(docs: Path) -> None:
    watching = Watching(docs, "--json", "--index", docs / "index")
    try:
        assert json.loads(watching.wait_for('"added"'))["added"] == 1
        watching.wait_for("Watching")
        (docs / "dos.txt").write_text("El puerto cierra a las diez.")
        assert json.loads(watching.wait_for('"added"'))["documents"] == 2
        assert watching.end() == 0
    finally:
        watching.kill()
