"""Exported conversations: a day's messages stand together, none is broken over, and days are dated."""

from pathlib import Path

import pytest

from tests.corpus.making import read_made

TALK = """13/4/08, 16:30 - Los mensajes están cifrados.
13/4/08, 16:31 - Ana: ¿Ya salió el contenedor?
13/4/08, 16:32 - Luis: Sí, esta mañana
va por la ruta de siempre
13/4/08, 16:35 - Ana: Avisa cuando llegue
14/4/08, 9:02 - Luis: Llegó. El agente firmó a las 8:40
14/4/08, 9:05 - Ana: Gracias
"""


def test_a_days_messages_stand_together_with_their_date(tmp_path: Path) -> None:
    document, chunks = read_made(tmp_path, "Conversación con Luis.txt", TALK.encode())
    assert document.title == "Conversación con Luis.txt"
    assert document.metadata == {"date": ("2008-04-13",)}
    assert [(each.start_line, each.end_line, each.metadata["date"]) for each in chunks] == [
        (1, 5, ("2008-04-13",)),
        (6, 7, ("2008-04-14",)),
    ]
    assert "Sí, esta mañana va por la ruta de siempre 13/4/08, 16:35 - Ana:" in chunks[0].text


@pytest.mark.parametrize(
    ("first", "last", "dates"),
    [
        ("13/4/08, 16:31 - ", "14/4/08, 9:02 - ", ["2008-04-13", "2008-04-14"]),
        ("4/13/08, 4:31 PM - ", "4/14/08, 9:02 AM - ", ["2008-04-13", "2008-04-14"]),
        ("[13/04/2008, 4:31:10 p. m.] ", "[14/04/2008, 9:02:45 a. m.] ", ["2008-04-13", "2008-04-14"]),
        ("[13.04.08, 16:31:10] ", "\u200e[14.04.08, 09:02:45] ", ["2008-04-13", "2008-04-14"]),
        ("2008-04-13, 16:31 - ", "2008-04-14, 09:02 - ", ["2008-04-13", "2008-04-14"]),
        ("9/10/08, 16:31 - ", "1/11/08, 9:02 - ", ["2008-10-09", "2008-11-01"]),  # time goes forward
        ("10/4/08, 16:31 - ", "10/5/08, 9:02 - ", [None, None]),  # April and May, or a day and the next
        ("5/5/08, 16:31 - ", "6/6/08, 9:02 - ", ["2008-05-05", "2008-06-06"]),
        ("30/2/08, 16:31 - ", "31/2/08, 9:02 - ", [None, None]),
    ],
)
def test_dates_are_read_in_the_one_order_that_fits(
    tmp_path: Path, first: str, last: str, dates: list[str | None]
) -> None:
    talk = f"{first}Ana: ¿Ya salió?\n{first}Luis: Sí\n{last}Luis: Llegó\n{last}Ana: Gracias\n"
    _, chunks = read_made(tmp_path, "a.txt", talk.encode())
    assert [each.metadata.get("date", (None,))[0] for each in chunks] == dates


@pytest.mark.parametrize(
    "text",
    [
        "13/4/08, 16:31 - Reunión con la aduana\n\n" + "Se habló de los contenedores del puerto.\n\n" * 9,
        "Informe del 13/4/08, 16:31 - la carga llegó\n" * 5,
    ],
)
def test_other_texts_are_no_conversation(tmp_path: Path, text: str) -> None:
    document, chunks = read_made(tmp_path, "a.txt", text.encode())
    assert document.title != "a.txt"
    assert all("date" not in each.metadata for each in chunks)


def test_lines_are_neither_lists_nor_headings_nor_halves_of_words(tmp_path: Path) -> None:
    talk = """13/4/08, 16:31 - Ana: Se lo mando a los agentes de la aduana en el co-
rreo, ok
ya va. RUTA:
- Veracruz - Puebla
- México - Toluca

TODO LISTO
13/4/08, 16:32 - Luis: Sí - Gracias
13/4/08, 16:33 - Ana: Va - Adiós
"""
    _, (chunk,) = read_made(tmp_path, "a.txt", talk.encode())
    assert chunk.text == " ".join(talk.split())
    assert len(chunk.segments) == 8
    assert chunk.section == ()
