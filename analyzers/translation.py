"""What do this person's own parallel documents translate a word by? A table learnt from them.

IBM Model 1 (P. F. Brown et al., "The mathematics of statistical machine translation", Computational
Linguistics 19, 1993) over aligned paragraphs: every word of a paragraph was translated from some word of
the other, and which from which is guessed better round by round. Learnt both ways and kept where both
ways agree. A table answers as a lexicon does.

>>> rows = [("el puerto cerrado", "the closed port"), ("el puerto", "the port"), ("la aduana", "the customs")]
>>> table = learn_table(rows, least_count=1)
>>> table.translations("puertos", Language.ES)[0].text
'port'
"""

import math
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzers.analysis import part_terms
from analyzers.errors import TranslationError
from analyzers.folding import fold, normalize
from analyzers.language import Language
from analyzers.lexicon import MAX_TRANSLATIONS, Translation
from analyzers.stemming import stem
from analyzers.stopwords import is_stop_word
from analyzers.tokenizing import Shape, iter_words

_ROUNDS = 6
_LEAST_PROBABILITY = 0.05
_LEAST_BACK = 0.01
"""A word that is hardly ever translated back is a chance neighbour."""
_LEAST_COUNT = 2
_MAX_WORDS = 120
"""Of longer paragraphs the beginning: the pairs of words grow with the square."""
_HEADER = "# Translations learnt from parallel documents: language, stem, translation, probability\n"

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


class TranslationTable:
    """Translations by word, both ways, found in any inflection. Read-only once made."""

    longest = 1
    """Words in the longest entry."""

    def __init__(self, entries: Iterable[tuple[Language, str, Translation]]) -> None:
        self._entries: dict[tuple[Language, str], list[Translation]] = defaultdict(list)
        for language, stemmed, translation in entries:
            self._entries[language, stemmed].append(translation)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[tuple[Language, str, Translation]]:
        for (language, stemmed), translations in self._entries.items():
            yield from ((language, stemmed, each) for each in translations)

    def translations(self, text: str, language: Language) -> tuple[Translation, ...]:
        """What a word of ``language`` means in the other, likeliest first, summing to 1."""
        terms, _ = part_terms(text, language)
        found = self._entries.get((language, terms[0][0]), []) if len(terms) == 1 else []
        total = sum(each.probability for each in found)
        return tuple(Translation(each.text, round(each.probability / total, 4)) for each in found)

    def only_resembles(self, text: str, language: Language) -> bool:
        """Never: its entries are stems, so what shares one is known."""
        return False


def learn_table(
    pairs: Sequence[tuple[str, str]], *, least_count: int = _LEAST_COUNT, rounds: int = _ROUNDS
) -> TranslationTable:
    """A table learnt from pairs of paragraphs, Spanish and English, that say the same.

    Words that stand in fewer than ``least_count`` paragraphs teach nothing and are left out.
    """
    sides = {
        Language.ES: _Side([pair[0] for pair in pairs], Language.ES, least_count),
        Language.EN: _Side([pair[1] for pair in pairs], Language.EN, least_count),
    }
    chances = {
        language: _train(sides[language].rows, sides[language.other].rows, rounds) for language in Language
    }
    return TranslationTable(_iter_entries(sides, chances))


def write_table(table: TranslationTable, path: Path) -> None:
    """Write a table as TSV, all of it or nothing."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEADER)
        for language, stemmed, each in table:
            file.write(f"{language}\t{stemmed}\t{each.text}\t{each.probability:.4f}\n")
    os.replace(fresh, path)


def read_table(path: Path) -> TranslationTable:
    """Read what :func:`write_table` wrote. Raises :class:`TranslationError` naming file and line."""
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except OSError as error:
        raise TranslationError(path, 0, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise TranslationError(path, error.object.count(b"\n", 0, error.start) + 1, "not UTF-8") from error
    return TranslationTable(
        _read_entry(path, number, line)
        for number, line in enumerate(lines, start=1)
        if line and not line.startswith("#")
    )


def _read_entry(path: Path, line: int, text: str) -> tuple[Language, str, Translation]:
    cells = text.split("\t")
    if len(cells) != 4 or cells[0] not in ("es", "en") or not cells[1] or not cells[2]:
        raise TranslationError(path, line, "expected language, stem, translation and probability")
    try:
        probability = float(cells[3])
    except ValueError as error:
        raise TranslationError(path, line, f"{cells[3]!r} is not a number") from error
    if not (math.isfinite(probability) and 0 < probability <= 1):
        raise TranslationError(path, line, f"{cells[3]} is not a probability")
    return Language(cells[0]), cells[1], Translation(cells[2], probability)


class _Side:
    """One language's paragraphs as sets of word numbers; 0 is the empty word, which stands everywhere."""

    def __init__(self, texts: Sequence[str], language: Language, least_count: int) -> None:
        rows = [_content_terms(text, language) for text in texts]
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            for stemmed, form in row.items():
                forms[stemmed][form] += 1
        self.stems = ["", *sorted(s for s, found in forms.items() if found.total() >= least_count)]
        self.forms = {s: min(found, key=lambda form: (-found[form], form)) for s, found in forms.items()}
        numbers = {stemmed: number for number, stemmed in enumerate(self.stems)}
        self.rows = [
            np.array(sorted(numbers[s] for s in row if s in numbers), dtype=np.int64) for row in rows
        ]


def _content_terms(text: str, language: Language) -> dict[str, str]:
    """Stems of the content words, each with a form in which it stands."""
    terms: dict[str, str] = {}
    for word in iter_words(text):
        if word.shape not in (Shape.PLAIN, Shape.COMPOUND, Shape.SPACED):
            continue
        for surface in word.surfaces:
            form = normalize(surface).lower()
            folded = fold(form)
            if not is_stop_word(folded) and folded.isalpha() and len(folded) > 1:
                terms.setdefault(stem(folded, language), form)
        if len(terms) >= _MAX_WORDS:
            break
    return terms


def _train(sources: Sequence[_Ints], targets: Sequence[_Ints], rounds: int) -> dict[tuple[int, int], float]:
    """The chance of each target word, given a source word that stands beside it somewhere."""
    cells, groups, keys = _cells(sources, targets)
    if not len(keys):
        return {}
    source_of = keys[:, 0]
    sizes = np.bincount(source_of)
    chance: _Floats = 1.0 / sizes[source_of]
    for _ in range(rounds):
        weights = chance[cells]
        share = weights / np.bincount(groups, weights=weights)[groups]
        counts = np.bincount(cells, weights=share, minlength=len(keys))
        chance = counts / np.bincount(source_of, weights=counts)[source_of]
    return {(int(s), int(t)): float(p) for (s, t), p in zip(keys, chance, strict=True) if s}


def _cells(sources: Sequence[_Ints], targets: Sequence[_Ints]) -> tuple[_Ints, _Ints, _Ints]:
    """Every meeting of a source and a target word: which pair of words, and at which target word.

    With them the pairs of words themselves, a row each.
    """
    codes: list[_Ints] = []
    groups: list[_Ints] = []
    width = 1 + max((int(row[-1]) for row in targets if len(row)), default=0)
    group = 0
    for source, target in zip(sources, targets, strict=True):
        if not len(source) or not len(target):
            continue
        all_sources = np.concatenate(([0], source))
        codes.append((all_sources[None, :] * width + target[:, None]).ravel())
        groups.append(np.repeat(np.arange(group, group + len(target)), len(all_sources)))
        group += len(target)
    if not codes:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty.reshape(0, 2)
    found, cells = np.unique(np.concatenate(codes), return_inverse=True)
    return cells, np.concatenate(groups), np.stack((found // width, found % width), axis=1)


def _iter_entries(
    sides: dict[Language, _Side], chances: dict[Language, dict[tuple[int, int], float]]
) -> Iterator[tuple[Language, str, Translation]]:
    for language in Language:
        source, target = sides[language], sides[language.other]
        back = chances[language.other]
        rows: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for (s, t), chance in chances[language].items():
            if chance >= _LEAST_PROBABILITY and back.get((t, s), 0.0) >= _LEAST_BACK:
                rows[s].append((-chance, target.forms[target.stems[t]]))
        for s in sorted(rows):
            for negative, form in sorted(rows[s])[:MAX_TRANSLATIONS]:
                yield language, source.stems[s], Translation(form, round(-negative, 4))
