import json
from pathlib import Path
from typing import Any

import pytest

from tests.scripts.conftest import Run

GOOD: list[dict[str, Any]] = [
    {"id": "a1", "query": "ASPAN", "kind": "acronym", "language": "es", "note": "both names",
     "relevant": [{"path": "aspan.txt", "lines": [3, 3], "grade": 2},
                  {"path": "puertos/port-security.txt", "lines": [3, 4], "grade": 1}]},
    {"id": "a2", "query": "SPP", "kind": "acronym", "language": "en",
     "relevant": [{"path": "gone.txt", "lines": [1, 2], "grade": 1}]},
    {"id": "n1", "query": "zzqq", "kind": "absent", "language": "es", "relevant": []},
    {"id": "n2", "query": "Waco", "kind": "absent", "language": "en", "relevant": []},
]  # fmt: skip


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    path = tmp_path / "judged.jsonl"
    path.write_text("\n".join(map(json.dumps, GOOD)) + "\n\n")
    return path


def test_figures_as_json(ask: Run, judged: Path) -> None:
    ran = ask("eval", judged, "--json")
    assert ran.code == 0
    first, missed, silent, loud = ran.json["results"]
    assert (first["measures"]["recall@20"], first["measures"]["success@5"]) == (1.0, 1.0)
    assert set(missed["measures"].values()) == {0.0}
    assert (silent["right"], loud["right"]) == (True, False)
    assert ran.json["must_find_nothing"] == {"right": 1, "total": 2, "wrong": ["n2"]}
    assert ran.json["unknown_paths"] == ["gone.txt"]
    assert ran.json["mean_over_kinds"]["recall@20"] == 0.5
    groups = {(group["kind"], group["language"]): group["queries"] for group in ran.json["groups"]}
    assert groups == {
        ("acronym", None): 2, ("acronym", "en"): 1, ("acronym", "es"): 1,
        (None, None): 2, (None, "en"): 1, (None, "es"): 1,
    }  # fmt: skip


def test_figures_for_a_person(ask: Run, judged: Path) -> None:
    ran = ask("eval", judged)
    heads = "kind language queries nDCG@10 MRR@10 recall@20 success@1 success@5 success@10"
    assert ran.out.splitlines()[0].split() == heads.split()
    assert "must find nothing: 1 of 2 right" in ran.out
    assert "gone.txt" in ran.err


BASE = {"id": "b", "query": "x", "kind": "k", "language": "es", "relevant": []}


def judged_lines(**fields: Any) -> dict[str, Any]:
    return {**BASE, "relevant": [{"path": "p", **fields}]}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "Expecting"),
        ([], "expected an object"),
        ({"id": "b", "query": "x", "kind": "k"}, "relevant must be a list"),
        ({**BASE, "id": "a1"}, "stands already in line 1"),
        ({**BASE, "query": ""}, "query must be a text"),
        (judged_lines(lines=[3]), "lines must be two"),
        (judged_lines(lines=[3, 1]), "must count from"),
        (judged_lines(lines=[1, 1], grade=0), "no grade above 0"),
        (judged_lines(lines=[1, 1], grade="high"), "must be a whole number"),
    ],
)
def test_a_bad_line_is_named(ask: Run, tmp_path: Path, line: Any, problem: str) -> None:
    path = tmp_path / "judged.jsonl"
    path.write_text(json.dumps(GOOD[0]) + "\n" + (line if isinstance(line, str) else json.dumps(line)))
    ran = ask("eval", path)
    assert (ran.code, ran.out) == (2, "")
    assert f"{path}, line 2: " in ran.err
    assert problem in ran.err


def test_no_queries(ask: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    assert ask("eval", "empty.jsonl").code == 2
    assert "cannot be read" in ask("eval", "none.jsonl").err


def test_a_query_that_fails_counts_as_found_nothing(ask: Run, tmp_path: Path) -> None:
    queries = [GOOD[0], {**GOOD[0], "id": "b", "query": "x" * 501}]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, queries)))
    ran = ask("eval", "q.jsonl", "--json")
    assert ran.code == 2
    assert ran.json["results"][1]["error"]
    assert ran.json["groups"][0]["recall@20"] == 0.5
