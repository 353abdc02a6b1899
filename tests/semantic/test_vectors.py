"""An index's vectors follow its chunks, cost no text twice, and are never in the way."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from analyzers.autolexicon import load_autolexicon
from analyzers.embedding import Vectors
from analyzers.files import GUESSED_TRANSLATIONS
from analyzers.language import Language
from corpus.model import Kind
from index import vectorizing
from index.errors import IndexBusyError, IndexMissingError
from index.locking import write_lock
from index.plan import Everything
from index.reading import IndexReader
from index.updating import Options, update_index
from index.vectorizing import WORDS_NAME, update_vectors
from index.vectors import VECTORS_NAME, VectorIndex
from index.vectorstore import quantise
from tests.index.conftest import write
from tests.laws import cases
from tests.semantic.conftest import TEXTS, FakeEmbedder


def texts(directory: Path) -> dict[str, str]:
    """Text by chunk id."""
    with IndexReader.open(directory) as reader:
        records = [reader.engine.record(number) for number in reader.engine.find(Everything())]
    return {record.chunk.chunk_id: record.chunk.text for record in records}


def opened(directory: Path, embedder: FakeEmbedder | None = None) -> VectorIndex:
    vectors = VectorIndex.open(directory, embedder=embedder)
    assert vectors is not None
    return vectors


def found(directory: Path, query: str, *, limit: int = 3) -> list[str]:
    known = texts(directory)
    vector = FakeEmbedder().embed([query])[0]
    return [known[chunk_id] for chunk_id, _ in opened(directory).search(vector, limit=limit)]


def test_the_nearest_chunks_come_first_in_either_language(directory: Path, embedder: FakeEmbedder) -> None:
    report = update_vectors(directory, embedder)
    assert (report.added, report.kept, report.dropped) == (5, 0, 0)
    assert {t.split()[0] for t in found(directory, "customs searched containers", limit=2)} == {
        "Customs",
        "La",
    }
    assert found(directory, "captain ship", limit=1) == ["El capitán dejó el barco."]


def test_a_text_that_stands_twice_is_embedded_once(directory: Path, embedder: FakeEmbedder) -> None:
    update_vectors(directory, embedder)
    assert embedder.embedded.count("The port closed at night.") == 1
    assert sorted(opened(directory).chunk_ids) == sorted(texts(directory))


def test_only_new_texts_are_embedded_and_old_ones_dropped(
    directory: Path, folder: Path, embedder: FakeEmbedder
) -> None:
    update_vectors(directory, embedder)
    embedder.embedded.clear()
    (folder / "puerto.txt").rename(folder / "moved.txt")
    (folder / "sub" / "barco.txt").unlink()
    write(folder, "new.txt", "A storm kept the ship outside.\n")
    update_index(directory)
    report = update_vectors(directory, embedder)
    assert (report.added, report.kept, report.dropped) == (1, 4, 1)
    assert [text for text in embedder.embedded if " " in text] == ["A storm kept the ship outside."]
    assert "El capitán dejó el barco." not in found(directory, "captain ship", limit=9)
    assert set(opened(directory).chunk_ids) == set(texts(directory))


def test_where_nothing_changed_nothing_is_done(directory: Path, embedder: FakeEmbedder) -> None:
    first = update_vectors(directory, embedder)
    embedder.embedded.clear()
    before = (directory / VECTORS_NAME).stat().st_mtime_ns
    update_index(directory)
    report = update_vectors(directory, embedder)
    assert (report.added, report.kept, report.dropped) == (0, 5, 0)
    assert report.translated == first.translated
    assert not embedder.embedded
    assert (directory / VECTORS_NAME).stat().st_mtime_ns == before


def test_a_rebuilt_index_keeps_its_vectors(directory: Path, embedder: FakeEmbedder) -> None:
    update_vectors(directory, embedder)
    for _ in range(2):  # back in a folder of the first one's name
        update_index(directory, options=Options(rebuild=True))
    with IndexReader.open(directory) as reader:
        assert not opened(directory).is_current(reader)
        embedder.embedded.clear()
    update_vectors(directory, embedder)
    assert not embedder.embedded
    with IndexReader.open(directory) as reader:
        assert opened(directory).is_current(reader)


PARAGRAPHS = (
    "El puerto cerró por la noche.", "The port closed at night.", "La aduana revisó los contenedores.",
    "Customs searched the containers.", "El capitán dejó el barco.", "The captain left the ship.",
)  # fmt: skip
actions = st.lists(
    st.tuples(
        st.sampled_from(["a.txt", "b.txt", "c.txt"]),
        st.lists(st.sampled_from(PARAGRAPHS), max_size=3),
        st.booleans(),
    ),
    min_size=2,
    max_size=6,
)


@cases(8)  # each indexes up to seven times
@given(actions)
def test_updated_vectors_are_fresh_vectors(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, list[str], bool]]
) -> None:
    base = tmp_path_factory.mktemp("history")
    folder = base / "documents"
    write(folder, "always.txt", "Nobody was there.\n")
    directory = base / "index"
    for name, paragraphs, update in history:
        write(folder, name, "\n\n".join(paragraphs) + "\n") if paragraphs else (folder / name).unlink(True)
        if update:
            update_index(directory, [folder])
            update_vectors(directory, FakeEmbedder())
    update_index(directory, [folder])
    update_vectors(directory, FakeEmbedder())
    fresh = base / "fresh"
    shutil.copytree(directory, fresh, ignore=shutil.ignore_patterns(VECTORS_NAME, WORDS_NAME, "*.tsv"))
    update_vectors(fresh, FakeEmbedder())
    query = FakeEmbedder().embed(["the ship in the port"])[0]
    assert opened(directory).chunk_ids == opened(fresh).chunk_ids
    assert opened(directory).scores(query).tolist() == opened(fresh).scores(query).tolist()
    assert (directory / GUESSED_TRANSLATIONS).read_bytes() == (fresh / GUESSED_TRANSLATIONS).read_bytes()
    assert len(opened(directory)._store) == len(set(texts(directory).values()))
    shutil.rmtree(base)


def test_another_model_begins_anew(
    directory: Path, embedder: FakeEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    update_vectors(directory, embedder)
    newer = FakeEmbedder(version="2")
    assert VectorIndex.open(directory, embedder=newer) is None
    assert [record.getMessage().partition(" in /")[0] for record in caplog.records] == ["The meaning vectors"]
    report = update_vectors(directory, newer)
    assert (report.added, report.kept, report.dropped) == (5, 0, 5)
    assert opened(directory, newer).model == "fake 2 64"


def test_without_a_model_what_is_gone_goes_and_nothing_is_added(
    directory: Path, folder: Path, embedder: FakeEmbedder
) -> None:
    assert update_vectors(directory, None).kept == 0
    update_vectors(directory, embedder)
    assert update_vectors(directory, None).kept == 5
    assert (directory / GUESSED_TRANSLATIONS).exists()
    (folder / "sub" / "barco.txt").unlink()
    write(folder, "new.txt", "A storm kept the ship outside.\n")
    update_index(directory)
    for _ in range(2):
        report = update_vectors(directory, None)
        assert (report.added, report.kept) == (0, 4)
    assert not (directory / GUESSED_TRANSLATIONS).exists(), "its words may be those of what is gone"
    assert len(opened(directory)) == 5, "two chunks share a text, the new one has no vector"
    assert update_vectors(directory, embedder).added == 1


def test_an_index_of_nothing_has_vectors_of_nothing(
    directory: Path, folder: Path, embedder: FakeEmbedder
) -> None:
    update_vectors(directory, embedder)
    for file in sorted(folder.rglob("*.txt")):
        file.unlink()
    update_index(directory)
    assert update_vectors(directory, embedder).dropped == 5
    embedder.embedded.clear()
    before = (directory / VECTORS_NAME).stat().st_mtime_ns
    update_vectors(directory, embedder)
    assert (directory / VECTORS_NAME).stat().st_mtime_ns == before
    vectors = opened(directory)
    query = embedder.embed(["port"])[0]
    assert (vectors.chunk_ids, vectors.search(query, limit=5), vectors.scores(query).tolist()) == ((), [], [])


def test_no_vectors_are_none(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert VectorIndex.open(directory) is None
    assert not caplog.records


@pytest.mark.parametrize("name", [VECTORS_NAME, WORDS_NAME, "autolexicon.tsv"])
@pytest.mark.parametrize("damage", ["empty", "cut", "altered", "foreign"])
def test_damage_is_one_line_and_an_update_mends_it(
    directory: Path, folder: Path, embedder: FakeEmbedder, caplog: pytest.LogCaptureFixture,
    name: str, damage: str,
) -> None:  # fmt: skip
    update_vectors(directory, embedder)
    whole = {path: (directory / path).read_bytes() for path in (VECTORS_NAME, WORDS_NAME, "autolexicon.tsv")}
    middle = len(whole[name]) // 2
    damaged = {
        "empty": b"",
        "cut": whole[name][:middle],
        "altered": whole[name][:middle] + b"\xff" + whole[name][middle + 1 :],
        "foreign": b'{"format": "something else"}\n',
    }
    (directory / name).write_bytes(damaged[damage])
    if name == VECTORS_NAME:
        assert VectorIndex.open(directory) is None
    elif name != WORDS_NAME:
        assert load_autolexicon(directory / name) is None
    assert len(caplog.records) == (name != WORDS_NAME)
    write(folder, "new.txt", "A storm.\n")  # words are read only where there is something to do
    update_index(directory)
    update_vectors(directory, embedder)
    (folder / "new.txt").unlink()
    update_index(directory)
    update_vectors(directory, embedder)
    assert set(opened(directory).chunk_ids) == set(texts(directory))
    assert (directory / "autolexicon.tsv").read_bytes() == whole["autolexicon.tsv"]


def test_among_names_the_candidates(directory: Path, embedder: FakeEmbedder) -> None:
    update_vectors(directory, embedder)
    vectors = opened(directory)
    query = embedder.embed(["puerto noche"])[0]
    everything = vectors.search(query, limit=99)
    assert [chunk_id for chunk_id, _ in everything] == sorted(
        vectors.chunk_ids, key=lambda chunk_id: (-dict(everything)[chunk_id], chunk_id)
    )
    some = [chunk_id for chunk_id, _ in everything][1::2]
    assert vectors.search(query, limit=99, among=[*some, "unknown", some[0]]) == [
        each for each in everything if each[0] in some
    ]
    assert vectors.search(query, limit=1, among=some) == [each for each in everything if each[0] in some][:1]
    assert vectors.search(query, limit=2) == everything[:2]
    assert vectors.search(query, limit=0) == vectors.search(query, limit=5, among=[]) == []


def test_a_query_that_says_nothing_finds_nothing(directory: Path, embedder: FakeEmbedder) -> None:
    update_vectors(directory, embedder)
    assert opened(directory).search(embedder.embed(["\0"])[0], limit=5) == []


def test_scores_stand_beside_chunk_ids(directory: Path, embedder: FakeEmbedder) -> None:
    update_vectors(directory, embedder)
    vectors = opened(directory)
    known = texts(directory)
    query = embedder.embed(["The port closed at night."])[0]
    scores = dict(zip(vectors.chunk_ids, vectors.scores(query).tolist(), strict=True))
    exact = embedder.embed([known[chunk_id] for chunk_id in vectors.chunk_ids]) @ query
    assert list(scores.values()) == pytest.approx(exact.tolist(), abs=0.01)
    assert max(scores.values()) == pytest.approx(1, abs=0.01)
    turned = [*reversed(vectors.chunk_ids), "unknown"]
    places = vectors.places([chunk_id.encode() for chunk_id in turned])
    assert [vectors.chunk_ids[place] for place in places[:-1]] == turned[:-1]
    assert places[-1] == -1


def test_open_vectors_stay_as_they_are_until_refreshed(
    directory: Path, folder: Path, embedder: FakeEmbedder
) -> None:
    update_vectors(directory, embedder)
    vectors = opened(directory)
    before = vectors.chunk_ids
    assert not vectors.refresh()
    write(folder, "new.txt", "A storm kept the ship outside.\n")
    update_index(directory)
    update_vectors(directory, embedder)
    assert vectors.chunk_ids == before
    assert vectors.refresh()
    assert len(vectors) == len(before) + 1
    (directory / VECTORS_NAME).unlink()
    assert not vectors.refresh()
    assert len(vectors.search(embedder.embed(["ship"])[0], limit=99)) == len(before) + 1


def test_headers_and_page_marks_have_no_vector(tmp_path: Path, embedder: FakeEmbedder, seeds: Path) -> None:
    update_index(tmp_path / "index", [seeds / "004_ebc8782667add3b3.txt"])
    update_vectors(tmp_path / "index", embedder)
    with IndexReader.open(tmp_path / "index") as reader:
        chunks = [reader.engine.record(n).chunk for n in reader.engine.find(Everything())]
    wanted = {chunk.chunk_id for chunk in chunks if chunk.kind not in (Kind.HEADER, Kind.BOILERPLATE)}
    assert len(wanted) < len(chunks)
    assert set(opened(tmp_path / "index").chunk_ids) == wanted


def test_a_run_that_breaks_off_keeps_what_it_saved(
    directory: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectorizing, "_SAVE_SECONDS", 0)
    write(folder, "long.txt", "\n\n".join(f"Paragraph number {n} of the captain. " * 9 for n in range(150)))
    update_index(directory)

    class Tired(FakeEmbedder):
        def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
            if len(self.embedded) > 100:
                raise KeyboardInterrupt
            return super().embed(texts, query=query)

    with pytest.raises(KeyboardInterrupt):
        update_vectors(directory, Tired())
    saved = len(opened(directory))
    assert saved >= 100
    with IndexReader.open(directory) as reader:
        assert not opened(directory).is_current(reader)
    assert update_vectors(directory, FakeEmbedder()).kept > 100
    assert set(opened(directory).chunk_ids) == set(texts(directory))


def test_progress_counts_to_the_end(directory: Path, embedder: FakeEmbedder) -> None:
    seen: list[tuple[int, int, str]] = []
    update_vectors(directory, embedder, lambda done, total, what: seen.append((done, total, what)))
    assert [done for done, _, _ in seen] == sorted({done for done, _, _ in seen})
    assert {total for _, total, _ in seen} == {seen[-1][0]} == {len(embedder.embedded)}
    assert seen[0][2] in TEXTS


def test_one_writer_at_a_time_and_no_index_is_said(directory: Path, embedder: FakeEmbedder) -> None:
    with write_lock(directory), pytest.raises(IndexBusyError):
        update_vectors(directory, embedder)
    os.makedirs(directory / "empty")
    with pytest.raises(IndexMissingError):
        update_vectors(directory / "empty", embedder)


def test_the_two_vocabularies_give_a_lexicon(directory: Path, embedder: FakeEmbedder) -> None:
    report = update_vectors(directory, embedder)
    lexicon = load_autolexicon(directory / GUESSED_TRANSLATIONS)
    assert lexicon is not None
    assert len(lexicon) == report.translated
    best = {word: lexicon.translations(word, Language.ES)[:1] for word in ("puerto", "aduanas", "noche")}
    assert {word: [t.text for t in found] for word, found in best.items()} == {
        "puerto": ["port"], "aduanas": ["customs"], "noche": ["night"],
    }  # fmt: skip


@given(arrays.arrays(np.float32, (3, 5), elements=st.floats(-1, 1, width=32)))
def test_a_quantised_row_is_nearly_the_row(rows: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    numbers, scales = quantise(rows)
    restored = numbers * scales[:, None]
    for row, back in zip(rows.astype(np.float64), restored, strict=True):
        length = np.linalg.norm(row)
        if length > 1e-30:
            assert float(row @ back / length) == pytest.approx(1, abs=1e-3)
        assert np.isfinite(back).all()
