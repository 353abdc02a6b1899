"""What does the shell learn, and what the person? One table from error class to exit code and sentence.

No traceback is shown unless ``--debug`` asks for it.
"""

from analyzers.errors import AnalysisError
from corpus.errors import CorpusError
from index.errors import (
    IndexAccessError,
    IndexBusyError,
    IndexDamagedError,
    IndexingError,
    IndexMissingError,
    IndexSpaceError,
    IndexStaleError,
    IndexUnsafeError,
    IndexWriteError,
    SourceError,
)
from scripts.errors import CommandError
from scripts.faults import translate_fault
from scripts.texts import Words
from search.errors import QueryError, SearchError

DONE = 0
NOTHING_FOUND = 1
FAILED = 2
_PLACE = ("path", "line", "problem")
"""What an error has that is about a line of a file that people edit."""
INTERRUPTED = 130  # what a shell reports for a process that Ctrl-C ended: 128 + SIGINT

EXITS: tuple[tuple[type[BaseException], int, str], ...] = (
    (KeyboardInterrupt, INTERRUPTED, ""),
    (BrokenPipeError, DONE, ""),  # `bisagra … | head` has all it wanted
    (CommandError, FAILED, ""),
    (IndexMissingError, FAILED, "error_index_missing"),
    (IndexStaleError, FAILED, "error_index_stale"),
    (IndexDamagedError, FAILED, "error_index_damaged"),
    (IndexBusyError, FAILED, "error_index_busy"),
    (IndexUnsafeError, FAILED, "error_index_unsafe"),
    (IndexSpaceError, FAILED, "error_index_space"),
    (IndexWriteError, FAILED, "error_index_write"),
    (IndexAccessError, FAILED, "error_index_access"),
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


def error_object(message: str, position: int | None = None) -> dict[str, object]:
    """What stands on standard output instead of an answer in JSON; ``position`` counts from 0."""
    return {"error": {"message": message, "position": position}}


def describe_error(error: BaseException, words: Words, *, index_flag: str = "") -> str:
    """One sentence for the person; empty where there is nothing to say.

    ``index_flag`` is what a command in it must name the index with, as it was typed: `` --index DIR``.
    """
    if isinstance(error, CommandError):
        return error.say(words)
    key = next(key for kind, _, key in EXITS if isinstance(error, kind))
    if key == "error_system" and not (isinstance(error, OSError) and error.filename):
        key = "error_system_bare"
    return words.say(key, **_values_of(error, words), index=index_flag) if key else ""


def _values_of(error: BaseException, words: Words) -> dict[str, object]:
    """What the sentences may name of an error."""
    values: dict[str, object] = {"message": str(error), "name": _name(error)}
    if isinstance(error, IndexingError):
        values["directory"] = error.directory
        values |= _values_of_index(error, words)
    if all(hasattr(error, name) for name in _PLACE):  # of a termbase, a lexicon, judged queries
        values["message"] = _say_fault(error, words)
    if isinstance(error, OSError):
        values |= {"problem": words.refusal(error.strerror or type(error).__name__), "path": error.filename}
    if isinstance(error, QueryError):
        from search.parsing import MAX_CHARS, MAX_DEPTH, MAX_WORDS  # loaded already by whoever raised it

        values |= {"position": error.position + 1, "chars": MAX_CHARS, "words": MAX_WORDS, "depth": MAX_DEPTH}
    return values


def _say_fault(error: BaseException, words: Words) -> str:
    """Where in a file that people edit something is wrong, and what."""
    path, line, problem = (getattr(error, name) for name in _PLACE)
    place = words.say("error_line", path=path, line=line) if line else str(path)
    return f"{place}: {translate_fault(str(problem), words.language)}"


def _values_of_index(error: IndexingError, words: Words) -> dict[str, object]:
    """What the sentences may name of an index: the file, the writer, the open door, the room."""
    values: dict[str, object] = {}
    if isinstance(error, IndexDamagedError | IndexWriteError | IndexAccessError):
        values |= {"problem": words.refusal(error.problem)}
        values |= {"file": words.say("error_file", path=error.path) if error.path else ""}
    if isinstance(error, IndexBusyError):
        key = "error_holder_since" if error.started else "error_holder"
        values["holder"] = words.say(key, pid=error.pid, started=error.started) if error.pid else ""
    if isinstance(error, IndexUnsafeError):
        key = "error_index_foreign" if error.owner is not None else "error_index_open"
        mode = f"{error.mode:04o}"
        values["reason"] = words.say(key, directory=error.directory, mode=mode, owner=error.owner)
    if isinstance(error, IndexSpaceError):
        values |= {"free": words.size(error.free_bytes), "needed": words.size(error.needed_bytes)}
    return values


def _name(error: BaseException) -> str:
    message = str(error).strip().partition("\n")[0][:200]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
