"""``bisagra batch``: a list of queries in, one answer each out, in order, as soon as each is known."""

import argparse
import contextlib
import csv
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from scripts.arguments import Parser, whole_number
from scripts.errors import CommandError
from scripts.exits import DONE, FAILED, NOTHING_FOUND, describe_error
from scripts.opening import open_searcher
from scripts.searching import check_limit
from scripts.session import Session
from scripts.terminal import Terminal
from search.errors import QueryError
from search.tables import defuse

if TYPE_CHECKING:
    from search.searching import Searcher

logger = logging.getLogger(__name__)

NAME = "batch"

COLUMNS = (
    "id", "query", "total", "rank", "score", "path", "start_line", "end_line", "page", "slide", "language",
    "date", "exact", "title", "snippet", "chunk_id", "doc_id", "url", "error",
)  # fmt: skip
"""Columns of the table, named as the JSON fields."""


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words, options = parser.words, parser.options
    parser.values.add_argument("file", metavar="FILE", help=words.say("batch_file"))
    options.add_argument(
        "--limit", metavar="N", type=whole_number(0, words), default=20, help=words.say("batch_limit")
    )
    form = options.add_mutually_exclusive_group()
    form.add_argument("--jsonl", "--json", action="store_true", help=words.say("batch_jsonl"))
    form.add_argument("--csv", action="store_true", help=words.say("batch_csv"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Answer all queries; 0 where any found something, 1 where none did, 2 where one failed."""
    write = _write_csv(session.terminal) if arguments.csv else session.terminal.print_json
    found = failed = False
    with open_lines(arguments.file) as lines, open_searcher(session.configuration) as searcher:
        check_limit(arguments.limit, "too_many_batch")
        for query_id, line in read_queries(lines):
            row = _answer(query_id, line, searcher, limit=arguments.limit, session=session)
            write(row)
            found = found or bool(row["total"])
            failed = failed or row["error"] is not None
    return FAILED if failed else DONE if found else NOTHING_FOUND


@contextlib.contextmanager
def open_lines(name: str) -> Iterator[Iterable[bytes]]:
    """The lines of a file, or of standard input for ``-``, as they come."""
    if name == "-":
        yield sys.stdin.buffer
        return
    file: IO[bytes]
    try:
        file = open(name, "rb")  # noqa: SIM115  (closed below; the error is told apart from those of reading)
    except OSError as error:
        raise CommandError("unreadable_queries", path=name, problem=error.strerror) from error
    with file:
        yield file


def read_queries(lines: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    r"""The id and the query of each line; blank lines are passed over and counted by nobody.

    >>> list(read_queries([b"ASPAN\n", b"\n", b"x7\tpuerto\n"]))
    [('q1', b'ASPAN'), ('x7', b'puerto')]
    """
    number = 0
    for place, line in enumerate(lines):
        line = line.removeprefix(b"\xef\xbb\xbf") if place == 0 else line
        line = line.rstrip(b"\r\n")
        if not line.strip():
            continue
        number += 1
        name, tab, query = line.partition(b"\t")
        own = name.strip().decode("utf-8", "replace") if tab else ""
        yield own or f"q{number}", query if tab else line


def _answer(
    query_id: str, line: bytes, searcher: "Searcher", *, limit: int, session: Session
) -> dict[str, Any]:
    """The answer to one query as JSON; whatever goes wrong with it stays in its row."""
    from search.serializing import error_to_dict, page_to_dict

    words = session.words
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raw = line.decode("utf-8", "replace")
        return error_to_dict(raw, words.say("error_row_encoding"), error.start, query_id)
    if not text:
        return error_to_dict(text, words.say("error_row_empty"), None, query_id)
    try:
        return page_to_dict(searcher.search(text, limit=limit, collapse=True), query_id)
    except QueryError as error:
        return error_to_dict(text, describe_error(error, words), error.position, query_id)
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        # a bug that one query meets must not cost the others their answers
        logger.exception("query %s failed", query_id)
        message = words.say("error_row_unexpected", name=type(error).__name__)
        return error_to_dict(text, message, None, query_id)


def _write_csv(terminal: Terminal) -> Callable[[dict[str, Any]], None]:
    """A writer of answers as a table: a row a hit, and one row for a query without any."""
    table = csv.writer(terminal.out, lineterminator="\r\n")
    table.writerow(COLUMNS)

    def write(answer: dict[str, Any]) -> None:
        error = answer["error"]
        shared = {
            "id": answer["id"],
            "query": answer["query"]["raw"],
            "total": answer["total"],
            "error": error["message"] if error else None,
        }
        for hit in answer["hits"] or [{}]:
            row = hit | shared
            if hit:
                row["snippet"] = hit["snippet"]["text"]
            table.writerow([defuse(row.get(column)) for column in COLUMNS])
        terminal.out.flush()

    return write
