"""What does a command run with? Its configuration, the person's language and the terminal, made once."""

from dataclasses import dataclass

from scripts.configuration import Configuration
from scripts.terminal import Terminal
from scripts.texts import Words


@dataclass(frozen=True, slots=True)
class Session:
    """Handed to every command."""

    configuration: Configuration
    terminal: Terminal

    @property
    def words(self) -> Words:
        """The words of the person's language."""
        return self.terminal.words
