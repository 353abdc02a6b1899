"""How does the system's own sentence read in Spanish when it refuses a file?

A refusal travels as the English sentence of ``os.strerror``; the system's Spanish ones are there only where
its language packs are installed.

>>> translate_refusal("Permission denied", Language.ES)
'no hay permiso'
"""

import errno
import os

from analyzers.language import Language

_SPANISH = {
    errno.ENOENT: "no existe",
    errno.EACCES: "no hay permiso",
    errno.EPERM: "el sistema no lo permite",
    errno.EISDIR: "es una carpeta, no un archivo",
    errno.ENOTDIR: "no es una carpeta",
    errno.EEXIST: "ya existe",
    errno.ENOSPC: "no queda sitio en el disco",
    errno.EDQUOT: "se acabó el espacio asignado en el disco",
    errno.EROFS: "el disco es de solo lectura",
    errno.EIO: "fallo al leer o escribir en el disco",
    errno.EMFILE: "hay demasiados archivos abiertos",
    errno.ENFILE: "hay demasiados archivos abiertos en el sistema",
    errno.ENOMEM: "no hay memoria suficiente",
    errno.ENAMETOOLONG: "el nombre es demasiado largo",
    errno.ELOOP: "hay demasiados enlaces simbólicos",
    errno.EBUSY: "está en uso",
    errno.EADDRINUSE: "la dirección ya está en uso",
    errno.EADDRNOTAVAIL: "esa dirección no es de este equipo",
}


def translate_refusal(sentence: str, language: Language) -> str:
    """A sentence of ``os.strerror`` in another language; any other as it is."""
    if language is Language.EN:
        return sentence
    return next((said for code, said in _SPANISH.items() if sentence == os.strerror(code)), sentence)
