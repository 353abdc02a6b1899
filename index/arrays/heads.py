"""What is a compiled pass told? Where arrays lie in memory, in records that are made once.

Handing an array to compiled code takes as long as scoring a hundred postings. So a pass is handed a few
numbers: the addresses of a record of the field, of records of the terms, and of the room it works in. What
holds a record holds the arrays that it points to as well.
"""

from typing import Any

import numpy as np

from index.arrays.segmentfile import Array

SKIP = 32
"""Of the first of so many postings it is known where its positions begin."""

NO_ADDRESS = 0
"""In place of the address of an array that there is none of."""

FIELD = np.dtype(
    [
        ("base", np.int64),  # what is added to a chunk's number
        ("alive", np.int64),  # a flag a chunk; none: all live
        ("numbers", np.int64),  # a posting's chunk, int32
        ("counts", np.int64),  # uint8, or uint16
        ("has_wide_counts", np.int64),
        ("positions", np.int64),  # uint8, or uint16
        ("has_wide_positions", np.int64),
        ("bounds", np.int64),  # the highest impact of 128 postings, float32
        ("slack", np.float64),  # bounds are raised by so much
        ("lengths", np.int64),  # of the field in a chunk, uint16
        ("norms", np.int64),  # by length, what BM25 adds to the count, float64
    ]
)
"""A field of one segment."""

TERM = np.dtype(
    [
        ("start", np.int64),  # of its postings among the field's
        ("stop", np.int64),
        ("idf", np.float64),
        ("top", np.float64),  # no chunk scores more
        ("flags", np.int64),  # a bit a chunk that holds it, uint64; not there for most terms
        ("ranks", np.int64),  # how many of its postings stand before each word of flags, uint32
        ("skips", np.int64),  # where the positions of every SKIP-th posting begin, int64; for phrases
    ]
)
"""A term in one segment."""

ROOM = np.dtype(
    [
        ("count", np.int64),  # so many chunks are wanted
        ("heap", np.int64),  # the best scores so far, float64
        ("mark", np.float64),  # what a score must reach
        ("trial", np.int64),  # as long as the heap
        ("found", np.int64),  # chunks that reach the mark, int64
        ("scores", np.int64),  # and what they score, float64
        ("flags", np.int64),  # a bit a chunk of any segment, none set, uint64
        ("terms", np.int64),  # the addresses of several terms, int64
        ("weights", np.int64),  # and what their scores are multiplied by, float64
    ]
)
"""What a pass works in; from segment to segment of one question it goes on with what is there."""


def record(kind: np.dtype[Any], **values: float) -> Array:
    """An array of one record; what is not named is 0."""
    made = np.zeros(1, kind)
    for name, value in values.items():
        made[name] = value
    return made


def address(array: Array | None) -> int:
    """Where an array begins; it has to be held by whoever keeps the address."""
    return NO_ADDRESS if array is None else int(array.ctypes.data)
