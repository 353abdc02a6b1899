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
            "c7c2515bfbf65e46093b01e77f872e73d8016b6fb53179bd4c226e7009e8bf85",
        ),
        (
            "en 2005 y 2006 hubo 12 reuniones",
            True,
            "aa7879a32f6f942b3fb930286c70c1bac6632d7b5f7d1a226a0713c0516131aa",
        ),
        ("page 2 of 3", False, "2acc1b69659f70cf3cc9c1c5e593d4415c9ac58688084f35bc38bd514d5a12cc"),
        ("page 2 of 3", True, "344c858f1dad39b67eabeb71dd1e9d26a798fe77d6ef3db8dc14861a0234728d"),
        ("hola", True, "d9911ca5302235c8f0fd17bd8ec25398cb210558e141f5c6bdcd2b95ce655e99"),
        ("hola mundo", True, "9c3fc0a838c1ca72e32688c647b04143c6420ae72bbc778271bed370ed463c5c"),
        ("7", False, "f6ea8f67284aa5da16996c3248e595f5833ef11dcbc7256bec687e70f4f035c6"),
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
