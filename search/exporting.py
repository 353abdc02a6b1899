"""In which formats can a page of hits be taken away? Seven.

Tables and texts (csv, json, html, md) have an entry a passage. Those for reference managers (csl-json, ris,
bibtex) have an item a document, or a message in one, with its passages as notes: nobody wants the same report
ten times.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analyzers.language import Language
from search import bibliography, quoting
from search.citing import cite
from search.results import ResultPage


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is sent as, and how its files are called."""

    media_type: str
    suffix: str


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", "csv"),
    "json": Format("application/json", "json"),
    "csl-json": Format("application/vnd.citationstyles.csl+json", "csl.json"),
    "ris": Format("application/x-research-info-systems; charset=utf-8", "ris"),
    "bibtex": Format("application/x-bibtex; charset=utf-8", "bib"),
    "html": Format("text/html; charset=utf-8", "html"),
    "md": Format("text/markdown; charset=utf-8", "md"),
}
"""By the name that is asked for, in the order of a menu."""

MOST_PASSAGES = 1_000
"""At once; more than anybody reads."""


def export(page: ResultPage, name: str, language: Language) -> str:
    """A page of hits in a format of :data:`FORMATS`; headings and places in words of ``language``."""
    if name in bibliography.WRITERS:
        return bibliography.WRITERS[name](cite(page, language))
    return quoting.WRITERS[name](page, language)
