"""Both languages say the same things, and nothing is said that no text exists for."""

import re
from pathlib import Path
from string import Formatter

import pytest

import webui
from analyzers.language import Language
from scripts.texts import Words
from search.query import NOTES
from search.results import Note, Reason
from webui.rendering import note_words, reason_words
from webui.texts import TEXTS
from webui.wording import Wording

ROOM = Path(webui.__file__).parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(TEXTS[Language.ES]) == list(TEXTS[Language.EN])


@pytest.mark.parametrize("key", TEXTS[Language.ES])
def test_a_text_has_the_same_placeholders_in_both_languages(key: str) -> None:
    assert placeholders(TEXTS[Language.ES][key]) == placeholders(TEXTS[Language.EN][key])


@pytest.mark.parametrize("language", Language)
def test_no_text_is_empty_or_has_stray_spaces(language: Language) -> None:
    assert [key for key, text in TEXTS[language].items() if not text or text != text.strip()] == []


def test_every_key_that_is_said_exists() -> None:
    sources = [*ROOM.glob("*.py"), *ROOM.glob("templates/*.html")]
    said = {
        key for path in sources for key in re.findall(r'\bsay\([\'"](\w+)[\'"][,)]', path.read_text("utf-8"))
    }
    counted = {
        key for path in sources for key in re.findall(r'\bcount\([\'"](\w+)[\'"],', path.read_text("utf-8"))
    }
    said |= {f"{key}_{form}" for key in counted for form in ("one", "other")}
    assert len(said) > 60
    assert said - TEXTS[Language.ES].keys() == set()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("key", NOTES)
def test_every_note_has_words_in_both_languages(key: str, language: Language) -> None:
    assert Wording(language).knows("note_" + key.replace("-", "_"))


def test_a_note_of_unknown_key_is_shown_all_the_same() -> None:
    assert "new-note «{x}»" in note_words(Note("new-note", "«{x}»"), Wording(Language.ES))


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(reason: Reason) -> None:
    (english,) = reason_words([f"{reason}: ASPAN = SPP"], Wording(Language.EN))
    (spanish,) = reason_words([f"{reason}: ASPAN = SPP"], Wording(Language.ES))
    assert english.startswith("ASPAN = SPP (")
    assert english != spanish


def test_reasons_of_one_word_are_said_together() -> None:
    reasons = [
        "concept: ASPAN = SPP",
        "inflection: ASPAN = aspanes",
        "concept: ASPAN = Alianza",
        "por otra cosa",
    ]
    assert reason_words(reasons, Wording(Language.ES)) == [
        "ASPAN = SPP, Alianza (mismo concepto)",
        "ASPAN = aspanes (otra forma)",
        "por otra cosa",
    ]


@pytest.mark.parametrize(
    ("iso", "spanish", "english"),
    [
        ("2009", "2009", "2009"),
        ("2009-06", "junio de 2009", "June 2009"),
        ("2009-06-01", "1 de junio de 2009", "1 June 2009"),
        ("2009-06-01T10:30:00Z", "1 de junio de 2009", "1 June 2009"),
        ("2009-13-01", "2009-13-01", "2009-13-01"),
        ("<b>", "<b>", "<b>"),
    ],
)
def test_dates(iso: str, spanish: str, english: str) -> None:
    assert Wording(Language.ES).date(iso) == spanish
    assert Wording(Language.EN).date(iso) == english


def test_numbers() -> None:
    es, en = Wording(Language.ES), Wording(Language.EN)
    assert [es.number(n) for n in (0, 999, 1234, 12345)] == ["0", "999", "1234", "12\u202f345"]
    assert [en.number(n) for n in (0, 999, 1234, 12345)] == ["0", "999", "1,234", "12,345"]
    assert es.decimal(2.34) == "2,3"
    assert [en.size(n) for n in (0, 999, 1500, 20_000_000)] == ["0 B", "999 B", "1.5 kB", "20 MB"]
    # said alike by the terminal and the page, also where rounding makes a thousand of it
    for said in (en.size, Words(Language.EN).size):
        assert [said(n) for n in (9_940, 9_960, 99_960, 999_499, 999_600, 10**15)] == [
            *("9.9 kB", "10 kB", "100 kB", "999 kB", "1.0 MB", "1,000 TB")
        ]
    assert es.count("passages", 1) == "1 pasaje"
    assert es.moment("2026-11-22T11:08:00+00:00") == "22 de noviembre de 2026, 11:08 UTC"


SPOKEN_BY_PREFIX = (
    "note_",
    "reason_",
    "error_",
    "facet_",
    "sort_",
    "language_",
    "label_",
    "nav_",
    "wanted_",
    "meta_",
    "hit_",
    "format_",
    "order_",
    "meaning_",
)


def test_no_text_is_left_over() -> None:
    paths = [
        path for path in (*ROOM.glob("*.py"), *ROOM.glob("templates/*.html")) if "texts_" not in path.name
    ]
    source = "\n".join(path.read_text("utf-8") for path in paths)
    bases = {
        re.sub("_(one|other)$", "", key) for key in TEXTS[Language.ES] if not key.startswith(SPOKEN_BY_PREFIX)
    }
    assert [base for base in sorted(bases) if f'"{base}"' not in source and f"'{base}'" not in source] == []
