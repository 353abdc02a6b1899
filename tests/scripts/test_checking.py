"""``bisagra check``: each damaged file by name, in both languages, and mended where that is asked for."""

from pathlib import Path

import pytest

from tests.scripts.conftest import Run, write_documents


@pytest.fixture
def damaged(run: Run, tmp_path: Path) -> Path:
    """An index whose newest segment, made by a run that only added, is not what was written."""
    write_documents(tmp_path / "docs")
    run("index", "docs")
    (tmp_path / "docs" / "new.txt").write_text("La tormenta llegó al puerto.\n", encoding="utf-8")
    run("index")
    store = tmp_path / "var" / "index" / "store-1"
    path = max(store.glob("*.arrays"), key=lambda each: each.stat().st_mtime_ns)
    data = bytearray(path.read_bytes())
    data[7] ^= 1
    path.write_bytes(data)
    return path


def test_a_sound_index_is_said_to_be_sound(ask: Run) -> None:
    ran = ask("check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Nothing is wrong: ")
    assert ask("check", "--json").json["findings"] == []


def test_damage_is_named_and_mended(run: Run, damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run("check")
    assert ran.code == 2
    assert ran.out.startswith(f"damaged: {damaged.relative_to(Path.cwd())}")
    assert "bisagra check --repair" in ran.out
    (finding,) = run("check", "--json").json["findings"]
    assert (finding["kind"], finding["remedy"]) == ("damaged", "repair")
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    assert run("check").out.startswith("dañado: ")
    repaired = run("check", "--repair", "--json")
    assert repaired.code == 0
    assert [each["action"] for each in repaired.json["repaired"]] == ["went_back", "read_again"]
    assert repaired.json["findings"] == []
    assert run("search", "tormenta", "--json").json["total"] == 1


def test_the_state_before_is_searched_with_a_notice(run: Run, damaged: Path) -> None:
    answer = run("search", "puertos", "--json").json
    assert answer["total"] > 0
    assert answer["notes"][0]["key"] == "earlier-generation"
    assert answer["notes"][0]["detail"].endswith(damaged.name)
    assert "bisagra check --repair" in run("status").err
    assert damaged.name in run("status", "--json").json["damage"]
    assert "bisagra check --repair" in run("show", "aspan.txt:1").err
    assert damaged.name in run("show", "aspan.txt", "--json").json["damage"]
    assert "bisagra check --repair" in run("show", "nothing.txt").err


def test_without_an_index_there_is_nothing_to_check(run: Run) -> None:
    ran = run("check")
    assert (ran.code, ran.out) == (2, "")
    assert "bisagra index FOLDER" in ran.err
