"""What does this ordinary word mean in the other language?

A lexicon is a TSV file, one row a Spanish word and part of speech with its English translations,
likeliest first. It works both ways: what a Spanish word translates to, and which Spanish words
an English one translates. Words are found in any inflection.

>>> lexicon = load_lexicon()
>>> [t.text for t in lexicon.translations("inspecciones", Language.ES)][:1]
['inspection']
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import eq
from pathlib import Path

from analyzers.analysis import part_terms
from analyzers.collecting import collector_paused
from analyzers.errors import LexiconError
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.stemming import is_foreign_plural, singular, stem

SHIPPED_LEXICON = Path(__file__).parent / "data" / "lexicon.tsv"

MAX_TRANSLATIONS = 8
_SHARED_LETTERS = 3
"""Words that share a stem begin alike: Snowball changes endings only."""
_LEAST_PROBABILITY = 0.04
"""Rarer translations bring more noise than passages."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A word or phrase of the other language and how likely it is meant; those of a word sum to about 1."""

    text: str
    probability: float


class Lexicon:
    """Translations by word, both ways. Read-only once made.

    Entries are kept under their folded form; which of them share a stem with a typed word is worked
    out for that word, since stemming all of them would take longer than most commands run.
    """

    def __init__(self, rows: Iterable[tuple[str, Mapping[str, float]]]) -> None:
        self._entries: dict[Language, dict[str, dict[str, float]]] = {language: {} for language in Language}
        self.longest = 1
        """Words in the longest entry."""
        for spanish, translations in rows:
            total = sum(translations.values())
            for english, weight in translations.items():
                self._add(Language.ES, spanish, english, weight / total)
                # Divided by the row's sum, a rare word with one translation ("lindar") would outweigh
                # a main word with several ("frontera").
                self._add(Language.EN, english, spanish, weight)
        self._sorted = {language: sorted(entries) for language, entries in self._entries.items()}
        self._found: dict[tuple[str, Language], tuple[Translation, ...]] = {}

    def translations(self, text: str, language: Language) -> tuple[Translation, ...]:
        """What ``text``, a word or phrase of ``language``, means in the other, likeliest first.

        An entry of exactly this form goes first, then that of its singular or its infinitive, then
        those that share its stem.
        """
        key = (text, language)
        if key not in self._found:
            self._found[key] = _likeliest(self._look_up(text, language))
        return self._found[key]

    def _look_up(self, text: str, language: Language) -> Mapping[str, float]:
        parts, _ = part_terms(text, language)
        if not parts or len(parts) > self.longest:
            return {}
        entries = self._entries[language]
        exact = entries.get(" ".join(form for _, form in parts))
        if exact:
            return exact
        if language is Language.ES and len(parts) == 1 and is_foreign_plural(parts[0][1]):
            return {}  # English "mayors" is no form of Spanish "mayor"
        if len(parts) == 1:
            for form in _plainer_forms(parts[0][1], language):
                if form in entries:
                    return entries[form]
            known = [entries[word] for word in _words_of(text, parts[0][1], language) if word in entries]
            if known:
                return _merged(known)
        return self._sharing([stemmed for stemmed, _ in parts], language)

    def _sharing(self, stems: Sequence[str], language: Language) -> Mapping[str, float]:
        """The translations of all entries with these stems."""
        entries = self._entries[language]
        return _merged(
            entries[form]
            for form in self._beginning(stems[0][:_SHARED_LETTERS], language)
            if _has_stems(form.split(" "), stems, language)
        )

    def _beginning(self, prefix: str, language: Language) -> Sequence[str]:
        forms = self._sorted[language]
        return forms[bisect_left(forms, prefix) : bisect_left(forms, prefix + "\uffff")]

    def is_word(self, folded: str, language: Language) -> bool:
        """Whether a folded word is a form, or the stem of a form, of an entry."""
        return folded in self._entries[language] or bool(self._sharing([folded], language))

    def _add(self, language: Language, source: str, target: str, weight: float) -> None:
        if source.isalpha() and source.isascii() and source.islower():
            form = source  # most are; folding words by the ten thousand would be felt in every command
        else:
            form = " ".join(fold(word) for word in source.replace("-", " ").split())
        self.longest = max(self.longest, form.count(" ") + 1)
        targets = self._entries[language].setdefault(form, {})
        targets[target] = targets.get(target, 0.0) + weight


def _has_stems(words: Sequence[str], stems: Sequence[str], language: Language) -> bool:
    return len(words) == len(stems) and all(map(eq, (stem(word, language) for word in words), stems))


def _plainer_forms(folded: str, language: Language) -> Iterator[str]:
    """The singular, and in Spanish the masculine, that a form may belong to."""
    if language is Language.ES:
        one = singular(folded)
        yield one
        if one.endswith("a"):
            yield one[:-1] + "o"
    elif folded.endswith("s"):
        yield folded[:-1]
        if folded.endswith("es"):
            yield folded[:-2]
        if folded.endswith("ies"):
            yield folded[:-3] + "y"


def _words_of(text: str, folded: str, language: Language) -> Sequence[str]:
    """The words, folded, that an irregular form belongs to: ``siento`` to ``sentir`` and ``sentar``.

    ``teñía`` is none of ``tener``; who types no accents means the first that there is (``tenía``).
    """
    by_spelling = _forms(language).get(folded, {})
    return by_spelling.get(text.lower()) or next(iter(by_spelling.values()), ())


def _merged(entries: Iterable[Mapping[str, float]]) -> Mapping[str, float]:
    merged: dict[str, float] = {}
    for entry in entries:
        for target, weight in entry.items():
            merged[target] = merged.get(target, 0.0) + weight
    return merged


@cache
def _forms(language: Language) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The irregular forms, folded and then as they are spelt, with their words; read when first needed."""
    text = (SHIPPED_LEXICON.parent / f"forms_{language}.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    found: dict[str, dict[str, list[str]]] = {}
    for form, word in rows:
        found.setdefault(fold(form), {}).setdefault(form, []).append(fold(word))
    return found


def _likeliest(weights: Mapping[str, float]) -> tuple[Translation, ...]:
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_TRANSLATIONS]
    total = sum(weight for _, weight in best)
    return tuple(
        Translation(word, round(weight / total, 4))
        for word, weight in best
        if weight / total >= _LEAST_PROBABILITY
    )


def load_lexicon(path: Path = SHIPPED_LEXICON) -> Lexicon:
    """Read a lexicon. Raises :class:`LexiconError` naming file and line at what cannot be used."""
    with collector_paused():
        return Lexicon(_read_rows(path))


def _read_rows(path: Path) -> Iterator[tuple[str, Mapping[str, float]]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(path, 0, f"cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != 3 or not all(cells):
            raise LexiconError(
                path, number, "expected three columns: Spanish word, part of speech, English words"
            )
        yield cells[0], _read_translations(path, number, cells[2])


def _read_translations(path: Path, line: int, cell: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for rank, part in enumerate(cell.split(" | "), start=1):
        text, colon, weight = part.strip().rpartition(":")
        text = (text if colon else weight).strip()
        try:
            value = float(weight) if colon else 1.0 / rank
        except ValueError as error:
            raise LexiconError(path, line, f"the weight in {part!r} is not a number") from error
        if not text or not 0 < value <= 1 or text in weights:
            raise LexiconError(path, line, f"cannot use {part!r}")
        weights[text] = value
    return weights
