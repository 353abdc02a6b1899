import socket
from pathlib import Path
from typing import Any

import pytest

from scripts.serving import find_free_port
from tests.scripts.conftest import Run


def test_the_address_and_a_quiet_end(ask: Run, indexed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import webui.serving

    asked: list[Any] = []

    def serve(config: Any, host: str, port: int, *, on_ready: Any) -> None:
        asked.append((config.index_directory, host, port))
        on_ready(f"http://{host}:{port}/")
        raise KeyboardInterrupt

    monkeypatch.setattr(webui.serving, "serve", serve)
    ran = ask("serve", "--port", "5999")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Serving http://127.0.0.1:5999/ (Ctrl-C ends it)\n"
    assert asked == [(indexed / "index", "127.0.0.1", 5999)]


def test_a_taken_port_and_a_free_one(ask: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = ask("serve", "--port", port)
        free = find_free_port("127.0.0.1", port)
    assert ran.code == 2
    assert f"Port {port} is already in use." in ran.err
    assert free is None or free > port


def test_an_open_door_is_refused(ask: Run) -> None:
    ran = ask("serve", "--host", "0.0.0.0")
    assert (ran.code, ran.out) == (2, "")
    assert "BISAGRA_PASSWORD" in ran.err
    assert ask("serve", "--port", "70000").code == 2
