"""How long does a whole result page take: parse, search, count, load, ten snippets?

Every engine is given the query as a person types it and makes of it what a page shows: how many match,
and of the best ten the text, a snippet and what is marked in it. Ours is asked twice: for the words as
typed, which is what the others do, and with inflections and equivalents in both languages counted
apart, which they do not do.
"""

import gc
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from analyzers.crossing import Crossing, stem_ahead
from analyzers.language import Language
from analyzers.lexicon import load_lexicon
from analyzers.termbase import load_termbase
from benchmarks.paragraphs import Paragraph
from benchmarks.peers import LIMIT, Fts5, Tantivy, choose_kernels, fresh_folder
from benchmarks.queries import Question
from benchmarks.xapian_peer import Xapian
from corpus.model import Chunk, Document, Segment
from index.engine import Engine, EngineWriter
from search.searching import Searcher

CLASSES = ("rare", "mid", "common", "or2", "and2", "phrase")
_ROUNDS = 3
_PATIENCE_S = 8.0
_PARAGRAPHS = 50
"""Of a document, as ours keeps them."""


@dataclass(slots=True)
class PageTiming:
    """Of one class, in milliseconds: asked for the first time, and asked again."""

    first_ms: float
    median_ms: float
    p95_ms: float
    hits: int
    asked: int


@dataclass(slots=True)
class PageResult:
    """Of one engine at one size."""

    name: str
    classes: dict[str, PageTiming] = field(default_factory=dict)


class PagePeer(Protocol):
    """An engine that makes result pages."""

    name: str
    folder: str
    """The name of the folder of its index; engines that share one share the index."""

    def build(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Index all paragraphs in a new folder."""

    def open(self, folder: Path) -> None:
        """Open for searching."""

    def page(self, text: str) -> tuple[int, float]:
        """Make the page; how many match, and how many milliseconds it took."""

    def close(self) -> None:
        """Release the files."""


def typed(question: Question) -> str:
    """A question as a person types it: the same in every engine's syntax."""
    if question.kind == "phrase":
        return f'"{" ".join(question.words)}"'
    return {"or": " OR ", "and": " AND "}.get(question.kind, " ").join(question.words)


def measure_pages(
    peer: PagePeer,
    folder: Path,
    paragraphs: Sequence[Paragraph],
    questions: Mapping[str, Sequence[Question]],
) -> PageResult:
    """Build where no other engine has, and ask."""
    if not folder.exists():
        fresh_folder(folder)
        peer.build(folder, paragraphs)
    peer.open(folder)
    peer.page("zzzz")  # loads what any first query loads
    result = PageResult(peer.name)
    for name in CLASSES:
        result.classes[name] = _ask(peer, [typed(question) for question in questions[name]])
    peer.close()
    return result


def _ask(peer: PagePeer, texts: Sequence[str]) -> PageTiming:
    first: list[float] = []
    hits = 0
    begun = time.perf_counter()
    gc.collect()
    gc.disable()
    for text in texts:
        count, taken = peer.page(text)
        hits += count
        first.append(taken)
        if time.perf_counter() - begun > _PATIENCE_S:
            break
    again: list[float] = []
    begun = time.perf_counter()
    for _ in range(_ROUNDS):
        again += [peer.page(text)[1] for text in texts[: len(first)]]
        if time.perf_counter() - begun > _PATIENCE_S:
            break
    gc.enable()
    p95 = sorted(again)[min(len(again) - 1, int(0.95 * len(again)))]
    return PageTiming(statistics.median(first), statistics.median(again), p95, hits, len(first))


def page_peers() -> tuple[list[PagePeer], list[str]]:
    """The engines that are there, ours first, and what would have to be installed for the others."""
    peers: list[PagePeer] = [OurPages(compiled=False, **options) for options in _OPTIONS]
    missing: list[str] = []
    for needed, make in (("numba", _compiled), ("tantivy", lambda: [TantivyPages()])):
        try:
            __import__(needed)
            peers += make()
        except ImportError:
            missing.append(f"pip install {needed}")
    peers.append(Fts5Pages())
    if Xapian.interpreter() is None:
        missing.append("apt-get install python3-xapian")
    else:
        peers.append(XapianPages())
    return peers, missing


@dataclass(frozen=True, slots=True)
class _Opened:
    """All that a searcher needs of an index."""

    engine: Engine
    damage: None = None

    def fall_back(self) -> bool:
        """There is nothing to fall back on."""
        return False


class OurPages:
    """The project's own search over the project's own fields."""

    folder = "ours-pages"

    def __init__(self, *, compiled: bool, name: str, **options: Any) -> None:
        self.name = f"ours, {name}{', numba' if compiled else ''}"
        self._is_compiled = compiled
        self._options = options

    def build(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Index all paragraphs as documents of fifty."""
        writer = EngineWriter(folder / "store", create=True)
        for start in range(0, len(paragraphs), _PARAGRAPHS):
            document = _document(start)
            chunks = _chunks(document, paragraphs[start : start + _PARAGRAPHS])
            writer.add(document, chunks)
        writer.commit()

    def open(self, folder: Path) -> None:
        """Open the latest generation."""
        choose_kernels(compiled=self._is_compiled)
        self._searcher = Searcher(_Opened(Engine(folder / "store")), _load_crossing())

    def page(self, text: str) -> tuple[int, float]:
        """Search as the command line does."""
        started = time.thread_time()
        page = self._searcher.search(text, limit=LIMIT, **self._options)
        return page.total, (time.thread_time() - started) * 1e3

    def close(self) -> None:
        """Forget the arrays."""
        del self._searcher
        choose_kernels(compiled=False)


@cache
def _load_crossing() -> Crossing:
    """As the web server holds it: all rows read, and stemmed."""
    termbase, lexicon = load_termbase(), load_lexicon()
    stem_ahead(termbase, lexicon)
    return Crossing(termbase, lexicon)


_OPTIONS: tuple[Mapping[str, Any], ...] = (
    {"name": "words as typed", "exact": True, "facets": False},
    {"name": "inflections", "translate": False, "facets": False},
    {"name": "equivalents", "facets": False},
    {"name": "equivalents and facets"},
)


def _compiled() -> list[PagePeer]:
    return [OurPages(compiled=True, **options) for options in _OPTIONS]


def _document(start: int) -> Document:
    path = f"part-{start // 5_000:03d}/document-{start:07d}.txt"
    return Document(f"d{start}", "/", path, "txt", "0" * 64, 0, f"Document {start}", "")


def _chunks(document: Document, paragraphs: Sequence[Paragraph]) -> list[Chunk]:
    chunks: list[Chunk] = []
    at = 0
    for number, paragraph in enumerate(paragraphs):
        chunks.append(
            Chunk(
                chunk_id=f"{document.doc_id}c{number}",
                doc_id=document.doc_id,
                ordinal=number,
                text=paragraph.text,
                segments=(Segment(0, at, len(paragraph.text)),),
                start_line=2 * number + 1,
                end_line=2 * number + 1,
                language=Language(paragraph.language),
            )
        )
        at += len(paragraph.text) + 2
    return chunks


class TantivyPages(Tantivy):
    """tantivy with its snippet generator."""

    folder = "tantivy-pages"

    def page(self, text: str) -> tuple[int, float]:
        """Parse, search and count, load, cut snippets."""
        started = time.thread_time()
        query = self._index_opened.parse_query(text, ["text"])
        found = self._searcher.search(query, LIMIT, count=True)
        cutter = self._library.SnippetGenerator.create(self._searcher, query, self._schema, "text")
        shown = []
        for score, address in found.hits:
            document = self._searcher.doc(address)
            snippet = cutter.snippet_from_doc(document)
            spans = [(span.start, span.end) for span in snippet.highlighted()]
            shown.append((score, document["text"][0], snippet.fragment(), spans))
        return int(found.count), (time.thread_time() - started) * 1e3


_COUNT = "SELECT count(*) FROM chunk WHERE chunk MATCH ?"
_TOP = (
    "SELECT text, snippet(chunk, 0, '[', ']', '…', 48) FROM chunk WHERE chunk MATCH ? "
    f"ORDER BY rank LIMIT {LIMIT}"
)


class Fts5Pages(Fts5):
    """SQLite's full-text search with its snippet function."""

    folder = "fts5-pages"

    def page(self, text: str) -> tuple[int, float]:
        """Count; search, load and cut snippets in one statement."""
        started = time.thread_time()
        values = (_for_fts5(text),)
        count = self._connection.execute(_COUNT, values).fetchone()[0]
        self._connection.execute(_TOP, values).fetchall()
        return int(count), (time.thread_time() - started) * 1e3


def _for_fts5(text: str) -> str:
    """FTS5 takes bare words in letters of ASCII only."""
    if text.startswith('"'):
        return text
    return " ".join(word if word in ("OR", "AND") else f'"{word}"' for word in text.split())


class XapianPages(Xapian):
    """Xapian with its own snippets, in a process of the interpreter that has it."""

    folder = "xapian"

    def page(self, text: str) -> tuple[int, float]:
        """All of it inside that process, by its clock."""
        return self.ask("page", text)
