import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.batching import COLUMNS
from search.tables import defuse
from tests.scripts.conftest import Ran, Run


def rows(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.tsv"
    lines = ["\ufeffASPAN", "", "x7\tguardia costera", "y" * 501, "zzqq", "k\t"]
    path.write_bytes("\r\n".join(lines).encode() + b"\n\xff\xfe\n")
    return path


def test_answers_in_order_with_errors_in_their_rows(ask: Run, queries: Path) -> None:
    ran = ask("batch", queries, "--limit", "1")
    assert (ran.code, ran.err) == (2, "")
    answers = rows(ran)
    assert [answer["id"] for answer in answers] == ["q1", "x7", "q3", "q4", "k", "q6"]
    assert [bool(answer["total"]) for answer in answers] == [True, True, False, False, False, False]
    assert [answer["error"] is None for answer in answers] == [True, True, False, True, False, False]
    assert answers[2]["error"]["position"] == 500
    assert [answer["query"]["raw"] for answer in answers[:2]] == ["ASPAN", "guardia costera"]
    assert all(len(answer["hits"]) <= 1 for answer in answers)


@pytest.mark.parametrize(("text", "code"), [("zzqq\nASPAN\n", 0), ("zzqq\n", 1), ("", 1)])
def test_exit_codes_from_standard_input(
    ask: Run, monkeypatch: pytest.MonkeyPatch, text: str, code: int
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert ask("batch", "-", "--jsonl").code == code


def test_as_a_table(ask: Run, queries: Path) -> None:
    ran = ask("batch", queries, "--csv", "--limit", "2")
    table = list(csv.DictReader(io.StringIO(ran.out)))
    assert tuple(table[0]) == COLUMNS
    assert [row["rank"] for row in table if row["id"] == "x7"] == ["1", "2"]
    assert all(row["error"] for row in table if row["id"] == "q3")


def test_a_file_that_is_not_there(ask: Run) -> None:
    ran = ask("batch", "nowhere.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "nowhere.txt cannot be read" in ran.err


def test_a_bug_costs_one_row(ask: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from search.searching import Searcher

    search = Searcher.search

    def fail_once(self: Searcher, text: str, **options: Any) -> Any:
        if text == "boom":
            raise ValueError("inside")
        return search(self, text, **options)

    monkeypatch.setattr(Searcher, "search", fail_once)
    path = tmp_path / "queries.txt"
    path.write_text("boom\nASPAN\n")
    ran = ask("batch", path)
    first, second = rows(ran)
    assert ran.code == 2
    assert "ValueError" in first["error"]["message"]
    assert second["total"] > 0


def test_cells_that_a_spreadsheet_would_run() -> None:
    assert [defuse(text) for text in ("=1", "+1", "-1", "@a", "a")] == ["'=1", "'+1", "'-1", "'@a", "a"]
    assert defuse("\udcff") == "?"
