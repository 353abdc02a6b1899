"""Which inflections are one word? Porter's Snowball stemmers over folded words.

Fold first, then stem: stemming first would split ``integración`` from ``integracion``
(M. Porter, "Snowball: a language for stemming algorithms", 2001). The only module that imports NLTK.

Cutting endings off also brings together what only looks alike, ``libro`` and ``libre``, and leaves apart what
is one, ``defense`` and ``defence``: such stems stand in ``data/stems.tsv``. Those of words that have one to
themselves end in a sign that no word has.

>>> stem("inspecciones", Language.ES), stem("inspections", Language.EN)
('inspeccion', 'inspect')
>>> stem("libres", Language.ES), stem("libros", Language.ES)
('libr', 'libro~')
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from analyzers.folding import fold
from analyzers.language import Language

GIVEN_STEMS = Path(__file__).parent / "data" / "stems.tsv"


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
_LEAST_HEAD = 2
"""Letters that every word shares with its stem: ``voces`` and ``voz``."""
_ENDING = 2
"""Letters at the end of a stem that its words may lack: ``abilities`` gives ``abl``."""

_VOWELS = frozenset("aeiou")
_FOREIGN_ENDS = frozenset("bcdfgklmnprtvwy")
"""Consonants before the ``s`` of a plural that Spanish does not make itself."""
_BRITISH_ISE_RE = re.compile(
    r"(?<=\w{3})(?:(?<![cv])|(?<=[lt]ic))(?<!advert)is(?=(?:e[ds]?|ers?|ings?|ingly|able|ations?|ational|ements?)$)"
)
"""``organise``, ``organisation``. Words that are never spelt with ``z`` do no harm as long as all of their
forms change: those in ``-vise`` and ``-cise`` have relatives in ``-ision``."""
_LEAST_BEFORE_OUR = 3
_BRITISH_OUR_RE = re.compile(
    rf"(?<=\w{{{_LEAST_BEFORE_OUR}}})our"
    r"(?=(?:s|ed|ings?|less|ful|fully|able|ably|al|ally|ations?|ers?|hoods?|ly|ites?|itism|y|ies)?$)"
)
"""``favour``, ``favourites``. Words that are never spelt with ``or`` (``contour``) change in all of their
forms and meet none that is; shorter ones (``flour``, ``tour``) stay."""
_BRITISH_LYSE_RE = re.compile(r"(?<=\wl)ys(?=(?:e[dr]?|ers|ing)$)")
"""``analyse``; ``analyses`` is mostly several of an analysis."""
_BRITISH = (("is", _BRITISH_ISE_RE, "iz"), ("our", _BRITISH_OUR_RE, "or"), ("lys", _BRITISH_LYSE_RE, "yz"))
_PREFIX_RE = re.compile(r"tras(?=[^aeiou])|post(?=[^aeioust])")
_RESPELT_PREFIX_RE = re.compile(r"trans|pos(?=[^aeioust])")
_PREFIXES = {"tras": "trans", "post": "pos"}
_PREFIXES_LEFT = {respelt: prefix for prefix, respelt in _PREFIXES.items()}
"""``trasporte`` and ``transporte`` are one, so are ``postgrado`` and ``posgrado``. Words that begin so by
chance (``trasto``, ``postre``) do no harm: all of their forms do."""
_ENDING_OTHERWISE = frozenset(
    "acerrimo acronimo alcaide alcance anonimo antonimo apendice avance balance balsamo bronce cauce"
    " centesimo codice combi complice cruce decimo desaire desenlace desglose dulce enlace espiritu"
    " extremo goce gramo hiperenlace homonimo ilegitimo impetu indice intimo kilogramo lance legitimo"
    " maritimo maximo menu minimo nazi opioide optimo paramo percance pesimo piramide prestamo projimo"
    " proximo racimo ramo reclamo romance sauce septimo sinonimo subindice supremo taxi tramo trance"
    " tribu tsunami ultimo undecimo vertice".split()
)
"""Folded words whose plurals look like forms of others: ``avances`` like *voces*, ``préstamos`` like *vamos*,
``pirámides`` like *autoridades*, ``tribus`` like *virus*."""
_STEMMERS = {Language.ES: SpanishStemmer(), Language.EN: EnglishStemmer()}


@lru_cache(maxsize=262_144)
def stem(folded: str, language: Language) -> str:
    """The stem of a folded word; a word without letters is its own stem."""
    if len(folded) > 60 or not folded.isalpha():
        return folded  # digits and identifiers do not inflect
    given = _given_stems(language)
    if folded in given:
        return given[folded]
    one = singular(folded) if language is Language.ES else folded
    spelt = respell(one, language)
    return given.get(one) or given.get(spelt) or _cut(spelt, language)


def _cut(folded: str, language: Language) -> str:
    return str(_STEMMERS[language].stem(folded)) or folded


def stem_heads(stemmed: str) -> tuple[str, ...]:
    """How all folded words with this stem begin, ``y`` as ``i``, but for those that have it by table.

    >>> stem_heads("abl"), stem_heads("civiliz")  # abilities, civilisations
    (('ab',), ('civil',))
    >>> stem_heads("favorit"), stem_heads("transport")  # favourites, trasportes
    (('favor', 'favour'), ('transpo', 'traspo'))
    """
    prefix = _RESPELT_PREFIX_RE.match(stemmed)
    spellings = [stemmed, *([_PREFIXES_LEFT[prefix[0]] + stemmed[prefix.end() :]] if prefix else [])]
    return tuple(head for each in spellings for head in _british_heads(each))


def _british_heads(stemmed: str) -> Iterator[str]:
    head = stemmed[: max(_LEAST_HEAD, len(stemmed) - _ENDING)]
    british = head.rfind("iz", _LEAST_HEAD)
    head = head[: british + 1] if british >= 0 else head
    yield head
    british = head.rfind("or", _LEAST_BEFORE_OUR)
    if british >= 0:
        yield f"{head[:british]}our{head[british + 2 :]}"


def respell(folded: str, language: Language) -> str:
    """A word in the one of its spellings that stems are made of.

    >>> [respell(word, Language.EN) for word in ("organised", "neighbourhoods", "analysed")]
    ['organized', 'neighborhoods', 'analyzed']
    >>> respell("trasportes", Language.ES), respell("postgrado", Language.ES)
    ('transportes', 'posgrado')
    """
    if language is Language.ES:
        prefix = _PREFIX_RE.match(folded)
        return _PREFIXES[prefix[0]] + folded[prefix.end() :] if prefix else folded
    for part, pattern, respelt in _BRITISH:
        if part in folded:  # a look for letters costs a tenth of one for a pattern
            folded = pattern.sub(respelt, folded)
    return folded


def are_listed_together(left: str, right: str, language: Language) -> bool:
    """Whether two folded words of one stem have it by table: ``defense`` and ``defence``."""
    given = _given_stems(language)
    return all(
        word in given or (language is Language.ES and singular(word) in given) for word in (left, right)
    )


def with_i(folded: str) -> str:
    """Folded words with ``i`` for each ``y``, which a stem may have instead: ``dying`` gives ``die``."""
    return folded.replace("y", "i")


@cache
def _given_stems(language: Language) -> Mapping[str, str]:
    """The stems of the words that rules get wrong, by folded word."""
    stems: dict[str, str] = {}
    for line in GIVEN_STEMS.read_text(encoding="utf-8").splitlines():
        named, _, row = line.partition("\t")
        if named == language.value:
            first, *others = (fold(word) for word in row.removeprefix("= ").split())
            own = _cut(respell(first, language), language) if row.startswith("=") else f"{first}~"
            stems.update(dict.fromkeys((first, *others), own))
    return stems


@cache
def _given_words(language: Language) -> Mapping[str, list[str]]:
    words: dict[str, list[str]] = {}
    for word, given in _given_stems(language).items():
        words.setdefault(given, []).append(word)
    return words


def given_words(stemmed: str, language: Language) -> Sequence[str]:
    """The folded words that have a stem by table, and may begin otherwise than it does: ``men``."""
    return _given_words(language).get(stemmed, ())


def singular(folded: str) -> str:
    """A folded Spanish word without the ending of the plural.

    Snowball takes many plurals for verbs (``gobiernos``, ``imágenes``) or finds them too short
    (``años``, ``leyes``): of 77 frequent nouns it alone would split 30 from their plurals.

    >>> [singular(word) for word in ("voces", "avances", "mujeres", "gobiernos", "crisis", "robots")]
    ['voz', 'avance', 'mujer', 'gobierno', 'crisis', 'robot']
    """
    if folded[:-1] in _ENDING_OTHERWISE and folded.endswith("s"):
        return folded[:-1]
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
