"""In whose words does a page speak? The interface language of a request, and sentences, numbers, dates in it.

>>> es = Wording(Language.ES)
>>> es.count("passages", 41), es.number(12345), es.date("2009-06-11"), es.size(88_000_000)
('41 pasajes', '12\u202f345', '11 de junio de 2009', '88 MB')
>>> en = Wording(Language.EN)
>>> en.count("passages", 1), en.number(1234), en.date("2009-06"), en.size(1500)
('1 passage', '1,234', 'June 2009', '1.5 kB')
"""

import re
from dataclasses import dataclass

from flask import Request, g, request

from analyzers.language import Language
from webui.texts import TEXTS

COOKIE = "ui"
COOKIE_SECONDS = 365 * 24 * 3600

MONTHS = {
    Language.ES: (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    Language.EN: (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
ISO_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?:[T ].*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wording:
    """Says things in one language."""

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

    def decimal(self, number: float) -> str:
        """One decimal, with the language's mark."""
        text = f"{number:.1f}"
        return text.replace(".", ",") if self.language is Language.ES else text

    def size(self, size_bytes: int) -> str:
        """A size in bytes as people say it."""
        value, units = float(size_bytes), ["B", "kB", "MB", "GB", "TB"]
        while value >= 1000 and len(units) > 1:
            value, units = value / 1000, units[1:]
        is_round = value >= 10 or value == int(value)
        return f"{self.number(round(value)) if is_round else self.decimal(value)} {units[0]}"

    def date(self, iso: str) -> str:
        """A date as exact as it came; what is no ISO date comes back as it is."""
        match = ISO_DATE.fullmatch(iso)
        if not match:
            return iso
        year, month, day = match.groups()
        if not month:
            return year
        name = MONTHS[self.language][int(month) - 1]
        joint = " de " if self.language is Language.ES else " "
        return joint.join([str(int(day)), name, year] if day else [name, year])

    def moment(self, iso: str) -> str:
        """A date with its time of day where it has one; times of an index are UTC."""
        time = re.search(r"[T ](\d\d:\d\d)", iso)
        return f"{self.date(iso)}, {time[1]} UTC" if time else self.date(iso)

    def language_name(self, value: str | None) -> str:
        """The name of a passage's language; ``None`` and unknown ones are undetermined."""
        key = f"language_{value}"
        return self.say(key) if value in {"es", "en"} else self.say("language_none")

    def quote(self, text: str) -> str:
        """A text between the language's quotation marks."""
        return f"«{text}»" if self.language is Language.ES else f"“{text}”"


def asked_language(asking: Request) -> Language:
    """The interface language: the ``ui`` parameter, then the cookie, then what the browser prefers."""
    for value in (asking.args.get("ui"), asking.cookies.get(COOKIE)):
        if value in set(Language):
            return Language(value)
    return Language(asking.accept_languages.best_match([*Language], default=Language.EN))


def wording() -> Wording:
    """The wording of the current request."""
    if "wording" not in g:
        g.wording = Wording(asked_language(request))
    held: Wording = g.wording
    return held
