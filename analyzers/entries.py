"""What does a row of a lexicon say, and can it be used?

A row is a Spanish word or phrase, its part of speech, and its English translations, likeliest first, each
with a weight (``border | frontier:0.6``) or with 1, 1/2, 1/3 … by rank.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from analyzers.errors import LexiconError
from analyzers.folding import fold
from analyzers.language import Language

Entry = Mapping[str, float]
"""Translations with their weights."""

Entries = Mapping[str, Mapping[str, Entry]]
"""By folded form and part of speech; those of a lexicon that is made of pairs have none."""


def read_entries(rows: Iterable[str], language: Language) -> Entries:
    """What rows, each with three cells, say of the words of a language."""
    entries: dict[str, dict[str, dict[str, float]]] = {}
    for row in rows:
        spanish, kind, cell = row.rstrip("\r").split("\t")
        translations = _read_translations(cell)
        # Divided by the row's sum, a rare word with one translation ("lindar") would outweigh
        # a main word with several ("frontera").
        total = sum(translations.values()) if language is Language.ES else 1.0
        for english, weight in translations.items():
            source, target = (spanish, english) if language is Language.ES else (english, spanish)
            targets = entries.setdefault(fold_words(source), {}).setdefault(kind, {})
            targets[target] = targets.get(target, 0.0) + weight / total
    return entries


def check_rows(path: Path, table: str) -> Iterator[tuple[str, Mapping[str, float]]]:
    """The rows of a lexicon file's text. Raises :class:`LexiconError` at what cannot be used."""
    for number, line in enumerate(table.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != 3 or not all(cells):
            raise LexiconError(
                path, number, "expected three columns: Spanish word, part of speech, English words"
            )
        yield cells[0], _check_translations(path, number, cells[2])


def _check_translations(path: Path, line: int, cell: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part, text, weight in _iter_translations(cell):
        try:
            value = float(weight)
        except ValueError as error:
            raise LexiconError(path, line, f"the weight in {part!r} is not a number") from error
        if not text or not 0 < value <= 1 or text in weights:
            raise LexiconError(path, line, f"cannot use {part!r}")
        weights[text] = value
    return weights


def _read_translations(cell: str) -> dict[str, float]:
    return {text: float(weight) for _, text, weight in _iter_translations(cell)}


def _iter_translations(cell: str) -> Iterator[tuple[str, str, str | float]]:
    """Each part of a cell, the text in it, and its weight."""
    for rank, part in enumerate(cell.split(" | "), start=1):
        text, colon, weight = part.strip().rpartition(":")
        yield (part, text.strip(), weight) if colon else (part, weight, 1.0 / rank)


def iter_cells(row: str) -> Iterator[str]:
    """The words and phrases of both languages."""
    spanish, _, cell = row.split("\t")
    yield spanish
    yield from (text for _, text, _ in _iter_translations(cell))


def write_row(spanish: str, weights: Mapping[str, float]) -> str:
    """A row of a Spanish word, of no part of speech, with its English translations."""
    return f"{spanish}\t\t{' | '.join(f'{text}:{weight!r}' for text, weight in weights.items())}\n"


def fold_words(source: str) -> str:
    """The form by which a word or phrase is found, its words by single blanks: a compound is its parts."""
    if source.isalpha() and source.isascii() and source.islower():
        return source  # most are
    return " ".join(fold(word) for word in source.replace("-", " ").split())
