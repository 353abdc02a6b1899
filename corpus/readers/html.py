r"""HTML: the words a reader of the page would see, one block a line, blank lines between blocks.

Scripts, styles and comments are left out; navigation and footers are kept but marked as boilerplate.
Headings, list items and tables are marked as regions; nothing is written into the text that the page
does not say. The tree is walked without recursion: pages nest deeper than Python's stack.

>>> extract(b"<h1>Uno</h1><p>dos<script>x()</script> y <b>tres</b></p>").text
'Uno\n\ndos y tres\n'
"""

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
_LINES = frozenset("tr li dt dd option caption".split())
"""Each a line of its own, in the block of the line before."""
_PREFORMATTED = frozenset(("pre", "textarea"))
_BOILERPLATE = frozenset("nav footer form button select menu dialog noscript".split())
_BOILERPLATE_ROLES = frozenset("navigation contentinfo banner search menu dialog alert".split())
_ROLES = {f"h{level}": Role.HEADING for level in range(1, 7)} | {"table": Role.TABLE, "li": Role.ITEM}

_ROLE = re.compile(r"\brole\b", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
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
    writer = _Writer()
    if tree.body is not None:
        _walk(tree.body, writer, has_roles=_ROLE.search(source) is not None)
    text, regions = writer.finish()
    return Extraction(text, encoding, _read_metadata(tree), regions=regions)


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


class _Writer:
    """Collects blocks: text of the open one, finished lines, and the region that each belongs to."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._open: list[str] = []
        self._regions: list[Region] = []
        self._start: dict[int, tuple[int, Role, int]] = {}
        self._gap = False

    def write(self, text: str, *, keep_lines: bool) -> None:
        if keep_lines:
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            for index, line in enumerate(lines):
                if index:
                    self.end_line()
                self._open.append(line)
        else:
            self._open.append(_BLANKS.sub(" ", text))

    def end_line(self) -> None:
        """The next text stands on a line of its own, in the same block."""
        if not self._open:
            return
        raw = "".join(self._open)
        line = raw.rstrip(" \t\n") if raw.startswith((" ", "\t")) and "\t" not in raw else raw.strip(" \t\n")
        line = _BLANKS.sub(_squeeze, line.strip(" "))
        self._open = []
        if not line:
            return
        if self._gap and self._lines:
            self._put("")
        self._gap = False
        self._put(line)

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

    def _put(self, line: str) -> None:
        self._lines.append(line + "\n")
        self._length += len(line) + 1


def _squeeze(found: re.Match[str]) -> str:
    return "\t" if "\t" in found[0] else found[0]


def _walk(body: LexborNode, writer: _Writer, *, has_roles: bool) -> None:
    """Depth first; ``waiting`` holds nodes to open and what to do when leaving one."""
    waiting: list[LexborNode | _Leaving] = [body]
    preformatted = 0
    while waiting:
        item = waiting.pop()
        if isinstance(item, _Leaving):
            preformatted -= item.tag in _PREFORMATTED
            item.leave(writer)
            continue
        if item is not body and (sibling := item.next) is not None:
            waiting.append(sibling)
        tag = item.tag
        if tag == "-text":
            writer.write(item.text(deep=False) or "", keep_lines=preformatted > 0)
        elif tag == "br":
            writer.end_line()
        elif tag and not tag.startswith(("-", "_", "!")) and tag not in _SKIPPED:
            preformatted += tag in _PREFORMATTED
            waiting.append(_enter(item, tag, writer, has_roles=has_roles))
            if (child := item.child) is not None:
                waiting.append(child)


class _Leaving:
    """An element that was entered: where its text began and what it is."""

    __slots__ = ("level", "role", "start", "tag")

    def __init__(self, tag: str, start: int, role: Role | None, level: int) -> None:
        self.tag, self.start, self.role, self.level = tag, start, role, level

    def leave(self, writer: _Writer) -> None:
        if self.tag in ("td", "th"):
            writer.write("\t", keep_lines=True)
        elif self.tag in _LINES:
            writer.end_line()
        elif self.tag in _BLOCKS:
            writer.end_block()
        if self.role is not None:
            writer.end_line()
            writer.add_region(self.start, self.role, self.level)


def _enter(node: LexborNode, tag: str, writer: _Writer, *, has_roles: bool) -> _Leaving:
    if tag in _LINES:
        writer.end_line()
    elif tag in _BLOCKS:
        writer.end_block()
    role = _ROLES.get(tag)
    # a dictionary of attributes costs more than all the rest of an element; few pages have roles
    named = (node.attributes.get("role") or "") if has_roles else ""
    if tag in _BOILERPLATE or named in _BOILERPLATE_ROLES or tag == "aside":
        role = Role.BOILERPLATE
        writer.end_line()
    level = int(tag[1]) if role is Role.HEADING else 0
    return _Leaving(tag, writer.tell(), role, level)


def _read_metadata(tree: LexborHTMLParser) -> Metadata:
    metadata: dict[str, tuple[str, ...]] = {}
    title = tree.css_first("head > title") or tree.css_first("h1")
    if title is not None and (words := " ".join((title.text(deep=True) or "").split())):
        metadata["title"] = (words[:500],)
    for node in tree.css("meta"):
        label = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        name = _META_NAMES.get(label)
        value = " ".join((node.attributes.get("content") or "").split())[:1000]
        if name and value:
            _put_meta(metadata, name, value)
    if "date" not in metadata:
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
