"""The server as a whole: an address, many readers at once, one that is taken."""

import http.client
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from waitress import wasyncore  # type: ignore[import-untyped]

from index.updating import update_index
from index.vectors import VECTORS_NAME
from tests.webui.conftest import write_documents
from webui import AppConfig, create_app, opening
from webui.errors import ServingError
from webui.serving import address, make_server, serve


@contextmanager
def running(config: AppConfig) -> Iterator[int]:
    """A server in a thread on a free port."""
    app = create_app(config)
    server: Any = make_server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        # in the loop's own thread: an empty map ends it
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()
        app.extensions["bisagra"].close()
        assert not thread.is_alive()


def get(port: int, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return (
            response.status,
            response.read(),
            {name.lower(): value for name, value in response.getheaders()},
        )
    finally:
        connection.close()


def test_it_answers_and_says_nothing_of_itself(index_directory: Path) -> None:
    with running(AppConfig(index_directory=index_directory)) as port:
        status, body, headers = get(port, "/?q=ASPAN")
        assert status == 200
        assert b"<mark>SPP</mark>" in body
        assert "server" not in headers
        assert get(port, "/", Host="evil.example")[0] == 400
        assert get(port, "/", Host=f"localhost:{port}")[0] == 200


def test_many_readers_at_once_while_the_index_changes(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    write_documents(folder)
    update_index(tmp_path / "index", [folder])
    with running(AppConfig(index_directory=tmp_path / "index")) as port, ThreadPoolExecutor(8) as pool:
        paths = ["/?q=ASPAN", "/api/v1/search?q=SPP", "/documents", "/status"] * 15
        answers = pool.map(lambda path: get(port, path)[0], paths)
        for number in range(3):
            (folder / f"new{number}.txt").write_text(f"Otra ASPAN, número {number}.", encoding="utf-8")
            update_index(tmp_path / "index")
        assert set(answers) == {200}
        assert b"new2.txt" in get(port, "/?q=ASPAN")[1]


def test_a_taken_port_is_said(index_directory: Path) -> None:
    config = AppConfig(index_directory=index_directory)
    with running(config) as port, pytest.raises(ServingError, match=f"{port}.*choose another with --port"):
        make_server(create_app(config), "127.0.0.1", port)


def test_an_open_address_without_protection_does_not_start() -> None:
    with pytest.raises(ServingError, match="a password or a token and the host names"):
        serve(AppConfig(), "0.0.0.0", 0)


def test_addresses() -> None:
    assert address("127.0.0.1", 5000) == "http://127.0.0.1:5000/"
    assert address("::1", 80) == "http://[::1]:80/"


def test_the_model_is_loaded_ahead_once_and_only_where_there_are_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(opening, "load_embedder", lambda: loaded.append("model"))
    opening.OpenIndex(AppConfig(tmp_path)).warm_up()
    assert not loaded
    (tmp_path / VECTORS_NAME).touch()
    index = opening.OpenIndex(AppConfig(tmp_path))
    index.warm_up()
    index.warm_up()
    assert loaded == ["model"]
