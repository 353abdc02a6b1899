"""An opened index gives documents, chunks and figures, and goes on to newer generations."""

import os
from pathlib import Path

import pytest

from analyzers.language import Language
from index.fields import TEXT
from index.plan import Term
from index.reading import IndexReader
from index.updating import update_index
from tests.index.conftest import TEXTS, write


@pytest.fixture
def made(folder: Path, directory: Path) -> Path:
    (folder / "empty.txt").write_bytes(b"")
    update_index(directory, [folder])
    return directory


def test_documents_in_the_order_of_their_paths(made: Path) -> None:
    with IndexReader.open(made) as reader:
        entries = reader.documents()
        assert [entry.path for entry in entries] == sorted(TEXTS)
        notes = next(entry for entry in entries if entry.path == "sub/notes.md")
        assert (notes.title, notes.format, notes.date) == ("Notes", "md", None)
        assert notes.chunks == len(reader.chunks_of(notes.doc_id))
        assert sum(notes.languages.values()) <= notes.chunks


def test_a_document_by_its_id(made: Path, folder: Path) -> None:
    with IndexReader.open(made) as reader:
        for entry in reader.documents():
            document = reader.document(entry.doc_id)
            assert document is not None
            assert document.text == TEXTS[entry.path]
            assert (document.root, document.path) == (str(folder), entry.path)
            assert document.size_bytes == (folder / entry.path).stat().st_size
            assert reader.file_of(entry.doc_id) == (folder / entry.path, folder)
        assert reader.document("nobody") is None
        assert reader.file_of("nobody") is None


def test_chunks_by_id_and_by_document(made: Path) -> None:
    with IndexReader.open(made) as reader:
        for entry in reader.documents():
            document = reader.document(entry.doc_id)
            assert document is not None
            chunks = reader.chunks_of(entry.doc_id)
            assert chunks
            assert [chunk.ordinal for chunk in chunks] == sorted(chunk.ordinal for chunk in chunks)
            for chunk in chunks:
                assert reader.chunk(chunk.chunk_id) == chunk
                pieces = [document.text[s.source_start : s.source_start + s.length] for s in chunk.segments]
                assert "".join("".join(pieces).split()) == "".join(chunk.text.split())
        assert reader.chunk("nobody") is None
        assert reader.chunks_of("nobody") == ()


def test_chunk_ids_are_unique(made: Path) -> None:
    with IndexReader.open(made) as reader:
        ids = [c.chunk_id for e in reader.documents() for c in reader.chunks_of(e.doc_id)]
    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("path", sorted(TEXTS))
def test_a_document_is_found_by_relative_and_absolute_path(made: Path, folder: Path, path: str) -> None:
    with IndexReader.open(made) as reader:
        found = reader.find_document(path)
        assert found
        assert reader.find_document(str(folder / path)) == found


@pytest.mark.parametrize("path", ["", "nobody.txt", "notes.md", "empty.txt", "../documents/port.txt"])
def test_what_is_no_document_is_not_found(made: Path, path: str) -> None:
    with IndexReader.open(made) as reader:
        assert reader.find_document(path) is None


def test_a_changed_file_is_told(made: Path, folder: Path) -> None:
    with IndexReader.open(made) as reader:
        doc_id = reader.find_document("port.txt") or ""
        assert not reader.is_changed(doc_id)
        os.utime(folder / "port.txt", (1, 1))
        assert not reader.is_changed(doc_id), "a new time stamp is no change"
        write(folder, "port.txt", "Changed.\n")
        assert reader.is_changed(doc_id)
        (folder / "port.txt").unlink()
        assert reader.is_changed(doc_id)
        assert reader.is_changed("nobody")
        assert not reader.is_changed(reader.find_document("puerto.txt") or "")


def test_status_counts_everything(made: Path, folder: Path) -> None:
    with IndexReader.open(made) as reader:
        status = reader.status()
        entries = reader.documents()
        assert (status.documents, status.unreadable) == (3, 1)
        assert status.chunks == sum(entry.chunks for entry in entries)
        assert set(status.languages) == {"en", "es"}
        assert sum(status.languages.values()) <= status.chunks
        assert status.sources == reader.sources() == (str(folder),)
        assert status.directory == str(made)
        assert status.updated_at is not None
        assert status.updated_at.endswith("+00:00")
        assert status.size_bytes > 1_000
        assert [each.path for each in reader.unreadable()] == ["empty.txt"]


def test_a_reader_keeps_its_generation_until_it_is_refreshed(made: Path, folder: Path) -> None:
    everywhere = Term(TEXT[Language.EN], "submarin")
    with IndexReader.open(made) as reader:
        assert not reader.refresh()
        write(folder, "new.txt", "A submarine was seen near the harbour of the town.\n")
        update_index(made)
        assert reader.engine.find(everywhere) == []
        assert reader.refresh()
        assert len(reader.engine.find(everywhere)) == 1
        assert not reader.refresh()


def test_a_reader_follows_a_rebuild(made: Path, folder: Path) -> None:
    from index.updating import Options

    with IndexReader.open(made) as reader:
        write(folder, "new.txt", "A submarine was seen near the harbour of the town.\n")
        update_index(made, options=Options(rebuild=True))
        assert reader.refresh()
        assert reader.find_document("new.txt")
        assert len(reader.engine.find(Term(TEXT[Language.EN], "submarin"))) == 1


def test_a_run_without_changes_publishes_nothing_new(made: Path) -> None:
    with IndexReader.open(made) as reader:
        update_index(made)
        assert not reader.refresh()


def test_a_deleted_document_is_gone_at_once(made: Path, folder: Path) -> None:
    with IndexReader.open(made) as reader:
        doc_id = reader.find_document("port.txt") or ""
        (folder / "port.txt").unlink()
        update_index(made)
        assert reader.refresh()
        assert reader.document(doc_id) is None
        assert reader.chunks_of(doc_id) == ()
        assert b"Customs searched" not in b"".join(p.read_bytes() for p in made.rglob("*") if p.is_file())
