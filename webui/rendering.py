"""What may a template call? A few filters and values, the same in every page.

Templates get ``w``, the wording of the request, and ``ui_urls``, this very page in each interface language.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request, url_for
from markupsafe import Markup

from analyzers.language import Language
from corpus.model import Chunk
from search.concordance import ORDERS, Line
from search.exporting import FORMATS
from search.links import chunk_anchor, source_url
from search.places import name_place, name_unit
from search.results import Copy, FacetValue, Form, Hit, Note, ResultPage, Snippet
from webui.dividers import Divider
from webui.facsimiles import WIDE, WIDTH
from webui.marking import Piece, cut_pieces
from webui.opening import open_index
from webui.state import FACETS, LIMIT, SORTS, SearchState
from webui.wording import COOKIE, COOKIE_SECONDS, Wording, wording

LONE_SURROGATES = re.compile("[\ud800-\udfff]")
CHIPS_SHOWN = 6
FACET_VALUES_SHOWN = 8


def register_rendering(app: Flask) -> None:
    """Give an application's templates their filters, and remember the interface language in a cookie."""
    app.jinja_env.finalize = presentable
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["pieces"] = snippet_pieces
    app.jinja_env.globals.update(
        source_address=source_address,
        export_address=export_address,
        image_address=image_address,
        line_place=line_place,
        divider_name=divider_name,
        chunk_anchor=chunk_anchor,
        hit_place=hit_place,
        section_names=section_names,
        facet_values=facet_values,
        facet_words=facet_words,
        ocr_words=ocr_words,
        reason_words=reason_words,
        note_words=note_words,
        form_words=form_words,
        Language=Language,
        WIDE=WIDE,
        ORDERS=ORDERS,
        EXPORT_FORMATS=tuple(FORMATS),
        FACETS=FACETS,
        SORTS=SORTS,
        SearchState=SearchState,
        CHIPS_SHOWN=CHIPS_SHOWN,
        FACET_VALUES_SHOWN=FACET_VALUES_SHOWN,
    )
    app.context_processor(page_values)
    app.after_request(remember_language)


def presentable(value: Any) -> Any:
    """A value as it can be sent: a file name's undecodable bytes become U+FFFD instead of an error."""
    if isinstance(value, str) and LONE_SURROGATES.search(value):
        cleaned = LONE_SURROGATES.sub("\ufffd", value)
        return Markup(cleaned) if isinstance(value, Markup) else cleaned  # noqa: S704 - was markup before
    return value


def page_values() -> dict[str, Any]:
    """What every template knows."""
    others = [(name, value) for name, value in request.args.items(multi=True) if name != COOKIE]
    urls = {
        language: f"{request.path}?{urlencode([*others, (COOKIE, language.value)])}" for language in Language
    }
    return {"w": wording(), "ui_urls": urls, "index_damage": open_index().damage}


def remember_language(response: Response) -> Response:
    """Keep a language that was chosen by the switch."""
    response.vary.update(["Accept-Language", "Cookie"])
    chosen = request.args.get(COOKIE)
    if chosen in set(Language):
        response.set_cookie(COOKIE, str(chosen), max_age=COOKIE_SECONDS, httponly=True, samesite="Lax")
    return response


def snippet_pieces(snippet: Snippet) -> list[Piece]:
    """A snippet cut at its spans."""
    return cut_pieces(snippet.text, snippet.spans)


def source_address(
    doc_id: str,
    chunk_id: str | None = None,
    state: SearchState | None = None,
    *,
    page: int = 0,
    anchor: str = "",
) -> str:
    """Where a document is shown, at one of its passages, with the marks of a search as it was made.

    ``page`` is the page whose image is shown beside the text; ``anchor`` a place other than the passage.
    """
    address, _, passage = source_url(doc_id, chunk_id, state.q if state else None).partition("#")
    pairs = [("page", str(page))] if page else []
    address = _add(address, pairs + _switches(state))
    anchor = anchor or passage
    return f"{address}#{anchor}" if anchor else address


def image_address(
    doc_id: str, number: int, chunk: Chunk | None, state: SearchState, *, width: int = WIDTH
) -> str:
    """The address of a page's image with a passage and the words of a search marked on it."""
    pairs = [("chunk", chunk.chunk_id)] if chunk else []
    pairs += [("q", state.q), *_switches(state)] if chunk and state.q else []
    pairs += [("width", str(width))] if width != WIDTH else []
    return _add(url_for("facsimiles.show_page", doc_id=doc_id, number=number), pairs)


def export_address(state: SearchState, format_name: str) -> str:
    """Where the passages of a search are to be had as a file."""
    # how many hits a page shows says nothing about how many are wanted in a file
    return _add(state.but(limit=LIMIT).url(url_for("extracts.export_passages")), [("format", format_name)])


def line_place(line: Line, w: Wording) -> str:
    """Where in its document a line of a concordance stands."""
    return ", ".join(name_place(line.chunk, w.language))


def divider_name(divider: Divider, w: Wording) -> str:
    """``Página 3``, ``Hoja «Datos»``."""
    name = name_unit(divider.unit, divider.number, divider.label, w.language)
    return name[:1].upper() + name[1:]


def _switches(state: SearchState | None) -> list[tuple[str, str]]:
    if state is None or not state.q:
        return []
    return [("exact", "1")] * state.exact + [("translate", "0")] * (not state.translate)


def _add(address: str, pairs: list[tuple[str, str]]) -> str:
    if not pairs:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(pairs, errors='replace')}"


def hit_place(hit: Hit | Copy, w: Wording) -> Iterator[str]:
    """Where in its file a hit, or a copy of it, stands: page, slide, sheet, message, lines, and the date."""
    yield from name_place(hit.chunk, w.language)
    for date in hit.chunk.metadata.get("date", ())[:1]:
        yield w.date(date)


def section_names(hit: Hit) -> tuple[str, ...]:
    """The headings above a hit, without a first one that only repeats the document's title."""
    names = hit.chunk.section
    return names[1:] if names and names[0] == hit.title else names


def facet_values(page: ResultPage, facet: str) -> list[FacetValue]:
    """A facet's values in the order to show: years from the latest on, others by how many hits they have."""
    values = list(page.facets.get(facet, ()))
    return sorted(values, key=lambda value: value.value, reverse=True) if facet == "year" else values


def facet_words(facet: str, value: str, w: Wording) -> str:
    """A facet's value as shown: what is only there or not there says of what it speaks."""
    key = f"facet_{facet}_{value}"
    return w.say(key) if w.knows(key) else value


def ocr_words(ranges: Sequence[str], w: Wording) -> str:
    """Which pages of a document were recognised in images, given as ranges of numbers: ``1-3``, ``7``."""
    pages = ", ".join(ranges).replace("-", "–")
    return w.say("source_ocr_page" if pages.isdecimal() else "source_ocr_pages", pages=pages)


def reason_words(reasons: Iterable[str], w: Wording) -> list[str]:
    """A hit's reasons as shown, those of one word and kind made one.

    ``concept: ASPAN = SPP`` and ``concept: ASPAN = Alianza`` become ``ASPAN = SPP, Alianza (same concept)``.
    """
    equals: dict[tuple[str, str], list[str]] = {}
    for reason in reasons:
        kind, _, statement = reason.partition(": ")
        left, _, right = statement.partition(" = ")
        # what comes in another shape is shown as it is
        key = (kind, left) if right and w.knows(f"reason_{kind}") else ("", reason)
        equals.setdefault(key, []).append(right)
    return [
        f"{left} = {', '.join(rights)} ({w.say(f'reason_{kind}')})" if kind else left
        for (kind, left), rights in equals.items()
    ]


def note_words(note: Note, w: Wording) -> str:
    """A note on how the query was read; one that has no words yet shows what it is about."""
    key = "note_" + note.key.replace("-", "_")
    if w.knows(key):
        return w.say(key, detail=note.detail)
    return w.say("note_other", detail=f"{note.key} {note.detail}".strip())


def form_words(form: Form, w: Wording) -> str:
    """Why a form was searched too, and how many passages hold it."""
    reason = w.say(f"reason_{form.reason}") if w.knows(f"reason_{form.reason}") else str(form.reason)
    parts = [reason] + ([w.language_name(form.language)] if form.language else [])
    return ", ".join(parts + ([w.count("form_hits", form.hits)] if form.hits is not None else []))
