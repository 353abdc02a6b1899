"""XML inside office documents and books: parsed without entities, read by local names.

The two dialects of each standard differ in their name spaces only, so these are left out of account.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser

from corpus.reasons import say

_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def parse(data: bytes) -> Element:
    """The root of a document. Raises ValueError where it is damaged or declares anything of its own.

    >>> parse(b"<a><b/></a>").tag
    'a'
    """
    # Office files have no document type; one that has means to expand or to fetch something.
    plain = data.replace(b"\x00", b"") if data.startswith(_WIDE) else data
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ValueError(say("entities"))
    parser = XMLParser()  # noqa: S314  # without a document type there is nothing to expand
    try:
        parser.feed(data)
        return parser.close()
    except ParseError:
        raise ValueError(say("damaged-xml")) from None


def local(element: Element) -> str:
    """The element's name without its name space; nothing for comments."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """The value of the attribute with this local name, or an empty string."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def find(element: Element | None, *names: str) -> Element | None:
    """The first child by local name, then its first child by the next name, and so on."""
    for name in names:
        if element is None:
            return None
        element = next((child for child in element if local(child) == name), None)
    return element


def iter_named(element: Element, name: str) -> Iterator[Element]:
    """All elements below with this local name, in document order."""
    return (each for each in element.iter() if local(each) == name)


def read_text(element: Element | None) -> str:
    """All text in an element, or an empty string."""
    return "" if element is None else "".join(element.itertext())
