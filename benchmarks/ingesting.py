"""``python -m benchmarks.ingesting [--repeated N]``: how fast do files become searchable, in how much memory?

Measured is the whole way: reading, cutting, language, analysis, postings, journal, fsync, with one and with
two reading processes, each run in a fresh interpreter. Then 100 paragraphs of one file change. The files
are the manuals that Debian's documentation packages install, HTML as it is and manual pages as text;
``--repeated`` also writes text files of so many paragraphs, ``--each`` to a file, repeated with their words
shuffled: for memory.

Paragraphs a processor second say more than those a second where others use the machine.
"""

import argparse
import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.paragraphs import SOURCES, clean_roff, read_paragraphs
from benchmarks.reporting import file_name, machine
from corpus.chunking import cut_chunks
from corpus.readers import read_document
from index.reading import IndexReader
from index.updating import Options, update_index

_RESULTS = Path(__file__).parent / "results"
_PARAGRAPHS_A_FILE = 20
_CHANGED = 100
_SAMPLE_S = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """One build: paragraphs, seconds on the clock, processor seconds of all processes, peak memory in MB."""

    jobs: int
    paragraphs: int
    files: int
    wall_s: float
    main_s: float
    readers_s: float
    peak_mb: float
    size_mb: float


def main() -> int:
    """Run and print; the report is also kept. 0 done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingesting", description=__doc__)
    parser.add_argument("--files", type=int, help="only so many files, chosen evenly")
    parser.add_argument("--repeated", type=int, help="also so many paragraphs: a million takes many minutes")
    parser.add_argument("--each", type=int, default=_PARAGRAPHS_A_FILE, help="paragraphs of such a file")
    parser.add_argument("--dry", action="store_true", help="keep no report")
    parser.add_argument("--build", nargs=3, metavar=("FOLDER", "INDEX", "JOBS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        folder, directory, jobs = options.build
        print(json.dumps(asdict(build(Path(folder), Path(directory), int(jobs)))))
        return 0
    with tempfile.TemporaryDirectory(prefix="bisagra-ingesting-") as scratch:
        report = "\n".join(_measure(Path(scratch), options))
    if not options.dry:
        path = _RESULTS / file_name().replace(".md", "-ingesting.md")
        path.write_text(report, encoding="utf-8")
        print(f"kept as {os.path.relpath(path)}")
    return 0


def build(folder: Path, directory: Path, jobs: int) -> Run:
    """Index a folder from nothing in this process and its readers."""
    started, spent = time.perf_counter(), time.process_time()
    with _Sampling() as sampling:
        report = update_index(directory, [folder], options=Options(jobs=jobs, rebuild=True, ocr="off"))
    main_s, wall_s = time.process_time() - spent, time.perf_counter() - started
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    readers_s = children.ru_utime + children.ru_stime
    return Run(
        jobs, report.chunks, report.seen, wall_s, main_s, readers_s, sampling.peak_bytes / 1e6, size / 1e6
    )


def _measure(scratch: Path, options: argparse.Namespace) -> Iterator[str]:
    yield from _say(f"# Files to searchable, {datetime.now(UTC):%Y-%m-%d}, {machine()}\n")
    folder = scratch / "manuals"
    write_manuals(folder, options.files)
    load = os.getloadavg()[0]
    yield from _say(f"Load of the machine when it began: {load:.1f}.\n\n{_HEAD}")
    for jobs in (1, 2):
        yield from _say(_row("manuals", _build_apart(folder, scratch / f"index{jobs}", jobs)))
    changing, reading = _change(scratch, scratch / "index2")
    if options.repeated:
        texts = scratch / "repeated"
        write_texts(texts, options.repeated, options.each)
        yield from _say(_row("repeated, shuffled", _build_apart(texts, scratch / "index-repeated", 2)))
    yield from _say(
        f"\n{_CHANGED} paragraphs of one file changed: {changing:.0f} ms until they are found, of which "
        f"{reading:.0f} ms reading and cutting (best of 5).\n"
    )


_HEAD = (
    "| files | jobs | paragraphs | a second | a processor second | main, µs each | readers, µs each "
    "| peak memory of all processes, MB | index with journal, MB |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def _row(name: str, run: Run) -> str:
    cells = (
        f"{run.files:,} {name}",
        f"{run.jobs}",
        f"{run.paragraphs:,}",
        f"{run.paragraphs / run.wall_s:,.0f}",
        f"{run.paragraphs / (run.main_s + run.readers_s):,.0f}",
        f"{run.main_s / run.paragraphs * 1e6:.0f}",
        f"{run.readers_s / run.paragraphs * 1e6:.0f}",
        f"{run.peak_mb:,.0f}",
        f"{run.size_mb:,.0f}",
    )
    return f"| {' | '.join(cells)} |"


def _say(text: str) -> Sequence[str]:
    print(text, flush=True)
    return (text,)


def _build_apart(folder: Path, directory: Path, jobs: int) -> Run:
    command = [
        sys.executable,
        "-m",
        "benchmarks.ingesting",
        "--build",
        str(folder),
        str(directory),
        str(jobs),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return Run(**json.loads(ran.stdout))


def _change(scratch: Path, directory: Path) -> tuple[float, float]:
    """Milliseconds from a changed file to finding it, and of reading and cutting it alone; best of five."""
    folder = scratch / "changing"
    folder.mkdir()
    file = folder / "changing.txt"
    texts = [paragraph.text for paragraph in read_paragraphs(None, _CHANGED)[0]]
    changing, reading = [], []
    for number in range(6):
        file.write_text("\n\n".join(f"{text} vez{number}" for text in texts), encoding="utf-8")
        started = time.perf_counter()
        update_index(directory, [folder], options=Options(ocr="off"))
        with IndexReader.open(directory) as reader:
            if not reader.engine.has_term("exact", f"vez{number}"):
                raise AssertionError("what was indexed is not found")
        changing.append(time.perf_counter() - started)
        started = time.perf_counter()
        cut_chunks(read_document(file, root=folder, doc_id="d"))
        reading.append(time.perf_counter() - started)
    return min(changing[1:]) * 1e3, min(reading[1:]) * 1e3


def write_manuals(folder: Path, count: int | None = None) -> None:
    """The installed manuals as files below ``folder``: pages of HTML, and manual pages as plain text."""
    files = [
        path for root, _ in SOURCES for path in sorted(root.rglob("*")) if path.suffix in (".html", ".gz")
    ]
    step = max(1, len(files) // count) if count else 1
    for path in files[::step]:
        target = folder / path.relative_to("/usr/share")
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".html":
            shutil.copyfile(path, target)
        else:
            text = clean_roff(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))
            target.with_suffix(".txt").write_text(text, encoding="utf-8")


def write_texts(folder: Path, count: int, each: int = _PARAGRAPHS_A_FILE) -> None:
    """``count`` paragraphs as text files of ``each``, in folders of a thousand."""
    texts = [paragraph.text for paragraph in read_paragraphs(None, count)[0]]
    for number, start in enumerate(range(0, count, each)):
        target = folder / f"{number // 1000}" / f"{number}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n\n".join(texts[start : start + each]), encoding="utf-8")


class _Sampling:
    """The most memory that this process and its children held together, looked at ten times a second."""

    def __init__(self) -> None:
        self.peak_bytes = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "_Sampling":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._is_over.wait(_SAMPLE_S):
            held = sum(_resident(pid) for pid in (os.getpid(), *_children(os.getpid())))
            self.peak_bytes = max(self.peak_bytes, held)


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0  # it ended since


if __name__ == "__main__":
    sys.exit(main())
