"""By what can a chunk be filtered and counted? Values as shown to people, and terms to be asked for.

Both are the same for many chunks on end: whoever has many asks once for those of one document with the
same metadata, kind and language.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from analyzers.analysis import analyze
from analyzers.language import Language
from analyzers.terms import Line
from corpus.model import Chunk
from index.fields import PATH, WORD_FACETS, facet_term

_KEPT_VALUES = 4_096
"""Authors, tags, folders: the same in many documents."""

Words = Callable[[str], Sequence[str]]
"""Gives the words of a value of which each single word can be asked for."""


class Facets(NamedTuple):
    """A chunk's values by facet, of those that it has, its terms in the field of facets, and its date."""

    values: Mapping[str, Sequence[str]]
    terms: Sequence[str]
    date: Sequence[str] = ()


def read_facets(path: str, file_type: str, chunk: Chunk) -> Facets:
    """What a chunk can be filtered by, given its document's path and format.

    Of the chunk its metadata, kind and language decide, nothing else.
    """
    return FacetReader(_read_words).read(path, file_type, chunk)


class FacetReader:
    """Reads facets where the words of values are known already; paths are taken apart once."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._paths: dict[str, Sequence[str]] = {}

    def read(self, path: str, file_type: str, chunk: Chunk) -> Facets:
        """As :func:`read_facets`."""
        metadata = chunk.metadata
        date = metadata.get("date", ("",))[0]
        found: dict[str, Sequence[str]] = {
            "language": (chunk.language.value,) if chunk.language else (),
            "type": (file_type,),
            "year": (date[:4],) if date else (),
            "folder": _folder(path),
        }
        for name in ("author", "origin", "classification", "marking", "tag", "ocr"):
            found[name] = metadata.get(name, ())
        values = {name: held for name, held in found.items() if held}
        terms = dict.fromkeys(self._path_terms(path))
        terms.update(dict.fromkeys(self._value_terms(chunk, values)))
        return Facets(values, tuple(terms), metadata.get("date", ())[:1])

    def _path_terms(self, path: str) -> Sequence[str]:
        """What the path of its document gives a chunk; a folder holds what its subfolders hold."""
        known = self._paths.get(path)
        if known is None:
            folders = [each for folder in _folder(path) for each in (folder, *_parents(folder))]
            names = [facet_term(PATH, each) for each in (path, *self._words(path))]
            known = self._paths[path] = (*(facet_term("folder", each) for each in folders), *names)
        return known

    def _value_terms(self, chunk: Chunk, values: Mapping[str, Sequence[str]]) -> Iterable[str]:
        metadata = chunk.metadata
        for name, held in values.items():
            if name != "folder":
                yield from (facet_term(name, value) for value in held)
        yield facet_term("kind", chunk.kind.value)
        for date in metadata.get("date", ()):
            yield facet_term("date", date)
        for value in metadata.get("subject", ()):
            yield facet_term("reference", value)
        for name, value in _iter_worded(chunk):
            yield facet_term(name, value)
            yield from (facet_term(name, word) for word in self._words(value))


def worded_values(path: str, chunk: Chunk) -> Iterator[str]:
    """The values of which :class:`FacetReader` will ask for the words."""
    yield path
    yield from (value for _, value in _iter_worded(chunk))


def word_line(value: str) -> Line:
    """What is to be read of a value: its words are those of the exact view."""
    return value.replace("/", " ").replace("_", " "), Language.EN


def _iter_worded(chunk: Chunk) -> Iterator[tuple[str, str]]:
    for name in WORD_FACETS:
        if name != PATH:
            yield from ((name, value) for value in chunk.metadata.get(name, ()))


@lru_cache(maxsize=_KEPT_VALUES)
def _read_words(value: str) -> Sequence[str]:
    return tuple(token.text for token in analyze(*word_line(value)).exact)


_HOLDS_ONE = re.compile(r"\.(?:eml|msg|(?<!\.tar\.)gz)$", re.IGNORECASE)
"""What has a path inside and is no folder to a person."""


def _folder(path: str) -> tuple[str, ...]:
    """The folder of a document; an archive is one, a message with something on it or a packed file none."""
    folders = [name for name in path.split("/")[:-1] if not _HOLDS_ONE.search(name)]
    return ("/".join(folders),) if folders else ()


def _parents(folder: str) -> Iterable[str]:
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield folder
