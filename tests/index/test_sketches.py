"""Passages that say nearly the same look alike; passages that say something else do not."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.sketches import BYTES, LIKE, group, similarity, sketch

LONG = (
    "la comisión acordó que los tres gobiernos informen cada seis meses sobre el avance de los grupos de "
    "trabajo y que las reuniones de ministros se celebren por turno en las tres capitales sin que ninguna "
    "pueda aplazarse más de una vez al año salvo acuerdo de todas"
).split()


def alike(one: list[str], other: list[str], *, numbers_matter: bool = True) -> bool:
    """Whether two passages are of one group."""
    rows = [sketch(each, numbers_matter=numbers_matter) for each in (one, other)]
    labels = group(np.frombuffer(b"".join(rows), np.uint8).reshape(-1, BYTES))
    return bool(labels[0] == labels[1])


def test_the_same_words_are_the_same() -> None:
    assert alike(LONG, list(LONG))
    assert alike(["hola"], ["hola"])


@pytest.mark.parametrize("change", [LONG[:-1], [*LONG, "y"], ["y", *LONG]])
def test_a_word_more_or_less_is_nearly_the_same(change: list[str]) -> None:
    assert similarity(sketch(LONG), sketch(change)) >= LIKE
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


def test_no_words_are_like_nothing() -> None:
    assert not any(sketch([]))
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
