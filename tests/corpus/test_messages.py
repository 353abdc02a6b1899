"""Cables, memoranda, mail and forum threads: headers become metadata."""

import pytest

from corpus.cutting.frames import frame_pieces
from corpus.cutting.lines import split_lines
from corpus.cutting.numbering import read_marking
from corpus.cutting.pieces import make_pieces
from corpus.model import Kind, Metadata
from tests.corpus.laws import cut

CABLE = """VZCZCXRO0417
RR RUEHFIC
DE RUEHPLX #0041/01 0641530
ZNR UUUUU ZZH
R 051530Z MAR 07
FM AMCONSUL PUERTO LINDE
TO RUEHC/SECSTATE WASHDC 0417
INFO RUEHME/AMEMBASSY MEXICO

UNCLAS SECTION 01 OF 03 PUERTO LINDE 000041

SENSITIVE
SIPDIS

E.O. 12958: N/A
TAGS: [ETRD](#) [SNAR](#)
SUBJECT: SMALL PORT LEARNS
BIG RULES

REF: A. 06 PUERTO LINDE 0388
     ¶B. STATE 017777

11. (SBU) Summary. Two years after the summit the port knows
the partnership as a source of meetings.

Customs and Revenue

¶2. (C) The head of customs was cautious. She asked for staff
who can read the images.
"""


def describe(text: str) -> Metadata:
    return frame_pieces(make_pieces(split_lines(text))).describe()


def test_cable_header() -> None:
    assert describe(CABLE) == {
        "date": ("2007-03-05",),
        "sent": ("2007-03-05T15:30Z",),
        "origin": ("Consulate Puerto Linde",),
        "classification": ("UNCLASSIFIED",),
        "reference": ("07PUERTOLINDE41",),
        "tag": ("ETRD", "SNAR"),
        "subject": ("SMALL PORT LEARNS BIG RULES",),
        "refers": ("06PUERTOLINDE388", "07STATE17777"),
    }


def test_signature() -> None:
    assert describe(CABLE + "\nLeslie BASSETT\n")["signature"] == ("Leslie BASSETT",)


def test_a_header_printed_twice_is_one() -> None:
    assert describe(CABLE.split("UNCLAS")[0] + CABLE) == describe(CABLE)


def test_cable_paragraphs() -> None:
    header, first, second = cut(CABLE)
    assert header.kind is Kind.HEADER
    assert header.end_line == 21
    assert first.metadata["paragraph"] == ("1",)
    assert first.metadata["marking"] == ("SBU",)
    assert second.metadata["marking"] == ("C",)
    assert second.section == ("SMALL PORT LEARNS BIG RULES", "Customs and Revenue")


def test_year_at_a_line_start_is_no_paragraph() -> None:
    text = CABLE + "\n¶3. (SBU) Some nineteen targets were arrested between 2002 and\n¶2006.\n"
    assert cut(text)[-1].text.endswith("between 2002 and ¶2006.")


def test_mark_inside_a_long_line_cuts_it() -> None:
    line = (
        "¶3. (SBU) " + "The delegation went on to the next port. " * 6 + " 4. (U) Data: nothing was agreed."
    )
    chunks = cut(f"{CABLE}\n{line}\n")
    assert [chunk.metadata["paragraph"] for chunk in chunks[-2:]] == [("3",), ("4",)]
    assert chunks[-1].text.startswith("4. (U) Data")


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("¶1. (SBU) Summary", "SBU"),
        ("2. (NR) ANTECEDENTES", "NR"),
        ("¶14.  (CONFIDENTIAL -- ENTIRE PARAGRAPH)  That", "CONFIDENTIAL"),
        ("¶3. Without one", None),
        ("(SBU) Without a number", None),
    ],
)
def test_markings(text: str, marking: str | None) -> None:
    assert read_marking(text) == marking


def test_spanish_memorandum() -> None:
    text = """DE:             CONSULADO EN SAN TELMO
PARA:           DIRECCIÓN GENERAL;
                SEGOB
FECHA:          14 SEP 2009 / 1735 HRS
CLASIFICACIÓN:  RESERVADO
ASUNTO:         ADUANAS: AVANCES
REF:            (A) SNT-00211  (B) SNT-00187 (2008)
PÁGINA 01 DE 02

1. (R) RESUMEN. La cooperación pasa por su mejor momento.
"""
    assert describe(text) == {
        "origin": ("CONSULADO EN SAN TELMO",),
        "date": ("2009-09-14",),
        "classification": ("RESERVADO",),
        "subject": ("ADUANAS: AVANCES",),
        "refers": ("SNT-00211", "SNT-00187 (2008)"),
    }
    kinds = [chunk.kind for chunk in cut(text)]
    assert kinds == [Kind.HEADER, Kind.BOILERPLATE, Kind.TEXT]


def test_mail_thread() -> None:
    mail = "From: {name} <{name}@x.example>\nTo: Otra Persona\nDate: Tue, 14 Jul 2020 09:12:40 -0500\n"
    mail += "Subject: {subject}\n\nUn texto del mensaje que dice algo sobre la carga.\n\n"
    text = mail.format(name="Ana", subject="siglas") + mail.format(name="Luis", subject="RE: siglas")
    _, first, _, second = cut(text)
    assert first.metadata["author"] == ("Ana",)
    assert second.metadata["author"] == ("Luis",)
    assert second.metadata["date"] == ("2020-07-14",)
    assert second.section == ("siglas",)


@pytest.mark.parametrize(
    "said",
    [
        "El 15/09/2009 a las 09:30, José Peña escribió:\n> Faltan",
        "El mar., 15 sept 2009 a las 9:30, José Peña\n(<jpena@aduana.example>) escribió:\n\n> Faltan",
        "On Tue, Sep 15, 2009 at 9:30 AM José Peña <jpena@aduana.example>\nwrote:\n> Faltan",
        "> El 15/09/2009 a las 09:30, José Peña dijo que faltan",
    ],
)
def test_who_answers_is_no_heading_of_what_is_quoted(said: str) -> None:
    chunks = cut(
        "From: Ana Núñez <ana@puerto.example>\nTo: José Peña <jpena@aduana.example>\nSubject: Sellos\n\n"
        "José:\n\n¿Quién firmó la salida? Avísame antes del viernes, por favor, que el barco no espera.\n\n"
        f"Ana Núñez\n\n{said} los sellos de catorce\n> contenedores; el agente dice que se cayeron.\n"
    )
    assert {each.section for each in chunks} == {("Sellos",)}


def test_front_matter() -> None:
    text = "---\ntitle: De la alianza al tratado\ntags: [aduanas, puertos]\ndate: 2020-09\n---\n\nEl texto.\n"
    assert describe(text) == {
        "title": ("De la alianza al tratado",),
        "tag": ("aduanas", "puertos"),
        "date": ("2020-09",),
    }
    assert cut(text, format_name="md")[0].kind is Kind.HEADER


def test_a_colon_in_prose_is_no_header() -> None:
    assert describe("Nota: la fecha es incierta.\nPara: nadie en particular.\n") == {}


FORUM = """Author Topic: ***Cables on ports  (Read 1874 times)

Offline lanternjaw

  • Member
  • Posts: 1,309

Found this going round, from the consulate in the port.

R 051530Z MAR 07
FM AMCONSUL PUERTO LINDE
UNCLAS SECTION 01 OF 03 PUERTO LINDE 000041
SUBJECT: SMALL PORT

And this is what the message says about the port and its fence.

Report to moderator   Logged

Offline Marguerite_D

  • Member
  • Posts: 212
Re: Cables on ports
« Reply #1 on: February 12, 2011, 06:58:41 pm »

The INFO line only means that they got a copy of it.
"""


def test_forum_posts_and_the_message_within() -> None:
    chunks = [chunk for chunk in cut(FORUM) if chunk.kind is Kind.TEXT]
    first, quoted, second = chunks
    assert [chunk.post for chunk in chunks] == [1, 1, 2]
    assert first.metadata["author"] == ("lanternjaw",)
    assert "reference" not in first.metadata
    assert quoted.metadata["reference"] == ("07PUERTOLINDE41",)
    assert quoted.metadata["date"] == ("2007-03-05",)
    assert second.metadata["author"] == ("Marguerite_D",)
    assert second.metadata["date"] == ("2011-02-12",)
    assert second.section == ("Cables on ports",)
    assert describe(FORUM)["title"] == ("Cables on ports",)


def test_numbered_posts() -> None:
    text = '"Otra vez los camiones: ¿alguien cruzó?"\n\n' + "".join(
        f"#{number}  usuario_{number}   mié 26-oct-2011 07:1{number}\nUn mensaje sobre los camiones.\n\n"
        for number in (1, 2, 3)
    )
    posts = [chunk for chunk in cut(text) if chunk.kind is Kind.TEXT]
    assert [(chunk.post, chunk.metadata["author"][0]) for chunk in posts] == [
        (1, "usuario_1"),
        (2, "usuario_2"),
        (3, "usuario_3"),
    ]
    assert posts[0].metadata["date"] == ("2011-10-26",)
