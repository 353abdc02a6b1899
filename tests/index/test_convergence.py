"""A run that was killed between two of its steps, or a folder that was away: the next run puts it right."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from analyzers.termbase import Termbase
from index import writing
from index.engine import Engine
from index.manifest import read_manifest
from index.reading import IndexReader
from index.updating import Options, update_index
from search.searching import Searcher
from tests.index.conftest import TEXTS, write


class KilledError(BaseException):
    """The run ends here, as if the machine had."""


@pytest.fixture
def made(folder: Path, directory: Path) -> Path:
    update_index(directory, [folder])
    return directory


@pytest.fixture
def killing(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Kills a run after its commit and before the journal knows of it, until undone."""

    def note(*_: object) -> None:
        raise KilledError

    monkeypatch.setattr(writing, "note", note)
    return monkeypatch


def kill(patch: pytest.MonkeyPatch, directory: Path, *, options: Options | None = None) -> None:
    """One run that is killed; those after it are not."""
    with pytest.raises(KilledError):
        update_index(directory, options=options)
    patch.undo()


def held(directory: Path) -> set[str]:
    """The documents that the store holds, whatever the journal says."""
    with Engine(directory / read_manifest(directory).store) as engine:
        return engine.document_ids()


def known(directory: Path) -> dict[str, str]:
    with IndexReader.open(directory) as reader:
        return {entry.path: entry.doc_id for entry in reader.documents()}


def texts(directory: Path, query: str) -> set[str]:
    with IndexReader.open(directory) as reader:
        return {hit.chunk.text for hit in Searcher(reader, Termbase()).search(query, limit=99).hits}


def check(directory: Path, folder: Path, base: Path) -> None:
    """The index says what the folder holds, as a clean build does, and has nothing left to do."""
    paths = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert set(known(directory)) == paths
    assert set(known(directory).values()) == held(directory)
    update_index(base / "clean", [folder])
    for query in ("puerto", "port customs", "storm", "notes"):
        assert texts(directory, query) == texts(base / "clean", query), query
    report = update_index(directory)
    assert report.unchanged == report.seen == len(paths)
    assert list(directory.glob("store-*")) == [directory / read_manifest(directory).store]


def test_a_new_file_that_goes_after_the_kill_leaves_no_orphan(
    made: Path, folder: Path, tmp_path: Path, killing: pytest.MonkeyPatch
) -> None:
    new = write(folder, "new.txt", "A storm kept the ship outside the port.\n")
    kill(killing, made)
    assert len(held(made)) == len(TEXTS) + 1
    new.unlink()
    update_index(made)
    assert texts(made, "storm") == set()
    check(made, folder, tmp_path)


def test_a_new_file_that_stays_is_there_once(
    made: Path, folder: Path, tmp_path: Path, killing: pytest.MonkeyPatch
) -> None:
    write(folder, "new.txt", "A storm kept the ship outside the port.\n")
    kill(killing, made)
    assert update_index(made).added == 1
    check(made, folder, tmp_path)


def test_a_new_file_that_is_another_after_the_kill(
    made: Path, folder: Path, tmp_path: Path, killing: pytest.MonkeyPatch
) -> None:
    write(folder, "new.txt", "A storm kept the ship outside the port.\n")
    kill(killing, made)
    (folder / "new.txt").rename(folder / "sub" / "later.txt")
    update_index(made)
    assert len(texts(made, "storm")) == 1
    check(made, folder, tmp_path)


def test_a_removed_file_that_comes_back_after_the_kill(
    made: Path, folder: Path, tmp_path: Path, killing: pytest.MonkeyPatch
) -> None:
    (folder / "port.txt").rename(tmp_path / "aside.txt")
    kill(killing, made)
    (tmp_path / "aside.txt").rename(folder / "port.txt")
    update_index(made)
    check(made, folder, tmp_path)


def test_a_changed_file_that_is_as_before_after_the_kill(
    made: Path, folder: Path, tmp_path: Path, killing: pytest.MonkeyPatch
) -> None:
    write(folder, "port.txt", "A storm.\n")
    kill(killing, made)
    assert texts(made, "storm") == {"A storm."}
    write(folder, "port.txt", TEXTS["port.txt"])
    update_index(made)
    check(made, folder, tmp_path)


def test_a_renamed_file_after_the_kill(
    made: Path, folder: Path, tmp_path: Path, killing: pytest.MonkeyPatch
) -> None:
    (folder / "port.txt").rename(folder / "harbour.txt")
    kill(killing, made)
    (folder / "harbour.txt").unlink()
    update_index(made)
    check(made, folder, tmp_path)


def test_a_rebuild_that_was_killed_is_the_index(
    made: Path, folder: Path, tmp_path: Path, killing: pytest.MonkeyPatch
) -> None:
    write(folder, "new.txt", "A storm kept the ship outside the port.\n")
    kill(killing, made, options=Options(rebuild=True))
    (folder / "new.txt").unlink()
    update_index(made)
    check(made, folder, tmp_path)


def test_a_rebuild_while_a_folder_is_away_keeps_its_documents(
    made: Path, folder: Path, tmp_path: Path
) -> None:
    write(tmp_path / "others", "others.txt", "Otra tormenta en el puerto.\n")
    update_index(made, [tmp_path / "others"])
    before, found = known(made), {query: texts(made, query) for query in ("puerto", "port customs")}
    folder.rename(tmp_path / "away")
    for _ in range(2):
        report = update_index(made, options=Options(rebuild=True))
        assert [each.path for each in report.unreadable] == [str(folder)]
        assert known(made) == before
        assert held(made) == set(before.values())
        assert {query: texts(made, query) for query in found} == found
    (tmp_path / "away").rename(folder)
    assert update_index(made).unchanged == len(before)
    assert known(made) == before


@pytest.mark.parametrize("killed_at", [1, 2, 3, 4])
def test_a_run_of_many_batches_that_is_killed_after_one_of_its_commits(
    made: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    """Between the commit of a batch and its note in the journal, at each batch."""
    for number, name in enumerate(TEXTS):
        write(folder, name, f"A storm kept ship {number} outside the port.\n")
    write(folder, "new.txt", "Customs and notes.\n")
    calls: list[object] = []

    def note(*arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == killed_at:
            raise KilledError
        plain(*arguments)

    plain = writing.note
    with monkeypatch.context() as patch:
        patch.setattr(writing, "_BATCH_SECONDS", -1.0)
        patch.setattr(writing, "note", note)
        with pytest.raises(KilledError):
            update_index(made)
    write(folder, "port.txt", TEXTS["port.txt"])
    (folder / "new.txt").unlink()
    update_index(made)
    check(made, folder, tmp_path)


def test_what_changed_while_a_folder_was_away_counts_when_it_is_back(
    made: Path, folder: Path, tmp_path: Path
) -> None:
    folder.rename(tmp_path / "away")
    update_index(made, options=Options(rebuild=True))
    write(tmp_path / "away", "port.txt", "A storm kept the ship outside the port.\n")
    (tmp_path / "away" / "puerto.txt").unlink()
    (tmp_path / "away").rename(folder)
    update_index(made)
    check(made, folder, tmp_path)


def test_a_folder_that_is_gone_for_good_can_be_forgotten(made: Path, folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "others", "others.txt", "Otra tormenta en el puerto.\n")
    shutil.rmtree(folder)
    update_index(made, [tmp_path / "others"])
    assert len(known(made)) == len(TEXTS) + 1
    update_index(made, [tmp_path / "others"], options=Options(only=True))
    assert set(known(made)) == {"others.txt"}
    assert held(made) == set(known(made).values())
