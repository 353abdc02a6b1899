from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SEEDS = CHECKOUT.parent / "shared" / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real documents; the tests that need it are skipped where it is not."""
    if not SEEDS.is_dir():
        pytest.skip(f"no real documents at {SEEDS}")
    return SEEDS
