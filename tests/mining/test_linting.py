"""What would mislead a search is found and named with its line."""

from pathlib import Path

import pytest

from analyzers.linting import RULES, Finding, IsOrdinary, Severity, lint_files, make_ordinary_test
from analyzers.termbase import SHIPPED_TERMBASE
from tests import shipped

HEADER = "concept\tes\tes_acronym\tes_variant\ten\ten_acronym\ten_variant\thidden\tnote"


@pytest.fixture(scope="module")
def is_ordinary() -> IsOrdinary:
    return make_ordinary_test(shipped.lexicon())


def row(name: str = "a", **cells: str) -> str:
    return "\t".join([name, *(cells.get(column, "") for column in HEADER.split("\t")[1:])])


def lint(folder: Path, is_ordinary: IsOrdinary, *rows: str) -> list[Finding]:
    path = folder / "terms.tsv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return lint_files([path], is_ordinary)


TWINS = [row(name, es="puerto", en="harbour", note=f"ambiguous: {name}") for name in "ab"]

# What is wrong, the rows, and the rules that are broken with their lines.
MISLEADING = [
    ("nothing", [row(es="puerto", en="harbour")], []),
    ("a preferred label in both languages", [row(es="dumping", en="dumping")], []),
    ("another label in both", [row(es="dumping", en="x", en_variant="Dumping")], [(2, "both-languages")]),
    ("acronym in both", [row(es="x", es_acronym="ZQ", en="quay", en_acronym="ZQ")], [(2, "both-languages")]),
    ("a label twice", [row(es="puerto", es_variant="Puerto", en="x")], [(2, "same-label")]),
    ("a stop word", [row(es="ella", en="harbour")], [(2, "stop-word")]),
    ("stop words", [row(es="puerto", en="of the")], [(2, "stop-word")]),
    ("a stop word in its spelling", [row(es="puerto", en="harbour", en_acronym="=WHO")], []),
    ("a name of stop words", [row(es="La Haya", en="The Hague")], []),
    ("an acronym that is a stop word", [row(es="x", en="quay", en_acronym="WHO")], [(2, "stop-word")]),
    ("an acronym that is a word", [row(es="x", en="quay", en_acronym="PORT")], [(2, "ordinary-word")]),
    ("an acronym that is a stem", [row(es="x", es_acronym="CAF", en="quay")], [(2, "ordinary-word")]),
    ("an acronym that is a word, in its spelling", [row(es="x", en="quay", en_acronym="=PORT")], []),
    ("only a misspelling", [row(en="harbour", hidden="es:peurto")], [(2, "one-way")]),
    ("only a variant", [row(es_variant="puerto", en="harbour")], [(2, "no-name")]),
    ("only an acronym", [row(es_acronym="ZZQ", en="harbour")], []),
    ("shared", [row(es="x", en="harbour"), TWINS[1]], [(2, "shared-label")]),
    ("shared, said", [row(es="puerto", en="quay", note="ambiguous: 1"), TWINS[1]], []),
    ("the same", TWINS, [(3, "same-concept")]),
    ("unreadable", [row(es="puerto", en='"x"')], [(2, "unreadable")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"), [case[1:] for case in MISLEADING], ids=[case[0] for case in MISLEADING]
)
def test_findings(
    tmp_path: Path, is_ordinary: IsOrdinary, rows: list[str], expected: list[tuple[int, str]]
) -> None:
    findings = lint(tmp_path, is_ordinary, *rows)
    assert [(finding.line, finding.rule) for finding in findings] == expected
    assert all(finding.problem and finding.rule in RULES for finding in findings)


def test_later_files_override_and_unreadable_ones_hide_nothing(
    tmp_path: Path, is_ordinary: IsOrdinary
) -> None:
    first, second, third = (tmp_path / f"{number}.tsv" for number in range(3))
    first.write_text(f"{HEADER}\n{row(es='ella', en='x')}\n", encoding="utf-8")
    second.write_text("nothing\n", encoding="utf-8")
    third.write_text(f"{HEADER}\n\n{row(es='puerto', en='and')}\n", encoding="utf-8")
    findings = lint_files([first, second, third], is_ordinary)
    assert [(f.path, f.line, f.rule) for f in findings] == [
        (second, 1, "unreadable"),
        (third, 3, "stop-word"),
    ]


def test_the_shipped_termbase_has_no_errors(is_ordinary: IsOrdinary) -> None:
    findings = lint_files([SHIPPED_TERMBASE], is_ordinary)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert {finding.rule for finding in findings} <= {"ordinary-word"}
