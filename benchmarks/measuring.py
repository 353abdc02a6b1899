"""How long does each engine take for each class of question? Medians, 95th percentiles and hit counts."""

import gc
import math
import resource
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.paragraphs import Paragraph
from benchmarks.peers import Peer, fresh_folder, size_bytes
from benchmarks.queries import Question

_ROUNDS = 3
_PATIENCE_S = 8.0
"""A class that takes an engine longer than this is cut short; the report counts what was asked."""


@dataclass(slots=True)
class Timing:
    """Of one class: milliseconds, and matches in all over its questions."""

    median_ms: float
    p95_ms: float
    asked: int
    hits: int
    counting_ms: float = math.nan


@dataclass(slots=True)
class Result:
    """Of one engine at one size."""

    name: str
    per_cpu_second: float = math.nan
    megabytes: float = math.nan
    update_ms: float = math.nan
    update_again_ms: float = math.nan
    open_ms: float = math.nan
    first_ms: float = math.nan
    resident_megabytes: float = math.nan
    classes: dict[str, Timing] = field(default_factory=dict)


def measure(
    peer: Peer,
    folder: Path,
    paragraphs: Sequence[Paragraph],
    questions: Mapping[str, Sequence[Question]],
    *,
    built: bool = False,
) -> Result:
    """Build, search and update one engine; ``built`` reuses the index that is there."""
    result = Result(peer.name)
    if not built:
        fresh_folder(folder)
        started = time.process_time()
        peer.build(folder, paragraphs)
        result.per_cpu_second = len(paragraphs) / (time.process_time() - started)
    result.megabytes = size_bytes(folder) / 1e6
    gc.collect()
    started = time.perf_counter()
    peer.open(folder)
    result.open_ms = _since(started)
    first = peer.prepare(questions["common"][0])
    started = time.perf_counter()
    peer.top(first)
    result.first_ms = _since(started)
    for name, asked in questions.items():
        result.classes[name] = _ask(peer, asked)
    peer.close()
    if not built:
        result.update_ms = _update(peer, folder, paragraphs[:100])
        result.update_again_ms = min(_update(peer, folder, paragraphs[n : n + 100]) for n in (100, 200, 300))
    result.resident_megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return result


def _update(peer: Peer, folder: Path, paragraphs: Sequence[Paragraph]) -> float:
    """From a hundred paragraphs to finding them."""
    started = time.perf_counter()
    peer.add(folder, paragraphs)
    peer.open(folder)
    taken = _since(started)
    peer.close()
    return taken


def _ask(peer: Peer, questions: Sequence[Question]) -> Timing:
    prepared = [peer.prepare(question) for question in questions]
    begun = time.perf_counter()
    hits, asked = 0, 0
    counting: list[float] = []
    for each in prepared:  # also warms up
        peer.top(each)
        started = time.perf_counter()
        hits += peer.count(each)
        counting.append(_since(started))
        asked += 1
        if time.perf_counter() - begun > _PATIENCE_S:
            break
    times: list[float] = []
    begun = time.perf_counter()
    gc.disable()
    for _ in range(_ROUNDS):
        for each in prepared[:asked]:
            started = time.perf_counter()
            peer.top(each)
            times.append(_since(started))
        if time.perf_counter() - begun > _PATIENCE_S:
            break
    gc.enable()
    times.sort()
    p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
    return Timing(statistics.median(times), p95, asked, hits, statistics.median(counting))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1e3
