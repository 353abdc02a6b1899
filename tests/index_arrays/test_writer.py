"""What Whoosh's writer promises, and what it does not: unique ids, exact counts, nothing capped."""

from datetime import datetime
from pathlib import Path

import pytest
from whoosh import index as whoosh_index
from whoosh.fields import (
    BOOLEAN,
    DATETIME,
    ID,
    KEYWORD,
    NGRAM,
    NUMERIC,
    STORED,
    TEXT,
    Schema,
    UnknownFieldError,
)
from whoosh.index import LockError
from whoosh.query import NumericRange, Phrase, Prefix, Term

from index.arrays.generation import open_generation, verify
from index.arrays.writer import ArrayWriter
from tests.index_arrays.indexes import create, found_by


def test_an_id_given_several_times_in_one_transaction_is_there_once(tmp_path: Path) -> None:
    index = create(tmp_path / "ours")
    for _ in range(2):
        with ArrayWriter(index, spill_chunks=2) as writer:
            for text in ("ab1", "ab2", "ab3"):
                for name in ("d1", "d2"):
                    writer.update_document(id=name, text=text, title="ac1", tag="red")
    with index.searcher() as searcher:
        assert searcher.doc_count() == 2
        assert found_by(searcher, Term("text", "ab1")) == []
        assert [name for _, name in found_by(searcher, Term("text", "ab3"))] == ["d1", "d2"]


def test_a_word_is_counted_beyond_a_byte_and_placed_beyond_two(tmp_path: Path) -> None:
    words = ["ab1"] * 300 + ["ac1"] * 70_000 + ["ab1", "ñu1"]
    index = create(tmp_path / "ours")
    with ArrayWriter(index) as writer:
        writer.add_document(id="long", text=" ".join(words), title="ac1", tag="red")
        writer.add_document(id="short", text="ab1 ac1", title="ac1", tag="red")
    for _ in range(2):  # before and after a merge
        with index.searcher() as searcher:
            assert searcher.reader().doc_field_length(0, "text") == 70_302
            matcher = searcher.postings("text", "ab1")
            assert matcher.weight() == 301
            assert matcher.value_as("positions")[-1] == 70_300
            assert len(searcher.search(Phrase("text", ["ab1", "ñu1"]))) == 1
        postings = open_generation(tmp_path / "ours").postings
        assert postings.term("text", "ac1").counts.tolist() == [70_000, 1]
        assert postings.term("text", "ñu1").positions()[0].tolist() == [70_301]
        with ArrayWriter(index) as writer:
            writer.add_document(id="more", text="ab2", title="ac1", tag="red")
        ArrayWriter(index).commit(optimize=True)


def test_every_kind_of_field_comes_back_as_it_went(tmp_path: Path) -> None:
    index = whoosh_index.create_in(
        str(tmp_path),
        Schema(
            id=ID(stored=True),
            when=DATETIME(stored=True, sortable=True),
            size=NUMERIC(stored=True, sortable=True),
            flag=BOOLEAN(stored=True),
            kept=STORED,
            words=KEYWORD(stored=True, commas=True),
            chars=TEXT(chars=True),
            grams=NGRAM(minsize=2, maxsize=3),
            spelled=TEXT(spelling=True),
        ),
    )
    moment = datetime(2008, 4, 10, 12, 30)
    values = {"kept": [1, ("a", b"\0b"), {"x": None}], "when": moment, "flag": True, "words": "a b,c"}
    for number in (3, 1, 2):
        with ArrayWriter(index) as writer:
            writer.add_document(
                id=str(number), size=number, chars="ab ac ab", grams="abcd", spelled="running", **values
            )
    for _ in range(2):
        with index.searcher() as searcher:
            hits = searcher.search(Term("chars", "ab"), sortedby="size")
            assert [hit["size"] for hit in hits] == [1, 2, 3]
            assert all(hit[name] == value for hit in hits for name, value in values.items())
            assert searcher.postings("chars", "ab").value_as("characters") == [(0, 0, 2), (2, 6, 8)]
            assert len(searcher.search(NumericRange("size", 2, 3))) == 2
            assert len(searcher.search(Term("grams", "bcd"))) == 3
            assert len(searcher.search(Prefix("spelled", "runn"))) == 3
            assert searcher.document(words="a b")["id"] == "3"
        ArrayWriter(index).commit(optimize=True)
    assert not verify(tmp_path)


def test_boosts_weigh_as_in_whoosh(tmp_path: Path) -> None:
    scores = []
    for name in ("ours", "theirs"):
        index = create(tmp_path / name)
        for batch in (0, 1):
            writer = ArrayWriter(index) if name == "ours" else index.writer()
            writer.add_document(id=f"a{batch}", text="ab1 ab2 ab1", title="ab1", tag="red", _text_boost=2.5)
            writer.add_document(id=f"b{batch}", text="ab1 ab3", title="ab2", tag="red")
            writer.commit(optimize=bool(batch))
        with index.searcher() as searcher:
            scores.append([found_by(searcher, Term(field, "ab1")) for field in ("text", "title")])
    assert scores[0] == scores[1]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    index = create(tmp_path / "ours")
    writer = ArrayWriter(index)
    with pytest.raises(LockError):
        ArrayWriter(index)
    writer.cancel()
    ArrayWriter(index).cancel()


def test_a_document_that_cannot_be_taken_leaves_no_half(tmp_path: Path) -> None:
    index = create(tmp_path / "ours")
    writer = ArrayWriter(index)
    with pytest.raises(UnknownFieldError):
        writer.add_document(id="d1", text="ab1", nonsense="x")
    with pytest.raises((TypeError, ValueError, AttributeError)):
        writer.add_document(id="d1", text=object())
    writer.add_document(id="d2", text="ab1")
    writer.commit()
    with index.searcher() as searcher:
        assert [name for _, name in found_by(searcher, Term("text", "ab1"))] == ["d2"]


def test_what_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    index = create(tmp_path / "ours")
    before = sorted(path.name for path in (tmp_path / "ours").iterdir())
    writer = ArrayWriter(index, spill_chunks=1)
    for name in ("d1", "d2", "d3"):
        writer.add_document(id=name, text="ab1")
    writer.cancel()
    after = sorted(path.name for path in (tmp_path / "ours").iterdir() if "LOCK" not in path.name)
    assert after == before
    assert index.doc_count() == 0
