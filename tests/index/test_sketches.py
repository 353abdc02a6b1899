"""Passages that say nearly the same look alike; passages that say something else do not."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from analyzers.numbering import Numbering, Rows
from index.sketches import BYTES, LIKE, Hashes, Sketches, group, similarity, sketch_rows

LONG = (
    "la comisión acordó que los tres gobiernos informen cada seis meses sobre el avance de los grupos de "
    "trabajo y que las reuniones de ministros se celebren por turno en las tres capitales sin que ninguna "
    "pueda aplazarse más de una vez al año salvo acuerdo de todas"
).split()


def sketch_all(passages: list[list[str]], *, numbers_matter: bool = True) -> Sketches:
    numbering = Numbering()
    terms = np.array([numbering[word] for words in passages for word in words], np.int32)
    rows = Rows(terms, np.zeros(len(terms), np.int32), np.array([len(words) for words in passages], np.int64))
    return sketch_rows(Hashes(numbering), rows, np.full(len(passages), numbers_matter))


def alike(one: list[str], other: list[str], *, numbers_matter: bool = True) -> bool:
    """Whether two passages are of one group."""
    labels = group(sketch_all([one, other], numbers_matter=numbers_matter))
    return bool(labels[0] == labels[1])


def test_the_same_words_are_the_same() -> None:
    assert alike(LONG, list(LONG))
    assert alike(["hola"], ["hola"])


@pytest.mark.parametrize("change", [LONG[:-1], [*LONG, "y"], ["y", *LONG]])
def test_a_word_more_or_less_is_nearly_the_same(change: list[str]) -> None:
    assert similarity(*sketch_all([LONG, change])) >= LIKE
    assert alike(LONG, change)


@pytest.mark.parametrize("change", [LONG[:25], LONG[25:], LONG[::-1], LONG[::2], ["hola", "y", "adiós"]])
def test_other_words_and_other_orders_are_something_else(change: list[str]) -> None:
    assert not alike(LONG, change)


def test_other_numbers_are_another_fact_but_in_a_page_mark() -> None:
    one, other = ([*LONG, "en", year, "y", "otra", "vez"] for year in ("2005", "2006"))
    assert not alike(one, other)
    assert alike(one, list(one))
    assert alike(
        "mexico 00000023 002 of 003".split(), "mexico 00000023 003 of 003".split(), numbers_matter=False
    )
    assert not alike("page 2".split(), "page 3".split())


@pytest.mark.parametrize(
    ("text", "numbers_matter", "stored"),
    [
        (
            "la comisión acordó que los tres gobiernos informen",
            True,
            "6b845d403c6c5d353a1b22ad75dfbb99db05012beb8ca71e24c53def3bcbf688",
        ),
        (
            "en 2005 y 2006 hubo 12 reuniones",
            True,
            "8cc3d032114817fbed94087261433a653e7d51c2a538403544ab8bc304787bec",
        ),
        ("page 2 of 3", False, "49e954dc8647643f2f2198459a3bef430fa06eea62b3966548410d3e5ab16e13"),
        ("page 2 of 3", True, "8f5cc5b34a23bab616ca052d81a0faf931d059618f7730e56655269ec89abf1e"),
        ("hola", True, "c8261ec8219d703743543b11e1807fc9611e5652816e9d2c47c61f493c3033d4"),
        ("hola mundo", True, "52d8e726c6bb4c0d9ca996c85a0e01ef1a7dfff729547225ee29760686c15b46"),
        ("7", False, "8a44dee492bb5074ae3a7379deeea323229dc3ec48429a9185bd1f0c6aba3158"),
    ],
)
def test_sketches_are_those_that_indexes_hold(text: str, *, numbers_matter: bool, stored: str) -> None:
    assert sketch_all([text.split()], numbers_matter=numbers_matter)[0].tobytes().hex() == stored


def test_no_words_are_like_nothing() -> None:
    assert not sketch_all([[], ["hola"], []])[[0, 2]].any()
    assert not alike([], [])


rows = st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), max_size=12).map(
    lambda found: np.repeat(np.array(found, np.uint8).reshape(-1, 4), BYTES // 4, axis=1)
)


@given(rows, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_order(made: NDArray[np.uint8], random: Random) -> None:
    order = list(range(len(made)))
    random.shuffle(order)
    plain, shuffled = group(made), group(made[order])

    def partition(labels: NDArray[np.int32], names: list[int]) -> set[frozenset[int]]:
        return {
            frozenset(names[at] for at in np.flatnonzero(labels == label)) for label in set(labels.tolist())
        }

    assert partition(plain, list(range(len(made)))) == partition(shuffled, order)
    assert all(plain[label] == label for label in plain), "a group is named after its first"
