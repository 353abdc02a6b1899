"""EPUB: the book's chapters in reading order, each a page of HTML."""

import posixpath
import re
from urllib.parse import unquote

from corpus.archives import Archive, find_book
from corpus.model import Extraction
from corpus.readers import html
from corpus.readers.markup import attribute, iter_named, parse
from corpus.readers.package import read_core
from corpus.reasons import say
from corpus.writing import BlockWriter

_DOCTYPE = re.compile(rb"<!DOCTYPE[^<>\[]{0,400}>")
# "<title/>" is whole in XHTML; to an HTML parser it is a beginning, and swallows the rest of the page.
_EMPTY = re.compile(rb"<([A-Za-z][A-Za-z0-9]{0,20})((?:\s[^<>]{0,2000}?)?)/>")
_VOID = frozenset(b"area base br col embed hr img input link meta source track wbr".split())
_PAGES = frozenset(("application/xhtml+xml", "text/html"))


def extract(data: bytes) -> Extraction:
    """Text, regions and properties of the book in ``data``. Raises ValueError."""
    archive = Archive(data)
    top = find_book(archive) or ""
    if f"{top}META-INF/encryption.xml" in archive and f"{top}META-INF/rights.xml" in archive:
        raise ValueError(say("protected-book"))
    main = _find_main(archive, top)
    root = parse(_DOCTYPE.sub(b"", archive.read(main), count=1))
    folder = posixpath.dirname(main)
    items = {
        attribute(item, "id"): (attribute(item, "href"), attribute(item, "media-type"))
        for item in iter_named(root, "item")
    }
    writer = BlockWriter()
    for reference in iter_named(root, "itemref"):
        href, media_type = items.get(attribute(reference, "idref"), ("", ""))
        path = posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
        if media_type in _PAGES and path in archive:
            writer.append(html.extract(close_empty(archive.read(path))))
    metadata = next(iter_named(root, "metadata"), None)
    return writer.finish(None, read_core(metadata))


def close_empty(data: bytes) -> bytes:
    """XHTML's empty elements as HTML knows them.

    >>> close_empty(b'<title/><br/><a id="x" />')
    b'<title></title><br/><a id="x" ></a>'
    """

    def close(found: re.Match[bytes]) -> bytes:
        name = found[1]
        return found[0] if name.lower() in _VOID else b"<%b%b></%b>" % (name, found[2], name)

    return _EMPTY.sub(close, data)


def _find_main(archive: Archive, top: str) -> str:
    container = parse(_DOCTYPE.sub(b"", archive.read(f"{top}META-INF/container.xml"), count=1))
    for entry in iter_named(container, "rootfile"):
        path = top + attribute(entry, "full-path")
        if path in archive:
            return path
    raise ValueError(say("damaged-book"))
