"""Which pages does a reader see first? The search page, the list of documents, the state of the index."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree

from flask import Blueprint, Response, make_response, render_template, request, url_for

from corpus.ordering import order_paths
from index.fields import fold_value
from index.vectorizing import find_meaning, vector_model
from search.results import ResultPage
from webui.opening import OpenIndex, open_index
from webui.state import SearchState, read_number
from webui.wording import wording

pages = Blueprint("pages", __name__)

DOCUMENTS_A_PAGE = 100
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


@pages.get("/")
def search() -> Response:
    """The search page: a box when nothing is asked, hits otherwise."""
    state = SearchState.read(request.args)
    if not state.q:
        status = open_index().reader().status()
        return make_response(render_template("home.html", state=state, status=status))
    page = run_search(open_index(), state)
    response = make_response(
        render_template("results.html", state=state, page=page, paging=Paging(state, page))
    )
    return add_links(response, Paging(state, page), "/")


@pages.get("/documents")
def documents() -> str:
    """All documents, or those whose title or path holds some text, accents and case aside."""
    wanted = request.args.get("q", "").strip()
    offset = read_number(request.args, "offset", default=0, least=0, most=10_000_000)
    reader = open_index().reader()
    entries = [entry for entry in reader.documents() if _holds(f"{entry.title}\n{entry.path}", wanted)]
    shown = sorted(entries, key=lambda entry: order_paths(entry.path))[offset : offset + DOCUMENTS_A_PAGE]
    return render_template(
        "documents.html",
        shown=shown,
        wanted=wanted,
        offset=offset,
        total=len(entries),
        step=DOCUMENTS_A_PAGE,
        unreadable=[each for each in reader.unreadable() if _holds(each.path, wanted)],
        incomplete=[each for each in reader.incomplete() if _holds(each.path, wanted)],
    )


def _holds(text: str, wanted: str) -> bool:
    return fold_value(wanted) in fold_value(text)


@pages.get("/status")
def status() -> str:
    """What the index holds, from where, how fresh, and which files could not be read."""
    opened = open_index()
    reader = opened.reader()
    return render_template(
        "status.html",
        status=reader.status(),
        unreadable=reader.unreadable(),
        incomplete=reader.incomplete(),
        meaning=find_meaning(reader.directory),
        meaning_model=vector_model(reader.directory),
        termbase_problem=opened.termbase.problem,
    )


@pages.get("/opensearch.xml")
def opensearch() -> Response:
    """The description by which a browser adds Bisagra to its own search box (OpenSearch 1.1)."""
    root = ElementTree.Element("OpenSearchDescription", xmlns=OPENSEARCH)
    for name, text in (("ShortName", "Bisagra"), ("Description", wording().say("tagline"))):
        ElementTree.SubElement(root, name).text = text
    ElementTree.SubElement(root, "InputEncoding").text = "UTF-8"
    for kind, endpoint in (("text/html", "pages.search"), ("application/json", "api.search")):
        template = url_for(endpoint, _external=True) + "?q={searchTerms}"
        ElementTree.SubElement(root, "Url", type=kind, method="get", template=template)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/opensearchdescription+xml")


def run_search(opened: OpenIndex, state: SearchState) -> ResultPage:
    """The one call behind the search page, its JSON twin and the files to cite from."""
    return opened.searcher().search(
        state.q,
        limit=state.limit,
        offset=state.offset,
        sort=state.sort,
        collapse=not state.copies,
        **state.how,
    )


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of the results is shown and where the neighbouring parts are."""

    state: SearchState
    page: ResultPage

    @property
    def first(self) -> int:
        """The rank of the first hit shown."""
        return self.page.offset + 1

    @property
    def last(self) -> int:
        """The rank of the last hit shown."""
        return self.page.offset + len(self.page.hits)

    @property
    def previous(self) -> SearchState | None:
        """The part before this one."""
        end = min(self.page.offset, self.page.listed)  # beyond the end the part before is the last one
        return self.state.page_at(end - self.page.limit) if self.page.offset else None

    @property
    def next(self) -> SearchState | None:
        """The part after this one."""
        return self.state.page_at(self.last) if self.page.hits and self.last < self.page.listed else None


class Part(NamedTuple):
    """Which part of a list is given out."""

    offset: int
    limit: int
    total: int


def add_links(response: Response, paging: Paging, path: str) -> Response:
    """Say in a ``Link`` header (RFC 8288) where the neighbouring parts of a search are."""
    for relation, state in (("prev", paging.previous), ("next", paging.next)):
        if state is not None:
            response.headers.add("Link", f'<{state.url(path)}>; rel="{relation}"')
    return response


def add_part_links(response: Response, part: Part, address: Callable[[int], str]) -> Response:
    """The same for any list; ``address`` is where the part that begins at an offset is."""
    before = max(0, min(part.offset, part.total) - part.limit) if part.offset else None
    after = part.offset + part.limit if part.offset + part.limit < part.total else None
    for relation, offset in (("prev", before), ("next", after)):
        if offset is not None:
            response.headers.add("Link", f'<{address(offset)}>; rel="{relation}"')
    return response
