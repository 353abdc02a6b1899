"""How often is a slip put right first, and how fast?

Words of an index, each with one slip (a letter too few, too many, wrong, or two swapped, never the
first) that makes a word which does not occur. Words of one first letter are read once beforehand.

    python -m benchmarks.spelling [INDEX] [--words 2000] [--seed 1]
"""

import argparse
import random
import time
from pathlib import Path
from statistics import median
from string import ascii_lowercase

from analyzers.folding import fold
from analyzers.stopwords import is_stop_word
from index.engine import Engine
from index.fields import EXACT
from index.reading import IndexReader
from search.spelling import Speller

LEAST_LETTERS = 5


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", nargs="?", type=Path, default=Path("var/index"))
    parser.add_argument("--words", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with IndexReader.open(options.index) as reader:
        right, spent_ms = measure(reader.engine, count=options.words, seed=options.seed)
        words = len(reader.engine.count_terms(EXACT))
    print(f"{words:,} words: right first {sum(right) / len(right):.1%} of {len(right)}", end=", ")
    print(f"median {median(spent_ms):.3f} ms, largest {max(spent_ms):.3f} ms")


def measure(engine: Engine, *, count: int, seed: int) -> tuple[list[bool], list[float]]:
    """Whether each slip was put right, and how many ms of processor time it took."""
    chance = random.Random(seed)
    frequencies = engine.count_terms(EXACT)
    words = [each for each in sorted(frequencies) if each.isascii() and each.isalpha()]
    words = [each for each in words if len(each) >= LEAST_LETTERS and not is_stop_word(each)]
    chosen = chance.sample(words, min(count, len(words)))
    slips = [(slip, word) for word in chosen if (slip := make_slip(word, chance)) not in frequencies]
    speller = Speller(engine)
    for letter in ascii_lowercase:
        speller.correct(letter * LEAST_LETTERS)
    right: list[bool] = []
    spent_ms: list[float] = []
    for slip, word in slips:
        started = time.process_time_ns()
        found = speller.correct(slip)
        spent_ms.append((time.process_time_ns() - started) / 1e6)
        right.append(found is not None and fold(found) == word)
    return right, spent_ms


def make_slip(word: str, chance: random.Random) -> str:
    """A word of two letters or more with one slip; now and then the word itself, two like letters swapped."""
    at = chance.randrange(1, len(word))
    head, tail, letter = word[:at], word[at:], chance.choice(ascii_lowercase)
    swapped = head + tail[1:2] + tail[0] + tail[2:]
    return chance.choice([head + tail[1:], head + letter + tail, head + letter + tail[1:], swapped])


if __name__ == "__main__":
    main()
