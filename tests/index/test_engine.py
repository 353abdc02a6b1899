"""Every kind of plan finds what reading all chunks one by one finds."""

import random
from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.language import Language
from analyzers.token import Token
from corpus.model import Chunk, Document, Kind, Segment
from index.engine import Engine, EngineWriter
from index.fields import ASIDE, EXACT, FACET, SECTION, TEXT, TITLE, VERBATIM, facet_term
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
    all_of,
    any_of,
)
from index.schema import Terms
from search.matching import ChunkTokens
from tests.index.entries import Entry, define_entry

WORDS = ("puerto", "Port", "UN", "un", "año", "T-MEC", "3SPP")
STEMS = ("puert", "puerto", "port", "un", "ano", "tmec", "t", "mec", "3", "spp", "absent")
SURFACES = ("puerto", "port", "un", "ano", "año", "tmec", "t", "mec", "3spp", "3", "spp", "absent")
SPELLINGS = ("puerto", "Port", "UN", "un", "año", "T-MEC", "Absent")
DATES = ("2005-03-23", "2008", "2008-04", "2009-12-31")

Corpus = tuple[Engine, Mapping[str, Entry]]


def build_documents(chance: random.Random) -> list[tuple[Document, list[Chunk]]]:
    """A few documents of a few chunks of words drawn from a small vocabulary."""
    documents = []
    for number in range(12):
        doc_id = f"d{number}"
        metadata = {"date": (chance.choice(DATES),)} if chance.random() < 0.7 else {}
        path = f"{chance.choice(('', 'a/', 'a/b/'))}{number}.txt"
        title = " ".join(chance.choices(WORDS, k=2))
        document = Document(doc_id, "/root", path, "txt", "0" * 64, 0, title, "", metadata=metadata)
        chunks = []
        for ordinal in range(chance.randint(1, 5)):
            text = " ".join(chance.choices(WORDS, k=chance.randint(1, 9)))
            chunk = Chunk(
                chunk_id=f"{doc_id}-{ordinal}",
                doc_id=doc_id,
                ordinal=ordinal,
                text=text,
                segments=(Segment(0, 0, len(text)),),
                start_line=1,
                end_line=1,
                kind=chance.choice((Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.HEADER)),
                section=tuple(chance.choices(WORDS, k=chance.randint(0, 2))),
                language=chance.choice((*Language, None)),
                metadata=metadata,
            )
            chunks.append(chunk)
        documents.append((document, chunks))
    return documents


@pytest.fixture(scope="module", params=[1, 2])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """An engine over random documents, and the entries that it should hold.

    The first is written at once, the others in several commits with deletions between.
    """
    documents = build_documents(random.Random(request.param))
    store = tmp_path_factory.mktemp("engine") / "store"
    groups = [documents] if request.param == 1 else [documents[:6], documents[6:9], documents[9:]]
    for number, group in enumerate(groups):
        writer = EngineWriter(store, create=number == 0)
        for document, chunks in group:
            writer.add(document, chunks)
        if number:  # one document is deleted, another one written anew
            writer.delete(f"d{number}")
            writer.delete(f"d{number + 3}")
            writer.add(*documents[number + 3])
        writer.commit()
    gone = {f"d{number}" for number in range(1, len(groups))}
    with Engine(store) as engine:
        yield (
            engine,
            {
                chunk.chunk_id: define_entry(document, chunk)
                for document, chunks in documents
                if document.doc_id not in gone
                for chunk in chunks
            },
        )


def positions(entry: Entry, field: str, text: str) -> set[int]:
    texts, places = entry.tokens.get(field, Terms((), ()))
    return {place for place, found in zip(places, texts, strict=True) if found == text}


def tokens_of(entry: Entry) -> dict[str, list[Token]]:
    return {
        field: [Token(text, place, 0, 0) for text, place in zip(*terms, strict=True)]
        for field, terms in entry.tokens.items()
    }


def runs(entry: Entry, plan: Term | Phrase) -> set[tuple[int, int]]:
    """First and last position of every occurrence."""
    if isinstance(plan, Term):
        return {(at, at) for at in positions(entry, plan.field, plan.text)}
    found = set()
    for places in product(*(sorted(positions(entry, plan.field, text)) for text in plan.terms)):
        if all(1 <= after - before <= plan.slop for before, after in pairwise(places)):
            found.add((places[0], places[-1]))
    return found


def holds(plan: Plan, entry: Entry) -> bool:
    """Whether a plan matches, decided by its definition alone."""
    match plan:
        case Term(field=field, text=text) if field == FACET:
            return text in entry.terms[FACET]
        case Term() | Phrase():
            return bool(runs(entry, plan))
        case Near():
            pairs = (
                (one, other)
                for left, right in product(plan.left, plan.right)
                for one, other in product(runs(entry, left), runs(entry, right))
            )
            return any(0 < max(c - b, a - d) <= plan.distance for (a, b), (c, d) in pairs)
        case Range():
            return any(plan.low <= term <= plan.high for term in entry.terms[plan.field])
        case AnyOf() | Synonyms():
            return any(holds(part, entry) for part in plan.parts)
        case AllOf():
            return all(holds(part, entry) for part in plan.parts)
        case AtLeast():
            return sum(holds(part, entry) for part in plan.parts) >= plan.minimum
        case Without():
            return holds(plan.part, entry) and not holds(plan.unwanted, entry)
        case Boosted() | Weighted():
            return holds(plan.part, entry)
        case Everything():
            return True
        case Nothing():
            return False


def found_by(engine: Engine, plan: Plan) -> set[str]:
    return {engine.record(number).chunk.chunk_id for number in engine.find(plan)}


stem_fields = st.sampled_from((*TEXT.values(), ASIDE, SECTION, TITLE))
terms = st.one_of(
    st.builds(Term, stem_fields, st.sampled_from(STEMS)),
    st.builds(Term, st.just(EXACT), st.sampled_from(SURFACES)),
)
slops = st.integers(1, 3)
phrases = st.one_of(
    st.builds(
        Phrase, stem_fields, st.lists(st.sampled_from(STEMS), min_size=2, max_size=3).map(tuple), slops
    ),
    st.builds(
        Phrase, st.just(EXACT), st.lists(st.sampled_from(SURFACES), min_size=2, max_size=4).map(tuple), slops
    ),
)


@st.composite
def nears(draw: st.DrawFn) -> Near:
    field, vocabulary = draw(
        st.sampled_from([(EXACT, SURFACES), (TEXT[Language.ES], STEMS), (TEXT[Language.EN], STEMS)])
    )
    word = st.sampled_from(vocabulary)
    side = st.one_of(
        st.builds(Term, st.just(field), word),
        st.builds(Phrase, st.just(field), st.tuples(word, word)),
    )
    sides = st.lists(side, min_size=1, max_size=2).map(tuple)
    return Near(draw(sides), draw(sides), draw(st.integers(1, 5)))


facets = st.builds(
    Term,
    st.just(FACET),
    st.sampled_from(
        ["language=es", "language=en", "type=txt", "folder=a", "folder=a/b", "year=2008", "kind=header"]
    ),
)
ranges = st.builds(
    Range,
    st.just(FACET),
    st.sampled_from(["date=", "date=2005", "date=2008", "date=2008-04", "date=2010"]),
    st.sampled_from(["date=2004", "date=2005\uffff", "date=2008", "date=2008\uffff", "date=9999\uffff"]),
)
verbatim = st.builds(Term, st.just(VERBATIM), st.sampled_from(SPELLINGS))
leaves: st.SearchStrategy[Plan] = st.one_of(
    terms, phrases, nears(), facets, ranges, verbatim, st.just(Everything()), st.just(Nothing())
)


def _nested(inner: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(AnyOf, parts),
        st.builds(AllOf, parts),
        st.builds(Synonyms, parts),
        st.builds(AtLeast, parts, st.integers(1, 3)),
        st.builds(Without, inner, inner),
        st.builds(Boosted, inner, inner),
        st.builds(Weighted, inner, st.sampled_from([0.2, 0.5, 2.0])),
    )


any_plan = st.recursive(leaves, _nested, max_leaves=6)


KINDS = {
    "term": terms, "phrase": phrases, "near": nears(), "facet": facets, "range": ranges, "verbatim": verbatim,
    "any plan": any_plan,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_finds_what_reading_every_chunk_finds(corpus: Corpus, kind: str) -> None:
    engine, entries = corpus

    @given(KINDS[kind])
    def law(plan: Plan) -> None:
        assert found_by(engine, plan) == {i for i, entry in entries.items() if holds(plan, entry)}

    law()


def test_matching_in_a_chunk_agrees(corpus: Corpus) -> None:
    _, entries = corpus
    asked = [
        (entry, ChunkTokens(tokens_of(entry), entry.terms[FACET])) for entry in list(entries.values())[::4]
    ]

    @given(any_plan)
    def law(plan: Plan) -> None:
        for entry, tokens in asked:
            assert (tokens.spans(plan) is not None) == holds(plan, entry)

    law()


def test_a_search_ranks_all_that_is_found_within_bounds_by_tier(corpus: Corpus) -> None:
    engine, entries = corpus

    @given(st.lists(any_plan, min_size=1, max_size=3), st.none() | facets)
    def law(tiers: list[Plan], within: Plan | None) -> None:
        found = engine.search(tiers, within=within)
        bound = {i for i, entry in entries.items() if within is None or holds(within, entry)}
        seen: set[str] = set()
        for plan, tier in zip(tiers, found, strict=True):
            ranked = tier.ranked()
            shown = [engine.record(number) for number in ranked.numbers.tolist()]
            expected = {i for i in bound - seen if holds(plan, entries[i])}
            assert {record.chunk.chunk_id for record in shown} == expected
            assert len(tier) == len(shown) == len(expected)
            keys = [
                (-round(s, 9), r.path, r.chunk.ordinal)
                for s, r in zip(ranked.scores.tolist(), shown, strict=True)
            ]
            assert keys == sorted(keys)
            seen |= expected

    law()


def test_a_page_of_the_leaders_is_the_beginning_of_the_whole_order(corpus: Corpus) -> None:
    engine, _ = corpus

    @given(any_plan, facets, st.integers(0, 12))
    def law(plan: Plan, kind: Plan, count: int) -> None:
        (tier,) = engine.search([plan])
        flags = engine.flags(kind)
        whole, leaders = tier.ranked().numbers.tolist(), tier.leaders(count, flags).numbers.tolist()
        assert leaders == [number for number in whole if number in set(leaders)]
        for flag in (True, False):
            own = [number for number in whole if flags[number] == flag]
            given = [number for number in leaders if flags[number] == flag]
            assert given == own[: len(given)]
            assert len(given) >= min(count, len(own))

    law()


def scores_of(engine: Engine, plan: Plan) -> dict[int, float]:
    (tier,) = engine.search([plan])
    return dict(zip(tier.numbers.tolist(), tier.scores.tolist(), strict=True))


def test_scores_add_up_and_weights_multiply(corpus: Corpus) -> None:
    engine, _ = corpus

    @given(terms, terms)
    def law(one: Term, other: Term) -> None:
        left, right = scores_of(engine, one), scores_of(engine, other)
        for number, score in scores_of(engine, AnyOf((one, other))).items():
            assert score == pytest.approx(left.get(number, 0.0) + right.get(number, 0.0))
        for number, score in scores_of(engine, AllOf((one, other))).items():
            assert score == pytest.approx(left[number] + right[number])
        for number, score in scores_of(engine, Weighted(one, 0.5)).items():
            assert score == pytest.approx(left[number] / 2)
        for number, score in scores_of(engine, Boosted(one, other)).items():
            assert score == pytest.approx(left[number] + right.get(number, 0.0))
        for number, score in scores_of(engine, Without(one, other)).items():
            assert score == pytest.approx(left[number])

    law()


def test_facets_count_chunks(corpus: Corpus) -> None:
    engine, entries = corpus
    numbers = engine.find(Everything())
    counts = engine.count_facets(numbers)
    assert len(engine) == len(numbers) == len(entries)
    assert counts["type"] == {"txt": len(entries)}
    for name, counted in counts.items():
        for value, count in counted.items():
            if name != "folder":  # a folder's filter takes its subfolders too
                assert count == len(engine.find(Term(FACET, facet_term(name, value))))
    assert engine.count_facets([]) == {}


def test_ids_are_those_of_the_records(corpus: Corpus) -> None:
    engine, _ = corpus
    ids, numbers = engine.chunk_ids()
    read = {number: engine.record(number).chunk.chunk_id for number in engine.find(Everything())}
    assert {number: each.decode() for each, number in zip(ids, numbers.tolist(), strict=True)} == read


def test_vocabulary(corpus: Corpus) -> None:
    engine, entries = corpus
    living = {text for entry in entries.values() for text in entry.tokens[EXACT].texts}
    assert living <= set(engine.iter_terms(EXACT, ""))
    assert list(engine.iter_terms(EXACT, "m")) == ["mec"]
    assert list(engine.iter_terms(EXACT, "zzz")) == []
    for text in living:
        assert engine.document_frequency(EXACT, text) >= len(engine.find(Term(EXACT, text)))
    assert engine.document_frequency(EXACT, "absent") == 0


def test_the_least_plan_for_several() -> None:
    one, other = Term("f", "a"), Term("f", "b")
    assert any_of([]) == Nothing()
    assert all_of([]) == Everything()
    assert any_of([one, one]) == all_of([one]) == one
    assert any_of([one, other, one]) == AnyOf((one, other))
    assert all_of([one, other, one]) == AllOf((one, other))


def test_a_cancelled_transaction_leaves_nothing(tmp_path: Path) -> None:
    (first, chunks), (second, others) = build_documents(random.Random(0))[:2]
    store = tmp_path / "store"
    writer = EngineWriter(store, create=True)
    writer.add(first, chunks)
    writer.commit()
    writer = EngineWriter(store, create=False)
    writer.delete(first.doc_id)
    writer.add(second, others)
    writer.cancel()
    with Engine(store) as engine:
        assert len(engine) == len(chunks)
        assert not engine.has_newer()
