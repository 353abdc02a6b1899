from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.confined.isolation import File, Result, read_all

CHECKOUT = Path(__file__).parents[2]
SEEDS = CHECKOUT.parent / "shared" / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real documents; the tests that need it are skipped where it is not."""
    if not SEEDS.is_dir():
        pytest.skip(f"no real documents at {SEEDS}")
    return SEEDS


def gather(files: Sequence[File], **options: Any) -> list[tuple[File, list[Result]]]:
    """All results of each file, in order; as many of these as there are files."""
    gathered: list[tuple[File, list[Result]]] = []
    results: list[Result] = []
    for file, result in read_all(files, **options):
        if result is None:
            gathered.append((file, results))
            results = []
        else:
            results.append(result)
    assert not results
    return gathered
