"""The trials of ``make faults`` in short, and that they can fail."""

import re

import pytest

from tests.faults import shim

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not shim.has_compiler(), reason="needs Linux and a C compiler (cc)"),
]

NAMES = ("dying", "killed", "power", "forgetful", "refusing", "full", "flipping", "serving")
"""With ``forgetful``, a disk on which the trial of ``power`` has to fail."""


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """What all trials said, by name; one process has to prepare them once only."""
    ran = shim.run_preloaded("tests.faults", [*NAMES, "--short"], is_heard=True)
    found = {line.partition(": ")[0]: line for line in ran.stdout.splitlines()}
    return {**found, "errors": ran.stderr[-3_000:]}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_promised_holds_in_short(name: str, said: dict[str, str]) -> None:
    assert name in said, said
    assert re.search(r"\b0 (lost|crashes|errors|unreadable)|left out", said[name]), said
