"""Arrays and records by their address, for compiled code. Nothing checks that they are there."""

# ruff: noqa: ANN001, ANN202  # numba works the types out

from typing import Any

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic

from index.arrays import heads


def _cast_to(kind: Any) -> Any:
    """An operation that takes an address for a pointer or a record."""

    @intrinsic
    def cast(typing, address):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            return builder.inttoptr(arguments[0], context.get_value_type(kind))

        return kind(types.int64), generate

    return cast


def _pointer_to(dtype: type) -> Any:
    return _cast_to(types.CPointer(numba.from_dtype(np.dtype(dtype))))


bytes_at = _pointer_to(np.uint8)
shorts_at = _pointer_to(np.uint16)
numbers_at = _pointer_to(np.int32)
ranks_at = _pointer_to(np.uint32)
words_at = _pointer_to(np.uint64)
places_at = _pointer_to(np.int64)
bounds_at = _pointer_to(np.float32)
floats_at = _pointer_to(np.float64)

field_of = _cast_to(numba.from_dtype(heads.FIELD))
term_of = _cast_to(numba.from_dtype(heads.TERM))
room_of = _cast_to(numba.from_dtype(heads.ROOM))
