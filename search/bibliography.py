r"""Which items does a reference manager take in? RIS, BibTeX and CSL-JSON, escaped as each of them wants.

RIS as Research Information Systems described it and Zotero, EndNote and Mendeley read it; BibTeX as Patashnik
1988, in UTF-8; CSL-JSON 1.0.2. Nothing of a document can end a field: texts stand on one line (RIS), and a
brace is written as a command that is balanced (BibTeX counts even escaped ones).

>>> escape_latex("50 % {a} C:\\x_y")
'50 \\% \\textbraceleft{}a\\textbraceright{} C:\\textbackslash{}x\\_y'
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from analyzers.folding import fold
from analyzers.language import Language
from search.citing import Citation

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}  # fmt: skip
_LATEX_TABLE = str.maketrans(_LATEX)

_RIS_TYPES: Mapping[str, str] = {
    "eml": "PCOMM", "msg": "PCOMM", "mbox": "PCOMM", "html": "ELEC", "epub": "EBOOK",
    "pptx": "SLIDE", "ppt": "SLIDE", "odp": "SLIDE",
    "xlsx": "DATA", "xls": "DATA", "ods": "DATA", "csv": "DATA",
    "pdf": "RPRT", "image": "RPRT", "doc": "RPRT", "docx": "RPRT", "odt": "RPRT",
}  # fmt: skip
_CSL_TYPES: Mapping[str, str] = {
    "eml": "personal_communication", "msg": "personal_communication", "mbox": "personal_communication",
    "html": "webpage", "epub": "book",
    "pptx": "speech", "ppt": "speech", "odp": "speech",
    "xlsx": "dataset", "xls": "dataset", "ods": "dataset", "csv": "dataset",
    "pdf": "report", "image": "report", "doc": "report", "docx": "report", "odt": "report",
}  # fmt: skip
_BABEL = {Language.ES: "spanish", Language.EN: "english"}


def write_ris(citations: Sequence[Citation]) -> str:
    """All items as one RIS file."""
    lines = []
    for citation in citations:
        for tag, value in _ris_fields(citation):
            lines.append(f"{tag}  - {value}")
        lines.append("ER  - ")
        lines.append("")
    return "".join(f"{line}\r\n" for line in lines)


def write_bibtex(citations: Sequence[Citation]) -> str:
    """All items as one BibTeX file, each under a key of its own."""
    taken: set[str] = set()
    return "\n".join(_bibtex_entry(citation, taken) for citation in citations)


def write_csl(citations: Sequence[Citation]) -> str:
    """All items as one CSL-JSON list."""
    return json.dumps([_csl_item(each) for each in citations], ensure_ascii=False, indent=1) + "\n"


WRITERS: Mapping[str, Callable[[Sequence[Citation]], str]] = {
    "csl-json": write_csl,
    "ris": write_ris,
    "bibtex": write_bibtex,
}


def escape_latex(text: str) -> str:
    """A text that LaTeX sets as it stands, its braces balanced."""
    return text.translate(_LATEX_TABLE)


def _ris_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _RIS_TYPES.get(citation.kind, "GEN")
    yield "ID", citation.key
    yield "TI", citation.title
    for author in citation.authors:
        yield "AU", author
    date = _DATE.match(citation.date)
    if date:
        yield "PY", date[1]
        yield "DA", f"{date[1]}/{date[2] or ''}/{date[3] or ''}/"
    if citation.language:
        yield "LA", citation.language.value
    if citation.reference:
        yield "CN", citation.reference
    if citation.origin:
        yield "PB", citation.origin
    yield "L1", citation.path
    for each in citation.quotes:
        yield "N1", str(each)


def _bibtex_entry(citation: Citation, taken: set[str]) -> str:
    fields = [f"  {name} = {value}" for name, value in _bibtex_fields(citation)]
    return f"@misc{{{_bibtex_key(citation, taken)},\n" + ",\n".join(fields) + "\n}\n"


def _bibtex_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{escape_latex(citation.title)}}}}}"
    if citation.authors:
        yield "author", f"{{{' and '.join(_bibtex_name(name) for name in citation.authors)}}}"
    date = _DATE.match(citation.date)
    if date:
        yield "year", f"{{{date[1]}}}"
        if date[2] and 1 <= int(date[2]) <= 12:
            yield "month", _MONTHS[int(date[2]) - 1]
    if citation.reference:
        yield "number", f"{{{escape_latex(citation.reference)}}}"
    if citation.origin:
        yield "organization", f"{{{escape_latex(citation.origin)}}}"
    if citation.language:
        yield "langid", f"{{{_BABEL[citation.language]}}}"
    yield "howpublished", f"{{{escape_latex(citation.path)}}}"
    yield "annote", f"{{{' '.join(escape_latex(str(each)) for each in citation.quotes)}}}"


def _bibtex_name(name: str) -> str:
    """A person as written; a body's name in braces, for BibTeX would look for a family name in it."""
    words = name.split()
    is_body = "," not in name and (len(words) > 3 or any(word[0].islower() for word in words))
    is_odd = name.count(",") > 1 or any(word.lower() == "and" for word in words)
    return f"{{{escape_latex(name)}}}" if is_body or is_odd else escape_latex(name)


def _bibtex_key(citation: Citation, taken: set[str]) -> str:
    """``ruiz2009informe``: from author, year and title, in ASCII letters and digits."""
    date = _DATE.match(citation.date)
    author = citation.authors[0].split(",")[0].split()[-1] if citation.authors and citation.authors[0] else ""
    title = next((word for word in citation.title.split() if len(fold(word)) > 3), "")
    made = "".join(fold(part) for part in (author, date[1] if date else "", title))
    stem = re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", made))[:40] or "documento"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key)
    return key


def _csl_item(citation: Citation) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": citation.key,
        "type": _CSL_TYPES.get(citation.kind, "document"),
        "title": citation.title,
    }
    if citation.authors:
        item["author"] = [_csl_name(name) for name in citation.authors]
    date = _DATE.match(citation.date)
    if date:
        item["issued"] = {"date-parts": [[int(part) for part in date.groups() if part]]}
    if citation.language:
        item["language"] = citation.language.value
    if citation.reference:
        item["number"] = citation.reference
    if citation.origin:
        item["publisher"] = citation.origin
    item["archive_location"] = citation.path
    item["note"] = "\n".join(str(each) for each in citation.quotes)
    return item


def _csl_name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    if comma and "," not in given and family.strip() and given.strip():
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": name}
