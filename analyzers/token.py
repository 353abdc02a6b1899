"""What is a token? A term with its place in the original string."""

from typing import NamedTuple


class Token(NamedTuple):
    """One term. ``start_char`` and ``end_char`` index the original string, never a folded one.

    Several tokens may share a ``position`` (a compound and its first part).
    """

    text: str
    position: int
    start_char: int
    end_char: int
