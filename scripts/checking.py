"""``bisagra check``: is the index, file by file, what was written? And mend it, where that is asked for."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scripts.arguments import Parser
from scripts.exits import DONE, FAILED
from scripts.indexing import update_meaning
from scripts.progress import ProgressBar
from scripts.session import Session
from scripts.terminal import clean
from scripts.texts import Words

if TYPE_CHECKING:
    from index.checking import CheckReport, Finding
    from index.repairing import RepairReport

NAME = "check"


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words, options = parser.words, parser.options
    options.add_argument("--repair", action="store_true", help=words.say("check_repair"))
    options.add_argument("--json", action="store_true", help=words.say("help_json"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Check the index, and mend it with ``--repair``; 2 where anything is wrong at the end."""
    if arguments.repair:
        return _repair(arguments, session)
    from index.checking import check_index

    report = check_index(session.configuration.index_directory)
    if arguments.json:
        session.terminal.print_json(check_to_dict(report))
    else:
        for line in _check_lines(report, session.words):
            session.terminal.print(line)
        if any(each.remedy == "repair" for each in report.findings):
            session.terminal.print(session.words.say("check_how_to_repair"))
    return FAILED if report.findings else DONE


def check_to_dict(report: "CheckReport") -> dict[str, Any]:
    """A check as JSON."""
    findings = [
        {**asdict(each), "kind": each.kind.value, "path": str(each.path), "remedy": each.remedy.value}
        for each in report.findings
    ]
    return {**asdict(report), "directory": str(report.directory), "findings": findings, "error": None}


def _repair(arguments: argparse.Namespace, session: Session) -> int:
    from index.repairing import repair_index

    with ProgressBar(session.terminal) as bar:
        report = repair_index(session.configuration.index_directory, progress=bar.advance)
    if report.update is not None:
        update_meaning(session)
    if arguments.json:
        steps = [{"action": each.action.value, "path": str(each.path)} for each in report.steps]
        found = check_to_dict(report.before)["findings"]
        session.terminal.print_json({**check_to_dict(report.after), "found": found, "repaired": steps})
    else:
        for line in _repair_lines(report, session.words):
            session.terminal.print(line)
    return FAILED if report.after.findings else DONE


def _check_lines(report: "CheckReport", words: Words) -> Iterator[str]:
    for finding in report.findings:
        yield _say_finding(finding, words)
    yield words.say(
        "check_found" if report.findings else "check_nothing",
        problems=words.count("check_problems", len(report.findings)),
        files=words.count("files", report.files),
        size=words.size(report.size_bytes),
        seconds=words.decimal(report.seconds),
    )


def _say_finding(finding: "Finding", words: Words) -> str:
    key = "check_edit" if finding.remedy == "edit" else f"check_{finding.kind}"
    return clean(words.say(key, path=finding.path, detail=finding.detail, number=len(finding.documents)))


def _repair_lines(report: "RepairReport", words: Words) -> Iterator[str]:
    for finding in report.before.findings:
        yield _say_finding(finding, words)
    for step in report.steps:
        yield clean(words.say(f"repair_{step.action}", path=step.path))
    yield from _check_lines(report.after, words)
