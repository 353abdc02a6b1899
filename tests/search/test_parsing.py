"""Whatever a person types is read in the likeliest way, and the reading can be typed again."""

import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.errors import QueryError
from search.parsing import MAX_CHARS, MAX_DEPTH, MAX_WORDS, clean, parse_query
from search.query import (
    NOTES,
    Bag,
    Both,
    Either,
    Fielded,
    Nearby,
    Quoted,
    Spelling,
    Word,
    iter_leaves,
)  # fmt: skip
from tests.golden import read_rows
from tests.search.hostile import HOSTILE
from tests.strings import any_text, letters

ROWS = read_rows("queries.tsv")

PIECES = [
    "(", ")", '"', "“", "»", "+", "-", "=", "!", "*", "~", "~2", ":", "&&", "||", "AND", "OR", "NOT", "Y",
    "O", "NO", "NEAR", "NEAR/3", "NEAR/99", "CERCA", "title:", "idioma:", "fecha:2005", "date:2005..2009",
    "puerto", "Guardia", "T-MEC", "EE.UU.", "U.S.", "1,234.5", "a@b.mx", "'", "\u200b", "n\u0303", "...",
    "insp*", "in*", "port~", "INSPECCIÓN", '"a b"', "(a OR b)", "inciso O.", "½", "A", "B,", "Ñ",
    "M I N U T A",
]  # fmt: skip
query_like = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])).map("".join), min_size=1, max_size=10
).map("".join)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["typed"])
def test_how_queries_are_understood(row: dict[str, str]) -> None:
    query = parse_query(row["typed"])
    assert query.interpreted == row["interpreted"], row["reason"]
    assert ",".join(note.key for note in query.notes) == row["notes"], row["reason"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["typed"])
def test_the_reading_of_an_example_can_be_typed_again(row: dict[str, str]) -> None:
    again = parse_query(row["interpreted"])
    assert again.interpreted == row["interpreted"]
    assert again.root == parse_query(row["typed"]).root


@given(st.one_of(any_text, query_like, st.text(max_size=700)))
@example("\ud800")
@example("-(")
@example('title:"')
def test_any_string_is_parsed_or_over_a_limit(raw: str) -> None:
    try:
        query = parse_query(raw)
    except QueryError as error:
        over = error
    else:
        assert query.raw == raw
        assert {note.key for note in query.notes} <= set(NOTES)
        assert query.is_empty == (query.interpreted == "")
        assert sum(1 for _ in iter_leaves(query.root)) <= MAX_WORDS
        return
    assert 0 <= over.position <= len(raw)
    assert over.message in str(over)


@given(st.one_of(query_like, letters, st.tuples(query_like, letters).map(" ".join)))
@example("inciso O.")
@example("-(a b)")
@example("=NO")
@example("-(+a) b")
@example("+(-a)")
def test_the_reading_can_be_typed_again(raw: str) -> None:
    try:
        query = parse_query(raw)
        again = parse_query(query.interpreted)
    except QueryError:
        return  # a parenthesis that the reading adds may be the one too many
    assert again.interpreted == query.interpreted
    assert again.root == query.root


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_queries_never_hang_the_parser(raw: str) -> None:
    started = time.process_time()
    with suppress(QueryError):
        parse_query(raw)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("raw", "position", "message"),
    [
        ("a" * (MAX_CHARS + 1), MAX_CHARS, "500 characters"),
        ("a" * 1_000_000, MAX_CHARS, "500 characters"),
        ("ab " * (MAX_WORDS + 1), 3 * MAX_WORDS, "32 words"),
        ('"' + "ab " * (MAX_WORDS + 1) + '"', 0, "32 words"),
        ("port " + "a-" * MAX_WORDS, 5, "32 words"),
        ("(" * (MAX_DEPTH + 1) + "a", MAX_DEPTH, "5 deep"),
        ("x " + "(y " * (MAX_DEPTH + 1), 2 + 3 * MAX_DEPTH, "5 deep"),
    ],
)
def test_what_is_over_a_limit_says_where(raw: str, position: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(raw)
    assert caught.value.position == position
    assert message in caught.value.message
    assert f"character {position + 1}" in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        "a" * MAX_CHARS,
        "ab " * MAX_WORDS,
        "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH,
        " " * 100 + "a" * 450 + " " * 100,
    ],
)
def test_what_is_at_a_limit_is_parsed(raw: str) -> None:
    assert not parse_query(raw).is_empty


@pytest.mark.parametrize(
    ("raw", "root"),
    [
        ("", Bag()),
        ("a", Bag((Word("a"),))),
        ("a -b +c", Bag((Word("a"),), (Word("c"),), (Word("b"),))),
        ("a AND b", Both((Word("a"), Word("b")))),
        ("a b OR c", Either((Bag((Word("a"), Word("b")), strict=True), Word("c")))),
        ('"a b"', Bag((Quoted("a b"),))),
        ("a NEAR/3 b", Bag((Nearby(Word("a"), Word("b"), 3),))),
        ("idioma:es", Bag((Fielded("language", "es"),))),
        ("=UN", Bag((Word("UN", Spelling.VERBATIM),))),
        ("=NO", Bag((Word("NO", Spelling.VERBATIM),))),
        ("!un", Bag((Word("un", Spelling.PLAIN),))),
        ("ins*", Bag((Word("ins", Spelling.PREFIX),))),
        ("ins~", Bag((Word("ins", Spelling.FUZZY),))),
        ("cross-bord*", Bag((Word("cross-bord", Spelling.PREFIX),))),
        ("-(a b)", Bag(excluded=(Bag((Word("a"), Word("b"))),))),
    ],
)
def test_trees(raw: str, root: Bag | Both | Either) -> None:
    assert parse_query(raw).root == root


@given(any_text)
def test_cleaning_is_idempotent(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "inspeccio\u0301n",
        "inspec\u200bción",
        "\u202einspección",
        "inspec\u00adción\x00",
        "inspec\x01ción\x7f",
    ],
)
def test_characters_that_nobody_sees_do_not_count(raw: str) -> None:
    assert parse_query(raw).interpreted == "inspección"
