"""Addresses of passages are built in one place, and quoted."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.links import chunk_anchor, source_url


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        (("d1",), "/source/d1"),
        (("d1", "c2"), "/source/d1?chunk=c2#cc2"),
        (("d1", None, "coast guard"), "/source/d1?q=coast+guard"),
        (("d1", "c2", ""), "/source/d1?chunk=c2#cc2"),
        (("d/1?", "c2", '"a&b" #c'), "/source/d%2F1%3F?chunk=c2&q=%22a%26b%22+%23c#cc2"),
    ],
)
def test_addresses(parts: tuple[str, ...], address: str) -> None:
    assert source_url(*parts) == address


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_a_query_comes_back_from_its_address(query: str) -> None:
    parts = urlsplit(source_url("d1", "c2", query))
    assert parse_qs(parts.query, keep_blank_values=True) == {"chunk": ["c2"], "q": [query]}
    assert parts.fragment == chunk_anchor("c2")
    assert parts.path == "/source/d1"


def test_a_query_with_a_lone_surrogate_has_an_address_too() -> None:
    assert source_url("d1", "c2", "puerto \ud800").isascii()
