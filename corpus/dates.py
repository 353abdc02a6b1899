"""Which day does this piece of text name? Spanish and English, written out, numeric or telegraphic.

>>> parse_date("14 de septiembre de 2009"), parse_date("R 192105Z AUG 09"), parse_date("abril de 2008")
('2009-09-14', '2009-08-19', '2008-04')
"""

import datetime
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero",
            "feb february febrero",
            "mar march marzo",
            "apr april abr abril",
            "may mayo",
            "jun june junio",
            "jul july julio",
            "aug august ago agosto",
            "sep sept september septiembre setiembre set",
            "oct october octubre",
            "nov november noviembre",
            "dec december dic diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"

_TELEGRAM = re.compile(rf"\b(?P<day>\d\d)\d{{4}}Z\s+{_MONTH}\s+(?P<year>\d\d(?:\d\d)?)\b", re.I)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|º|o|\.)?[\s-]+(?:de\s+|of\s+)?{_MONTH}"
    r"(?:\s+del?|,)?[\s-]+(?P<year>\d{4})\b",
    re.I,
)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.I)
_MONTH_ONLY = re.compile(rf"\b{_MONTH}(?:\s+del?|,)?[\s-]+(?P<year>(?:19|20)\d\d)\b", re.I)
_NUMERIC = re.compile(r"(?<!\d)(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>(?:19|20)\d\d)(?!\d)")
_YEAR_MONTH = re.compile(r"^\W*((?:19|20)\d\d)-(0[1-9]|1[0-2])\W*$")
_YEAR = re.compile(r"^\W*(?P<year>(?:19|20)\d\d)\W*$")

_FIGURE = re.compile(r"\d")
_LONGEST = 200


def parse_date(text: str, *, day_first: bool | None = None) -> str | None:
    """The first date in ``text`` as ISO 8601, as exact as it stands there, or None.

    ``day_first`` settles ``04/05/2009``; without it such a date gives its year only, since a guess
    would be wrong half of the time. Two-digit years are read only in date-time groups.
    """
    text = text[:_LONGEST]
    if not _FIGURE.search(text):
        return None
    for pattern in (_TELEGRAM, _ISO, _DAY_FIRST, _MONTH_FIRST):
        if found := pattern.search(text):
            return _from_parts(found)
    if found := _NUMERIC.search(text):
        return _from_numbers(found, day_first)
    if found := _MONTH_ONLY.search(text):
        return f"{found['year']}-{_MONTHS[found['month'].lower()]:02}"
    if found := _YEAR_MONTH.match(text):
        return f"{found[1]}-{found[2]}"
    if found := _YEAR.match(text):
        return found["year"]
    return None


def _from_parts(found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    year = int(parts["year"])
    if year < 100:  # a date-time group: messages of this kind are from 1966 on
        year += 1900 if year > 65 else 2000
    month = int(parts["number"]) if "number" in parts else _MONTHS[parts["month"].lower()]
    return _to_iso(year, month, int(parts["day"]))


def _from_numbers(found: re.Match[str], day_first: bool | None) -> str | None:
    first, second, year = int(found["a"]), int(found["b"]), int(found["year"])
    if day_first is None and first != second and max(first, second) <= 12:
        return str(year)
    if first > 12 or (day_first and second <= 12):
        return _to_iso(year, second, first)
    return _to_iso(year, first, second)


def _to_iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
