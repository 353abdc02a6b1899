"""In whose words does a page speak? The interface language of a request, and sentences, numbers, dates in it.

>>> es = Wording(Language.ES)
>>> es.count("passages", 41), es.number(12345), es.date("2009-06-11"), es.size(88_000_000)
('41 pasajes', '12\u202f345', '11 de junio de 2009', '88 MB')
>>> en = Wording(Language.EN)
>>> en.count("passages", 1), en.number(1234), en.date("2009-06"), en.size(1500)
('1 passage', '1,234', 'June 2009', '1.5 kB')
"""

import re

from flask import Request, g, request

from analyzers.language import Language
from search.phrasing import Phrasing
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


class Wording(Phrasing):
    """Says things in one language."""

    __slots__ = ()
    TEXTS = TEXTS

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
