"""In whose words does the command line speak? English, or Spanish where the locale is Spanish.

``{name}`` in a text stands for a value. A key that counts comes twice, as ``…_one`` and ``…_other``. Names
of flags, commands and JSON fields are the same in both languages. A test holds keys and examples together.
"""

from collections.abc import Mapping

from analyzers.language import Language
from scripts.texts_en import ENGLISH
from scripts.texts_es import SPANISH
from search.phrasing import Phrasing

TEXTS: Mapping[Language, Mapping[str, str]] = {Language.EN: ENGLISH, Language.ES: SPANISH}

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the order of POSIX: the first that is set decides


class Words(Phrasing):
    """Says things in one language.

    >>> Words(Language.ES).count("passages", 41), Words(Language.EN).count("passages", 1)
    ('41 pasajes', '1 passage')
    """

    __slots__ = ()
    TEXTS = TEXTS


def find_language(environment: Mapping[str, str]) -> Language:
    """The language of the interface, from the locale's variables.

    >>> find_language({"LANG": "es_MX.UTF-8"}), find_language({"LC_ALL": "C", "LANG": "es_ES"})
    (<Language.ES: 'es'>, <Language.EN: 'en'>)
    """
    locale = next((value for name in _LOCALE_VARIABLES if (value := environment.get(name))), "")
    name = locale.partition(".")[0].partition("@")[0].partition("_")[0]
    return Language.ES if name.lower() in ("es", "spanish") else Language.EN
