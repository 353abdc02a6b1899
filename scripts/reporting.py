"""``bisagra status``: what the index holds, from where, and what could not be read."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from scripts.arguments import Parser
from scripts.exits import DONE
from scripts.opening import complain_of_damage, open_reader
from scripts.session import Session
from scripts.terminal import clean
from scripts.texts import Words

if TYPE_CHECKING:
    from index.reading import Status
    from index.updating import Unreadable

NAME = "status"


_ROWS_BEFORE_MEANING = 4
"""Where the index is, what it holds, its languages, when it was updated."""


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    parser.options.add_argument("--json", action="store_true", help=parser.words.say("help_json"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Say what the index holds; an index that cannot be read ends in a sentence and 2."""
    from index.vectorizing import find_meaning, vector_model

    with open_reader(session.configuration) as reader:
        status, unreadable, incomplete = reader.status(), reader.unreadable(), reader.incomplete()
        complain_of_damage(reader, session)
    directory = session.configuration.index_directory
    model, meaning = vector_model(directory), find_meaning(directory)
    if arguments.json:
        session.terminal.print_json(
            asdict(status)
            | {
                "meaning": meaning,
                "meaning_model": model,
                "unreadable_files": [asdict(each) for each in unreadable],
                "incomplete_files": [asdict(each) for each in incomplete],
                "error": None,
            }
        )
        return DONE
    rows = [*_rows(status, session.words), *_problem_rows(unreadable, incomplete, session.words)]
    said = session.words.say("status_meaning"), session.words.say(f"status_meaning_{meaning}", model=model)
    for label, value in (*rows[:_ROWS_BEFORE_MEANING], said, *rows[_ROWS_BEFORE_MEANING:]):
        session.terminal.print(f"{label:<20}{session.terminal.wrap(clean(value), indent='').strip()}")
    return DONE


def _rows(status: "Status", words: Words) -> Iterator[tuple[str, str]]:
    passages = words.count("passages", status.chunks)
    holds = words.say(
        "status_holds",
        documents=words.count("documents", status.documents),
        files=words.count("files", status.files),
        passages=passages,
    )
    yield words.say("status_directory"), status.directory
    yield "", holds
    named = sum(status.languages.values())
    counts = [(words.language_name(name), number) for name, number in status.languages.items()]
    if status.chunks > named:
        counts.append((words.language_name(None), status.chunks - named))
    yield words.say("status_languages"), ", ".join(f"{name} {words.number(n)}" for name, n in counts) or "-"
    yield words.say("status_updated"), _say_moment(status.updated_at) or words.say("status_never")
    yield words.say("status_size"), words.size(status.size_bytes)
    yield (
        words.say("status_versions"),
        words.say(
            "status_versions_value", format=status.format_version, analysis=status.analysis_fingerprint
        ),
    )
    yield from _labelled(words.say("status_sources"), status.sources)


def _say_moment(iso: str | None) -> str:
    """A moment by this machine's clock, to the minute."""
    return f"{datetime.fromisoformat(iso).astimezone():%Y-%m-%d %H:%M}" if iso else ""


def _problem_rows(
    unreadable: "Sequence[Unreadable]", incomplete: "Sequence[Unreadable]", words: Words
) -> Iterator[tuple[str, str]]:
    for key, problems in (("status_unreadable", unreadable), ("status_incomplete", incomplete)):
        yield from _labelled(
            words.say(key), [f"{each.path}: {words.reason(each.reason)}" for each in problems]
        )


def _labelled(label: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, value in enumerate(values):
        yield ("" if place else label), value
