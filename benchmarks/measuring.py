"""How long does each engine take for each class of question? Medians, 95th percentiles and hit counts."""

import gc
import math
import resource
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

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
    peers: Sequence[Peer],
    scratch: Path,
    paragraphs: Sequence[Paragraph],
    questions: Mapping[str, Sequence[Question]],
) -> list[Result]:
    """Build, search and update engines. They are asked in turn: a machine's speed changes by the minute."""
    results = [_build(peer, scratch / peer.name, paragraphs, questions["common"][0]) for peer in peers]
    for name, asked in questions.items():
        print(f"{len(paragraphs):,}: {name} …", file=sys.stderr, flush=True)
        for result, timing in zip(results, _ask(peers, asked), strict=True):
            result.classes[name] = timing
    for peer, result in zip(peers, results, strict=True):
        peer.close()
        update = partial(_update, peer, scratch / peer.name)
        result.update_ms = update(paragraphs[:100])
        result.update_again_ms = min(update(paragraphs[n : n + 100]) for n in (100, 200, 300))
    return results


def _build(peer: Peer, folder: Path, paragraphs: Sequence[Paragraph], first: Question) -> Result:
    """Build, open and ask a first question."""
    print(f"{len(paragraphs):,}: {peer.name} …", file=sys.stderr, flush=True)
    result = Result(peer.name)
    fresh_folder(folder)
    started = time.process_time()
    peer.build(folder, paragraphs)
    result.per_cpu_second = len(paragraphs) / (time.process_time() - started)
    result.megabytes = size_bytes(folder) / 1e6
    gc.collect()
    started = time.perf_counter()
    peer.open(folder)
    result.open_ms = _since(started)
    prepared = peer.prepare(first)
    started = time.perf_counter()
    peer.top(prepared)
    result.first_ms = _since(started)
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


@dataclass(slots=True)
class _Asked:
    """What one engine was asked of a class so far."""

    prepared: list[Any]
    hits: int
    counting: list[float]
    times: list[float] = field(default_factory=list)
    spent_s: float = 0.0

    def timing(self) -> Timing:
        """The times put in order."""
        times = sorted(self.times)
        p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
        counting = statistics.median(self.counting)
        return Timing(statistics.median(times), p95, len(self.prepared), self.hits, counting)


def _ask(peers: Sequence[Peer], questions: Sequence[Question]) -> list[Timing]:
    """Ask all of a class, one engine after the other, again and again."""
    asked = [_warm_up(peer, questions) for peer in peers]
    gc.collect()
    gc.disable()
    for _ in range(_ROUNDS):
        for peer, each in zip(peers, asked, strict=True):
            if each.spent_s <= _PATIENCE_S:
                _ask_once(peer, each)
    gc.enable()
    return [each.timing() for each in asked]


def _warm_up(peer: Peer, questions: Sequence[Question]) -> _Asked:
    """Ask for the first time, and count, as many as there is patience for."""
    peer.resume()
    found = _Asked([], 0, [])
    begun = time.perf_counter()
    for question in questions:
        prepared = peer.prepare(question)
        peer.top(prepared)
        started = time.perf_counter()
        found.hits += peer.count(prepared)
        found.counting.append(_since(started))
        found.prepared.append(prepared)
        if time.perf_counter() - begun > _PATIENCE_S:
            break
    return found


def _ask_once(peer: Peer, asked: _Asked) -> None:
    peer.resume()
    peer.top(
        asked.prepared[-1]
    )  # the first question after another engine's finds the processor's cache full of it
    begun = time.perf_counter()
    for each in asked.prepared:
        started = time.perf_counter()
        peer.top(each)
        asked.times.append(_since(started))
    asked.spent_s += time.perf_counter() - begun


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1e3
