"""``bisagra concordance``: every place at which a word occurs, in one line each, as a table or as JSON.

In a terminal the words stand below each other, their contexts around them::

    que sus puertos compartieran equipos de inspección y que la carga  informe.md:9
"""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scripts.arguments import Parser, whole_number
from scripts.errors import UsageError
from scripts.exits import DONE, NOTHING_FOUND
from scripts.opening import open_searcher
from scripts.searching import add_query, print_error, read_query
from scripts.session import Session
from scripts.terminal import Terminal, clean
from search.errors import QueryError

if TYPE_CHECKING:
    from search.concordance import Concordance, Line

NAME = "concordance"

COLUMNS = (
    "left", "match", "right", "path", "start_line", "end_line", "page", "slide", "language", "date", "title",
    "chunk_id", "doc_id", "url",
)  # fmt: skip
"""Columns of the table, named as the JSON fields."""

_ORDERS = ("document", "left", "right")
_WIDTH = 60
_LEAST_CONTEXT = 10


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words, options = parser.words, parser.options
    add_query(parser)
    options.add_argument(
        "--width", metavar="N", type=whole_number(10, words), help=words.say("concordance_width")
    )
    options.add_argument("--sort", choices=_ORDERS, default="document", help=words.say("concordance_sort"))
    form = options.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help=words.say("concordance_csv"))
    form.add_argument("--json", action="store_true", help=words.say("help_json"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Print all lines; 1 where there are none."""
    text, how = read_query(arguments)
    terminal = session.terminal
    with open_searcher(session.configuration) as searcher:
        from search.concordance import MOST_WIDTH, concordance_error_to_dict, make_concordance

        if (arguments.width or 0) > MOST_WIDTH:
            raise UsageError("too_wide", value=arguments.width, most=MOST_WIDTH)
        is_table = arguments.csv or arguments.json
        width = arguments.width or (_WIDTH if is_table else _fit(terminal))
        try:
            found = make_concordance(searcher, text, width=width, order=arguments.sort, **how)
        except QueryError as error:
            if not arguments.json:
                raise
            return print_error(
                text,
                error,
                session,
                lambda answer: concordance_error_to_dict(answer, width=width, order=arguments.sort),
            )
    _print(found, arguments, session)
    return DONE if found.lines else NOTHING_FOUND


def _print(found: "Concordance", arguments: argparse.Namespace, session: Session) -> None:
    from search.concordance import concordance_to_dict, line_to_dict

    terminal = session.terminal
    if arguments.json:
        terminal.print_json(concordance_to_dict(found))
    elif arguments.csv:
        from search.tables import write_table

        rows = (line_to_dict(line, found.page.raw) for line in found.lines)
        terminal.out.write(write_table(COLUMNS, rows))
    else:
        for text in _render(found, terminal):
            terminal.print(text)


def _render(found: "Concordance", terminal: Terminal) -> Iterator[str]:
    words = terminal.words
    if not found.lines:
        yield words.say("nothing_found", query=words.quote(clean(found.page.raw)))
        return
    occurrences = words.count("occurrences", len(found.lines))
    passages = words.count("passages", found.page.total)
    yield words.say("concordance_found", occurrences=occurrences, passages=passages)
    if not found.is_complete:
        yield words.say("concordance_incomplete")
    yield ""
    widest = max(len(line.left) for line in found.lines)
    rightmost = max(len(line.match + line.right) for line in found.lines)
    for line in found.lines:
        yield _render_line(line, widest, rightmost, terminal)


def _render_line(line: "Line", widest: int, rightmost: int, terminal: Terminal) -> str:
    left, match, right = clean(line.left), clean(line.match), clean(line.right)
    padding = " " * (rightmost - len(match + right))
    place = f"{clean(line.path)}:{line.chunk.start_line}"
    return f"{left:>{widest}}{terminal.bold(match)}{right}{padding}  {terminal.dim(place)}"


def _fit(terminal: Terminal) -> int:
    """Half of what is left beside a word and a place of usual length."""
    return max(_LEAST_CONTEXT, min(_WIDTH, (terminal.width - 40) // 2))
