r"""HTML: the words a reader of the page would see, one block a line, blank lines between blocks.

Scripts, styles and comments are left out; navigation and footers are kept but marked as boilerplate.
Headings, list items and tables are marked as regions; nothing is written into the text that the page
does not say. The tree is walked without recursion: pages nest deeper than Python's stack.

>>> extract(b"<h1>Uno</h1><p>dos<script>x()</script> y <b>tres</b></p>").text
'Uno\n\ndos y tres\n'
"""

import re
from collections import Counter
from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborHTMLParser

from corpus.dates import parse_date
from corpus.encoding import decode
from corpus.model import Extraction, Metadata, Region, Role
from corpus.readers.regions import flatten_regions
from corpus.reasons import say

_SKIPPED = frozenset(
    "script style template head svg math iframe object embed canvas audio video noframes datalist".split()
)
_BLOCKS = frozenset(
    """address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre
    search section select summary table caption tbody tfoot thead tr ul noscript""".split()
)
_LINES = frozenset("br tr li dt dd option caption".split())
"""Each ends a line, but not the block that it stands in."""
_CELLS = frozenset(("td", "th"))
_PREFORMATTED = frozenset(("pre", "textarea"))
_BOILERPLATE = frozenset("nav footer form button select menu dialog noscript aside".split())
_BOILERPLATE_ROLES = frozenset("navigation contentinfo banner search menu dialog alert".split())
_ROLES = {f"h{level}": Role.HEADING for level in range(1, 7)} | {"table": Role.TABLE, "li": Role.ITEM}

_SAYING = _CELLS | _PREFORMATTED | _SKIPPED | _BOILERPLATE | _ROLES.keys()
"""Elements that say something of the text in them; of the others those matter that end a line."""
_VOID = frozenset(
    """area base basefont bgsound br col embed frame hr image img input keygen link meta param source track
    wbr""".split()
)
"""Elements that are written without an end."""

_NAMED = r"[a-z][^ />]*+"
_ATTRIBUTES = r"(?: [^ />][^ />=]*+(?:=\"[^\"]*+\")?+)*+"
_UNSEEN = "|".join(
    (
        "!--.*?--",
        r"\?[^>]*",
        *(f"{name}{_ATTRIBUTES}>.*?</{name}" for name in "script style iframe noframes".split()),
    )
)
"""Comments, instructions, and elements whose text is written as it is: what looks like a tag is none."""
_MARKUP = re.compile(rf"<(?:{_UNSEEN}|(/?)({_NAMED})({_ATTRIBUTES}))>", re.S)
_RAW = re.compile(r"<(?:xmp|noembed|plaintext)\b")
"""Elements whose text is written as it is and shown, too."""
_ROLE = re.compile(r" role=\"([^\"]*)\"")

_BLANK = " \t\r\n\f"
_BLANKS = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
"""Blanks that are not one space yet."""
_CELL_END = re.compile(r"[ \r\n\f]*\t[ \t\r\n\f]*")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_CODECS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "iso-8859-15": "iso-8859-15"}
_CODECS |= {"cp850": "cp850", "ibm850": "cp850", "macintosh": "mac_roman"}

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})")
_SELF_CLOSING = frozenset(
    """area base br col embed hr img input link meta source track wbr p li dt dd option optgroup tr td th
    tbody thead tfoot colgroup rt rp html head body""".split()
)
_DEEPEST = 10_000
"""The parser looks through all open elements at each tag: 200,000 open ones take it five minutes."""

_META_NAMES = {
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "citation_author": "author",
    "date": "date",
    "article:published_time": "date",
    "dc.date": "date",
    "dcterms.date": "date",
    "dcterms.created": "date",
    "citation_publication_date": "date",
    "datepublished": "date",
    "description": "description",
    "og:description": "description",
    "keywords": "tag",
}


def extract(data: bytes) -> Extraction:
    """Text, regions and metadata of the page in ``data``; linear in its length.

    Raises ValueError for a page whose elements nest too deeply to be one that a person wrote.
    """
    source, encoding = _decode(data)
    _check_depth(source)
    tree = LexborHTMLParser(source)
    body = (tree.body.html or "") if tree.body is not None else ""
    metadata = _read_metadata(tree, body)
    text, regions = _scan(_write_plainly(tree, body))
    return Extraction(text, encoding, metadata, regions=regions)


def _decode(data: bytes) -> tuple[str, str]:
    """As any text, except that a declared one-byte code is believed where only one-byte codes are left."""
    text, encoding = decode(data)
    declared = _CHARSET.search(data[:4096])
    codec = _CODECS.get(declared[1].decode("ascii").lower()) if declared else None
    if codec and encoding in ("windows-1252", "cp850", "mac-roman"):
        return data.decode(codec, "replace"), codec
    return text, encoding


def _check_depth(source: str) -> None:
    if source.count("<") <= _DEEPEST:
        return
    open_tags: Counter[str] = Counter()
    depth = 0
    for found in _TAG.finditer(source):
        name = found[2].lower()
        if name in _SELF_CLOSING:
            continue
        if not found[1]:
            open_tags[name] += 1
            depth += 1
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
        if depth > _DEEPEST:
            raise ValueError(say("deep-page"))


def _write_plainly(tree: LexborHTMLParser, body: str) -> str:
    """The body written so that nothing in it looks like a tag and is none; mostly it is so already."""
    if tree.body is None or not (_RAW.search(body) or ("<script" in body and "<!--" in body)):
        return body
    for node in tree.body.css("template"):
        node.decompose()
    for node in tree.body.css("script, xmp, noembed, plaintext"):
        if (child := node.child) is not None:
            # a script may say "</script>" within "<!--", and plaintext may say anything
            written = "" if node.tag == "script" else escape(child.text(deep=False) or "", quote=False)
            child.decompose()
            node.insert_child(written)
    return tree.body.html or ""


def _scan(body: str) -> tuple[str, tuple[Region, ...]]:
    """Text and regions of a body that lexbor wrote."""
    writer, elements = _Writer(), _Elements()
    has_roles = " role=" in body
    parts = iter(_MARKUP.split(body))
    next(parts)  # nothing stands before the body's own tag
    for slash, name, attributes, text in zip(parts, parts, parts, parts, strict=True):
        if name in _SAYING or (has_roles and name is not None):
            if slash:
                elements.leave(name, writer)
            else:
                elements.enter(name, attributes if has_roles else "", writer)
        elif not elements.skipped:
            if name in _LINES:
                writer.end_line()
            elif name in _BLOCKS:
                writer.end_block()
        if text and not elements.skipped:
            if elements.preformatted:
                writer.write_lines(text)
            else:
                writer.write(text)
    return writer.finish()


@dataclass(slots=True)
class _Open:
    """An element that was entered: where its text began, what it is, and how many of its name lie in it."""

    name: str
    start: int
    role: Role
    level: int
    nested: int = 0


class _Elements:
    """What the elements around a text say of it: that nothing of it is seen, or its lines stay, or its role.

    Only what matters is remembered: every element that is entered is left, and inner ones first.
    """

    def __init__(self) -> None:
        self.skipped = ""
        self.preformatted = 0
        self._nested = 0
        self._open: list[_Open] = []

    def enter(self, name: str, attributes: str, writer: "_Writer") -> None:
        if self.skipped:
            self._nested += name == self.skipped
            return
        if name in _SKIPPED:
            self.skipped = "" if name in _VOID else name
            return
        _break(name, writer)
        self.preformatted += name in _PREFORMATTED
        role = _find_role(name, attributes)
        if role is Role.BOILERPLATE:
            writer.end_line()
        if role is not None and name not in _VOID:
            level = int(name[1]) if role is Role.HEADING else 0
            self._open.append(_Open(name, writer.tell(), role, level))
        elif self._open and self._open[-1].name == name:
            self._open[-1].nested += 1

    def leave(self, name: str, writer: "_Writer") -> None:
        if self.skipped:
            if name == self.skipped:
                self._nested -= 1
                self.skipped = name if self._nested >= 0 else ""
                self._nested = max(0, self._nested)
            return
        self.preformatted -= name in _PREFORMATTED
        if name in _CELLS:
            writer.end_cell()
        else:
            _break(name, writer)
        if self._open and self._open[-1].name == name:
            self._leave_role(writer)

    def _leave_role(self, writer: "_Writer") -> None:
        last = self._open[-1]
        if last.nested:
            last.nested -= 1
            return
        writer.end_line()
        writer.add_region(last.start, last.role, last.level)
        self._open.pop()


def _break(name: str, writer: "_Writer") -> None:
    if name in _LINES:
        writer.end_line()
    elif name in _BLOCKS:
        writer.end_block()


def _find_role(name: str, attributes: str) -> Role | None:
    if name in _BOILERPLATE:
        return Role.BOILERPLATE
    if attributes and (named := _ROLE.search(attributes)) and named[1] in _BOILERPLATE_ROLES:
        return Role.BOILERPLATE
    return _ROLES.get(name)


class _Writer:
    """Collects blocks: text of the open one, finished lines, and the region that each belongs to."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._open: list[str] = []
        self._regions: list[Region] = []
        self._gap = False

    def write(self, text: str) -> None:
        """Text as it is written in a page, its signs not resolved yet."""
        if self._open or text.strip(_BLANK):
            self._open.append(_BLANKS.sub(" ", text))

    def write_lines(self, text: str) -> None:
        """Text whose lines stand as they are."""
        if "\r" in text:  # one that was spelt "&#13;"
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        for index, line in enumerate(text.split("\n")):
            if index:
                self.end_line()
            self._open.append(line)

    def end_cell(self) -> None:
        self._open.append("\t")

    def end_line(self) -> None:
        """The next text stands on a line of its own, in the same block."""
        if not self._open:
            return
        line = "".join(self._open).strip(" \t")
        self._open = []
        if not line:
            return
        if "\t" in line:
            line = _CELL_END.sub("\t", line)
        if "&" in line:
            line = _resolve(line)
        if self._gap and self._lines:
            self._lines.append("\n")
            self._length += 1
        self._gap = False
        self._lines.append(line + "\n")
        self._length += len(line) + 1

    def end_block(self) -> None:
        """A blank line before what follows."""
        self.end_line()
        self._gap = True

    def tell(self) -> int:
        """Where the next line will begin."""
        return self._length + (1 if self._gap and self._lines else 0)

    def add_region(self, start: int, role: Role, level: int) -> None:
        if self._length > start:
            self._regions.append(Region(start, self._length, role, level))

    def finish(self) -> tuple[str, tuple[Region, ...]]:
        self.end_line()
        return "".join(self._lines), flatten_regions(self._regions)


def _resolve(line: str) -> str:
    """The only signs that lexbor writes."""
    line = line.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">")
    return line.replace("&amp;", "&")


def _read_metadata(tree: LexborHTMLParser, body: str) -> Metadata:
    metadata: dict[str, tuple[str, ...]] = {}
    inner = list(tree.head.traverse()) if tree.head is not None else []
    title = next((node for node in inner if node.tag == "title"), None)
    if title is None and "<h1" in body:
        title = tree.css_first("h1")
    if title is not None and (words := " ".join((title.text(deep=True) or "").split())):
        metadata["title"] = (words[:500],)
    named = [node for node in inner if node.tag == "meta"]
    for node in (*named, *(tree.body.css("meta") if tree.body is not None and "<meta" in body else ())):
        label = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        name = _META_NAMES.get(label)
        value = " ".join((node.attributes.get("content") or "").split())[:1000]
        if name and value:
            _put_meta(metadata, name, value)
    if "date" not in metadata and "<time" in body:
        for node in tree.css("time[datetime]")[:1]:
            _put_meta(metadata, "date", node.attributes.get("datetime") or "")
    return metadata


def _put_meta(metadata: dict[str, tuple[str, ...]], name: str, value: str) -> None:
    if name == "date":
        date = parse_date(value)
        if date:
            metadata.setdefault("date", (date,))
    elif name == "tag":
        metadata.setdefault("tag", tuple(part.strip() for part in value.split(",") if part.strip()))
    else:
        metadata.setdefault(name, (value,))
