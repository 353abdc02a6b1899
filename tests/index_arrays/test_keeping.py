"""What was looked up and opened is kept for the next page, and not without end."""

import gc
import random
from pathlib import Path

import pytest

from index.arrays import executing, postings
from index.arrays.executing import ArrayExecution
from index.arrays.generation import open_generation
from index.arrays.opened import Found
from index.arrays.postings import OWN_COST, TermPostings
from index.fields import EXACT
from index.plan import AnyOf, Term
from tests.index_arrays.chunks import make_documents, write_arrays

KEPT = 10


@pytest.fixture
def execution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ArrayExecution:
    """Over a few chunks, with room for ten terms and plans that find nothing."""
    monkeypatch.setattr(executing, "_KEPT_POSTINGS", KEPT * OWN_COST)
    monkeypatch.setattr(executing, "_KEPT_TERMS", KEPT)
    monkeypatch.setattr(postings, "_KEPT_POSTINGS", KEPT * OWN_COST)
    write_arrays(tmp_path, [make_documents(random.Random(3), 5)])
    return ArrayExecution(open_generation(tmp_path).postings)


@pytest.fixture(autouse=True)
def _only_what_is_made_here() -> None:
    """Looking through all that other tests have left takes a second each time."""
    gc.collect()
    gc.freeze()


def count_kept(kind: type) -> int:
    gc.collect()
    return sum(type(each) is kind for each in gc.get_objects())


def test_what_occurs_nowhere_is_not_kept_without_end(execution: ArrayExecution) -> None:
    before = count_kept(Found), count_kept(TermPostings)
    for number in range(20 * KEPT):
        plan = AnyOf((Term(EXACT, f"nowhere{number}"), Term(EXACT, f"never{number}")))
        assert len(execution.numbers(plan)) == 0
    assert count_kept(Found) - before[0] <= 2 * KEPT
    assert count_kept(TermPostings) - before[1] <= 3 * KEPT


def test_what_is_asked_again_is_opened_once(execution: ArrayExecution) -> None:
    plan = AnyOf((Term(EXACT, "frontera"), Term(EXACT, "border")))
    assert execution.open(plan) is execution.open(plan)


def test_what_is_done_with_is_let_go_at_once(tmp_path: Path) -> None:
    """Not when the garbage is next collected: an index's files stay in use until then."""
    write_arrays(tmp_path, [make_documents(random.Random(3), 5)])
    before = count_kept(ArrayExecution)
    execution = ArrayExecution(open_generation(tmp_path).postings)
    assert len(execution.numbers(Term(EXACT, "frontera")))
    gc.disable()
    try:
        del execution
        assert sum(type(each) is ArrayExecution for each in gc.get_objects()) == before
    finally:
        gc.enable()
