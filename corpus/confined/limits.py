"""How much may reading one file cost, and how is that enforced on this process?"""

import math
import resource
import signal
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """For each document; a file that holds several has ``file_seconds`` for all of them."""

    cpu_seconds: int = 30
    wall_seconds: float = 60.0
    file_seconds: float = 3600.0
    memory_bytes: int = 1_000_000_000
    chunks: int = 20_000


DEFAULT_LIMITS = Limits()


def confine(limits: Limits) -> None:
    """Limit this process's memory for good; a crash leaves no image of its memory behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks is interrupted, and closes this one
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def renew_cpu(limits: Limits) -> None:
    """From now on this process has ``cpu_seconds`` more before the system ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(usage.ru_utime + usage.ru_stime) + limits.cpu_seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
