"""Open what Unix packs, tar archives and files through gzip, within the limits of :mod:`corpus.archives`.

>>> import gzip
>>> unpack(gzip.compress(b"hola"), Budget()), unpacked_name("cartas.tgz"), unpacked_name("acta.txt.gz")
(b'hola', 'cartas.tar', 'acta.txt')
"""

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from corpus.archives import Budget, most_unpacked, read_within, safe_path
from corpus.reasons import say

_MAGIC = b"ustar"
_MAGIC_AT = 257
_DAMAGE = (
    *(tarfile.TarError, zlib.error, EOFError, OSError),
    *(ValueError, ArithmeticError, LookupError, RecursionError),
)
"""What Python's modules raise of files that are not what they say."""


class Tape:
    """A tar archive's files by name; links, devices and folders are left out."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        """Raises ValueError where the archive is damaged before its first file, or holds too much."""
        self._budget = budget
        self._members: dict[str, tarfile.TarInfo] = {}
        try:
            self._tar = tarfile.TarFile(fileobj=io.BytesIO(data))
        except _DAMAGE:
            raise ValueError(say("damaged")) from None
        for member in self._iter_members():
            budget.take_entries(1)
            if member.isreg():
                self._members[safe_path(member.name)] = member
        self.is_cut_off = any(data[self._tar.offset :][: tarfile.BLOCKSIZE])
        """Whether something stands behind the last file that is no file: what came after it is lost."""

    def _iter_members(self) -> Iterator[tarfile.TarInfo]:
        while True:
            try:
                member = self._tar.next()
            except _DAMAGE:
                return
            if member is None:
                return
            yield member

    @property
    def names(self) -> tuple[str, ...]:
        """The files' names in the archive's order."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises ValueError where it is damaged or too large."""
        try:
            file = self._tar.extractfile(self._members[name])
        except _DAMAGE:
            raise ValueError(say("damaged")) from None
        return read_within(file, self._budget, damage=_DAMAGE) if file is not None else b""


def is_tape(data: bytes) -> bool:
    """Whether this is a tar archive (POSIX ustar, and GNU's, which has the same sign)."""
    return data[_MAGIC_AT : _MAGIC_AT + len(_MAGIC)] == _MAGIC


def unpack(data: bytes, budget: Budget) -> bytes:
    """The bytes of a file packed by gzip. Raises ValueError where it is damaged or unpacks to too much."""
    file = gzip.GzipFile(fileobj=io.BytesIO(data))
    return read_within(file, budget, damage=_DAMAGE, most=most_unpacked(len(data)))


def unpacked_name(name: str) -> str:
    """What a packed file is called once it is unpacked."""
    path = PurePosixPath(name)
    if path.suffix.lower() == ".tgz":
        return f"{path.stem}.tar"
    return path.stem if path.suffix.lower() == ".gz" else name
