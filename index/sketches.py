"""Which passages say nearly the same? A sketch of each passage's words, and groups of like sketches.

A sketch is 32 bytes of minima over hashed runs of three words (Broder 1997, "On the resemblance and
containment of documents"): the share of equal bytes in two sketches estimates the share of runs that the
passages have in common. It is made of the passage alone, and passages are grouped by their sketches
alone, so the same collection has the same groups however it was brought together.

>>> one = sketch("the port was closed by the navy for three days".split())
>>> one == sketch("the port was closed by the navy for three days".split())
True
>>> similarity(one, sketch("el año pasado la inspección costó más".split())) < 0.2
True
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

BYTES = 32
_RUN = 3
"""Words a run: of two, every report's stock phrases look alike; of five, one changed word undoes ten runs."""

LIKE = 27 / 32
"""From this share of equal bytes on two passages count as the same: see docs/decisions/0019."""

_BAND = 8
"""Passages are compared where eight bytes in a row are equal: at a likeness of .9, in nine of ten cases."""

Sketches = NDArray[np.uint8]
"""One row of :data:`BYTES` a passage."""

_UNKNOWN = bytes(BYTES)
_random = np.random.Generator(np.random.PCG64(20_050_323))
_FACTORS = _random.integers(1, 2**63, BYTES, dtype=np.uint64) | np.uint64(1)
_SHIFTS = _random.integers(0, 2**63, BYTES, dtype=np.uint64)
_STEPS = _random.integers(1, 2**63, _RUN, dtype=np.uint64) | np.uint64(1)
_STEPS_OF_BANDS = _random.integers(1, 2**63, BYTES // _BAND, dtype=np.uint64) | np.uint64(1)
_SPREAD = 0x9E3779B97F4A7C15
"""Spreads 32 bits over 64 (2 ** 64 by the golden ratio)."""


def sketch(words: Sequence[str], *, numbers_matter: bool = True) -> bytes:
    """The sketch of a passage's words, already folded.

    Where ``numbers_matter``, passages with other numbers (or the same ones in another order) never look
    alike: two years' exports in one sentence are two facts. A page mark is the same on every page.
    No words give zeros, which are like nothing.
    """
    if not words:
        return _UNKNOWN
    known = [_know(word) for word in words]
    hashes = np.array(
        [each if numbers_matter or not is_number else 0 for each, is_number in known], np.uint64
    )
    runs = hashes[: max(1, len(words) - _RUN + 1)] * _STEPS[0]
    for place in range(1, min(_RUN, len(words))):
        runs = runs + hashes[place : place + len(runs)] * _STEPS[place]
    numbers = [each for each, is_number in known if is_number] if numbers_matter else []
    if numbers:
        runs ^= np.uint64(zlib.crc32(np.array(numbers, np.uint64).tobytes()) * _SPREAD % 2**64)
    mixed = (runs[:, None] ^ _SHIFTS) * _FACTORS
    mixed ^= mixed >> np.uint64(29)
    smallest = (mixed * _FACTORS).min(axis=0)
    found = ((smallest >> np.uint64(17)) & np.uint64(255)).astype(np.uint8).tobytes()
    return found if found != _UNKNOWN else b"\1" * BYTES


def similarity(one: bytes, other: bytes) -> float:
    """The share of equal bytes: about the share of runs that two passages have in common."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / BYTES


def group(sketches: Sketches) -> NDArray[np.int32]:
    """For each passage the number of the first one in its group; its own where it is like no other.

    Sorts five times: under a second for a million passages.
    """
    labels = np.arange(len(sketches), dtype=np.int32)
    known = np.flatnonzero(sketches.any(axis=1))
    if len(known) < 2:
        return labels
    held = np.ascontiguousarray(sketches[known])
    words = held.view(np.uint64)
    whole = (words * _STEPS_OF_BANDS).sum(axis=1, dtype=np.uint64)
    _, firsts, places = np.unique(whole, return_index=True, return_inverse=True)
    ones, others = [known[firsts[places]]], [known]
    for band in range(words.shape[1]):
        leaders, members = _pair(words[firsts, band], whole[firsts])
        leaders, members = firsts[leaders], firsts[members]
        alike = (held[leaders] == held[members]).mean(axis=1) >= LIKE
        ones.append(known[leaders[alike]])
        others.append(known[members[alike]])
    return _join(labels, np.concatenate(ones), np.concatenate(others))


def _pair(keys: NDArray[np.uint64], whole: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of those that share a key, each with one and the same: the one whose whole sketch is least.

    Not the one whose number is: numbers depend on history.
    """
    order = np.argsort(keys, kind="stable")
    is_first = np.concatenate([[True], np.diff(keys[order]) != 0])
    is_shared = ~(is_first & np.append(is_first[1:], True))
    order, is_first = order[is_shared], is_first[is_shared]
    order = order[np.lexsort((whole[order], np.cumsum(is_first)))]
    leaders = order[np.flatnonzero(is_first)[np.cumsum(is_first) - 1]]
    return leaders[~is_first], order[~is_first]


def _join(labels: NDArray[np.int32], ones: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.int32]:
    """Whatever a chain of pairs connects gets the least number in it."""
    while True:
        before = labels.copy()
        least = np.minimum(labels[ones], labels[others])
        np.minimum.at(labels, ones, least)
        np.minimum.at(labels, others, least)
        labels = labels[labels]
        if np.array_equal(labels, before):
            return labels


@lru_cache(maxsize=100_000)
def _know(word: str) -> tuple[int, bool]:
    """A word's hash, and whether there is a digit in it."""
    data = word.encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 32 | zlib.crc32(data[::-1]), any(char.isdigit() for char in word)
