"""Which inflections are one word? Porter's Snowball stemmers over folded words.

Fold first, then stem: stemming first would split ``integración`` from ``integracion``
(M. Porter, "Snowball: a language for stemming algorithms", 2001). The only module that imports NLTK.

>>> stem("inspecciones", Language.ES), stem("inspections", Language.EN)
('inspeccion', 'inspect')
"""

from functools import lru_cache

from nltk.stem.snowball import EnglishStemmer, SpanishStemmer

from analyzers.language import Language

_STEMMERS = {Language.ES: SpanishStemmer(), Language.EN: EnglishStemmer()}


@lru_cache(maxsize=262_144)
def stem(folded: str, language: Language) -> str:
    """The stem of a folded word; a word without letters is its own stem."""
    if len(folded) > 60 or not folded.isalpha():
        return folded  # digits and identifiers do not inflect
    return str(_STEMMERS[language].stem(folded)) or folded
