"""Which terms does a text hold, and at which positions? What :func:`analyze` says, at the speed of indexing.

Where a term stands in the text is asked for passages that are shown, never for those that are indexed.
Without offsets, whatever stands between two blanks gives the same terms wherever it stands, so each
piece is analysed once and remembered. Dates, headings in capitals and abbreviations set with a blank
reach across pieces: a text that may hold one is analysed as a whole.

>>> term_views("Cross-border inspections", Language.EN).stems
Terms(texts=['crossbord', 'cross', 'border', 'inspect'], positions=[0, 0, 1, 2])
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from analyzers.analysis import SHOUT_LENGTH, analyze, is_acronym, stem_forms, surface_forms
from analyzers.folding import normalize
from analyzers.language import Language
from analyzers.quantities import find_dates
from analyzers.stopwords import STOP_WORDS
from analyzers.token import Token
from analyzers.tokenizing import iter_words

_MOST_PIECES = 1 << 17
"""Pieces remembered a language, about 50 MB; then all are forgotten, and the common ones come again."""
_LONGEST_PIECE = 40
"""Longer ones are addresses and identifiers, which do not come again."""

_PLAIN_RE = re.compile(r"[!-/:-@\[-`{-~¡¿«»“”„…]*([^\W\d_]+)[!-/:-@\[-`{-~¡¿«»“”„…]*")
"""Letters between signs that belong to no word: nearly all of a text."""
_SET_NUMBER_RE = re.compile(r"\d[\u00a0\u202f]\d")
"""Blanks that stand inside a number: ``1 234``."""
_OPENS_RE = re.compile(r"([A-Z])\1\.$")
"""``EE.``, which may go on with ``UU.``"""
_YEAR_RE = re.compile(r"1[5-9]\d\d|20\d\d")
"""Every date has one."""


class Terms(NamedTuple):
    """The terms of one view in order, and the position of each."""

    texts: Sequence[str]
    positions: Sequence[int]


class TermViews(NamedTuple):
    """The views of :class:`analyzers.analysis.Analysis`."""

    stems: Terms
    exact: Terms
    verbatim: Terms


class _Caution(NamedTuple):
    """What of a piece may join with its neighbours.

    ``capitals`` counts its words in capitals or digits. A run of two is a heading where it ``weighs`` 2, and
    is told from acronyms side by side where a word in it ``bends``: has a stem of its own.
    """

    opens: bool
    has_year: bool
    capitals: int
    weighs: int
    bends: bool


class _Piece(NamedTuple):
    """What a piece gives by itself: terms and positions of each view, and how many positions it takes."""

    stems: Sequence[str]
    stem_places: Sequence[int]
    exact: Sequence[str]
    exact_places: Sequence[int]
    verbatim: Sequence[str]
    verbatim_places: Sequence[int]
    length: int
    caution: _Caution | None


class _Pieces(dict[str, _Piece]):
    """What is known of a language's pieces."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, text: str) -> _Piece:
        piece = _make_piece(text, self._language)
        if len(text) <= _LONGEST_PIECE:
            if len(self) >= _MOST_PIECES:
                self.clear()
            self[text] = piece
        return piece


_PIECES = {language: _Pieces(language) for language in Language}


def term_views(text: str, language: Language) -> TermViews:
    """The terms of ``text`` by view, its words stemmed in ``language``; linear in its length."""
    found = [_PIECES[language][piece] for piece in text.split()]
    if not found:
        nothing = Terms((), ())
        return TermViews(nothing, nothing, nothing)
    stems, stem_places, exact, exact_places, verbatim, verbatim_places, lengths, cautions = zip(
        *found, strict=True
    )
    if _reaches_across(text, language, lengths, cautions):
        analysis = analyze(text, language)
        return TermViews(_terms(analysis.stems), _terms(analysis.exact), _terms(analysis.verbatim))
    return TermViews(
        _join(stems, stem_places, lengths),
        _join(exact, exact_places, lengths),
        _join(verbatim, verbatim_places, lengths),
    )


def _make_piece(text: str, language: Language) -> _Piece:
    plain = _PLAIN_RE.fullmatch(text)
    if plain and not is_acronym(plain[1]) and not plain[1].isupper():
        exact = surface_forms(plain[1])
        stems, verbatim = stem_forms(plain[1], language), (normalize(plain[1]),)
        return _Piece(stems, (0,), exact, (0,) * len(exact), verbatim, (0,), 1, None)
    analysis = analyze(text, language)
    return _Piece(
        *(tuple(token.text for token in analysis.stems), tuple(token.position for token in analysis.stems)),
        *(tuple(token.text for token in analysis.exact), tuple(token.position for token in analysis.exact)),
        tuple(token.text for token in analysis.verbatim),
        tuple(token.position for token in analysis.verbatim),
        analysis.length,
        _make_caution(text, language),
    )


def _make_caution(text: str, language: Language) -> _Caution | None:
    opens = _OPENS_RE.search(text) is not None
    has_year = _YEAR_RE.search(text) is not None
    capitals = [word for word in iter_words(text) if word.text.isupper() or word.text.isdigit()]
    if not (opens or has_year or capitals):
        return None
    stops = sum(any(word.text.lower() in STOP_WORDS[each] for each in Language) for word in capitals)
    weighs = 2 * stops + sum(len(word.text) >= SHOUT_LENGTH for word in capitals)
    parts = [text[start:end] for word in capitals for start, end in word.parts]
    bends = any(
        len(set(stem_forms(part, language, shouted=True))) > len(set(stem_forms(part, language)))
        for part in parts
    )
    return _Caution(opens, has_year, len(capitals), weighs, bends)


def _reaches_across(
    text: str, language: Language, lengths: Sequence[int], cautions: Sequence[_Caution | None]
) -> bool:
    """Whether pieces of the text may give other terms together than each by itself."""
    if not text.isascii() and _SET_NUMBER_RE.search(text):
        return True
    if not any(cautions):
        return False
    has_year = bends = False
    capitals = weight = 0
    for caution, length in zip(cautions, lengths, strict=True):
        if caution is None or not caution.capitals:
            if length:  # a dash between two words in capitals does not part them
                capitals, weight, bends = 0, 0, False
        else:
            capitals += caution.capitals
            weight += caution.weighs
            bends = bends or caution.bends
            if capitals > 1 and weight > 1 and bends:
                return True
        if caution is not None:
            has_year = has_year or caution.has_year
            if caution.opens:
                return True
    return has_year and bool(find_dates(text, language))


def _terms(tokens: Sequence[Token]) -> Terms:
    return Terms([token.text for token in tokens], [token.position for token in tokens])


def _join(texts: Iterable[Sequence[str]], places: Sequence[Sequence[int]], lengths: Sequence[int]) -> Terms:
    joined = list(chain.from_iterable(texts))
    if len(joined) == sum(lengths):  # every position has a term, so each has one
        return Terms(joined, range(len(joined)))
    starts = accumulate(lengths, initial=0)
    return Terms(
        joined, [start + place for start, held in zip(starts, places, strict=False) for place in held]
    )
