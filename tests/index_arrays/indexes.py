"""Two indexes of the same documents: one of our segments, one of Whoosh's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from whoosh import index as whoosh_index
from whoosh import query
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.query import spans

from index.arrays.writer import ArrayWriter

WORDS = [f"{stem}{number}" for stem in ("ab", "ac", "abc", "ñu") for number in range(4)]
IDS = [f"d{number}" for number in range(12)]
EXACT_LENGTHS = 10
"""Up to this length Whoosh's own segments keep lengths exactly; longer ones it rounds to a byte."""

Document = dict[str, str]
Step = tuple[str, Any]


def schema() -> Schema:
    return Schema(
        id=ID(unique=True, stored=True), text=TEXT(stored=True), title=TEXT(field_boost=2.0), tag=KEYWORD
    )


def documents() -> st.SearchStrategy[Document]:
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=EXACT_LENGTHS)
    return st.fixed_dictionaries(
        {
            "id": st.sampled_from(IDS),
            "text": words.map(" ".join),
            "title": words.map(lambda found: " ".join(found[:3])),
            "tag": st.sampled_from(["red", "blue", "red blue"]),
        }
    )


def histories() -> st.SearchStrategy[list[Step]]:
    batch = st.lists(documents(), min_size=1, max_size=8, unique_by=lambda each: each["id"])
    step = st.one_of(
        batch.map(lambda found: ("update", found)),
        batch.map(lambda found: ("update", found)),
        st.sampled_from(IDS).map(lambda found: ("delete", found)),
        st.sampled_from(WORDS).map(lambda found: ("delete-word", found)),
        st.just(("optimize", None)),
    )
    return st.lists(step, min_size=1, max_size=6)


def queries() -> st.SearchStrategy[query.Query]:
    field = st.sampled_from(["text", "title"])
    word = st.sampled_from([*WORDS, "never"])
    leaf = st.one_of(
        st.builds(query.Term, field, word),
        st.builds(query.Term, field, word, boost=st.sampled_from([0.5, 2.0])),
        st.builds(
            lambda words, slop: query.Phrase("text", words, slop=slop),
            st.lists(word, min_size=2, max_size=3),
            st.integers(1, 3),
        ),
        st.builds(query.Prefix, field, st.sampled_from(["a", "ab", "ñ", "z"])),
        st.builds(query.Wildcard, field, st.sampled_from(["a?1", "*2", "ab*"])),
        st.builds(lambda text: query.FuzzyTerm("text", text, maxdist=1, prefixlength=1), word),
        st.builds(query.TermRange, field, st.just("ab1"), st.just("ac2")),
        st.builds(query.Term, st.just("tag"), st.sampled_from(["red", "blue"])),
        st.just(query.Every()),
    )
    near = st.builds(
        lambda a, b, slop: spans.SpanNear(
            query.Term("text", a), query.Term("text", b), slop=slop, ordered=False
        ),
        word,
        word,
        st.integers(1, 4),
    )  # stands alone: Whoosh itself cannot have it inside others
    nested = st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(query.And),
            st.lists(inner, min_size=2, max_size=3).map(query.Or),
            st.lists(inner, min_size=2, max_size=3).map(query.DisjunctionMax),
            st.builds(query.AndNot, inner, inner),
            st.builds(query.AndMaybe, inner, inner),
            st.builds(query.Require, inner, inner),
            st.builds(lambda part: query.And([part, query.Not(query.Term("text", "ab1"))]), inner),
            inner.map(lambda part: query.ConstantScoreQuery(part, 2.0)),
        ),
        max_leaves=5,
    )
    return st.one_of(nested, nested, nested, near)


def create(folder: Path) -> Any:
    folder.mkdir()
    return whoosh_index.create_in(str(folder), schema())


def carry_out(folder: Path, steps: Sequence[Step], *, arrays: bool) -> Any:
    """Do each step as a transaction of its own; the opened index."""
    for kind, value in steps:
        index = whoosh_index.open_dir(str(folder))
        writer = ArrayWriter(index) if arrays else index.writer()
        if kind == "update":
            for document in value:
                writer.update_document(**document)
        elif kind == "delete":
            writer.delete_by_term("id", value)
        elif kind == "delete-word":
            writer.delete_by_query(query.Term("text", value))
        if kind == "optimize":
            writer.commit(optimize=True)
        else:
            writer.commit(merge=False)
    return whoosh_index.open_dir(str(folder))


def found_by(searcher: Any, asked: query.Query, limit: int | None = None) -> list[tuple[float, str]]:
    """Scores and ids, best first; those of equal scores by id."""
    hits = [(round(float(hit.score or 0), 6), hit["id"]) for hit in searcher.search(asked, limit=limit)]
    return sorted(hits, key=lambda hit: (-hit[0], hit[1]))
