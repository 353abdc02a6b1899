"""``python -m benchmarks.reading [FOLDER]``: how fast and how exactly are real documents read?

FOLDER holds Debian packages unpacked (``dpkg-deb -x``), or is ``/`` where they are installed. Counted are
pages a second, and how many paragraphs of a manual's HTML or EPUB edition come out of its PDF as the
same block, letter for letter but for spaces. With LibreOffice installed, one text is also written in
every office format and read back.
"""

import argparse
import gzip
import re
import shutil
import subprocess
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.reporting import heading
from corpus.model import Role
from corpus.options import ReadingOptions
from corpus.readers import html, pdf, read_document

_TWINS = (
    ("debian-reference-es", "debian-reference.es.pdf", "debian-reference/*.es.html"),
    ("debian-reference-en", "debian-reference.en.pdf", "debian-reference/*.en.html"),
    (
        "debian-edu-doc-es",
        "debian-edu-bookworm-manual.pdf",
        "debian-edu-doc-es/debian-edu-bookworm-manual.epub",
    ),
    ("maint-guide-es", "maint-guide.es.pdf", "maint-guide-es/html/*.es.html"),
    ("maint-guide", "maint-guide.en.pdf", "maint-guide/html/*.en.html"),
    ("valgrind", "valgrind_manual.pdf.gz", "valgrind/html/*-manual.html"),
)
_FEWEST_WORDS = 8
"""Shorter lines are titles and cells, which editions set in different ways."""

# Editions number notes and spell out references and links in ways of their own; paragraphs are the same.
_REFERENCES = re.compile(
    r"\(https?://[^)\s]{1,200}\)|"
    r"\[\d{1,3}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]|, [“\"][^”\"]{3,90}[”\"]|(?:Sección|Section|Chapter|Capítulo)\s[\d.]+"
)
_MARKER = re.compile(r"(?:[•▪◦–-]|\d+\.|\([a-z]\))\s*")
_QUOTES = str.maketrans("’‘“”", "''\"\"")

_SAMPLE = """<html><head><title>Informe de prueba</title><meta name="author" content="Ana Ruiz"></head><body>
<h1>Antecedentes</h1><p>El año pasado la inspección costó más: ¿quién pagó?</p><h2>Qué sigue</h2>
<p>The port was closed by the navy for three whole days.</p></body></html>"""
_WRITERS = {"odt": "writer8", "docx": "MS Word 2007 XML", "rtf": "Rich Text Format", "epub": "EPUB"}


def main() -> int:
    """Run and print. 0 done, 1 nothing to measure on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("/"), help="unpacked packages")
    folder = parser.parse_args().folder
    share = folder / "usr/share" if (folder / "usr/share").is_dir() else folder
    print(heading())
    files = sorted(path for path in share.rglob("*.pdf*") if path.suffix in (".pdf", ".gz"))
    files = [path for path in files if path.stat().st_size > 100_000]
    if not files:
        print(f"no PDF files below {share}; unpack debian-reference-es and others there with dpkg-deb -x")
        return 1
    _print_speed(files)
    _print_exactness(share, files)
    _print_office()
    return 0


def _read(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def _print_speed(files: Sequence[Path]) -> None:
    print("| pdf | pages | pages a second of processor time |\n|---|---:|---:|")
    pages, seconds = 0, 0.0
    for path in files:
        data = _read(path)
        started = time.process_time()
        extraction = pdf.extract(data, ReadingOptions(ocr="off"))
        taken = time.process_time() - started
        count = max(mark.number for mark in extraction.pages)
        pages, seconds = pages + count, seconds + taken
        print(f"| {path.name} | {count} | {count / taken:.0f} |")
    print(f"| all | {pages} | {pages / seconds:.0f} |\n")


def _print_exactness(share: Path, files: Sequence[Path]) -> None:
    print("| manual | paragraphs of its other edition | same block in the PDF |\n|---|---:|---:|")
    for name, pdf_name, twin in _TWINS:
        named = [path for path in files if path.name == pdf_name]
        # editions in both languages may bear one name; their folders then say which is which
        source = next((path for path in named if name in path.parts), next(iter(named), None))
        twins = sorted(share.rglob(twin))
        if source is None or not twins:
            continue
        blocks = {_key(line) for line in pdf.extract(_read(source)).text.split("\n")}
        wanted = [_key(line) for path in twins for line in _iter_lines(path)]
        exact = sum(key in blocks for key in wanted)
        print(f"| {name} | {len(wanted)} | {exact / max(1, len(wanted)):.3f} |")
    print()


def _iter_lines(path: Path) -> Iterator[str]:
    """Lines of prose of an HTML page or of a book's pages."""
    pages = [path.read_bytes()]
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as book:
            pages = [book.read(name) for name in book.namelist() if name.endswith(("html", "htm"))]
    for page in pages:
        extraction = html.extract(page)
        skipped = [region for region in extraction.regions if region.role in (Role.TABLE, Role.BOILERPLATE)]
        for found in re.finditer(r"[^\n]+", extraction.text):
            if len(found[0].split()) >= _FEWEST_WORDS and not any(
                region.start_char <= found.start() < region.end_char for region in skipped
            ):
                yield found[0]


def _key(line: str) -> str:
    text = unicodedata.normalize("NFC", line.translate(_QUOTES).replace("\u00ad", "").strip())
    return re.sub(r"[\s\u200b]", "", _REFERENCES.sub("", _MARKER.sub("", text, count=1)))


def _print_office() -> None:
    program = shutil.which("soffice")
    if program is None:
        print("LibreOffice is not installed: no office formats read back")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.html").write_text(_SAMPLE, encoding="utf-8")
        for suffix, kind in _WRITERS.items():
            command = [program, "--headless", "--convert-to", f"{suffix}:{kind}", "--outdir", name, "a.html"]
            subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
            document = read_document(folder / f"a.{suffix}", root=folder, doc_id="d")
            whole = all(text in document.text for text in ("¿quién pagó?", "three whole days.", "Qué sigue"))
            print(f"- {suffix}: {'whole' if whole else 'text is missing'}, title {document.title!r}")


if __name__ == "__main__":
    raise SystemExit(main())
