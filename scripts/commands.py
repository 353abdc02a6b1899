"""Which commands are there? To add one, write its module and name it in :data:`COMMANDS`.

A command's module has ``NAME``, ``add_arguments`` and ``run``, and its texts stand in ``scripts.texts_en``
and ``scripts.texts_es`` under ``NAME_summary``, ``NAME_about`` and ``NAME_examples``.
"""

import argparse
from collections.abc import Mapping
from typing import Protocol

from scripts import (
    batching,
    checking,
    concordance,
    evaluating,
    exporting,
    indexing,
    reporting,
    searching,
    serving,
    showing,
    terms,
    watching,
)
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


_MODULES: tuple[Command, ...] = (
    indexing,
    watching,
    searching,
    batching,
    concordance,
    showing,
    exporting,
    terms,
    reporting,
    checking,
    serving,
    evaluating,
)

COMMANDS: Mapping[str, Command] = {module.NAME: module for module in _MODULES}
"""Commands by name, in the order of the help."""
