"""What can go wrong with analysis data that people edit, said so that they can mend it."""

from pathlib import Path


class AnalysisError(Exception):
    """Anything that goes wrong with a language resource."""


class ResourceError(AnalysisError):
    """A language file cannot be used. ``line`` is 1-based; 0 where the file as a whole is at fault."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        place = f"{path}, line {line}" if line else f"{path}"
        super().__init__(f"{place}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class TermbaseError(ResourceError):
    """A termbase cannot be used."""


class LexiconError(ResourceError):
    """A lexicon cannot be used."""


class TranslationError(ResourceError):
    """A table of learnt translations cannot be used."""
