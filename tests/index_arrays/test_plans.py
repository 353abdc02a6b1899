"""Plans over arrays give what plans over Whoosh's postings give; the best are the best of all."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import index as whoosh_index

from corpus.ordering import order_paths
from index.arrays import kernels
from index.arrays.compiling import use_compiled
from index.arrays.executing import ArrayExecution
from index.arrays.generation import open_generation
from index.arrays.kernels import SCORE_GRAIN
from index.arrays.ranking import best
from index.arrays.writer import ArrayWriter
from index.facets import read_facets
from index.fields import CHUNK_ID, DATE, EXACT, FACET, PATH
from index.plan import (
    AllOf,
    AnyOf,
    AtLeast,
    Boosted,
    Everything,
    Near,
    Nothing,
    Phrase,
    Plan,
    Range,
    Synonyms,
    Term,
    Weighted,
    Without,
)
from index.records import record_from_json
from index.scoring import Matched
from tests.index_arrays.chunks import make_documents, write_arrays
from tests.index_arrays.plain_execution import ArraySource, Execution
from tests.index_arrays.stock_postings import StockPostings

pytestmark = pytest.mark.long

TEXTS = [
    "la",
    "frontera",
    "cooperacion",
    "border",
    "security",
    "mexico",
    "work",
    "workplan",
    "plan",
    "ano",
    "año",
    "aspan",
    "2008",
    "absent",
]
WORDS = [f"w{number}" for number in range(60)]
"""Of lists that are long, the first the longest."""
STEMS = ["fronter", "border", "secur", "segur", "la", "mexic", "absent"]


def terms() -> st.SearchStrategy[Term]:
    return st.one_of(
        st.builds(Term, st.just(EXACT), st.sampled_from(TEXTS)),
        st.builds(Term, st.sampled_from(["text_es", "text_en", "title"]), st.sampled_from(STEMS)),
        st.builds(
            Term, st.just(FACET), st.sampled_from(["language=es", "tag=a", "year=2005", "folder=folder1"])
        ),
        st.builds(Term, st.just("verbatim"), st.sampled_from(["México", "la", "UN"])),
    )


def exact_terms() -> st.SearchStrategy[Term]:
    return st.builds(Term, st.just(EXACT), st.sampled_from(TEXTS))


def filters() -> st.SearchStrategy[Plan | None]:
    several = st.lists(terms(), min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    years = st.just(Range(FACET, "year=2004", "year=2006"))
    return st.one_of(st.none(), terms(), terms(), several, years, st.just(Nothing()))


def phrases() -> st.SearchStrategy[Phrase]:
    words = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3).map(tuple)
    return st.builds(Phrase, st.just(EXACT), words, st.integers(1, 4))


def plans() -> st.SearchStrategy[Plan]:
    side = st.lists(st.one_of(exact_terms(), phrases()), min_size=1, max_size=2).map(tuple)
    leaf = st.one_of(
        terms(),
        terms(),
        phrases(),
        st.builds(Near, side, side, st.integers(1, 10)),
        st.just(Everything()),
        st.just(Nothing()),
        st.builds(Range, st.just(FACET), st.just("year=2004"), st.just("year=2006")),
    )

    def inner(part: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
        parts = st.lists(part, min_size=1, max_size=4).map(tuple)
        weighted = st.builds(Weighted, part, st.sampled_from([0.2, 0.5, 1.0, 3.0]))
        return st.one_of(
            st.builds(AnyOf, parts),
            st.builds(AllOf, parts),
            st.builds(AtLeast, parts, st.integers(1, 3)),
            st.builds(Synonyms, st.lists(st.one_of(part, weighted), min_size=1, max_size=3).map(tuple)),
            st.builds(Without, part, part),
            st.builds(Boosted, part, part),
            weighted,
        )

    return st.recursive(leaf, inner, max_leaves=6)


@pytest.fixture(scope="module", params=["one segment", "several, with dead chunks", "merged"])
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ArrayExecution, Execution]:
    """The same index asked by us and by the plain way over Whoosh's readers."""
    folder = tmp_path_factory.mktemp("plans")
    rng = random.Random(11)
    batches = [make_documents(rng, 40)]
    if request.param != "one segment":
        batches += [
            make_documents(rng, 30, first=20),
            make_documents(rng, 25, first=60),
            make_documents(rng, 5),
        ]
    write_arrays(folder, batches)
    if request.param == "merged":
        ArrayWriter(whoosh_index.open_dir(str(folder))).commit(optimize=True)
    searcher = whoosh_index.open_dir(str(folder)).searcher()
    return ArrayExecution(open_generation(folder).postings), Execution(StockPostings(searcher))


@given(plan=plans())
def test_plans_find_and_score_the_same(pair: tuple[ArrayExecution, Execution], plan: Plan) -> None:
    ours, reference = pair
    found, expected = ours.run(plan), reference.run(plan)
    assert found.numbers.tolist() == expected.numbers.tolist()
    assert found.scores.tolist() == pytest.approx(expected.scores.tolist(), abs=1e-9)
    assert ours.numbers(plan).tolist() == expected.numbers.tolist()
    plain = Execution(ArraySource(ours.source)).run(plan)
    assert plain.numbers.tolist() == expected.numbers.tolist()
    assert plain.scores.tolist() == pytest.approx(expected.scores.tolist(), abs=1e-9)


@given(plan=plans(), count=st.integers(1, 30), within=filters())
def test_the_best_are_those_of_all(
    pair: tuple[ArrayExecution, Execution], plan: Plan, count: int, within: Plan | None
) -> None:
    ours, _ = pair
    check_best_within(ours, plan, count, ours.run(plan), within)


@pytest.fixture
def compiled() -> Iterator[None]:
    """numba's operations instead of numpy's."""
    pytest.importorskip("numba")
    assert use_compiled()
    yield
    kernels.use_numpy()


@pytest.mark.usefixtures("compiled")
@given(plan=plans(), count=st.integers(1, 30), within=filters())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_passes_find_the_best_of_all(
    pair: tuple[ArrayExecution, Execution], plan: Plan, count: int, within: Plan | None
) -> None:
    ours, reference = pair
    check_best_within(ours, plan, count, reference.run(plan), within)


def check_best_within(
    execution: ArrayExecution, plan: Plan, count: int, every: Matched, within: Plan | None
) -> None:
    """The best ``count`` of those of ``every`` chunk that are allowed."""
    if within is not None:
        kept = np.isin(every.numbers, execution.numbers(within))
        every = Matched(every.numbers[kept], every.scores[kept])
    check_best(best(execution, plan, count, within=within), every, count)


def check_best(found: Matched, every: Matched, count: int) -> None:
    """The best ``count`` of all, with every chunk that ties with the last of them."""
    scores = np.sort(every.scores)[::-1]
    mark = scores[min(count, len(scores)) - 1] if len(scores) else 0.0
    expected = every.numbers[every.scores >= mark - SCORE_GRAIN / 2]
    assert np.isin(expected, found.numbers).all()
    assert found.scores[:count] == pytest.approx(scores[:count], abs=1e-12)
    assert (np.diff(found.scores) <= 0).all()
    order = np.argsort(every.numbers)
    assert np.isin(found.numbers, every.numbers).all()
    at = order[np.searchsorted(every.numbers, found.numbers, sorter=order)]
    assert (np.abs(every.scores[at] - found.scores) <= 1e-12).all()


@pytest.fixture(scope="module", params=[1, 3], ids=lambda count: f"{count} segments")
def long_lists(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one field whose lists are long."""
    folder = tmp_path_factory.mktemp("long")
    index = whoosh_index.create_in(str(folder), _plain_schema())
    rng = random.Random(3)
    for segment in range(request.param):
        writer = ArrayWriter(index)
        for number in range(6_000):
            count = rng.randrange(1, 40 + 30 * segment)
            text = [WORDS[min(59, int(rng.expovariate(0.12)))] for _ in range(count)]
            if not segment and number == 5_000:  # counts and positions beyond a byte
                text = [*WORDS[:2] * 300, *text]
            writer.add_chunk({"text": (text, range(len(text)))}, {"id": (f"{segment}.{number}",)})
        writer.commit(merge=False)
    return folder


@pytest.mark.parametrize("dead", [0, 40])
def test_skipping_skips_nothing_that_counts(long_lists: Path, tmp_path: Path, dead: int) -> None:
    check_skipping(long_lists, tmp_path / "index", dead)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("dead", [0, 40])
def test_passes_skip_nothing_that_counts(long_lists: Path, tmp_path: Path, dead: int) -> None:
    check_skipping(long_lists, tmp_path / "index", dead)


def check_skipping(long_lists: Path, folder: Path, dead: int) -> None:
    """Long lists of one field, asked for in every way that a pass takes."""
    shutil.copytree(long_lists, folder)
    if dead:
        writer = ArrayWriter(whoosh_index.open_dir(str(folder)))
        for number in range(dead):
            writer.delete_term("id", f"0.{number * 7}".encode())
        writer.commit(merge=False)
    rng = random.Random(4)
    execution = ArrayExecution(open_generation(folder).postings)
    for asked in range(60):
        first, second, third = (Term("text", WORDS[rng.randrange(60)]) for _ in range(3))
        plans: list[Plan] = [
            first,
            AnyOf((first, second)),
            AnyOf((first, Weighted(second, 0.2), third)),
            Weighted(first, 2.0),
            AllOf((first, second)),
            Phrase("text", (first.text, second.text)),
            Range("text", min(first.text, second.text), max(first.text, second.text)),
        ]
        plan = plans[asked % len(plans)]
        for count in (1, 10, 500):
            every = execution.run(plan)
            for allowed in (None, third, Range("text", "w3", "w4")):
                check_best_within(execution, plan, count, every, allowed)


def _plain_schema() -> object:
    from whoosh.fields import ID, TEXT, Schema

    return Schema(id=ID(unique=True), text=TEXT())


def test_facets_are_those_of_the_records(pair: tuple[ArrayExecution, Execution]) -> None:
    source = pair[0].source
    for plan in (Everything(), Term(EXACT, "border"), Nothing()):
        numbers = pair[0].numbers(plan)
        expected: dict[str, dict[str, int]] = {}
        for number in numbers.tolist():
            record = record_from_json(str(source.stored_fields(number)["record"]))
            for name, values in read_facets(record.path, record.type, record.chunk).values.items():
                for value in set(values):
                    counted = expected.setdefault(name, {})
                    counted[value] = counted.get(value, 0) + 1
        names = [name for name in source.column_names() if name not in (PATH, DATE)]
        found = {name: counts for name in names if (counts := dict(source.count_values(name, numbers)))}
        assert found == expected


def test_chunks_order_by_path_and_place(pair: tuple[ArrayExecution, Execution]) -> None:
    source = pair[0].source
    order = source.document_order("path")
    records = {n: record_from_json(str(source.stored_fields(n)["record"])) for n in source.living().tolist()}
    expected = sorted(records, key=lambda number: (records[number].path, records[number].chunk.ordinal))
    assert sorted(records, key=lambda number: int(order[number])) == expected
    order = source.document_order("path", order_paths)
    expected.sort(key=lambda number: order_paths(records[number].path))  # stable: chunks stay in place
    assert sorted(records, key=lambda number: int(order[number])) == expected


def test_every_chunk_is_found_by_its_id(pair: tuple[ArrayExecution, Execution]) -> None:
    source = pair[0].source
    for number in source.living().tolist():
        chunk = record_from_json(str(source.stored_fields(number)["record"])).chunk
        assert source.term(CHUNK_ID, chunk.chunk_id).numbers.tolist() == [number]
        assert chunk.chunk_id in set(source.terms_with_prefix(CHUNK_ID, chunk.chunk_id[:2]))
    with pytest.raises(LookupError):
        source.stored_fields(source.size)


def test_compiled_operations_give_the_same_bits(pair: tuple[ArrayExecution, Execution]) -> None:
    pytest.importorskip("numba")
    ours, _ = pair
    asked: list[Plan] = [
        AllOf((Term(EXACT, "la"), Term(EXACT, "border"))),
        AnyOf((Term(EXACT, "la"), Term(EXACT, "plan"))),
        Phrase(EXACT, ("la", "frontera")),
        Term(EXACT, "la"),
    ]
    plain = [(best(ours, plan, 7), ours.run(plan)) for plan in asked]
    try:
        assert use_compiled()
        compiled = [(best(ours, plan, 7), ours.run(plan)) for plan in asked]
    finally:
        kernels.use_numpy()
    for (left, left_all), (right, right_all) in zip(plain, compiled, strict=True):
        for one, other in ((left, right), (left_all, right_all)):
            assert one.numbers.tolist() == other.numbers.tolist()
            assert one.scores.tolist() == other.scores.tolist()
