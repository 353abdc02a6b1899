"""What do a file's own properties say, and which of it did a person put there?

Programs fill in titles and authors that nobody meant: ``Microsoft Word - informe.doc``, ``Usuario``.

>>> read_properties({"title": "Microsoft Word - x.doc", "author": "Ana Ruiz", "date": "D:20090914100000"})
{'author': ('Ana Ruiz',), 'date': ('2009-09-14',)}
"""

import datetime
import re
from collections.abc import Mapping

from corpus.dates import parse_date
from corpus.model import Metadata
from corpus.writing import tidy_line

_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel) - .*|untitled.*|sin t[ií]tulo.*|(?:documento?"
    r"|diapositiva|slide|presentaci[oó]n|presentation|libro|book|powerpoint presentation"
    r"|presentaci[oó]n de powerpoint"
    r"|t[ií]tulo|title|scan|escaneo|img|image|layout|print|full page|pdf|word document)[\s_-]*\d*"
    r"|[\w.~ -]+\.(?:docx?|pdf|indd|qxd|xlsx?|pptx?|rtf|odt|txt|html?|tex|dvi|ps|fm|p65|cdr|wpd|tmp)"
    r"|[\W\d_]+|[0-9a-f-]{16,})$",
    re.I,
)
_NO_AUTHOR = re.compile(
    r"(?:(?:user|usuario|administrator|administrador|admin|root|owner|propietario|unknown|desconocido"
    r"|an[oó]nimo|anonymous|author|autor|default|pc|equipo|hp|dell|acer|lenovo|toshiba|windows|scanner|test"
    r"|microsoft(?: office| corporation)?|usuario de windows|windows user|office user|invitado|guest)"
    r"[\s_-]*\d*|[\W\d_]+|[\w-]+\$)$",
    re.I,
)
_PDF_DATE = re.compile(r"(?:D:)?\s*((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")

_FIRST_YEAR = 1985
"""Before there were such files: a clock that was never set."""

_LONGEST = 500


def read_properties(found: Mapping[str, str]) -> Metadata:
    """Canonical metadata out of raw values by canonical name; what says nothing is left out."""
    metadata: dict[str, tuple[str, ...]] = {}
    for name, raw in found.items():
        value = tidy_line(raw[: 4 * _LONGEST].replace("\n", " "))[:_LONGEST].strip()
        values = _read_value(name, value) if value else ()
        if values:
            metadata[name] = values
    return metadata


def _read_value(name: str, value: str) -> tuple[str, ...]:
    if name == "title":
        return () if _NO_TITLE.match(value) else (value,)
    if name == "author":
        authors = (part.strip() for part in re.split(r"\s*;\s*", value))
        return tuple(author for author in authors if author and not _NO_AUTHOR.match(author))
    if name == "date":
        date = _read_date(value)
        return (date,) if date else ()
    if name == "tag":
        tags = (part.strip(" \"'") for part in re.split(r"[,;]", value))
        return tuple(dict.fromkeys(tag for tag in tags if tag))
    return (value,)


def _read_date(value: str) -> str | None:
    """The day; nothing for a time that no file can have been made at."""
    found = _PDF_DATE.match(value)
    date = f"{found[1]}-{found[2]}-{found[3]}" if found else parse_date(value)
    if date is None:
        return None
    today = datetime.datetime.now(datetime.UTC).date()
    return date if _FIRST_YEAR <= int(date[:4]) <= today.year + 1 and date != "1980-01-01" else None
