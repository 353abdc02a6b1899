"""``bisagra concordance``: every place at which a word occurs, in one line each, as a table or as JSON.

In a terminal the words stand below each other, their contexts around them::

    que sus puertos compartieran equipos de inspección y que la carga  informe.md:9
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
        for text in _render(found, terminal, is_fitted=not arguments.width):
            terminal.print(text)


def _render(found: "Concordance", terminal: Terminal, *, is_fitted: bool) -> Iterator[str]:
    from search.concordance import MOST_PASSAGES

    words = terminal.words
    if not found.lines:
        yield words.say("nothing_found", query=words.quote(clean(found.page.raw)))
        return
    occurrences = words.count("occurrences", len(found.lines))
    passages = words.count("passages", found.page.total)
    key = "concordance_found" if found.is_complete else "concordance_incomplete"
    most = words.number(MOST_PASSAGES)
    yield words.say(key, occurrences=occurrences, passages=passages, most=most)
    yield ""
    columns = _Columns.of(found.lines, terminal.width if is_fitted else None)
    for line in found.lines:
        yield columns.render(line, terminal)


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide the words before, the match with the words after, and the place are."""

    left: int
    right: int
    place: int

    @classmethod
    def of(cls, lines: "Sequence[Line]", width: int | None) -> "_Columns":
        """As wide as they need to be, or as there is room: a third for the place, the rest for the words."""
        left = max(len(line.left) for line in lines)
        right = max(len(line.match + line.right) for line in lines)
        place = max(len(_name_place(line)) for line in lines)
        if width is None:
            return cls(left, right, place)
        place = min(place, max(width // 3, width - left - right - 2))
        return cls(left, max(1, min(right, width - place - left - 2)), place)

    def render(self, line: "Line", terminal: Terminal) -> str:
        """A line; what does not fit ends, and a place begins, with an ellipsis."""
        left, match = clean(line.left), clean(line.match)
        words = match + clean(line.right)
        words = words if len(words) <= self.right else words[: self.right - 1] + "…"
        shown = f"{terminal.bold(words[: len(match)])}{words[len(match) :]}{' ' * (self.right - len(words))}"
        place = _name_place(line)
        place = place if len(place) <= self.place else "…" + place[1 - self.place :]
        return f"{left:>{self.left}}{shown}  {terminal.dim(place)}"


def _name_place(line: "Line") -> str:
    return f"{clean(line.path)}:{line.chunk.start_line}"


def _fit(terminal: Terminal) -> int:
    """Half of what is left beside a word and a place of usual length."""
    return max(_LEAST_CONTEXT, min(_WIDTH, (terminal.width - 40) // 2))
