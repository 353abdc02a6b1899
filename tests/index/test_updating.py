"""A run touches what has changed and nothing else, and says so in figures."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.confined import isolation
from corpus.confined.isolation import Read
from corpus.confined.limits import Limits
from corpus.confined.worker import cut
from corpus.model import Document
from corpus.readers import read_documents
from index import changes, writing
from index.errors import IndexDamagedError, SourceError
from index.journal import JOURNAL_NAME, Journal
from index.reading import IndexReader
from index.updating import Options, UpdateReport, update_index
from tests.corpus.test_recognition import ALL_SCANNED, SCANNED
from tests.index.conftest import TEXTS, write

pytestmark = pytest.mark.long

FIGURES = ("seen", "added", "updated", "renamed", "removed", "unchanged")


def figures(report: UpdateReport) -> dict[str, int]:
    """The figures of a report that are not zero."""
    return {name: value for name in FIGURES if (value := getattr(report, name))}


def paths(directory: Path) -> list[str]:
    with IndexReader.open(directory) as reader:
        return [entry.path for entry in reader.documents()]


def texts(directory: Path) -> dict[str, list[str]]:
    """The chunk texts of an index by path; equal for equal indexes."""
    with IndexReader.open(directory) as reader:
        return {e.path: [c.text for c in reader.chunks_of(e.doc_id)] for e in reader.documents()}


def id_of(directory: Path, path: str) -> str:
    with IndexReader.open(directory) as reader:
        found = reader.find_document(path)
    assert found is not None
    return found


def stored(directory: Path) -> dict[Path, bytes]:
    """Every file of an index, but for what reading its journal makes beside it."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files if not path.name.endswith(("-shm", "-wal"))}


@pytest.fixture
def update(folder: Path, directory: Path) -> Callable[..., UpdateReport]:
    """Runs over the folder's index, made once already."""
    update_index(directory, [folder])

    def run(sources: tuple[Path, ...] = (), **options: bool | int) -> UpdateReport:
        return update_index(directory, sources, options=replace(Options(), **options))  # type: ignore[arg-type]

    return run


Update = Callable[..., UpdateReport]


def test_a_first_run_adds_everything(folder: Path, directory: Path) -> None:
    report = update_index(directory, [folder])
    assert figures(report) == {"seen": 3, "added": 3}
    assert report.unreadable == ()
    assert report.seconds > 0
    assert report.rebuilt is None
    assert paths(directory) == sorted(TEXTS)
    assert report.chunks == sum(len(chunks) for chunks in texts(directory).values())


def test_a_bare_run_finds_everything_unchanged(update: Update, directory: Path) -> None:
    before = texts(directory)
    assert figures(update()) == {"seen": 3, "unchanged": 3}
    assert texts(directory) == before


def test_an_added_file(update: Update, folder: Path, directory: Path) -> None:
    write(folder, "new.txt", "Something new in the folder.\n")
    assert figures(update()) == {"seen": 4, "added": 1, "unchanged": 3}
    assert paths(directory) == sorted([*TEXTS, "new.txt"])


def test_a_changed_file_keeps_its_id(update: Update, folder: Path, directory: Path) -> None:
    before = id_of(directory, "port.txt")
    write(folder, "port.txt", "The harbour opened in the morning.\n")
    assert figures(update()) == {"seen": 3, "updated": 1, "unchanged": 2}
    assert texts(directory)["port.txt"] == ["The harbour opened in the morning."]
    assert id_of(directory, "port.txt") == before


def test_a_renamed_file_keeps_its_id(update: Update, folder: Path, directory: Path) -> None:
    before = id_of(directory, "port.txt")
    (folder / "port.txt").rename(folder / "sub" / "harbour.txt")
    assert figures(update()) == {"seen": 3, "renamed": 1, "unchanged": 2}
    assert id_of(directory, "sub/harbour.txt") == before
    assert "port.txt" not in paths(directory)


def test_a_renamed_folder(update: Update, folder: Path, directory: Path) -> None:
    (folder / "sub").rename(folder / "below")
    assert figures(update()) == {"seen": 3, "renamed": 1, "unchanged": 2}
    assert "below/notes.md" in paths(directory)


def test_two_files_that_swap_names_are_two_changes(update: Update, folder: Path, directory: Path) -> None:
    (folder / "port.txt").rename(folder / "aside")
    (folder / "puerto.txt").rename(folder / "port.txt")
    (folder / "aside").rename(folder / "puerto.txt")
    assert figures(update()) == {"seen": 3, "updated": 2, "unchanged": 1}
    assert texts(directory)["port.txt"][0].startswith("El puerto")


def test_a_renamed_file_and_a_new_one_under_its_old_name(
    update: Update, folder: Path, directory: Path
) -> None:
    (folder / "port.txt").rename(folder / "old.txt")
    write(folder, "port.txt", "Another text altogether.\n")
    assert figures(update()) == {"seen": 4, "added": 1, "updated": 1, "unchanged": 2}
    assert texts(directory)["port.txt"] == ["Another text altogether."]


def test_a_removed_file(update: Update, folder: Path, directory: Path) -> None:
    (folder / "port.txt").unlink()
    report = update()
    assert figures(report) == {"seen": 2, "removed": 1, "unchanged": 2}
    assert "port.txt" not in paths(directory)
    assert report.chunks == sum(len(chunks) for chunks in texts(directory).values())


def test_a_touched_file_is_unchanged(update: Update, folder: Path) -> None:
    os.utime(folder / "port.txt", (1, 1))
    assert figures(update()) == {"seen": 3, "unchanged": 3}
    assert figures(update()) == {"seen": 3, "unchanged": 3}


def test_only_what_has_changed_is_read(update: Update, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def note(path: Path, **options: Any) -> object:
        read.append(path.name)
        return read_documents(path, **options)

    monkeypatch.setattr(isolation, "read_documents", note)
    write(folder, "port.txt", "Changed.\n")
    os.utime(folder / "puerto.txt", (1, 1))
    update()
    assert read == ["port.txt"]


def test_all_at_once(update: Update, folder: Path, directory: Path) -> None:
    write(folder, "a/new.txt", "New.\n")
    write(folder, "port.txt", "Changed.\n")
    (folder / "sub" / "notes.md").rename(folder / "notes.md")
    (folder / "puerto.txt").unlink()
    assert figures(update()) == {"seen": 3, "added": 1, "updated": 1, "renamed": 1, "removed": 1}
    assert paths(directory) == ["a/new.txt", "notes.md", "port.txt"]


def test_the_same_content_in_two_files(update: Update, folder: Path, directory: Path) -> None:
    shutil.copy(folder / "port.txt", folder / "copy.txt")
    assert figures(update()) == {"seen": 4, "added": 1, "unchanged": 3}
    assert texts(directory)["copy.txt"] == texts(directory)["port.txt"]
    assert id_of(directory, "copy.txt") != id_of(directory, "port.txt")
    (folder / "port.txt").unlink()
    assert figures(update()) == {"seen": 3, "removed": 1, "unchanged": 3}
    with IndexReader.open(directory) as reader:
        kept = reader.document(reader.find_document("copy.txt") or "")
        assert kept is not None
        assert kept.text == TEXTS["port.txt"]


def test_two_files_of_the_same_content_renamed_at_once(update: Update, folder: Path, directory: Path) -> None:
    shutil.copy(folder / "port.txt", folder / "copy.txt")
    update()
    before = {id_of(directory, "copy.txt"), id_of(directory, "port.txt")}
    (folder / "copy.txt").rename(folder / "x.txt")
    (folder / "port.txt").rename(folder / "y.txt")
    assert figures(update()) == {"seen": 4, "renamed": 2, "unchanged": 2}
    assert {id_of(directory, "x.txt"), id_of(directory, "y.txt")} == before
    assert texts(directory)["x.txt"] == texts(directory)["y.txt"]


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"%PDF-1.4 \x00\x01", bytes(range(256)) * 8])
def test_an_unreadable_file_is_reported_each_time_and_recovers(
    update: Update, folder: Path, directory: Path, content: bytes
) -> None:
    (folder / "bad.txt").write_bytes(content)
    report = update()
    assert figures(report) == {"seen": 4, "unchanged": 3}
    assert [each.path for each in report.unreadable] == ["bad.txt"]
    assert report.unreadable[0].reason
    again = update()
    assert again.unreadable == report.unreadable
    with IndexReader.open(directory) as reader:
        assert [each.path for each in reader.unreadable()] == ["bad.txt"]
        assert reader.status().unreadable == 1
    write(folder, "bad.txt", "Mended at last.\n")
    assert figures(update()) == {"seen": 4, "added": 1, "unchanged": 3}
    assert texts(directory)["bad.txt"] == ["Mended at last."]
    assert update().unreadable == ()


def test_a_readable_file_that_becomes_unreadable_leaves_the_index(
    update: Update, folder: Path, directory: Path
) -> None:
    (folder / "port.txt").write_bytes(b"")
    report = update()
    assert [each.path for each in report.unreadable] == ["port.txt"]
    assert report.updated == 0
    assert "port.txt" not in paths(directory)


def test_an_unreadable_file_that_is_gone_is_forgotten(update: Update, folder: Path, directory: Path) -> None:
    (folder / "bad.txt").write_bytes(b"")
    update()
    (folder / "bad.txt").unlink()
    assert figures(update()) == {"seen": 3, "unchanged": 3}
    with IndexReader.open(directory) as reader:
        assert reader.unreadable() == ()


def test_a_reader_that_breaks_stops_nothing(
    folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_on_notes(document: Document, limits: Limits) -> Read:
        if document.path == "sub/notes.md":
            raise RuntimeError("surprise")
        return cut(document, limits)

    monkeypatch.setattr(isolation, "cut", break_on_notes)
    report = update_index(directory, [folder])
    assert report.added == 2
    assert [each.path for each in report.unreadable] == ["sub/notes.md"]
    assert "RuntimeError: surprise" in report.unreadable[0].reason


def test_a_vanished_source_keeps_its_documents(update: Update, folder: Path, directory: Path) -> None:
    before = texts(directory)
    folder.rename(folder.with_name("elsewhere"))
    report = update()
    assert figures(report) == {}
    assert [each.path for each in report.unreadable] == [str(folder)]
    assert "3" in report.unreadable[0].reason
    assert texts(directory) == before
    folder.with_name("elsewhere").rename(folder)
    assert figures(update()) == {"seen": 3, "unchanged": 3}


@pytest.mark.parametrize("closed", ["sub", ""])
def test_a_folder_that_may_not_be_listed_keeps_its_documents(
    update: Update, folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    write(folder, "sub/otro.txt", "El muelle nuevo se abrió.\n")
    update()
    before, scandir = texts(directory), os.scandir

    def refuse(path: Path) -> Any:
        if path == folder / closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("corpus.scanning.os.scandir", refuse)
    inside = [path for path in before if path.startswith(closed)]
    for rebuild in (False, True):
        report = update(rebuild=rebuild)
        assert texts(directory) == before
        assert (report.removed, [each.path for each in report.unreadable]) == (0, [str(folder / closed)])
        assert report.unreadable[0].key == "folder-closed"
        assert f"(documents: {len(inside)})" in report.unreadable[0].reason
    monkeypatch.undo()
    (folder / "sub" / "otro.txt").unlink()
    assert figures(update())["removed"] == 1


def test_a_source_may_be_a_file(directory: Path, folder: Path) -> None:
    assert figures(update_index(directory, [folder / "port.txt"])) == {"seen": 1, "added": 1}
    assert paths(directory) == ["port.txt"]


def test_sources_are_remembered_and_added_to(update: Update, tmp_path: Path, directory: Path) -> None:
    other = write(tmp_path / "other", "more.txt", "More text.\n").parent
    assert figures(update((other,))) == {"seen": 1, "added": 1}
    assert figures(update()) == {"seen": 4, "unchanged": 4}
    with IndexReader.open(directory) as reader:
        assert len(reader.sources()) == 2


def test_overlapping_sources_count_a_file_once(update: Update, folder: Path) -> None:
    assert update((folder / "sub",)).removed == 0
    assert update().seen == 3


def test_a_file_is_known_whichever_source_holds_it(update: Update, folder: Path) -> None:
    (inner,) = (folder / "sub").iterdir()
    inner.write_text("Changed.\n", encoding="utf-8")
    assert figures(update((folder / "sub",))) == {"seen": 1, "updated": 1}
    inner.write_text("Changed again.\n", encoding="utf-8")
    assert figures(update((folder,))) == {"seen": 3, "updated": 1, "unchanged": 2}


def test_the_journal_knows_which_files_a_run_may_touch(
    update: Update, folder: Path, tmp_path: Path, directory: Path
) -> None:
    other = write(tmp_path / "other", "more.txt", "More text.\n").parent
    odd = tmp_path / os.fsdecode(b"odd\xff")
    write(odd, "odd.txt", "Odd text.\n")
    update((other, odd))
    journal = Journal(directory / JOURNAL_NAME, writable=False)
    everywhere = [str(folder), str(other), str(odd)]

    def names(sources: list[str], remembered: list[str]) -> set[str]:
        return {Path(entry.file).name for entry in journal.files_of(sources, remembered)}

    every = {Path(entry.file).name for entry in journal.files()}
    assert names(everywhere, everywhere) == every
    assert names([str(other)], everywhere) == {"more.txt", "odd.txt"}, "what cannot be compared is looked at"
    assert names([str(odd)], everywhere) == {"odd.txt"}
    assert names([], [str(folder)]) == {"more.txt", "odd.txt"}
    assert len(journal.names()) == len(every), "a file of one document has its id"
    assert journal.content_hashes() == {kept.document.sha256 for kept in journal.documents()}
    journal.close()


def test_only_forgets_every_other_source(update: Update, tmp_path: Path, directory: Path) -> None:
    other = write(tmp_path / "other", "more.txt", "More text.\n").parent
    assert figures(update((other,), only=True)) == {"seen": 1, "added": 1, "removed": 3}
    assert paths(directory) == ["more.txt"]
    with IndexReader.open(directory) as reader:
        assert reader.sources() == (str(other),)


def test_verify_finds_what_size_and_time_hide(
    update: Update, folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The change time cannot be set, so let the time stamp be that of modification alone.
    monkeypatch.setattr(changes, "stamp", lambda status: status.st_mtime_ns)
    file = folder / "port.txt"
    os.utime(file, ns=(10**18, 10**18))
    update()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("night", "eight"), encoding="utf-8")
    os.utime(file, ns=(10**18, 10**18))
    assert figures(update()) == {"seen": 3, "unchanged": 3}
    assert figures(update(verify=True)) == {"seen": 3, "updated": 1, "unchanged": 2}
    assert texts(directory)["port.txt"][0].startswith("The port closed at eight.")


def test_a_dry_run_reports_and_changes_nothing(
    update: Update, folder: Path, tmp_path: Path, directory: Path
) -> None:
    before = texts(directory)
    other = write(tmp_path / "other", "more.txt", "More text.\n").parent
    write(folder, "port.txt", "Changed.\n")
    files = stored(directory)
    report = update((folder, other), dry_run=True)
    assert figures(report) == {"seen": 4, "added": 1, "updated": 1, "unchanged": 2}
    assert stored(directory) == files
    assert texts(directory) == before
    with IndexReader.open(directory) as reader:
        assert reader.sources() == (str(folder),)
    assert figures(update()) == {"seen": 3, "updated": 1, "unchanged": 2}


def test_a_dry_run_makes_nothing(folder: Path, tmp_path: Path) -> None:
    report = update_index(tmp_path / "none", [folder], options=Options(dry_run=True))
    assert figures(report) == {"seen": 3, "added": 3}
    assert not (tmp_path / "none").exists()


def test_a_dry_run_says_what_becomes_of_an_older_or_unreadable_journal_and_leaves_it(
    update: Update, folder: Path, directory: Path
) -> None:
    path = directory / JOURNAL_NAME
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")
    older = path.read_bytes()
    assert figures(update(dry_run=True)) == {"seen": 3, "added": 3}
    assert path.read_bytes() == older
    path.write_bytes(b"no journal" * 1_000)
    with pytest.raises(IndexDamagedError):
        update(dry_run=True)
    assert figures(update((folder,), dry_run=True, rebuild=True)) == {"seen": 3, "added": 3}
    assert path.read_bytes() == b"no journal" * 1_000


def test_two_processes_do_what_one_does(folder: Path, directory: Path, tmp_path: Path) -> None:
    for number in range(6):
        write(folder, f"many/{number}.txt", f"Text number {number} of many.\n")
    one = update_index(directory, [folder])
    two = update_index(tmp_path / "two", [folder], options=Options(jobs=2))
    assert replace(one, seconds=0.0) == replace(two, seconds=0.0)
    assert texts(directory) == texts(tmp_path / "two")


def test_progress_is_told_for_each_file(folder: Path, directory: Path) -> None:
    told: list[tuple[int, int, str]] = []
    update_index(directory, [folder], progress=lambda done, todo, path: told.append((done, todo, path)))
    assert [(done, todo) for done, todo, _ in told] == [(1, 3), (2, 3), (3, 3)]
    assert {path for *_, path in told} == set(TEXTS)


def test_nothing_to_index_is_an_error(directory: Path) -> None:
    with pytest.raises(SourceError, match="bisagra index FOLDER"):
        update_index(directory)


def test_a_rebuild_reads_everything_again(update: Update, directory: Path) -> None:
    before, ids = texts(directory), id_of(directory, "port.txt")
    report = update(rebuild=True)
    assert figures(report) == {"seen": 3, "updated": 3}
    assert texts(directory) == before
    assert id_of(directory, "port.txt") == ids
    assert len(list(directory.glob("store-*"))) == 1


def test_a_file_of_another_encoding_and_decomposed_names(
    update: Update, folder: Path, directory: Path
) -> None:
    (folder / "an\u0303o.txt").write_bytes("Año de la inspección.\n".encode("cp1252"))
    assert update().added == 1
    assert texts(directory)["an\u0303o.txt"] == ["Año de la inspección."]


def test_an_index_among_the_documents_is_not_indexed(folder: Path) -> None:
    update_index(folder / "index", [folder])
    (folder / "sub" / "index").mkdir()
    write(folder, "sub/index/a.txt", "A folder of that name is not the index.\n")
    report = update_index(folder / "index")
    assert figures(report) == {"seen": 4, "added": 1, "unchanged": 3}
    assert report.unreadable == ()


def test_who_stops_a_long_run_keeps_what_was_read(
    folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_BATCH_SECONDS", -1.0)  # each file is a batch

    def stop_at_the_third(done: int, todo: int, path: str) -> None:
        del todo, path
        if done == 3:
            raise KeyboardInterrupt

    write(folder, "a.txt", "First of all.\n")
    with pytest.raises(KeyboardInterrupt):
        update_index(directory, [folder], progress=stop_at_the_third)
    assert paths(directory) == ["a.txt", "port.txt"]
    assert list(directory.glob("store-*")) == [directory / "store-1"]
    again = update_index(directory, [folder])
    assert figures(again) == {"seen": 4, "added": 2, "unchanged": 2}
    assert again.chunks == sum(len(found) for found in texts(directory).values())


def test_what_is_replaced_stays_until_it_is_replaced(
    update: Update, folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_BATCH_SECONDS", -1.0)
    for name in ("port.txt", "puerto.txt"):
        write(folder, name, "A storm.\n")
    (folder / "sub" / "notes.md").unlink()
    seen: list[dict[str, list[str]]] = []
    update_index(directory, progress=lambda *_: seen.append(texts(directory)))
    before, between = seen
    assert set(before) == {*TEXTS}, "nothing is published before the first batch is whole"
    assert between["port.txt"] == ["A storm."]
    assert between["puerto.txt"][0].startswith("El puerto")
    assert "sub/notes.md" not in between
    assert texts(directory) == {"port.txt": ["A storm."], "puerto.txt": ["A storm."]}
    del update


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_scanned_pages_are_read_once_they_can_be(
    folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "solo.pdf").write_bytes(ALL_SCANNED)
    (folder / "mixto.pdf").write_bytes(SCANNED)
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", "")
    without = update_index(directory, [folder])
    assert [each.path for each in without.unreadable] == ["solo.pdf"]
    assert [each.path for each in without.incomplete] == ["mixto.pdf"]
    assert figures(update_index(directory)).keys() == {"seen", "unchanged"}
    monkeypatch.setenv("PATH", path)
    assert figures(update_index(directory)) | {"seen": 0, "unchanged": 0} == {
        "added": 1, "updated": 1, "seen": 0, "unchanged": 0,
    }  # fmt: skip
    assert all("inspección" in " ".join(texts(directory)[name]) for name in ("solo.pdf", "mixto.pdf"))
    assert figures(update_index(directory)).keys() == {"seen", "unchanged"}


def test_a_journal_of_before_gets_the_indexes_that_it_lacks(folder: Path, directory: Path) -> None:
    update_index(directory, [folder])
    journal = sqlite3.connect(directory / JOURNAL_NAME)
    journal.execute("DROP INDEX files_of_source")
    journal.execute("DROP INDEX documents_of_text")
    journal.close()
    assert figures(update_index(directory)).keys() == {"seen", "unchanged"}
    journal = sqlite3.connect(directory / JOURNAL_NAME)
    plan = journal.execute("EXPLAIN QUERY PLAN SELECT sum(chunks) FROM documents").fetchone()
    journal.close()
    assert "documents_of_text" in plan[3]
