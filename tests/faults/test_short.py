"""The trials of ``make faults`` in short, and that they can fail."""

import re
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT
from tests.faults import shim

pytestmark = pytest.mark.skipif(not shim.has_compiler(), reason="needs Linux and a C compiler (cc)")

NAMES = ("dying", "killed", "power", "refusing", "full", "flipping", "serving")


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """What all trials said, by name; one process has to prepare them once only."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults", *NAMES, "--short"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = {line.partition(": ")[0]: line for line in ran.stdout.splitlines()}
    return {**found, "errors": ran.stderr[-3_000:]}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_promised_holds_in_short(name: str, said: dict[str, str]) -> None:
    assert name in said, said
    assert re.search(r"\b0 (lost|crashes|errors|unreadable)|left out", said[name]), said


def test_a_disk_that_keeps_nothing_for_being_synced_is_noticed() -> None:
    ran = shim.run_preloaded("tests.faults.power", ["12", "forgetful"])
    assert ran.returncode != 0
    assert "AssertionError" in ran.stderr
