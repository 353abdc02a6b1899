"""What do office documents have in common: parts that refer to each other, and properties."""

import posixpath
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from corpus.archives import Archive
from corpus.model import Metadata
from corpus.readers.markup import attribute, iter_named, local, parse, read_text
from corpus.readers.properties import read_properties

_CORE = {
    "title": "title",
    "creator": "author",
    "initial-creator": "author",
    "created": "date",
    "creation-date": "date",
    "date": "date",
    "keywords": "tag",
    "keyword": "tag",
    "subject": "subject",
    "description": "description",
}


def read_part(archive: Archive, name: str) -> Element | None:
    """The root of a part that need not be there."""
    return parse(archive.read(name)) if name in archive else None


def read_relations(archive: Archive, name: str) -> Mapping[str, tuple[str, str]]:
    """What the part called ``name`` refers to inside the file: (kind, part name) by id."""
    folder, base = posixpath.split(name)
    root = read_part(archive, f"{folder}/_rels/{base}.rels".lstrip("/"))
    found: dict[str, tuple[str, str]] = {}
    for relation in root if root is not None else ():
        if attribute(relation, "TargetMode") == "External":
            continue
        target = attribute(relation, "Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        kind = attribute(relation, "Type").rpartition("/")[2]
        found[attribute(relation, "Id")] = (kind, path.lstrip("/"))
    return found


def find_main(archive: Archive, fallback: str) -> str:
    """The name of the part that holds the document itself."""
    for kind, path in read_relations(archive, "").values():
        if kind == "officeDocument" and path in archive:
            return path
    return fallback


def read_core(root: Element | None) -> Metadata:
    """Title, author, date and so on of an office document or book.

    A word processor's subject is what a document is about; the metadata's ``subject`` is a message's.
    """
    found: dict[str, str] = {}
    tags: list[str] = []
    for element in root.iter() if root is not None else ():
        name = _CORE.get(local(element))
        value = read_text(element).strip()
        if not name or not value:
            continue
        if name == "tag":
            tags.append(value)
        else:
            found.setdefault("description" if name == "subject" else name, value)
    if tags:
        found["tag"] = ",".join(tags)
    return read_properties(found)


def read_shared(archive: Archive, name: str, item: str) -> dict[str, Element]:
    """Items of a list part (notes, styles) by their id."""
    root = read_part(archive, name)
    if root is None:
        return {}
    return {
        attribute(element, "id") or attribute(element, "styleId"): element
        for element in iter_named(root, item)
    }
