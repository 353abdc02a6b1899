"""Which language is this in? The closed set of languages that Bisagra knows.

>>> Language("es").other
<Language.EN: 'en'>
"""

from enum import StrEnum


class Language(StrEnum):
    """One of the two languages; "not known" is ``None``, never a member and never a guess."""

    ES = "es"
    EN = "en"

    @property
    def other(self) -> "Language":
        """The language on the other side of the hinge."""
        return Language.EN if self is Language.ES else Language.ES
