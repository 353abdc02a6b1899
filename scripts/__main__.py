"""The command line ``bisagra``, also ``python -m scripts``: which command, run how, ended with which code?

>>> main(["--version"])  # doctest: +SKIP
bisagra 0.1.0
0
"""

import contextlib
import gc
import logging
import os
import shlex
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from analyzers.collecting import collector_relaxed
from scripts.arguments import PROGRAM, make_parser, nearest
from scripts.commands import COMMANDS, Command, load_command
from scripts.configuration import read_configuration
from scripts.errors import UsageError
from scripts.exits import DONE, FAILED, describe_error, error_object, exit_code_of
from scripts.session import Session
from scripts.terminal import Terminal, open_terminal
from scripts.texts import Words, find_language

_HELP = ("help", "-h", "--help")


def run() -> NoReturn:
    """The command line as a process of its own, which ends with the code of :func:`main`."""
    with collector_relaxed():
        code = main()
    gc.freeze()  # all of it goes with the process: to look for circles first took a tenth of a search
    sys.exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; nothing is raised, whatever happens."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    words = Words(find_language(os.environ))
    terminal = open_terminal(os.environ, sys.stdout or _nowhere(), sys.stderr or _nowhere(), words)
    is_debugging = "--debug" in arguments
    try:
        with _logging(is_debugging):
            code = _dispatch(arguments, terminal)
        terminal.out.flush()
    except SystemExit as end:  # --help
        code = end.code if isinstance(end.code, int) else DONE
    except BaseException as error:
        code = _report(error, terminal, arguments)
    return _close_output(code)


def _nowhere() -> TextIO:
    """What stands for a stream that whoever started the command has closed (``>&-``)."""
    return open(os.devnull, "w", encoding="utf-8")


def _dispatch(arguments: Sequence[str], terminal: Terminal) -> int:
    if not arguments:
        terminal.err.write(_overview(terminal.words))
        return FAILED
    name, rest = arguments[0], arguments[1:]
    if name in _HELP and rest and (name == "help" or rest[0] in COMMANDS):
        name, rest = rest[0], ["--help"]
    if name in _HELP:
        terminal.out.write(_overview(terminal.words))
        return DONE
    if name == "--version":
        terminal.print(f"{PROGRAM} {_version()}")
        return DONE
    return _run(load_command(name), rest, terminal) if name in COMMANDS else _unknown(name, terminal)


def _run(command: Command, rest: Sequence[str], terminal: Terminal) -> int:
    parser = make_parser(command.NAME, terminal.words, command.add_arguments)
    try:
        arguments = parser.read(rest)
        configuration = read_configuration(os.environ, Path(), index_flag=arguments.index)
        return command.run(arguments, Session(configuration, terminal))
    except UsageError as error:
        sentence = error.say(terminal.words)
        if is_for_program(rest):
            terminal.print_json(error_object(sentence))
        terminal.complain(terminal.words.say("usage_error", problem=sentence))
        terminal.complain(terminal.words.say("usage_hint", command=parser.prog))
        return FAILED


def _unknown(name: str, terminal: Terminal) -> int:
    words = terminal.words
    close = nearest(name, COMMANDS)
    key = "unknown_command_nearest" if close else "unknown_command"
    terminal.complain(words.say(key, name=name, nearest=close))
    terminal.complain(words.say("usage_hint", command=PROGRAM))
    return FAILED


def _overview(words: Words) -> str:
    names = [f"  {name:<13}{words.say(f'{name}_summary')}" for name in COMMANDS]
    return "\n".join(
        (
            *(words.say("overview_usage"), "", words.say("overview_about"), ""),
            *(words.say("overview_commands"), *names, ""),
            *(words.say("overview_examples"), ""),
        )
    )


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(PROGRAM)
    except PackageNotFoundError:
        return "(not installed)"


@contextlib.contextmanager
def _logging(is_debugging: bool) -> Iterator[None]:
    """Send the log to standard error with ``--debug``, and nowhere without."""
    root = logging.getLogger()
    handler: logging.Handler = logging.StreamHandler(sys.stderr) if is_debugging else logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO if is_debugging else level)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def _report(error: BaseException, terminal: Terminal, arguments: Sequence[str]) -> int:
    with contextlib.suppress(OSError, ValueError):  # standard error may be the broken pipe
        sentence = describe_error(error, terminal.words, index_flag=_index_flag(arguments))
        if "--debug" in arguments and sentence:
            traceback.print_exception(error, file=terminal.err)
        if sentence:
            with contextlib.suppress(OSError, ValueError):
                if is_for_program(arguments):
                    terminal.print_json(error_object(sentence, getattr(error, "position", None)))
                terminal.out.flush()
            terminal.complain(f"{PROGRAM}: {sentence}")
    return exit_code_of(error)


def _index_flag(arguments: Sequence[str]) -> str:
    """How the index was named among the arguments, for a command that is to be about the same one."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--index":
            directory = value if equals else "".join(arguments[place + 1 : place + 2])
            return f" --index {shlex.quote(directory)}"
    return ""


def is_for_program(arguments: Sequence[str]) -> bool:
    """Whether a program reads the answer, and so the error."""
    return "--json" in arguments or "--jsonl" in arguments


def _close_output(code: int) -> int:
    """Send off what is left; where nobody reads any more, keep Python from saying so at its end."""
    if sys.stdout is None:
        return code
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


if __name__ == "__main__":
    run()
