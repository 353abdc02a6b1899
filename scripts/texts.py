"""In whose words does the command line speak? English, or Spanish where the locale is Spanish.

``{name}`` in a text stands for a value. A key that counts comes twice, as ``…_one`` and ``…_other``. Names
of flags, commands and JSON fields are the same in both languages. A test holds keys and examples together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analyzers.language import Language
from scripts.texts_en import ENGLISH
from scripts.texts_es import SPANISH

TEXTS: Mapping[Language, Mapping[str, str]] = {Language.EN: ENGLISH, Language.ES: SPANISH}

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the order of POSIX: the first that is set decides


@dataclass(frozen=True, slots=True)
class Words:
    """Says things in one language.

    >>> Words(Language.ES).count("passages", 41), Words(Language.EN).count("passages", 1)
    ('41 pasajes', '1 passage')
    """

    language: Language

    def say(self, key: str, **values: object) -> str:
        """The text of a key with its values filled in; raises ``KeyError`` for a key that is not there."""
        text = TEXTS[self.language][key]
        return text.format(**values) if values else text

    def knows(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in TEXTS[self.language]

    def count(self, key: str, number: int) -> str:
        """A number with its noun, in the right number."""
        form = "one" if number == 1 else "other"
        return self.say(f"{key}_{form}", number=self.number(number))

    def number(self, number: int) -> str:
        """Digits in groups: Spanish leaves four digits together and parts longer ones by a thin space."""
        if self.language is Language.EN:
            return f"{number:,}"
        return f"{number:,}".replace(",", "\u202f") if abs(number) >= 10_000 else str(number)

    def decimal(self, number: float, places: int = 1) -> str:
        """A number with the language's decimal mark."""
        text = f"{number:.{places}f}"
        return text.replace(".", ",") if self.language is Language.ES else text

    def size(self, size_bytes: int) -> str:
        """A size in bytes as people say it.

        >>> Words(Language.EN).size(3_770_325)
        '3.8 MB'
        """
        value, units = float(size_bytes), ["B", "kB", "MB", "GB", "TB"]
        while value >= 1000 and len(units) > 1:
            value, units = value / 1000, units[1:]
        return f"{self.decimal(value, 0 if value >= 10 or units[0] == 'B' else 1)} {units[0]}"

    def quote(self, text: str) -> str:
        """A text between the language's quotation marks."""
        return f"«{text}»" if self.language is Language.ES else f"“{text}”"

    def language_name(self, value: str | None) -> str:
        """The name of a passage's language; anything unknown is undetermined."""
        return self.say(f"language_{value}" if value in set(Language) else "language_none")


def find_language(environment: Mapping[str, str]) -> Language:
    """The language of the interface, from the locale's variables.

    >>> find_language({"LANG": "es_MX.UTF-8"}), find_language({"LC_ALL": "C", "LANG": "es_ES"})
    (<Language.ES: 'es'>, <Language.EN: 'en'>)
    """
    locale = next((value for name in _LOCALE_VARIABLES if (value := environment.get(name))), "")
    name = locale.partition(".")[0].partition("@")[0].partition("_")[0]
    return Language.ES if name.lower() in ("es", "spanish") else Language.EN
