"""What is on a page? Its nodes, read by a real HTML parser."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

PAGE_IMAGE = re.compile(r"/source/[0-9a-f]+/page/\d+(\?|$)")
"""The only images are pages of documents, drawn by ourselves."""


def read_page(response: TestResponse) -> LexborHTMLParser:
    return LexborHTMLParser(response.get_data(as_text=True))


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


def links(page: LexborHTMLParser, selector: str) -> list[str]:
    return [node.attributes.get("href") or "" for node in page.css(selector)]


def executable_nodes(page: LexborHTMLParser) -> list[str]:
    """Everything that a browser would run or load from elsewhere, save the page's own file of keys."""
    found = []
    for node in page.css("*"):
        attributes = {name: value or "" for name, value in node.attributes.items()}
        if node.tag in {"iframe", "object", "embed", "base", "style", "img", "video", "audio", "math"}:
            if node.tag == "img" and PAGE_IMAGE.match(attributes.get("src", "")):
                continue
            found.append(f"<{node.tag}>")
        if node.tag == "script" and (attributes.get("src") != "/static/keys.js" or node.text().strip()):
            found.append("<script>")
        if node.tag == "meta" and "http-equiv" in attributes:
            found.append("<meta http-equiv>")
        if node.tag == "svg" and attributes.get("class") != "balance":
            found.append("<svg>")
        found += [f"{node.tag} {name}" for name in attributes if name.startswith("on") or name == "style"]
        found += [
            f"{node.tag} {name}={value}" for name, value in attributes.items() if _is_dangerous(name, value)
        ]
    return found


def _is_dangerous(name: str, value: str) -> bool:
    """Whether an address is anything but a path of ours."""
    if name not in {"href", "src", "action", "formaction", "xlink:href"}:
        return False
    return not (value.startswith("/") and not value.startswith("//")) and not value.startswith("#")


def one(page: LexborHTMLParser, selector: str) -> LexborNode:
    nodes = page.css(selector)
    assert len(nodes) == 1, f"{selector}: {len(nodes)} nodes"
    return nodes[0]
