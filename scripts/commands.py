"""Which commands are there? To add one, write its module and name it in :data:`COMMANDS`.

A command's module has ``NAME``, ``add_arguments`` and ``run``, and its texts stand in ``scripts.texts_en``
and ``scripts.texts_es`` under ``NAME_summary``, ``NAME_about`` and ``NAME_examples``.
"""

import argparse
from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from scripts.arguments import Parser
from scripts.session import Session


class Command(Protocol):
    """What a command's module has."""

    @property
    def NAME(self) -> str:  # noqa: N802  (a module's constant)
        """What is typed to run it."""

    def add_arguments(self, parser: Parser) -> None:
        """Add the command's flags."""

    def run(self, arguments: argparse.Namespace, session: Session) -> int:
        """Do it and give the exit code."""


COMMANDS: Mapping[str, str] = {
    "index": "scripts.indexing",
    "watch": "scripts.watching",
    "search": "scripts.searching",
    "batch": "scripts.batching",
    "concordance": "scripts.concordance",
    "show": "scripts.showing",
    "export": "scripts.exporting",
    "terms": "scripts.terms",
    "status": "scripts.reporting",
    "check": "scripts.checking",
    "serve": "scripts.serving",
    "eval": "scripts.evaluating",
}
"""Modules by the name of their command, in the order of the help."""


def load_command(name: str) -> Command:
    """The command of this name; only its own module is imported, since start-up time is felt."""
    return cast(Command, import_module(COMMANDS[name]))
