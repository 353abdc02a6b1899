"""A person's file of equivalents is read forgivingly, checked strictly, and found by any label."""

from pathlib import Path

import pytest

from analyzers.errors import TermbaseError
from analyzers.language import Language
from analyzers.termbase import Concept, LabelKind, Match, Termbase, load_termbase

HEADER = "concept\tdomain\tes\tes_acronym\tes_variant\ten\ten_acronym\ten_variant\thidden\tnote"
WTO = "wto\ttrade\tOrganización Mundial del Comercio\tOMC\t\tWorld Trade Organization\tWTO\t\t\t"
PACT = (
    "pact\ttreaty\tTratado de la Frontera\tTF\tPacto fronterizo\tBorder Treaty\tBT\tborder pact\tes:Tratdo\tx"
)


def write(folder: Path, *lines: str, newline: str = "\n") -> Path:
    path = folder / "terms.tsv"
    path.write_bytes(newline.join([*lines, ""]).encode("utf-8"))
    return path


def load(folder: Path, *lines: str) -> Termbase:
    return load_termbase([write(folder, *lines)])


def ids(concepts: tuple[Concept, ...]) -> list[str]:
    return [concept.concept_id for concept in concepts]


@pytest.fixture
def termbase(tmp_path: Path) -> Termbase:
    return load(
        tmp_path,
        HEADER,
        WTO,
        PACT,
        "un\torg\tNaciones Unidas\tONU\t\tUnited Nations\t=UN\t\t\t",
        "cni-mx\tmexico\tCentro Nacional de Inteligencia\tCNI\t\tIntelligence Centre\t\t\t\tambiguous",
        "cni-es\tspain\tCentro Nacional de Inteligencia español\tCNI\t\tSpanish Intelligence Centre\t\t\t\t",
        "trade\ttrade\tcomercio\t\t\ttrade\t\t\t\t",
        "usmca\ttreaty\tTratado entre México, Estados Unidos y Canadá\tT-MEC\t\tAgreement\tUSMCA\t\t\t",
        "usa\tcountry\tEstados Unidos\tEE.UU.\t\tUnited States\t\t\t\t",
    )


# What is wrong, the file's lines, the line at fault (0: the whole file), a word of the message.
MALFORMED = [
    ("too many columns", [HEADER, WTO, PACT + "\tx"], 3, "columns"),
    ("no header", [WTO], 1, "column"),
    ("unknown column", [HEADER + "\tcolour", WTO], 1, "colour"),
    ("missing column", [HEADER.replace("\ten\t", "\t"), WTO], 1, "en"),
    ("duplicate id", [HEADER, WTO, "# a remark", WTO], 4, "line 2"),
    ("empty label", [HEADER, WTO.replace("OMC", "OMC | ")], 2, "empty label"),
    ("two bars", [HEADER, WTO.replace("OMC", "OMC || OM")], 2, "empty label"),
    ("no Spanish", [HEADER, WTO, "x\ttrade\t\t\t\tword\t\t\t\t"], 3, "'es'"),
    ("no English", [HEADER, WTO, "x\ttrade\tpalabra\t\t\t\t\t\t\t"], 3, "'en'"),
    ("label of signs only", [HEADER, WTO.replace("OMC", "+-/")], 2, "no word"),
    ("verbatim label of nothing", [HEADER, WTO.replace("OMC", "=")], 2, "no word"),
    ("label too long", [HEADER, WTO.replace("OMC", "o" * 201)], 2, "longer than 200"),
    ("quotation mark", [HEADER, WTO.replace("OMC", 'O"MC')], 2, "'\"'"),
    ("asterisk", [HEADER, WTO.replace("OMC", "OM*")], 2, "'*'"),
    ("tilde", [HEADER, WTO.replace("OMC", "OM~")], 2, "'~'"),
    ("parenthesis", [HEADER, WTO.replace("OMC", "OMC (viejo)")], 2, "'('"),
    ("hidden without language", [HEADER, WTO[:-1] + "OCM\t"], 2, "es: or en:"),
    ("hidden of another language", [HEADER, WTO[:-1] + "fr:OCM\t"], 2, "es: or en:"),
    ("only remarks", ["# nothing yet", ""], 0, "header"),
    ("empty file", [""], 0, "header"),
]


@pytest.mark.parametrize(
    ("lines", "line", "word"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED]
)
def test_what_is_malformed_is_named_with_file_and_line(
    tmp_path: Path, lines: list[str], line: int, word: str
) -> None:
    path = write(tmp_path, *lines)
    with pytest.raises(TermbaseError) as caught:
        load_termbase([path])
    assert (caught.value.path, caught.value.line) == (path, line)
    assert word in caught.value.problem
    assert str(path) in str(caught.value)
    assert not line or f"line {line}" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TermbaseError, match=r"absent\.tsv") as caught:
        load_termbase([tmp_path / "absent.tsv"])
    assert caught.value.line == 0


def test_a_folder_is_no_termbase(tmp_path: Path) -> None:
    with pytest.raises(TermbaseError, match="cannot be read"):
        load_termbase([tmp_path])


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.tsv"
    path.write_bytes(f"{HEADER}\n{WTO}\n".encode("latin-1"))
    with pytest.raises(TermbaseError, match="UTF-8") as caught:
        load_termbase([path])
    assert caught.value.line == 2


def test_the_second_of_two_files_is_named(tmp_path: Path) -> None:
    good, bad = write(tmp_path, HEADER, WTO), tmp_path / "bad.tsv"
    bad.write_text(f"{HEADER}\nx\n", encoding="utf-8")
    with pytest.raises(TermbaseError) as caught:
        load_termbase([good, bad])
    assert (caught.value.path, caught.value.line) == (bad, 2)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_byte_order_marks_remarks_and_empty_lines(tmp_path: Path, newline: str, mark: str) -> None:
    path = write(tmp_path, f"{mark}# remark", "", HEADER, "# another", WTO, "   ", PACT, newline=newline)
    termbase = load_termbase([path])
    assert list(termbase.concepts) == ["wto", "pact"]
    assert termbase.concepts["pact"].note == "x"


def test_short_rows_and_other_column_orders_are_read(tmp_path: Path) -> None:
    termbase = load(tmp_path, "concept\tdomain\ten\tes", "port\ttrade\tport\tpuerto")
    assert ids(termbase.lookup("puertos")) == ["port"]


def test_decomposed_labels_are_read_composed(tmp_path: Path) -> None:
    termbase = load(tmp_path, HEADER, WTO.replace("ó", "o\u0301"))
    assert termbase.concepts["wto"].labels[0].text == "Organización Mundial del Comercio"


def test_later_files_override(tmp_path: Path) -> None:
    other = tmp_path / "mine.tsv"
    other.write_text(f"{HEADER}\nwto\ttrade\tla casa\t\t\tthe house\t\t\t\t\n", encoding="utf-8")
    termbase = load_termbase([write(tmp_path, HEADER, WTO), other])
    assert len(termbase) == 1
    assert ids(termbase.lookup("casa")) == []
    assert ids(termbase.lookup("la casa")) == ["wto"]
    assert termbase.lookup("OMC") == ()


def test_no_file_gives_an_empty_termbase() -> None:
    termbase = load_termbase([])
    assert len(termbase) == 0
    assert termbase.lookup("OMC") == ()
    assert list(termbase.match(["OMC"])) == []


def test_kinds_and_order_of_labels(termbase: Termbase) -> None:
    labels = [(label.text, label.language.value, label.kind) for label in termbase.concepts["pact"].labels]
    assert labels == [
        ("Tratado de la Frontera", "es", LabelKind.PREFERRED),
        ("Border Treaty", "en", LabelKind.PREFERRED),
        ("TF", "es", LabelKind.ACRONYM),
        ("BT", "en", LabelKind.ACRONYM),
        ("Pacto fronterizo", "es", LabelKind.VARIANT),
        ("border pact", "en", LabelKind.VARIANT),
        ("Tratdo", "es", LabelKind.HIDDEN),
    ]
    assert termbase.concepts["pact"].preferred(Language.EN) == "Border Treaty"


@pytest.mark.parametrize(
    "text",
    [
        "Tratado de la Frontera",
        "tratado de la frontera",
        "TRATADOS DE LAS FRONTERAS".replace("LAS", "LA"),
        "Tratados de la Frontera",
        "border treaties",
        "Border-Treaty",
        "tf",
        "Pactos fronterizos",
        "Tratdo",
    ],
)
def test_any_label_in_any_inflection_and_case(termbase: Termbase, text: str) -> None:
    assert ids(termbase.lookup(text)) == ["pact"]


@pytest.mark.parametrize(
    "text", ["Organizacion mundial del comercio", "Organizacio\u0301n Mundial del Comercio"]
)
def test_accents_and_unicode_forms_do_not_count(termbase: Termbase, text: str) -> None:
    assert ids(termbase.lookup(text)) == ["wto"]


@pytest.mark.parametrize("text", ["T-MEC", "t-mec", "TMEC", "tmec", "T MEC"])
def test_a_compound_label_is_found_joined_and_parted(termbase: Termbase, text: str) -> None:
    assert ids(termbase.lookup(text)) == ["usmca"]


@pytest.mark.parametrize("text", ["EE.UU.", "EE. UU.", "EEUU", "eeuu"])
def test_an_abbreviation_is_found_however_it_is_spaced(termbase: Termbase, text: str) -> None:
    assert ids(termbase.lookup(text)) == ["usa"]


@pytest.mark.parametrize("text", ["", " ", "Mundial", "Comercio Mundial", "World Trade", "x"])
def test_a_part_of_a_label_is_not_the_label(termbase: Termbase, text: str) -> None:
    assert "wto" not in ids(termbase.lookup(text))


def test_verbatim_labels_count_in_their_spelling_only(termbase: Termbase) -> None:
    assert ids(termbase.lookup("UN")) == ["un"]
    assert termbase.lookup("un") == termbase.lookup("Un") == ()
    label = next(label for label in termbase.concepts["un"].labels if label.text == "UN")
    assert label.verbatim
    assert label.bound, "UN is a Spanish article in Spanish passages"


def test_ambiguous_labels_name_all_their_concepts(termbase: Termbase) -> None:
    assert ids(termbase.lookup("CNI")) == ["cni-mx", "cni-es"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("la Organización Mundial del Comercio dijo", [(1, 5, "wto")]),
        ("comercio", [(0, 1, "trade")]),
        ("Tratado entre México Estados Unidos y Canadá", [(0, 7, "usmca")]),
        ("Estados Unidos y Canadá", [(0, 2, "usa")]),
        ("OMC WTO", [(0, 1, "wto"), (1, 2, "wto")]),
        ("Centro Nacional de Inteligencia español", [(0, 5, "cni-es")]),
        ("Centro Nacional de Inteligencia", [(0, 4, "cni-mx")]),
        ("nothing here", []),
        ("", []),
    ],
)
def test_the_longest_label_wins_from_the_left(
    termbase: Termbase, words: str, expected: list[tuple[int, int, str]]
) -> None:
    found: list[Match] = list(termbase.match(words.split()))
    assert [(match.start, match.end, match.concepts[0].concept_id) for match in found] == expected
