"""What is wrong with a file that people edit, a termbase or a list of judged queries, said in Spanish?

Such an error travels as its English sentence, which is what JSON and logs hold. A sentence that is not in the
table stays as it is.

>>> translate_fault("concept 'spp' stands already in line 4", Language.ES)
'el concepto «spp» ya está en la línea 4'
"""

import re

from analyzers.language import Language
from corpus.refusals import translate_refusal

_NAME = r"['\"](.*)['\"]"
_SPANISH = (
    (r"cannot be read \((.*)\)", "no se puede leer ({0})"),
    (r"not UTF-8(?:; save the file as UTF-8)?", "no está en UTF-8; guarde el archivo en UTF-8"),
    (r"larger than (\d+) MB; import it in parts", "pasa de {0} MB; impórtelo por partes"),
    (r"holds no concept", "no contiene ningún concepto"),
    (r"not valid CSV \((.*)\)", "no es CSV válido ({0})"),
    (r"not well-formed XML \((.*)\)", "no es XML bien formado ({0})"),
    (r"would not be readable any more: (.*)", "dejaría de poder leerse: {0}"),
    (
        r"the file has no header row; its first line names the columns",
        "el archivo no tiene encabezado; su primera línea nombra las columnas",
    ),
    (r"(\d+) columns, expected (\d+)", "{0} columnas donde debe haber {1}"),
    (
        rf"(?:concept|entry) {_NAME} stands already in line (\d+)",
        "el concepto «{0}» ya está en la línea {1}",
    ),
    (rf"id {_NAME} stands already in line (\d+)", "el código «{0}» ya está en la línea {1}"),
    (
        rf"concept {_NAME} has no label in column {_NAME}",
        "el concepto «{0}» no tiene nombre en la columna «{1}»",
    ),
    (r"the concept has no id in its first column", "el concepto no tiene código en la primera columna"),
    (r"the entry has no id", "la entrada no tiene código"),
    (r"a term section without a term", "una sección de término sin término"),
    (rf"unknown column {_NAME}; columns are (.*)", "no se conoce la columna «{0}»; las que hay son {1}"),
    (rf"column {_NAME} is missing", "falta la columna «{0}»"),
    (r"control character (.*)", "hay un carácter de control ({0})"),
    (
        rf"hidden label {_NAME} must begin with es: or en:",
        "la grafía errónea «{0}» debe empezar por es: o en:",
    ),
    (rf"empty label in {_NAME}", "hay un nombre vacío en «{0}»"),
    (rf"label {_NAME} holds no word", "el nombre «{0}» no contiene ninguna palabra"),
    (rf"label {_NAME}… is longer than (\d+) characters", "el nombre «{0}…» pasa de {1} caracteres"),
    (
        rf"label {_NAME} holds {_NAME}, which has a meaning in queries",
        "el nombre «{0}» contiene «{1}», que significa otra cosa en las consultas",
    ),
)
"""English patterns and what they say in Spanish; compiled when one is wanted, for start-up time is felt."""


def translate_fault(sentence: str, language: Language) -> str:
    """The sentence in another language; any that is not known as it is."""
    if language is Language.EN:
        return sentence
    for english, spanish in _SPANISH:
        if found := re.fullmatch(english, sentence, re.DOTALL):
            parts = (translate_fault(translate_refusal(part, language), language) for part in found.groups())
            return spanish.format(*parts)
    return sentence
