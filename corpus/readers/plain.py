r"""Plain text: the decoded file as it is, pages where form feeds part them.

>>> [(mark.start_char, mark.number) for mark in extract(b"uno\x0cdos").pages]
[(0, 1), (4, 2)]
"""

from corpus.encoding import decode
from corpus.model import Extraction, Mark


def extract(data: bytes) -> Extraction:
    """The text of ``data``, unchanged but for a byte order mark."""
    text, encoding = decode(data)
    return Extraction(text, encoding, pages=_find_pages(text))


def _find_pages(text: str) -> tuple[Mark, ...]:
    marks = []
    position = text.find("\f")
    while position >= 0:
        marks.append(position + 1)
        position = text.find("\f", position + 1)
    # A form feed at the very end closes the last page and begins none.
    starts = [0, *(mark for mark in marks if text[mark : mark + 1])] if marks else []
    return tuple(Mark(start, number) for number, start in enumerate(starts, start=1))
