"""What is being asked? The whole state of a search, read from an address and written back into one.

>>> SearchState(q="ASPAN", language=Language.EN, facets={"year": ("2009",)}).url()
'/?q=ASPAN&language=en&year=2009'
>>> SearchState(q="Guardia Costera -UE", offset=20).without_equivalents("guardia costera").q
'!Guardia !Costera -UE'
>>> SearchState(q="!Guardia !Costera -UE").with_equivalents("Guardia Costera").url()
'/?q=Guardia+Costera+-UE'
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast, get_args
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from analyzers.language import Language
from search.listing import Sort
from webui.errors import ParameterError

SORTS: tuple[Sort, ...] = get_args(Sort)
FACETS = ("type", "year", "folder", "author", "origin", "classification", "marking", "tag", "ocr")
"""Facets that have a parameter of their own name; ``language`` is a single choice beside them."""

LIMIT = 10
MOST_LIMIT = 200
MOST_OFFSET = 1_000_000
MOST_FACET_VALUES = 50
SILENCED = re.compile(r"""(?<![^\s(+-])![^\s()"!]+(?:\s+![^\s()"!]+)*""")
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class SearchState:
    """Everything that decides what a page of results shows. Facets: any value of one, all of several."""

    q: str = ""
    limit: int = LIMIT
    offset: int = 0
    language: Language | None = None
    sort: Sort = "score"
    first_date: str = ""
    last_date: str = ""
    exact: bool = False
    translate: bool = True
    copies: bool = False
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> "SearchState":
        """The state in the arguments of a request; raises ``ParameterError`` for an impossible value."""
        language = read_choice(args, "language", tuple(Language))
        return cls(
            q=args.get("q", "").strip(),
            limit=read_number(args, "limit", default=LIMIT, least=1, most=MOST_LIMIT),
            offset=read_number(args, "offset", default=0, least=0, most=MOST_OFFSET),
            language=Language(language) if language else None,
            sort=cast(Sort, read_choice(args, "sort", SORTS) or "score"),
            first_date=_read_date(args, "from"),
            last_date=_read_date(args, "to"),
            exact=read_switch(args, "exact", default=False),
            translate=read_switch(args, "translate", default=True),
            copies=read_switch(args, "copies", default=False),
            facets={name: values for name in FACETS if (values := _read_values(args, name))},
        )

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Facets and the stretch of dates, as ``Searcher.search`` takes them."""
        filters = dict(self.facets)
        if self.first_date or self.last_date:
            filters["date"] = (f"{self.first_date}..{self.last_date}",)
        return filters

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the query narrows the results."""
        return bool(self.filters or self.language)

    def url(self, path: str = "/") -> str:
        """The address of this state; what is as usual is left out."""
        pairs: list[tuple[str, str]] = [("q", self.q)] if self.q else []
        pairs += [("language", self.language)] if self.language else []
        pairs += [("sort", self.sort)] if self.sort != "score" else []
        pairs += [("from", self.first_date)] if self.first_date else []
        pairs += [("to", self.last_date)] if self.last_date else []
        pairs += [("exact", "1")] if self.exact else []
        pairs += [("translate", "0")] if not self.translate else []
        pairs += [("copies", "1")] if self.copies else []
        pairs += [(name, value) for name, values in self.facets.items() for value in values]
        pairs += [("limit", str(self.limit))] if self.limit != LIMIT else []
        pairs += [("offset", str(self.offset))] if self.offset else []
        # a file name may hold bytes that are no UTF-8
        return f"{path}?{urlencode(pairs, errors='surrogateescape')}" if pairs else path

    @property
    def how(self) -> dict[str, Any]:
        """What ``Searcher.search`` takes besides the text, an order and a part of the hits."""
        return {
            "language": self.language,
            "filters": self.filters,
            "exact": self.exact,
            "translate": self.translate,
        }

    def but(self, **changes: object) -> "SearchState":
        """The same with some fields changed, from the first hit on."""
        return replace(self, **{"offset": 0, **changes})  # type: ignore[arg-type]

    def page_at(self, offset: int) -> "SearchState":
        """The same from another hit on."""
        return replace(self, offset=max(0, offset))

    def toggled(self, facet: str, value: str) -> "SearchState":
        """The same with a facet's value put on, or taken off where it is on."""
        values = self.facets.get(facet, ())
        values = tuple(v for v in values if v != value) if value in values else (*values, value)
        facets = {**self.facets, facet: values}
        return self.but(facets={name: kept for name, kept in facets.items() if kept})

    def unfiltered(self) -> "SearchState":
        """The same query over the whole index."""
        return self.but(language=None, facets={}, first_date="", last_date="")

    def without_equivalents(self, term: str) -> "SearchState":
        """The same with ``!`` before a word, or each word of a name, where it is found in the query."""
        words = [re.escape(word) for word in term.split()]
        pattern = re.compile(r"""(?<![\w!="*])""" + r"\s+".join(words) + r"""(?![\w*~"])""", re.IGNORECASE)
        return self.but(q=pattern.sub(lambda match: re.sub(r"(?=\b\w)(?<!\S)", "!", match[0]), self.q))

    def with_equivalents(self, term: str) -> "SearchState":
        """The same with a row of words of :attr:`silenced` counted again in all their forms."""
        return self.but(q=SILENCED.sub(lambda m: _bare(m[0]) if _bare(m[0]) == term else m[0], self.q))

    @property
    def silenced(self) -> list[str]:
        """Words, or names of several words, whose equivalents the reader has taken out."""
        return list(dict.fromkeys(_bare(match[0]) for match in SILENCED.finditer(self.q)))


def _bare(silenced: str) -> str:
    return " ".join(word.removeprefix("!") for word in silenced.split())


def read_number(args: MultiDict[str, str], name: str, *, default: int, least: int, most: int) -> int:
    """A whole number in the arguments; raises ``ParameterError`` when it is none or out of bounds."""
    value = args.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise ParameterError(name, value, "number", least=least, most=most)
    return int(value)


def read_choice(args: MultiDict[str, str], name: str, choices: tuple[str, ...]) -> str:
    """One of several words, or the empty string; raises ``ParameterError`` for another."""
    value = args.get(name, "").strip().lower()
    if value and value not in choices:
        raise ParameterError(name, value, "choice", choices=", ".join(choices))
    return value


def read_switch(args: MultiDict[str, str], name: str, *, default: bool) -> bool:
    """Yes or no; raises ``ParameterError`` for anything else."""
    value = read_choice(args, name, YES + NO)
    return value in YES if value else default


def _read_date(args: MultiDict[str, str], name: str) -> str:
    value = args.get(name, "").strip()
    if value and not DATE.fullmatch(value):
        raise ParameterError(name, value, "date")
    return value


def _read_values(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in args.getlist(name) if value))
    if len(values) > MOST_FACET_VALUES:
        raise ParameterError(name, values[-1], "fewer", most=MOST_FACET_VALUES)
    return values
