"""Whose letters are these? What langdetect's Spanish and English profiles say of a few words.

langdetect draws n-grams of the text until it is sure, seven times over. Here a word's n-grams as the profiles
have them are kept, since the same words come in every paragraph, and the drawing is written out for two
languages: the same draws and the same answer in a third of the time. The only module that imports langdetect.

>>> lean(("quién", "pagó")) > 0 > lean(("who", "paid"))
True
"""

import random
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import langdetect
from langdetect.detector import Detector
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from langdetect.utils.ngram import NGram

_SEED = 0
_TRIALS = 7
_FOREIGN = "\u0300"
"""From here on langdetect looks at the text as a whole before it draws."""

_RANDOM = random.Random()  # noqa: S311  (seeded for each text: no secret, a fixed sample)

Chances = tuple[float, float]
"""An n-gram's frequencies in Spanish and in English."""


def lean(words: Sequence[str]) -> float:
    """The chance that these are Spanish less the chance that they are English, from -1 to 1.

    A chance of a tenth or less counts as none, as in langdetect. 0 where no letter is known.
    """
    if not words:
        return 0.0
    text = " ".join(words)
    if max(text) >= _FOREIGN:
        return _ask_langdetect(text)
    *before, last = words
    found = [*chain.from_iterable(_read_word(word)[0] for word in before), *_read_word(last)[1]]
    if not found:
        return 0.0
    spanish, english = (chance if chance > Detector.PROB_THRESHOLD else 0.0 for chance in _draw(found))
    return spanish - english


def _draw(found: Sequence[Chances]) -> Chances:
    """Langdetect's ``_detect_block`` for two languages."""
    _RANDOM.seed(_SEED)
    draw, count = _RANDOM.getrandbits, len(found)
    bits = count.bit_length()
    spanish = english = 0.0
    for _ in range(_TRIALS):
        alpha = Detector.ALPHA_DEFAULT + _RANDOM.gauss(0.0, 1.0) * Detector.ALPHA_WIDTH
        weight = alpha / Detector.BASE_FREQ
        es = en = 0.5
        for step in range(Detector.ITERATION_LIMIT + 1):
            # what Random.choice does, without the calls
            place = draw(bits)
            while place >= count:
                place = draw(bits)
            in_spanish, in_english = found[place]
            es *= weight + in_spanish
            en *= weight + in_english
            if not step % 5:
                both = es + en
                es /= both
                en /= both
                if es > Detector.CONV_THRESHOLD or en > Detector.CONV_THRESHOLD:
                    break
        spanish += es / _TRIALS
        english += en / _TRIALS
    return spanish, english


@lru_cache(maxsize=1 << 15)
def _read_word(word: str) -> tuple[tuple[Chances, ...], tuple[Chances, ...]]:
    """The n-grams of a word that the profiles know: where another word follows, and where none does."""
    known = _read_profiles()
    text = "".join(map(_normalize, NGram.normalize_vi(word)))
    if not word.islower() or " " in text:
        *grams, closing = _iter_by_langdetect(word)
    else:
        spelt = f" {text}"
        grams = [
            (letter, spelt[at : at + 2], spelt[at - 1 : at + 2] if at else "")
            for at, letter in enumerate(text)
        ]
        closing = ("", f"{text[-1]} ", f"{spelt[-2:]} ")
    within = tuple([known[gram] for each in grams for gram in each if gram in known])
    return within + tuple([known[gram] for gram in closing if gram in known]), within


def _iter_by_langdetect(word: str) -> Iterator[Sequence[str]]:
    """For each letter of the word, and the blank behind it, the n-grams that end there."""
    grams = NGram()
    for letter in f"{NGram.normalize_vi(word)} ":
        grams.add_char(letter)
        yield [grams.get(size) or "" for size in range(1, NGram.N_GRAM + 1)]


@lru_cache(maxsize=1 << 12)
def _normalize(letter: str) -> str:
    return str(NGram.normalize(letter))


@cache
def _read_profiles() -> dict[str, Chances]:
    return {gram: (spanish, english) for gram, (spanish, english) in _factory().word_lang_prob_map.items()}


def _ask_langdetect(text: str) -> float:
    """As :func:`lean`, by langdetect itself."""
    detector = _factory().create()
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return 0.0  # no letters it knows
    chances = {each.lang: each.prob for each in found}
    return float(chances.get("es", 0.0) - chances.get("en", 0.0))


@cache
def _factory() -> Any:
    profiles = Path(langdetect.__file__).parent / "profiles"
    factory = DetectorFactory()
    factory.load_json_profile([(profiles / name).read_text(encoding="utf-8") for name in ("es", "en")])
    factory.set_seed(_SEED)
    return factory
