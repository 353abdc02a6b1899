"""Which inflections are one word? Porter's Snowball stemmers over folded words.

Fold first, then stem: stemming first would split ``integración`` from ``integracion``
(M. Porter, "Snowball: a language for stemming algorithms", 2001). The only module that imports NLTK.

>>> stem("inspecciones", Language.ES), stem("inspections", Language.EN)
('inspeccion', 'inspect')
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from types import ModuleType

from analyzers.language import Language


@contextmanager
def _bare_nltk() -> Iterator[None]:
    """NLTK's packages without what they import of themselves: parsers, corpora, a downloader.

    That takes a third of a second, longer than a whole search, and 40 MB in every process; the stemmers
    use none of it. Where somebody has imported NLTK already, it stays as it is.
    """
    spec = None if "nltk" in sys.modules else find_spec("nltk")
    if spec is None or not spec.submodule_search_locations:
        yield
        return
    folder = spec.submodule_search_locations[0]
    for name, path in (("nltk", folder), ("nltk.stem", f"{folder}/stem")):
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__path__ = [path]
    sys.modules["nltk.corpus"] = ModuleType("nltk.corpus")
    sys.modules["nltk.corpus"].__dict__["stopwords"] = None  # only for stemmers that are told to leave them
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "nltk"]:
            del sys.modules[name]  # whoever imports NLTK next gets all of it


with _bare_nltk():
    from nltk.stem.snowball import EnglishStemmer, SpanishStemmer

SHARED_LETTERS = 3
"""Words that share a stem begin alike: Snowball changes endings only."""

_VOWELS = frozenset("aeiou")
_FOREIGN_ENDS = frozenset("bcdfgklmnprtvwy")
"""Consonants before the ``s`` of a plural that Spanish does not make itself."""
_STEMMERS = {Language.ES: SpanishStemmer(), Language.EN: EnglishStemmer()}


@lru_cache(maxsize=262_144)
def stem(folded: str, language: Language) -> str:
    """The stem of a folded word; a word without letters is its own stem."""
    if len(folded) > 60 or not folded.isalpha():
        return folded  # digits and identifiers do not inflect
    if language is Language.ES:
        folded = singular(folded)
    return str(_STEMMERS[language].stem(folded)) or folded


def with_i(folded: str) -> str:
    """Folded words with ``i`` for each ``y``, which a stem may have instead: ``dying`` gives ``die``."""
    return folded.replace("y", "i")


def singular(folded: str) -> str:
    """A folded Spanish word without the ending of the plural.

    Snowball takes many plurals for verbs (``gobiernos``, ``imágenes``) or finds them too short
    (``años``, ``leyes``): of 77 frequent nouns it alone would split 30 from their plurals.

    >>> [singular(word) for word in ("voces", "mujeres", "agentes", "gobiernos", "crisis", "robots")]
    ['voz', 'mujer', 'agente', 'gobierno', 'crisis', 'robot']
    """
    if len(folded) > 4 and folded.endswith("ces"):
        return folded[:-3] + "z"
    if len(folded) > 4 and folded.endswith("es") and folded[-3] in "dljnrsy" and folded[-4] in _VOWELS:
        # "ingleses" is "inglés", which looks like a plural itself
        return singular(folded[:-2]) if folded.endswith("eses") else folded[:-2]
    verb = folded.endswith(("amos", "emos", "imos"))
    if len(folded) > 3 and folded[-1] == "s" and folded[-2] in "aeo" and not verb:
        return folded[:-1]
    return folded[:-1] if is_foreign_plural(folded) else folded


def is_foreign_plural(folded: str) -> bool:
    """Whether a folded word in a Spanish text looks like a plural that came with its word: ``robots``."""
    return len(folded) > 4 and folded[-1] == "s" and folded[-2] in _FOREIGN_ENDS
