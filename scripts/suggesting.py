"""Which terms do the person's own documents explain? Suggestions, their evidence and what they would change.

Nothing is applied here. The last list is kept in the index directory, so that ``terms accept 3`` means the
third of the list that was seen.
"""

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.errors import CommandError

if TYPE_CHECKING:
    from analyzers.concepts import Concept, Label
    from analyzers.language import Language
    from analyzers.lexicon import Lexicon
    from analyzers.mining import Miner, Pair
    from analyzers.proposing import Proposal
    from analyzers.termbase import Termbase
    from index.reading import IndexReader
    from search.searching import Searcher

FILE_NAME = "suggestions.json"
_MOST_NAMES = 6
"""Names of a concept whose searches are compared; the first ones are those that people type."""
_MOST_HITS = 5_000

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a pair stands: a document's path, the line of the file, and the words as they stand there."""

    pair: "Pair"
    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What a search for ``query`` finds more with the concept than without it."""

    query: str
    hits: int
    files: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal with its evidence, in the order of the files, and what accepting it would change."""

    number: int
    proposal: "Proposal"
    evidence: tuple[Evidence, ...]
    impact: Impact


def iter_suggestions(
    reader: "IndexReader", termbase: "Termbase", lexicon: "Lexicon", progress: Progress
) -> Iterator[Suggestion]:
    """Everything that the indexed documents would teach the termbase, in the order of the acronyms."""
    from analyzers.linting import make_ordinary_test
    from analyzers.proposing import make_proposals
    from search.searching import Searcher

    evidence = list(_iter_evidence(reader, _make_miner(termbase, lexicon), progress))
    proposals = make_proposals([each.pair for each in evidence], termbase, make_ordinary_test(lexicon))
    without = Searcher(reader, termbase)
    for number, proposal in enumerate(proposals, start=1):
        progress(number, len(proposals), proposal.pairs[0].acronym)
        own = tuple(each for each in evidence if _speaks_for(each.pair, proposal))
        yield Suggestion(number, proposal, own, measure_impact(reader, without, proposal.concept))


def measure_impact(reader: "IndexReader", without: "Searcher", concept: "Concept") -> Impact:
    """The most that a search for one of the concept's names gains by it."""
    from analyzers.concepts import LabelKind
    from analyzers.termbase import Termbase
    from search.searching import Searcher

    # Concepts that share a label add to one another, so what this one adds is what it finds on its own
    alone = Searcher(reader, Termbase([concept]))
    names = [label.text for label in concept.labels if label.kind is not LabelKind.HIDDEN]
    best = Impact(names[0], 0, 0)
    for name in names[:_MOST_NAMES]:
        before = _found(without, name)
        gained = {chunk: doc for chunk, doc in _found(alone, name).items() if chunk not in before}
        if len(gained) > best.hits:
            best = Impact(name, len(gained), len(set(gained.values())))
    return best


def save_suggestions(directory: Path, suggestions: Sequence[Suggestion]) -> None:
    """Keep a list for ``accept``; where the directory cannot be written to, there is none."""
    from analyzers.exchange import row_of

    rows = [row_of(noted_concept(each)) for each in suggestions]
    with contextlib.suppress(OSError):
        fresh = directory / f"{FILE_NAME}.new"
        fresh.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(directory / FILE_NAME)


def read_suggestions(directory: Path) -> "list[Concept]":
    """The concepts of the list that was shown last. Raises :class:`CommandError` where there is none."""
    from analyzers.concepts import COLUMNS, read_concept

    path = directory / FILE_NAME
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        cells = [{name: str(row.get(name, "")) for name in COLUMNS} for row in rows]
    except FileNotFoundError as error:
        raise CommandError("terms_no_suggestions") from error
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise CommandError("terms_suggestions_damaged", path=path) from error
    return [read_concept(path, number, row) for number, row in enumerate(cells, start=1)]


def noted_concept(suggestion: Suggestion) -> "Concept":
    """The concept as it is accepted: a new one says where it was found."""
    from dataclasses import replace

    from analyzers.language import Language

    concept, first = suggestion.proposal.concept, suggestion.evidence[0]
    if suggestion.proposal.extends:
        return concept
    english, spanish = (
        "; ".join(filter(None, (concept.note_in(language), f"{found} {first.path}:{first.line}")))
        for language, found in ((Language.EN, "found in"), (Language.ES, "visto en"))
    )
    return replace(concept, note=f"{english} | es: {spanish}")


def suggestion_to_dict(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion as JSON."""
    proposal, impact = suggestion.proposal, suggestion.impact
    return {
        "number": suggestion.number,
        "concept": concept_to_dict(noted_concept(suggestion)),
        "extends": proposal.extends,
        "crossing": proposal.is_crossing,
        "added": [label_to_dict(label) for label in proposal.added],
        "impact": {"query": impact.query, "hits": impact.hits, "files": impact.files},
        "evidence": [
            {"path": each.path, "line": each.line, "text": each.text, "way": each.pair.way.value}
            for each in suggestion.evidence
        ],
    }


def concept_to_dict(concept: "Concept") -> dict[str, Any]:
    """A concept as JSON."""
    from analyzers.language import Language

    return {
        "concept": concept.concept_id,
        "domain": concept.domain,
        "note": concept.note_in(Language.EN),
        "labels": [label_to_dict(label) for label in concept.labels],
    }


def label_to_dict(label: "Label") -> dict[str, Any]:
    """A label as JSON."""
    return {
        "text": label.text,
        "language": label.language.value,
        "kind": label.kind.value,
        "verbatim": label.verbatim,
    }


def _iter_evidence(reader: "IndexReader", miner: "Miner", progress: Progress) -> Iterator[Evidence]:
    from corpus.model import Kind

    entries = reader.documents()
    for number, entry in enumerate(entries, start=1):
        text: str | None = None
        for chunk in reader.chunks_of(entry.doc_id):
            if chunk.kind is Kind.BOILERPLATE:
                continue
            for pair in miner.find(chunk.text, chunk.language):
                if text is None:
                    document = reader.document(entry.doc_id)
                    text = document.text if document else ""
                start = chunk.source_spans(pair.start_char, pair.end_char)[0][0]
                line = text.count("\n", 0, start) + 1 if text else chunk.start_line
                yield Evidence(pair, entry.path, line, chunk.text[pair.start_char : pair.end_char])
        progress(number, len(entries), entry.path)


def _make_miner(termbase: "Termbase", lexicon: "Lexicon") -> "Miner":
    from analyzers.mining import Miner

    @lru_cache(maxsize=65_536)
    def translations(word: str, language: "Language") -> tuple[str, ...]:
        named = (
            label.text
            for concept in termbase.lookup(word)
            for label in concept.labels
            if label.language is not language
        )
        return (*(each.text for each in lexicon.translations(word, language)), *named)

    return Miner(translations)


def _speaks_for(pair: "Pair", proposal: "Proposal") -> bool:
    return any(
        (pair.acronym, pair.long_form, pair.way, pair.language)
        == (each.acronym, each.long_form, each.way, each.language)
        for each in proposal.pairs
    )


def _found(searcher: "Searcher", text: str) -> Mapping[str, str]:
    """The passages that hold all of ``text``, or what stands for it, with their documents."""
    from search.errors import QueryError

    try:
        total = min(searcher.search(text, limit=0).exact_total, _MOST_HITS)
        found: dict[str, str] = {}
        while len(found) < total:
            hits = searcher.search(text, limit=total - len(found), offset=len(found)).hits
            if not hits:
                break
            found.update((hit.chunk.chunk_id, hit.chunk.doc_id) for hit in hits)
    except QueryError:
        return {}
    return found
