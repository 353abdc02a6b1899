"""Which language is each paragraph of a document written in?

A vote of function words, letters and endings decides where it is sure; langdetect, restricted to
its Spanish and English profiles and seeded, where it is not (``profiles``); then each paragraph listens
to its neighbours. "Not known" stays ``None``.

>>> name_languages(["The port was closed.", "Ver el anexo.", "El puerto fue cerrado por la marina."])
[<Language.EN: 'en'>, <Language.ES: 'es'>, <Language.ES: 'es'>]
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from analyzers.folding import normalize
from analyzers.language import Language
from analyzers.profiles import lean
from analyzers.stopwords import STOP_WORDS

_SURE = 2.0
"""A vote of this margin is right so often that asking langdetect would only cost time."""
_LEAST = 0.3
"""Less evidence than this names nothing: two names in a row end in some letter or other."""
_NEIGHBOURS = 2
_NEIGHBOUR_WEIGHT = 0.3
_STEADY = 6.0
"""Margin above which a paragraph's own evidence stands whatever its neighbours are."""
_SAMPLE_CHARS = 1_000
_MOST_VOTES = 1 << 17
"""Some twenty megabytes of votes are kept."""
_LONGEST_WORD = 40
"""Longer runs of letters are keys and broken text; langdetect would take milliseconds over them."""

# Function words that only one of the two languages has.
_ES_WORDS = STOP_WORDS[Language.ES] - STOP_WORDS[Language.EN]
_EN_WORDS = STOP_WORDS[Language.EN] - STOP_WORDS[Language.ES]
_ES_LETTERS = frozenset("ñáéíóú")
_ES_ENDINGS = tuple(
    """ción ciones dad dades miento mientos mente ando iendo aron ieron ía ías ados adas idos idas able ables
    cion""".split()
)
_EN_ENDINGS = tuple("tion tions ing ness ment ments ship ships ity ities ed ly ous ful less ght wh".split())
_SHARED_ENDINGS = ("able", "ables")
_NOT_PROSE = re.compile(r"://|www\.|@|\d")
"""What no word of prose holds: signs of addresses, identifiers, figures."""
_AROUND = ".,;:()\"'“”«»¿?¡!"
"""What mostly stands before and behind a word."""
_LOWER = re.compile(r"(?<![^\W_])[a-záéíóúñü]{2}")
_WORD = re.compile(r"[^\W\d_]+")


def name_languages(texts: Sequence[str]) -> list[Language | None]:
    """The language of each of a document's paragraphs, given in reading order.

    A paragraph without prose of its own (numbers, addresses, capitals) takes that of its
    neighbours, or ``None`` where these say nothing either.
    """
    margins = [_margin(text) for text in texts]
    return [_settle(margins, at) for at in range(len(margins))]


def detect_language(text: str) -> Language | None:
    """The language of one text on its own, or ``None`` where it holds no evidence."""
    return _named(_margin(text))


def _settle(margins: Sequence[float], at: int) -> Language | None:
    own = margins[at]
    if abs(own) >= _STEADY:
        return _named(own)
    low, high = max(0, at - _NEIGHBOURS), at + _NEIGHBOURS + 1
    around = sum(
        _clip(margins[n]) / (1 + abs(n - at)) for n in range(low, min(high, len(margins))) if n != at
    )
    return _named(own + _NEIGHBOUR_WEIGHT * around)


def _clip(margin: float) -> float:
    return max(-_STEADY, min(_STEADY, margin))


def _named(margin: float) -> Language | None:
    if abs(margin) < _LEAST:
        return None
    return Language.ES if margin > 0 else Language.EN


def _margin(text: str) -> float:
    """Evidence for Spanish (above 0) over English (below 0), in words of evidence."""
    tokens = text[:_SAMPLE_CHARS].split()
    vote = sum(chain.from_iterable(map(_VOTES.__getitem__, tokens)))
    return vote if abs(vote) >= _SURE else _look_closer(tokens)


def _look_closer(tokens: Sequence[str]) -> float:
    sample = " ".join(word for word in tokens if not _NOT_PROSE.search(word))
    prose = _prose(sample)
    vote = sum(map(_weigh, prose))
    if abs(vote) >= _SURE or not prose or not _LOWER.search(sample):
        return vote  # a row of names is no text to guess from
    return vote + _guess(tuple(prose))


class _Votes(dict[str, tuple[float, ...]]):
    """The votes of what stands between two blanks; kept, since the same words come in every paragraph."""

    def __missing__(self, token: str) -> tuple[float, ...]:
        core = token.strip(_AROUND)
        if core.isascii() and core.isalpha() and "www" not in core:
            words = [core] if len(core) <= _LONGEST_WORD else []
        else:
            words = [] if _NOT_PROSE.search(token) else _words(token)
        votes = tuple([vote for word in _voting(words) if (vote := _weigh(word))])
        if len(token) <= _LONGEST_WORD:
            if len(self) >= _MOST_VOTES:
                self.clear()
            self[token] = votes
        return votes


_VOTES = _Votes()


def _prose(sample: str) -> list[str]:
    """The words that may vote, lower-cased: no acronyms, nothing too long to be a word.

    Lines all in capitals keep their words only when nothing else is there to ask, and only
    where they are more than acronyms.
    """
    words = _words(sample)
    if voting := _voting(words):
        return voting
    shouted = [word.lower() for word in words]
    # "DE RUEHME" is a routing line, "PLAN DE ACCIÓN DE LA ASPAN" is Spanish
    return shouted if sum(w in _ES_WORDS or w in _EN_WORDS for w in shouted) > 1 else []


def _words(sample: str) -> list[str]:
    return [word for word in _WORD.findall(normalize(sample)) if len(word) <= _LONGEST_WORD]


def _voting(words: Iterable[str]) -> list[str]:
    return [word.lower() for word in words if not word.isupper()]


@lru_cache(maxsize=1 << 16)
def _weigh(word: str) -> float:
    """One word's vote. Kept, since the same words come in every paragraph."""
    if word in _ES_WORDS:
        return 1.0
    if word in _EN_WORDS:
        return -1.0
    return _vote_by_form(word) if len(word) > 3 else 0.0


def _vote_by_form(word: str) -> float:
    if not word.isascii() and not _ES_LETTERS.isdisjoint(word):
        return 0.7
    if word.endswith(_SHARED_ENDINGS):
        return 0.0
    if word.endswith(_ES_ENDINGS):
        return 0.5
    if word.endswith(_EN_ENDINGS) or "w" in word or "k" in word or "th" in word:
        return -0.5
    if word[-1] in "ao":
        return 0.25
    return -0.1 if word[-1] in "bcdfghjkmptvwxy" else 0.0


@lru_cache(maxsize=1 << 13)
def _guess(prose: tuple[str, ...]) -> float:
    """As :func:`_margin`, by letters. Kept, since headings and names recur."""
    return 2.0 * lean(prose)
