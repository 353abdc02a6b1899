"""Every example in a docstring is what happens."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

ROOMS = ("analyzers", "corpus", "index", "search", "webui", "scripts", "benchmarks")


def modules() -> list[str]:
    found = (path.relative_to(CHECKOUT) for room in ROOMS for path in (CHECKOUT / room).rglob("*.py"))
    return sorted(".".join(path.with_suffix("").parts) for path in found if ">>>" in read(path))


def read(path: Path) -> str:
    return (CHECKOUT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", modules())
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name.removesuffix(".__init__"))).failed == 0
