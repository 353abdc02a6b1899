"""Which names stand for the same thing? Concepts with their labels in both languages.

A termbase is a TSV file that a person edits, one concept a row (see ``data/termbase.tsv``). It is
applied to queries, never to the index, so an edit counts at once. Every label of a concept finds
what every other label finds.

A label written ``=UN`` counts only in exactly this spelling, so that the organisation is not the
Spanish article; its spelling then counts only in passages of its own language.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from analyzers.analysis import part_terms
from analyzers.errors import TermbaseError
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.stopwords import is_stop_word

SHIPPED_TERMBASE = Path(__file__).parent / "data" / "termbase.tsv"

_COLUMNS = (
    "concept", "domain", "es", "es_acronym", "es_variant", "en", "en_acronym", "en_variant", "hidden", "note",
)  # fmt: skip
_MAX_LABEL_CHARS = 200
_NOT_IN_LABELS = frozenset('"*~()\t')


class LabelKind(StrEnum):
    """What a label is to its concept."""

    PREFERRED = "preferred"
    ACRONYM = "acronym"
    VARIANT = "variant"
    HIDDEN = "hidden"
    """A misspelling: understood in queries and found in texts, never shown as a suggestion."""


@dataclass(frozen=True, slots=True)
class Label:
    """One name of a concept in one language.

    ``verbatim`` labels count only as they are spelt; ``bound`` ones only in passages of their own
    language, since there they mean something else in the other: ``UN`` is a Spanish article, ``EU``
    are the United States in Spanish and the European Union in English.
    """

    text: str
    language: Language
    kind: LabelKind
    verbatim: bool = False
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and its names. Labels stand preferred first, then acronyms, variants, hidden ones."""

    concept_id: str
    domain: str
    labels: tuple[Label, ...]
    note: str = ""

    def preferred(self, language: Language) -> str:
        """The name to show in ``language``."""
        return next(label.text for label in self.labels if label.language is language)


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of words, ``[start, end)``, that is a label of each of ``concepts``."""

    start: int
    end: int
    concepts: tuple[Concept, ...]


_Key = tuple[str, ...]


class Termbase:
    """Concepts, findable by any of their labels in any inflection. Read-only once made."""

    def __init__(self, concepts: Sequence[Concept] = ()) -> None:
        concepts = _bind_labels(concepts)
        self.concepts = {concept.concept_id: concept for concept in concepts}
        self._by_key: dict[_Key, list[Concept]] = {}
        self._by_spelling: dict[str, list[Concept]] = {}
        self._longest = 0
        for concept in concepts:
            for label in concept.labels:
                self._register(concept, label)

    def __len__(self) -> int:
        return len(self.concepts)

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
        for end in range(min(len(words), at + self._longest), at, -1):
            concepts = self.lookup(" ".join(words[at:end]))
            if concepts:
                return Match(at, end, concepts)
        return None

    def lookup(self, text: str) -> tuple[Concept, ...]:
        """The concepts that ``text`` names, as a whole; several where it is ambiguous."""
        found: dict[str, Concept] = {}
        for concept in self._by_spelling.get(unicodedata.normalize("NFC", text), ()):
            found[concept.concept_id] = concept
        for language in Language:
            for key in _keys(text, language):
                for concept in self._by_key.get((language, *key), ()):
                    found[concept.concept_id] = concept
        return tuple(found.values())

    def _register(self, concept: Concept, label: Label) -> None:
        self._longest = max(self._longest, len(label.text.split()))
        if label.verbatim:
            self._append(self._by_spelling.setdefault(label.text, []), concept)
            return
        for key in _keys(label.text, label.language):
            self._append(self._by_key.setdefault((label.language, *key), []), concept)

    @staticmethod
    def _append(concepts: list[Concept], concept: Concept) -> None:
        if concept not in concepts:
            concepts.append(concept)


def _bind_labels(concepts: Sequence[Concept]) -> list[Concept]:
    """The concepts with those labels bound to their language that mean something else in the other."""
    meanings: dict[str, set[tuple[str, Language]]] = {}
    for concept in concepts:
        for label in concept.labels:
            meanings.setdefault(_spelling(label), set()).add((concept.concept_id, label.language))

    def is_bound(concept: Concept, label: Label) -> bool:
        if label.verbatim and is_stop_word(fold(label.text)):
            return True
        others = meanings[_spelling(label)]
        return any(i != concept.concept_id and language is not label.language for i, language in others)

    return [
        replace(
            concept, labels=tuple(replace(label, bound=is_bound(concept, label)) for label in concept.labels)
        )
        for concept in concepts
    ]


def _spelling(label: Label) -> str:
    return "".join(fold(part) for part in label.text.split())


def load_termbase(paths: Sequence[Path] = (SHIPPED_TERMBASE,)) -> Termbase:
    """Read termbase files, later ones overriding a concept of the same id in earlier ones.

    Raises :class:`TermbaseError` naming file and line at the first thing that cannot be used; so a
    caller that holds a termbase keeps it.
    """
    concepts: dict[str, Concept] = {}
    for path in paths:
        for concept in _read_concepts(path):
            concepts[concept.concept_id] = concept
    return Termbase(list(concepts.values()))


def _read_concepts(path: Path) -> Iterator[Concept]:
    seen: dict[str, int] = {}
    columns: list[str] | None = None
    for number, line in _iter_lines(path):
        cells = [cell.strip() for cell in line.split("\t")]
        if columns is None:
            columns = _check_columns(path, number, cells)
            continue
        if len(cells) > len(columns):
            raise TermbaseError(path, number, f"{len(cells)} columns, expected {len(columns)}")
        row = dict.fromkeys(_COLUMNS, "") | dict(zip(columns, cells, strict=False))
        concept = _read_concept(path, number, row)
        if concept.concept_id in seen:
            first = seen[concept.concept_id]
            raise TermbaseError(
                path, number, f"concept {concept.concept_id!r} stands already in line {first}"
            )
        seen[concept.concept_id] = number
        yield concept
    if columns is None:
        raise TermbaseError(path, 0, "the file has no header row; its first line names the columns")


def _iter_lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TermbaseError(path, 0, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        number = error.object.count(b"\n", 0, error.start) + 1
        raise TermbaseError(path, number, "not UTF-8; save the file as UTF-8") from error
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, unicodedata.normalize("NFC", line)


def _check_columns(path: Path, line: int, columns: list[str]) -> list[str]:
    unknown = [name for name in columns if name not in _COLUMNS]
    if unknown:
        raise TermbaseError(path, line, f"unknown column {unknown[0]!r}; columns are {', '.join(_COLUMNS)}")
    for name in ("concept", "es", "en"):
        if name not in columns:
            raise TermbaseError(path, line, f"column {name!r} is missing")
    return columns


def _read_concept(path: Path, line: int, row: dict[str, str]) -> Concept:
    if not row["concept"]:
        raise TermbaseError(path, line, "the concept has no id in its first column")
    labels: list[Label] = []
    for kind, suffix in (
        (LabelKind.PREFERRED, ""), (LabelKind.ACRONYM, "_acronym"), (LabelKind.VARIANT, "_variant"),
    ):  # fmt: skip
        for language in Language:
            for text in _split_cell(path, line, row[language.value + suffix]):
                labels.append(_read_label(path, line, text, language, kind))
    for text in _split_cell(path, line, row["hidden"]):
        prefix, colon, misspelt = text.partition(":")
        if not colon or prefix not in ("es", "en"):
            raise TermbaseError(path, line, f"hidden label {text!r} must begin with es: or en:")
        labels.append(_read_label(path, line, misspelt, Language(prefix), LabelKind.HIDDEN))
    for language in Language:
        if not any(label.language is language for label in labels):
            raise TermbaseError(
                path, line, f"concept {row['concept']!r} has no label in column {language.value!r}"
            )
    return Concept(row["concept"], row["domain"], tuple(dict.fromkeys(labels)), row["note"])


def _split_cell(path: Path, line: int, cell: str) -> list[str]:
    if not cell:
        return []
    texts = [text.strip() for text in cell.split("|")]
    if not all(texts):
        raise TermbaseError(path, line, f"empty label in {cell!r}")
    return texts


def _read_label(path: Path, line: int, text: str, language: Language, kind: LabelKind) -> Label:
    verbatim = text.startswith("=")
    bare = text.removeprefix("=").strip()
    if not _keys(bare, language):
        raise TermbaseError(path, line, f"label {text!r} holds no word")
    if len(bare) > _MAX_LABEL_CHARS:
        raise TermbaseError(path, line, f"label {bare[:40]!r}… is longer than {_MAX_LABEL_CHARS} characters")
    bad = _NOT_IN_LABELS.intersection(bare)
    if bad:
        raise TermbaseError(
            path, line, f"label {bare!r} holds {sorted(bad)[0]!r}, which has a meaning in queries"
        )
    return Label(bare, language, kind, verbatim)


def _keys(text: str, language: Language) -> set[_Key]:
    """The keys under which a label is found: inflected, as it stands, and joined if one compound."""
    parts, joined = part_terms(text, language)
    if not parts:
        return set()
    keys = {tuple(stemmed for stemmed, _ in parts), tuple(exact for _, exact in parts)}
    if joined:
        keys.add((joined,))
    return keys
