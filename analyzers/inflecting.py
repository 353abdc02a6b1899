"""Which words is this a form of, and is it one of that word?

A stem tells less: it is what many words begin with. ``militar`` has the stem of ``militarización``,
``government`` that of ``governance``, ``en efectivo`` those of ``en efecto``. Where one word stands for
another, by a name or a set phrase, it must be the same word in another number, gender, tense or spelling.

>>> is_noun_form("aranceles", "arancel", Language.ES), is_noun_form("militar", "militarizacion", Language.ES)
(True, False)
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from analyzers.folding import fold
from analyzers.language import Language
from analyzers.rows import SortedRows
from analyzers.stemming import are_listed_together, respell, singular

_DATA = Path(__file__).parent / "data"

_FEMININES = {
    "ora": "or",
    "ona": "on",
    "esa": "es",
    "ana": "an",
    "ina": "in",
    "ola": "ol",
    "nta": "nte",
    "efa": "efe",
}
"""Ends of feminines whose masculine has no ``o``: ``gobernadora``, ``presidenta``."""
_INFINITIVES = ("ar", "er", "ir")
_PARTICIPLES = (("ado", ("ar",)), ("ada", ("ar",)), ("ido", ("er", "ir")), ("ida", ("er", "ir")))
"""Ends of Spanish participles, and of their infinitives."""
_VERBAL = ("ed", "ing")
"""Ends of English forms of verbs; the others are irregular or end as plurals do."""


def plainer_forms(folded: str, language: Language) -> Iterator[str]:
    """The singular, and in Spanish the masculine, that a form may belong to."""
    if language is Language.ES:
        one = singular(folded)
        yield one
        if one.endswith("a"):
            yield one[:-1] + "o"
    elif folded.endswith("s"):
        yield folded[:-1]
        if folded.endswith(("ches", "oes", "ses", "shes", "xes", "zes")):  # "informes" is no form of "inform"
            yield folded[:-2]
        if folded.endswith("ies"):
            yield folded[:-3] + "y"


def iter_infinitives(folded: str, language: Language) -> Iterator[str]:
    """The verbs that a regular participle may be of, in English a gerund too: ``reunido`` of ``reunirse``.

    >>> list(iter_infinitives("trafficking", Language.EN))
    ['traffick', 'trafficke', 'traffic']
    """
    if language is Language.ES:
        for ending, infinitives in _PARTICIPLES:
            if folded.endswith(ending):
                yield from (folded[: -len(ending)] + each + se for each in infinitives for se in ("", "se"))
        return
    for ending in _VERBAL:
        if folded.endswith(ending):
            base = folded[: -len(ending)]
            yield from (base, base + "e")
            if base[-2:-1] == base[-1:] or base.endswith("ck"):  # controlled, trafficked
                yield base[:-1]
            if base.endswith("i"):
                yield base[:-1] + "y"


def irregular_words(text: str, folded: str, language: Language) -> Sequence[str]:
    """The words, folded, that an irregular form belongs to: ``siento`` to ``sentir`` and ``sentar``.

    ``teñía`` is none of ``tener``; who types no accents means the first that there is (``tenía``).
    """
    by_spelling: dict[str, list[str]] = {}
    for row in _forms(language).of(folded):
        form, _, word = row.partition("\t")
        by_spelling.setdefault(form, []).append(fold(word))
    return by_spelling.get(text.lower()) or next(iter(by_spelling.values()), ())


def is_noun_form(folded: str, noun: str, language: Language) -> bool:
    """Whether a folded word is a form or spelling of a noun or adjective with its stem, itself in any number.

    A feminine is a form of its masculine (``embajadoras``, ``embajador``) and not the other way round:
    ``vacuno`` is none of ``vacuna``, ``informático`` none of ``informática``.
    """
    if folded == noun or are_listed_together(folded, noun, language):
        return True
    if language is Language.ES:
        spelt, other = respell(folded, language), respell(noun, language)
        return not _singulars(other).isdisjoint(_spanish_nouns(spelt))
    return not _english_nouns(folded).isdisjoint(_english_nouns(noun))


def is_form(folded: str, word: str, language: Language) -> bool:
    """As :func:`is_noun_form`, or a form of the verb ``word``: ``tomando`` of ``tomar``."""
    if is_noun_form(folded, word, language):
        return True
    return is_infinitive(word, language) if language is Language.ES else folded.endswith(_VERBAL)


def is_infinitive(folded: str, language: Language) -> bool:
    """Whether a word ends as a Spanish verb in the dictionary."""
    return language is Language.ES and folded.endswith(_INFINITIVES)


def _spanish_nouns(folded: str) -> set[str]:
    one = singular(folded)
    masculine = _FEMININES.get(one[-3:])
    found = {*plainer_forms(folded, Language.ES), *_singulars(folded)}
    return found | {singular(one[:-3] + masculine)} if masculine else found


def _singulars(folded: str) -> set[str]:
    """Whether ``bases`` is of ``bas`` or of ``base``, its ending does not say."""
    return {singular(folded), folded[:-1]} if folded.endswith("es") else {singular(folded)}


def _english_nouns(folded: str) -> set[str]:
    spelt = respell(folded, Language.EN)
    return {spelt, *plainer_forms(spelt, Language.EN), *irregular_words(folded, folded, Language.EN)}


@cache
def _forms(language: Language) -> SortedRows:
    """The irregular forms with their words, a pair a row."""
    return SortedRows((_DATA / f"forms_{language}.tsv").read_text(encoding="utf-8"))
