"""Which words and names begin so? For completing what a person is typing.

Words come from the index as its documents spell them, names from the termbase where the documents hold
them; those in the most passages first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from analyzers.folding import fold
from analyzers.stopwords import is_stop_word
from analyzers.termbase import Concept, LabelKind
from index.fields import EXACT, VERBATIM
from index.plan import Plan
from search.spelling import commonest_spelling
from search.wording import label_plan

LEAST_LETTERS = 2
"""Of one letter, half the vocabulary is a completion."""
_MOST_WORDS = 2_000
"""Words of one beginning that are compared: more are not looked through while somebody types."""
_MOST_NAMES = 50

_ACCENTED = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "úü", "n": "ñ"}


@dataclass(frozen=True, slots=True)
class Completion:
    """A word or name that begins so, and in how many passages it stands; ``concept`` of a name is its id."""

    text: str
    hits: int
    concept: str | None = None


class Vocabulary(Protocol):
    """What completing asks of an index."""

    def document_frequency(self, field: str, text: str) -> int:
        """In how many chunks a term occurs in a field."""

    def iter_terms(self, field: str, prefix: str) -> Iterable[str]:
        """The terms of a field that begin with ``prefix``, in order."""

    def find(self, plan: Plan) -> Sequence[int]:
        """The numbers of all chunks that match."""


def complete(
    beginning: str, vocabulary: Vocabulary, concepts: Iterable[Concept], *, limit: int
) -> list[Completion]:
    """At most ``limit`` words and names that begin with ``beginning``, whatever its accents and case."""
    wanted = fold(" ".join(beginning.split()))
    if len(wanted) < LEAST_LETTERS:
        return []
    found = [*_words(wanted, vocabulary), *_names(wanted, vocabulary, concepts)]
    best: dict[str, Completion] = {}
    for each in sorted(found, key=lambda each: (each.concept is None, -each.hits)):
        best.setdefault(fold(each.text), each)  # a name that is also a word is a name
    return sorted(best.values(), key=lambda each: (-each.hits, each.text))[:limit]


def _words(wanted: str, vocabulary: Vocabulary) -> Iterator[Completion]:
    spellings: dict[str, list[str]] = {}
    for spelt in islice(_spelt(wanted, vocabulary), _MOST_WORDS):
        if spelt.isalpha() and len(spelt) > len(wanted):
            spellings.setdefault(fold(spelt), []).append(spelt)
    for folded, ways in spellings.items():
        if not is_stop_word(folded):
            commonest = commonest_spelling(ways, vocabulary)
            yield Completion(commonest, vocabulary.document_frequency(EXACT, folded))


def _spelt(wanted: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The words of the documents that begin so: a Spanish word has one accent, and that may be here."""
    accented = [
        wanted[:at] + accent + wanted[at + 1 :]
        for at, letter in enumerate(wanted)
        for accent in _ACCENTED.get(letter, "")
    ]
    for each in (wanted, *accented):
        for written in dict.fromkeys((each, each.capitalize(), each.upper())):
            yield from vocabulary.iter_terms(VERBATIM, written)


def _names(wanted: str, vocabulary: Vocabulary, concepts: Iterable[Concept]) -> Iterator[Completion]:
    labels = (
        (concept.concept_id, label)
        for concept in concepts
        for label in concept.labels
        if label.kind is not LabelKind.HIDDEN and fold(label.text).startswith(wanted)
    )
    for concept_id, label in islice(labels, _MOST_NAMES):
        hits = len(vocabulary.find(label_plan(label)))
        if hits:
            yield Completion(label.text, hits, concept_id)
