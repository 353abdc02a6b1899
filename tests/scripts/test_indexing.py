import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from analyzers.embedding import Embedder
from corpus.confined.isolation import File, Result, read_all
from index.vectorizing import VectorReport
from tests.scripts.conftest import Run, write_documents
from tests.semantic.conftest import FakeEmbedder

FIELDS = [
    *("seen", "added", "updated", "renamed", "removed", "unchanged"),
    *("unreadable", "incomplete", "documents", "chunks", "seconds"),
]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    write_documents(tmp_path / "docs")
    return tmp_path / "docs"


def test_first_run_and_nothing_to_do(run: Run, docs: Path) -> None:
    first = run("index", docs)
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("2 files: 2 added. ")
    assert Path("var/index").is_dir()
    again = run("index")
    assert (again.code, again.out) == (0, "Nothing to do: 2 files, all unchanged.\n")


def test_json_has_the_promised_fields(run: Run, docs: Path) -> None:
    ran = run("index", docs, "--json")
    assert ran.code == 0
    assert list(ran.json) == FIELDS
    assert (ran.json["seen"], ran.json["added"], ran.json["unreadable"]) == (2, 2, [])


def test_an_unreadable_file_is_named_and_the_rest_is_done(run: Run, docs: Path) -> None:
    (docs / "broken.bin").write_bytes(bytes(range(256)) * 8)
    ran = run("index", docs)
    assert ran.code == 2
    assert "2 added" in ran.out
    assert ran.err.startswith("broken.bin: ")
    assert ran.err.count("\n") == 1
    again = run("index", "--json")
    assert again.code == 2
    assert [each["path"] for each in again.json["unreadable"]] == ["broken.bin"]


def test_a_missing_source_beside_a_good_one(run: Run, docs: Path) -> None:
    ran = run("index", docs, "nowhere", "--json")
    assert ran.code == 2
    assert ran.json["added"] == 2
    assert ran.json["unreadable"] == [
        {"path": "nowhere", "reason": "there is no such file or folder", "key": "missing"}
    ]


@pytest.mark.parametrize("argv", [["nowhere"], ["docs", "nowhere", "--only"]])
def test_missing_sources_change_nothing(run: Run, docs: Path, argv: list[str]) -> None:
    ran = run("index", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert "nowhere" in ran.err
    assert not Path("var").exists()


def test_no_source_at_all(run: Run) -> None:
    ran = run("index")
    assert ran.code == 2
    assert "bisagra index FOLDER" in ran.err


def test_changes_are_counted(run: Run, docs: Path) -> None:
    run("index", docs)
    (docs / "aspan.txt").rename(docs / "alianza.txt")
    (docs / "puertos" / "port-security.txt").unlink()
    (docs / "new.txt").write_text("A new paragraph about customs.")
    dry = run("index", "--dry-run")
    assert dry.out.startswith("Nothing was written. 2 files: 1 added, 1 renamed, 1 removed")
    assert run("index").out.startswith("2 files: 1 added, 1 renamed, 1 removed. ")


def test_a_dry_run_says_that_the_index_would_be_made_anew(run: Run, docs: Path) -> None:
    run("index", docs)
    next(Path("var").rglob("manifest.json")).write_text("{}")
    dry = run("index", "--dry-run").out.splitlines()
    assert dry[0] == "The whole index would be made anew: it was damaged."
    assert dry[1].startswith("Nothing was written. ")
    assert run("index").out.startswith("The whole index was made anew: it was damaged.")
    next(Path("var").glob("index/manifest.json")).write_text('{"store": "s", "format": 0}')
    assert run("index").out.startswith(
        "The whole index was made anew: another version of Bisagra had made it."
    )


def test_one_folder_under_two_spellings_is_one_source(run: Run, docs: Path) -> None:
    run("index", docs)
    run("index", "./docs/../docs")
    assert run("status", "--json").json["sources"] == [str(docs)]


def test_ocr_may_be_chosen(run: Run, docs: Path) -> None:
    assert run("index", docs, "--ocr", "off").code == 0
    assert run("index", "--ocr", "force", "--rebuild").code == 0  # no page images, nothing to recognise
    assert run("index", "--ocr", "perhaps").code == 2


@pytest.mark.parametrize(("flags", "wanted"), [((), 1), (("--jobs", "0"), os.cpu_count())])
def test_files_are_read_in_processes(
    run: Run, docs: Path, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...], wanted: int
) -> None:
    asked: list[int] = []

    def read(files: Sequence[File], *, jobs: int, **options: Any) -> Iterator[tuple[File, Result | None]]:
        asked.append(jobs)
        return read_all(files, jobs=jobs, **options)

    monkeypatch.setattr("index.writing.read_all", read)
    assert run("index", docs, *flags, "--rebuild", "--verify").out.startswith("2 files: 2 added. ")
    assert asked == [wanted]


def test_reasons_are_said_in_the_language_of_the_person(
    run: Run, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "broken.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    said = "broken.pdf: el PDF está cortado: le falta el final; consiga de nuevo el archivo entero"
    assert run("index", docs).err == f"{said}\n"
    assert said in " ".join(run("status").out.split())
    (problem,) = run("index", "--json").json["unreadable"]
    assert problem["key"] == "cut-pdf"
    assert problem["reason"].startswith("the PDF is cut off")


def test_files_alike_are_not_all_named(run: Run, docs: Path) -> None:
    for number in range(25):
        (docs / f"{number:02}.gif").write_bytes(b"GIF89a" + bytes(30))
    lines = [line for line in run("index", docs).err.splitlines() if "cannot be read yet" in line]
    assert len(lines) == 21
    assert "and 5 more: images cannot be read yet" in lines[-1]
    assert run("status").out.count(".gif") == 25


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of meaning is installed."""
    monkeypatch.setattr("index.vectorizing.installed_model", lambda: FakeEmbedder.name)
    monkeypatch.setattr("analyzers.embedding.load_embedder", FakeEmbedder)


@pytest.mark.usefixtures("model")
def test_what_was_read_is_said_before_the_search_by_meaning_is_prepared(
    run: Run, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(directory: Path, embedder: Embedder | None, progress: object = None) -> VectorReport:
        raise KeyboardInterrupt

    (docs / "empty.txt").touch()
    with monkeypatch.context() as stopping:
        stopping.setattr("index.vectorizing.update_vectors", stop)
        stopped = run("index", docs)
    assert stopped.code == 130
    assert stopped.out.startswith("3 files: 2 added, 1 could not be read.")
    assert stopped.err.splitlines()[0] == "empty.txt: the file is empty"
    assert "Stopped while preparing the search by meaning." in stopped.err
    assert run("status", "--json").json["meaning"] == "stale"
    assert "not made yet. Run: bisagra index" in run("status").out
    assert run("search", "aduanero").code == 0
    assert run("index").err == "empty.txt: the file is empty\n"
    assert run("status", "--json").json["meaning"] == "on"


@pytest.mark.usefixtures("model")
def test_status_says_that_vectors_are_missing(run: Run, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("index", docs)
    (docs / "new.txt").write_text("Un párrafo que nadie había leído todavía.", encoding="utf-8")
    with monkeypatch.context() as without:
        without.setattr("scripts.indexing.update_meaning", lambda session: None)
        run("index")
    assert run("status", "--json").json["meaning"] == "partial"
    assert "fake 1 64, but not every passage" in " ".join(run("status").out.split())
