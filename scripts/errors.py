"""What can go wrong between a command line and its command, said so that the person can put it right."""

from dataclasses import dataclass

from scripts.texts import Words


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence that has its own key."""

    key: str


class CommandError(Exception):
    """The command cannot be carried out. ``key`` and ``values`` name the sentence in each language."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def say(self, words: Words) -> str:
        """The sentence for the person."""
        return words.say(self.key, **{name: _say(value, words) for name, value in self.values.items()})


def _say(value: object, words: Words) -> object:
    if isinstance(value, Phrase):
        return words.say(value.key)
    return words.refusal(value) if isinstance(value, str) else value


class UsageError(CommandError):
    """The flags or arguments cannot be meant."""


class ConfigurationError(CommandError):
    """``bisagra.toml`` holds a value that cannot be used."""


class ServerError(CommandError):
    """The web page cannot be served where it was asked for."""
