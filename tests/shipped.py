"""The termbase and the lexicon that come with the project, read once for all tests of a process.

What they say never changes; a test of how they are read makes its own with ``load_termbase`` and
``load_lexicon``.
"""

from functools import cache

from analyzers.crossing import Crossing
from analyzers.lexicon import Lexicon, load_lexicon
from analyzers.termbase import Termbase, load_termbase


@cache
def termbase() -> Termbase:
    """All concepts."""
    shipped = load_termbase()
    shipped.read_all()
    return shipped


@cache
def lexicon() -> Lexicon:
    """All rows."""
    shipped = load_lexicon()
    shipped.read_all()
    return shipped


def crossing() -> Crossing:
    """Both as one."""
    return Crossing(termbase(), lexicon())
