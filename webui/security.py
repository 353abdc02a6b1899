"""Who may ask, and what may a browser do with the answer?

The ``Host`` header is looked at before anything else, because a hostile page in the reader's browser can
make its own name point at 127.0.0.1 (DNS rebinding) and then read every answer. Every answer carries
headers that forbid scripts, styles and images from anywhere but here.
"""

import hmac
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import Unauthorized

from webui.config import AppConfig
from webui.errors import refuse_host

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def host_name(header: str) -> str | None:
    """The name in a ``Host`` header, lower-case, without port and brackets; None when it is malformed.

    >>> host_name("LocalHost:5000"), host_name("[::1]:5000"), host_name("evil@localhost:x")
    ('localhost', '::1', None)
    """
    name, port = header.lower(), ""
    if name.startswith("["):
        name, bracket, port = name[1:].partition("]")
        if not bracket or (port and not port.startswith(":")):
            return None
        port = port[1:]
    elif ":" in name:
        name, _, port = name.partition(":")
    if port and not (port.isascii() and port.isdigit()):
        return None
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789.-_:")
    return name if name and set(name) <= allowed else None


class HostGate:
    """Lets a request pass only when it asks for one of the allowed names; stands before routing."""

    def __init__(self, inner: WsgiApp, names: Iterable[str]) -> None:
        self.inner = inner
        self.names = LOOPBACK_NAMES | {name.lower().strip("[]") for name in names}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer 400 to any other name, without looking at the rest of the request."""
        if host_name(environ.get("HTTP_HOST", "")) in self.names:
            return self.inner(environ, start_response)
        refusal = refuse_host(environ.get("PATH_INFO", ""))
        refusal.headers.update(HEADERS)
        return refusal(environ, start_response)


def guard(app: Flask, config: AppConfig) -> None:
    """Put the host check, the password and the headers around an application."""
    app.wsgi_app = HostGate(app.wsgi_app, config.host_names)  # type: ignore[method-assign]
    app.after_request(add_headers)
    if config.is_protected:
        app.before_request(lambda: check_credentials(config))


def add_headers(response: Response) -> Response:
    """The headers of every answer; a view may have tightened one of them already."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    # send_file and static files bring their own idea of caching
    response.headers["Cache-Control"] = HEADERS["Cache-Control"]
    return response


def check_credentials(config: AppConfig) -> None:
    """Raise ``Unauthorized`` unless the request carries the password or the token."""
    given = request.authorization
    if given is not None:
        if given.type == "basic" and _same(given.password, config.password):
            return
        if given.type == "bearer" and _same(given.token, config.token):
            return
    raise Unauthorized


def _same(given: str | None, wanted: str | None) -> bool:
    """Compare without telling by the time how much was right."""
    return bool(given and wanted) and hmac.compare_digest(str(given).encode(), str(wanted).encode())
