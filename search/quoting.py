r"""How are passages handed on to people and to spreadsheets? CSV, JSON, HTML and Markdown, an entry each.

>>> escape_markdown("*no* [es](x) <b>")
'\\*no\\* \\[es\\](x) \\<b\\>'
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from analyzers.language import Language
from search.citing import first_value, plain, printable, quote, read_hit
from search.results import Hit, ResultPage
from search.serializing import hit_to_dict, query_to_dict
from search.tables import write_table

COLUMNS = (
    "rank", "title", "author", "date", "reference", "origin", "place", "quote", "path", "page", "slide",
    "start_line", "end_line", "language", "exact", "chunk_id", "doc_id", "url",
)  # fmt: skip

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#])")
_MARKDOWN_START = re.compile(r"^(\d+)([.)])|^([-+=:])")


def write_csv(page: ResultPage, language: Language) -> str:
    """A row a passage, safe for spreadsheets."""
    rows = (_describe(hit, page, language) for hit in page.hits)
    return write_table(COLUMNS, ({**row, "author": "; ".join(row["author"])} for row in rows))


def write_json(page: ResultPage, language: Language) -> str:
    """The query and an object a passage: the hit's fields, and what a citation needs."""
    passages = [_describe(hit, page, language) for hit in page.hits]
    body = {"query": query_to_dict(page), "total": page.total, "passages": passages, "error": None}
    return json.dumps(body, indent=1) + "\n"  # in ASCII: a file name need not be text


def write_html(page: ResultPage, language: Language) -> str:
    """A page that stands on its own, nothing in it but text."""
    title = escape(plain(page.raw)) or "Bisagra"
    parts = [
        f'<!doctype html>\n<html lang="{language.value}">\n<meta charset="utf-8">\n<title>{title}</title>\n',
        f"<h1>{title}</h1>\n",
    ]
    for hit in page.hits:
        code = f' lang="{hit.chunk.language.value}"' if hit.chunk.language else ""
        marked = "".join(
            f"<mark>{escape(text)}</mark>" if is_marked else escape(text)
            for text, is_marked in _iter_pieces(hit)
        ).replace("\n", "<br>\n")
        parts.append(f"<figure>\n<blockquote{code}><p>{marked}</p></blockquote>\n")
        parts.append(f"<figcaption>{escape(say_source(hit, language))}</figcaption>\n</figure>\n")
    return "".join(parts)


def write_markdown(page: ResultPage, language: Language) -> str:
    """A quotation a passage, with its source below (CommonMark)."""
    parts = [f"# {escape_markdown(plain(page.raw)) or 'Bisagra'}\n"]
    for hit in page.hits:
        marked = "".join(
            f"**{escape_markdown(text)}**" if is_marked else escape_markdown(text)
            for text, is_marked in _iter_pieces(hit)
        )
        lines = "\\\n> ".join(map(_escape_start, marked.split("\n")))
        parts.append(f"\n> {lines}\n>\n> — {escape_markdown(say_source(hit, language))}\n")
    return "".join(parts)


WRITERS: Mapping[str, Callable[[ResultPage, Language], str]] = {
    "csv": write_csv,
    "json": write_json,
    "html": write_html,
    "md": write_markdown,
}


def say_source(hit: Hit, language: Language) -> str:
    """Author, title, date, file and place in one line."""
    authors = "; ".join(plain(name) for name in hit.chunk.metadata.get("author", ()))
    parts = [
        authors,
        plain(hit.title),
        first_value(hit, "reference"),
        first_value(hit, "date"),
        plain(hit.path),
    ]
    return ", ".join(dict.fromkeys(filter(None, [*parts, *quote(hit, language).place])))


def escape_markdown(text: str) -> str:
    """A text that CommonMark shows as it stands, inside of a line."""
    return _MARKDOWN.sub(r"\\\1", text)


def _escape_start(line: str) -> str:
    """Nothing at a line's beginning makes it a list, a rule or a heading."""
    return _MARKDOWN_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", line)


def _describe(hit: Hit, page: ResultPage, language: Language) -> dict[str, Any]:
    found = quote(hit, language)
    return hit_to_dict(hit, page.raw) | {
        "title": plain(hit.title),
        "author": [plain(name) for name in hit.chunk.metadata.get("author", ())],
        "date": first_value(hit, "date") or None,
        "reference": first_value(hit, "reference") or None,
        "origin": first_value(hit, "origin") or None,
        "place": ", ".join(found.place),
        "quote": found.text,
    }


def _iter_pieces(hit: Hit) -> Iterator[tuple[str, bool]]:
    """The passage cut at its marks, each piece without what no file should hold; its lines stay lines."""
    text, marks = read_hit(hit, sorted(hit.marks))
    done, spans = 0, [*marks, (len(text), len(text))]
    for start, end in spans:
        for piece, is_marked in ((text[done:start], False), (text[start:end], True)):
            if piece:
                yield "\n".join(map(printable, piece.split("\n"))), is_marked
        done = end
