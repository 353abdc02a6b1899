"""How is the application put on an address? Waitress in front, and no open door by mistake.

On a loopback address anyone at the machine may ask. On any other one the server starts only with a
password or a token, and with the host names under which it will be asked for.
"""

import gc
import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask
from waitress import create_server  # type: ignore[import-untyped]

from index.arrays.compiling import use_compiled
from webui import create_app
from webui.config import AppConfig
from webui.errors import ServingError

THREADS = 8
MAX_BODY_BYTES = 64 * 1024


def serve(
    config: AppConfig | None,
    host: str = "127.0.0.1",
    port: int = 5000,
    *,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Answer requests until Ctrl-C. ``on_ready`` gets the address once it can be asked.

    Raises ``ServingError`` when the address is open to others without protection, or taken;
    ``TermbaseError`` when a termbase cannot be read.
    """
    config = config or AppConfig()
    check_protection(config, host)
    own_name = (host,) if is_loopback(host) else ()  # such as 127.0.0.2
    app = create_app(replace(config, host_names=config.host_names + own_name))
    server = make_server(app, host, port)
    threading.Thread(target=_warm_up, args=(app,), daemon=True).start()
    try:
        if on_ready is not None:
            on_ready(address(host, int(server.effective_port)))
        server.run()  # returns after Ctrl-C
    finally:
        server.close()
        app.extensions["bisagra"].close()


def _warm_up(app: Flask) -> None:
    """What takes seconds and whoever asks first would wait for. Without numba, and until it has compiled,
    numpy answers.
    """
    app.extensions["bisagra"].warm_up()
    use_compiled()
    gc.freeze()  # all of this stays: looking for garbage among it would hold every answer up now and then


def make_server(app: Flask, host: str, port: int) -> Any:
    """A bound waitress server that is not running yet; port 0 takes any free one."""
    # bound here because waitress leaves its socket open when a port is taken
    listener = bind(host, port)
    return create_server(
        app, sockets=[listener], threads=THREADS, ident=None, max_request_body_size=MAX_BODY_BYTES
    )


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; raises ``ServingError`` when the address is not there or taken."""
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(place[:2], family=family)
    except OSError as error:
        raise ServingError(
            f"cannot serve on {address(host, port)}: {error.strerror}; choose another with --port"
        ) from error


def check_protection(config: AppConfig, host: str) -> None:
    """Raise ``ServingError`` unless the address is the machine's own or the configuration protects it."""
    if is_loopback(host):
        return
    missing = []
    if not config.is_protected:
        missing.append("a password or a token")
    if not config.host_names:
        missing.append("the host names under which it will be asked for")
    if missing:
        raise ServingError(
            f"{host} can be reached by others: give {' and '.join(missing)}, or serve on 127.0.0.1"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can ask.

    >>> is_loopback("localhost"), is_loopback("127.0.0.2"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def address(host: str, port: int) -> str:
    """The address to open in a browser."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"
