"""The steps that all compiled loops take: scoring a posting, leaping through a list, following a word.

:mod:`index.arrays.compiled` and :mod:`index.arrays.passes` are made of them.
"""

# ruff: noqa: ANN001, ANN201  # numba works the types out

import os

from index.arrays.compiling import cache_folder

os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder()))

import numba
import numpy as np

from index.execution import K1

jit = numba.njit(cache=True, nogil=True)


@numba.njit(cache=True, nogil=True, inline="always")
def score_of(idf, count, norm, weight):  # type: ignore[no-untyped-def]
    """BM25 of a posting, weighted."""
    tf = np.float64(count)
    return idf * tf * (K1 + 1) / (tf + norm) * weight


@jit
def leap(numbers, at, stop, wanted, step):  # type: ignore[no-untyped-def]
    """The first place in ``[at:stop]`` whose number is not below ``wanted``, about ``step`` places on."""
    if at >= stop or numbers[at] >= wanted:
        return at
    low = at + 1  # all before are below
    high = at + step
    while high < stop and numbers[high] < wanted:
        low = high + 1
        step *= 2
        high += step
    size = min(high, stop) - low
    while size > 0:
        half = (size + 1) >> 1
        if numbers[low + half - 1] < wanted:
            low += half
        size -= half
    return low


@jit
def count_following(flat, at, stop, other_flat, other, other_stop):  # type: ignore[no-untyped-def]
    """How many of ``other_flat[other:other_stop]`` follow one of ``flat[at:stop]`` at once; both ascend."""
    held = 0
    while at < stop and other < other_stop:
        wanted = np.int64(flat[at]) + 1
        value = np.int64(other_flat[other])
        if value < wanted:
            other += 1
        else:
            held += value == wanted
            at += 1
    return held
