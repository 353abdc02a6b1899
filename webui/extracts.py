"""What can be taken away from a search? Its concordance, and its passages as a file to cite from."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from search.concordance import LEAST_WIDTH, MOST_WIDTH, ORDERS, WIDTH, Concordance, Order, make_concordance
from search.exporting import FORMATS, MOST_PASSAGES, export
from webui.errors import ParameterError
from webui.opening import OpenIndex, open_index
from webui.pages import run_search
from webui.state import LIMIT, SearchState, read_choice, read_number
from webui.wording import wording

extracts = Blueprint("extracts", __name__)

LINES_A_PAGE = 200
MOST_LINES = 10_000
EXPORTED = 100
"""Passages, where no ``limit`` is given."""


@dataclass(frozen=True, slots=True)
class AskedConcordance:
    """A search, and how its occurrences are to be lined up; ``state.offset`` counts lines."""

    state: SearchState
    width: int
    order: Order
    limit: int

    def make(self, opened: OpenIndex) -> Concordance:
        """All of the lines."""
        return make_concordance(
            opened.searcher(), self.state.q, width=self.width, order=self.order, **self.state.how
        )

    def url(self, offset: int = 0, path: str = "/concordance", order: Order | None = None) -> str:
        """The address of another part, or of the same lines in another order."""
        address = self.state.but(limit=LIMIT, sort="score", offset=offset).url(path)
        order = order or self.order
        pairs = [("sort", str(order))] if order != ORDERS[0] else []
        pairs += [("limit", str(self.limit))] if self.limit != LINES_A_PAGE else []
        pairs += [("width", str(self.width))] if self.width != WIDTH else []
        if not pairs:
            return address
        return f"{address}{'&' if '?' in address else '?'}{urlencode(pairs)}"


def read_concordance(args: MultiDict[str, str]) -> AskedConcordance:
    """What the arguments of a request ask for; raises ``ParameterError``."""
    rest = MultiDict(
        [(name, value) for name, value in args.items(multi=True) if name not in ("limit", "sort")]
    )
    order = read_choice(args, "sort", ORDERS) or ORDERS[0]
    state = SearchState.read(rest)
    if not state.q:
        raise ParameterError("q", "", "query")
    return AskedConcordance(
        state,
        read_number(args, "width", default=WIDTH, least=LEAST_WIDTH, most=MOST_WIDTH),
        next(each for each in ORDERS if each == order),
        read_number(args, "limit", default=LINES_A_PAGE, least=1, most=MOST_LINES),
    )


@extracts.get("/concordance")
def show_concordance() -> str:
    """Every occurrence in one line; without a query the box to type one in."""
    if not request.args.get("q", "").strip():
        return render_template("concordance.html", state=SearchState(), asked=None, found=None, lines=())
    asked = read_concordance(request.args)
    found = asked.make(open_index())
    lines = found.lines[asked.state.offset : asked.state.offset + asked.limit]
    return render_template("concordance.html", state=asked.state, asked=asked, found=found, lines=lines)


@extracts.get("/export")
def export_passages() -> Response:
    """The passages of a search as a file."""
    return make_export(open_index(), request.args)


def make_export(opened: OpenIndex, args: MultiDict[str, str]) -> Response:
    """A file in the ``format`` of a request, always as a download; raises ``ParameterError``."""
    name = read_choice(args, "format", tuple(FORMATS))
    if not name:
        raise ParameterError("format", "", "choice", choices=", ".join(FORMATS))
    limit = read_number(args, "limit", default=EXPORTED, least=1, most=MOST_PASSAGES)
    rest = MultiDict([(key, value) for key, value in args.items(multi=True) if key != "limit"])
    state = SearchState.read(rest)
    if not state.q:
        raise ParameterError("q", "", "query")
    page = run_search(opened, replace(state, limit=limit))
    response = Response(export(page, name, wording().language), content_type=FORMATS[name].media_type)
    response.headers["Content-Disposition"] = f"attachment; filename=bisagra.{FORMATS[name].suffix}"
    return response
