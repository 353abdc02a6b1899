"""Judgements by a text of the passage, parts of a set, and the judged queries that come with the project."""

import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from analyzers.termbase import Termbase
from corpus.model import Chunk, Segment
from index.reading import IndexReader
from index.updating import update_index
from search.evaluation import (
    MEASURES,
    Judgement,
    JudgementError,
    build_run,
    evaluate,
    find_unknown_paths,
    read_judged_queries,
)
from search.results import Hit
from search.searching import Searcher
from tests.conftest import CHECKOUT
from tests.index.conftest import write

BASE: dict[str, Any] = {"id": "q1", "query": "puerto", "kind": "word", "language": "es"}
SAMPLES = CHECKOUT / "tests" / "golden" / "samples.jsonl"


def judged(path: Path, *rows: dict[str, Any]) -> Path:
    file = path / "judged.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def contains(text: str, **fields: Any) -> dict[str, Any]:
    return {"path": "a.html", "lines": None, "contains": text, **fields}


def chunk(text: str, line: int = 0) -> Chunk:
    return Chunk("c", "d", 0, text, (Segment(0, 0, len(text)),), line, line)


def test_a_text_judges_where_lines_say_nothing(tmp_path: Path) -> None:
    (query,) = read_judged_queries(judged(tmp_path, {**BASE, "relevant": [contains("el puerto", grade=2)]}))
    (judgement,) = query.relevant
    assert judgement == Judgement("a.html", 0, 0, 2, "el puerto")
    assert judgement.covers_chunk(chunk("Cerró el puerto."))
    assert judgement.covers_chunk(chunk("Cerró el puerto.", line=9))
    assert not judgement.covers_chunk(chunk("Cerró El Puerto."))


def test_lines_win_over_a_text_and_one_of_both_must_be_there(tmp_path: Path) -> None:
    (query,) = read_judged_queries(judged(tmp_path, {**BASE, "relevant": [contains("x", lines=[2, 3])]}))
    assert query.relevant == (Judgement("a.html", 2, 3),)
    for broken in (contains(""), contains("x", lines=[]), {"path": "a.html"}, contains("  ")):
        with pytest.raises(JudgementError, match="line 1: "):
            read_judged_queries(judged(tmp_path, {**BASE, "relevant": [broken]}))


def test_a_hit_of_another_file_with_the_same_text_answers_nothing(tmp_path: Path) -> None:
    (query,) = read_judged_queries(judged(tmp_path, {**BASE, "relevant": [contains("puerto")]}))
    hits = [cast(Hit, SimpleNamespace(path=path, chunk=chunk("un puerto"))) for path in ("b.html", "a.html")]
    assert [scored.doc_id for scored in build_run(query, hits)[1]] == ["chunk c", "judgement 0"]


@pytest.mark.parametrize(("fields", "split"), [({}, ""), ({"split": None}, ""), ({"split": "held"}, "held")])
def test_the_part_of_the_set_is_read(tmp_path: Path, fields: dict[str, Any], split: str) -> None:
    (query,) = read_judged_queries(judged(tmp_path, {**BASE, **fields, "relevant": []}))
    assert query.split == split


def test_texts_of_pages_are_measured_like_lines(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    write(folder, "a.html", "<p>La aduana cerró.</p><p>El puerto cerró por la noche.</p>")
    write(folder, "b.txt", "Nadie vio el puerto.\n")
    update_index(tmp_path / "index", [folder])
    rows = [
        {**BASE, "relevant": [contains("El puerto cerró"), {"path": "b.txt", "lines": [1, 1]}]},
        {**BASE, "id": "q2", "query": "aduana", "relevant": [contains("no such text")]},
        {**BASE, "id": "q3", "query": "harbour", "relevant": []},
    ]
    queries = read_judged_queries(judged(tmp_path, *rows))
    with IndexReader.open(tmp_path / "index") as reader:
        found = evaluate(Searcher(reader, Termbase()), queries)
    both, missed, silent = found.outcomes
    assert both.measures == dict.fromkeys(MEASURES, 1.0)
    assert missed.measures == dict.fromkeys(MEASURES, 0.0)
    assert silent.is_right


def test_the_shipped_queries_have_two_parts_of_every_kind(sample_reader: IndexReader) -> None:
    queries = read_judged_queries(SAMPLES)
    assert {query.split for query in queries} == {"tune", "held"}
    assert {query.language for query in queries} == {"es", "en"}
    parts = Counter((query.kind, query.split) for query in queries)
    for kind in {query.kind for query in queries}:
        tuned, held = parts[kind, "tune"], parts[kind, "held"]
        assert abs(tuned - held) <= 2, (kind, tuned, held)
    assert find_unknown_paths(queries, {entry.path for entry in sample_reader.documents()}) == []


def test_every_shipped_judgement_is_of_a_passage_that_is_there(sample_reader: IndexReader) -> None:
    chunks = {entry.path: sample_reader.chunks_of(entry.doc_id) for entry in sample_reader.documents()}
    lost = [
        (query.query_id, judgement)
        for query in read_judged_queries(SAMPLES)
        for judgement in query.relevant
        if not any(judgement.covers_chunk(each) for each in chunks[judgement.path])
    ]
    assert lost == []
