"""Which words are relatives that share no stem? ``traducir``, ``traducción`` and ``traductor``.

Inflection is the stemmers' work; this is derivation: endings that make a noun of a verb, a person of an
action. Rules take derivational endings off a stem and say which roots it may come from; words are
relatives if they have a root in common. What rules cannot tell stands in ``data/families.tsv``: irregular
families, and words that look alike and have nothing to do with each other.

>>> are_relatives("traduc", "traduccion", Language.ES), are_relatives("import", "import", Language.EN)
(True, False)
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import ascii_lowercase

from analyzers.folding import fold
from analyzers.language import Language
from analyzers.rows import RowFinder
from analyzers.stemming import stem

_FAMILIES = Path(__file__).parent / "data" / "families.tsv"

_LEAST_ROOT = 4
"""Letters of a root: shorter ones have words of any meaning (``par-tir``, ``par-te``)."""
_SHIFTS = 2
"""Endings that are taken off one after another: ``inversion-ista``, then ``inver-sion``."""

_Rule = tuple[str, tuple[str, ...], int]
"""An ending of a stem, what may have stood in its place, the letters that must be left."""

_RULES: Mapping[Language, tuple[_Rule, ...]] = {
    Language.ES: (
        ("uccion", ("u",), 4),  # construcción, construir
        ("uctor", ("u",), 4),
        ("uctiv", ("u",), 4),
        ("accion", ("a",), 4),  # extracción, extraer
        ("ucion", ("v",), 4),  # resolución, resolver
        ("icacion", ("",), 5),
        ("acion", ("",), 4),
        ("icion", ("",), 5),
        ("ccion", ("c", "g"), 3),  # producción, producir; protección, proteger
        ("ctor", ("c", "g"), 3),
        ("ctiv", ("c", "g"), 3),
        ("ct", ("c", "g"), 3),  # producto, producir; electo, elegir
        ("cion", ("",), 5),
        ("cion", ("t",), 4),  # ejecución, ejecutar
        ("sion", ("", "d", "t"), 3),  # invasión, invadir; conversión, convertir
        ("sion", ("s",), 4),  # revisión, revisar
        ("tor", ("", "t"), 4),
        ("sor", ("", "d", "t"), 4),
        ("ador", ("",), 4),
        ("edor", ("",), 4),
        ("idor", ("",), 4),
        ("amient", ("",), 4),
        ("imient", ("",), 4),
        ("ant", ("",), 4),
        ("ient", ("",), 5),
        ("ent", ("",), 5),
        ("anci", ("",), 5),
        ("enci", ("",), 5),
        ("ativ", ("",), 5),
        ("itiv", ("",), 5),
        ("tiv", ("", "t"), 4),
        ("siv", ("", "d"), 4),
        ("atori", ("",), 4),
        ("tori", ("", "t"), 5),
        ("abl", ("",), 5),
        ("ibl", ("",), 5),
        ("anz", ("",), 5),
        ("ari", ("",), 5),
        ("al", ("",), 5),
        ("er", ("",), 5),
        ("ist", ("",), 5),
    ),
    Language.EN: (
        ("ation", ("",), 4),
        ("ion", ("",), 5),
        ("at", ("",), 4),  # migrat(ion), migrant
        ("ant", ("",), 4),
        ("ent", ("",), 5),
        ("er", ("",), 5),
        ("or", ("",), 5),
        ("ee", ("",), 5),
        ("e", ("",), 5),  # detainee, of which the stemmer leaves one
        ("ist", ("",), 5),
        ("ism", ("",), 5),
        ("ship", ("",), 5),
        ("hood", ("",), 5),
        ("ment", ("",), 5),
        ("iv", ("",), 5),
        ("ori", ("",), 5),
        ("al", ("",), 5),
        ("ur", ("",), 5),
        ("is", ("id",), 3),  # decision, decide
        ("us", ("ud",), 4),
        ("as", ("ad",), 3),
        ("ens", ("end",), 3),
        ("ans", ("and",), 3),
        ("miss", ("mit",), 2),
        ("cept", ("ceiv",), 2),
        ("duct", ("duc",), 2),
        ("umpt", ("um",), 3),
        ("olut", ("olv",), 1),
    ),
}

_BY_LAST_LETTER = {
    (language, letter): [rule for rule in rules if rule[0].endswith(letter)]
    for language, rules in _RULES.items()
    for letter in {ending[-1] for ending, _, _ in rules}
}
"""The rules for stems with this last letter: most have one of four."""

_SOUNDS = re.compile(r"(?:ck|[iy]|(?<=([bdfgklmnprt]))\1)$")
"""How the end of an English root is written before other endings: ``kidnapper``, ``notifier``."""

_NOUN_RE = re.compile(r"(?<=[cs])ion$")


@dataclass(frozen=True, slots=True)
class _Exceptions:
    families: Mapping[str, frozenset[str]]
    """By stem: the other words of its irregular families, as they are spelt."""
    apart: Mapping[str, frozenset[str]]
    """By stem: the stems that only look like relatives."""


_NO_EXCEPTIONS = _Exceptions({}, {})


def are_relatives(stemmed: str, other: str, language: Language) -> bool:
    """Whether words with these two stems are of one family by rule; with one stem they are one word."""
    if stemmed == other or other in _exceptions(stemmed, language).apart.get(stemmed, ()):
        return False
    return not _roots(stemmed, language).isdisjoint(_roots(other, language))


def iter_beginnings(stemmed: str, language: Language) -> Iterator[str]:
    """How the stems of relatives by rule begin: none of these is the beginning of another."""
    found = sorted({_common(stemmed, root) for root in _roots(stemmed, language)})
    last = ""
    for beginning in found:
        if not last or not beginning.startswith(last):
            yield beginning
            last = beginning


def irregular_relatives(word: str, language: Language) -> tuple[str, ...]:
    """The words of a folded word's family that no rule tells, as they are spelt, in order."""
    own = stem(word, language)
    return tuple(sorted(_exceptions(own, language).families.get(own, ())))


def read_all() -> None:
    """Read all families now, for those who will ask for many words."""
    for language in Language:
        for letter in ascii_lowercase:
            _exceptions(letter, language)


def spell(folded: str, language: Language) -> str:
    """A folded word with the accent that its ending has: ``traducción``."""
    return _NOUN_RE.sub("ión", folded) if language is Language.ES else folded


def _common(stemmed: str, root: str) -> str:
    """The letters that all words of a root share: its last one may change."""
    length = 0
    while length < min(len(stemmed), len(root)) and stemmed[length] == root[length]:
        length += 1
    return stemmed[: max(min(length, len(root) - 1), _LEAST_ROOT - 1)]


@lru_cache(maxsize=65_536)
def _roots(stemmed: str, language: Language) -> frozenset[str]:
    """The roots that a stem may come from, itself among them."""
    if not stemmed.isalpha():
        return frozenset()
    found = {stemmed}
    bare = {stemmed}
    for _ in range(_SHIFTS):
        shorter = {step for each in bare for step in _shorter(each, language)}
        found |= {left + put for left, put in shorter}
        bare = {left for left, put in shorter if not put}
    if language is Language.EN:
        found = {_SOUNDS.sub("", each) for each in found}
    return frozenset(root for root in found if len(root) >= _LEAST_ROOT)


def _shorter(stemmed: str, language: Language) -> Iterator[tuple[str, str]]:
    """What is left without each ending that it may have, and what may have stood there instead."""
    for ending, replacements, least in _BY_LAST_LETTER.get((language, stemmed[-1:]), ()):
        left = stemmed.removesuffix(ending)
        if left != stemmed and len(left) >= least:
            yield from ((left, each) for each in replacements)


def _exceptions(stemmed: str, language: Language) -> _Exceptions:
    """Of the words that begin as a stem does; the others are not looked at."""
    letter = stemmed[:1]
    return _read_exceptions(letter, language) if letter.isascii() and letter.isalpha() else _NO_EXCEPTIONS


@cache
def _read_exceptions(letter: str, language: Language) -> _Exceptions:
    families: dict[str, set[str]] = {}
    apart: dict[str, set[str]] = {}
    for row in _rows().holding(f"\t{letter}", f" {letter}"):
        name, _, words = row.partition("\t")
        if name != language.value:
            continue
        stems = {word: stem(fold(word), language) for word in words.split(" ") if word != "!"}
        for own in stems.values():
            if words.startswith("! "):
                apart.setdefault(own, set()).update(stems.values())
            else:
                others = {other for other in stems if stems[other] != own}
                families.setdefault(own, set()).update(others)
    return _Exceptions(_frozen(families), _frozen(apart))


@cache
def _rows() -> RowFinder:
    return RowFinder(_FAMILIES.read_text(encoding="utf-8"))


def _frozen(sets: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in sets.items()}
