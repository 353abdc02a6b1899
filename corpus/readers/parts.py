"""Which documents are in this file? Most files are one; mail has attachments, archives have members.

Goes in: a file's name and bytes. Comes out: parts in order, each with its path inside the file, its
format, and its bytes or the reason why there are none.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.archives import Archive, Budget, is_hidden
from corpus.formats import READABLE
from corpus.model import Extraction
from corpus.packing import Tape, is_tape, unpack, unpacked_name
from corpus.reasons import say
from corpus.sniffing import name_format

_MOST_ARCHIVES = 3
"""Archives in archives in archives; deeper ones are traps."""

_ARCHIVES: Mapping[str, Callable[[bytes, Budget], Archive | Tape]] = {"zip": Archive, "tar": Tape}


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file. ``inside`` is its path in it, empty for the file itself.

    ``extraction`` is there already where opening the part was reading it (a message). ``reason`` says
    why it cannot be read; it is empty otherwise.
    """

    inside: str
    format: str = ""
    data: bytes = field(default=b"", repr=False)
    extraction: Extraction | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


class Walk:
    """The parts of one file, found one after the other.

    >>> [part.format for part in Walk("a.txt", b"hola")]
    ['txt']
    """

    def __init__(self, name: str, data: bytes, *, towards: str = "") -> None:
        """With ``towards``, only the way to the part of that path is gone: nothing beside it is unpacked."""
        self._name = name
        self._data = data
        self._towards = towards
        self._budget = Budget()

    def __iter__(self) -> Iterator[Part]:
        return self._walk("", self._name, self._data, _Depth())

    def _walk(self, inside: str, name: str, data: bytes, depth: "_Depth") -> Iterator[Part]:
        try:
            format_name = name_format(name, data)
            if format_name in _ARCHIVES:
                yield from self._walk_archive(inside, format_name, data, depth)
            elif format_name == "gz":
                yield from self._walk_packed(inside, name, data, depth)
            elif format_name == "mbox":
                yield from self._walk_mailbox(inside, data, depth)
            elif format_name in ("eml", "msg"):
                yield from self._walk_mail(inside, format_name, data, depth)
            else:
                yield Part(inside, format_name, data, notes=_note_name(name, format_name))
        except ValueError as error:
            yield Part(inside, reason=str(error))

    def _walk_packed(self, inside: str, name: str, data: bytes, depth: "_Depth") -> Iterator[Part]:
        """A packed archive is one archive, and any other packed file a document in one."""
        within = depth.in_archive()
        unpacked, called = unpack(data, self._budget), unpacked_name(name.rpartition("/")[2])
        if is_tape(unpacked):
            yield from self._walk_archive(inside, "tar", unpacked, depth)
        elif self._is_on_the_way(path := _join(inside, called)):
            yield from self._walk(path, called, unpacked, within)

    def _walk_archive(self, inside: str, format_name: str, data: bytes, depth: "_Depth") -> Iterator[Part]:
        within = depth.in_archive()
        archive = _ARCHIVES[format_name](data, self._budget)
        names = [name for name in archive.names if not is_hidden(name)]
        if not names:
            raise ValueError(say("empty-archive"))
        for name in names:
            path = _join(inside, name)
            if not self._is_on_the_way(path):
                continue
            try:
                member = archive.read(name)
            except ValueError as error:
                yield Part(path, reason=str(error))
                continue
            yield from self._walk(path, name, member, within)
        if archive.is_cut_off:
            yield Part(inside, reason=say("damaged"))

    def _walk_mailbox(self, inside: str, data: bytes, depth: "_Depth") -> Iterator[Part]:
        from corpus.readers.mail import iter_mailbox  # with what reads its HTML, a fifth of a process's start

        for number, message in enumerate(iter_mailbox(data), start=1):
            name = f"{number}.eml"
            path = _join(inside, name)
            if self._is_on_the_way(path):
                yield from self._walk(path, name, message, depth.in_message())

    def _walk_mail(self, inside: str, format_name: str, data: bytes, depth: "_Depth") -> Iterator[Part]:
        from corpus.readers.mail import MOST_DEPTH, open_mail

        mail = open_mail(data if format_name == "eml" else _write_message(data))
        yield Part(inside, format_name, data, mail.extraction)
        for attachment in mail.attachments:
            path = _join(inside, attachment.name)
            if not self._is_on_the_way(path):
                continue
            if depth.messages >= MOST_DEPTH:
                yield Part(path, reason=say("deep-messages", depth=MOST_DEPTH))
            else:
                yield from self._walk(path, attachment.name, attachment.data, depth.in_message())

    def _is_on_the_way(self, path: str) -> bool:
        return not self._towards or f"{self._towards}/".startswith(f"{path}/")


def _write_message(data: bytes) -> bytes:
    from corpus.readers.outlook import write_message  # rare, and takes long to load

    return write_message(data)


def extract_part(name: str, data: bytes, inside: str) -> bytes:
    """The bytes of the document at ``inside`` in the file called ``name``, unpacked within the same limits.

    Raises ValueError where there is none, or it cannot be unpacked.
    """
    for part in Walk(name, data, towards=inside):
        if part.inside == inside:
            if part.reason:
                raise ValueError(part.reason)
            return part.data
    raise ValueError(say("no-such-document"))


@dataclass(frozen=True, slots=True)
class _Depth:
    """How many archives and messages a part lies in."""

    archives: int = 0
    messages: int = 0

    def in_archive(self) -> "_Depth":
        if self.archives >= _MOST_ARCHIVES:
            raise ValueError(say("deep-archives", depth=_MOST_ARCHIVES))
        return _Depth(self.archives + 1, self.messages)

    def in_message(self) -> "_Depth":
        return _Depth(self.archives, self.messages + 1)


def _join(inside: str, name: str) -> str:
    return f"{inside}/{name}" if inside else name


def _note_name(name: str, format_name: str) -> tuple[str, ...]:
    """A word to the person where the name says something else than the content."""
    _, dot, suffix = name.rpartition(".")
    named = READABLE.get(f".{suffix.lower()}") if dot else None
    if named is None or named == format_name:
        return ()
    return (say("misnamed", named=named, format=format_name),)
