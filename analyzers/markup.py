"""What does an XML file from somebody else hold? Its elements with their lines, read safely.

Nothing is fetched, and no entity is ever declared or expanded: a small file stays small. Elements are
given one record at a time, so that a large file needs little memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from analyzers.errors import TermbaseError

MAX_BYTES = 256_000_000
_MAX_DEPTH = 60
_READ_BYTES = 1 << 16
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"


@dataclass(slots=True)
class Element:
    """An element: its namespace and name, its attributes, its own text and the elements in it.

    Attributes of a namespace are named ``namespace name``.
    """

    namespace: str
    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The primary language of ``xml:lang``: ``es`` for ``es-MX``; empty where none is said."""
        return self.attributes.get(_LANGUAGE, "").lower().replace("_", "-").partition("-")[0]

    def walk(self) -> Iterator["Element"]:
        """The element itself and everything in it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


class _Builder:
    """Collects the outermost elements of certain names, as the parser meets them."""

    def __init__(self, path: Path, names: frozenset[str]) -> None:
        self.found: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._refuse_entity
        self.parser.SkippedEntityHandler = self._refuse_entity
        self._path, self._names = path, names
        self._open: list[Element] = []

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self._open and local not in self._names:
            return
        element = Element(namespace, local, attributes, self.parser.CurrentLineNumber)
        if len(self._open) > _MAX_DEPTH:
            self._refuse(f"elements more than {_MAX_DEPTH} deep in one another")
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, name: str) -> None:
        if self._open:
            element = self._open.pop()
            if not self._open:
                self.found.append(element)

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def _refuse_entity(self, *_: object) -> NoReturn:
        self._refuse("entities are not read; write the characters themselves")

    def _refuse(self, problem: str) -> NoReturn:
        raise TermbaseError(self._path, self.parser.CurrentLineNumber, problem)


def iter_elements(path: Path, names: frozenset[str]) -> Iterator[Element]:
    """The outermost elements with one of these names, whatever their namespace, in order.

    Raises :class:`TermbaseError` with the line where the file cannot be read on.
    """
    builder = _Builder(path, names)
    for data in _iter_data(path):
        try:
            builder.parser.Parse(data, not data)
        except expat.ExpatError as error:
            raise TermbaseError(path, error.lineno, f"not well-formed XML ({error})") from error
        yield from builder.found
        builder.found.clear()


def find_root(path: Path) -> str:
    """The name of a file's outermost element; empty where it is no XML."""
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: found.append(name.rpartition(" ")[2])
    try:
        for data in _iter_data(path):
            parser.Parse(data, not data)
            if found:
                break
    except (expat.ExpatError, ValueError):
        return found[0] if found else ""
    return found[0] if found else ""


def _iter_data(path: Path) -> Iterator[bytes]:
    """The bytes of a file piece by piece, the last piece empty."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise TermbaseError(path, 0, f"larger than {MAX_BYTES // 1_000_000} MB; import it in parts")
        with path.open("rb") as file:
            while True:
                data = file.read(_READ_BYTES)
                yield data
                if not data:
                    return
    except OSError as error:
        raise TermbaseError(path, 0, f"cannot be read ({error.strerror})") from error
