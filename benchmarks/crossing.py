"""How often does a query in one language find the paragraph's twin in the other?

Aligned paragraphs of a real manual (LibreOffice's help: ``apt-get install libreoffice-help-es
libreoffice-help-en-us``) are put into one mixed index. From each chosen paragraph queries are made as
researchers type them: its rarest word, two or three of its words, a noun phrase. A search
should have the paragraph itself and its twin among the first ten.

    python -m benchmarks.crossing [--pairs 5000] [--queries 150] [--seed 1 2 3]

Each seed is a choice of paragraphs and of queries of its own; of several, the means are printed last.
Constants were tuned on seeds 1 and 11 to 13. The text is read where the packages put it and never kept.
"""

import argparse
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from analyzers.analysis import part_terms
from analyzers.crossing import Crossing
from analyzers.embedding import Embedder, load_embedder
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.lexicon import load_lexicon
from analyzers.stopwords import is_stop_word
from analyzers.termbase import Termbase, load_termbase
from corpus.model import Chunk, Document, Segment
from index.engine import EngineWriter
from index.journal import JOURNAL_NAME, Journal
from index.manifest import Manifest, write_manifest
from index.reading import IndexReader
from index.vectorizing import update_vectors
from search.opening import make_searcher
from search.searching import Searcher

HELP = Path("/usr/share/libreoffice/help")
_FOLDERS = {Language.ES: "es", Language.EN: "en-US"}
_KINDS = ("word", "noun phrase", "two words", "three words")
_RARE = 10
"""A single word in more paragraphs than this names none of them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph in both languages, with the same name."""

    name: str
    texts: dict[Language, str]


def read_pairs(root: Path, *, limit: int, seed: int) -> list[Pair]:
    """Aligned paragraphs of 8 to 120 words, shuffled; ``SystemExit`` says what to install."""
    texts = {language: dict(_iter_paragraphs(root / folder)) for language, folder in _FOLDERS.items()}
    names = sorted(set(texts[Language.ES]) & set(texts[Language.EN]))
    if not names:
        raise SystemExit("No help found. Run: apt-get install libreoffice-help-es libreoffice-help-en-us")
    random.Random(seed).shuffle(names)
    pairs: list[Pair] = []
    seen: set[str] = set()
    for name in names:
        pair = Pair(name, {language: texts[language][name] for language in Language})
        sizes = [len(text.split()) for text in pair.texts.values()]
        untranslated = pair.texts[Language.ES] == pair.texts[Language.EN]
        if min(sizes) >= 8 and max(sizes) <= 120 and not untranslated and pair.texts[Language.EN] not in seen:
            seen.add(pair.texts[Language.EN])
            pairs.append(pair)
        if len(pairs) == limit:
            break
    return pairs


def _iter_paragraphs(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.html")):
        page = LexborHTMLParser(path.read_text(encoding="utf-8", errors="replace"))
        for node in page.css("p[id]"):
            text = re.sub(r"\s+", " ", node.text()).strip()
            if text:
                yield f"{path.relative_to(folder)}#{node.attributes['id']}", text


def build_index(directory: Path, pairs: Sequence[Pair]) -> None:
    """One chunk a paragraph, its language known."""
    Journal(directory / JOURNAL_NAME, writable=True).close()
    writer = EngineWriter(directory / "store-1", create=True)
    for number, pair in enumerate(pairs):
        for language, text in pair.texts.items():
            name = f"{number}-{language}"
            document = Document(name, "/", name, "txt", name, len(text), "", text)
            chunk = Chunk(name, name, 0, text, (Segment(0, 0, len(text)),), 1, 1, language=language)
            writer.add(document, [chunk])
    writer.commit()
    write_manifest(directory, Manifest("store-1"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A query made from a paragraph, and which one."""

    kind: str
    language: Language
    number: int
    text: str


def make_queries(pairs: Sequence[Pair], *, count: int, seed: int) -> list[Asked]:
    """Queries of each kind in each language from ``count`` paragraphs."""
    chance = random.Random(seed)
    asked: list[Asked] = []
    for language in Language:
        words = [_content_words(pair.texts[language], language) for pair in pairs]
        frequency = Counter(stem for row in words for stem in {stem for _, stem in row})
        for number in chance.sample(range(len(pairs)), min(count, len(pairs))):
            for kind, text in _queries_of(words[number], frequency, chance):
                asked.append(Asked(kind, language, number, text))
    return asked


def _content_words(text: str, language: Language) -> list[tuple[str, str]]:
    """The words that carry content with their stems, an empty pair where something else stands between."""
    row: list[tuple[str, str]] = []
    for word in re.findall(r"[^\W\d_]+|\S", text):
        usable = len(word) > 3 and word.isalpha() and word.islower() and not is_stop_word(fold(word))
        row.append((word, part_terms(word, language)[0][0][0]) if usable else ("", ""))
    return row


def _queries_of(
    row: Sequence[tuple[str, str]], frequency: Counter[str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    words = list({stem: word for word, stem in row if word}.items())
    if len(words) < 4:
        return
    rarest = min(words, key=lambda item: frequency[item[0]])
    if frequency[rarest[0]] <= _RARE:
        yield "word", rarest[1]
    phrases = [(a, b) for a, b in pairwise(row) if a[0] and b[0]]
    if phrases:
        best = min(phrases, key=lambda pair: frequency[pair[0][1]] * frequency[pair[1][1]])
        yield "noun phrase", f"{best[0][0]} {best[1][0]}"
    chosen = [word for _, word in chance.sample(words, 3)]
    yield "two words", " ".join(chosen[:2])
    yield "three words", " ".join(chosen)


class Summary(NamedTuple):
    """Queries, the share with the twin and with the paragraph itself in ten, the mean time of one."""

    queries: int
    twin: float
    own: float
    spent_ms: float


Table = dict[tuple[str, str], Summary]
"""By kind and language."""


def measure(searcher: Searcher, asked: Sequence[Asked]) -> Table:
    """Ask all of them, ten hits each."""
    rows: dict[tuple[str, str], list[tuple[bool, bool, float]]] = {}
    for each in asked:
        started = time.perf_counter()
        page = searcher.search(each.text, limit=10)
        spent = (time.perf_counter() - started) * 1000
        found = {hit.chunk.doc_id for hit in page.hits}
        twin, own = f"{each.number}-{each.language.other}", f"{each.number}-{each.language}"
        rows.setdefault((each.kind, each.language), []).append((twin in found, own in found, spent))
    return {
        key: Summary(len(row), _share(row, 0), _share(row, 1), sum(each[2] for each in row) / len(row))
        for key, row in rows.items()
    }


def _share(row: Sequence[tuple[bool, bool, float]], at: int) -> float:
    return sum(bool(each[at]) for each in row) / len(row)


def main() -> None:
    """Print, for each seed and then for all of them, what is found with more and more that crosses."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--queries", type=int, default=150, help="paragraphs asked about in each language")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    options = parser.parse_args()
    embedder = load_embedder()
    summaries: dict[str, list[Summary]] = {}
    for seed in options.seed:
        pairs = read_pairs(HELP, limit=options.pairs, seed=seed)
        asked = make_queries(pairs, count=options.queries, seed=seed)
        print(f"\n{len(pairs)} pairs, {2 * len(pairs)} paragraphs, {len(asked)} queries, seed {seed}")
        with tempfile.TemporaryDirectory() as folder:
            build_index(Path(folder), pairs)
            for name, table in _measure_all(Path(folder), asked, embedder):
                summaries.setdefault(name, []).append(_print_table(name, table))
    if embedder is None:
        print("\nNot measured: searching by meaning. Run: pip install '.[semantic]'")
    if len(options.seed) > 1:
        print(f"\n{'means over the seeds':22} queries  twin in 10  own in 10  ms")
        for name, rows in summaries.items():
            _print_summary(name, Summary(sum(row.queries for row in rows), *_means(rows)))


def _measure_all(
    directory: Path, asked: Sequence[Asked], embedder: Embedder | None
) -> Iterator[tuple[str, Table]]:
    """The table for: nothing crossing, names only, names and lexicon, all with the model of meaning."""
    termbase, lexicon = load_termbase(), load_lexicon()
    for name, crossing in (
        ("nothing", Crossing(Termbase())),
        ("termbase", Crossing(termbase)),
        ("termbase + lexicon", Crossing(termbase, lexicon)),
    ):
        with IndexReader.open(directory) as reader:
            yield name, measure(Searcher(reader, crossing), asked)
    if embedder is not None:
        update_vectors(directory, embedder)
        with IndexReader.open(directory) as reader:
            searcher = make_searcher(reader, termbase, lexicon, load=lambda: embedder)
            yield "all, with meaning", measure(searcher, asked)


def _print_table(name: str, table: Table) -> Summary:
    print(f"\n{name:22} queries  twin in 10  own in 10  ms")
    for kind in _KINDS:
        for language in Language:
            if (kind, language) in table:
                _print_summary(f"{kind:12} from {language}", table[kind, language])
    count = sum(row[0] for row in table.values())
    twin, own, spent = (sum(row[0] * row[at] for row in table.values()) / count for at in (1, 2, 3))
    summary = Summary(count, twin, own, spent)
    _print_summary("all", summary)
    return summary


def _print_summary(name: str, row: Summary) -> None:
    print(f"  {name:20} {row.queries:6} {row.twin:11.3f} {row.own:10.3f} {row.spent_ms:6.1f}")


def _means(rows: Sequence[Summary]) -> tuple[float, float, float]:
    """Of the seeds' own figures, each counting the same."""
    twin, own, spent = (sum(values) / len(rows) for values in list(zip(*rows, strict=True))[1:])
    return twin, own, spent


if __name__ == "__main__":
    main()
