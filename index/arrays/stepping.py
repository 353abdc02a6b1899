"""The steps that all compiled loops take: scoring a posting, leaping through a list, following a word.

:mod:`index.arrays.compiled` and :mod:`index.arrays.passes` are made of them.
"""

# mypy: disable-error-code="no-untyped-def,operator"
# ruff: noqa: ANN001, ANN201  # numba works the types out

import os
from typing import Any

from index.arrays.machinecode import cache_folder

os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder()))

import numba
import numpy as np

from index.arrays.heads import SKIP
from index.arrays.pointing import bytes_at, places_at, ranks_at, shorts_at, words_at
from index.scoring import K1

jit = numba.njit(cache=True, nogil=True)
inline = numba.njit(cache=True, nogil=True, inline="always")

ADDRESSES = "i8(i8, i8, i8, i8, i8)"
"""What most passes take and give."""


def compiled_for(signature: str) -> Any:
    """Compiles a function for one kind of arguments at once: to be called costs the least so."""
    return numba.njit(signature, cache=True, nogil=True)


@inline
def score_of(idf, count, norm, weight):
    """BM25 of a posting, weighted."""
    tf = np.float64(count)
    return idf * tf * (K1 + 1) / (tf + norm) * weight


@inline
def value_at(address, is_wide, i):
    """The i-th of small numbers in one byte or two: counts, positions."""
    return np.int64(shorts_at(address)[i]) if is_wide else np.int64(bytes_at(address)[i])


@jit
def leap(numbers, at, stop, wanted, step):
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
def count_following(flat, at, stop, other_flat, other, other_stop):
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


@jit
def count_bits(word):
    """How many bits of a word are set (Warren, Hacker's Delight, 5-1)."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@jit
def gather(numbers, start, stop, flags, found, kept):
    """Append the chunks of postings ``[start:stop]``, each once, ascending; how many ``found`` has then.

    ``flags`` has a bit a chunk; none is set before, and none after.
    """
    last = 0
    for i in range(start, stop):
        word = numbers[i] >> 6
        flags[word] |= np.uint64(1) << np.uint64(numbers[i] & 63)
        last = max(last, word)
    for word in range(last + 1):
        bits = flags[word]
        flags[word] = 0
        while bits:
            found[kept] = (word << 6) + count_bits(~bits & (bits - np.uint64(1)))
            kept += 1
            bits &= bits - np.uint64(1)
    return kept


@inline
def is_flagged(flags, number):
    """Whether the bit of a chunk is set."""
    return (flags[number >> 6] >> np.uint64(number & 63)) & np.uint64(1) != 0


@jit
def posting_of(term, number):
    """The place of the posting of a chunk which a term with flags is known to hold (Jacobson 1989)."""
    word = words_at(term.flags)[number >> 6]
    before = word & ((np.uint64(1) << np.uint64(number & 63)) - np.uint64(1))
    return term.start + np.int64(ranks_at(term.ranks)[number >> 6]) + count_bits(before)


@jit
def positions_of(field, term, posting):
    """Where the positions of a posting begin."""
    skipped = (posting - term.start) // SKIP
    place = places_at(term.skips)[skipped]
    for i in range(term.start + skipped * SKIP, posting):
        place += value_at(field.counts, field.has_wide_counts, i)
    return place
