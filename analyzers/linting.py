"""What in a termbase would mislead a search, though it can be read? Findings with file and line.

>>> finding = Finding(Path("t.tsv"), 3, Severity.ERROR, "stop-word", "el")
>>> finding.severity.value
'error'
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from analyzers.concepts import Concept, Label, LabelKind, iter_concepts
from analyzers.errors import TermbaseError
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.lexicon import Lexicon
from analyzers.stopwords import is_stop_word
from analyzers.tokenizing import Shape, iter_words

RULES = {
    "unreadable": "{detail}",
    "same-label": "the label {detail} stands twice in this concept",
    "both-languages": "the label {detail} stands in both languages; only a preferred label may",
    "stop-word": "the label {detail} is too common a word to stand for anything; write ={detail} if its "
    "capitals tell it apart",
    "ordinary-word": "the acronym {detail} is also an ordinary word; write ={detail} so that only this "
    "spelling counts",
    "one-way": "the concept {detail} has a language with nothing but misspellings to show",
    "no-name": "the concept {detail} has only variants in one of the languages",
    "shared-label": "the label {detail} belongs to another concept too; begin the note with \"ambiguous:\"",
    "same-concept": "the concept stands with the same labels as {detail}",
}  # fmt: skip
"""What each finding means, in plain English."""


class Severity(StrEnum):
    """An error makes searches wrong; a warning may be meant."""

    ERROR = "error"
    WARNING = "warning"


_ERRORS = frozenset({"unreadable", "both-languages", "stop-word", "one-way"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend. ``line`` is 1-based; 0 where the file as a whole is at fault."""

    path: Path
    line: int
    severity: Severity
    rule: str
    detail: str

    @property
    def problem(self) -> str:
        """The finding in plain English."""
        return RULES[self.rule].format(detail=self.detail)


@dataclass(frozen=True, slots=True)
class Located:
    """A concept and where it is written."""

    path: Path
    line: int
    concept: Concept


IsOrdinary = Callable[[str], bool]


def make_ordinary_test(lexicon: Lexicon) -> IsOrdinary:
    """A test whether an acronym in small letters is a word of either language, or the stem of one."""

    def is_ordinary(acronym: str) -> bool:
        words = list(iter_words(acronym))
        if len(words) != 1 or words[0].shape is not Shape.PLAIN:
            return False
        folded = fold(acronym)
        if is_stop_word(folded):
            return True
        return any(lexicon.is_word(folded, language) for language in Language)

    return is_ordinary


def lint_files(paths: Sequence[Path], is_ordinary: IsOrdinary) -> list[Finding]:
    """The findings in termbase files, later ones overriding concepts of earlier ones, in their order.

    A file that cannot be read gives one finding, and none of its concepts count.
    """
    findings: list[Finding] = []
    located: dict[str, Located] = {}
    for path in paths:
        try:
            found = [Located(path, line, concept) for line, concept in iter_concepts(path)]
        except TermbaseError as error:
            findings.append(Finding(path, error.line, Severity.ERROR, "unreadable", error.problem))
            continue
        located.update((each.concept.concept_id, each) for each in found)
    findings.extend(lint_concepts(located.values(), is_ordinary))
    order = {path: number for number, path in enumerate(paths)}
    return sorted(findings, key=lambda each: (order[each.path], each.line, each.rule, each.detail))


def lint_concepts(located: Iterable[Located], is_ordinary: IsOrdinary) -> Iterator[Finding]:
    """The findings in concepts that can be read, those of one concept together."""
    located = list(located)
    owners = _owners(located)
    wholes: dict[frozenset[tuple[str, Language]], str] = {}
    for each in located:
        rules = [*_lint_one(each.concept, is_ordinary), *_lint_shared(each.concept, owners)]
        whole = frozenset((_spelling(label), label.language) for label in each.concept.labels)
        if whole in wholes:
            rules.append(("same-concept", wholes[whole]))
        wholes.setdefault(whole, each.concept.concept_id)
        for rule, detail in dict.fromkeys(rules):
            severity = Severity.ERROR if rule in _ERRORS else Severity.WARNING
            yield Finding(each.path, each.line, severity, rule, detail)


def _lint_one(concept: Concept, is_ordinary: IsOrdinary) -> Iterator[tuple[str, str]]:
    seen: dict[str, Label] = {}
    for label in concept.labels:
        other = seen.setdefault(_spelling(label), label)
        if other is not label:
            same = other.language is label.language
            both_preferred = other.kind is label.kind is LabelKind.PREFERRED
            if same:
                yield "same-label", label.text
            elif not both_preferred:
                yield "both-languages", label.text
        if not label.verbatim and _is_common(label.text):
            yield "stop-word", label.text
        elif not label.verbatim and label.kind is LabelKind.ACRONYM and is_ordinary(label.text):
            yield "ordinary-word", label.text
    for language in Language:
        kinds = {label.kind for label in concept.labels if label.language is language}
        if kinds == {LabelKind.HIDDEN}:
            yield "one-way", concept.concept_id
        elif not kinds & {LabelKind.PREFERRED, LabelKind.ACRONYM}:
            yield "no-name", concept.concept_id


def _lint_shared(concept: Concept, owners: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    if concept.is_ambiguous:
        return
    for label in concept.labels:
        if len(owners[_spelling(label)]) > 1:
            yield "shared-label", label.text


def _owners(located: Iterable[Located]) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for each in located:
        for label in each.concept.labels:
            owners.setdefault(_spelling(label), set()).add(each.concept.concept_id)
    return owners


def _spelling(label: Label) -> str:
    """Labels of one spelling are found by the same typed words."""
    if label.verbatim:
        return "=" + label.text
    text = label.text.lower()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _is_common(text: str) -> bool:
    """Whether a label is nothing but function words; capitals inside make it a name (``La Haya``)."""
    words = list(iter_words(text))
    if len(words) > 1 and any(word.text[:1].isupper() for word in words[1:]):
        return False
    return all(
        word.shape is not Shape.ABBREVIATION and is_stop_word(fold(word.joined or word.text))
        for word in words
    )
