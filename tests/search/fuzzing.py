"""Queries that nobody would type: none may fail otherwise than by saying what is too much.

``python -m tests.search.fuzzing [COUNT]`` asks so many, in this process, and prints how long they took.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from index.reading import IndexReader
from index.updating import update_index
from search.errors import QueryError
from search.opening import make_searcher
from tests import shipped
from tests.conftest import CHECKOUT
from tests.search.hostile import HOSTILE
from tests.strings import AWKWARD

_WORDS = (
    "puerto aduana ASPAN SPP inspección inspections Guardia Costera the de la security border lavado dinero "
    "treaty 2008 1.234,5 EE.UU. T-MEC"
).split()
_SIGNS = (
    '"', "(", ")", "*", "~", "-", "+", "!", "=", ":", " AND ", " OR ", " NOT ", " Y ", " NEAR/5 ", "^2", "/",
    "\\", "..", "date:2005..2009", "language:en", "título:", "tag:", "~2", "?", "[", " TO ", "]", "'", "«",
    "»", "“",
)  # fmt: skip


def make_query(rng: random.Random) -> str:
    """Words, signs of the query language and characters that break programs, in any order."""
    if rng.random() < 0.02:
        text = rng.choice(list(HOSTILE.values()))[:2_000]
        return text[rng.randrange(len(text) + 1) :]
    pieces = []
    for _ in range(rng.randrange(1, 14)):
        kind = rng.random()
        pieces.append(
            rng.choice(_WORDS) if kind < 0.45
            else rng.choice(_SIGNS) if kind < 0.8
            else rng.choice(AWKWARD) if kind < 0.93
            else chr(rng.randrange(0x110000)) * rng.randrange(1, 4)
        )  # fmt: skip
        pieces.append(rng.choice(("", " ")))
    return "".join(pieces)


def fuzz(count: int, seed: int = 1) -> str:
    """Ask so many queries over the sample documents; what came of them."""
    rng = random.Random(seed)
    refused, hits, milliseconds = 0, 0, []
    with tempfile.TemporaryDirectory() as base:
        directory = Path(base, "index")
        update_index(directory, [CHECKOUT / "corpus" / "documents"])
        with IndexReader.open(directory) as reader:
            searcher = make_searcher(reader, shipped.termbase(), shipped.lexicon())
            searcher.search("puerto")
            for number in range(count):
                query = make_query(rng)
                started = time.thread_time()
                try:
                    hits += searcher.search(query).total
                except QueryError:
                    refused += 1
                milliseconds.append((time.thread_time() - started) * 1000)
                if number % 10_000 == 9_999:
                    print(f"  {number + 1} queries", flush=True)
    milliseconds.sort()
    half, most = milliseconds[count // 2], milliseconds[int(count * 0.99)]
    return (
        f"{count} fuzzed queries: {refused} refused by name, {hits} hits in all, 0 uncaught; "
        f"processor time median {half:.2f} ms, p99 {most:.1f} ms, longest {milliseconds[-1]:.0f} ms"
    )


if __name__ == "__main__":
    print(fuzz(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
