"""``bisagra concordance`` and ``bisagra export``: aligned lines, tables, and files to cite from."""

import csv
import io
import json
from pathlib import Path

import pytest
import rispy

from scripts.concordance import COLUMNS
from tests.scripts.conftest import Run


def test_a_concordance_is_aligned_and_names_each_place(ask: Run) -> None:
    ran = ask("concordance", "Guardia", "Costera", "--width", "20")
    assert ran.code == 0
    head, _, *lines = ran.out.splitlines()
    assert "occurrences in 2 passages" in head
    columns = {
        line.index(match) for line in lines for match in ("Guardia Costera", "Coast Guard") if match in line
    }
    assert len(columns) == 1
    assert any(line.endswith("aspan.txt:7") for line in lines)
    assert len({len(line) - len(line.rpartition("  ")[2]) for line in lines}) == 1


def test_a_concordance_as_json_and_as_a_table_says_the_same(ask: Run) -> None:
    answer = ask("concordance", "ASPAN", "--json").json
    assert answer["total"] == len(answer["lines"]) > 1
    assert answer["is_complete"] is True
    assert {line["language"] for line in answer["lines"]} == {"es", "en"}
    head, *rows = csv.reader(io.StringIO(ask("concordance", "ASPAN", "--csv").out))
    assert tuple(head) == COLUMNS
    assert [row[1] for row in rows] == [line["match"] for line in answer["lines"]]


def test_a_concordance_is_sorted(ask: Run) -> None:
    lines = ask("concordance", "puerto", "--sort", "right", "--json").json["lines"]
    rights = [line["right"].lower().lstrip(",. ") for line in lines]
    assert rights == sorted(rights)


def test_without_an_occurrence_the_code_is_1(ask: Run) -> None:
    assert ask("concordance", "zarzamora").code == 1
    assert ask("export", "zarzamora", "--format", "ris").code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("concordance",), ("concordance", "x", "--width", "9"), ("concordance", "x", "--width", "501"),
        ("concordance", "x", "--sort", "score"), ("concordance", "x", "--csv", "--json"),
        ("concordance", "x " * 300), ("export", "x"), ("export", "x", "--format", "doc"),
        ("export", "x", "--format", "ris", "--limit", "1001"), ("export", "--format", "ris"),
        ("export", "puerto", "--format", "ris", "--output", "/nada/x.ris"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_a_sentence(ask: Run, arguments: tuple[str, ...]) -> None:
    ran = ask(*arguments)
    assert ran.code == 2
    assert ran.err.count("\n") <= 2
    assert "--json" in arguments or ran.out == ""


def test_a_bad_query_is_an_object_too(ask: Run) -> None:
    ran = ask("concordance", "x " * 300, "--json")
    assert ran.code == 2
    assert ran.json["error"]["message"]
    found = ask("concordance", "puerto", "--json").json
    assert list(ran.json) == list(found)
    assert (ran.json["lines"], found["limit"]) == ([], None)


def test_an_export_is_read_by_others(ask: Run, tmp_path: Path) -> None:
    ran = ask("export", "puertos", "--format", "ris", "--output", tmp_path / "p.ris")
    assert (ran.code, ran.out) == (0, "")
    items = rispy.loads((tmp_path / "p.ris").read_text("utf-8"))
    assert {item["file_attachments1"] for item in items} == {"aspan.txt", "puertos/port-security.txt"}
    assert all(item["notes"] for item in items)


def test_a_passage_is_quoted_whole(ask: Run) -> None:
    (passage, *_) = json.loads(ask("export", "báscula", "--format", "json").out)["passages"]
    assert "la báscula nueva sigue en su caja" in passage["quote"]
    assert passage["place"].startswith("line")


def test_more_than_was_written_is_said(ask: Run) -> None:
    ran = ask("export", "puerto", "--format", "md", "--limit", "1")
    assert "--limit" in ran.err
    assert ran.out.count("\n> —") == 1


def test_it_speaks_spanish(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    assert "apariciones en" in ask("concordance", "puerto").out
    assert "línea" in ask("export", "puerto", "--format", "csv").out


@pytest.mark.parametrize("columns", [50, 80, 100])
def test_lines_fit_the_terminal(ask: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    printed = ask("concordance", "ASPAN").out.splitlines()
    assert len(printed) > 3
    assert max(map(len, printed)) <= columns
    assert {line.rpartition("txt:")[2] for line in printed[2:]} <= {str(number) for number in range(1, 20)}
    assert max(map(len, ask("concordance", "ASPAN", "--width", "60").out.splitlines())) > 100
    for arguments in (["puerto", "inspección", "--explain"], ["=la ((ASPAN zzqq"]):
        printed = ask("search", *arguments).out.splitlines()
        assert max(map(len, printed)) <= columns


def test_a_concordance_of_some_passages_says_of_how_many(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ask("concordance", "Waco").out.splitlines()[0]
    assert whole.endswith(" in 2 passages")
    for most in ("MOST_PASSAGES", "MAX_LIMIT"):
        monkeypatch.setattr(f"search.concordance.{most}", 1)
    some = ask("concordance", "Waco").out.splitlines()[0]
    assert some.endswith(" in the best 1 of 2 passages; narrow the query for all")
