"""Sentences, dates, and the examples in the modules' own words."""

import doctest
import importlib
import pkgutil

import pytest

import corpus
import corpus.confined
import corpus.cutting
import corpus.paper
import corpus.readers
from corpus.cutting.sentences import sentence_ends
from corpus.dates import parse_date


def split(text: str) -> list[str]:
    ends = sentence_ends(text)
    return [text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dijo que no.", "Llegó por mar.", "El buque No. 3."],
        ["El Sr. Ruiz llegó.", "La Sra. Paz también."],
        ["Según el art. 5 núm. 3 de la ley, no.", "Pero sí."],
        ["Viajó a EE.UU. y volvió.", "¿Cuándo?", "¡Ayer!"],
        ["The U.S. Coast Guard came.", "Mr. Smith and J. Brown left."],
        ["They met in the U.S.", "The others stayed."],
        ["It cost 3.5 million, i.e. a lot (see No. 4).", "Yes."],
        ["He said «no».", "Then “yes.”", "End."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("R 192105Z AUG 09", "2009-08-19"),
        ("14 SEP 2009 / 1735 HRS", "2009-09-14"),
        ("14 de septiembre de 2009", "2009-09-14"),
        ("1º de enero de 1994", "1994-01-01"),
        ("September 14, 2009", "2009-09-14"),
        ("Tue, 14 Jul 2020 09:12:40 -0500", "2020-07-14"),
        ("mié 26-oct-2011 07:12", "2011-10-26"),
        ("2008-04-10 19:12:00", "2008-04-10"),
        ("abril de 2008", "2008-04"),
        ("December 2005", "2005-12"),
        ("2012", "2012"),
        ("25/12/2009", "2009-12-25"),
        ("12/25/2009", "2009-12-25"),
        ("04/05/2009", "2009"),
        ("31 de febrero de 2009", None),
        ("00321", None),
        ("", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert parse_date(text) == date


MODULES = [
    f"{package.__name__}.{module.name}"
    for package in (corpus, corpus.confined, corpus.cutting, corpus.paper, corpus.readers)
    for module in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
