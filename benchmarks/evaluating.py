"""How good are the answers, beside those of engines a person could take instead? ``make eval``.

The judged queries of ``tests/golden`` over the sample documents, and over the five real documents
where they stand beside the checkout. The peers see the very same passages: stock Whoosh with its own
analyzer and parser, SQLite's FTS5, and tantivy where it is installed. Half of the queries were never
looked at while tuning (``held``); both halves are printed.

    python -m benchmarks.evaluating [--seeds ../shared/seeds] [--without-meaning]
"""

import argparse
import importlib
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import OrGroup, QueryParser

from analyzers.embedding import load_embedder
from analyzers.folding import fold
from analyzers.lexicon import load_lexicon
from analyzers.termbase import load_termbase
from index.plan import Everything
from index.reading import IndexReader
from index.records import Record
from index.updating import update_index
from index.vectorizing import update_vectors
from search.evaluation import JudgedQuery, Judgement, evaluate, read_judged_queries
from search.measures import Qrel, ScoredDoc, mean, ndcg, recall, reciprocal_rank
from search.opening import make_searcher

ROOT = Path(__file__).parent.parent
_DEPTH = 20

Find = Callable[[str], Sequence[int]]
"""The numbers of the first twenty passages for a query."""

Scores = dict[str, tuple[float, float, float]]
"""nDCG@10, MRR@10 and recall@20 by kind."""


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=Path, default=ROOT.parent / "shared" / "seeds")
    parser.add_argument("--without-meaning", action="store_true", help="leave the model out")
    options = parser.parse_args()
    collections = [("samples", ROOT / "corpus" / "documents"), ("seeds", options.seeds)]
    for name, folder in collections:
        if not folder.is_dir():
            print(f"\n{name}: not measured, there is no folder {folder}")
            continue
        _evaluate_collection(name, folder, with_meaning=not options.without_meaning)


def _evaluate_collection(name: str, folder: Path, *, with_meaning: bool) -> None:
    queries = read_judged_queries(ROOT / "tests" / "golden" / f"{name}.jsonl")
    with tempfile.TemporaryDirectory() as directory:
        index = Path(directory)
        update_index(index, [folder])
        embedder = load_embedder() if with_meaning else None
        if embedder is not None:
            update_vectors(index, embedder)
        with IndexReader.open(index) as reader:
            searcher = make_searcher(reader, load_termbase(), load_lexicon(), load=lambda: embedder)
            records = [reader.engine.record(number) for number in reader.engine.find(Everything())]
            model = embedder.name if embedder else "no meaning model"
            print(f"\n{name}: {len(queries)} queries over {len(records)} passages, {model}")
            for split in ("tune", "held"):
                chosen = [query for query in queries if query.split == split]
                ours = evaluate(searcher, chosen)
                measured = {g.kind: g.means for g in ours.groups if g.kind and g.language is None}
                rows = {"Bisagra": {k: _triple(means) for k, means in measured.items()}}
                rows |= {peer: _score(chosen, records, find) for peer, find in _peers(records)}
                _print_table(split, rows)
                print(f"  must find nothing: {ours.silent_right} of {ours.silent_total} right")


def _triple(means: Any) -> tuple[float, float, float]:
    return means["nDCG@10"], means["MRR@10"], means["recall@20"]


def _score(queries: Sequence[JudgedQuery], records: Sequence[Record], find: Find) -> Scores:
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for query in queries:
        if query.relevant:
            qrels, run = _build_run(query, [records[number] for number in find(query.query)])
            row = (
                ndcg(qrels, run, cutoff=10),
                reciprocal_rank(qrels, run, cutoff=10),
                recall(qrels, run, cutoff=20),
            )
            rows.setdefault(query.kind, []).append(row)
    return {kind: _means(values) for kind, values in rows.items()}


def _means(rows: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    columns = [mean(list(column)) for column in zip(*rows, strict=True)]
    return columns[0], columns[1], columns[2]


def _build_run(query: JudgedQuery, found: Sequence[Record]) -> tuple[list[Qrel], list[ScoredDoc]]:
    """As ``search.evaluation.build_run``, for passages that another engine found."""
    names = {judgement: str(number) for number, judgement in enumerate(query.relevant)}
    qrels = [Qrel(query.query_id, names[judgement], judgement.grade) for judgement in query.relevant]
    left: list[Judgement] = sorted(query.relevant, key=lambda judgement: -judgement.grade)
    ranked: list[str] = []
    for record in found:
        answered = [j for j in left if j.path == record.path and j.covers_chunk(record.chunk)]
        left = [judgement for judgement in left if judgement not in answered]
        ranked += [names[judgement] for judgement in answered] or [record.chunk.chunk_id]
    return qrels, [ScoredDoc(query.query_id, doc, -float(rank)) for rank, doc in enumerate(ranked)]


def _peers(records: Sequence[Record]) -> Iterator[tuple[str, Find]]:
    texts = [record.chunk.text for record in records]
    yield "stock Whoosh", _stock_whoosh(texts)
    yield "SQLite FTS5", _fts5(texts)
    tantivy = _tantivy(texts)
    if tantivy is not None:
        yield "tantivy", tantivy


def _stock_whoosh(texts: Sequence[str]) -> Find:
    index = RamStorage().create_index(Schema(number=NUMERIC(stored=True), text=TEXT()))
    writer = index.writer()
    for number, text in enumerate(texts):
        writer.add_document(number=number, text=text)
    writer.commit()
    searcher = index.searcher()
    parser = QueryParser("text", index.schema, group=OrGroup)
    return lambda query: [hit["number"] for hit in searcher.search(parser.parse(query), limit=_DEPTH)]


def _fts5(texts: Sequence[str]) -> Find:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", list(enumerate(texts)))
    sql = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT ?"

    def find(query: str) -> list[int]:
        phrases = re.findall(r'"([^"]+)"|([^\W_]+)', query)
        wanted = " OR ".join(f'"{quoted or word}"' for quoted, word in phrases)
        return [row[0] for row in connection.execute(sql, (wanted, _DEPTH))] if wanted else []

    return find


def _tantivy(texts: Sequence[str]) -> Find | None:
    try:
        tantivy: Any = importlib.import_module("tantivy")
    except ImportError:
        print("  (tantivy is not installed; to compare with it: pip install tantivy)")
        return None
    schema = tantivy.SchemaBuilder().add_integer_field("number", stored=True).add_text_field("text").build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(number=number, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(query: str) -> list[int]:
        bare = query if '"' in query else " ".join(re.findall(r"[^\W_]+", query))
        hits = searcher.search(index.parse_query(bare, ["text"]), _DEPTH).hits if fold(bare) else []
        return [searcher.doc(address)["number"][0] for _, address in hits]

    return find


def _print_table(split: str, rows: dict[str, Scores]) -> None:
    kinds = sorted(rows["Bisagra"])
    print(f"\n  {split}: nDCG@10 by kind, then means over kinds of nDCG@10, MRR@10, recall@20")
    print("  " + " " * 13 + "".join(f"{kind:>12}" for kind in kinds) + f"{'mean':>12}{'MRR':>7}{'R@20':>7}")
    for name, scores in rows.items():
        means = _means([scores[kind] for kind in kinds])
        cells = "".join(f"{scores[kind][0]:12.3f}" for kind in kinds)
        print(f"  {name:13}{cells}{means[0]:12.3f}{means[1]:7.3f}{means[2]:7.3f}")


if __name__ == "__main__":
    main()
