"""How are counts, numbers and quotations said to a person, in Spanish and in English?

The terminal and the web page have texts of their own and say them alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from analyzers.language import Language
from corpus import reasons
from corpus.refusals import translate_refusal


@dataclass(frozen=True, slots=True)
class Phrasing:
    """Says things in one language; a subclass brings the texts, by language and key."""

    TEXTS: ClassVar[Mapping[Language, Mapping[str, str]]]

    language: Language

    def say(self, key: str, **values: object) -> str:
        """The text of a key with its values filled in; raises ``KeyError`` for a key that is not there."""
        text = self.TEXTS[self.language][key]
        return text.format(**values) if values else text

    def knows(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in self.TEXTS[self.language]

    def count(self, key: str, number: int) -> str:
        """A number with its noun, in the right number."""
        form = "one" if number == 1 else "other"
        return self.say(f"{key}_{form}", number=self.number(number))

    def number(self, number: int) -> str:
        """Digits in groups: Spanish leaves four digits together and parts longer ones by a thin space."""
        if self.language is Language.EN:
            return f"{number:,}"
        return f"{number:,}".replace(",", "\u202f") if abs(number) >= 10_000 else str(number)

    def reason(self, sentence: str) -> str:
        """Why something could not be read, as ``corpus.reasons`` says it in this language."""
        return reasons.translate(sentence, self.language)

    def refusal(self, sentence: str) -> str:
        """Why the system refused a file, in this language."""
        return translate_refusal(sentence, self.language)

    def decimal(self, number: float, places: int = 1) -> str:
        """A number with the language's decimal mark."""
        text = f"{number:.{places}f}"
        return text.replace(".", ",") if self.language is Language.ES else text

    def size(self, size_bytes: int) -> str:
        """A size in bytes as people say it: two digits or three, in units of a thousand (SI)."""
        value, units = float(size_bytes), ["B", "kB", "MB", "GB", "TB"]
        while round(value) >= 1000 and len(units) > 1:
            value, units = value / 1000, units[1:]
        is_round = value >= 9.95 or value == int(value)
        return f"{self.number(round(value)) if is_round else self.decimal(value)} {units[0]}"

    def quote(self, text: str) -> str:
        """A text between the language's quotation marks."""
        return f"«{text}»" if self.language is Language.ES else f"“{text}”"

    def language_name(self, value: str | None) -> str:
        """The name of a passage's language; anything unknown is undetermined."""
        return self.say(f"language_{value}" if value in set(Language) else "language_none")
