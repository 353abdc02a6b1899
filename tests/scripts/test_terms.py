"""``bisagra terms``: what it prints, what it changes, and what it leaves alone."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from analyzers.editing import merge_into
from index.updating import update_index
from scripts.exits import DONE, FAILED, NOTHING_FOUND
from tests import shipped
from tests.scripts.conftest import Run

ENGLISH = """PILOTS

The Harbour Pilots Council (HPC) met at noon in the customs house and heard the report of the harbour
master on the lights, the buoys and the two wrecks that have lain in the channel since the storm of the
year before.

Members of the HPC asked for new charts. The Lighthouse Keepers Union (FGF for its acronym in Spanish)
had asked for the same in March and got no answer, which its secretary called the usual thing in a letter
to the paper.
"""
SPANISH = """FAROS

Ayer habló la FGF ante los armadores, que la escucharon sin decir palabra hasta que llegó la hora de
comer y cada cual se fue por su lado, como suele ocurrir en las reuniones de los jueves cuando hay viento
del norte.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index made once, to be copied."""
    folder = tmp_path_factory.mktemp("terms")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "pilots.txt").write_text(ENGLISH, encoding="utf-8")
    (docs / "faros.txt").write_text(SPANISH, encoding="utf-8")
    update_index(folder / "index", [docs])
    return folder / "index"


@pytest.fixture
def index(made: Path, tmp_path: Path) -> Path:
    """An index of the test's own."""
    return shutil.copytree(made, tmp_path / "index")


def suggestions(run: Run, index: Path) -> list[dict[str, Any]]:
    ran = run("terms", "suggest", "--json", "--index", index)
    assert ran.code == DONE
    found: list[dict[str, Any]] = ran.json["suggestions"]
    return found


def test_suggest_shows_evidence_and_impact(run: Run, index: Path) -> None:
    stated, plain = suggestions(run, index)
    assert [label["text"] for label in plain["added"]][-1] == "HPC"
    assert plain["evidence"] == [
        {"path": "pilots.txt", "line": 3, "text": "Harbour Pilots Council (HPC)", "way": "letters"}
    ]
    assert plain["impact"] == {"query": "Harbour Pilots Council", "hits": 1, "files": 1}
    assert stated["crossing"]
    line = stated["evidence"][0]["line"]
    assert "Lighthouse Keepers Union" in " ".join(ENGLISH.splitlines()[line - 1 : line + 1])
    assert stated["impact"] == {"query": "Lighthouse Keepers Union", "hits": 1, "files": 1}


def test_suggest_for_people(run: Run, index: Path) -> None:
    ran = run("terms", "suggest", "--index", index)
    assert "HPC (en)" in ran.out
    assert "pilots.txt:3  “Harbour Pilots Council (HPC)”" in ran.out
    assert "+1 hit in 1 file" in ran.out


def test_nothing_is_applied_until_it_is_accepted(run: Run, index: Path) -> None:
    before = run("search", "Lighthouse Keepers Union", "--json", "--index", index).json["total"]
    suggestions(run, index)
    assert not (index / "terms.tsv").exists()
    assert run("search", "Lighthouse Keepers Union", "--json", "--index", index).json["total"] == before
    ran = run("terms", "accept", "1", "--json", "--index", index)
    assert ran.code == DONE
    assert ran.json == {
        "file": str(index / "terms.tsv"), "added": ["fgf"], "replaced": [], "unchanged": [], "error": None,
    }  # fmt: skip
    hits = run("search", "Lighthouse Keepers Union", "--json", "--index", index).json["hits"]
    assert {hit["path"] for hit in hits if hit["exact"]} == {"pilots.txt", "faros.txt"}
    assert [each["concept"]["concept"] for each in suggestions(run, index)] == ["hpc"]


def test_numbers_mean_the_list_that_was_seen(run: Run, index: Path) -> None:
    suggestions(run, index)
    assert run("terms", "accept", "1", "--index", index).code == DONE
    assert run("terms", "accept", "2", "--json", "--index", index).json["added"] == ["hpc"]


@pytest.mark.parametrize("value", ["0", "3", "2-1", "1-9", "x", "-", "99999999"])
def test_numbers_that_are_not_in_the_list(run: Run, index: Path, value: str) -> None:
    suggestions(run, index)
    ran = run("terms", "accept", "1", value, "--index", index)
    assert ran.code == FAILED
    assert "from 1 to 2" in ran.err
    assert not (index / "terms.tsv").exists()


def test_accept_before_suggest_says_what_to_run(run: Run, index: Path) -> None:
    ran = run("terms", "accept", "1", "--index", index)
    assert (ran.code, "bisagra terms suggest" in ran.err) == (FAILED, True)


@pytest.mark.parametrize("text", ["", "[1]", "{}", '[{"concept": "x"}]', "\x00"])
def test_a_damaged_list_is_named(run: Run, index: Path, text: str) -> None:
    (index / "suggestions.json").write_text(text, encoding="utf-8")
    assert run("terms", "accept", "1", "--index", index).code == FAILED


def test_own_terms_go_to_the_file_that_the_person_names(run: Run, index: Path, tmp_path: Path) -> None:
    (tmp_path / "bisagra.toml").write_text('termbase = "mine.tsv"\n', encoding="utf-8")
    mine = tmp_path / "mine.tsv"
    mine.write_text("# my terms\nconcept\tes\ten\nquay\tmuelle\tquay\n", encoding="utf-8")
    suggestions(run, index)
    assert run("terms", "accept", "1-2", "--index", index).code == DONE
    assert mine.read_text(encoding="utf-8").startswith("# my terms\nconcept\tes\ten")
    assert len(run("terms", "list", "--own", "--json", "--index", index).json["concepts"]) == 3


def test_a_note_is_in_the_language_of_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    english = run("terms", "lookup", "WFP").out
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    spanish = run("terms", "lookup", "WFP").out
    assert "PMA here is" in english
    assert "PMA es aquí" not in english
    assert "PMA es aquí" in spanish
    assert "PMA here is" not in spanish


def test_lookup_and_list(run: Run) -> None:
    ran = run("terms", "lookup", "organizaciones", "mundiales", "del", "comercio", "--json")
    assert ran.code == DONE
    (concept,) = ran.json["concepts"]
    assert {"text": "WTO", "language": "en", "kind": "acronym", "verbatim": False} in concept["labels"]
    assert "World Trade Organization" in run("terms", "lookup", "OMC").out
    assert run("terms", "lookup", "zzzz").code == NOTHING_FOUND
    assert run("terms", "lookup", "zzzz", "--json").json["concepts"] == []
    assert run("terms", "list", "--own").code == NOTHING_FOUND
    assert len(run("terms", "list").out.splitlines()) >= 600


@pytest.mark.parametrize("form", ["csv", "tbx", "skos", "tsv"])
def test_export_and_import(run: Run, tmp_path: Path, form: str) -> None:
    """Of all that is shipped every twentieth concept: tests of the forms take all."""
    (tmp_path / "one").mkdir()
    merge_into(tmp_path / "one" / "terms.tsv", list(shipped.termbase().concepts.values())[::20])
    own = ("--own", "--index", "one")
    file = tmp_path / f"all.{form}"
    file.write_text(run("terms", "export", "--format", form, *own).out, encoding="utf-8", newline="")
    first = run("terms", "import", file, "--json", "--index", "two")
    assert (first.code, first.json["replaced"]) == (DONE, [])
    assert len(first.json["added"]) > 50
    again = run("terms", "import", file, "--json", "--index", "two")
    assert again.json["unchanged"] == first.json["added"]
    before = run("terms", "export", "--format", "tsv", *own).out
    assert run("terms", "export", "--format", "tsv", "--own", "--index", "two").out == before


def test_what_is_shipped_goes_out_too(run: Run) -> None:
    assert len(run("terms", "export", "--format", "csv").out.splitlines()) > len(shipped.termbase().concepts)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("both.csv", "concept,es,en,en_variant\na,muelle,quay,\nb,puerto,port,Puerto\n", 3),
        ("stop.csv", "concept,es,en\na,muelle,the\n", 2),
        ("empty.csv", "concept,es,en\na,muelle,quay |\n", 2),
        ("operator.csv", "concept,es,en\na,mue*lle,quay\n", 2),
        ("bomb.tbx", '<!DOCTYPE x [<!ENTITY a "b">]>\n<tbx/>', 1),
    ],
)
def test_what_cannot_be_imported_changes_nothing(
    run: Run, tmp_path: Path, name: str, text: str, line: int
) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / name
    good.write_text("concept,es,en\nc,faro,lighthouse\n", encoding="utf-8")
    bad.write_text(text, encoding="utf-8")
    assert run("terms", "import", good).code == DONE
    own = tmp_path / "var" / "index" / "terms.tsv"
    before = own.read_bytes()
    ran = run("terms", "import", bad)
    assert ran.code == FAILED
    assert f"{name}, line {line}:" in ran.err
    assert own.read_bytes() == before


def test_check_names_every_fault(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.tsv"
    file.write_text("concept\tes\ten\na\tmuelle\tthe\n", encoding="utf-8")
    ran = run("terms", "check", file)
    assert ran.code == FAILED
    assert f"{file}:2: error: " in ran.out
    ran = run("terms", "check", file, "--json")
    assert (ran.json["errors"], ran.json["findings"][0]["rule"]) == (1, "stop-word")
    assert run("terms", "check").code == DONE


@pytest.mark.parametrize(
    "arguments",
    [
        ("terms",),
        ("terms", "forget"),
        ("terms", "lookup"),
        ("terms", "list", "x"),
        ("terms", "export"),
        ("terms", "export", "--format", "doc"),
        ("terms", "import"),
        ("terms", "import", "absent.csv"),
        ("terms", "import", "absent.xyz"),
        ("terms", "accept"),
        ("terms", "suggest"),
        ("terms", "learn"),
        ("terms", "learn", "one.txt"),
    ],
)
def test_mistakes_end_in_a_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == FAILED
    assert ran.err.strip()
    assert not ran.out


def test_learn_from_parallel_documents(run: Run, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    spanish = ["El puerto está cerrado por la tormenta.", "El puerto abre mañana.", "La tormenta pasó ya."]
    english = ["The harbour is closed by the storm.", "The harbour opens tomorrow.", "The storm has passed."]
    for language, texts in (("es", spanish), ("en", english)):
        (docs / f"news.{language}.txt").write_text(
            "\n\n".join(f"{text} " * 9 for text in texts), encoding="utf-8"
        )
    assert run("index", docs, "--index", "index").code == DONE
    for values in ((), ("news.es.txt", "news.en.txt")):
        ran = run("terms", "learn", *values, "--json", "--index", "index")
        assert ran.code == DONE
        assert ran.json["pairs"] == [{"es": "news.es.txt", "en": "news.en.txt"}]
    table = (tmp_path / "index" / "translations.tsv").read_text(encoding="utf-8")
    assert "\tharbour\t" in table
    assert run("terms", "learn", "news.es.txt", "absent.txt", "--index", "index").code == FAILED


def test_json_is_one_object(run: Run) -> None:
    assert json.loads(run("terms", "export", "--json").out)["total"] >= 600
