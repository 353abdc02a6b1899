"""``python -m benchmarks.placing [FOLDER] [--count 400]``: does the box on a page cover the right words?

FOLDER holds PDF files, or is ``/`` where Debian's manuals are installed. Random passages are placed on the
pages they were read from, and so is one random word of each. ``pdftotext -bbox`` (poppler) is the judge: it
finds words and their boxes by itself. A passage's box is right when 90 % of the passage's words lie in it
and 90 % of the words in it are the passage's; a word's box when poppler has that very word there.
"""

import argparse
import gzip
import random
import re
import subprocess
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from benchmarks.reporting import heading
from corpus.chunking import cut_chunks
from corpus.model import Chunk, Document, Kind
from corpus.options import ReadingOptions
from corpus.pagination import passage_on_page
from corpus.paper.boxes import Box, join_lines
from corpus.paper.drawing import Passage, Placed, place_on_page
from corpus.readers import read_document

_PDFS = (
    "usr/share/debian-reference/debian-reference.es.pdf",
    "usr/share/doc/maint-guide-es/**/maint-guide.es.pdf*",
    "usr/share/doc/maint-guide/**/maint-guide.en.pdf*",
    "usr/share/doc/debian-edu-doc-*/*-manual.pdf*",
    "usr/share/doc/valgrind/*.pdf*",
    "usr/share/doc/libtasn1-doc/*.pdf*",
    "usr/share/doc/nettle-dev/*.pdf*",
    "usr/share/doc/bzip2/*.pdf*",
    "usr/share/doc/fontconfig/*.pdf*",
    "usr/share/doc/shared-mime-info/*.pdf*",
)
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_ENOUGH = 0.9
_FEWEST_LETTERS = 4
"""Shorter words stand everywhere: finding one proves nothing."""


_Printed = Sequence[tuple[Box, str]]
"""The words of a page as poppler finds them."""


@dataclass(slots=True)
class _Tally:
    passages: int = 0
    right: int = 0
    unplaced: int = 0
    words: int = 0
    right_words: int = 0
    seconds: float = 0.0


def main() -> int:
    """Run and print. 0 done, 1 nothing to measure on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.placing", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("/"))
    parser.add_argument("--count", type=int, default=400, help="passages in all")
    parser.add_argument("--show", action="store_true", help="print those that are wrong")
    arguments = parser.parse_args()
    files = list(_find_files(arguments.folder))
    if not files:
        print("no PDF files here; install debian-reference-es, maint-guide-es, debian-edu-doc-es")
        return 1
    print(heading())
    total = _Tally()
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            path = _unpack(file, Path(folder))
            tally = _measure(path, max(1, arguments.count // len(files)), show=arguments.show)
            _print(file.name, tally)
            for name in tally.__dataclass_fields__:
                setattr(total, name, getattr(total, name) + getattr(tally, name))
    _print("all", total)
    return 0


def _find_files(folder: Path) -> Iterator[Path]:
    if (folder / "usr/share").is_dir():
        for pattern in _PDFS:
            yield from sorted(folder.glob(pattern))
    else:
        yield from sorted(folder.rglob("*.pdf"))


def _unpack(file: Path, folder: Path) -> Path:
    path = folder / file.name.removesuffix(".gz")
    data = file.read_bytes()
    path.write_bytes(gzip.decompress(data) if file.suffix == ".gz" else data)
    return path


def _measure(path: Path, count: int, *, show: bool) -> _Tally:
    import pypdfium2

    document = read_document(path, root=path.parent, doc_id="d", options=ReadingOptions(ocr="off"))
    chunks = [chunk for chunk in cut_chunks(document) if chunk.kind in (Kind.TEXT, Kind.TABLE)]
    chance = random.Random(7)
    opened = pypdfium2.PdfDocument(path)
    tally = _Tally()
    for chunk in chance.sample(chunks, min(count, len(chunks))):
        passage = _draw_passage(document, chunk, chance)
        if chunk.page is None or passage is None:
            continue
        page = opened[chunk.page - 1]
        started = time.perf_counter()
        placed = place_on_page(pypdfium2.raw, page, passage)
        tally.seconds += time.perf_counter() - started
        printed = _read_words(path, chunk.page)
        wrong = [judge(passage, placed, printed, tally) for judge in (_judge_passage, _judge_word)]
        for each in filter(None, wrong if show else ()):
            print(f"  p. {chunk.page} {each}")
    opened.close()
    return tally


def _draw_passage(document: Document, chunk: Chunk, chance: random.Random) -> Passage | None:
    """What stands of a chunk on its page, with a random word of it to be marked."""
    found = list(re.finditer(r"[^\W_]+", chunk.text))
    words = [match for match in found if len(match[0]) >= _FEWEST_LETTERS]
    marks = [chance.choice(words or found).span()] if found else []
    passage = None if chunk.page is None else passage_on_page(document, chunk, chunk.page, marks)
    return passage if passage and _tokens(passage.text) else None


def _judge_passage(passage: Passage, placed: Placed, printed: _Printed, tally: _Tally) -> str:
    """Count whether a passage's box holds its letters and no others; what is wrong with it."""
    blocks = join_lines(placed.lines, across=passage.is_table)
    inside = Counter(token for box, text in printed if _holds(blocks, box) for token in _tokens(text))
    wanted = Counter(_tokens(passage.text))
    common = sum((inside & wanted).values())
    is_right = common >= _ENOUGH * sum(wanted.values()) and common >= _ENOUGH * sum(inside.values())
    tally.passages += 1
    tally.right += is_right
    tally.unplaced += not blocks
    counts = f"{common}/{sum(wanted.values())}/{sum(inside.values())}"
    return "" if is_right else f"{counts} {passage.text[:90]!r}"


def _judge_word(passage: Passage, placed: Placed, printed: _Printed, tally: _Tally) -> str:
    """The same for the word in it, where that stands on this page."""
    if not passage.marks:
        return ""
    start, end = passage.marks[0]
    word = _fold(passage.text[start:end])
    near = "".join(_fold(text) for box, text in printed if any(_meets(mark, box) for mark in placed.marks))
    is_right = bool(placed.marks) and word in near
    tally.words += 1
    tally.right_words += is_right
    return "" if is_right else f"word {word!r}, there: {near[:60]!r}"


def _read_words(path: Path, number: int) -> list[tuple[Box, str]]:
    command = ["pdftotext", "-bbox", "-f", str(number), "-l", str(number), str(path), "-"]
    printed = subprocess.run(command, capture_output=True, check=True, text=True, errors="replace").stdout
    page = _PAGE.search(printed)
    if page is None:
        return []
    width, height = float(page[1]), float(page[2])
    return [
        (Box(float(a) / width, float(b) / height, float(c) / width, float(d) / height), unescape(word))
        for a, b, c, d, word in _WORD.findall(page[3])
    ]


def _holds(blocks: Sequence[Box], box: Box) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(block.left <= x <= block.right and block.top <= y <= block.bottom for block in blocks)


def _meets(mark: Box, box: Box) -> bool:
    wide = min(mark.right, box.right) - max(mark.left, box.left)
    high = min(mark.bottom, box.bottom) - max(mark.top, box.top)
    return wide > 0.2 * min(mark.right - mark.left, box.right - box.left) and high > 0.5 * (
        mark.bottom - mark.top
    )


def _tokens(text: str) -> list[str]:
    """Single letters: editions cut words at line ends in ways of their own."""
    return list(_fold(text))


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in decomposed if char.isalnum())


def _print(name: str, tally: _Tally) -> None:
    if not tally.passages:
        return
    right, words = tally.right / tally.passages, tally.right_words / max(1, tally.words)
    print(
        f"{name:<40} passages {tally.right}/{tally.passages} = {right:.3f} (not placed {tally.unplaced}), "
        f"words {tally.right_words}/{tally.words} = {words:.3f}, "
        f"{1000 * tally.seconds / tally.passages:.1f} ms"
    )


if __name__ == "__main__":
    raise SystemExit(main())
