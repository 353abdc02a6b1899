"""Ordinary words are found in any form and both ways, and the lexicon that is shipped keeps its rules."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.crossing import Crossing
from analyzers.errors import LexiconError
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.lexicon import MAX_TRANSLATIONS, SHIPPED_LEXICON, Lexicon, load_lexicon
from analyzers.stopwords import STOP_WORDS, is_stop_word
from corpus.model import Kind
from index.plan import Everything
from index.reading import IndexReader
from tests import shipped
from tests.strings import any_text

pytestmark = pytest.mark.long

SHIPPED = shipped.lexicon()
LAZY = load_lexicon()
LINES = SHIPPED_LEXICON.read_text(encoding="utf-8").split("\n")
ROWS = [
    (number, line.split("\t")) for number, line in enumerate(LINES, 1) if line and not line.startswith("#")
]


def written(path: Path, *lines: str) -> Path:
    file = path / "lexicon.tsv"
    file.write_text("\n".join(("# Words", "", *lines)) + "\n", encoding="utf-8")
    return file


def first(lexicon: Lexicon, word: str, language: Language) -> str | None:
    return next((each.text for each in lexicon.translations(word, language)), None)


def all_of(word: str, language: Language = Language.ES) -> set[str]:
    return {each.text for each in SHIPPED.translations(word, language)}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("puerto\tnoun", "three columns"),
        ("puerto\tnoun\tport\tx", "three columns"),
        ("puerto port", "three columns"),
        ("\tnoun\tport", "three columns"),
        ("puerto\tnoun\t", "three columns"),
        ("puerto\tnoun\tport:much", "not a number"),
        ("puerto\tnoun\tport:0", "cannot use 'port:0'"),
        ("puerto\tnoun\tport:1.5", "cannot use"),
        ("puerto\tnoun\tport:-0.5", "cannot use"),
        ("puerto\tnoun\tport:nan", "cannot use"),
        ("puerto\tnoun\tport | :0.5", "cannot use"),
        ("puerto\tnoun\tport | harbor | port", "cannot use 'port'"),
    ],
)
def test_what_cannot_be_used_is_named_with_file_and_line(tmp_path: Path, line: str, problem: str) -> None:
    file = written(tmp_path, "aduana\tnoun\tcustoms", line)
    with pytest.raises(LexiconError) as caught:
        load_lexicon(file)
    assert str(caught.value).startswith(f"{file}, line 4: ")
    assert problem in str(caught.value)
    assert (caught.value.path, caught.value.line) == (file, 4)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.tsv").write_bytes("año\tnoun\tyear\n".encode("latin-1"))
    for name in ("latin.tsv", "none.tsv", "."):
        with pytest.raises(LexiconError, match="cannot be read") as caught:
            load_lexicon(tmp_path / name)
        assert caught.value.line == 0
        assert str(tmp_path / name) in str(caught.value)


def test_ranks_and_weights_are_what_the_file_says(tmp_path: Path) -> None:
    lexicon = load_lexicon(
        written(tmp_path, "puerto\tnoun\tport | harbor", "aduana\tnoun\tcustoms:0.9 | duty:0.1\r")
    )
    assert [(t.text, round(t.probability, 2)) for t in lexicon.translations("puerto", Language.ES)] == [
        ("port", 0.67), ("harbor", 0.33),
    ]  # fmt: skip
    assert [(t.text, t.probability) for t in lexicon.translations("aduana", Language.ES)] == [
        ("customs", 0.9), ("duty", 0.1),
    ]  # fmt: skip


def test_an_empty_lexicon_knows_nothing(tmp_path: Path) -> None:
    lexicon = load_lexicon(written(tmp_path))
    assert lexicon.longest == 1
    assert lexicon.translations("puerto", Language.ES) == ()


@pytest.mark.parametrize(
    ("form", "meaning"),
    [
        ("inspecciones", "inspection"), ("INSPECCIÓN", "inspection"), ("inspeccion", "inspection"),
        ("voces", "voice"), ("leyes", "law"), ("fronterizas", "border"), ("países", "country"),
        # irregular verbs, and those that spell their stem in several ways
        ("contiene", "contain"), ("empiezan", "begin"), ("puede", "can"), ("utilice", "use"), ("hizo", "do"),
        ("dijeron", "say"), ("pidió", "request"), ("siguiendo", "follow"), ("tuvo", "have"),
        ("existía", "exist"),
        ("comience", "begin"), ("aparezca", "appear"), ("dirige", "direct"), ("vuelven", "return"),
        ("construyen", "build"), ("entregará", "deliver"), ("podrían", "could"),
        ("exija", "demand"), ("tenía", "have"), ("van", "go"),
    ],
)  # fmt: skip
def test_a_spanish_word_is_found_in_any_form(form: str, meaning: str) -> None:
    assert meaning in all_of(form)


@pytest.mark.parametrize(
    ("form", "meaning"),
    [
        ("inspections", "inspección"), ("borders", "frontera"), ("countries", "país"),
        ("Searched", "registrar"),
        ("taken", "tomar"), ("told", "decir"), ("brought", "traer"), ("kept", "mantener"),
        ("began", "empezar"),
        ("women", "mujeres"), ("agencies", "agencia"), ("drug-trafficking", "narcotráfico"),
    ],
)  # fmt: skip
def test_an_english_word_is_found_in_any_form(form: str, meaning: str) -> None:
    assert meaning in all_of(form, Language.EN)


def test_the_very_form_goes_before_those_that_share_its_stem() -> None:
    lexicon = Lexicon.of(
        [("general", {"general": 1.0}), ("generar", {"generate": 1.0}), ("genero", {"genre": 1.0})]
    )
    assert first(lexicon, "general", Language.ES) == "general"
    assert first(lexicon, "género", Language.ES) == "genre"
    assert first(lexicon, "generó", Language.ES) == "genre"  # without accents the same


@given(st.sampled_from(ROWS))
def test_every_row_is_found_from_both_sides(row: tuple[int, list[str]]) -> None:
    spanish, _, cell = row[1]
    expected = {part.rpartition(":")[0] or part for part in cell.split(" | ")}
    assert all_of(spanish) & expected
    back = {english for english in expected if spanish in all_of(english, Language.EN)}
    # a word of many meanings shows the likeliest of them
    crowded = [e for e in expected if len(SHIPPED.translations(e, Language.EN)) >= 4]
    assert back or crowded, spanish


words_of = {
    language: st.sampled_from(
        sorted(
            {cells[0] for _, cells in ROWS}
            if language is Language.ES
            else {part.rpartition(":")[0] or part for _, cells in ROWS for part in cells[2].split(" | ")}
        )
    )
    for language in Language
}


@given(st.one_of(*(st.tuples(words, st.just(language)) for language, words in words_of.items())))
def test_probabilities_fall_and_add_up_to_about_one(case: tuple[str, Language]) -> None:
    found = SHIPPED.translations(*case)
    probabilities = [each.probability for each in found]
    assert 1 <= len(found) <= MAX_TRANSLATIONS
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0.85 <= sum(probabilities) <= 1.01  # the rarest are left out
    assert len({each.text for each in found}) == len(found)


@pytest.mark.parametrize(
    ("phrase", "language", "meaning"),
    [
        ("a cargo de", Language.ES, "in charge of"),
        ("A CARGO DE", Language.ES, "in charge of"),
        ("in charge of", Language.EN, "a cargo de"),
        ("a corto plazo", Language.ES, "short-term"),
        ("On Condition That", Language.EN, "a condición de que"),
    ],
)
def test_entries_of_several_words(phrase: str, language: Language, meaning: str) -> None:
    assert meaning in all_of(phrase, language)


def test_entries_of_several_words_inflect_and_are_not_their_parts() -> None:
    lexicon = Lexicon.of([("puerto seguro", {"safe haven": 1.0}), ("seguro", {"insurance": 1.0})])
    assert lexicon.longest == 2
    assert first(lexicon, "puertos seguros", Language.ES) == "safe haven"
    assert first(lexicon, "safe havens", Language.EN) == "puerto seguro"
    assert first(lexicon, "puerto", Language.ES) is None
    assert first(lexicon, "puerto seguro hoy", Language.ES) is None


@given(st.one_of(*words_of.values(), any_text), st.sampled_from(Language))
def test_rows_say_the_same_read_now_or_when_asked_for(text: str, language: Language) -> None:
    assert LAZY.translations(text, language) == SHIPPED.translations(text, language)
    assert LAZY.is_word(fold(text), language) == SHIPPED.is_word(fold(text), language)


@given(any_text, st.sampled_from(Language))
def test_any_string_can_be_looked_up(text: str, language: Language) -> None:
    for each in SHIPPED.translations(text, language):
        assert each.text
        assert 0 < each.probability <= 1


# what is shipped


def test_it_has_three_columns_in_one_normal_form() -> None:
    assert unicodedata.is_normalized("NFC", "\n".join(LINES))
    assert "\r" not in "".join(LINES)
    assert [(number, cells) for number, cells in ROWS if len(cells) != 3] == []
    untidy = [number for number, cells in ROWS for cell in cells if cell != " ".join(cell.split())]
    assert untidy == []


def test_its_parts_of_speech_are_those_that_its_header_names() -> None:
    header = next(line for line in LINES if line.startswith("#") and "part of speech (" in line)
    named = set(re.findall(r"part of speech \(([^)]+)\)", header)[0].split())
    assert Counter(cells[1] for _, cells in ROWS).keys() == named


def test_a_word_stands_once_for_each_part_of_speech() -> None:
    counts = Counter((cells[0], cells[1]) for _, cells in ROWS)
    assert [word for word, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("plural", "own", "singular"),
    [
        ("elections", "comicios", "elección"), ("students", "alumnado", "estudiante"),
        ("weapons", "armamentista", "arma"), ("minutes", "acta", "minuto"), ("laws", "legislación", "ley"),
        ("children", "niñez", "niño"), ("men", "hombres", "hombre"), ("lives", "vivir", "vida"),
    ],
)  # fmt: skip
def test_a_plural_means_what_its_singular_means_too(plural: str, own: str, singular: str) -> None:
    assert {own, singular} <= all_of(plural, Language.EN)


@pytest.mark.parametrize(
    ("form", "language", "own", "of_the_word"),
    [
        ("implementing", Language.EN, "ejecutor", "implementar"),
        ("released", Language.EN, "divulgado", "difundir"),
        ("presumed", Language.EN, "presunto", "presumir"),
        ("voting", Language.EN, "votación", "votar"), ("lost", Language.EN, "extraviado", "perder"),
        ("beaten", Language.EN, "golpear", "derrotar"), ("left", Language.EN, "izquierda", "dejar"),
        ("detenido", Language.ES, "detainee", "detain"), ("acusadas", Language.ES, "defendant", "charge"),
        ("reunido", Language.ES, "gathered", "meet"),
        ("técnica", Language.ES, "technique", "technical"),
        ("críticas", Language.ES, "criticism", "critical"),
    ],
)  # fmt: skip
def test_an_entry_means_what_it_is_a_form_of_too(
    form: str, language: Language, own: str, of_the_word: str
) -> None:
    assert {own, of_the_word} <= all_of(form, language)


@pytest.mark.parametrize(
    ("word", "language", "other"),
    [
        ("lista", Language.ES, "ready"), ("vacuna", Language.ES, "bovine"), ("ganado", Language.ES, "win"),
        ("housing", Language.EN, "vivienda"), ("training", Language.EN, "capacitación"),
        ("left", Language.EN, "licencia"),
    ],
)  # fmt: skip
def test_it_means_most_likely_what_it_is_itself(word: str, language: Language, other: str) -> None:
    found = [each.text for each in SHIPPED.translations(word, language)]
    assert other not in found or other in found[:2]


@pytest.mark.parametrize("name", ["Canadá", "Fidel", "James", "Julián", "Mérida", "Pérez"])
def test_a_name_means_no_word_that_begins_as_it_does(name: str) -> None:
    assert all_of(name) == set()


@pytest.mark.parametrize(
    ("derived", "language", "word"),
    [
        ("opcionalmente", Language.ES, "optional"), ("asombrar", Language.ES, "amazement"),
        ("separators", Language.EN, "separación"),
    ],
)  # fmt: skip
def test_a_derivative_that_is_no_entry_means_what_its_relatives_do(
    derived: str, language: Language, word: str
) -> None:
    assert word in all_of(derived, language)


def test_a_plural_that_is_another_word_does_not() -> None:
    assert "bueno" not in all_of("goods", Language.EN)
    assert "costumbre" not in all_of("customs", Language.EN)
    assert "significar" not in all_of("means", Language.EN)  # a verb has no plural


def test_a_function_word_stands_there_only_for_the_sake_of_the_other_side() -> None:
    """``entre`` is never looked up, since queries drop it, but ``between`` is a word like another."""
    idle = []
    for number, (spanish, _, cell) in ROWS:
        if spanish in STOP_WORDS[Language.ES]:
            english = [part.rpartition(":")[0] or part for part in cell.split(" | ")]
            if all(is_stop_word(fold(word)) for word in english):
                idle.append((number, spanish))
    assert idle == []


def test_weights_are_in_range_and_translations_differ() -> None:
    for number, (spanish, _, cell) in ROWS:
        parts = [part.rpartition(":") for part in cell.split(" | ")]
        texts = [text or weight for text, _, weight in parts]
        assert len(set(texts)) == len(texts), (number, spanish)
        assert all(0 < float(weight) <= 1 for text, _, weight in parts if text), (number, spanish)


def test_it_is_large() -> None:
    pairs = {(cells[0], part) for _, cells in ROWS for part in cells[2].split(" | ")}
    assert len(pairs) >= 6_000
    assert len({cells[0] for _, cells in ROWS}) >= 6_000


@pytest.mark.parametrize("language", Language)
def test_tables_of_forms_are_clean_and_lead_to_words_of_the_lexicon(language: Language) -> None:
    text = (SHIPPED_LEXICON.parent / f"forms_{language}.tsv").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    assert [
        row for row in rows if len(row) != 2 or row != [cell.strip() for cell in row] or not all(row)
    ] == []
    assert len({tuple(row) for row in rows}) == len(rows)
    folded = [fold(form) for form, _ in rows]
    assert folded == sorted(folded)  # they are found by bisection
    words = {word for _, word in rows}
    useless = {word for word in words if not SHIPPED.translations(word, language)}
    assert len(useless) <= 0.05 * len(words), sorted(useless)


# how much of real prose crosses

_CLAUSE_END = re.compile(r"[.,;:!?¿¡()\[\]«»\"“”|>*`\n]+(?:\s|$)|\s[-—–]\s")
_EDGES = "¿¡«»“”‘’'\"()[]<>{}*_`#|…—–-.,;:!?"
_WRITTEN_SMALL = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def iter_clauses(reader: IndexReader, language: Language) -> Iterator[list[str]]:
    """The words of the sample's passages in a language, clause by clause; no headers, no page chrome."""
    for number in reader.engine.find(Everything()):
        chunk = reader.engine.record(number).chunk
        if chunk.language is language and chunk.kind not in (Kind.HEADER, Kind.BOILERPLATE):
            for clause in _CLAUSE_END.split(chunk.text):
                yield [word for word in (piece.strip(_EDGES) for piece in clause.split()) if word]


def is_content_word(word: str) -> bool:
    """Three letters or more, all small, and no function word: names, acronyms, numbers do not count."""
    is_small = bool(_WRITTEN_SMALL.fullmatch(word)) and word.islower()
    return is_small and len(word) >= 3 and not is_stop_word(fold(word))


def crossing_words(
    crossing: Crossing, crosses: Callable[[str], bool], clause: list[str], language: Language
) -> set[int]:
    """The places of the words that cross to the other language, alone or within a name or phrase."""
    found = {at for at, word in enumerate(clause) if crosses(word)}
    if all(at in found or not is_content_word(word) for at, word in enumerate(clause)):
        return found  # looking for names takes longer
    for meaning in crossing.meanings(clause):
        if meaning.concepts or language.other in meaning.translations:
            found.update(range(meaning.start, meaning.end))
    return found


def test_a_set_phrase_is_found_in_its_forms_and_not_by_its_stems() -> None:
    lexicon = Lexicon.of([("en efecto", {"indeed": 1.0}), ("tomar parte", {"take part": 1.0})])
    assert not lexicon.translations("en efectivo", Language.ES)
    assert [each.text for each in lexicon.translations("tomando parte", Language.ES)] == ["take part"]
    assert [each.text for each in lexicon.translations("taking part", Language.EN)] == ["tomar parte"]


@pytest.mark.parametrize("language", Language)
def test_the_words_of_the_sample_documents_cross_over(sample_reader: IndexReader, language: Language) -> None:
    """Running content words of all passages in a language: the share that has any counterpart."""
    crossing = shipped.crossing()
    crosses = cache(lambda word: language.other in crossing.translations(word))
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for clause in iter_clauses(sample_reader, language):
        crossed = crossing_words(crossing, crosses, clause, language)
        for at, word in enumerate(clause):
            if is_content_word(word):
                (known if at in crossed else unknown)[word] += 1
    total = known.total() + unknown.total()
    share = known.total() / total
    assert total > 2_000
    assert share >= 0.95, (
        f"{language}: {share:.2%} of {total} running content words cross"
        f" ({len(known) / len(known | unknown):.2%} of the different ones); not known:"
        f" {', '.join(word for word, _ in unknown.most_common(60))}"
    )
