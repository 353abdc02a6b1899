"""Which status does an error get, and how is it told? HTML pages, and RFC 9457 problems under ``/api``.

Anything not in the table is ours: the reader sees an error id, the log has the id and where it happened,
and neither holds what was searched for.
"""

import json
import logging
import secrets
import shlex
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as PlainResponse

from analyzers.language import Language
from index.errors import (
    IndexAccessError,
    IndexBusyError,
    IndexDamagedError,
    IndexingError,
    IndexMissingError,
    IndexStaleError,
    IndexUnsafeError,
)
from search.errors import QueryError
from search.parsing import MAX_CHARS, MAX_DEPTH, MAX_WORDS
from webui.wording import Wording, wording

logger = logging.getLogger(__name__)

_MOST_NAMED = 10
"""Unknown parameters; who sends more has another trouble."""
_EXTRA = ("position", "parameters")
"""What some errors know besides their sentence: members of a problem (RFC 9457, 3.2)."""


class WebError(Exception):
    """Anything that goes wrong on the way from a request to a page."""


class ParameterError(WebError):
    """A parameter of the address has a value that cannot be meant.

    ``wanted`` and ``values`` name the text ``wanted_…`` that says what could be.
    """

    def __init__(self, name: str, value: str, wanted: str, **values: object) -> None:
        self.name = name
        self.value = value[:40]
        self.wanted = wanted
        self.values = values
        super().__init__(self.say(Wording(Language.EN)))

    def say(self, w: Wording) -> str:
        """What was given, and what could be."""
        given = f"{self.name}={self.value}" if self.value else self.name
        return f"{given}: {w.say(f'wanted_{self.wanted}', **self.values)}"


class UnknownParameterError(WebError):
    """A program gives parameters that its address does not take."""

    def __init__(self, names: Sequence[str], known: Sequence[str]) -> None:
        self.parameters = [name[:40] for name in names[:_MOST_NAMED]]
        said = [self._say(name, known) for name in self.parameters]
        takes = f"it takes {', '.join(known)}" if known else "it takes none"
        super().__init__(f"this address knows no parameter {', '.join(said)}; {takes}")

    @staticmethod
    def _say(name: str, known: Sequence[str]) -> str:
        meant = get_close_matches(name.lower(), known, n=1)
        return f"{name} (did you mean {meant[0]}?)" if meant else name


class UnknownError(WebError):
    """There is no document, passage or concept of this id."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"no {kind} {name[:80]}")
        self.kind = kind


class OriginalError(WebError):
    """The original file cannot be handed out: it is gone, or not where it may be read from."""


class UnopenedError(WebError):
    """The original is in its place, but it, or a page of it, cannot be opened; the reason says why."""


class DrawingBusyError(WebError):
    """So many pages are being drawn that this one had no turn; it may be asked for again."""


class ServingError(WebError):
    """The server cannot start; the message says what to change."""


STATUS: tuple[tuple[type[Exception], HTTPStatus, str], ...] = (
    (QueryError, HTTPStatus.BAD_REQUEST, "query"),
    (ParameterError, HTTPStatus.BAD_REQUEST, "parameter"),
    (UnknownParameterError, HTTPStatus.BAD_REQUEST, "parameter"),
    (UnknownError, HTTPStatus.NOT_FOUND, "unknown"),
    (OriginalError, HTTPStatus.NOT_FOUND, "original"),
    (UnopenedError, HTTPStatus.UNPROCESSABLE_ENTITY, "unopened"),
    (DrawingBusyError, HTTPStatus.SERVICE_UNAVAILABLE, "drawing_busy"),
    (IndexMissingError, HTTPStatus.SERVICE_UNAVAILABLE, "index_missing"),
    (IndexStaleError, HTTPStatus.SERVICE_UNAVAILABLE, "index_stale"),
    (IndexDamagedError, HTTPStatus.SERVICE_UNAVAILABLE, "index_damaged"),
    (IndexBusyError, HTTPStatus.SERVICE_UNAVAILABLE, "index_busy"),
    (IndexUnsafeError, HTTPStatus.SERVICE_UNAVAILABLE, "index_unsafe"),
    (IndexAccessError, HTTPStatus.SERVICE_UNAVAILABLE, "index_access"),
    (IndexingError, HTTPStatus.SERVICE_UNAVAILABLE, "index_unusable"),
)
"""From error class to status and to the key of its texts; the first that fits holds."""

HTTP_KEYS = {400: "bad_request", 401: "unauthorized", 404: "not_found", 405: "method"}
HTTP_DETAILS = {
    401: "a password is wanted (HTTP Basic, any name), or a token (Authorization: Bearer …)",
    404: "there is no such address; /api/v1/openapi.json describes all that there are",
    405: "this address can only be read, with GET or HEAD",
}
"""What a program is told of errors that have no sentence of their own."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told to the person: ``key`` names the heading, ``detail`` says more, ``extra`` are fields."""

    status: HTTPStatus
    key: str
    detail: str
    extra: dict[str, Any] = field(default_factory=dict)


def problem_of(error: Exception) -> Problem:
    """The problem that stands for an error; what is not in the table becomes a 500 with a logged id."""
    for kind, status, key in STATUS:
        if isinstance(error, kind):
            extra = {name: getattr(error, name, None) for name in _EXTRA}
            told = {name: value for name, value in extra.items() if value is not None}
            return Problem(status, key, str(error), told)
    if isinstance(error, HTTPException) and error.code is not None:
        key = HTTP_KEYS.get(error.code, "bad_request")
        return Problem(HTTPStatus(error.code), key, HTTP_DETAILS.get(error.code, ""))
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "", {"error_id": log_failure(error)})


def log_failure(error: Exception) -> str:
    """Log where an unforeseen error happened, without its message, which may quote the query; its id."""
    error_id = secrets.token_hex(4)
    # frames show our code, not its values
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("error %s: %s\n%s", error_id, type(error).__qualname__, frames)
    return error_id


def register_errors(app: Flask) -> None:
    """Answer every error of an application by the table."""
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response | PlainResponse:
    """The page or the problem document of an error."""
    if isinstance(error, HTTPException) and error.code is not None and error.code < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())  # a redirect is no error
    problem = problem_of(error)
    if is_api(request.path):
        response = problem_json(problem)
    else:
        page = render_template(
            "error.html",
            problem=problem,
            detail=say_detail(error, wording()),
            command=command_for(error, wording()),
        )
        response = make_response(page, problem.status)
    if problem.status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Basic realm="Bisagra", charset="UTF-8"'
    if problem.status is HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response


def say_detail(error: Exception, w: Wording) -> str:
    """What the page says beside heading and help: what was given, where, and what the system refused."""
    if isinstance(error, ParameterError):
        return error.say(w)
    if isinstance(error, QueryError):
        place = {"position": error.position + 1, "chars": MAX_CHARS, "words": MAX_WORDS, "depth": MAX_DEPTH}
        return w.say("error_query_limits", **place)
    if isinstance(error, UnopenedError):
        return f"{w.reason(str(error))}."
    if isinstance(error, IndexDamagedError | IndexAccessError):
        return f"{error.path or error.directory}: {w.refusal(error.problem)}"
    if isinstance(error, IndexUnsafeError | IndexBusyError):
        return str(error.directory)
    return str(error) if isinstance(error, IndexingError) and w.language is Language.EN else ""


def command_for(error: Exception, w: Wording) -> str:
    """What to type in a terminal to mend an index; empty for any other error."""
    if isinstance(error, IndexUnsafeError):
        return "" if error.owner is not None else shlex.join(["chmod", "700", str(error.directory)])
    words = {
        IndexMissingError: ["index", w.say("folder")],
        IndexStaleError: ["index", "--rebuild"],
        IndexDamagedError: ["check", "--repair"],
    }
    found = next((each for kind, each in words.items() if isinstance(error, kind)), None)
    if found is None or not isinstance(error, IndexingError):
        return ""
    return shlex.join(["bisagra", *found, "--index", str(error.directory)])


def is_api(path: str) -> bool:
    """Whether a program is asking rather than a browser.

    >>> is_api("/api/v1/search"), is_api("/apiary")
    (True, False)
    """
    return path == "/api" or path.startswith("/api/")


def problem_json(problem: Problem) -> PlainResponse:
    """An RFC 9457 document."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": int(problem.status),
        "code": problem.key,
    }
    if problem.detail:
        body["detail"] = problem.detail
    text = json.dumps(body | problem.extra)
    return PlainResponse(text, status=problem.status, content_type="application/problem+json")


def refuse_host(path: str) -> PlainResponse:
    """The answer to a request for a host name that is not ours, in plain words and without a template."""
    detail = "This server does not answer to that host name; BISAGRA_HOST_NAMES can allow it."
    problem = Problem(HTTPStatus.BAD_REQUEST, "host", detail)
    if is_api(path):
        return problem_json(problem)
    return PlainResponse(detail + "\n", status=problem.status, content_type="text/plain; charset=utf-8")
