"""CSV and TSV: the decoded file as it is; the cutter finds the rows."""

from corpus.encoding import decode
from corpus.model import Extraction


def extract(data: bytes) -> Extraction:
    """The text of ``data``, unchanged but for a byte order mark."""
    text, encoding = decode(data)
    return Extraction(text, encoding)
