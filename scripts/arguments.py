"""What was typed after the command's name? ``argparse``, speaking the person's language.

A command adds what it takes to ``parser.values`` and its flags to ``parser.options``.
"""

import argparse
import difflib
import itertools
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

from scripts.errors import UsageError
from scripts.texts import Words

PROGRAM = "bisagra"

# What argparse says, and which of our sentences says it
_COMPLAINTS = (
    (re.compile(r"the following arguments are required: (?P<names>.*)"), "missing_argument"),
    (re.compile(r"argument (?P<flag>\S+?)(?:/\S+)?: expected .*"), "missing_value"),
    (re.compile(r"argument (?P<flag>\S+?)(?:/\S+)?: ignored explicit argument .*"), "unneeded_value"),
    (re.compile(r"argument (?P<flag>\S+): not allowed with argument (?P<other>\S+)"), "not_together"),
    (
        re.compile(r"argument (?P<flag>\S+): invalid choice: (?P<value>.*) \(choose from (?P<choices>.*)\)"),
        "bad_choice",
    ),
    (re.compile(r"argument (?P<flag>\S+?)(?:/\S+)?: (?P<problem>.*)"), "bad_value"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as it was written, its first word in the person's language."""

    def __init__(self, prog: str, *, usage_word: str) -> None:
        super().__init__(prog, max_help_position=30)
        self._usage_word = usage_word

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self._usage_word if prefix is None else prefix)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return fit_text(text, width)


class Parser(argparse.ArgumentParser):
    """The flags of one command; a mistake in them raises :class:`UsageError`."""

    def __init__(self, name: str, words: Words) -> None:

        def formatter(*, prog: str) -> _Formatter:
            return _Formatter(prog, usage_word=words.say("help_usage"))

        super().__init__(
            prog=f"{PROGRAM} {name}",
            description=words.say(f"{name}_about"),
            epilog=words.say(f"{name}_examples"),
            formatter_class=formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.words = words
        self.values = self.add_argument_group(words.say("help_arguments"))
        self.options = self.add_argument_group(words.say("help_options"))

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The arguments as values. Raises :class:`UsageError`."""
        known, unknown = self.parse_known_args(arguments)
        if unknown:
            raise _unknown_flags(unknown, self._option_string_actions)
        return known

    def error(self, message: str) -> NoReturn:
        """Turn a complaint of argparse into one of ours."""
        for pattern, key in _COMPLAINTS:
            found = pattern.fullmatch(message)
            if found:
                values = {name: text.replace("'", "") for name, text in found.groupdict().items()}
                raise _mistake(key, values)
        raise UsageError("error_other", message=message)


def make_parser(name: str, words: Words, add_arguments: "Callable[[Parser], None]") -> Parser:
    """A command's parser; the flags that all commands have stand last in its help."""
    parser = Parser(name, words)
    add_arguments(parser)
    common = parser.options
    common.add_argument("--index", metavar="DIR", help=words.say("help_index"))
    common.add_argument("--debug", action="store_true", help=words.say("help_debug"))
    common.add_argument("-h", "--help", action="help", help=words.say("help_help"))
    for action in parser._actions:
        if isinstance(action.metavar, str):
            action.metavar = words.say(f"name_{action.metavar}")
    return parser


def fit_text(text: str, width: int) -> str:
    r"""A text in lines of at most ``width`` characters; lines that begin with blanks stay lines.

    >>> print(fit_text("uno dos\ntres\n  list   all that there is", 20))
    uno dos tres
      list   all that
             there is
    """
    lines = text.splitlines()
    if all(len(line) <= width for line in lines):
        return text
    fitted: list[str] = []
    for is_column, block in itertools.groupby(lines, key=lambda line: line.startswith(" ")):
        if is_column:
            rows = list(block)
            indent = " " * min(max(map(_second_column, rows)), width // 2)
            for row in rows:
                fitted += textwrap.wrap(row, width, subsequent_indent=indent)
        else:
            fitted += textwrap.wrap(" ".join(block), width)
    return "\n".join(fitted)


def _second_column(line: str) -> int:
    """Where what stands beside a name begins: ``  list     all`` has it at 11."""
    found = re.match(r" +\S.*? {2,}| +", line)
    return found.end() if found else 0


def whole_number(least: int, words: Words) -> Callable[[str], int]:
    """A reader of whole numbers from ``least`` up."""

    def read(value: str) -> int:
        if value.isascii() and value.isdigit() and len(value) < 10 and int(value) >= least:
            return int(value)
        raise argparse.ArgumentTypeError(words.say("bad_number", value=value[:40], least=least))

    return read


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant.

    >>> nearest("serch", ["search", "serve"])
    'search'
    """
    found = difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def _mistake(key: str, values: Mapping[str, str]) -> UsageError:
    """The complaint, with the choice that was probably meant where there is one."""
    close = nearest(values["value"], values["choices"].split(", ")) if "choices" in values else None
    return UsageError(f"{key}_nearest", nearest=close, **values) if close else UsageError(key, **values)


def _unknown_flags(unknown: Sequence[str], known: Iterable[str]) -> UsageError:
    flag = unknown[0].partition("=")[0]
    close = nearest(flag, known) if flag.startswith("--") else None
    names = " ".join(unknown)
    if close:
        return UsageError("unknown_flag_nearest", names=names, nearest=close)
    if re.match(r"-[^-]", flag):
        return UsageError("unknown_flag_minus", names=names)
    return UsageError("unknown_flag", names=names)
