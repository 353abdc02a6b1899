import io
import sys
from pathlib import Path

import pytest

from tests.scripts.conftest import Run

HIT_FIELDS = {
    "rank", "score", "chunk_id", "doc_id", "path", "title", "start_line", "end_line", "page", "slide",
    "section", "language", "date", "exact", "reasons", "snippet", "url",
}  # fmt: skip
PAGE_FIELDS = {"query", "total", "total_is_exact", "elapsed_ms", "offset", "limit", "expansions", "facets",
               "hits", "error"}  # fmt: skip


def test_for_a_person(ask: Run) -> None:
    ran = ask("search", "guardia", "costera", "--explain")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("2 passages")
    assert lines[1].startswith("also: Coast Guard (en) 1")
    assert any(line.startswith("aspan.txt:7  [es]") for line in lines)
    assert any(line.startswith("puertos/port-security.txt:7  [en]") for line in lines)
    assert "same concept: guardia costera = Coast Guard" in ran.out
    assert "\x1b" not in ran.out


def test_json_has_the_promised_fields(ask: Run) -> None:
    ran = ask("search", "ASPAN", "--json")
    assert ran.code == 0
    assert set(ran.json) >= PAGE_FIELDS
    assert ran.json["error"] is None
    assert {"en", "es"} == {hit["language"] for hit in ran.json["hits"]}
    for hit in ran.json["hits"]:
        assert set(hit) >= HIT_FIELDS
        for start, end in hit["snippet"]["spans"]:
            assert 0 <= start < end <= len(hit["snippet"]["text"])
    form = ran.json["expansions"][0]["forms"][0]
    assert set(form) == {"text", "language", "reason", "concept", "weight", "hits"}


def test_nothing_found(ask: Run) -> None:
    ran = ask("search", "zzqq")
    assert (ran.code, ran.out) == (1, "Nothing found for “zzqq”.\n")
    assert ran.err.startswith("Try fewer words")
    assert ran.err.count("\n") == 1
    assert ask("search", "zzqq", "--json").json["hits"] == []
    assert ask("search", "puerto", "--filter", "type=pdf").err.startswith("Filters are set")


def test_a_query_without_words_gets_no_advice_on_words(ask: Run) -> None:
    ran = ask("search", "(((")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "Nothing found for “(((”.",
        "note: a bracket had no partner and was left out",
    ]


def test_did_you_mean(ask: Run) -> None:
    ran = ask("search", "costerra")
    assert ran.code == 1
    assert ran.out.splitlines() == ["Nothing found for “costerra”.", "Did you mean “Costera”?"]
    assert ask("search", "costerra", "--json").json["suggestions"] == [
        {"term": "costerra", "text": "Costera", "query": "Costera"}
    ]


def test_flags_reach_the_search(ask: Run) -> None:
    assert (
        ask("search", "ASPAN", "--no-translate", "--json").json["total"]
        < (ask("search", "ASPAN", "--json").json["total"])
    )
    assert ask("search", "inspección", "--exact", "--json").json["total"] == 0
    only = ask("search", "ASPAN", "--language", "en", "--limit", "1", "--json").json
    assert (only["query"]["language"], only["limit"], len(only["hits"])) == ("en", 1, 1)
    by_path = ask("search", "Waco", "--sort", "path", "--json").json
    assert [hit["path"] for hit in by_path["hits"]] == sorted(hit["path"] for hit in by_path["hits"])


def test_files_are_in_the_order_of_a_file_manager(run: Run, tmp_path: Path) -> None:
    names = ["acta 9.txt", "Acta 10.txt", "Índice.txt", "Zona.txt"]
    for name in names:
        (tmp_path / "docs" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "docs" / name).write_text(f"El cabildo aprobó {name}.", encoding="utf-8")
    run("index", "docs")
    hits = run("search", "cabildo", "--sort", "path", "--json").json["hits"]
    assert [hit["path"] for hit in hits] == names
    lines = run("concordance", "cabildo", "--json").json["lines"]
    assert [line["path"] for line in lines] == names


def test_paging_says_how_to_go_on(ask: Run) -> None:
    ran = ask("search", "Waco", "--limit", "1")
    assert ran.out.endswith("1 to 1 of 2; go on with --offset 1\n")
    past = ask("search", "Waco", "--offset", "5")
    assert (past.code, past.out) == (0, "There are 2 passages; --offset 5 goes past the last one.\n")


def test_filters_in_both_languages_and_orders(ask: Run) -> None:
    spanish = ask("search", "Waco", "--filter", "idioma=es", "--json").json
    assert spanish["query"]["filters"] == {"language": ["es"]}
    assert spanish["total"] == 1
    swallowed = ask("search", "--filter", "language=es", "Waco", "--json").json
    assert (swallowed["query"]["raw"], swallowed["total"]) == ("Waco", 1)
    several = ask("search", "Waco", "--filter", "language=es", "type=txt", "--json").json
    assert set(several["query"]["filters"]) == {"language", "type"}
    assert ask("search", "--filter", "folder=puertos", "--json").json["total"] > 0


@pytest.mark.parametrize(
    ("argv", "complaint"),
    [
        (["x", "--filter", "color=red"], "choose one of language, type"),
        (["x", "--filter", "language"], "write KEY=VALUE"),
        (["x", "--limit", "-1"], "--limit: -1 is not a whole number"),
        (["x", "--limit", "5000"], "at most 1000"),
        (["x", "--limt", "5"], "Did you mean --limit?"),
        (["x", "-puerto"], "quote the whole query"),
        (["x", "--sort", "size"], "choose one of score, date, path"),
        (["x", "--limit"], "--limit needs a value"),
        ([], "nothing to look for"),
    ],
)
def test_mistakes_are_told(ask: Run, argv: list[str], complaint: str) -> None:
    ran = ask("search", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err


def test_a_query_over_the_limit(ask: Run) -> None:
    ran = ask("search", "a" * 501)
    assert (ran.code, ran.out) == (2, "")
    assert "500 characters" in ran.err
    assert ran.err.count("\n") == 1
    as_json = ask("search", "a" * 501, "--json")
    assert as_json.code == 2
    assert as_json.json["error"]["position"] == 500


def test_forgiven_syntax_is_said(ask: Run) -> None:
    ran = ask("search", '"guardia costera')
    assert "read as: " in ran.out
    assert "note: the quotation mark of" in ran.out


@pytest.mark.parametrize(("variable", "is_colored"), [("", True), ("1", False)])
def test_color_on_a_terminal_unless_unwanted(
    ask: Run, monkeypatch: pytest.MonkeyPatch, variable: str, is_colored: bool
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setenv("TERM", "xterm")
    assert ask("search", "aduanero").code == 0
    assert ("\x1b[1;33maduanero\x1b[0m" in screen.getvalue()) is is_colored


def test_in_spanish(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    assert ask("search", "guardia costera").out.startswith("2 pasajes")
    assert "No se encontró nada para «zzqq»." in ask("search", "zzqq").out
    assert "Muestra" not in ask("search", "ASPAN", "--json").out
    assert "500 caracteres" in ask("search", "a" * 501).err


def test_what_says_the_same_is_listed_once(run: Run, tmp_path: Path) -> None:
    text = "Nadie zarpó de aquel muelle, y nadie supo nunca quién había dado la orden de cerrarlo aquel año."
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text(f"{text} Nunca.\n", encoding="utf-8")
    run("index", tmp_path)
    ran = run("search", "muelle")
    assert ran.out.startswith("3 passages · 1 without repeats · ")
    assert "    the same or nearly so at: b.txt:1 · c.txt:1" in ran.out
    each = run("search", "muelle", "--copies", "--json").json
    assert (each["total"], each["listed"], len(each["hits"])) == (3, 3, 3)
    one = run("search", "muelle", "--json").json
    assert [copy["same"] for copy in one["hits"][0]["also_at"]] == [True, False]
