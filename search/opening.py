"""Everything that a search over an opened index can draw on, put together in one place."""

from collections.abc import Callable

from analyzers.autolexicon import load_autolexicon
from analyzers.crossing import Crossing, Table
from analyzers.embedding import Embedder, load_embedder
from analyzers.files import GUESSED_TRANSLATIONS, LEARNT_TRANSLATIONS
from analyzers.termbase import Termbase
from analyzers.translation import read_table
from index.reading import IndexReader
from search.meaning import Meaning
from search.searching import Searcher


def make_searcher(
    reader: IndexReader,
    termbase: Termbase,
    *tables: Table,
    load: Callable[[], Embedder | None] = load_embedder,
) -> Searcher:
    """A searcher over ``reader`` with names, translation tables in the order of trust, and what was learnt.

    Raises :class:`TranslationError` where what was learnt from parallel documents cannot be read.
    Meaning and guessed translations are used where indexing has made them; the model itself is
    loaded by the first query that needs it.
    """
    guesses = load_autolexicon(reader.directory / GUESSED_TRANSLATIONS)
    path = reader.directory / LEARNT_TRANSLATIONS
    learnt = [read_table(path)] if path.exists() else []
    crossing = Crossing(termbase, *learnt, *tables, guesses=guesses)
    return Searcher(reader, crossing, Meaning.open(reader.directory, load))
