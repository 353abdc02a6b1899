"""Read many files, each in a process that cannot do harm: limited, watched, replaced when it falls.

    for file, result in read_all(files, jobs=4):
        ...  # (document, chunks), or an error with its reason, or None: that was all of this file

Results come in the order of the files, each as soon as it is there: a mailbox of years need not fit into
memory. A document that brings its process down is reported with the reason, and the rest of its file (the
other attachments of a mail) is read by the next process.
"""

import json
import os
import selectors
import time
from collections.abc import Collection, Iterable, Iterator

from corpus.confined.limits import DEFAULT_LIMITS, Limits
from corpus.confined.process import File, Job, Process, Read
from corpus.confined.wire import decode_read
from corpus.confined.worker import ALIVE, BEGIN, FAILED, FINISHED, HEADER, READ, cut
from corpus.errors import UnreadableError
from corpus.options import DEFAULT_OPTIONS, ReadingOptions
from corpus.readers import read_documents
from corpus.reasons import say

__all__ = ["File", "Read", "Result", "read_all"]

Result = Read | UnreadableError

_LONGEST_FRAME = 400_000_000
_STEP_BYTES = 1 << 16
_AHEAD = 256
"""How many files may be read before the one that is waited for."""
_MOST_AHEAD_CHARS = 100_000_000
_MOST_RESUMES = 50


def read_all(
    files: Iterable[File],
    *,
    jobs: int = 1,
    options: ReadingOptions = DEFAULT_OPTIONS,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[tuple[File, Result | None]]:
    """Read and cut ``files`` in ``jobs`` processes; yield each document with its file, in order.

    Every file yields at least one result, and ``None`` after its last. With ``jobs=0`` everything happens in
    this process, without limits on time and memory: for tests, and where processes cannot be started.
    """
    if jobs < 1:
        for file in files:
            yield from ((file, result) for result in _read_here(file, options, limits))
            yield file, None
        return
    with _Pool(jobs, options, limits) as pool:
        yield from pool.read(files)


def _read_here(file: File, options: ReadingOptions, limits: Limits) -> Iterator[Result]:
    is_empty = True
    try:
        for result in read_documents(file.path, root=file.root, doc_id=file.doc_id, options=options):
            yield result if isinstance(result, UnreadableError) else cut(result, limits)
            is_empty = False
    except Exception as error:  # one bad file never stops a run
        reason = say("fault", problem=f"{type(error).__name__}: {error}")
        yield UnreadableError(str(file.path), reason)
        is_empty = False
    if is_empty:
        yield _nothing(file)


def _nothing(file: File) -> UnreadableError:
    return UnreadableError(str(file.path), say("no-document"))


def _next_job(coming: Iterator[tuple[int, File]]) -> Job | None:
    following = next(coming, None)
    return None if following is None else Job(*following, is_quick=following[1].is_quick)


class _Pool:
    """Deals files out to processes and puts results back into order."""

    def __init__(self, jobs: int, options: ReadingOptions, limits: Limits) -> None:
        self._jobs, self._options, self._limits = jobs, options, limits
        self._selector = selectors.DefaultSelector()
        self._workers: list[Process] = []
        self._chars_ahead = 0

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.close()
        self._selector.close()

    def read(self, files: Iterable[File]) -> Iterator[tuple[File, Result | None]]:
        """Yield every file's results, in order, and ``None`` after each file."""
        coming = enumerate(files)
        following = _next_job(coming)
        jobs: dict[int, Job] = {}
        due = 0
        while following is not None or jobs:
            while following is not None and self._may_begin(jobs) and self._deal(following):
                jobs[following.number] = following
                following = _next_job(coming)
            job = jobs[due]
            is_waiting = True
            for result in self._hand_out(job):
                yield result
                is_waiting = False
            if job.is_done:
                del jobs[due]
                due += 1
            self._take_answers(wait=is_waiting)

    def _hand_out(self, job: Job) -> Iterator[tuple[File, Result | None]]:
        """What has come of a file; the time that is taken to work on it is not the readers'."""
        if job.is_done and not job.count:
            job.take_in(_nothing(job.file))
        self._chars_ahead -= job.chars
        results: list[Result | None] = list(job.give_out())
        for result in (*results, None) if job.is_done else results:
            begun = time.monotonic()
            yield job.file, result
            away = time.monotonic() - begun
            for worker in self._workers:
                worker.grant(away)

    def _may_begin(self, jobs: dict[int, Job]) -> bool:
        if not jobs:
            return True
        return len(jobs) < _AHEAD and self._chars_ahead < _MOST_AHEAD_CHARS

    def _deal(self, job: Job) -> bool:
        """Give the file to a process, if there is one for it.

        Quick files wait in the pipe of a process that reads others of their kind: it need not wait itself
        until somebody has time to give it the next.
        """
        if sum(1 for worker in self._workers if worker.jobs) < self._jobs:
            self._take_worker().give(job)
            return True
        worker = min(self._workers, key=lambda worker: len(worker.jobs))
        if not worker.may_wait(job):
            return False
        worker.give(job)
        return True

    def _take_worker(self) -> Process:
        for worker in self._workers:
            if not worker.jobs:
                return worker
        worker = Process(self._options, self._limits)
        self._workers.append(worker)
        self._selector.register(worker.answers, selectors.EVENT_READ, worker)
        return worker

    def _take_answers(self, *, wait: bool) -> None:
        """Take in what the processes answer; ``wait`` until one of them has answered or had its time."""
        now = time.monotonic()
        ends = [worker.deadline for worker in self._workers if worker.job is not None] if wait else [now]
        events = self._selector.select(max(0.0, min(ends, default=now + 1.0) - now) + 0.01 * wait)
        for key, _ in events:
            worker: Process = key.data
            data = os.read(key.fd, _STEP_BYTES)
            if data:
                worker.buffer += data
                if not self._take_frames(worker):
                    worker.process.kill()
            else:
                self._replace(worker)
        now = time.monotonic()
        for worker in self._workers:
            worker.check_time(now)

    def _take_frames(self, worker: Process) -> bool:
        """Whether all whole frames in the buffer are what they should be."""
        buffer, position = worker.buffer, 0
        while len(buffer) - position >= HEADER.size:
            kind, length = HEADER.unpack_from(buffer, position)
            if length > _LONGEST_FRAME:
                worker.killed_for = say("nonsense")
                return False
            end = position + HEADER.size + length
            if len(buffer) < end:
                break
            try:
                self._take_frame(worker, kind, bytes(buffer[position + HEADER.size : end]))
            except (ValueError, TypeError, KeyError, IndexError):
                worker.killed_for = say("nonsense")
                return False
            position = end
        del buffer[:position]
        return True

    def _take_frame(self, worker: Process, kind: bytes, payload: bytes) -> None:
        job = worker.job
        if job is None:
            raise ValueError("an answer to nothing")
        if kind == BEGIN:
            job.part = payload.decode("utf-8", "surrogateescape")
            worker.renew()
        elif kind == ALIVE:
            worker.renew()
        elif kind == READ:
            job.take_in(decode_read(payload), len(payload))
            self._chars_ahead += len(payload)
        elif kind == FAILED:
            path, reason = json.loads(payload)
            job.take_in(UnreadableError(str(path), str(reason)))
        elif kind == FINISHED:
            worker.finish()
        else:
            raise ValueError("no such frame")

    def _replace(self, worker: Process) -> None:
        """A process has ended: say so of what it was reading, and let another one go on behind that."""
        self._selector.unregister(worker.answers)
        self._workers.remove(worker)
        reason = worker.explain_end()
        worker.close()
        if worker.job is None:
            return
        job, *waiting = worker.jobs
        if job.part is None and job.has_waited:  # it may well have fallen over the file before
            self._give_all(worker.jobs)
            return
        job.take_in(UnreadableError(job.part or str(job.file.path), reason))
        job.resumes += 1
        may_go_on = job.part is not None and job.part != str(job.file.path)
        if may_go_on and job.resumes <= _MOST_RESUMES and time.monotonic() < job.ends_at:
            waiting.insert(0, job)
        else:
            job.is_done = True
        self._give_all(waiting)

    def _give_all(self, jobs: Collection[Job]) -> None:
        if jobs:
            worker = self._take_worker()
            for job in jobs:
                worker.give(job)
