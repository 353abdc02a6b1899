"""Messages, rows and fields stand on lines of their own in snippets and quotations; anything else runs on."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.language import Language
from corpus.model import Chunk, Kind, Segment
from search.exporting import export
from search.linebreaks import part_lines
from search.results import Hit, ResultPage
from search.snippets import cut_snippet
from search.unmarking import read_plainly
from tests.corpus.making import read_made
from tests.search.test_citing import make_hit, make_page

TALK = """13/4/08, 16:31 - Ana: ¿Ya salió el contenedor?
13/4/08, 16:32 - Luis: Sí, esta mañana
va por la ruta de siempre

\u200e13/4/08, 16:35 - Ana: <Multimedia omitido>
"""


def read_talk(folder: Path, text: str = TALK) -> list[Chunk]:
    return list(read_made(folder, "a.txt", text.encode())[1])


def test_each_message_and_each_of_its_lines_stands_on_its_own(tmp_path: Path) -> None:
    (chunk,) = read_talk(tmp_path)
    assert part_lines(chunk).split("\n") == [line for line in TALK.split("\n") if line]
    assert part_lines(chunk).replace("\n", " ") == chunk.text


def test_marks_stay_on_their_words(tmp_path: Path) -> None:
    (chunk,) = read_talk(tmp_path)
    spans = [(chunk.text.index(word), chunk.text.index(word) + len(word)) for word in ("contenedor", "ruta")]
    snippet = cut_snippet(*read_plainly(chunk, spans, "txt"))
    assert [snippet.text[slice(*span)] for span in snippet.spans] == ["contenedor", "ruta"]
    assert snippet.text.split("\n")[2] == "va por la ruta de siempre"


def test_lists_in_messages_stay_lists(tmp_path: Path) -> None:
    talk = "".join(f"13/4/08, 16:3{at} - Ana: ¿Ya salió?\n- Uno\n- Dos\n" for at in range(3))
    (chunk,) = read_talk(tmp_path, talk)
    assert f"{part_lines(chunk)}\n" == talk


@pytest.mark.parametrize(
    "text",
    [
        "La aduana revisó\nlos contenedores\ndel puerto.\n",
        "Uno dos\n- tres\n- cuatro\n",
        "16:31 - Ana: claro\nya\n",
    ],
)
def test_other_passages_run_on(tmp_path: Path, text: str) -> None:
    assert [part_lines(each) for each in read_talk(tmp_path, text)] == [" ".join(text.split())]


def test_a_snippet_begins_with_who_said_it(tmp_path: Path) -> None:
    line = "13/4/08, 16:3{} - Ana: " + "otra vez lo mismo " * 3
    talk = "".join(line.format(at) + ("contenedor\n" if at == 4 else "\n") for at in range(6))
    (chunk,) = read_talk(tmp_path, talk)
    at = chunk.text.index("contenedor")
    snippet = cut_snippet(*read_plainly(chunk, [(at, at + 10)], "txt"))
    assert snippet.text.startswith("… 13/4/08, 16:34 - Ana: otra vez")
    assert [snippet.text[slice(*span)] for span in snippet.spans] == ["contenedor"]


def talk_page(folder: Path) -> ResultPage:
    (chunk,) = read_talk(folder)
    at = chunk.text.index("ruta")
    hit: Hit = replace(make_hit("x"), chunk=replace(chunk, metadata={}), marks=((at, at + 4),))
    return make_page(hit)


def test_quotations_have_lines_where_they_are_read_and_none_in_a_field(tmp_path: Path) -> None:
    page = talk_page(tmp_path)
    said = "13/4/08, 16:32 - Luis: Sí, esta mañana / va por la ruta de siempre / "
    (row,) = csv.DictReader(io.StringIO(export(page, "csv", Language.ES)))
    assert said in row["quote"]
    assert said in export(page, "ris", Language.ES)
    assert "mañana<br>\nva por la <mark>ruta</mark> de" in export(page, "html", Language.ES)
    assert "mañana\\\n> va por la **ruta** de" in export(page, "md", Language.ES)


MAIL = """From: Ana Núñez <ana@puerto.example>
To: José Peña <jose@aduana.example>
Subject: Sellos

José:

¿Quién firmó la salida del puerto? Avísame, por favor, antes del viernes.

El 15/09/2009 escribiste:
> Te adjunto el informe del corredor. Faltan los sellos de catorce
> contenedores; el agente de la aduana dice que
>> se cayeron
"""
TABLE = """<h1>Cifras</h1><table><tr><th>Puerto</th><th>Contenedores</th><th></th><th>Sellos</th></tr>
<tr><td>Veracruz</td><td>12 400</td><td></td><td>310</td></tr></table>"""
COLUMNS = """Puerto            Contenedores      Sellos
Veracruz          12 400            310
Manzanillo        18 950            702
"""
LIST = (
    "<h1>Acuerdos</h1><ul><li>Contar los sellos</li><li>Revisar los contenedores del muelle</li></ul>"
    "<p>Fin.</p><p>Nada más.</p>"
)
REPORT = "<h1>Informe</h1><h2>1. Hallazgos</h2><p>Faltan los sellos de catorce contenedores.</p>"


@pytest.mark.parametrize(
    ("name", "text", "word", "shown"),
    [
        ("a.eml", MAIL, "Sellos", MAIL[: MAIL.index("\n\n")]),
        (
            "a.eml",
            MAIL,
            "catorce",
            "> Te adjunto el informe del corredor. Faltan los sellos de catorce contenedores; el",
        ),
        ("a.eml", MAIL, "cayeron", "el agente de la aduana dice que se cayeron"),
        ("a.html", TABLE, "Veracruz", "Cifras\nPuerto · Contenedores · Sellos\nVeracruz · 12 400 · 310"),
        ("a.txt", COLUMNS, "Manzanillo", "Sellos\nVeracruz 12 400 310\nManzanillo 18 950 702"),
        (
            "a.csv",
            "puerto\nVeracruz\n" + "Tampico\nProgreso\nGuaymas\n" * 3,
            "Tampico",
            "Tampico / Progreso / Guaymas / Tampico",
        ),
        ("a.html", LIST, "Revisar", "Acuerdos · Contar los sellos · Revisar los contenedores del muelle"),
        ("a.html", LIST, "Fin", "del muelle · Fin. Nada más."),
        ("a.html", REPORT, "catorce", "Informe · 1. Hallazgos · Faltan los sellos de catorce contenedores."),
    ],
)
def test_what_stands_beside_what(tmp_path: Path, name: str, text: str, word: str, shown: str) -> None:
    chunk = next(each for each in read_made(tmp_path, name, text.encode())[1] if word in each.text)
    at = chunk.text.index(word)
    read, marks = read_plainly(chunk, [(at, at + len(word))], name[2:])
    assert shown in read
    assert [read[slice(*mark)] for mark in marks] == [word]


@given(
    st.lists(st.sampled_from(["> uno", ">> dos", "a\tb", "Uno", "\t", "\t c", ">"]), min_size=1, max_size=6),
    st.sampled_from(Kind),
    st.sampled_from([1, 3, 12]),
    st.sampled_from(["txt", "html"]),
)
def test_no_word_is_lost_and_marks_stay(lines: list[str], kind: Kind, gap: int, format_name: str) -> None:
    segments, at, source = [], 0, 0
    for line in lines:
        segments.append(Segment(at, source, len(line)))
        at += len(line) + 1
        source += len(line) + gap
    chunk = Chunk("c", "d", 0, " ".join(lines), tuple(segments), 1, 1, kind, section=("Uno",))
    words = [found.span() for found in re.finditer(r"\w+", chunk.text)]
    read, marks = read_plainly(chunk, words, format_name)
    assert [read[slice(*mark)] for mark in marks] == [chunk.text[slice(*word)] for word in words]
    assert re.findall(r"\w+", read) == re.findall(r"\w+", chunk.text)
