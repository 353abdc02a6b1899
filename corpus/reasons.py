r"""Why could a document, or a part of it, not be read? Every sentence of the readers, in both languages.

A reason travels as its English sentence, which is what errors, JSON and logs hold; key and values can
always be read back from it, and so it can be said in the other language.

>>> sentence = say("too-many-pages", count="20,001")
>>> sentence
'the PDF has too many pages (20,001); split it'
>>> read(sentence)
Reason(key='too-many-pages', values={'count': '20,001'})
>>> translate(sentence, Language.ES)
'el PDF tiene demasiadas páginas (20\u202f001); divídalo'
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from analyzers.language import Language
from corpus.refusals import translate_refusal

OTHER = "other"
"""The key of a sentence that is not in the table: of the system's own, or of a fault of ours."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A key of the table and what its sentence names; a value may be a sentence of the table itself."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


# key: (English, Spanish). What is named stands in braces, the same in both.
_TABLE: Mapping[str, tuple[str, str]] = {
    # the file
    "gone": ("the file is no longer there", "el archivo ya no está"),
    "forbidden": ("no permission to read this file", "no hay permiso para leer este archivo"),
    "unopened": ("the file cannot be opened ({problem})", "el archivo no se puede abrir ({problem})"),
    "unread": ("the file cannot be read ({problem})", "el archivo no se puede leer ({problem})"),
    "unreached": ("the file's folder cannot be reached", "no se puede llegar a la carpeta del archivo"),
    "outside": ("the file is outside the folder {root}", "el archivo está fuera de la carpeta {root}"),
    "folder": ("this is a folder, not a file", "esto es una carpeta, no un archivo"),
    "link": (
        "this is a symbolic link; only regular files are read",
        "esto es un enlace simbólico; solo se leen archivos normales",
    ),
    "irregular": (
        "this is not a regular file (a pipe, socket or device)",
        "esto no es un archivo normal (es una tubería, un zócalo o un dispositivo)",
    ),
    "empty": ("the file is empty", "el archivo está vacío"),
    "too-large": (
        "the file is too large ({size} MB, at most {most} MB are read); split it",
        "el archivo es demasiado grande ({size} MB; se leen {most} MB como mucho); divídalo",
    ),
    "source-missing": (
        "not found; what was indexed of it is kept (documents: {count})",
        "no se encuentra; se conserva lo que se indexó de ella (documentos: {count})",
    ),
    "folder-closed": (
        "no permission to list this folder; what was indexed of it is kept (documents: {count})",
        "no hay permiso para ver el contenido de esta carpeta; se conserva lo que se indexó de ella "
        "(documentos: {count})",
    ),
    # formats that nobody reads here
    "binary": ("binary file, not text", "archivo binario, no es texto"),
    "format": ("{what} cannot be read yet", "{what}: todavía no se pueden leer"),
    "program-missing": (
        "{what} are read by the program {program}: install it, or save the file as {suffix}",
        "{what}: los lee el programa {program}; instálelo, o guarde el archivo como {suffix}",
    ),
    "format-newer": (
        "{what} cannot be read yet; save it in a newer format",
        "{what}: todavía no se pueden leer; guárdelo en un formato más nuevo",
    ),
    "7z": ("7z archives", "archivos 7z"),
    "rar": ("RAR archives", "archivos RAR"),
    "images": ("images", "imágenes"),
    "programs": ("programs", "programas"),
    "databases": ("databases", "bases de datos"),
    "fonts": ("fonts", "tipos de letra"),
    "sound": ("sound files", "archivos de sonido"),
    "film": ("sound and film files", "archivos de sonido y vídeo"),
    "old-word": ("old Word documents", "documentos antiguos de Word"),
    "old-office": ("old Office documents", "documentos antiguos de Office"),
    # damage
    "damaged": ("the file is damaged or cut off", "el archivo está dañado o cortado"),
    "damaged-document": (
        "the {format} document is damaged or cut off",
        "el documento {format} está dañado o cortado",
    ),
    "damaged-missing": ("the file is damaged: {name} is missing", "el archivo está dañado: falta {name}"),
    "damaged-kind": (
        "the file is damaged: it is no {format} document",
        "el archivo está dañado: no es un documento {format}",
    ),
    "damaged-image": ("the file is damaged: it is no image", "el archivo está dañado: no es una imagen"),
    "damaged-xml": (
        "the file is damaged: its content is not well formed",
        "el archivo está dañado: su contenido está mal formado",
    ),
    "damaged-text": (
        "the {format} document is damaged: it has no text part",
        "el documento {format} está dañado: le falta la parte del texto",
    ),
    "damaged-slides": (
        "the pptx document is damaged: its list of slides is missing",
        "el documento pptx está dañado: le falta la lista de diapositivas",
    ),
    "damaged-sheets": (
        "the xlsx document is damaged: its list of sheets is missing",
        "el documento xlsx está dañado: le falta la lista de hojas",
    ),
    "damaged-book": (
        "the book is damaged: its list of chapters is missing",
        "el libro está dañado: le falta la lista de capítulos",
    ),
    "damaged-pdf": ("the PDF is damaged and cannot be opened", "el PDF está dañado y no se puede abrir"),
    "damaged-pages": ("the PDF is damaged: it has no pages", "el PDF está dañado: no tiene páginas"),
    "cut-pdf": (
        "the PDF is cut off: its end is missing; get the whole file again",
        "el PDF está cortado: le falta el final; consiga de nuevo el archivo entero",
    ),
    "damaged-message": ("the message is damaged ({problem})", "el mensaje está dañado ({problem})"),
    "headless-message": (
        "the message is damaged: it has no header",
        "el mensaje está dañado: no tiene encabezado",
    ),
    "damaged-mailbox": (
        "the mailbox is damaged: no message begins in it",
        "el buzón está dañado: en él no empieza ningún mensaje",
    ),
    "rtf-binary": (
        "the RTF file holds raw binary data and cannot be read",
        "el archivo RTF contiene datos binarios y no se puede leer",
    ),
    # locks
    "password": (
        "the document is protected with a password; save a copy without one",
        "el documento está protegido con contraseña; guarde una copia sin ella",
    ),
    "password-pdf": (
        "the PDF is protected with a password; save a copy without one",
        "el PDF está protegido con contraseña; guarde una copia sin ella",
    ),
    "password-member": ("protected with a password", "protegido con contraseña"),
    "protected-pdf": (
        "the PDF is protected in a way that cannot be read; save a copy without protection",
        "el PDF está protegido de un modo que no se puede leer; guarde una copia sin protección",
    ),
    "protected-book": ("the book is protected against copying", "el libro está protegido contra copia"),
    # archives and limits
    "empty-archive": ("the archive is empty", "el archivo comprimido está vacío"),
    "packed-oddly": (
        "packed in a way that cannot be read",
        "comprimido de un modo que no se puede leer",
    ),
    "not-unpacked": ("cannot be unpacked ({problem})", "no se puede descomprimir ({problem})"),
    "bomb": (
        "packed more than {ratio} times tighter than its size: not unpacked",
        "comprimido a menos de la {ratio}.ª parte de su tamaño: no se descomprime",
    ),
    "many-members": (
        "the archive holds more than {count} files; unpack it",
        "el archivo comprimido contiene más de {count} archivos; descomprímalo",
    ),
    "large-archive": (
        "the archive is larger than {size} MB when unpacked",
        "el archivo comprimido ocupa más de {size} MB una vez descomprimido",
    ),
    "deep-archives": (
        "archives in archives more than {depth} deep are not unpacked",
        "no se descomprimen archivos dentro de archivos a más de {depth} niveles",
    ),
    "deep-messages": (
        "messages in messages more than {depth} deep are not read",
        "no se leen mensajes dentro de mensajes a más de {depth} niveles",
    ),
    "deep-parts": (
        "the message's parts are nested more than {depth} deep",
        "las partes del mensaje están anidadas a más de {depth} niveles",
    ),
    "deep-message": (
        "the message's parts are nested too deeply",
        "las partes del mensaje están anidadas a demasiada profundidad",
    ),
    "deep-rtf": (
        "the RTF file's groups are nested too deeply",
        "los grupos del archivo RTF están anidados a demasiada profundidad",
    ),
    "deep-page": (
        "the page's elements are nested too deeply",
        "los elementos de la página están anidados a demasiada profundidad",
    ),
    "deep-file": (
        "the file's elements are nested too deeply",
        "los elementos del archivo están anidados a demasiada profundidad",
    ),
    "entities": (
        "the file declares entities of its own, as harmful files do: not read",
        "el archivo declara entidades propias, como los archivos dañinos: no se lee",
    ),
    "many-messages": (
        "the mailbox holds more than {count} messages; split it",
        "el buzón contiene más de {count} mensajes; divídalo",
    ),
    "too-many-pages": (
        "the PDF has too many pages ({count}); split it",
        "el PDF tiene demasiadas páginas ({count}); divídalo",
    ),
    "too-many-images": (
        "the image file has too many pages ({count}); split it",
        "el archivo de imagen tiene demasiadas páginas ({count}); divídalo",
    ),
    "long-file": (
        "the text is too long ({size} MB); split the file",
        "el texto es demasiado largo ({size} MB); divida el archivo",
    ),
    "long-text": (
        "the text is too long ({size} million characters, at most {most} are read); split the file",
        "el texto es demasiado largo ({size} millones de caracteres; se leen {most} como mucho); "
        "divida el archivo",
    ),
    "memory": (
        "reading this file needs too much memory",
        "leer este archivo necesita demasiada memoria",
    ),
    "time": ("reading took longer than {seconds} s", "la lectura tardó más de {seconds} s"),
    "processor": (
        "reading took more than {seconds} s of processor time",
        "la lectura ocupó más de {seconds} s de procesador",
    ),
    "crash": (
        "the file made its reader crash ({signal})",
        "el archivo hizo caer a su lector ({signal})",
    ),
    "stop": (
        "the file made its reader stop (exit code {code})",
        "el archivo hizo parar a su lector (código {code})",
    ),
    "nonsense": (
        "the file made its reader answer nonsense",
        "el archivo hizo que su lector respondiera disparates",
    ),
    "fault": ("could not be read ({problem})", "no se pudo leer ({problem})"),
    # texts
    "no-text": ("there is no text in this file", "no hay texto en este archivo"),
    "no-text-but": ("there is no text in this file; {detail}", "no hay texto en este archivo; {detail}"),
    "no-document": ("there is no document in this file", "no hay ningún documento en este archivo"),
    "no-such-document": (
        "there is no such document in this file",
        "no hay tal documento en este archivo",
    ),
    "image-small": (
        "the image is too small to hold text",
        "la imagen es demasiado pequeña para contener texto",
    ),
    "image-large": (
        "the image is too large ({size} pixels); save it at a lower resolution",
        "la imagen es demasiado grande ({size} píxeles); guárdela con menos resolución",
    ),
    # parts of a document
    "bare-page": ("1 page has no text", "1 página no tiene texto"),
    "bare-pages": ("{count} pages have no text", "{count} páginas no tienen texto"),
    "ocr-off": (
        "{pages}; recognition of scanned pages is off",
        "{pages}; el reconocimiento de páginas escaneadas está apagado",
    ),
    "ocr-missing": (
        "{pages}; install tesseract-ocr tesseract-ocr-spa",
        "{pages}; instale tesseract-ocr tesseract-ocr-spa",
    ),
    "ocr-slow": (
        "{pages}: recognising {count} of them took too long",
        "{pages}: reconocer {count} de ellas tardó demasiado",
    ),
    "ocr-nothing": (
        "{pages}, and none was recognised in their images",
        "{pages}, y en sus imágenes no se reconoció ninguno",
    ),
    "ocr-english": (
        "scanned pages were recognised without a Spanish model; install tesseract-ocr-spa",
        "las páginas escaneadas se reconocieron sin el modelo de español; instale tesseract-ocr-spa",
    ),
    "many-parts": (
        "only the first {most} of the message's {count} parts were read",
        "solo se leyeron las primeras {most} de las {count} partes del mensaje",
    ),
    "many-paragraphs": (
        "only the first {most} of {count} paragraphs were taken in; split the file",
        "solo se tomaron los primeros {most} de {count} párrafos; divida el archivo",
    ),
    "misnamed": (
        "the name says {named}, but the file is {format}; it was read as that",
        "el nombre dice {named}, pero el archivo es {format}; se leyó como tal",
    ),
    # a file that somebody looks at
    "undrawn": ("the page cannot be drawn", "la página no se puede dibujar"),
    "undrawn-damaged": (
        "the file is damaged and cannot be drawn",
        "el archivo está dañado y no se puede dibujar",
    ),
    "no-page": ("the file has no such page", "el archivo no tiene esa página"),
    "no-size": ("the page has no size", "la página no tiene tamaño"),
    "opening-slow": ("it takes too long to open", "tarda demasiado en abrirse"),
    "opening-memory": ("it needs too much memory to open", "abrirlo exige demasiada memoria"),
    "opening-size": ("what is in it is too large", "lo que contiene es demasiado grande"),
    "opening-unsafe": ("it cannot be opened safely", "no se puede abrir con seguridad"),
    "opening-failed": ("it cannot be opened now ({problem})", "ahora no se puede abrir ({problem})"),
    "changed": (
        "the file has changed since it was indexed; run: bisagra index",
        "el archivo ha cambiado desde que se indexó; ejecute: bisagra index",
    ),
}

KEYS = frozenset((*_TABLE, OTHER))
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_NAMED = re.compile(r"\{(\w+)\}")


def say(key: str, **values: object) -> str:
    """The English sentence of a key. Raises KeyError for a key or a value that is not in the table."""
    return _TABLE[key][0].format(**values)


def read(sentence: str) -> Reason:
    """The key and values behind a sentence of :func:`say`; ``other`` for any other sentence."""
    for key, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return Reason(key, found.groupdict())
    return Reason(OTHER, {"sentence": sentence})


def translate(sentence: str, language: Language) -> str:
    """A sentence of :func:`say` in another language; any other as it is."""
    if language is Language.EN:
        return sentence
    reason = read(sentence)
    if reason.key == OTHER:
        return sentence
    values = {name: _translate_value(value, language) for name, value in reason.values.items()}
    return _TABLE[reason.key][1].format(**values)


def _translate_value(value: str, language: Language) -> str:
    if _THOUSANDS.fullmatch(value):
        return value.replace(",", "\u202f" if len(value) > len("9,999") else "")
    return translate(translate_refusal(value, language), language)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Of sentences that several patterns fit, the one that says most by itself comes first."""
    keys = sorted(_TABLE, key=lambda key: -len(_NAMED.sub("", _TABLE[key][0])))
    return [(key, _compile(_TABLE[key][0])) for key in keys]


def _compile(template: str) -> re.Pattern[str]:
    parts = _NAMED.split(template)
    texts = [re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+?)" for at, part in enumerate(parts)]
    return re.compile("".join(texts), re.DOTALL)
