"""How often is the language of a paragraph told right, and how many paragraphs a second?

Paragraphs of manuals that exist in both languages, which language is known, whole and cut to their
first words (LibreOffice's help: ``apt-get install libreoffice-help-es libreoffice-help-en-us``). A
text that is the same in both languages, or of whose words none is prose, counts for neither.

    python -m benchmarks.languages [--pairs 5000] [--seed 1]

Cut texts are told alone; "whole" are whole paragraphs among others of their language, as an index sees
them. Their text is read where the packages put it and never kept.
"""

import argparse
import random
import re
import time
from collections.abc import Callable, Sequence
from statistics import median

from analyzers.detection import detect_language, name_languages
from analyzers.language import Language
from benchmarks.crossing import HELP, Pair, read_pairs

_SIZES = ((1, 2), (3, 5), (6, 15), (16, 120))
"""Words of a text, from and to."""

_BATCH = 500

_WORD_RE = re.compile(r"[^\W\d_]{2,}")

Told = tuple[int, int, int, float]
"""Texts, those told right, those called unknown, and processor seconds."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pairs = read_pairs(HELP, limit=options.pairs, seed=options.seed)
    texts = cut_texts(pairs, random.Random(options.seed))
    print(f"{len(pairs)} pairs, seed {options.seed}\n")
    print(f"{'words':10}{'texts':>8}{'right':>9}{'unknown':>9}{'texts a CPU second':>20}")
    rows = {f"{low}–{high}": measure(texts[low, high], _alone) for low, high in _SIZES}
    rows["6 and more"] = _add([rows["6–15"], rows["16–120"]])
    rows["all, alone"] = _add([rows[f"{low}–{high}"] for low, high in _SIZES])
    whole = [(pair.texts[language], language) for language in Language for pair in pairs]
    rows["whole"] = measure(whole, name_languages)
    for name, (count, right, unknown, spent) in rows.items():
        print(f"{name:10}{count:8}{right / count:9.2%}{unknown / count:9.2%}{count / spent:20,.0f}")


def cut_texts(
    pairs: Sequence[Pair], chance: random.Random
) -> dict[tuple[int, int], list[tuple[str, Language]]]:
    """From each paragraph its first words, once for each size; no text that both languages have."""
    found: dict[tuple[int, int], list[tuple[str, Language]]] = {}
    for size in _SIZES:
        cut: dict[Language, list[str]] = {language: [] for language in Language}
        for pair in pairs:
            for language, text in pair.texts.items():
                words = text.split()
                short = " ".join(words[: chance.randint(*size)])
                if len(words) >= size[0] and _WORD_RE.search(short):
                    cut[language].append(short)
        shared = set(cut[Language.ES]) & set(cut[Language.EN])
        found[size] = [(text, each) for each in Language for text in cut[each] if text not in shared]
    return found


def _alone(texts: Sequence[str]) -> list[Language | None]:
    return [detect_language(text) for text in texts]


def measure(
    texts: Sequence[tuple[str, Language]], tell: Callable[[Sequence[str]], list[Language | None]]
) -> Told:
    """How many are told right; the time is as if every batch took what the middle one takes.

    Others use the machine too, and a text told twice would be told from memory.
    """
    told: list[Language | None] = []
    spent: list[float] = []
    for low in range(0, len(texts), _BATCH):
        batch = [text for text, _ in texts[low : low + _BATCH]]
        started = time.process_time()
        told += tell(batch)
        spent.append((time.process_time() - started) / len(batch))
    right = sum(found is language for found, (_, language) in zip(told, texts, strict=True))
    return len(texts), right, told.count(None), median(spent) * len(texts)


def _add(rows: Sequence[Told]) -> Told:
    counts, rights, unknowns, times = zip(*rows, strict=True)
    return sum(counts), sum(rights), sum(unknowns), sum(times)


if __name__ == "__main__":
    main()
