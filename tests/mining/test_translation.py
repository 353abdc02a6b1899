"""Parallel paragraphs teach translations; order and length say which paragraphs are parallel."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.aligning import align, match_names
from analyzers.errors import TranslationError
from analyzers.language import Language
from analyzers.translation import TranslationTable, learn_table, read_table, write_table
from tests.strings import any_text

ES, EN = Language.ES, Language.EN

PARALLEL = [
    ("El puerto está cerrado.", "The harbour is closed."),
    ("El puerto está abierto.", "The harbour is open."),
    ("La aduana está cerrada.", "The customs house is closed."),
    ("Los barcos llegan al puerto.", "The ships reach the harbour."),
    ("Un barco sale de la aduana.", "A ship leaves the customs house."),
    ("Los puertos del golfo.", "The harbours of the gulf."),
    ("El golfo está abierto.", "The gulf is open."),
]


@pytest.fixture(scope="module")
def table() -> TranslationTable:
    return learn_table(PARALLEL)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("puertos", ES, "harbour"),
        ("barco", ES, "ship"),
        ("golfo", ES, "gulf"),
        ("harbours", EN, "puerto"),
        ("Ship", EN, "barco"),
        ("gulf", EN, "golfo"),
    ],
)
def test_what_was_learnt(table: TranslationTable, word: str, language: Language, expected: str) -> None:
    translations = table.translations(word, language)
    assert translations[0].text in (expected, expected + "s")
    assert sum(each.probability for each in translations) == pytest.approx(1, abs=0.01)
    assert [each.probability for each in translations] == sorted(
        (each.probability for each in translations), reverse=True
    )


@pytest.mark.parametrize("word", ["el", "the", "unheard", "puerto cerrado", "", "123"])
def test_what_was_not_learnt(table: TranslationTable, word: str) -> None:
    for language in Language:
        assert table.translations(word, language) == ()


@pytest.mark.parametrize("pairs", [[], [("", "")], [("uno", "")], [("el", "the")]])
def test_nothing_to_learn_from(pairs: list[tuple[str, str]]) -> None:
    assert len(learn_table(pairs)) == 0


@given(st.lists(st.tuples(any_text, any_text), max_size=6))
def test_any_text_can_be_learnt_from(pairs: list[tuple[str, str]]) -> None:
    for language, stemmed, each in learn_table(pairs, least_count=1):
        assert language in Language
        assert stemmed
        assert each.text
        assert 0 < each.probability <= 1


def test_a_table_is_written_and_read(table: TranslationTable, tmp_path: Path) -> None:
    path = tmp_path / "translations.tsv"
    write_table(table, path)
    assert list(read_table(path)) == list(table)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"es\tpuert\tharbour\t1\nes\tx\n", 2),
        (b"# remark\nfr\tport\tharbour\t1\n", 2),
        (b"es\tpuert\tharbour\tmuch\n", 1),
        (b"es\tpuert\tharbour\t0\n", 1),
        (b"es\tpuert\tharbour\tnan\n", 1),
        (b"es\t\tharbour\t1\n", 1),
        (b"es\tx\ty\t1\nes\ta\xf1o\tyear\t1\n", 2),
    ],
)
def test_a_damaged_table_is_named_with_its_line(tmp_path: Path, text: bytes, line: int) -> None:
    path = tmp_path / "translations.tsv"
    path.write_bytes(text)
    with pytest.raises(TranslationError) as caught:
        read_table(path)
    assert (caught.value.path, caught.value.line) == (path, line)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(TranslationError, match="cannot be read"):
        read_table(tmp_path / "absent.tsv")


LONG = [f"{'palabra ' * size}{size}." for size in (30, 5, 60, 12, 45, 8)]
TWIN = [f"{'mots ' * round(size * 1.45)}{size}." for size in (30, 5, 60, 12, 45, 8)]


def numbers(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(es.split()[-1], en.split()[-1]) for es, en in pairs]


def test_paragraphs_in_step() -> None:
    assert numbers(align(LONG, TWIN)) == [(f"{n}.", f"{n}.") for n in (30, 5, 60, 12, 45, 8)]


def test_a_paragraph_left_out_does_not_shift_the_rest() -> None:
    assert numbers(align(LONG, TWIN[:2] + TWIN[3:])) == [(f"{n}.", f"{n}.") for n in (30, 5, 12, 45, 8)]


def test_a_paragraph_cut_in_two_is_joined() -> None:
    half = len(TWIN[2]) // 2
    cut = [*TWIN[:2], TWIN[2][:half], TWIN[2][half:], *TWIN[3:]]
    pairs = align(LONG, cut)
    assert pairs[2] == (LONG[2], f"{TWIN[2][:half]} {TWIN[2][half:]}")
    assert len(pairs) == 6


@given(st.lists(st.text("ab ", max_size=30), max_size=8), st.lists(st.text("cd ", max_size=30), max_size=8))
def test_alignment_keeps_the_order(spanish: list[str], english: list[str]) -> None:
    pairs = align(spanish, english)
    assert " ".join(es for es, _ in pairs).count("a") <= " ".join(spanish).count("a")
    rest = iter(spanish)
    for es, _ in pairs:
        first = next(rest)
        while not es.startswith(first):
            first = next(rest)


def test_many_paragraphs_take_seconds() -> None:
    assert len(align(LONG * 300, TWIN * 300)) == 1_800


def test_names_of_parallel_documents() -> None:
    paths = ["a.es.txt", "a.en.txt", "b.es.txt", "c/d.EN.md", "c/d.es.md", "es.txt", "en.txt", "x.en.html"]
    assert match_names(paths) == [("a.es.txt", "a.en.txt"), ("c/d.es.md", "c/d.EN.md")]
