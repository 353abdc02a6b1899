"""What may a template call? A few filters and values, the same in every page.

Templates get ``w``, the wording of the request, and ``ui_urls``, this very page in each interface language.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request
from markupsafe import Markup

from analyzers.language import Language
from search.links import chunk_anchor, source_url
from search.results import FacetValue, Form, Hit, Note, ResultPage, Snippet
from webui.marking import Piece, cut_pieces
from webui.state import FACETS, SORTS, SearchState
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
        chunk_anchor=chunk_anchor,
        hit_place=hit_place,
        section_names=section_names,
        facet_values=facet_values,
        reason_words=reason_words,
        note_words=note_words,
        form_words=form_words,
        Language=Language,
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
    return {"w": wording(), "ui_urls": urls}


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


def source_address(doc_id: str, chunk_id: str | None = None, state: SearchState | None = None) -> str:
    """Where a document is shown, at one of its passages, with the marks of a search as it was made."""
    if state is None:
        return source_url(doc_id, chunk_id)
    address, hash_sign, anchor = source_url(doc_id, chunk_id, state.q).partition("#")
    if state.q and state.exact:
        address += "&exact=1"
    if state.q and not state.translate:
        address += "&translate=0"
    return address + hash_sign + anchor


def hit_place(hit: Hit, w: Wording) -> Iterator[str]:
    """Where in its file a hit stands: lines, page, slide, post, date."""
    chunk = hit.chunk
    if chunk.start_line == chunk.end_line:
        yield w.say("hit_line", first=chunk.start_line)
    else:
        yield w.say("hit_lines", first=chunk.start_line, last=chunk.end_line)
    for key, number in (("page", chunk.page), ("slide", chunk.slide), ("post", chunk.post)):
        if number is not None:
            yield w.say(f"hit_{key}", number=number)
    for date in chunk.metadata.get("date", ())[:1]:
        yield w.date(date)


def section_names(hit: Hit) -> tuple[str, ...]:
    """The headings above a hit, without a first one that only repeats the document's title."""
    names = hit.chunk.section
    return names[1:] if names and names[0] == hit.title else names


def facet_values(page: ResultPage, facet: str) -> list[FacetValue]:
    """A facet's values in the order to show: years from the latest on, others by how many hits they have."""
    values = list(page.facets.get(facet, ()))
    return sorted(values, key=lambda value: value.value, reverse=True) if facet == "year" else values


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
