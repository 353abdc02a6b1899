"""A page is the beginning of what a search without any short cut finds: same totals, order, counts, marks.

The reference below is written to be read: it scores every match, sorts all of them, interleaves whole
lists, counts with sets and analyses every hit anew.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from analyzers.crossing import Crossing
from analyzers.language import Language
from index.arrays.generation import open_generation
from index.arrays.postings import ArrayPostings
from index.facets import read_facets
from index.fields import FACETS, language_facet, place_tokens
from index.manifest import read_current_manifest
from index.plan import Everything
from index.reading import IndexReader
from search.duplicates import list_once
from search.interleaving import EARNED, EARNED_NEAR, interleave
from search.matching import ChunkTokens, merge_spans, name_reasons
from search.parsing import parse_query
from search.results import Form, Reason, ResultPage
from search.searching import MOST_COPIES, Searcher
from search.tiers import Leniency, PlannedQuery, plan_query
from tests import shipped
from tests.index_arrays.plain_execution import ArraySource, Execution
from tests.search.test_marker import QUERIES

ASKED: tuple[tuple[str, dict[str, Sequence[str]], Language | None], ...] = (
    *((text, {}, None) for text in QUERIES),
    ("seguridad", {"type": ["md", "txt"]}, None),
    ("puerto security", {}, Language.EN),
    ("frontera norte comercio", {}, None),
    ("de", {"language": ["es"]}, None),
)

TYPED = Form("", None, Reason.INFLECTION)


@pytest.fixture(scope="module")
def source(sample_index: Path) -> ArrayPostings:
    """The postings under the sample index."""
    store = read_current_manifest(sample_index).store
    return open_generation(sample_index / store).postings


def tells_most(held: tuple[Form, set[int]]) -> tuple[bool, int, str]:
    form, numbers = held
    return form.reason.is_near, len(numbers), form.text


class Reference:
    """Answers a query the long way."""

    def __init__(self, reader: IndexReader, source: ArrayPostings, planned: PlannedQuery) -> None:
        self.engine = reader.engine
        self.execution = Execution(ArraySource(source))
        self.planned = planned
        self.tiers = self._tiers()
        self.scores = {number: score for tier in self.tiers for number, score in tier}
        self.numbers = [number for tier in self.tiers for number, _ in tier]

    def _tiers(self) -> list[list[tuple[int, float]]]:
        within = self.planned.within
        free = (
            set(self.execution.run(within).numbers.tolist())
            if within
            else set(self.engine.find(Everything()))
        )
        tiers: list[list[tuple[int, float]]] = []
        for plan in self.planned.tiers:
            found = self.execution.run(plan)
            pairs = zip(found.numbers.tolist(), found.scores.tolist(), strict=True)
            hits = [(number, score) for number, score in pairs if number in free]
            free -= {number for number, _ in hits}
            earned = EARNED_NEAR if tiers else EARNED
            tiers.append(self._interleaved(sorted(hits, key=self._place), earned))
        return tiers

    def _place(self, hit: tuple[int, float]) -> tuple[float, str, int]:
        record = self.engine.record(hit[0])
        return -round(hit[1], 9), record.path, record.chunk.ordinal

    def _interleaved(self, hits: list[tuple[int, float]], earned: float) -> list[tuple[int, float]]:
        spanish = [self.engine.record(number).chunk.language is Language.ES for number, _ in hits]
        return [hits[at] for at in interleave([score for _, score in hits], spanish, earned=earned)]

    def expansions(self) -> list[tuple[str, int, list[tuple[str, int]]]]:
        found: list[tuple[str, int, list[tuple[str, int]]]] = []
        for leaf in self.planned.leaves:
            holding: dict[Form, set[int]] = {}
            for form in leaf.every_form:
                numbers = set(self.execution.run(form.plan).numbers.tolist()).intersection(self.numbers)
                holding.setdefault(TYPED if form.typed else form.form, set()).update(numbers)
            taken: set[int] = set()
            counts: dict[Form, int] = {}
            for each, numbers in sorted(holding.items(), key=tells_most):
                counts[each] = len(numbers - taken)
                taken |= numbers
            forms = [(form.text, count) for form, count in counts.items() if count and form is not TYPED]
            if forms:
                forms.sort(key=lambda form: (-form[1], form[0]))
                found.append((leaf.term, counts.get(TYPED, 0), forms))
        return found

    def facets(self) -> Mapping[str, Mapping[str, int]]:
        counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        for number in self.numbers:
            record = self.engine.record(number)
            for name, values in read_facets(record.path, record.type, record.chunk).values.items():
                counts[name].update(set(values))
        return {name: dict(found) for name, found in counts.items() if found}

    def check_hits(self, page: ResultPage) -> None:
        expected = self.numbers[page.offset : page.offset + page.limit]
        assert [hit.chunk for hit in page.hits] == [self.engine.record(n).chunk for n in expected]
        for hit, number in zip(page.hits, expected, strict=True):
            tokens = ChunkTokens(place_tokens(hit.chunk), language_facet(hit.chunk))
            matches = [match for leaf in self.planned.leaves if (match := tokens.match(leaf)) is not None]
            assert list(hit.marks) == merge_spans([span for match in matches for span in match.spans])
            assert hit.reasons == name_reasons(matches)
            assert hit.score == pytest.approx(self.scores[number], abs=1e-6)


def check_listing(reference: Reference, searcher: Searcher, text: str, **options: Any) -> None:
    """What says the same is listed once, as :func:`list_once` does it over the whole order."""
    listing = list_once(reference.numbers, reference.engine.groups())
    for offset in (0, 4):
        page = searcher.search(text, offset=offset, limit=6, collapse=True, **options)
        assert page.listed == len(listing.numbers)
        shown = listing.numbers[offset : offset + 6]
        assert [hit.chunk for hit in page.hits] == [reference.engine.record(n).chunk for n in shown]
        for hit, number in zip(page.hits, shown, strict=True):
            others = listing.others(number)
            assert hit.copies == len(others)
            expected = [reference.engine.record(other).chunk for other in others[:MOST_COPIES]]
            assert [copy.chunk for copy in hit.also_at] == expected


@pytest.mark.parametrize("translate", [True, False])
def test_pages_are_those_of_the_long_way(
    sample_reader: IndexReader, source: ArrayPostings, *, translate: bool
) -> None:
    crossing: Crossing = shipped.crossing()
    searcher = Searcher(sample_reader, crossing)
    shown = 0
    for text, filters, language in ASKED:
        bounds = filters | ({"language": [language.value]} if language else {})
        planned = plan_query(
            parse_query(text),
            bounds,
            vocabulary=sample_reader.engine,
            crossing=crossing,
            leniency=Leniency(translate=translate),
        )
        reference = Reference(sample_reader, source, planned)
        for offset, limit in ((0, 10), (7, 3), (0, 0), (20, 40)):
            page = searcher.search(
                text, offset=offset, limit=limit, filters=filters, language=language, translate=translate
            )
            assert page.total == len(reference.numbers)
            assert page.exact_total == len(reference.tiers[0])
            reference.check_hits(page)
            shown += len(page.hits)
        check_listing(reference, searcher, text, filters=filters, language=language, translate=translate)
        forms = [(e.term, e.hits, [(form.text, form.hits) for form in e.forms]) for e in page.expansions]
        assert forms == reference.expansions()
        counted = {name: {each.value: each.count for each in values} for name, values in page.facets.items()}
        assert counted == reference.facets()
    assert shown > 300
