"""One process that reads files: started, given jobs, watched, ended; its program is ``worker``."""

import contextlib
import json
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, cast

from corpus.confined.limits import Limits
from corpus.confined.worker import OUT_OF_MEMORY, write_options
from corpus.errors import UnreadableError
from corpus.formats import READABLE
from corpus.model import Chunk, Document
from corpus.options import ReadingOptions
from corpus.readers import TOO_MUCH_MEMORY
from corpus.reasons import say

Read = tuple[Document, tuple[Chunk, ...]]

_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from corpus.confined.worker import main; main()"
)
_PLAIN = frozenset(("txt", "md", "html"))
_QUICK_BYTES = 100_000
_MOST_WAITING = 64
"""Quick files behind the one that is being read: while a batch is written, for a quarter of a second, nobody
gives out others."""
_MOST_ASKED_CHARS = 8_000
"""Of their paths: a pipe takes 64 KB and a letter may take six; whoever waits to write reads no answers."""
_PIPE_BYTES = 1 << 18
"""Room for the answers to these files, on average; a pipe has a quarter of that."""
_START_SECONDS = 60.0
"""For a process to come up on a busy machine, on top of what a document may take."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: what ``read_documents`` wants, and how large it was when it was found."""

    path: Path
    root: Path
    doc_id: str
    size_bytes: int = 0

    @property
    def chars(self) -> int:
        """How long its names are."""
        return len(str(self.path)) + len(str(self.root))

    @property
    def is_quick(self) -> bool:
        """Whether it is plain and small, so that another file may wait behind it: it takes milliseconds."""
        return self.size_bytes <= _QUICK_BYTES and READABLE.get(self.path.suffix.lower()) in _PLAIN


@dataclass(slots=True)
class Job:
    """A file on its way; ``part`` is the document that is being read.

    ``results`` are those that nobody has taken yet, ``count`` counts all that came; ``chars`` measures the
    former. ``has_waited``: it was given to a process that had another file to read before.
    """

    number: int
    file: File
    is_quick: bool = False
    has_waited: bool = False
    results: deque[Read | UnreadableError] = field(default_factory=deque)
    count: int = 0
    part: str | None = None
    resumes: int = 0
    ends_at: float = 0.0
    is_done: bool = False
    chars: int = 0

    def take_in(self, result: Read | UnreadableError, chars: int = 0) -> None:
        """Keep a result until it is asked for."""
        self.results.append(result)
        self.count += 1
        self.chars += chars

    def give_out(self) -> Iterator[Read | UnreadableError]:
        """The results that have come since this was last asked for."""
        self.chars = 0
        while self.results:
            yield self.results.popleft()


class Process:
    """One process, its answers as far as they have come, and until when it has time."""

    def __init__(self, options: ReadingOptions, limits: Limits) -> None:
        self._limits = limits
        self.process = subprocess.Popen(  # noqa: S603  # this very interpreter with a fixed program
            [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._questions = cast(IO[bytes], self.process.stdin)
        self.answers = cast(IO[bytes], self.process.stdout)
        _widen(self.answers)
        self.buffer = bytearray()
        self.jobs: deque[Job] = deque()
        self._asked_chars = 0
        self.deadline = time.monotonic() + _START_SECONDS
        self.killed_for = ""
        setup = {"limits": asdict(limits), "options": write_options(options)}
        self._write(setup)

    @property
    def job(self) -> Job | None:
        """The file that is being read; the others in ``jobs`` wait in the pipe."""
        return self.jobs[0] if self.jobs else None

    def may_wait(self, job: Job) -> bool:
        """Whether a file may wait behind those that the process has: all of them quick, and not too many."""
        if len(self.jobs) > _MOST_WAITING or self._asked_chars > _MOST_ASKED_CHARS:
            return False
        return job.is_quick and self.jobs[0].is_quick  # those behind the first have waited, too

    def give(self, job: Job) -> None:
        """Give the process a file; one that was begun before goes on behind what it has."""
        job.part, job.has_waited = None, bool(self.jobs)
        self.jobs.append(job)
        if len(self.jobs) == 1:
            self._begin(job)
        file = job.file
        self._asked_chars += file.chars
        self._write(
            {"path": str(file.path), "root": str(file.root), "doc_id": file.doc_id, "skip": job.count}
        )

    def finish(self) -> None:
        """The file is read; the next one has its time from now on."""
        job = self.jobs.popleft()
        job.is_done = True
        self._asked_chars -= job.file.chars
        if self.jobs:
            self._begin(self.jobs[0])

    def _begin(self, job: Job) -> None:
        now = time.monotonic()
        job.ends_at = job.ends_at or now + self._limits.file_seconds
        self.deadline = now + _START_SECONDS + self._limits.wall_seconds

    def renew(self) -> None:
        """What is being read now has all its time before it, within that of the whole file."""
        end = self.job.ends_at if self.job else 0.0
        self.deadline = min(time.monotonic() + self._limits.wall_seconds, end)

    def grant(self, seconds: float) -> None:
        """More time, because nobody was there to take the answers."""
        self.deadline += seconds
        if self.job is not None:
            self.job.ends_at += seconds

    def check_time(self, now: float) -> None:
        """End a process that has had its time."""
        if self.job is not None and now > self.deadline and not self.killed_for:
            seconds = self._limits.file_seconds if now >= self.job.ends_at else self._limits.wall_seconds
            self.killed_for = say("time", seconds=f"{seconds:g}")
            self.process.kill()

    def explain_end(self) -> str:
        """Why the process has ended, as a sentence for the person."""
        code = self.process.wait()
        if self.killed_for:
            return self.killed_for
        if code == OUT_OF_MEMORY:
            return TOO_MUCH_MEMORY
        if code == -signal.SIGXCPU:
            return say("processor", seconds=self._limits.cpu_seconds)
        if code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
            return say("crash", signal=name)
        return say("stop", code=code)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with contextlib.suppress(OSError):
            self.process.kill()
        for pipe in (self._questions, self.answers):
            with contextlib.suppress(OSError):
                pipe.close()
        self.process.wait()

    def _write(self, message: object) -> None:
        # A process that has just ended is found out when its answers are read.
        with contextlib.suppress(OSError):
            self._questions.write(json.dumps(message).encode("ascii") + b"\n")
            self._questions.flush()


def _widen(pipe: IO[bytes]) -> None:
    """Give a pipe more room, where the system has a way and allows it (Linux has had one since 2.6.35)."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
