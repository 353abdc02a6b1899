"""Which names stand for the same thing? Concepts with their labels in both languages.

A termbase is a TSV file that a person edits, one concept a row (see ``data/termbase.tsv``). It is
applied to queries, never to the index, so an edit counts at once. Every label of a concept finds
what every other label finds.

A label written ``=UN`` counts only in exactly this spelling, so that the organisation is not the
Spanish article; its spelling then counts only in passages of its own language.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from analyzers.analysis import is_acronym, part_terms
from analyzers.collecting import collector_paused
from analyzers.concepts import Concept, Label, LabelKind, iter_concepts, read_text
from analyzers.folding import fold
from analyzers.inflecting import is_noun_form
from analyzers.language import Language
from analyzers.rows import PATIENCE
from analyzers.shelf import Shelf, opening_of
from analyzers.stemming import stem, with_i
from analyzers.stopwords import is_stop_word

__all__ = ["SHIPPED_TERMBASE", "Concept", "Label", "LabelKind", "Match", "Termbase", "load_termbase"]

SHIPPED_TERMBASE = Path(__file__).parent / "data" / "termbase.tsv"

# Labels of plain words only: their words are those between blanks, and folding drops nothing but accents
_PLAIN_LABEL = re.compile(
    r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ][\dA-Za-zÁÉÍÓÚÜÑáéíóúüñ]*(?: (?!\d)[\dA-Za-zÁÉÍÓÚÜÑáéíóúüñ]+)*", re.A
)
_ACCENTS = str.maketrans("áéíóúüñ", "aeiouun")
_AFTER_SHELF = 1 << 30
"""More than a file has lines."""
_HEAD = 2
"""Letters with which a label and the words that name it begin alike, however they are inflected."""
_TYPED_WORD = re.compile(r"[^\W_]+")
"""What may be typed, or read by a query, as a word of its own: ``9/11 attacks`` is three."""
_MOST_FOUND = 1 << 15
"""Texts remembered with what they name."""
_IRREGULAR = "*"
"""Before the first letter under which all other labels wait."""


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of words, ``[start, end)``, that is a label of each of ``concepts``."""

    start: int
    end: int
    concepts: tuple[Concept, ...]


_Key = tuple[str, ...]
_Entry = TypeVar("_Entry")


class Termbase:
    """Concepts, findable by any of their labels in any inflection. What it says never changes.

    Labels wait under the initials of their words, which stemming keeps, until somebody asks for words
    with these initials: so a file of 100,000 rows is there in seconds. Concepts on the ``shelf``, all of
    them before the others, are read when somebody asks for words that begin as their labels do.
    """

    def __init__(self, concepts: Sequence[Concept] = (), shelf: Shelf | None = None) -> None:
        self._shelf = shelf
        self._openings: set[str] = set()
        self._concepts: dict[str, Concept] = {}
        self._places: dict[str, int] = {}
        self._by_stems: dict[_Key, list[tuple[Concept, _Key]]] = {}
        self._by_form: dict[_Key, list[Concept]] = {}
        self._by_spelling: dict[str, list[Concept]] = {}
        self._waiting: dict[str, list[tuple[Concept, Label]]] = {}
        self._found: dict[str, tuple[Concept, ...]] = {}
        self._most_words: dict[str, int] = {}
        placed = list(enumerate(concepts, start=_AFTER_SHELF))
        if shelf is not None:
            shelf.drop({concept.concept_id for concept in concepts})
            placed += shelf.take_twins([label.text for concept in concepts for label in concept.labels])
        self._add(placed)

    def __len__(self) -> int:
        return len(self._concepts) + len(self._shelf or ())

    @property
    def concepts(self) -> Mapping[str, Concept]:
        """All concepts by id, in the order of their files."""
        self.read_all()
        return self._concepts

    def read_all(self) -> None:
        """Read what is still on the shelf, for those who will ask for many words or from several threads."""
        if self._shelf is None:
            return
        self._add(self._shelf.take_all())
        self._shelf = None
        self._concepts = dict(sorted(self._concepts.items(), key=lambda each: self._places[each[0]]))

    def stem_all(self) -> None:
        """Read all and stem every label now: else those are stemmed that a text may name."""
        self.read_all()
        for initials in tuple(self._waiting):
            self._settle(initials)

    def match(self, words: Sequence[str]) -> Iterator[Match]:
        """The labels in a row of typed words, longest first from the left, never overlapping."""
        at = 0
        while at < len(words):
            found = self._match_at(words, at)
            if found:
                yield found
                at = found.end
            else:
                at += 1

    def _match_at(self, words: Sequence[str], at: int) -> Match | None:
        alone = self.lookup(words[at])  # has all read that begins so
        for end in range(min(len(words), at + self._longest(words[at])), at + 1, -1):
            concepts = self.lookup(" ".join(words[at:end]))
            if concepts:
                return Match(at, end, concepts)
        return Match(at, at + 1, alone) if alone else None

    def _longest(self, first: str) -> int:
        """Words of the longest label that may begin with this word, or with the letter that it is."""
        head = _head_of("".join(_TYPED_WORD.findall(fold(first))))  # of a sign alone, nothing
        if len(head) < _HEAD:
            return max((most for each, most in self._most_words.items() if each.startswith(head)), default=0)
        return max(self._most_words.get(head, 0), self._most_words.get(head[:1], 0))

    def lookup(self, text: str) -> tuple[Concept, ...]:
        """The concepts that ``text`` names, as a whole; several where it is ambiguous."""
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= _MOST_FOUND:  # a server is asked for whatever people type
                self._found.clear()
            found = self._found[text] = self._look_up(text)
        return found

    def _look_up(self, text: str) -> tuple[Concept, ...]:
        found: dict[str, Concept] = {}
        keys = [(language, *key) for language in Language for key in _keys(text, language)]
        if self._shelf is not None:
            first_terms = {terms[0] for _, *key in keys for terms in key}
            self._read(self._shelf, {opening_of(term) for term in first_terms} - self._openings)
        for concept in self._by_spelling.get(unicodedata.normalize("NFC", text), ()):
            found[concept.concept_id] = concept
        for language, stems, form in keys:
            for terms in {stems, form}:
                self._settle("".join((language, *(term[0] for term in terms))))
                self._settle(language + _IRREGULAR + terms[0][0])
            for concept in self._by_form.get((language, *form), ()):
                found[concept.concept_id] = concept
            for concept, label in self._by_stems.get((language, *stems), ()):
                if all(is_noun_form(*pair, language) for pair in zip(form, label, strict=True)):
                    found[concept.concept_id] = concept
        return tuple(sorted(found.values(), key=lambda concept: self._places[concept.concept_id]))

    def _read(self, shelf: Shelf, openings: Set[str]) -> None:
        """Take off the shelf what a text may name that begins in one of these ways, none of them known."""
        if openings:
            self._openings |= openings
            self._add(shelf.take(openings))
            if len(self._openings) > PATIENCE:
                self.read_all()

    def _add(self, placed: Sequence[tuple[int, Concept]]) -> None:
        """Make concepts findable; those that share letters with a label of theirs are among them."""
        concepts = [concept for _, concept in placed]
        spellings = [[_spell(label.text) for label in concept.labels] for concept in concepts]
        for (place, _), concept, spelt in zip(
            placed, _bind_labels(concepts, spellings), spellings, strict=True
        ):
            self._concepts[concept.concept_id] = concept
            self._places[concept.concept_id] = place
            for label, spelling in zip(concept.labels, spelt, strict=True):
                self._register(concept, label, spelling)

    def _register(self, concept: Concept, label: Label, spelling: "_Spelling") -> None:
        head = _head_of(spelling.letters)
        self._most_words[head] = max(self._most_words.get(head, 0), len(_TYPED_WORD.findall(label.text)))
        if label.verbatim:
            self._append(self._by_spelling.setdefault(label.text, []), concept)
        else:
            self._waiting.setdefault(label.language + spelling.initials, []).append((concept, label))

    def _settle(self, initials: str) -> None:
        # taken away only when all are entered: another thread that finds none waiting finds them entered
        for concept, label in self._waiting.get(initials, ()):
            self._enter(concept, label)
        self._waiting.pop(initials, None)

    def _enter(self, concept: Concept, label: Label) -> None:
        for stems, form in _keys(label.text, label.language):
            self._append(self._by_form.setdefault((label.language, *form), []), concept)
            # "crear" has the stem of CRE, "japonés" that of Japón, and both are other words
            if label.inflects:
                self._append(self._by_stems.setdefault((label.language, *stems), []), (concept, form))

    @staticmethod
    def _append(entries: list[_Entry], entry: _Entry) -> None:
        if entry not in entries:
            entries.append(entry)


def _head_of(folded: str) -> str:
    return with_i(folded[:_HEAD])


class _Spelling(NamedTuple):
    """The folded letters of a label, without blanks, and what it waits under: the initials of its words."""

    letters: str
    initials: str


def _spell(text: str) -> _Spelling:
    if _PLAIN_LABEL.fullmatch(text):
        folded = text.lower()
        if not folded.isascii():
            folded = folded.translate(_ACCENTS)
        words = folded.split(" ")
        return _Spelling("".join(words), "".join([word[0] for word in words]))
    letters = "".join([fold(part) for part in text.split()])
    return _Spelling(letters, _IRREGULAR + next((char for char in letters if char.isalnum()), ""))


def _bind_labels(concepts: Sequence[Concept], spellings: Sequence[Sequence[_Spelling]]) -> list[Concept]:
    """The concepts with those labels bound to their language that mean something else in the other."""
    owners = _Owners(concepts, spellings)
    bound: list[Concept] = []
    for concept, spelt in zip(concepts, spellings, strict=True):
        labels: list[Label] = []
        has_changed = False
        for label, spelling in zip(concept.labels, spelt, strict=True):
            flag = owners.has_other(concept, label, spelling.letters)
            flag = flag or (label.verbatim and is_stop_word(fold(label.text)))
            if label.bound is not flag:
                label, has_changed = replace(label, bound=flag), True
            labels.append(label)
        bound.append(replace(concept, labels=tuple(labels)) if has_changed else concept)
    return bound


class _Owners:
    """Which concepts have a label of some spelling in each language? Most have one owner."""

    def __init__(self, concepts: Sequence[Concept], spellings: Sequence[Sequence[_Spelling]]) -> None:
        self._first: dict[bool, dict[str, Concept]] = {True: {}, False: {}}
        self._more: dict[tuple[bool, str], list[Concept]] = {}
        for concept, spelt in zip(concepts, spellings, strict=True):
            for label, (letters, _) in zip(concept.labels, spelt, strict=True):
                is_spanish = label.language is Language.ES
                first = self._first[is_spanish].setdefault(letters, concept)
                if first is not concept:
                    self._more.setdefault((is_spanish, letters), []).append(concept)

    def has_other(self, concept: Concept, label: Label, letters: str) -> bool:
        """Whether a spelling is another concept's label in the other language."""
        in_other = label.language is not Language.ES
        first = self._first[in_other].get(letters)
        if first is None:
            return False
        owners = (first, *self._more.get((in_other, letters), ()))
        return any(owner.concept_id != concept.concept_id for owner in owners)


def load_termbase(paths: Sequence[Path] = (SHIPPED_TERMBASE,)) -> Termbase:
    """Read termbase files, later ones overriding a concept of the same id in earlier ones.

    The shipped one, which has been checked before it was shipped, is read as it is asked for. Raises
    :class:`TermbaseError` naming file and line at the first thing that cannot be used; so a caller that
    holds a termbase keeps it.
    """
    concepts: dict[str, Concept] = {}
    is_first = bool(paths) and paths[0] == SHIPPED_TERMBASE
    with collector_paused():
        for path in paths[is_first:]:
            for _, concept in iter_concepts(path):
                concepts[concept.concept_id] = concept
        shelf = Shelf(SHIPPED_TERMBASE, read_text(SHIPPED_TERMBASE)) if is_first else None
        return Termbase(list(concepts.values()), shelf)


def _keys(text: str, language: Language) -> list[tuple[_Key, _Key]]:
    """The stems of a label or of typed words, and their very forms.

    A single compound is also found joined; an acronym's plural (``MOUs``) has the acronym's form.
    """
    parts, joined = part_terms(text, language)
    if not parts:
        return []
    keys = [(tuple(stemmed for stemmed, _ in parts), tuple(exact for _, exact in parts))]
    if joined:
        keys.append(((stem(joined, language),), (joined,)))
    if text.endswith("s") and is_acronym(text):
        keys.append(((fold(text[:-1]),),) * 2)
    return keys
