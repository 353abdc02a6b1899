"""``bisagra eval``: how good are the answers to judged queries? Figures by kind and language."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.arguments import Parser
from scripts.errors import CommandError
from scripts.exits import DONE, FAILED
from scripts.opening import make_searcher, open_reader
from scripts.progress import ProgressBar
from scripts.session import Session
from scripts.texts import Words

if TYPE_CHECKING:
    from search.evaluation import Evaluation, Group

NAME = "eval"


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words = parser.words
    parser.values.add_argument("queries", metavar="QUERIES.jsonl", type=Path, help=words.say("eval_file"))
    parser.options.add_argument("--json", action="store_true", help=words.say("help_json"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Run the judged queries; 2 where the file is at fault or a query could not be answered."""
    from search.evaluation import evaluate, find_unknown_paths, read_judged_queries

    terminal, words = session.terminal, session.words
    queries = read_judged_queries(arguments.queries)
    if not queries:
        raise CommandError("eval_no_queries", path=arguments.queries)
    with open_reader(session.configuration) as reader, ProgressBar(terminal) as bar:
        unknown = find_unknown_paths(queries, [entry.path for entry in reader.documents()])
        evaluation = evaluate(make_searcher(reader, session.configuration), queries, progress=bar.advance)
    if arguments.json:
        terminal.print_json(evaluation_to_dict(evaluation, unknown))
    else:
        for line in _table(evaluation, words):
            terminal.print(line)
        for line in _remarks(evaluation, unknown, words):
            terminal.complain(line)
    return FAILED if evaluation.failed else DONE


def evaluation_to_dict(evaluation: "Evaluation", unknown_paths: Sequence[str]) -> dict[str, Any]:
    """All figures, by kind and language and of each query, as JSON."""
    return {
        "queries": len(evaluation.outcomes),
        "groups": [
            {"kind": group.kind, "language": group.language, "queries": group.queries, **group.means}
            for group in evaluation.groups
        ],
        "mean_over_kinds": dict(evaluation.mean_over_kinds),
        "must_find_nothing": {
            "right": evaluation.silent_right,
            "total": evaluation.silent_total,
            "wrong": [outcome.query.query_id for outcome in evaluation.outcomes if outcome.is_right is False],
        },
        "unknown_paths": list(unknown_paths),
        "results": [
            {
                "id": outcome.query.query_id,
                "kind": outcome.query.kind,
                "language": outcome.query.language,
                "measures": dict(outcome.measures) if outcome.measures is not None else None,
                "right": outcome.is_right,
                "error": outcome.error,
            }
            for outcome in evaluation.outcomes
        ],
    }


def _table(evaluation: "Evaluation", words: Words) -> Iterator[str]:
    names = list(evaluation.mean_over_kinds)
    heads = [words.say("eval_kind"), words.say("eval_language"), words.say("eval_queries"), *names]
    rows = [_cells(group, words) for group in evaluation.groups]
    means = _figures(evaluation.mean_over_kinds, words)
    if means:
        rows.append([words.say("eval_mean"), "", "", *means])
        widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
        for row in [heads, *rows]:
            texts = [cell.ljust(width) for cell, width in zip(row[:2], widths, strict=False)]
            figures = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
            yield "  ".join([*texts, *figures]).rstrip()
    if evaluation.silent_total:
        yield words.say("eval_nothing", right=evaluation.silent_right, total=evaluation.silent_total)


def _cells(group: "Group", words: Words) -> list[str]:
    everything = words.say("eval_all")
    return [
        everything if group.kind is None else group.kind,
        everything if group.language is None else group.language,
        words.number(group.queries),
        *_figures(group.means, words),
    ]


def _figures(means: Mapping[str, float], words: Words) -> list[str]:
    return [words.decimal(value, 3) for value in means.values()]


def _remarks(evaluation: "Evaluation", unknown_paths: Sequence[str], words: Words) -> Iterator[str]:
    wrong = [outcome.query.query_id for outcome in evaluation.outcomes if outcome.is_right is False]
    failed = [f"{outcome.query.query_id} ({outcome.error})" for outcome in evaluation.failed]
    if wrong:
        yield words.say("eval_wrong", names=", ".join(wrong))
    if failed:
        yield words.say("eval_errors", names=", ".join(failed))
    if unknown_paths:
        yield words.say("eval_unknown_paths", paths=", ".join(unknown_paths))
