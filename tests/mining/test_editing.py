"""A person's own file is changed row by row, or not at all."""

from pathlib import Path

import pytest

from analyzers.concepts import Concept, Label, LabelKind
from analyzers.editing import merge_into
from analyzers.errors import TermbaseError
from analyzers.language import Language
from analyzers.termbase import load_termbase

ES, EN = Language.ES, Language.EN


def concept(name: str, es: str = "puerto", en: str = "port", note: str = "") -> Concept:
    return Concept(name, "", (Label(es, ES, LabelKind.PREFERRED), Label(en, EN, LabelKind.PREFERRED)), note)


def test_a_missing_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "terms.tsv"
    merge = merge_into(path, [concept("a"), concept("b", "muelle", "quay")])
    assert (merge.added, merge.replaced, merge.unchanged) == (("a", "b"), (), ())
    assert list(load_termbase([path]).concepts.values()) == [concept("a"), concept("b", "muelle", "quay")]


def test_remarks_order_and_columns_stay(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(
        "# mine\nconcept\ten\tes\n\na\tport\tpuerto\n# between\nb\tquay\tmuelle", encoding="utf-8"
    )
    merge = merge_into(path, [concept("a", "dársena", "dock"), concept("b", "muelle", "quay"), concept("c")])
    assert (merge.added, merge.replaced, merge.unchanged) == (("c",), ("a",), ("b",))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# mine"
    assert lines[1].split("\t")[:4] == ["concept", "en", "es", "domain"]
    assert lines[3].split("\t")[:3] == ["a", "dock", "dársena"]
    assert lines[4:6] == ["# between", "b\tquay\tmuelle"]
    assert lines[6].split("\t")[:3] == ["c", "port", "puerto"]


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    merge_into(path, [concept("a")])
    before = path.stat()
    merge_into(path, [concept("a")])
    assert path.stat() == before


@pytest.mark.parametrize(
    "bad",
    [
        concept("b", es="pue*to"),
        concept("", es="puerto"),
        concept("b", en="+-"),
        Concept("b", "", (Label("puerto", ES, LabelKind.PREFERRED),)),
    ],
    ids=["operator", "no id", "no word", "one language"],
)
def test_what_cannot_be_read_again_is_not_written(tmp_path: Path, bad: Concept) -> None:
    path = tmp_path / "terms.tsv"
    merge_into(path, [concept("a")])
    before = path.read_bytes()
    with pytest.raises(TermbaseError) as caught:
        merge_into(path, [concept("c"), bad])
    assert caught.value.path == path
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_malformed_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("concept\tes\ten\na\t\tport\n", encoding="utf-8")
    with pytest.raises(TermbaseError, match="line 2"):
        merge_into(path, [concept("b")])
    assert path.read_text(encoding="utf-8") == "concept\tes\ten\na\t\tport\n"


def test_notes_over_several_lines_become_one(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    merge_into(path, [concept("a", note="one\n\ttwo")])
    assert load_termbase([path]).concepts["a"].note == "one two"
