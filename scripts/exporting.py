"""``bisagra export``: passages with what a citation needs, for tables, reference managers and readers."""

import argparse
from pathlib import Path

from scripts.arguments import Parser, whole_number
from scripts.errors import CommandError
from scripts.exits import DONE, NOTHING_FOUND
from scripts.opening import open_searcher
from scripts.searching import add_list, add_query, check_limit, read_query
from scripts.session import Session

NAME = "export"

_FORMATS = ("csv", "json", "csl-json", "ris", "bibtex", "html", "md")
_LIMIT = 100


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words, options = parser.words, parser.options
    add_query(parser)
    options.add_argument("--format", choices=_FORMATS, required=True, help=words.say("export_format"))
    options.add_argument(
        "--limit", metavar="N", type=whole_number(1, words), default=_LIMIT, help=words.say("export_limit")
    )
    add_list(parser)
    options.add_argument("--output", metavar="FILE", type=Path, help=words.say("export_output"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Write the passages; 1 where there are none."""
    text, how = read_query(arguments)
    with open_searcher(session.configuration) as searcher:
        from search.exporting import export

        check_limit(arguments.limit, "too_many")
        page = searcher.search(
            text, limit=arguments.limit, sort=arguments.sort, collapse=not arguments.copies, **how
        )
        made = export(page, arguments.format, session.words.language)
    if arguments.output is None:
        session.terminal.out.write(made)
    else:
        _write(arguments.output, made)
    shown, total = session.words.count("passages", len(page.hits)), page.listed
    if total > len(page.hits):
        session.terminal.complain(
            session.words.say("export_more", shown=shown, total=session.words.number(total))
        )
    if not page.total:
        from scripts.rendering import say_count

        session.terminal.complain(say_count(page, session.words))
    return DONE if page.hits else NOTHING_FOUND


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise CommandError("unwritable", path=path, problem=error.strerror) from error
