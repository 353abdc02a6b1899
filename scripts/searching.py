"""``bisagra search``: one query, and its passages on the screen or as JSON."""

import argparse
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from analyzers.language import Language
from scripts.arguments import Parser, whole_number
from scripts.errors import UsageError
from scripts.exits import DONE, FAILED, NOTHING_FOUND, describe_error
from scripts.opening import open_searcher
from scripts.session import Session
from search.errors import QueryError

if TYPE_CHECKING:
    from search.results import ResultPage

NAME = "search"

_FILTER = re.compile(r"(?P<name>[^\W\d_]+)=(?P<value>.+)", re.DOTALL)
_BESIDE_FACETS = ("path", "date", "reference", "refers", "subject", "signature", "kind")
"""What can be filtered by besides what is counted."""


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words, options = parser.words, parser.options
    number = whole_number(0, words)
    add_query(parser)
    options.add_argument("--limit", metavar="N", type=number, default=10, help=words.say("search_limit"))
    options.add_argument("--offset", metavar="N", type=number, default=0, help=words.say("search_offset"))
    add_list(parser)
    options.add_argument("--explain", action="store_true", help=words.say("search_explain"))
    options.add_argument("--json", action="store_true", help=words.say("help_json"))


def add_query(parser: Parser) -> None:
    """Add what says which passages are meant; :func:`read_query` reads it."""
    words, options = parser.words, parser.options
    parser.values.add_argument("query", metavar="QUERY", nargs="*", help=words.say("search_query"))
    options.add_argument(
        "--language", choices=[each.value for each in Language], help=words.say("search_language")
    )
    options.add_argument(
        "--filter",
        metavar="KEY=VALUE",
        action="append",
        nargs="+",
        default=[],
        help=words.say("search_filter"),
    )
    options.add_argument("--exact", action="store_true", help=words.say("search_exact"))
    options.add_argument("--no-translate", action="store_true", help=words.say("search_no_translate"))


def add_list(parser: Parser) -> None:
    """Add what says how passages are listed."""
    words, options = parser.words, parser.options
    options.add_argument(
        "--sort", choices=("score", "date", "path"), default="score", help=words.say("search_sort")
    )
    options.add_argument("--copies", action="store_true", help=words.say("search_copies"))


def read_query(arguments: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """The query's text, and the rest of it as ``Searcher.search`` takes it. Raises :class:`UsageError`."""
    filters, strays = read_filters(arguments.filter)
    text = " ".join([*arguments.query, *strays])
    if not (text.strip() or filters or arguments.language):
        raise UsageError("no_query")
    return text, {
        "language": Language(arguments.language) if arguments.language else None,
        "filters": filters,
        "exact": arguments.exact,
        "translate": not arguments.no_translate,
    }


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Search once; 1 where nothing is shown."""
    text, how = read_query(arguments)
    with open_searcher(session.configuration) as searcher:
        check_limit(arguments.limit, "too_many")
        try:
            page = searcher.search(
                text,
                limit=arguments.limit,
                offset=arguments.offset,
                sort=arguments.sort,
                collapse=not arguments.copies,
                **how,
                facets=arguments.json,  # nobody sees them otherwise
            )
        except QueryError as error:
            if not arguments.json:
                raise
            return print_error(text, error, session)
        _print_page(page, arguments, session)
    return DONE if page.total else NOTHING_FOUND


def check_limit(limit: int, key: str) -> None:
    """Raise :class:`UsageError` where more hits are wanted than are ever given at once."""
    from search.searching import MAX_LIMIT

    if limit > MAX_LIMIT:
        raise UsageError(key, value=limit, most=MAX_LIMIT)


def read_filters(given: Sequence[Sequence[str]]) -> tuple[dict[str, list[str]], list[str]]:
    """The filters by name, and the words after them that belong to the query.

    ``--filter year=2009 type=txt`` are two filters; in ``--filter year=2009 ASPAN`` the last is a word
    of the query. Raises :class:`UsageError` for a filter without ``=`` and for an unknown name.
    """
    filters: dict[str, list[str]] = {}
    strays: list[str] = []
    for group in given:
        for place, text in enumerate(group):
            found = _FILTER.fullmatch(text)
            if found:
                filters.setdefault(_filter_name(found["name"]), []).append(found["value"])
            elif place == 0:
                raise UsageError("bad_filter", value=text)
            else:
                strays.append(text)
    return filters, strays


def _filter_name(typed: str) -> str:
    from index.fields import FACETS
    from search.parsing import FIELD_NAMES

    known = (*FACETS, *_BESIDE_FACETS)
    name = FIELD_NAMES.get(typed.lower(), "")
    if name not in known:
        raise UsageError("unknown_filter", name=typed, choices=", ".join(known))
    return name


def print_error(
    text: str,
    error: QueryError,
    session: Session,
    shape: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> int:
    """A query that cannot be answered, in the shape of a page of hits or as ``shape`` makes of that."""
    from search.serializing import error_to_dict

    message = describe_error(error, session.words)
    answer = error_to_dict(text, message, error.position)
    session.terminal.print_json(shape(answer) if shape else answer)
    return FAILED


def _print_page(page: "ResultPage", arguments: argparse.Namespace, session: Session) -> None:
    if arguments.json:
        from search.serializing import page_to_dict

        session.terminal.print_json(page_to_dict(page))
        return
    from scripts.rendering import advise, render_page

    for line in render_page(page, session.terminal, explain=arguments.explain):
        session.terminal.print(line)
    if advice := advise(page, session.words):
        session.terminal.complain(advice)
