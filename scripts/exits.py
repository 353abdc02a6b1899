"""What does the shell learn, and what the person? One table from error class to exit code and sentence.

No traceback is shown unless ``--debug`` asks for it.
"""

from analyzers.errors import AnalysisError
from corpus.errors import CorpusError
from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexingError,
    IndexMissingError,
    IndexStaleError,
    SourceError,
)
from scripts.errors import CommandError
from scripts.texts import Words
from search.errors import QueryError, SearchError

DONE = 0
NOTHING_FOUND = 1
FAILED = 2
INTERRUPTED = 130  # what a shell reports for a process that Ctrl-C ended: 128 + SIGINT

EXITS: tuple[tuple[type[BaseException], int, str], ...] = (
    (KeyboardInterrupt, INTERRUPTED, ""),
    (BrokenPipeError, DONE, ""),  # `bisagra … | head` has all it wanted
    (CommandError, FAILED, ""),
    (IndexMissingError, FAILED, "error_index_missing"),
    (IndexStaleError, FAILED, "error_index_stale"),
    (IndexDamagedError, FAILED, "error_index_damaged"),
    (IndexBusyError, FAILED, "error_index_busy"),
    (SourceError, FAILED, "error_source"),
    (IndexingError, FAILED, "error_other"),
    (QueryError, FAILED, "error_query"),
    (SearchError, FAILED, "error_other"),
    (AnalysisError, FAILED, "error_termbase"),
    (CorpusError, FAILED, "error_other"),
    (OSError, FAILED, "error_system"),
    (MemoryError, FAILED, "error_memory"),
    (BaseException, FAILED, "error_unexpected"),
)
"""From error class to exit code and the key of its sentence; the first that fits holds."""


def exit_code_of(error: BaseException) -> int:
    """The exit code that stands for an error."""
    return next(code for kind, code, _ in EXITS if isinstance(error, kind))


def describe_error(error: BaseException, words: Words) -> str:
    """One sentence for the person; empty where there is nothing to say."""
    if isinstance(error, CommandError):
        return error.say(words)
    key = next(key for kind, _, key in EXITS if isinstance(error, kind))
    if key == "error_system" and not (isinstance(error, OSError) and error.filename):
        key = "error_system_bare"
    return words.say(key, **_values_of(error)) if key else ""


def _values_of(error: BaseException) -> dict[str, object]:
    """What the sentences may name of an error."""
    values: dict[str, object] = {"message": str(error), "name": _name(error)}
    if isinstance(error, IndexingError):
        values["directory"] = error.directory
    if isinstance(error, OSError):
        values |= {"problem": error.strerror or type(error).__name__, "path": error.filename}
    if isinstance(error, QueryError):
        from search.parsing import MAX_CHARS, MAX_DEPTH, MAX_WORDS  # loaded already by whoever raised it

        values |= {"position": error.position + 1, "chars": MAX_CHARS, "words": MAX_WORDS, "depth": MAX_DEPTH}
    return values


def _name(error: BaseException) -> str:
    message = str(error).strip().partition("\n")[0][:200]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
