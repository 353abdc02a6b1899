"""Which line is a header field (``FECHA: 14 SEP 2009``), and what is its canonical name?

One table for Spanish and English, for messages, minutes, memoranda and front matter.

>>> read_field("**Asunto:** Aduanas")
('subject', 'Aduanas')
>>> read_field("Nota: no es un campo") is None
True
"""

import re
import unicodedata

from corpus.dates import parse_date

# Canonical name "" : known as a header line, but nothing that people filter by.
_NAMES = {
    alias: name
    for name, aliases in {
        "title": "title|título|titulo",
        "author": "author|authors|autor|autora|autores|byline|escrito por|preparó"
        "|elaboró|elaborado por|prepared by|rapporteur|rapporteurs|relator",
        "origin": "from|de|fm|origin|origen|remitente",
        "date": "date|fecha|sent|enviado|enviado el|published|publicado|date/time|fecha y hora",
        "subject": "subject|asunto|subj|re|tema|motivo",
        "classification": "classification|clasificación|clasificacion",
        "tag": "tags|tag|etiquetas|keywords|palabras clave|descriptores",
        "refers": "ref|refs|reference|references|referencia|referencias",
        "reference": "message-id|número de mensaje|expediente|oficio|folio|núm. de oficio|document no|doc",
        "description": "description|descripción|resumen del documento|abstract",
        "": "to|para|a|cc|c.c.|bcc|cco|info|reply-to|con copia|via|vía|e.o. 12958|classified by"
        "|clasificado por|lugar|place|language|idioma|lang|source|fuente|adjuntos|attachments|prioridad"
        "|priority|declassify on|updated|actualizado|página|page|versión|version|slug|type|tipo|draft|layout",
    }.items()
    for alias in aliases.split("|")
}

_FIELD = re.compile(r"[*_>\s]{0,4}([^\W\d_][^:\n*_]{0,30}?)\s{0,4}(?:[*_]{0,2}:[*_]{0,2}|[*_]{1,2}:)\s*(.*)")

_LONGEST_NAME = 48
"""The pattern reaches no further before the colon."""

_MARKING = re.compile(r"\[([^\]\[]+)\]\([^)]*\)")


def read_field(text: str) -> tuple[str, str] | None:
    """Canonical name and value if ``text`` is a known header field, else None."""
    if not may_be_field(text):
        return None
    found = _FIELD.match(text[:2000])
    if found is None:
        return None
    name = _NAMES.get(unicodedata.normalize("NFC", found[1]).strip().casefold())
    if name is None:
        return None
    return name, found[2].strip().strip("*_").strip()


def may_be_field(text: str) -> bool:
    """Whether it is worth looking closer."""
    return ":" in text[:_LONGEST_NAME]


def clean_values(name: str, value: str) -> tuple[str, ...]:
    """The values of one field in canonical form; an empty tuple when there is nothing to keep.

    Tags are split and lose their link marks (``[SNAR](#)``), dates become ISO 8601.

    >>> clean_values("tag", "[PGOV](#) [SNAR](#)")
    ('PGOV', 'SNAR')
    """
    value = _MARKING.sub(r"\1", value).strip().strip("\"'")
    if not value:
        return ()
    if name == "date":
        date = parse_date(value, day_first=None)
        return (date,) if date else ()
    if name == "tag":
        return _split_tags(value)
    if name == "refers":
        parts = re.split(r"(?:^|[\s,;(])[¶(]?[A-Z][.)]\s+|;", value)
        return tuple(_balance(part.strip(" ;,")) for part in parts if part.strip(" ;,()"))
    return (" ".join(value.split())[:500],)


def _balance(text: str) -> str:
    return text if text.count("(") == text.count(")") else text.strip("() ")


def _split_tags(value: str) -> tuple[str, ...]:
    value = value.strip("[]")
    separator = r"[,;]\s*" if re.search(r"[,;]", value) else r"\s+"
    tags = (tag.strip(" \"'#") for tag in re.split(separator, value))
    return tuple(dict.fromkeys(tag for tag in tags if tag))
