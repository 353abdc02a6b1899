"""Which passages say nearly the same? A sketch of each passage's words, and groups of like sketches.

A sketch is 32 bytes of minima over hashed runs of three words (Broder 1997, "On the resemblance and
containment of documents"): the share of equal bytes in two sketches estimates the share of runs that the
passages have in common. It is made of the passage alone, and passages are grouped by their sketches
alone, so the same collection has the same groups however it was brought together.

>>> numbering = Numbering()
>>> texts = ("the port was closed by the navy", "the port was closed by the navy", "el año pasado costó más")
>>> terms = [numbering[word] for text in texts for word in text.split()]
>>> words = Rows(np.array(terms), np.arange(len(terms)), np.array([len(text.split()) for text in texts]))
>>> one, same, other = sketch_rows(Hashes(numbering), words, np.ones(3, bool))
>>> similarity(one, same), bool(similarity(one, other) < 0.2)
(1.0, True)
"""

import zlib
from collections.abc import Iterator
from itertools import islice
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from analyzers.numbering import Integers, Numbering, Numbers, Rows, spread

BYTES = 32
_RUN = 3
"""Words a run: of two, every report's stock phrases look alike; of five, one changed word undoes ten runs."""

LIKE = 27 / 32
"""From this share of equal bytes on two passages count as the same: see docs/decisions/0019."""

_BAND = 8
"""Passages are compared where eight bytes in a row are equal: at a likeness of .9, in nine of ten cases."""

Sketches = NDArray[np.uint8]
"""One row of :data:`BYTES` a passage."""

_WORD, _NUMBER = 1, 2
_GOLDEN = 0x9E3779B97F4A7C15
"""Spreads 32 bits over 64 (2 ** 64 by the golden ratio)."""


def _iter_drawn(seed: int) -> Iterator[int]:
    """Numbers below 2 ** 64 (SplitMix64: Steele, Lea & Flood 2014). NumPy's generators take 10 ms to load."""
    while True:
        seed = (seed + _GOLDEN) % 2**64
        mixed = (seed ^ seed >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % 2**64
        yield mixed ^ mixed >> 31


def _draw(count: int) -> NDArray[np.uint64]:
    return np.array(list(islice(_drawn, count)), np.uint64)


_drawn = _iter_drawn(20_050_323)
_FACTORS = _draw(BYTES) | np.uint64(1)
_SHIFTS = _draw(BYTES)
_STEPS = _draw(_RUN) | np.uint64(1)
_STEPS_OF_BANDS = _draw(BYTES // _BAND) | np.uint64(1)


class Hashes:
    """Of the terms of a numbering what their sketches need: a hash, and whether there is a digit in it.

    To be shared by threads as it is.
    """

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self._hashes = np.zeros(0, np.uint64)
        self._kinds = np.zeros(0, np.uint8)
        self._lock = Lock()

    def of(self, terms: Numbers) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
        """The hashes of terms, and which are numbers. Each is worked out once."""
        with self._lock:
            self._learn(terms)
            return self._hashes[terms], self._kinds[terms] == _NUMBER

    def _learn(self, terms: Numbers) -> None:
        more = len(self.numbering.terms) - len(self._hashes)
        if more > 0:
            more += len(self._hashes)  # twice as many, so that growing costs little
            self._hashes = np.concatenate([self._hashes, np.zeros(more, np.uint64)])
            self._kinds = np.concatenate([self._kinds, np.zeros(more, np.uint8)])
        for term in np.unique(terms[self._kinds[terms] == 0]).tolist():
            self._hashes[term], is_number = _know(self.numbering.terms[term])
            self._kinds[term] = _NUMBER if is_number else _WORD


def sketch_rows(hashes: Hashes, words: Rows, numbers_matter: NDArray[np.bool_]) -> Sketches:
    """The sketches of passages, a row of folded words each.

    Where ``numbers_matter``, passages with other numbers (or the same ones in another order) never look
    alike: two years' exports in one sentence are two facts. No words give zeros, which are like nothing.
    """
    found = np.zeros((len(words.sizes), BYTES), np.uint8)
    passages = np.flatnonzero(words.sizes)
    if not len(passages):
        return found
    sizes = words.sizes[passages]
    owners = np.repeat(np.arange(len(passages)), sizes)
    held, is_number = hashes.of(words.terms)
    matters = numbers_matter[passages][owners]
    starts, runs = _make_runs(np.where(is_number & ~matters, np.uint64(0), held), sizes)
    numbers = is_number & matters
    if numbers.any():
        marks = _mark_numbers(held[numbers], np.bincount(owners[numbers], minlength=len(passages)))
        runs ^= np.repeat(marks, np.diff(starts, append=len(runs)))
    found[passages] = _least(runs, starts)
    unlucky = passages[~found[passages].any(axis=1)]
    found[unlucky] = 1
    return found


def _make_runs(hashes: NDArray[np.uint64], sizes: Integers) -> tuple[Integers, NDArray[np.uint64]]:
    """The hashes of all runs of words, one passage after the other, and where each passage's begin.

    A passage shorter than a run is one, filled up with nothing.
    """
    room = np.maximum(sizes, _RUN)
    places = np.cumsum(room) - room
    filled = np.zeros(int(room.sum()), np.uint64)
    filled[spread(places, sizes)] = hashes
    count = len(filled) - _RUN + 1
    runs = filled[:count] * _STEPS[0]
    for place in range(1, _RUN):
        runs += filled[place : place + count] * _STEPS[place]
    counts = room - _RUN + 1
    return np.cumsum(counts) - counts, runs[spread(places, counts)]


def _mark_numbers(hashes: NDArray[np.uint64], counts: Integers) -> NDArray[np.uint64]:
    """Of each passage's numbers in their order one mark; 0 for none."""
    data, at = hashes.tobytes(), 0
    marks = np.zeros(len(counts), np.uint64)
    for passage in np.flatnonzero(counts).tolist():
        end = at + 8 * int(counts[passage])
        marks[passage] = zlib.crc32(data[at:end]) * _GOLDEN % 2**64
        at = end
    return marks


def _least(runs: NDArray[np.uint64], starts: Integers) -> Sketches:
    """A byte of the least of each passage's runs, as each of :data:`BYTES` functions orders them."""
    found = np.empty((len(starts), BYTES), np.uint8)
    mixed, shifted = np.empty_like(runs), np.empty_like(runs)
    for at, (shift, factor) in enumerate(zip(_SHIFTS, _FACTORS, strict=True)):
        np.bitwise_xor(runs, shift, out=mixed)
        np.multiply(mixed, factor, out=mixed)
        np.right_shift(mixed, np.uint64(29), out=shifted)
        np.bitwise_xor(mixed, shifted, out=mixed)
        np.multiply(mixed, factor, out=mixed)
        found[:, at] = np.minimum.reduceat(mixed, starts) >> np.uint64(17) & np.uint64(255)
    return found


def similarity(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """The share of equal bytes: about the share of runs that two passages have in common."""
    return float((one == other).mean())


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


def _know(word: str) -> tuple[int, bool]:
    """A word's hash, and whether there is a digit in it."""
    data = word.encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 32 | zlib.crc32(data[::-1]), not word.isalpha() and any(map(str.isdigit, word))
