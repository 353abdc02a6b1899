"""Where do sentences end? For cutting paragraphs that are too long, in Spanish and English.

>>> text = "El Sr. Ruiz viajó a EE.UU. con el art. 5. No. 3 was signed."
>>> [text[:end] for end in sentence_ends(text)]
['El Sr. Ruiz viajó a EE.UU. con el art. 5.', 'El Sr. Ruiz viajó a EE.UU. con el art. 5. No. 3 was signed.']
"""

import re

_END = re.compile(r"[.!?…][\"”’»')\]]{0,3}(?=\s)")
_OPENING = "\"“‘«'([¿¡*_-–—¶"

_ABBREVIATIONS = frozenset(
    """sr sra srta sres dr dra lic ing prof gral cap col tte mtro mtra arq ud uds vd d da
    art arts núm num no nos nro pág pag págs p pp párr inc fracc cap vol ed eds fig cf vs v
    ej etc aprox tel av avda esq col dpto depto apdo min máx
    mr mrs ms messrs gen lt sgt capt adm amb sen rep gov hon rev st jr mt ft
    inc ltd corp co dept est approx sec secs para paras ch app ext
    jan feb mar apr jun jul aug sep sept oct nov dec ene abr ago dic
    ee uu a.m p.m i.e e.g ee.uu u.s u.n u.k d.c d.f s.a c.v""".split()
)
"""Words (without their last full stop) after which a full stop ends no sentence."""

_BEFORE_FIGURES = frozenset("no nos mar col para paras min sec secs ch app ext est ene abr dic may".split())
"""Abbreviations only before a figure: "No. 3", but "dijo que no. Llegó por mar. El barco …"."""

_FINAL = frozenset("etc inc ltd corp co jr a.m p.m ee.uu uu u.s u.n u.k d.c d.f s.a c.v".split())
"""Of these, those that a sentence may end with; then a capital must follow."""


def sentence_ends(text: str) -> list[int]:
    """Offsets just after each sentence of ``text``, ascending; the last one is ``len(text)``.

    Linear in the length of ``text``.
    """
    ends = [found.end() for found in _END.finditer(text) if _is_end(text, found.start(), found.end())]
    if not ends or ends[-1] != len(text):
        ends.append(len(text))
    return ends


def _is_end(text: str, stop: int, end: int) -> bool:
    following = text[end : end + 12].lstrip().lstrip(_OPENING)[:1]
    if following.islower():
        return False
    if text[stop] != ".":
        return True
    word = _word_before(text, stop).lower()
    if word in _BEFORE_FIGURES:
        return not following.isdigit()
    if word in _ABBREVIATIONS:
        return word in _FINAL and following.isupper() and not _is_name(text, end)
    # A single letter is an initial: "J. Smith", "Antonio O. Garza".
    return not (len(word) == 1 and word.isalpha())


def _is_name(text: str, end: int) -> bool:
    """After ``U.S.`` a capital is more often a name's (``U.S. Coast Guard``) than a new sentence's."""
    word = text[end : end + 20].split(maxsplit=1)[:1]
    return not word or word[0].lower() not in _STARTERS


_STARTERS = frozenset(
    """the this these those in on at it he she they we a an and but however for as after since
    el la los las un una en por para se su sus esto esta este al con de no""".split()
)


def _word_before(text: str, stop: int) -> str:
    start = stop
    while start and stop - start < 12 and not text[start - 1].isspace() and text[start - 1] not in '(["“«¿¡/':
        start -= 1
    return text[start:stop]
