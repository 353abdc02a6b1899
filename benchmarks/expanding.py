"""How much longer does a page take because its words cross over? Below twice is the aim.

The judged queries and words of the documents are asked twice in turn, in processor time: with all that
their words stand for, and as typed (``translate=False``). First the search alone, then the page as a
browser gets it, of which searching is a part. No query is kept from one time to the next, only what the
tables say of a word or name. An expanded page also finds more, so the hits shown are counted beside it.

    python -m benchmarks.expanding [--seeds ../shared/seeds] [--queries 60]
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from analyzers.crossing import Crossing
from analyzers.embedding import load_embedder
from analyzers.lexicon import load_lexicon
from analyzers.stopwords import is_stop_word
from analyzers.termbase import load_termbase
from analyzers.tokenizing import read_words
from benchmarks.evaluating import ROOT
from index.fields import EXACT
from index.reading import IndexReader
from index.updating import update_index
from index.vectorizing import update_vectors
from search import wording
from search.evaluation import read_judged_queries
from search.meaning import Meaning
from search.searching import Searcher
from webui import create_app
from webui.config import AppConfig
from webui.opening import OpenIndex

_PAGES = 4
"""Made between two looks at the clock, which itself takes part of a millisecond on some machines."""
_SHOWN_HIT = '<p class="why">'
_KEPT = (
    read_words, wording.inflected_plan, wording.translated_plan, wording.surface_plan,
    wording.text_field_plans,
)  # fmt: skip

Ask = Callable[[str, bool], int]
"""Asks a query, expanded or as typed, of a searcher that was never asked before; the hits shown."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Of one query: milliseconds of processor time a page, and hits on it, expanded and as typed."""

    expanded_ms: float
    typed_ms: float
    expanded_hits: int
    typed_hits: int


def main() -> None:
    """Print a row for each collection and kind of query, with and without the model of meaning."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=Path, default=ROOT.parent / "shared" / "seeds")
    parser.add_argument("--queries", type=int, default=60, help="of each kind in each collection")
    options = parser.parse_args()
    print(f"{'':54} queries  expanded ms  typed ms  ratio  hits")
    for name, folder in (("samples", ROOT / "corpus" / "documents"), ("seeds", options.seeds)):
        if folder.is_dir():
            _measure_collection(name, folder, count=options.queries)
        else:
            print(f"{name}: not measured, there is no folder {folder}")


def _measure_collection(name: str, folder: Path, *, count: int) -> None:
    judged = read_judged_queries(ROOT / "tests" / "golden" / f"{name}.jsonl")
    termbase, lexicon, embedder = load_termbase(), load_lexicon(), load_embedder()
    with tempfile.TemporaryDirectory() as directory:
        index = Path(directory)
        update_index(index, [folder])
        if embedder is not None:
            update_vectors(index, embedder)
        with IndexReader.open(index) as reader:
            asked = {
                "judged queries": _some([query.query for query in judged], count),
                "single words": _some(_list_words(reader), count),
            }
            crossing = Crossing(termbase, lexicon)
            meanings: dict[str, Meaning | None] = {"": None}
            if embedder is not None:
                meanings[", with meaning"] = Meaning.open(index, lambda: embedder)
            for suffix, meaning in meanings.items():
                make = partial(Searcher, reader, crossing, meaning)
                for how, ask in (("", _ask_searcher(make)), (", in a browser", _ask_browser(index, make))):
                    for kind, queries in asked.items():
                        _print_row(f"{name}, {kind}{suffix}{how}", _measure(queries, ask))


def _ask_searcher(make: Callable[[], Searcher]) -> Ask:
    return lambda query, translate: len(make().search(query, translate=translate).hits)


class _Forgetful(OpenIndex):
    """What the server keeps open, with a new searcher for each request."""

    def __init__(self, config: AppConfig, make: Callable[[], Searcher]) -> None:
        super().__init__(config)
        self._make = make

    def searcher(self) -> Searcher:
        """One that was never asked."""
        return self._make()


def _ask_browser(directory: Path, make: Callable[[], Searcher]) -> Ask:
    config = AppConfig(index_directory=directory)
    app = create_app(config)
    app.extensions["bisagra"] = _Forgetful(config, make)
    client = app.test_client()

    def ask(query: str, translate: bool) -> int:
        page = client.get("/", query_string={"q": query, "translate": str(int(translate))})
        return page.get_data(as_text=True).count(_SHOWN_HIT)

    return ask


def _list_words(reader: IndexReader) -> list[str]:
    return [
        word
        for word in reader.engine.iter_terms(EXACT, "")
        if word.isalpha() and len(word) > 3 and not is_stop_word(word)
    ]


def _some(queries: Sequence[str], count: int) -> list[str]:
    return random.Random(1).sample(queries, min(count, len(queries)))


def _measure(queries: Sequence[str], ask: Ask) -> list[Timing]:
    """Both ways in turn, twice, of which the faster counts: other work on the machine only slows."""
    timings: list[Timing] = []
    for query in queries:
        expanded, typed = [], []
        for _ in range(3):  # the first time warms what the index keeps
            expanded.append(_time(partial(ask, query, True)))
            typed.append(_time(partial(ask, query, False)))
        (ms, hits), (typed_ms, typed_hits) = min(expanded[1:]), min(typed[1:])
        timings.append(Timing(ms, typed_ms, hits, typed_hits))
    return timings


def _time(make_page: Callable[[], int]) -> tuple[float, int]:
    """Milliseconds of processor time of one page, asked for the first time, and the hits on it."""
    hits = 0
    started = time.process_time()
    for _ in range(_PAGES):
        for kept in _KEPT:
            kept.cache_clear()
        hits = make_page()
    return (time.process_time() - started) * 1000 / _PAGES, hits


def _print_row(name: str, timings: Sequence[Timing]) -> None:
    expanded, typed = (statistics.median(values) for values in _columns(timings))
    ratio = statistics.median(each.expanded_ms / each.typed_ms for each in timings)
    hits = sum(each.expanded_hits for each in timings) / max(1, sum(each.typed_hits for each in timings))
    print(f"{name:54} {len(timings):7} {expanded:12.2f} {typed:9.2f} {ratio:6.2f} {hits:5.2f}", flush=True)


def _columns(timings: Sequence[Timing]) -> tuple[list[float], list[float]]:
    return [each.expanded_ms for each in timings], [each.typed_ms for each in timings]


if __name__ == "__main__":
    main()
