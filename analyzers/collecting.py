"""Making many thousand objects without looking for garbage among them all the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Look for no cyclic garbage: all that is made here stays, and looking takes as long as reading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_RELAXED = (50_000, 20, 50)
"""Objects made between two looks, of which Python's own measure is 700, and the looks between deeper ones."""


@contextmanager
def collector_relaxed() -> Iterator[None]:
    """Look for cyclic garbage seldom: nearly all that is made here goes without being looked for.

    A paragraph takes some fifty objects, hardly any in a circle; to look was up to a tenth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_RELAXED)
    try:
        yield
    finally:
        gc.set_threshold(*before)
