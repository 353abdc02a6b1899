"""Which terms does this text hold? Three views of every word, with the same positions.

- *stems*: folded, then stemmed in the text's language; finds every inflection;
- *exact*: folded only, the surface form; finds quoted words and breaks ties (``año``/``ano``);
- *verbatim*: as written; finds ``=UN``, which is not the Spanish article ``un``.

Compounds give their parts, one position each, and the joined form at the first part's position,
so that ``cross-border``, ``cross border`` and ``crossborder`` meet. A word set letter by letter
(``C O P Y``) gives itself, and its letters, all in one position. The one configuration serves
indexing and querying; ``FINGERPRINT`` changes whenever stored terms would.

>>> [t.text for t in analyze("Cross-border inspections", Language.EN).stems]
['crossbord', 'cross', 'border', 'inspect']
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from analyzers.folding import fold, fold_keeping_enye, normalize
from analyzers.installed import installed_version
from analyzers.language import Language
from analyzers.quantities import FoundDate, canonical_number, find_dates
from analyzers.stemming import GIVEN_STEMS, stem
from analyzers.stopwords import STOP_WORDS, is_stop_word
from analyzers.token import Token
from analyzers.tokenizing import Shape, Word, is_spaced, iter_letters, iter_spelt, read_word, read_words

_ANALYSIS_VERSION = 9
"""Raise this when the same text would give other terms; indexes then say that they are stale."""

FINGERPRINT = hashlib.blake2b(
    " ".join(
        (str(_ANALYSIS_VERSION), *(f"{each} {installed_version(each)}" for each in ("nltk", "unidecode")))
    ).encode()
    + GIVEN_STEMS.read_bytes(),
    digest_size=8,
).hexdigest()

_ACRONYM_LENGTH = 5
"""Longer words in capitals may be acronyms (``NORTHCOM``) or ordinary words in a heading (``SUMMARY``)."""

SHOUT_LENGTH = 8
"""Acronyms are shorter: two capitals-only words of this length in a row are a heading, not acronyms."""


_KEPT_WORDS = 1 << 16


@dataclass(frozen=True, slots=True)
class Analysis:
    """The terms of a text by view, each ordered by position. ``length`` counts positions."""

    stems: Sequence[Token]
    exact: Sequence[Token]
    verbatim: Sequence[Token]
    length: int


@dataclass(slots=True)
class Views:
    """The views of a text as far as it has been read; ``position`` is that of the next word."""

    stems: list[Token] = field(default_factory=list)
    exact: list[Token] = field(default_factory=list)
    verbatim: list[Token] = field(default_factory=list)
    position: int = 0

    def add(self, word: "ReadWord", start: int, wanted: Set[str] | None = None) -> None:
        """Put a word's tokens where it stands: all, or those whose terms are wanted."""
        at = self.position
        for view, found in (
            (self.stems, word.stems),
            (self.exact, word.exact),
            (self.verbatim, word.verbatim),
        ):
            for token in found:
                if wanted is None or token.text in wanted:
                    view.append(
                        Token(
                            token.text, token.position + at, token.start_char + start, token.end_char + start
                        )
                    )


def analyze(text: str, language: Language) -> Analysis:
    """The three views of ``text`` with its words stemmed in ``language``. Pure; linear in its length."""
    views = Views()
    dates = find_dates(text, language)[::-1]
    for start, word in zip(*_read_text(text, language), strict=True):
        while dates and dates[-1].start_char < start + word.length:
            _add_date(views, dates.pop())
        views.add(word, start)
        views.position += word.width
    return Analysis(views.stems, views.exact, views.verbatim, views.position)


@dataclass(frozen=True, slots=True)
class ReadWord:
    """The terms of a word by view, as if it stood alone; ``width`` counts its positions."""

    stems: tuple[Token, ...]
    exact: tuple[Token, ...]
    verbatim: tuple[Token, ...]
    terms: frozenset[str]
    width: int
    length: int
    is_capital: bool


def _read_text(text: str, language: Language) -> tuple[list[int], list[ReadWord]]:
    """Where each word starts, and its terms. A word that was met before is not analysed again."""
    starts: list[int] = []
    spelt: list[str] = []
    for start, each in iter_spelt(text):
        starts.append(start)
        spelt.append(each)
    words = [read_spelt(each, language) for each in spelt]
    capitals = bytes([word.is_capital for word in words])
    for number in iter_shouted(capitals, lambda n: spelt[n][: words[n].length]):
        words[number] = read_shouted(spelt[number], language)
    return starts, words


@lru_cache(maxsize=131_072)
def read_spelt(spelt: str, language: Language | None) -> ReadWord:
    """The terms of a word as :func:`analyzers.tokenizing.iter_spelt` gives it; ``None`` leaves stems out."""
    return _read_alone(read_word(spelt), language)


@lru_cache(maxsize=8_192)
def read_shouted(spelt: str, language: Language | None) -> ReadWord:
    """As :func:`read_spelt`, in a line of capitals."""
    return _read_alone(read_word(spelt), language, shouted=True)


def read_views(
    word: Word, language: Language | None, *, shouted: bool = False
) -> tuple[Sequence[list[Token]], int]:
    """The tokens by view of a word as :func:`analyzers.tokenizing.read_word` gives it, and its width.

    ``None`` leaves its stems out.
    """
    views = Views()
    _add_word(views, word, word.text, language, shouted=shouted)
    return (views.stems, views.exact, views.verbatim), views.position


def _read_alone(word: Word, language: Language | None, *, shouted: bool = False) -> ReadWord:
    (stems, exact, verbatim), width = read_views(word, language, shouted=shouted)
    return ReadWord(
        tuple(stems),
        tuple(exact),
        tuple(verbatim),
        frozenset(token.text for view in (stems, exact, verbatim) for token in view),
        width,
        word.end_char,
        word.text.isupper() or word.text.isdigit(),
    )


def part_terms(text: str, language: Language) -> tuple[list[tuple[str, str]], str | None]:
    """The (stem, exact) terms of a short text, one pair a position, whatever its case.

    With them the joined form where the text is a single compound (``T-MEC`` gives ``tmec``).
    """
    words = read_words(text)
    pairs: list[tuple[str, str]] = []
    for word in words:
        if word.shape is Shape.ABBREVIATION:
            whole = abbreviation_term(word)
            pairs.append((whole, whole))
            continue
        folded = [fold(surface) for surface in word.surfaces]
        pairs.extend((stem(each, language), each) for each in folded)
    single = len(words) == 1 and words[0].shape is Shape.COMPOUND
    return pairs, fold(words[0].joined or "") if single else None


def separated_term(word: Word) -> str:
    """The term of a number or an address as a whole: ``1.234,5`` is ``1234.5`` in both languages."""
    joined = normalize(word.joined or "").lower()
    return (canonical_number(joined) if word.shape is Shape.NUMBER else None) or joined


def abbreviation_term(word: Word) -> str:
    """The term of a dotted abbreviation: ``O.N.U.`` is ``onu``.

    ``U.S.`` is not the English word ``us``: one that would be a function word keeps its dots.
    """
    folded = fold(word.joined or "")
    if is_stop_word(folded):
        return normalize(word.text).lower().replace(" ", "").rstrip(".")
    return folded


@lru_cache(maxsize=_KEPT_WORDS)
def surface_forms(surface: str) -> tuple[str, ...]:
    """The exact-view terms of one part: its folded form, and beside it the form that keeps ``ñ``."""
    folded = fold(surface)
    if surface.isascii() and surface.isalnum():
        return (folded,)
    kept = fold_keeping_enye(surface)
    return (folded,) if kept == folded else (folded, kept)


@lru_cache(maxsize=_KEPT_WORDS)
def stem_forms(surface: str, language: Language, *, shouted: bool = False) -> tuple[str, ...]:
    """The stem-view terms of one part. Acronyms keep their whole form: ``CISEN`` is not ``cis``.

    Where words and acronyms look alike, in a line all in capitals or in a long word, both forms are given.
    """
    folded = fold(surface)
    if is_acronym(surface):
        if surface.endswith("s"):
            return (fold(surface[:-1]),)  # "MOUs" is several MOU
        alike = shouted or len(folded) > _ACRONYM_LENGTH
        return (folded, stem(folded, language)) if alike else (folded,)
    return (stem(folded, language),)


def is_acronym(surface: str) -> bool:
    """Whether a word is written as an acronym: capitals only, or such with a plural ``s``."""
    bare = surface[:-1] if len(surface) > 2 and surface.endswith("s") else surface
    return len(bare) > 1 and bare.isupper() and any(c.isalpha() for c in bare)


def _add_word(views: Views, word: Word, text: str, language: Language | None, *, shouted: bool) -> None:
    first = views.position
    if word.shape is Shape.ABBREVIATION:
        _add_abbreviation(views, word)
        return
    if word.shape is Shape.SPACED:
        _add_spaced(views, word, language)
        return
    if word.joined is not None:
        _add_joined(views, word, language, first)
    for start, end in word.parts:
        _add_surface(views, text[start:end], language, start, end, shouted=shouted)
        views.position += 1


def _add_date(views: Views, date: FoundDate) -> None:
    for tokens in (views.stems, views.exact):
        _add(tokens, date.terms, views.position, date.start_char, date.end_char)


def _add_joined(views: Views, word: Word, language: Language | None, position: int) -> None:
    joined = word.joined or ""
    span = (position, word.start_char, word.end_char)
    if word.shape is Shape.COMPOUND:
        if language:
            _add(views.stems, stem_forms(joined, language), *span)
        _add(views.exact, surface_forms(joined), *span)
    else:
        whole = separated_term(word)
        _add(views.stems, (whole,), *span)
        _add(views.exact, (whole,), *span)
    _add(views.verbatim, (normalize(word.text),), *span)


def _add_abbreviation(views: Views, word: Word) -> None:
    whole = abbreviation_term(word)
    span = (views.position, word.start_char, word.end_char)
    _add(views.stems, (whole,), *span)
    _add(views.exact, (whole,), *span)
    _add(views.verbatim, (normalize(word.text),), *span)
    views.position += 1


def _add_spaced(views: Views, word: Word, language: Language | None) -> None:
    """The word, which is of a heading as no acronym is, and then each of its letters, once."""
    found = Views(position=views.position)
    (surface,) = word.surfaces
    _add_surface(found, surface, language, word.start_char, word.end_char, shouted=True)
    for start, end in iter_letters(word):
        letter = word.text[start - word.start_char : end - word.start_char]
        _add_surface(found, letter, language, start, end)
    for view, tokens in (
        (views.stems, found.stems),
        (views.exact, found.exact),
        (views.verbatim, found.verbatim),
    ):
        firsts: dict[str, Token] = {}
        for token in tokens:
            firsts.setdefault(token.text, token)
        view.extend(firsts.values())
    views.position += 1


def _add_surface(
    views: Views, surface: str, language: Language | None, start: int, end: int, *, shouted: bool = False
) -> None:
    """The terms of one part at the position where the views are."""
    if language:
        _add(views.stems, stem_forms(surface, language, shouted=shouted), views.position, start, end)
    _add(views.exact, surface_forms(surface), views.position, start, end)
    _add(views.verbatim, (normalize(surface),), views.position, start, end)


def _add(tokens: list[Token], terms: tuple[str, ...], position: int, start: int, end: int) -> None:
    for number, term in enumerate(terms):
        if term not in terms[:number]:
            tokens.append(Token(term, position, start, end))


def iter_shouted(capitals: bytes | bytearray, word: Callable[[int], str]) -> Iterator[int]:
    """Which words stand in a run of capitals that is a heading rather than acronyms side by side.

    ``capitals`` has a 1 for each word that is nothing but capitals or digits; ``word`` gives its text.
    """
    low = capitals.find(b"\1\1")
    while low >= 0:
        high = capitals.find(0, low)
        high = high if high >= 0 else len(capitals)
        if _is_shout([word(number) for number in range(low, high)]):
            yield from range(low, high)
        low = capitals.find(b"\1\1", high)


def _is_shout(run: Sequence[str]) -> bool:
    if any(word.lower() in STOP_WORDS[language] for word in run for language in Language):
        return True  # "PLAN DE LA ASPAN"
    if any(map(is_spaced, run)):
        return True  # nobody sets acronyms letter by letter
    return sum(len(word) >= SHOUT_LENGTH for word in run) > 1
