"""The trials of ``make faults`` in short, and that they can fail."""

import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT
from tests.faults import shim

pytestmark = pytest.mark.skipif(not shim.has_compiler(), reason="needs Linux and a C compiler (cc)")

NAMES = ("dying", "killed", "power", "refusing", "full", "flipping", "serving")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_promised_holds_in_short(name: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults", name, "--short"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3_000:] + ran.stderr[-3_000:]
    assert "0 " in ran.stdout or "left out" in ran.stdout


def test_a_disk_that_keeps_nothing_for_being_synced_is_noticed() -> None:
    ran = shim.run_preloaded("tests.faults.power", ["12", "forgetful"])
    assert ran.returncode != 0
    assert "AssertionError" in ran.stderr
