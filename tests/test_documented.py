"""What other programs may rely on is written down: every flag, setting, address and parameter there is."""

import re
from pathlib import Path

import pytest
from flask import Flask

from analyzers.language import Language
from scripts.arguments import make_parser
from scripts.commands import COMMANDS, load_command
from scripts.texts import Words
from tests.conftest import CHECKOUT
from webui import AppConfig, create_app
from webui.openapi import describe_api

DOCS = CHECKOUT / "docs"
PROMISES = (DOCS / "interfaces.md").read_text(encoding="utf-8")
EVERYWHERE = {"--index", "--debug", "--help", "-h"}
"""Flags that are told once for all commands."""
SETTINGS = (
    *("BISAGRA_INDEX", "BISAGRA_HOST_NAMES", "BISAGRA_PASSWORD", "BISAGRA_TOKEN", "NO_COLOR"),
    *("index", "termbase", "host", "port", "host_names"),
)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_flag_of_a_command_stands_in_its_row(name: str) -> None:
    row = next(line for line in PROMISES.splitlines() if re.match(rf"\| `{name}\b", line))
    parser = make_parser(name, Words(Language.EN), load_command(name).add_arguments)
    flags = {flag for action in parser._actions for flag in action.option_strings} - EVERYWHERE
    assert {flag for flag in flags if flag not in row} == set()


def test_flags_of_all_commands_are_told_once() -> None:
    assert all(f"`{flag}" in PROMISES for flag in EVERYWHERE if flag.startswith("--"))


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_named(name: str) -> None:
    assert f"`{name}`" in PROMISES


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(AppConfig(index_directory=tmp_path_factory.mktemp("none")))


def test_every_address_is_named(app: Flask) -> None:
    known = {re.sub(r"<\w+>", "<>", each) for each in re.findall(r"/[\w/<>.-]*", PROMISES)}
    rules = {re.sub(r"<[^>]+>", "<>", rule.rule) for rule in app.url_map.iter_rules()}
    assert {rule for rule in rules if rule not in known and not rule.startswith("/static")} == set()


def test_every_parameter_is_named() -> None:
    http = PROMISES[PROMISES.index("## HTTP") :]
    told = set(re.findall(r"[a-z]+", http))
    described = {
        parameter["name"]
        for path in describe_api()["paths"].values()
        for parameter in path["get"].get("parameters", ())
        if parameter["in"] == "query"
    }
    assert described - told == set()


def pages() -> list[Path]:
    return sorted((DOCS / "decisions").glob("[0-9]*.md"))


def test_every_decision_is_listed() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in pages() if f"[{page.name[:4]}]({page.name})" not in listed] == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_decisions_point_to_pages_that_there_are(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for number, name in re.findall(r"\[(\d{4})\]\(([^)]+)\)", text):
        assert name.startswith(number)
        assert (page.parent / name).is_file()
    since = re.search(r"^\*Since: (.*)\*$", text, re.MULTILINE)
    if since:
        assert all(number > page.name for number in re.findall(r"\[(\d{4})\]", since[1]))
