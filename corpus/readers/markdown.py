"""Markdown: read as the plain text that it is; the cutter knows its headings, lists and front matter."""

from corpus.encoding import decode
from corpus.model import Extraction


def extract(data: bytes) -> Extraction:
    """The text of ``data``, unchanged but for a byte order mark."""
    text, encoding = decode(data)
    return Extraction(text, encoding)
