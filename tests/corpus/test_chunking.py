"""One small example for each rule of the cutter, in Spanish and English."""

import pytest

from corpus.model import Chunk, Kind
from tests.corpus.laws import cut

WRAPPED_ES = """La cooperación entre las aduanas de los tres países
avanzó durante el año, aunque la falta de personal en
los puertos de entrada retrasó la puesta en marcha de
los nuevos equipos de revisión."""
WRAPPED_EN = """Customs officers of the three countries worked more
closely during the year, although a shortage of staff
at the ports of entry delayed the installation of the
new inspection equipment."""


def texts(chunks: tuple[Chunk, ...], kind: Kind = Kind.TEXT) -> list[str]:
    return [chunk.text for chunk in chunks if chunk.kind is kind]


@pytest.mark.parametrize("text", [WRAPPED_ES, WRAPPED_EN])
def test_wrapped_lines_are_one_paragraph(text: str) -> None:
    (chunk,) = cut(text)
    assert chunk.text == text.replace("\n", " ")
    assert (chunk.start_line, chunk.end_line) == (1, 4)
    assert len(chunk.segments) == 4


def test_blank_lines_part_paragraphs_and_nbsp_is_blank() -> None:
    assert texts(cut(f"{WRAPPED_ES}\n\u00a0\n{WRAPPED_EN}")) == [
        WRAPPED_ES.replace("\n", " "),
        WRAPPED_EN.replace("\n", " "),
    ]


def test_line_numbers_ignore_separators_that_editors_ignore() -> None:
    first, second, third = cut(f"uno\u2028dos\x85tres {WRAPPED_ES}\r\n\r\n{WRAPPED_EN}\f{WRAPPED_ES}")
    assert (first.start_line, second.start_line, third.start_line) == (1, 6, 10)


def test_line_end_hyphen_joins_without_a_space() -> None:
    (chunk,) = cut("El acuerdo prevé una mayor coope-\nración entre las guardias costeras.")
    assert "coope-ración" in chunk.text


def test_word_cut_without_hyphen_is_joined_when_the_document_knows_it() -> None:
    text = (
        "The memorandum of understanding was signed by both of\n"
        "the parties and will help to deepen mutual understandi\n"
        "ng of risks at the border and in the ports of entry of\n"
        "the region, which is what all the delegations wanted."
    )
    (chunk,) = cut(text)
    assert "mutual understanding of risks" in chunk.text
    assert "entry of the region" in chunk.text


def test_whole_words_are_never_glued() -> None:
    text = (
        "Inspections were carried out in every port of the\n"
        "region and in formation flights over the coast of\n"
        "information centres that the navy runs with other\n"
        "services, whose staff was trained in the capital."
    )
    (chunk,) = cut(text)
    assert chunk.text == text.replace("\n", " ")


def test_page_mark_does_not_break_the_sentence() -> None:
    text = f"""{WRAPPED_EN[:-10]}
\u00a0
LIMA 00000023  002 OF 003
\u00a0
\u00a0
equipment of the second generation, which had been paid for.

Another paragraph of the message stands here on its own."""
    chunks = cut(text)
    assert texts(chunks, Kind.BOILERPLATE) == ["LIMA 00000023  002 OF 003"]
    assert "inspection equipment of the second generation" in texts(chunks)[0]


def test_running_heads_beside_page_numbers_are_boilerplate() -> None:
    page = "La sesión trató de los planes de protección y de sus costos, sin llegar a\nningún acuerdo.\n"
    text = "".join(f"{page}\n{' ' * 30}{number}\n\f{' ' * 20}Relatoría / Mesa 2\n\n" for number in (7, 8, 9))
    chunks = cut(text + page)
    assert " ".join(texts(chunks, Kind.BOILERPLATE)).count("Relatoría / Mesa 2") == 3
    assert not any("Relatoría" in chunk for chunk in texts(chunks))


def test_slides_in_sequence() -> None:
    text = """1Seguridad de la carga
- Inspección antes del embarque
2Maritime security
10 goals and 38 objectives
- Ports and vessels
3¿Qué sigue?
- Preguntas"""
    chunks = cut(text)
    assert [chunk.slide for chunk in chunks] == [1, 2, 3]
    assert chunks[0].text.startswith("1 Seguridad de la carga - Inspección")
    assert chunks[1].section == ("Maritime security",)
    assert chunks[1].segments[0].length == 1


def test_two_glued_numbers_are_no_deck() -> None:
    assert {chunk.slide for chunk in cut("1A es un lote.\n\n2B es otro lote.")} == {None}


def test_glued_bullets_are_cut_where_the_file_has_the_habit() -> None:
    text = """- Signed in the capital
- Created in March by the three
leaders at a meeting in the town of
Linde, TX - First meeting on security
- Change in the relation among the
countries of the region - It promotes
joint work - Ministers report every
year on what was done in the groups"""
    starts = {segment.source_start for chunk in cut(text) for segment in chunk.segments}
    assert text.index("- First") in starts
    assert text.index("- It promotes") in starts


def test_dashes_in_prose_are_no_bullets() -> None:
    text = "El puerto - Que es el mayor - creció.\nLa fila - que no avanza - también, pero menos que antes."
    assert all("puerto - Que" in chunk.text for chunk in cut(text)[:1])


def test_headings_give_the_section_and_stand_in_the_first_chunk() -> None:
    text = f"# Informe\n\n## Antecedentes\n\n{WRAPPED_ES}\n\n{WRAPPED_EN}\n\n## Next steps\n\n{WRAPPED_EN}\n"
    first, second, third = cut(text, format_name="md")
    assert first.section == second.section == ("Informe", "Antecedentes")
    assert first.text.startswith("# Informe ## Antecedentes La cooperación")
    assert second.text.startswith("Customs")
    assert third.section == ("Informe", "Next steps")


@pytest.mark.parametrize(
    "heading",
    [
        "ANTECEDENTES\n\n",
        "2. The common rules\n\n",
        "3. SUGAR\n",
        "Long Road Ahead\n\n",
        "Summary\n-------\n",
        "-------\nSummary\n-------\n\n",
        "**Resumen ejecutivo:**\n\n",
        "CAPÍTULO II\n\n",
    ],
)
def test_headings_of_plain_text(heading: str) -> None:
    chunks = cut(f"{WRAPPED_ES}\n\n{heading}{WRAPPED_EN}\n")
    last = next(chunk for chunk in chunks if "Customs officers" in chunk.text)
    assert last.section == (heading.strip().strip("-*\n").rstrip(":"),)


def test_heading_with_nothing_below_is_a_chunk() -> None:
    chunks = cut(f"# Uno\n\n{WRAPPED_ES}\n\n## Dos\n", format_name="md")
    assert chunks[-1].text == "## Dos"


def test_underlines_are_boilerplate() -> None:
    assert texts(cut(f"Summary\n-------\n\n{WRAPPED_EN}"), Kind.BOILERPLATE) == ["-------"]


def test_long_paragraphs_are_cut_at_sentence_ends() -> None:
    sentence = "El Sr. Ruiz dijo en EE.UU. que el art. 5 no se aplica a la carga en tránsito por el puerto. "
    chunks = cut(sentence * 30)
    assert len(chunks) == 3
    assert all(chunk.text.endswith("puerto.") for chunk in chunks)
    sizes = [len(chunk.text.split()) for chunk in chunks]
    assert max(sizes) <= 250
    assert max(sizes) - min(sizes) <= 40


def test_short_siblings_join_but_not_across_headings() -> None:
    text = "- uno dos tres\n- cuatro cinco\n\n# Otra parte\n\n- seis siete\n- ocho\n"
    assert texts(cut(text, format_name="md")) == [
        "- uno dos tres - cuatro cinco",
        "# Otra parte - seis siete - ocho",
    ]


def test_introduction_stays_with_its_list() -> None:
    introduction = " ".join(["Los grupos de trabajo acordaron en su reunión anual"] * 4) + " lo siguiente:"
    first = "- " + " ".join(["publicar cada año el número de inspecciones"] * 5)
    chunks = cut(f"{introduction}\n\n{first}\n{first}\n", format_name="md")
    assert chunks[0].text.startswith("Los grupos")
    assert "- publicar" in chunks[0].text


def test_tables_keep_their_rows() -> None:
    text = "| No. | Acción | Plazo |\n|---|---|---|\n| 1 | Ampliar el horario del carril | 2012 |\n"
    (chunk,) = cut(text, format_name="md")
    assert chunk.kind is Kind.TABLE


def test_footnotes_stand_apart() -> None:
    chunks = cut(f"{WRAPPED_EN}\n\n¹ More in the annex to the report of the group.\n\n{WRAPPED_EN}")
    assert texts(chunks)[1].startswith("¹ More")


def test_csv_rows_carry_the_header_as_section() -> None:
    long = "palabra " * 15
    text = f'año;hecho;lugar\n2005;"Nace la alianza\n{long}";Waco\n2009;{long};Linde\n'
    first, second = cut(text, format_name="csv")
    assert first.section == second.section == ("año, hecho, lugar",)
    assert first.text.startswith("año;hecho;lugar 2005;")
    assert (first.start_line, first.end_line, second.start_line) == (1, 3, 4)
    assert second.kind is Kind.TABLE


def test_chunk_ids_are_stable_and_bound_to_place_and_text() -> None:
    before = cut(f"{WRAPPED_ES}\n\n{WRAPPED_EN}")
    after = cut(f"{WRAPPED_ES}\n\n{WRAPPED_EN}\n\n{WRAPPED_ES}")
    assert [chunk.chunk_id for chunk in before] == [chunk.chunk_id for chunk in after[:2]]
    assert len(before[0].chunk_id) == 16
    assert before[0].chunk_id != after[2].chunk_id


def test_languages_are_named() -> None:
    assert [chunk.language for chunk in cut(f"{WRAPPED_ES}\n\n{WRAPPED_EN}")] == ["es", "en"]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 500_000,
        " - " * 100_000,
        "a" + " " * 500_000 + "b",
        "ok then\n" * 20_000,
        "VZCZCXYZ0014\n" * 20_000,
        "Sr. " * 100_000,
        "¶1. (SBU) x\n" * 10_000,
        "-" * 500_000,
    ],
    ids=["one word", "dashes", "spaces", "short lines", "headers", "abbreviations", "numbers", "rule"],
)
def test_hostile_text_takes_no_time(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.chunking.name_languages", lambda texts: [None] * len(texts))
    for chunk in cut(text):
        assert len(chunk.text) <= 5_000
