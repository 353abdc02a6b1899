"""The engines that are compared, each behind the same few calls.

All of them index the words of :func:`benchmarks.queries.words_of` with positions (tantivy and FTS5
by their own tokenizers of the same rule), a language to filter by, and keep the text. None of them
stems. tantivy runs one thread, as the others do.
"""

import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from whoosh import index as whoosh_index
from whoosh import query as whoosh_query
from whoosh.analysis import LowercaseFilter, RegexTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema

from benchmarks.paragraphs import Paragraph
from benchmarks.queries import Question, words_of
from index.arrays import kernels
from index.arrays.compiling import use_compiled
from index.arrays.executing import ArrayExecution
from index.arrays.generation import open_generation
from index.arrays.ranking import best
from index.arrays.writer import ArrayWriter
from index.plan import AllOf, AnyOf, Phrase, Plan, Range, Term

LIMIT = 10


class Peer(Protocol):
    """An engine under measurement."""

    name: str
    largest: int
    """Sizes beyond this take too long to be measured."""

    def build(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Index all paragraphs in a new folder."""

    def add(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Add paragraphs, so that they can be found."""

    def open(self, folder: Path) -> None:
        """Open for searching."""

    def resume(self) -> None:
        """Be the one that is asked: engines in one process may share settings."""

    def prepare(self, question: Question) -> Any:
        """The engine's own form of a question: parsing is not measured."""

    def top(self, prepared: Any) -> int:
        """Find the best ten; how many were found."""

    def count(self, prepared: Any) -> int:
        """How many match in all."""

    def close(self) -> None:
        """Release the files."""


def _schema() -> Schema:
    analyzer = RegexTokenizer(r"[^\W_]+") | LowercaseFilter()
    return Schema(text=TEXT(analyzer=analyzer), language=ID(), record=STORED())


def choose_kernels(*, compiled: bool) -> None:
    """Have numba or numpy carry plans out from now on."""
    if compiled:
        use_compiled()
    else:
        kernels.use_numpy()


class Ours:
    """The project's segments, asked through plans."""

    largest = 10_000_000

    def __init__(self, *, compiled: bool) -> None:
        self.name = "ours, numba" if compiled else "ours"
        self._is_compiled = compiled

    def build(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Index all paragraphs in a new folder."""
        whoosh_index.create_in(str(folder), _schema())
        self.add(folder, paragraphs)

    def add(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Add paragraphs in one transaction."""
        writer = ArrayWriter(whoosh_index.open_dir(str(folder)))
        for paragraph in paragraphs:
            words = words_of(paragraph.text)
            writer.add_chunk(
                {"text": (words, range(len(words)))},
                {"language": (paragraph.language,)},
                ({"record": paragraph.text}, {"language": (paragraph.language,)}, 0),
            )
        writer.commit()

    def open(self, folder: Path) -> None:
        """Open the latest generation."""
        self.resume()
        self._execution = ArrayExecution(open_generation(folder).postings)

    def resume(self) -> None:
        """Carry plans out in its own way."""
        choose_kernels(compiled=self._is_compiled)

    def prepare(self, question: Question) -> tuple[Plan, Plan | None]:
        """A plan, and one that bounds it."""
        within = Term("language", question.language) if question.language else None
        terms: tuple[Plan, ...] = tuple(Term("text", word) for word in question.words)
        if question.kind == "phrase":
            return Phrase("text", question.words), within
        if question.kind == "prefix":
            return Range("text", question.words[0], question.words[0] + "\U0010ffff"), within
        return {"term": terms[0], "or": AnyOf(terms), "and": AllOf(terms)}[question.kind], within

    def top(self, prepared: tuple[Plan, Plan | None]) -> int:
        """The best ten."""
        self._execution.forget_plans()  # the others keep none
        plan, within = prepared
        return min(LIMIT, len(best(self._execution, plan, LIMIT, within=within).numbers))

    def count(self, prepared: tuple[Plan, Plan | None]) -> int:
        """All matches."""
        self._execution.forget_plans()
        plan, within = prepared
        return len(self._execution.numbers(AllOf((plan, within)) if within else plan))

    def close(self) -> None:
        """Forget the arrays."""
        del self._execution


class Stock:
    """Whoosh with the codec that it comes with."""

    name = "stock Whoosh"
    largest = 20_000

    def build(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Index all paragraphs in a new folder."""
        whoosh_index.create_in(str(folder), _schema())
        self.add(folder, paragraphs)

    def add(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Add paragraphs in one transaction."""
        writer = whoosh_index.open_dir(str(folder)).writer(limitmb=256)
        for paragraph in paragraphs:
            writer.add_document(text=paragraph.text, language=paragraph.language, record=paragraph.text)
        writer.commit()

    def open(self, folder: Path) -> None:
        """Open the latest generation."""
        self._searcher = whoosh_index.open_dir(str(folder)).searcher()

    def resume(self) -> None:
        """Nothing is shared."""

    def prepare(self, question: Question) -> tuple[Any, Any]:
        """A query, and a filter."""
        terms = [whoosh_query.Term("text", word) for word in question.words]
        made = {
            "term": terms[0],
            "or": whoosh_query.Or(terms),
            "and": whoosh_query.And(terms),
            "phrase": whoosh_query.Phrase("text", list(question.words)),
            "prefix": whoosh_query.Prefix("text", question.words[0]),
        }[question.kind]
        return made, whoosh_query.Term("language", question.language) if question.language else None

    def top(self, prepared: tuple[Any, Any]) -> int:
        """The best ten."""
        return int(self._searcher.search(prepared[0], limit=LIMIT, filter=prepared[1]).scored_length())

    def count(self, prepared: tuple[Any, Any]) -> int:
        """All matches."""
        return len(self._searcher.search(prepared[0], limit=None, filter=prepared[1]))

    def close(self) -> None:
        """Release the files."""
        self._searcher.close()


class Tantivy:
    """tantivy by its Python package, one writer thread."""

    name = "tantivy"
    largest = 10_000_000

    def __init__(self) -> None:
        import tantivy

        self._library = tantivy

    def _index(self, folder: Path) -> Any:
        builder = self._library.SchemaBuilder()
        builder.add_text_field("text", stored=True, tokenizer_name="default", index_option="position")
        builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        return self._library.Index(self._schema, path=str(folder))

    def build(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Index all paragraphs in a new folder."""
        self.add(folder, paragraphs)

    def add(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Add paragraphs, commit, and wait for merges as the others do."""
        index = self._index(folder)
        writer = index.writer(heap_size=256_000_000, num_threads=1)
        for paragraph in paragraphs:
            writer.add_document(self._library.Document(text=paragraph.text, language=paragraph.language))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the latest commit."""
        self._index_opened = self._index(folder)
        self._index_opened.reload()
        self._searcher = self._index_opened.searcher()

    def resume(self) -> None:
        """Nothing is shared."""

    def prepare(self, question: Question) -> Any:
        """A query object."""
        query, occur = self._library.Query, self._library.Occur
        terms = [query.term_query(self._schema, "text", word) for word in question.words]
        if question.kind == "phrase":
            made = query.phrase_query(self._schema, "text", list(question.words))
        elif question.kind == "prefix":
            made = query.regex_query(self._schema, "text", f"{question.words[0]}.*")
        elif question.kind == "term":
            made = terms[0]
        else:
            how = occur.Should if question.kind == "or" else occur.Must
            made = query.boolean_query([(how, term) for term in terms])
        if question.language:
            only = query.const_score_query(query.term_query(self._schema, "language", question.language), 0.0)
            made = query.boolean_query([(occur.Must, made), (occur.Must, only)])
        return made

    def top(self, prepared: Any) -> int:
        """The best ten, without counting, so that it may skip."""
        return len(self._searcher.search(prepared, LIMIT, count=False).hits)

    def count(self, prepared: Any) -> int:
        """All matches."""
        return int(self._searcher.search(prepared, 1, count=True).count)

    def close(self) -> None:
        """Forget the searcher."""
        del self._searcher


class Fts5:
    """SQLite's full-text search."""

    name = "SQLite FTS5"
    largest = 1_000_000

    def build(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Index all paragraphs in a new file."""
        connection = sqlite3.connect(folder / "fts.sqlite")
        connection.execute(
            "CREATE VIRTUAL TABLE chunk USING fts5("
            "text, language UNINDEXED, tokenize='unicode61 remove_diacritics 0')"
        )
        connection.close()
        self.add(folder, paragraphs)

    def add(self, folder: Path, paragraphs: Sequence[Paragraph]) -> None:
        """Add paragraphs in one transaction."""
        connection = sqlite3.connect(folder / "fts.sqlite")
        with connection:
            rows = ((paragraph.text, paragraph.language) for paragraph in paragraphs)
            connection.executemany("INSERT INTO chunk VALUES (?, ?)", rows)
        connection.close()

    def open(self, folder: Path) -> None:
        """Open the file."""
        self._connection = sqlite3.connect(folder / "fts.sqlite")

    def resume(self) -> None:
        """Nothing is shared."""

    def prepare(self, question: Question) -> tuple[str, tuple[str, ...]]:
        """A condition, and its parameters."""
        quoted = [f'"{word}"' for word in question.words]
        match = {
            "term": quoted[0],
            "or": " OR ".join(quoted),
            "and": " AND ".join(quoted),
            "phrase": " + ".join(quoted),
            "prefix": f"{quoted[0]} *",
        }[question.kind]
        if question.language:
            return "chunk MATCH ? AND language = ?", (match, question.language)
        return "chunk MATCH ?", (match,)

    def top(self, prepared: tuple[str, tuple[str, ...]]) -> int:
        """The best ten."""
        where, values = prepared
        statement = f"SELECT rowid FROM chunk WHERE {where} ORDER BY rank LIMIT {LIMIT}"
        return len(self._connection.execute(statement, values).fetchall())

    def count(self, prepared: tuple[str, tuple[str, ...]]) -> int:
        """All matches."""
        where, values = prepared
        return int(
            self._connection.execute(f"SELECT count(*) FROM chunk WHERE {where}", values).fetchone()[0]
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def available() -> tuple[list[Peer], list[str]]:
    """The peers that are installed, ours first, and what would have to be installed for the others."""
    peers: list[Peer] = [Ours(compiled=False)]
    missing: list[str] = []
    for name, make in (("numba", lambda: Ours(compiled=True)), ("tantivy", Tantivy)):
        try:
            __import__(name)
            peers.append(make())
        except ImportError:
            missing.append(f"pip install {name}")
    return [*peers, Fts5(), Stock()], missing


def size_bytes(folder: Path) -> int:
    """What an index takes on the disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def fresh_folder(path: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path
