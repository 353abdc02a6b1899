"""``bisagra watch``: index whenever something changes, until Ctrl-C; one line a change."""

import argparse
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.scanning import is_passed_over
from scripts.arguments import Parser
from scripts.errors import CommandError
from scripts.exits import DONE, describe_error, error_object
from scripts.indexing import (
    add_reading_arguments,
    find_sources,
    read_options,
    report_to_dict,
    summarize,
    update,
    update_meaning,
)
from scripts.opening import open_reader
from scripts.session import Session
from scripts.terminal import clean

if TYPE_CHECKING:
    from index.updating import Options, UpdateReport

NAME = "watch"

_QUIET_MS = 1_000
"""A program that saves a file in several steps is done after a second without any."""
_LOOK_SECONDS = 1
"""How often to look whether a disk that was away is back, or an index that was in use is free."""
_WHOLE_SECONDS = 900
"""How often to look at everything: network folders do not tell of changes made elsewhere."""
_MOST_NAMED = 3


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    parser.values.add_argument("source", metavar="SOURCE", nargs="*", help=parser.words.say("index_source"))
    add_reading_arguments(parser)
    parser.options.add_argument("--json", action="store_true", help=parser.words.say("watch_json"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Update the index, then after each change, until interrupted; an error costs one attempt."""
    sources, missing = find_sources(arguments.source)
    if missing:
        raise CommandError("missing_sources", path=missing[0], paths=", ".join(missing))
    say = session.terminal.complain if arguments.json else session.terminal.print
    try:
        watch = _Watch(session, read_options(arguments), arguments.json)
        watch.begin(sources)
        while True:
            watch.follow()
    except KeyboardInterrupt:
        say(session.words.say("watch_end"))
    return DONE


@dataclass(slots=True)
class _Watch:
    """What is watched. ``is_due`` says that an update is still to be made.

    Where ``is_json``, standard output has an object an update, and all else goes to standard error.
    """

    session: Session
    options: "Options"
    is_json: bool = False
    sources: tuple[Path, ...] = ()
    is_due: bool = False
    failure: str = ""
    looked_at: float = 0.0

    def begin(self, sources: Sequence[Path]) -> None:
        """The first update says what there is; an index that cannot be written ends the command."""
        self._note(update(self.options, self.session, sources), ())
        with open_reader(self.session.configuration) as reader:
            self.sources = tuple(Path(source) for source in reader.sources())
        terminal, begin = self.session.terminal, self.session.words.count("watch_begin", len(self.sources))
        if self.is_json:
            terminal.complain(begin)
        else:
            terminal.print(begin)
            terminal.out.flush()

    def follow(self) -> None:
        """Update after each change, until other things must be watched."""
        present = self._present()
        self.is_due = True  # what changed before the watch was set up is not told
        for changed in self._iter_changes(present):
            if changed or self.is_due or time.monotonic() - self.looked_at > _WHOLE_SECONDS:
                self._update(changed)
            if self._present() != present or (changed and any(path.is_file() for path in present)):
                return  # a file that another one was moved over is another file now

    def _present(self) -> list[Path]:
        return [path for path in self.sources if path.exists()]

    def _iter_changes(self, present: Sequence[Path]) -> Iterator[Sequence[str]]:
        """The paths that changed, each time something did; none each time that nothing did."""
        if not present:
            time.sleep(_LOOK_SECONDS)
            yield ()
            return
        from watchfiles import watch

        for changes in watch(
            *present,
            watch_filter=lambda _, path: self._is_wanted(path),
            debounce=_QUIET_MS,
            rust_timeout=_LOOK_SECONDS * 1000,
            yield_on_timeout=True,
        ):
            yield sorted({str(_follow(path)) for _, path in changes})

    def _is_wanted(self, path: str) -> bool:
        """Not what the index itself writes, wherever it lies, nor what indexing passes over.

        The system's notices follow links, which indexing does not: through one to a folder further up the
        index would tell of each of its own updates, and of a file that is indexed by another path.
        """
        changed = _follow(path)
        if changed.is_relative_to(_follow(self.session.configuration.index_directory)):
            return False
        sources = map(_follow, self.sources)
        below = [changed.relative_to(source) for source in sources if changed.is_relative_to(source)]
        return any(not any(map(is_passed_over, each.parts)) for each in below)

    def _update(self, changed: Sequence[str]) -> None:
        from index.errors import IndexingError

        try:
            self._note(update(self.options, self.session, ()), changed)
        except (IndexingError, OSError, MemoryError) as error:
            sentence = describe_error(error, self.session.words)
            if sentence != self.failure:  # said once, not at each attempt
                self._say(sentence, error_object(sentence))
            self.failure, self.is_due = sentence, True

    def _note(self, report: "UpdateReport", changed: Sequence[str]) -> None:
        """Say what was done, where anything was, and what of it could not be read."""
        self.failure, self.is_due, self.looked_at = "", False, time.monotonic()
        is_new = not self.sources or any((report.added, report.updated, report.renamed, report.removed))
        if is_new:
            names = [os.path.basename(path) for path in changed[:_MOST_NAMED]]
            names += ["…"] if len(changed) > _MOST_NAMED else []
            named = f"  {', '.join(names)}" if names else ""
            line = summarize(report, self.session.words, is_dry_run=False) + named
            self._say(line, report_to_dict(report, [asdict(each) for each in report.unreadable]))
        for problem in () if self.is_json else report.unreadable:
            if not self.sources or any(_is_in(problem.path, path) for path in changed):
                self._say(f"{problem.path}: {self.session.words.reason(problem.reason)}")
        if is_new:
            update_meaning(self.session)

    def _say(self, line: str, answer: Mapping[str, object] | None = None) -> None:
        if self.is_json:
            self.session.terminal.print_json(answer)
            return
        self.session.terminal.print(f"{time.strftime('%H:%M:%S')}  {clean(line)}")
        self.session.terminal.out.flush()


def _follow(path: str | Path) -> Path:
    """Where a path leads, be there something or not."""
    return Path(os.path.realpath(path))


def _is_in(path: str, file: str) -> bool:
    """Whether what is shown as ``path`` may be the changed ``file``, or lie in it."""
    parts = path.split("/")
    return any(file.endswith("/" + "/".join(parts[:count])) for count in range(1, len(parts) + 1))
