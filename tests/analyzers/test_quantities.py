"""A date or a number is the same however either language writes it, and nothing else is one."""

import time
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers.analysis import analyze
from analyzers.language import Language
from analyzers.quantities import canonical_number, find_dates
from tests.strings import any_text

MONTHS = {
    Language.ES: (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
    ),
    Language.EN: (
        "January February March April May June July August September October November December".split()
    ),
}  # fmt: skip
languages = st.sampled_from(Language)


def isos(text: str, language: Language | None = None) -> list[str]:
    return [found.iso for found in find_dates(text, language)]


def writings(day: date) -> list[str]:
    """A day as both languages write it, whatever the language of the text around it."""
    spanish, english = (MONTHS[language][day.month - 1] for language in Language)
    return [
        day.isoformat(),
        f"{day.day} de {spanish} de {day.year}",
        f"{day.day:02} de {spanish.upper()} del {day.year}",
        f"{day.day} {spanish} {day.year}",
        f"{day.day}-{spanish[:3]}-{day.year}",
        f"{english} {day.day}, {day.year}",
        f"{english} {day.day} {day.year}",
        f"{english[:3]}. {day.day}, {day.year}",
        f"{day.day} {english} {day.year}",
        f"{day.day} of {english.lower()}, {day.year}",
        f"{day.day}th {english} {day.year}",
    ]


@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)), st.sampled_from([*Language, None]))
@example(date(2005, 3, 23), None)
@example(date(2004, 2, 29), Language.EN)
def test_every_writing_of_a_day_is_that_day(day: date, language: Language | None) -> None:
    for text in writings(day):
        assert isos(text, language) == [day.isoformat()], text
        assert isos(f"Visto el {text}, se firma.", language) == [day.isoformat()], text


@pytest.mark.parametrize("day", ["1º", "1.º", "1°", "1o", "1o.", "1.o", "1er", "1ro", "01", "1"])
def test_the_first_of_a_month(day: str) -> None:
    assert isos(f"el {day} de marzo de 2005") == ["2005-03-01"]


def test_the_language_settles_which_comes_first_and_a_number_over_twelve_does_too() -> None:
    assert isos("03/04/2005", Language.ES) == isos("03/04/2005") == ["2005-04-03"]
    assert isos("03/04/2005", Language.EN) == ["2005-03-04"]
    for language in (*Language, None):
        assert isos("23/03/2005", language) == isos("03/23/2005", language) == ["2005-03-23"]
        assert isos("23-3-2005", language) == ["2005-03-23"]


def test_a_month_is_a_date_and_a_day_counts_as_its_month() -> None:
    for text in ("marzo de 2005", "March 2005", "marzo 2005", "Mar. 2005", "MARZO DEL 2005", "March, 2005"):
        assert isos(text) == ["2005-03"], text
        assert find_dates(text)[0].terms == ("2005-03",)
    assert find_dates("23 de marzo de 2005")[0].terms == ("2005-03-23", "2005-03")


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2005", "29/02/2005", "32/01/2005", "13/13/2005", "2005-13-01", "2005-02-30",
        "February 30, 2005",
        "23 de marzal de 2005", "3.1.2005", "1/2/3/2005", "23/03/05", "2005", "el 23", "March 23",
        "x2005-03-23",
        "2005-03-234", "23/03/2005/7", "", "de de de",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert [isos(text, language) for language in (*Language, None)] == [[], [], []]


@given(st.integers(1, 12), st.integers(1, 40), st.integers(1500, 2099))
def test_a_day_that_a_month_does_not_have_is_no_day(month: int, beyond: int, year: int) -> None:
    day = monthrange(year, month)[1] + beyond
    for text in (
        f"{day} de {MONTHS[Language.ES][month - 1]} de {year}",
        f"{MONTHS[Language.EN][month - 1]} {day}, {year}",
        f"{year}-{month:02}-{day:02}",
        f"{day}/{month:02}/{year}",
    ):
        assert all(len(iso) < len("2005-03-23") for iso in isos(text) if day > 31), text
        assert f"{year}-{month:02}-{day:02}" not in isos(text), text


date_pieces = st.sampled_from(
    [*" ,.-/", " de ", " del ", " of ", "marzo", "March", "may", "dic", "23", "3", "31", "2005", "1999",
     "05", "th", "º"]
)  # fmt: skip


@given(
    st.one_of(any_text, st.lists(date_pieces, max_size=14).map("".join)), st.sampled_from([*Language, None])
)
def test_dates_are_real_in_order_apart_and_in_range(text: str, language: Language | None) -> None:
    end = 0
    for found in find_dates(text, language):
        assert end <= found.start_char < found.end_char <= len(text)
        end = found.end_char
        assert date.fromisoformat(f"{found.iso}-01"[:10]).isoformat()[: len(found.iso)] == found.iso
        assert found.iso[:4] in text[found.start_char : found.end_char]


def test_several_dates_in_a_text_are_found_where_they_stand() -> None:
    text = "Del 23 de marzo de 2005 al 2005-04-01; in May 2006."
    assert [text[d.start_char : d.end_char] for d in find_dates(text)] == [
        "23 de marzo de 2005", "2005-04-01", "May 2006",
    ]  # fmt: skip


@pytest.mark.parametrize("language", Language)
def test_a_date_is_a_term_at_its_place_beside_its_words(language: Language) -> None:
    text = "Firmado el 23 de marzo de 2005 en Waco"
    analysis = analyze(text, language)
    for view in (analysis.stems, analysis.exact):
        dated = [token for token in view if token.text in ("2005-03-23", "2005-03")]
        assert [text[token.start_char : token.end_char] for token in dated] == ["23 de marzo de 2005"] * 2
        assert {token.position for token in dated} == {2}
        assert "2005" in {token.text for token in view}
    assert [token.text for token in analysis.verbatim] == text.split()


@pytest.mark.parametrize(
    "piece",
    ["2005-03-23 ", "1/", "23 de marzo de ", "de ", "9 ", "marzo ", "marzo\t", "12-", "2005", "1 de ",
     "12/12/20", ", "],
)  # fmt: skip
def test_a_wall_of_pieces_takes_no_long(piece: str) -> None:
    text = "1 " + (piece * 20_000)[:20_000] + " 2005"
    started = time.process_time()
    for language in Language:
        find_dates(text, language)
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize("blank", [" ", "\n", "\u00a0", ","])
def test_a_wall_of_blanks_takes_no_long(blank: str) -> None:
    started = time.process_time()
    find_dates("1" + blank * 50_000 + "marzo" + blank * 50_000 + "2005")
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        ("1234.5", ["1.234,5", "1,234.5", "1234.5", "1234,5", "1234,50", "1\u00a0234,5", "1\u202f234.5"]),
        ("1234567.89", ["1.234.567,89", "1,234,567.89"]),
        ("1234", ["1.234", "1,234", "1234", "1\u00a0234", "01234"]),
        ("0.5", ["0.5", "0,5", "0,500", "00,5"]),
        ("3", ["3", "3.0", "3,00", "003"]),
        ("0", ["0", "000", "0.0"]),
    ],
)
def test_writings_of_a_number(number: str, texts: list[str]) -> None:
    assert {text: canonical_number(text) for text in texts} == dict.fromkeys(texts, number)


@pytest.mark.parametrize(
    "text", ["3.1.1", "23.03.2005", "12,34,567.8", "1.2,3.4", "1.", ",5", "", "a1", "1-2"]
)
def test_what_is_no_number(text: str) -> None:
    assert canonical_number(text) is None


@given(st.integers(0, 10**12), st.text("0123456789", max_size=6))
def test_both_languages_write_one_number(whole: int, fraction: str) -> None:
    if whole < 1000 and len(fraction) == 3:
        return  # "1.234" alone is a thousand in both languages
    english = f"{whole:,}" + (f".{fraction}" if fraction else "")
    spanish = english.translate(str.maketrans(",.", ".,"))
    plain = f"{whole}.{fraction}".rstrip("0").rstrip(".") if fraction else str(whole)
    assert canonical_number(english) == canonical_number(spanish) == plain


@given(any_text)
def test_any_string_is_a_number_or_none(text: str) -> None:
    number = canonical_number(text)
    assert number is None or float(number) >= 0


@pytest.mark.parametrize("language", Language)
def test_a_number_is_one_term_in_a_text(language: Language) -> None:
    for text in ("costó 1.234,5 pesos", "costó 1,234.5 pesos"):
        terms = [token for token in analyze(text, language).exact if token.text == "1234.5"]
        assert [text[token.start_char : token.end_char] for token in terms] == [text.split()[1]]
