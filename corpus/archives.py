"""Open a zip file that a stranger may have prepared, within limits that hold while it is unpacked.

Office documents and books are zip files, too; they are read through the same door.
"""

import contextlib
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from corpus.encoding import decode
from corpus.reasons import say
from corpus.scanning import is_passed_over

MOST_ENTRIES = 5_000
MOST_BYTES = 300_000_000
"""Unpacked, all members of a file together, archives in archives included."""

MOST_RATIO = 200
FREE_BYTES = 1_000_000
"""Up to this size a member may be packed as tightly as it likes: blank sheets are."""

_STEP_BYTES = 1 << 18
_DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    zlib.error,
    EOFError,
    struct.error,
    OSError,
    ValueError,
    IndexError,
)

_OFFICE = (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx"))
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/epub+zip": "epub",
}
_VARIANT = re.compile(rb"-(?:template|web|master|master-template)$")


@dataclass(slots=True)
class Budget:
    """What may still be unpacked; one for a file and everything inside it."""

    entries: int = MOST_ENTRIES
    size_bytes: int = MOST_BYTES

    def take_entries(self, count: int) -> None:
        """Raises ValueError where these are too many."""
        self.entries -= count
        if self.entries < 0:
            raise ValueError(say("many-members", count=f"{MOST_ENTRIES:,}"))

    def take_bytes(self, count: int) -> None:
        """Raises ValueError where these are too many."""
        self.size_bytes -= count
        if self.size_bytes < 0:
            raise ValueError(say("large-archive", size=MOST_BYTES // 1_000_000))


class Archive:
    """A zip file's members by name.

    >>> data = io.BytesIO()
    >>> with zipfile.ZipFile(data, "w") as made:
    ...     made.writestr("a/año.txt", "hola")
    >>> archive = Archive(data.getvalue())
    >>> archive.names, archive.read("a/año.txt")
    (('a/año.txt',), b'hola')
    """

    is_cut_off = False
    """Never known only in part: the list of members stands at the end."""

    def __init__(self, data: bytes, budget: Budget | None = None) -> None:
        """Raises ValueError where the file is damaged or holds too much."""
        self._budget = budget or Budget()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE:
            raise ValueError(say("damaged")) from None
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        self._budget.take_entries(len(infos))
        self._infos = {_read_name(info): info for info in infos}

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names in the archive's order, without folders."""
        return tuple(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """A member's bytes. Raises ValueError where it is missing, damaged, locked or too large."""
        info = self._infos.get(name)
        if info is None:
            raise ValueError(say("damaged-missing", name=name))
        if info.flag_bits & 1:
            raise ValueError(say("password-member"))
        try:
            return self._read_member(info)
        except NotImplementedError:
            raise ValueError(say("packed-oddly")) from None
        except RuntimeError as error:
            raise ValueError(say("not-unpacked", problem=error)) from None

    def _read_member(self, info: zipfile.ZipInfo) -> bytes:
        try:
            member = self._zip.open(info)
        except _DAMAGE:
            raise ValueError(say("damaged")) from None
        with member:
            most = most_unpacked(max(1, info.compress_size))
            return read_within(member, self._budget, damage=_DAMAGE, most=most)


def most_unpacked(packed_bytes: int) -> int:
    """Into how many bytes so many may unpack."""
    return max(FREE_BYTES, MOST_RATIO * packed_bytes)


def read_within(
    file: IO[bytes] | io.BufferedIOBase,
    budget: Budget,
    *,
    damage: tuple[type[Exception], ...],
    most: int | None = None,
) -> bytes:
    """What a file holds, counted against the budget as it is unpacked.

    ``damage`` is what is raised of it where it is damaged. Raises ValueError then, or where it is too much.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        try:
            part = file.read(_STEP_BYTES)
        except damage:
            raise ValueError(say("damaged")) from None
        if not part:
            return b"".join(parts)
        size += len(part)
        budget.take_bytes(len(part))
        if most is not None and size > most:
            raise ValueError(say("bomb", ratio=MOST_RATIO))
        parts.append(part)


def name_archive(data: bytes, named: str | None) -> str:
    """Which format this zip file is: a document's, a book's, or ``zip``.

    ``named`` is what its name says. Raises ValueError where it is damaged.
    """
    try:
        archive = Archive(data)
    except ValueError:
        if named in (None, "zip"):
            raise
        raise ValueError(say("damaged-document", format=named)) from None
    if "mimetype" in archive:
        kind = _VARIANT.sub(b"", archive.read("mimetype")[:200].strip())
        if kind in _MIMETYPES:
            return _MIMETYPES[kind]
    if "[Content_Types].xml" in archive:
        for folder, format_name in _OFFICE:
            if any(name.startswith(folder) for name in archive.names):
                return format_name
    if find_book(archive) is not None:
        return "epub"
    if named is not None and named in _MIMETYPES.values() and "content.xml" in archive:
        return named
    return "zip"


def find_book(archive: Archive) -> str | None:
    """What stands before the names of a book's members: ``""``, or ``"folder/"`` where it was packed with the
    folder in which it lay; ``None`` where the archive is no EPUB.
    """
    folders = {name.partition("/")[0] for name in archive.names if not is_hidden(name)}
    tops = ("", f"{folders.pop()}/") if len(folders) == 1 else ("",)
    return next((top for top in tops if f"{top}META-INF/container.xml" in archive), None)


def is_hidden(name: str) -> bool:
    """Whether a member would be passed over in a folder."""
    return any(map(is_passed_over, name.split("/")))


def _read_name(info: zipfile.ZipInfo) -> str:
    """Names without the sign for UTF-8 are in whatever code their maker used; never a way out."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeEncodeError):
            name = decode(name.encode("cp437"))[0]
    return safe_path(name.replace("\\", "/"))


def safe_path(name: str) -> str:
    """A path in an archive, which leads nowhere else.

    >>> safe_path("/../a/./b.txt")
    'a/b.txt'
    """
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))
