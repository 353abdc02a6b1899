"""Xapian, which Debian builds for its own Python only: asked over a pipe, timed on the other side."""

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.measuring import Result, Timing
from benchmarks.paragraphs import Paragraph
from benchmarks.queries import Question, words_of

_ROUNDS = 5
_SERVER = Path(__file__).parent / "xapian_server.py"


class Xapian:
    """Xapian by its Python package, its own query parser and snippets. Times are the other process's."""

    name = "Xapian"
    largest = 1_000_000

    @staticmethod
    @cache
    def interpreter() -> str | None:
        """A Python that can import Xapian."""
        for python in (sys.executable, "/usr/bin/python3", shutil.which("python3")):
            if python and Path(python).exists():
                found = subprocess.run([python, "-c", "import xapian"], capture_output=True, check=False)
                if found.returncode == 0:
                    return python
        return None

    def build(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Index all paragraphs in a new folder."""
        self.open(folder)
        for paragraph in paragraphs:
            self._send("add", [paragraph.text, paragraph.language, words_of(paragraph.text)])
        self._send("commit", None)
        self._receive()
        self.close()

    def open(self, folder: Path) -> None:
        """Start the other process."""
        python = self.interpreter()
        assert python is not None
        self._process = subprocess.Popen(
            [python, str(_SERVER), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def prepare(self, question: Question) -> list[Any]:
        """The question as the other side takes it."""
        return [question.kind, list(question.words), question.language]

    def ask(self, what: str, value: Any) -> tuple[int, float]:
        """How many were found, and in how many milliseconds."""
        self._send(what, value)
        count, taken = self._receive()
        return int(count), float(taken)

    def close(self) -> None:
        """End the other process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _send(self, what: str, value: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([what, value]) + "\n")

    def _receive(self) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def measure_xapian(
    folder: Path, paragraphs: Sequence[Paragraph], questions: Mapping[str, Sequence[Question]]
) -> Result:
    """Ask Xapian the questions of the engines, after them; of building and updating nothing is told."""
    peer = Xapian()
    peer.build(folder, paragraphs)
    peer.open(folder)
    result = Result(peer.name)
    for name, asked in questions.items():
        prepared = [peer.prepare(question) for question in asked]
        counted = [peer.ask("count", each) for each in prepared]
        times = sorted(peer.ask("top", each)[1] for _ in range(_ROUNDS) for each in prepared)
        result.classes[name] = Timing(
            statistics.median(times),
            times[int(0.95 * (len(times) - 1))],
            len(prepared),
            sum(count for count, _ in counted),
            statistics.median(taken for _, taken in counted),
        )
    peer.close()
    return result
