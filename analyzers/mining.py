"""Which acronyms does this paragraph explain? Pairs of an acronym and its long form, with their place.

Three ways to know: the letters of the acronym are those of the words beside the parenthesis (Schwartz &
Hearst 2003, as repaired in ``analyzers.initials``), in either order, ``Long Form (LF)`` and ``LF (Long
Form)``; they are those of the words' translations; or the text says itself in which language the
acronym is ("por sus siglas en inglés", "for its acronym in Spanish").

>>> miner = Miner(lambda word, language: ())
>>> [(p.acronym, p.long_form) for p in miner.find("The Port Safety Council (PSC) met.", Language.EN)]
[('PSC', 'Port Safety Council')]
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analyzers.folding import fold
from analyzers.initials import Part, letters_cost, letters_of, makes_translated, split_words
from analyzers.language import Language
from analyzers.stopwords import STOP_WORDS

_MAX_LETTERS = 10
_BRACKETED = re.compile(r"\(([^()\n]{2,160})\)")
_ACRONYM = r"[A-ZÁÉÍÓÚÑ0-9][A-Za-zÁÉÍÓÚÑ0-9&./\-]{0,13}[A-ZÁÉÍÓÚÑs0-9]"
_ACRONYM_RE = re.compile(_ACRONYM)
_LAST_ACRONYM = re.compile(rf"(?<![\w&./-])({_ACRONYM})[*_»”\"]{{0,3}}\s*$")
_ROMAN = re.compile(r"[ivxl]+")
_SAID = re.compile(
    r"(?:\b(?:por|seg[uú]n)\s+(?:sus?|las)\s+(?:siglas?|acr[oó]nimos?|iniciales)\s+en\s+"
    r"|\b(?:for|by|from|after|using)\s+(?:its|their|the)\s+(?:acronyms?|initials|abbreviation)\s+in\s+"
    r"|\b(?:siglas|acr[oó]nimo)\s+en\s+)(?:idioma\s+|lengua\s+)?"
    r"(?P<language>ingl[eé]s|espa[nñ]ol|castellano|english|spanish)\b",
    re.IGNORECASE,
)
_SAID_SHORT = re.compile(
    r"^\s*(?:en|in)\s+(?P<language>ingl[eé]s|espa[nñ]ol|english|spanish)\s*$", re.IGNORECASE
)
_LANGUAGES = {"i": Language.EN, "e": Language.ES, "c": Language.ES, "s": Language.ES}
# Nothing on the far side of these belongs to the name: a bracket, a quotation, the end of a sentence
_HARD_STOP = re.compile(r"[()\[\]{}:;!?“”«»\"|¶•]|(?<=[^\W\d_]{4})\.\s|(?:^|\s)[-–—]+\s|\.{3}|…")
_LIST_CUT = re.compile(r"\s*(?:[,;:]|\s[-–—]\s)")
_CONJUNCTION_CUT = re.compile(r"(?:y|e|and|con|with)\s+(?:la|el|las|los|the|su|its)$", re.IGNORECASE)

Translations = Callable[[str, Language], Sequence[str]]
"""The words of the other language that a word of a language may stand for."""


class Way(StrEnum):
    """How an acronym and a long form were found to belong together."""

    LETTERS = "letters"
    TRANSLATED = "translated"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Pair:
    """An acronym and its long form as a text has them; ``[start_char, end_char)`` holds both."""

    acronym: str
    acronym_language: Language
    long_form: str
    language: Language
    way: Way
    start_char: int
    end_char: int


class Miner:
    """Finds the pairs of one text after another."""

    def __init__(self, translations: Translations) -> None:
        self._translations = translations

    def find(self, text: str, language: Language | None) -> Iterator[Pair]:
        """The pairs of a paragraph in reading order. ``language`` is the paragraph's, where known."""
        for bracket in _BRACKETED.finditer(text):
            pair = self._acronym_inside(text, bracket, language) or self._acronym_before(
                text, bracket, language
            )
            if pair:
                yield pair

    def _acronym_inside(self, text: str, bracket: re.Match[str], language: Language | None) -> Pair | None:
        acronym, said = _read_bracket(bracket.group(1))
        if not acronym:
            return None
        words = _words_before(text, bracket.start(), len(letters_of(acronym)))
        if not words or words[-1].is_function:
            return None
        chosen = _by_letters(acronym, words)
        if chosen and (said is None or language in (None, said)):
            return self._pair(text, acronym, chosen, Way.LETTERS, language, bracket.end())
        own = self._language_of(words, language)
        chosen = self._by_translation(acronym, words, own)
        if chosen and said is not own:
            return self._pair(text, acronym, chosen, Way.TRANSLATED, language, bracket.end())
        chosen = _by_capitals(text, words) if said and said is not own else ()
        if chosen:
            return self._pair(text, acronym, chosen, Way.STATED, language, bracket.end(), said)
        return None

    def _acronym_before(self, text: str, bracket: re.Match[str], language: Language | None) -> Pair | None:
        found = _LAST_ACRONYM.search(text, max(0, bracket.start() - 24), bracket.start())
        if not found or not _is_acronym(found.group(1)):
            return None
        acronym = found.group(1)
        inside, shift = bracket.group(1), bracket.start(1)
        for end in (len(inside), *(cut.start() for cut in _LIST_CUT.finditer(inside))):
            words = _shifted(_without_article(split_words(inside[:end])), shift)
            if not words or len([word for word in words if not word.is_function]) < 2:
                continue
            way = None
            if letters_cost(acronym, words) is not None:
                way = Way.LETTERS
            elif self._by_translation(acronym, words, self._language_of(words, language)) == words:
                way = Way.TRANSLATED
            if way:
                pair = self._pair(text, acronym, words, way, language, bracket.end())
                return _starting_at(pair, found.start(1))
        return None

    def _by_translation(self, acronym: str, words: Sequence[Part], language: Language) -> Sequence[Part]:
        """The longest row of words up to the last one whose translations make the acronym."""

        def translate(word: str) -> Sequence[str]:
            return self._translations(word, language)

        for first in range(len(words)):
            if makes_translated(acronym, words[first:], translate):
                return words[first:]
        return ()

    def _language_of(self, words: Sequence[Part], language: Language | None) -> Language:
        """The language of a name: by words that only one language has, else that of the paragraph.

        ``Secretaría de Marina`` stays Spanish in an English paragraph.
        """
        balance = 0
        for word in words:
            if word.is_function:
                balance += 2 * ((word.folded in _ONLY_ES) - (word.folded in _ONLY_EN))
            else:
                known = [bool(self._translations(word.folded, each)) for each in Language]
                balance += known[0] - known[1]
        if balance:
            return Language.ES if balance > 0 else Language.EN
        return language or Language.EN

    def _pair(
        self,
        text: str,
        acronym: str,
        words: Sequence[Part],
        way: Way,
        language: Language | None,
        end_char: int,
        said: Language | None = None,
    ) -> Pair:
        own = self._language_of(words, language)
        long_form = " ".join(text[words[0].start_char : words[-1].end_char].split())
        acronym_language = said or (own if way is Way.LETTERS else own.other)
        bare = acronym[:-1] if acronym.endswith("s") and acronym[:-1].isupper() else acronym
        return Pair(bare, acronym_language, long_form, own, way, words[0].start_char, end_char)


_ONLY_ES = frozenset(map(fold, STOP_WORDS[Language.ES])) - frozenset(map(fold, STOP_WORDS[Language.EN]))
_ONLY_EN = frozenset(map(fold, STOP_WORDS[Language.EN])) - frozenset(map(fold, STOP_WORDS[Language.ES]))


def _starting_at(pair: Pair, start_char: int) -> Pair:
    return Pair(
        pair.acronym,
        pair.acronym_language,
        pair.long_form,
        pair.language,
        pair.way,
        start_char,
        pair.end_char,
    )


def _read_bracket(inside: str) -> tuple[str, Language | None]:
    """The acronym in a bracket, and the language that the bracket says it is in."""
    said = _SAID.search(inside)
    rest = inside[: said.start()] + " " + inside[said.end() :] if said else inside
    named = said["language"] if said else ""
    pieces = [piece for piece in re.split(r"[,;:]|\s[-–—]\s", rest) if piece.strip()]
    if not said and len(pieces) == 2:
        short = _SAID_SHORT.match(pieces[1])
        named = short["language"] if short else ""
    first = pieces[0].strip(" *_\"'«»“”‘’.") if pieces else ""
    first = re.sub(r"^(?:o|or|the|la|el|como|as|hereafter|en adelante)\s+", "", first)
    if not _ACRONYM_RE.fullmatch(first) or not _is_acronym(first):
        return "", None
    return first, _LANGUAGES.get(_initial(named))


def _initial(name: str) -> str:
    folded = fold(name) if name else ""
    return "i" if folded in ("ingles", "english") else folded[:1]


def _is_acronym(text: str) -> bool:
    """Whether a word is written as an acronym: mostly capitals, at least two, and no Roman number."""
    letters = letters_of(text)
    capitals = sum(c.isupper() for c in text)
    return (
        2 <= len(letters) <= _MAX_LETTERS
        and capitals >= 2
        and capitals * 2 > sum(c.isalpha() for c in text)
        and not _ROMAN.fullmatch(letters)
    )


def _words_before(text: str, end: int, letters: int) -> list[Part]:
    """The words before ``end`` that could be of one name: as many as Schwartz & Hearst allow."""
    low = 0
    for stop in _HARD_STOP.finditer(text, max(0, end - 300), end):
        low = stop.end()
    words = split_words(text[max(low, end - 300) : end])
    words = _shifted(words, max(low, end - 300))
    allowed = min(letters + 5, letters * 2)
    contents = 0
    for number in range(len(words) - 1, -1, -1):
        contents += not words[number].is_function
        if contents > allowed:
            return words[number + 1 :]
    return words


def _shifted(words: Sequence[Part], by: int) -> list[Part]:
    return [Part(w.folded, w.start_char + by, w.end_char + by, w.is_function) for w in words]


def _without_article(words: list[Part]) -> list[Part]:
    return words[1:] if words and words[0].is_function else words


def _by_letters(acronym: str, words: Sequence[Part]) -> Sequence[Part]:
    """The row of words up to the last one that makes the acronym most plainly, of several the shortest."""
    found = [
        (cost, -first)
        for first in range(len(words))
        if (cost := letters_cost(acronym, words[first:])) is not None and first < len(words) - 1
    ]
    return words[-min(found)[1] :] if found else ()


def _by_capitals(text: str, words: Sequence[Part]) -> Sequence[Part]:
    """The name with capitals that ends where the bracket begins; nothing where there is no such name."""
    first = len(words)
    for number in range(len(words) - 1, -1, -1):
        word = words[number]
        if not word.is_function and not text[word.start_char].isupper():
            break
        if _CONJUNCTION_CUT.search(text[: words[first].start_char].rstrip() if first < len(words) else ""):
            break
        if not word.is_function:
            first = number
    chosen = words[first:]
    return chosen if sum(not word.is_function for word in chosen) > 1 else ()
