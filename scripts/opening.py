"""What is searched? The index and the termbase of the configuration, opened for one command.

Everything heavy is imported here or later, never when the command line starts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analyzers.files import OWN_TERMBASE
from scripts.configuration import Configuration
from scripts.session import Session

if TYPE_CHECKING:
    from index.reading import IndexReader
    from search.searching import Searcher


def termbase_paths(configuration: Configuration) -> tuple[Path, ...]:
    """The shipped termbase and what the person puts on top of it, the topmost last."""
    from analyzers.termbase import SHIPPED_TERMBASE

    accepted = configuration.index_directory / OWN_TERMBASE
    beside = (accepted,) if accepted.exists() and accepted not in configuration.own_termbases else ()
    return (SHIPPED_TERMBASE, *beside, *configuration.own_termbases)


def own_termbase(configuration: Configuration) -> Path:
    """The file that the person's own terms go to."""
    named = configuration.own_termbases
    return named[-1] if named else configuration.index_directory / OWN_TERMBASE


@contextmanager
def open_reader(configuration: Configuration) -> Iterator["IndexReader"]:
    """The index, closed at the end. Raises ``index.errors.IndexingError`` where there is none to read."""
    from index.manifest import read_current_manifest

    read_current_manifest(configuration.index_directory)  # says at once that there is nothing to open
    from index.reading import IndexReader

    with IndexReader.open(configuration.index_directory) as reader:
        yield reader


def complain_of_damage(reader: "IndexReader", session: Session) -> None:
    """Say where a state before the newest was read. To be asked when all has been: damage shows late."""
    if reader.damage is not None:
        detail = session.words.quote(str(reader.damage.path or ""))
        session.terminal.complain(session.words.say("note_earlier_generation", detail=detail))


@contextmanager
def open_searcher(configuration: Configuration) -> Iterator["Searcher"]:
    """A searcher over the index with the termbase. Raises as :func:`open_reader`, and ``TermbaseError``."""
    with open_reader(configuration) as reader:
        yield make_searcher(reader, configuration)


def make_searcher(reader: "IndexReader", configuration: Configuration) -> "Searcher":
    """A searcher over an open index. Raises ``TermbaseError``."""
    from analyzers.lexicon import load_lexicon
    from analyzers.termbase import load_termbase
    from search import opening

    return opening.make_searcher(reader, load_termbase(termbase_paths(configuration)), load_lexicon())
