"""``bisagra index``: bring the index up to date, and say in one line what was done."""

import argparse
import contextlib
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.arguments import Parser, whole_number
from scripts.errors import CommandError
from scripts.exits import DONE, FAILED
from scripts.progress import ProgressBar
from scripts.session import Session
from scripts.texts import Words

if TYPE_CHECKING:
    from index.updating import Options, UpdateReport

NAME = "index"

_MOST_ALIKE = 20
"""Lines on files that share a reason: a folder of web pages holds thousands of pictures without text."""
_OTHER_VERSION = "this one uses"
"""What a difference of versions says, see ``Manifest.difference``; anything else is damage."""
_CHANGES = ("added", "updated", "renamed", "removed")


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words, options = parser.words, parser.options
    parser.values.add_argument("source", metavar="SOURCE", nargs="*", help=words.say("index_source"))
    options.add_argument("--rebuild", action="store_true", help=words.say("index_rebuild"))
    options.add_argument("--verify", action="store_true", help=words.say("index_verify"))
    add_reading_arguments(parser)
    options.add_argument("--dry-run", action="store_true", help=words.say("index_dry_run"))
    options.add_argument("--only", action="store_true", help=words.say("index_only"))
    options.add_argument("--json", action="store_true", help=words.say("help_json"))


def add_reading_arguments(parser: Parser) -> None:
    """Add the flags that say how files are read."""
    words, options = parser.words, parser.options
    options.add_argument(
        "--jobs", metavar="N", type=whole_number(0, words), default=1, help=words.say("index_jobs")
    )
    options.add_argument(
        "--ocr", choices=("auto", "off", "force"), default="auto", help=words.say("index_ocr")
    )


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Update the index; 2 where a file or a source could not be read, though the rest is done."""
    sources, missing = find_sources(arguments.source)
    if missing and (arguments.only or not sources):
        key = "missing_only" if arguments.only else "missing_sources"
        raise CommandError(key, path=missing[0], paths=", ".join(missing))
    report = update(read_options(arguments), session, sources)
    unreadable = [
        *(
            {"path": path, "reason": session.words.say("missing_source"), "key": "missing"}
            for path in missing
        ),
        *(asdict(each) for each in report.unreadable),
    ]
    problems = [*unreadable, *(asdict(each) for each in report.incomplete)]
    if arguments.json:
        session.terminal.print_json(report_to_dict(report, unreadable))
    else:
        session.terminal.print(summarize(report, session.words, is_dry_run=arguments.dry_run))
        for line in _iter_complaints(problems, session.words):
            session.terminal.complain(line)
    session.terminal.out.flush()
    if not arguments.dry_run:  # all that was read is found by its words already; this may take far longer
        update_meaning(session)
    return FAILED if problems else DONE


def _iter_complaints(problems: Sequence[Mapping[str, Any]], words: Words) -> Iterator[str]:
    """One line a problem; of those that many files share the first ones, and how many more there are."""
    counts: Counter[str] = Counter()
    for problem in problems:
        reason = problem["reason"]
        counts[reason] += 1
        if counts[reason] <= _MOST_ALIKE:
            yield f"{problem['path']}: {words.reason(reason)}"
    for reason, count in counts.items():
        if count > _MOST_ALIKE:
            more = words.number(count - _MOST_ALIKE)
            yield words.say("problems_alike", number=more, reason=words.reason(reason))


def report_to_dict(report: "UpdateReport", unreadable: Sequence[Any]) -> dict[str, Any]:
    """What a run did, as JSON."""
    fields = asdict(report) | {"unreadable": list(unreadable)}
    if fields["rebuilt"] is None:
        del fields["rebuilt"]
    return fields


def summarize(report: "UpdateReport", words: Words, *, is_dry_run: bool) -> str:
    """What a run did, in one line (two where the index had to be made anew)."""
    files = words.count("files", report.seen)
    problems = _count_problems(report, words)
    if report.seen == report.unchanged and not report.removed and not is_dry_run and not report.rebuilt:
        if not report.seen:
            return words.say("index_no_files")
        key = "index_nothing_problems" if problems else "index_nothing"
        return words.say(key, files=files, problems=", ".join(problems))
    counts = [(name, getattr(report, name)) for name in (*_CHANGES, "unchanged")]
    changes = [words.count(name, number) for name, number in counts if number]
    line = words.say(
        "index_would" if is_dry_run else "index_done",
        files=files,
        changes=", ".join((*changes, *problems)) or words.say("index_no_change"),
        documents=words.count("documents", report.documents),
        passages=words.count("passages", report.chunks),
        seconds=words.decimal(report.seconds),
    )
    if not report.rebuilt:
        return line
    anew = "index_would_rebuild" if is_dry_run else "index_rebuilt"
    why = "index_of_other_version" if _OTHER_VERSION in report.rebuilt else "index_was_damaged"
    return f"{words.say(anew, reason=words.say(why))}\n{line}"


def _count_problems(report: "UpdateReport", words: Words) -> list[str]:
    """How many documents could not be read, and how many not whole."""
    counts = (("unreadable", len(report.unreadable)), ("incomplete", len(report.incomplete)))
    return [words.count(name, number) for name, number in counts if number]


def find_sources(named: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The sources that exist, each under one spelling, and the others as they were typed."""
    sources: dict[Path, None] = {}
    missing: list[str] = []
    for name in named:
        # `docs`, `./docs` and `../here/docs` are one source; a link stays what it is called
        path = Path(os.path.abspath(Path(name).expanduser()))
        if path.exists():
            sources[path] = None
        else:
            missing.append(name)
    return list(sources), missing


def update(request: "Options", session: Session, sources: Sequence[Path]) -> "UpdateReport":
    """Run, with a bar on the terminal. Raises ``index.errors.IndexingError``."""
    from index.updating import update_index

    with ProgressBar(session.terminal) as bar, _quiet_workers():
        return update_index(
            session.configuration.index_directory, sources, options=request, progress=bar.advance
        )


def read_options(arguments: argparse.Namespace) -> "Options":
    """How to run, from the flags that were typed; those that a command does not have are as usual."""
    from index.updating import Options

    return Options(
        rebuild=getattr(arguments, "rebuild", False),
        verify=getattr(arguments, "verify", False),
        dry_run=getattr(arguments, "dry_run", False),
        only=getattr(arguments, "only", False),
        jobs=arguments.jobs or os.cpu_count() or 1,
        ocr=arguments.ocr,
    )


def update_meaning(session: Session) -> None:
    """Bring what is searched by meaning up to date; a failure there costs nothing else."""
    from analyzers.embedding import load_embedder
    from index.errors import IndexingError
    from index.vectorizing import is_up_to_date, update_vectors

    directory = session.configuration.index_directory
    try:
        if not is_up_to_date(directory):
            with ProgressBar(session.terminal, title=session.words.say("progress_meaning")) as bar:
                update_vectors(directory, load_embedder(), bar.advance)
    except (IndexingError, OSError) as error:
        session.terminal.complain(session.words.say("index_meaning_failed", reason=error))
    except KeyboardInterrupt:
        session.terminal.complain(session.words.say("index_meaning_stopped"))
        raise


@contextlib.contextmanager
def _quiet_workers() -> Iterator[None]:
    """Let Ctrl-C, which reaches every process of the run, be answered by this one alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = os.getpid()

    def interrupt(number: int, frame: object) -> None:
        if os.getpid() == ours:  # a worker finishes its file; the pool then ends it
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
