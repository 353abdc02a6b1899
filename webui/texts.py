"""What are the words of the pages? One dictionary a language, all with the same keys.

``{name}`` stands for a value. A key that counts comes twice, as ``…_one`` and ``…_other``. ``note_…`` are
the notes of ``search.query.NOTES``, ``error_…`` the headings of error pages, with ``…_help`` for what to do.
A test holds keys and placeholders of the languages together.
"""

from analyzers.language import Language
from webui.texts_en import ENGLISH
from webui.texts_es import SPANISH

TEXTS: dict[Language, dict[str, str]] = {Language.ES: SPANISH, Language.EN: ENGLISH}
