"""What is a concept, and how does a person write one? Reading a termbase file, row by row, strictly.

Whatever cannot be used raises :class:`TermbaseError` with file and line. The same checks serve every
form in which concepts come in.

>>> read_label(Path("t.tsv"), 1, "=WHO", Language.EN, LabelKind.ACRONYM).verbatim
True
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from analyzers.errors import TermbaseError
from analyzers.language import Language

COLUMNS = (
    "concept", "domain", "es", "es_acronym", "es_variant", "en", "en_acronym", "en_variant", "hidden", "note",
)  # fmt: skip
"""The columns of a termbase file, in the order in which they are written."""

MAX_LABEL_CHARS = 200
NOT_IN_LABELS = re.compile(r'["*~()|\t]')
"""What would mean something else in a query or in the file."""

_LANGUAGES = tuple(Language)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_WORD = re.compile(r"[^\W_]")
AMBIGUOUS = "ambiguous:"
"""Begins a note that keeps apart the senses of a label that several concepts have."""
_OTHER_NOTE = re.compile(r" \| (es|en): ")


class LabelKind(StrEnum):
    """What a label is to its concept."""

    PREFERRED = "preferred"
    ACRONYM = "acronym"
    VARIANT = "variant"
    HIDDEN = "hidden"
    """A misspelling: understood in queries and found in texts, never shown as a suggestion."""


_LABEL_COLUMNS = tuple(
    (language.value + suffix, language, kind)
    for kind, suffix in (
        (LabelKind.PREFERRED, ""), (LabelKind.ACRONYM, "_acronym"), (LabelKind.VARIANT, "_variant"),
    )
    for language in Language
)  # fmt: skip


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

    @property
    def inflects(self) -> bool:
        """Whether it has other forms: an acronym and a name of one word (``Japón``) have none."""
        return self.kind is not LabelKind.ACRONYM and (" " in self.text or not self.text[0].isupper())


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

    @property
    def is_ambiguous(self) -> bool:
        """Whether the note keeps a label's senses apart."""
        return self.note.startswith(AMBIGUOUS)

    def note_in(self, language: Language) -> str:
        """The note in a language, or what stands in it first.

        >>> Concept("usmca", "", (), "in force | es: en vigor").note_in(Language.ES)
        'en vigor'
        """
        first, *marked = _OTHER_NOTE.split(self.note)
        return dict(zip(marked[::2], marked[1::2], strict=True)).get(language.value, first)


def iter_concepts(path: Path) -> Iterator[tuple[int, Concept]]:
    """The concepts of a termbase file with the lines in which they stand. Raises :class:`TermbaseError`."""
    for line, row in iter_rows(path, _iter_lines(path)):
        yield line, read_concept(path, line, row)


def iter_rows(path: Path, lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below a header row as cells by column, each concept once.

    ``lines`` are line numbers with cells, the header first. Raises :class:`TermbaseError`.
    """
    seen: dict[str, int] = {}
    columns: list[str] | None = None
    blank = dict.fromkeys(COLUMNS, "")
    for number, texts in lines:
        cells = [text.strip() for text in texts]
        if columns is None:
            columns = _check_columns(path, number, cells)
            continue
        if len(cells) > len(columns):
            raise TermbaseError(path, number, f"{len(cells)} columns, expected {len(columns)}")
        row = blank | dict(zip(columns, cells, strict=False))
        concept_id = row["concept"]
        if concept_id in seen:
            first = seen[concept_id]
            raise TermbaseError(path, number, f"concept {concept_id!r} stands already in line {first}")
        seen[concept_id] = number
        yield number, row
    if columns is None:
        raise TermbaseError(path, 0, "the file has no header row; its first line names the columns")


def read_text(path: Path) -> str:
    """A text file in UTF-8, its line ends made alike, in NFC. Raises :class:`TermbaseError`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TermbaseError(path, 0, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        number = error.object.count(b"\n", 0, error.start) + 1
        raise TermbaseError(path, number, "not UTF-8; save the file as UTF-8") from error
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    control = _CONTROL.search(text)
    if control:
        number = text.count("\n", 0, control.start()) + 1
        raise TermbaseError(path, number, f"control character {control.group()!r}")
    return text


def _iter_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.split("\t")


def _check_columns(path: Path, line: int, columns: list[str]) -> list[str]:
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise TermbaseError(path, line, f"unknown column {unknown[0]!r}; columns are {', '.join(COLUMNS)}")
    for name in ("concept", "es", "en"):
        if name not in columns:
            raise TermbaseError(path, line, f"column {name!r} is missing")
    return columns


def read_concept(path: Path, line: int, row: Mapping[str, str]) -> Concept:
    """The concept of a row, given as cells by column. Raises :class:`TermbaseError`."""
    labels: list[Label] = []
    for column, language, kind in _LABEL_COLUMNS:
        if row[column]:
            for text in _split_cell(path, line, row[column]):
                labels.append(read_label(path, line, text, language, kind))
    if row["hidden"]:
        labels.extend(_read_hidden(path, line, row["hidden"]))
    return make_concept(path, line, Concept(row["concept"], row["domain"], tuple(labels), row["note"]))


def make_concept(path: Path, line: int, concept: Concept) -> Concept:
    """A concept with each label once. Raises :class:`TermbaseError` where a language or the id is missing."""
    if not concept.concept_id:
        raise TermbaseError(path, line, "the concept has no id in its first column")
    labels = concept.labels
    languages = {label.language for label in labels}
    for language in _LANGUAGES:
        if language not in languages:
            raise TermbaseError(
                path, line, f"concept {concept.concept_id!r} has no label in column {language.value!r}"
            )
    if len({label.text for label in labels}) < len(labels):
        return replace(concept, labels=_each_once(labels))
    return concept


def _each_once(labels: Iterable[Label]) -> tuple[Label, ...]:
    """The labels by their first kind; one that stands there in any spelling is not bound to one."""
    kept: dict[tuple[str, Language], Label] = {}
    for label in labels:
        first = kept.setdefault((label.text, label.language), label)
        if first.verbatim and not label.verbatim:
            kept[label.text, label.language] = replace(first, verbatim=False)
    return tuple(kept.values())


def _read_hidden(path: Path, line: int, cell: str) -> list[Label]:
    labels: list[Label] = []
    for text in _split_cell(path, line, cell):
        prefix, colon, misspelt = text.partition(":")
        if not colon or prefix not in ("es", "en"):
            raise TermbaseError(path, line, f"hidden label {text!r} must begin with es: or en:")
        labels.append(read_label(path, line, misspelt, Language(prefix), LabelKind.HIDDEN))
    return sorted(labels, key=lambda label: label.language is Language.EN)


def _split_cell(path: Path, line: int, cell: str) -> list[str]:
    if not cell:
        return []
    texts = [text.strip() for text in cell.split("|")]
    if not all(texts):
        raise TermbaseError(path, line, f"empty label in {cell!r}")
    return texts


def read_label(path: Path, line: int, text: str, language: Language, kind: LabelKind) -> Label:
    """The label that ``text`` stands for, ``=`` before it meaning this spelling only.

    Raises :class:`TermbaseError` for a label without a word or with a sign that means something elsewhere.
    """
    verbatim = text.startswith("=")
    bare = text.removeprefix("=").strip() if verbatim else text.strip()
    if not _WORD.search(bare):
        raise TermbaseError(path, line, f"label {text!r} holds no word")
    if len(bare) > MAX_LABEL_CHARS:
        raise TermbaseError(path, line, f"label {bare[:40]!r}… is longer than {MAX_LABEL_CHARS} characters")
    bad = NOT_IN_LABELS.search(bare)
    if bad:
        raise TermbaseError(
            path, line, f"label {bare!r} holds {bad.group()!r}, which has a meaning in queries"
        )
    return Label(bare, language, kind, verbatim)
