"""Which dates and numbers does a text name, however the two languages write them?

``23 de marzo de 2005``, ``March 23rd, 2005`` and ``2005-03-23`` are one date; ``1.234,5`` and
``1,234.5`` one number. A date also counts as its month.

>>> [(d.iso, d.start_char, d.end_char) for d in find_dates("on March 23rd, 2005", Language.EN)]
[('2005-03-23', 3, 19)]
>>> canonical_number("1.234,5"), canonical_number("276,000"), canonical_number("3.1.1")
('1234.5', '276000', None)
"""

import re
from calendar import monthrange
from dataclasses import dataclass

from analyzers.folding import fold
from analyzers.language import Language

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero january ene jan", "febrero february feb", "marzo march mar", "abril april abr apr",
            "mayo may", "junio june jun", "julio july jul", "agosto august ago aug",
            "septiembre setiembre september sep sept set", "octubre october oct",
            "noviembre november nov", "diciembre december dic dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_MONTH = r"(?P<month>[A-Za-z]{3,10})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.?[º°o]\.?|ro|er)?"  # the Academy writes "1.º"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_BETWEEN = r"(?:\s*[,/-]\s*|\s+(?:de\s+|del\s+|of\s+)?)"
_DATE_RES = tuple(
    re.compile(rf"(?<![\w/.-]){pattern}(?![\w]|[/-]\d)", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})",
        rf"{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}",
        rf"{_MONTH}\s+{_DAY}{_BETWEEN}{_YEAR}",
        rf"(?P<first>\d{{1,2}})[/-](?P<second>\d{{1,2}})[/-]{_YEAR}",
        rf"{_MONTH}{_BETWEEN}{_YEAR}",
    )
)
_TERM_RE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_DIGIT_RE = re.compile(r"\d")
_NUMBER_RE = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*$")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ISO 8601, as exact as the text is (``2005-03-23`` or ``2005-03``)."""

    iso: str
    start_char: int
    end_char: int

    @property
    def terms(self) -> tuple[str, ...]:
        """The date and, for a whole one, its month."""
        return (self.iso, self.iso[:7]) if len(self.iso) == 10 else (self.iso,)


def is_date_term(term: str) -> bool:
    """Whether a term is one that :attr:`FoundDate.terms` may give."""
    return _TERM_RE.fullmatch(term) is not None


def find_dates(text: str, language: Language | None = None) -> list[FoundDate]:
    """The dates in a text, in order and apart. ``language`` settles ``03/04/2005``; else day comes first."""
    if not _DIGIT_RE.search(text):
        return []
    found: list[FoundDate] = []
    for pattern in _DATE_RES:
        for match in pattern.finditer(text):
            iso = _to_iso(match, language)
            clash = any(d.start_char < match.end() and match.start() < d.end_char for d in found)
            if iso and not clash:
                found.append(FoundDate(iso, match.start(), match.end()))
    return sorted(found, key=lambda date: date.start_char)


def canonical_number(text: str) -> str | None:
    """A number without thousands separators and with a decimal point, or ``None`` if it is none.

    One separator before exactly three digits is a thousands separator, as in Mexico, the United
    States and Canada (``1,234``) and in Spain (``1.234``).
    """
    if not _NUMBER_RE.match(text):
        return None
    plain = text.replace("\u00a0", "").replace("\u202f", "")
    separators = [c for c in plain if c in ".,"]
    if not separators:
        return plain.lstrip("0") or "0"
    last = separators[-1]
    groups = re.split(r"[.,]", plain)
    thousands = all(len(group) == 3 for group in groups[1:]) and groups[0] != "0" and len(groups[0]) < 4
    if len(set(separators)) == 1 and thousands:
        return "".join(groups)
    if separators.count(last) > 1 or (len(separators) > 1 and len(set(separators)) == 1):
        return None  # "3.1.1" is a section, not a number
    if any(len(group) != 3 for group in groups[1:-1]):
        return None
    fraction = groups[-1].rstrip("0")
    whole = "".join(groups[:-1]).lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


def _to_iso(match: re.Match[str], language: Language | None) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        month_first = second > 12 or (language is Language.EN and first <= 12)
        month, day = (first, second) if month_first else (second, first)
    else:
        named = parts["month"]
        month = int(named) if named.isdigit() else _MONTHS.get(fold(named), 0)
        day = int(parts["day"]) if parts.get("day") else 0
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"
