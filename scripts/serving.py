"""``bisagra serve``: the search page for a browser, until Ctrl-C."""

import argparse
import contextlib
import errno
import logging
import socket
import sys
from collections.abc import Iterator

from scripts.arguments import Parser, whole_number
from scripts.errors import ServerError, UsageError
from scripts.exits import DONE, describe_error
from scripts.opening import termbase_paths
from scripts.session import Session

NAME = "serve"

_MOST_PORT = 65_535
_USUAL_PORT = 5000
_PORTS_TRIED = 100


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words, options = parser.words, parser.options
    options.add_argument("--host", metavar="ADDRESS", help=words.say("serve_host"))
    options.add_argument("--port", metavar="N", type=whole_number(0, words), help=words.say("serve_port"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Serve until Ctrl-C, which is the way to end it and therefore no error."""
    from webui.config import AppConfig
    from webui.errors import ServingError
    from webui.serving import serve

    configuration = session.configuration
    host = arguments.host or configuration.host
    port = configuration.port if arguments.port is None else arguments.port
    if port > _MOST_PORT:
        raise UsageError("bad_port", port=port)
    config = AppConfig(
        index_directory=configuration.index_directory,
        termbase_paths=termbase_paths(configuration),
        host_names=configuration.host_names,
        password=configuration.password,
        token=configuration.token,
    )
    _warn_unready(session)

    def announce(address: str) -> None:
        session.terminal.print(session.words.say("serving", address=address))
        session.terminal.out.flush()

    try:
        with _server_log():
            serve(config, host, port, on_ready=announce)
    except KeyboardInterrupt:
        return DONE
    except ServingError as error:
        raise _explain(error, host, port) from error
    return DONE


def _warn_unready(session: Session) -> None:
    """Say that there is no index yet; the pages say so too, and find one as soon as it is made."""
    from index.errors import IndexingError
    from index.manifest import read_current_manifest

    try:
        read_current_manifest(session.configuration.index_directory)
    except IndexingError as error:
        session.terminal.complain(describe_error(error, session.words))


@contextlib.contextmanager
def _server_log() -> Iterator[None]:
    """Show the server's warnings: a page that failed shows an id only, and its cause stands here."""
    root = logging.getLogger()
    if any(isinstance(handler, logging.StreamHandler) for handler in root.handlers):
        yield  # --debug shows more already
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


def _explain(error: Exception, host: str, port: int) -> ServerError:
    cause = error.__cause__
    if cause is None:
        return ServerError("serve_open", host=host)
    number = getattr(cause, "errno", None)
    if number == errno.EADDRINUSE:
        free = find_free_port(host, port + 1)
        return ServerError("port_taken" if free else "port_taken_all", port=port, free=free)
    if number == errno.EACCES:
        return ServerError("port_forbidden", port=port, free=find_free_port(host, _USUAL_PORT))
    return ServerError("cannot_serve", problem=error)


def find_free_port(host: str, first: int) -> int | None:
    """The first port from ``first`` on that nobody listens on, or ``None`` where none is near."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, min(first + _PORTS_TRIED, _MOST_PORT + 1)):
        with socket.socket(family, socket.SOCK_STREAM) as trial, contextlib.suppress(OSError):
            trial.bind((host.strip("[]"), port))
            return port
    return None
