"""How does a passage read with some of its characters taken away or changed, and where are its marks then?"""

from collections.abc import Iterable, Sequence

from search.results import Span

Edit = tuple[int, int, str]
"""``text[start:end]`` becomes this."""


def apply_edits(text: str, edits: Iterable[Edit], marks: Sequence[Span]) -> tuple[str, list[Span]]:
    """The text with the edits made, which lie apart, and where the marked spans stand in it.

    A span that held nothing but what is taken away goes with it.

    >>> apply_edits("**ASPAN** nace", [(0, 2, ""), (7, 9, "")], [(2, 7)])
    ('ASPAN nace', [(0, 5)])
    """
    made = sorted(edits)
    if not made:
        return text, list(marks)
    parts: list[str] = []
    at = 0
    for start, end, instead in made:
        parts += (text[at:start], instead)
        at = end
    parts.append(text[at:])
    spans = [(_moved(made, start), _moved(made, end, closing=True)) for start, end in marks]
    return "".join(parts), [(start, end) for start, end in spans if start < end]


def _moved(edits: Sequence[Edit], place: int, *, closing: bool = False) -> int:
    """Where a place of the text stands afterwards; a ``closing`` one stays before what is put in there."""
    shift = 0
    for start, end, instead in edits:
        if end <= place and (start < place or not closing):
            shift += len(instead) - (end - start)
        elif start < place:
            shift += start - place
        else:
            break
    return place + shift
