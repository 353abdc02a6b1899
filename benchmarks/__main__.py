"""``python -m benchmarks [FOLDER] [--size N ...] [--million]``: build, search and update every engine.

Needs text: a folder, or Debian's packages named in :mod:`benchmarks.paragraphs`. Compares with what is
installed (numba, tantivy, Xapian), and says what is not.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import Result, measure
from benchmarks.pages import PageResult, measure_pages, page_peers
from benchmarks.paragraphs import PACKAGES, NoTextError, read_paragraphs
from benchmarks.peers import available, fresh_folder
from benchmarks.queries import draw_questions
from benchmarks.reporting import file_name, heading, render, render_pages
from benchmarks.xapian_peer import Xapian, measure_xapian

_RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Run and print; the report is also kept. 0 done, 1 nothing to measure on."""
    options = _make_parser().parse_args()
    sizes = [*(options.size or [10_000, 100_000]), *([1_000_000] if options.million else [])]
    parts = [heading()]
    try:
        for size in sizes:
            parts.append(_measure_size(options, size))
            print(parts[-1], flush=True)
    except NoTextError as error:
        print(error, file=sys.stderr)
        return 1
    if not options.dry:
        _RESULTS.mkdir(exist_ok=True)
        path = _RESULTS / file_name()
        path.write_text("\n".join(parts), encoding="utf-8")
        print(f"kept as {os.path.relpath(path)}")
    return 0


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help=f"text to measure on (default: Debian's packages {', '.join(PACKAGES)})",
    )
    parser.add_argument("--size", type=int, action="append", help="paragraphs (default: 10000 and 100000)")
    parser.add_argument(
        "--million", action="store_true", help="also with a million paragraphs: takes minutes"
    )
    parser.add_argument("--questions", type=int, default=60, help="of each class")
    parser.add_argument("--only", action="append", help="engines whose names contain this")
    parser.add_argument(
        "--part",
        choices=("engines", "pages", "all"),
        default="all",
        help="bare execution and updates, whole result pages, or both",
    )
    parser.add_argument("--keep", type=Path, help="leave indexes of result pages here, and use those there")
    parser.add_argument("--dry", action="store_true", help="keep no report")
    return parser


def _measure_size(options: argparse.Namespace, size: int) -> str:
    paragraphs, unique = read_paragraphs(options.folder, size)
    questions = draw_questions(paragraphs, options.questions)
    peers, missing = available()
    makers, missing_too = page_peers()
    for name in dict.fromkeys([*missing, *missing_too]):
        print(f"not measured, to be had by: {name}", file=sys.stderr)
    results: list[Result] = []
    pages: list[PageResult] = []
    with tempfile.TemporaryDirectory(prefix="bisagra-bench-") as scratch:
        wanted = [peer for peer in peers if size <= peer.largest and _is_wanted(options, peer.name)]
        if wanted and options.part != "pages":
            results = measure(wanted, Path(scratch), paragraphs, questions)
            if _is_wanted(options, Xapian.name) and Xapian.interpreter():
                print(f"{size:,}: {Xapian.name} …", file=sys.stderr, flush=True)
                results.append(measure_xapian(fresh_folder(Path(scratch, "xapian")), paragraphs, questions))
        kept = (options.keep or Path(scratch)) / str(size)
        for each in makers if options.part != "engines" else []:
            if _is_wanted(options, each.name):
                print(f"{size:,}: a page of {each.name} …", file=sys.stderr, flush=True)
                pages.append(measure_pages(each, kept / each.folder, paragraphs, questions))
    parts = [f"## {size:,} paragraphs\n"]
    if unique < size:
        parts.append(f"{unique:,} different ones, repeated with their words shuffled.\n")
    return "\n".join(
        [*parts, *([render(results)] if results else []), *([render_pages(pages)] if pages else [])]
    )


def _is_wanted(options: argparse.Namespace, name: str) -> bool:
    return not options.only or any(part in name for part in options.only)


if __name__ == "__main__":
    sys.exit(main())
