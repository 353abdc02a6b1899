r"""RTF: paragraphs, headings by outline level, table rows, notes, properties.

Read as what it is, a run of groups, control words and letters; linear in its length.

>>> extract(rb"{\rtf1\ansi\ansicpg1252 El a\'f1o\par {\b fin}\par}").text
'El año\n\nfin\n'
"""

import re
from dataclasses import dataclass, field, replace

from corpus.model import Extraction, Role
from corpus.readers.properties import read_properties
from corpus.reasons import say
from corpus.writing import BlockWriter, tidy_line

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SILENT = frozenset(
    b"""fonttbl colortbl stylesheet pict object themedata colorschememapping latentstyles datastore xmlnstbl
    listtable listoverridetable rsidtbl generator filetbl revtbl fldinst bkmkstart bkmkend xe tc
    pntext pnseclvl listtext datafield mmathPr template passwordhash nonshppict shppict sp objdata
    private xform wgrffmtfilter ud panose""".split()
)
_SIGNS = {
    b"tab": "\t",
    b"line": "\n",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"endash": "–",
    b"emdash": "—",
    b"enspace": " ",
    b"emspace": " ",
    b"~": "\u00a0",
    b"_": "-",
}
_INFO = {b"title": "title", b"author": "author", b"keywords": "tag", b"subject": "description"}
_RUNNING = frozenset(
    (b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf")
)
_TARGETS = _RUNNING.union(_INFO, (b"footnote", b"creatim", b"info"))
"""Groups whose text does not stand where they do."""
_CODECS = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_CODES = {10000: "mac_roman", 437: "cp437", 850: "cp850", 708: "cp1256", 0: "cp1252"}
_STYLE = re.compile(rb"\{\\s(\d{1,4})\b([^{}]{0,2000}(?:\{[^{}]{0,500}\}[^{}]{0,500}){0,8})\}")
_STYLE_HEADING = re.compile(rb"\\outlinelevel([0-8])\b|(?:heading|Heading|T.{1,6}tulo) ([1-9]);")
_MOST_STYLES_BYTES = 1_000_000
_DEEPEST = 2_000
"""Groups in groups; a person's document has some dozens."""


@dataclass(slots=True)
class _State:
    """What holds within a group and what it takes over from the one around it."""

    silent: bool = False
    target: bytes = b""
    uc: int = 1
    level: int = 0
    in_table: bool = False


@dataclass(slots=True)
class _Parse:
    """The document as far as it has been read."""

    writer: BlockWriter = field(default_factory=BlockWriter)
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    codec: str = "cp1252"
    skip: int = 0
    texts: dict[bytes, list[str]] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    """Heading level by the number of a style."""


def extract(data: bytes) -> Extraction:
    """Text, regions and properties of the document in ``data``. Raises ValueError."""
    parse = _Parse(levels=_read_styles(data))
    for found in _TOKEN.finditer(data):
        word, number, code, sign, brace, plain = found.groups()
        if brace:
            _take_brace(parse, brace)
        elif word:
            _take_word(parse, word, int(number) if number else None)
            if word == b"bin" and number:
                raise ValueError(say("rtf-binary"))
        elif code:
            _take_bytes(parse, bytes([int(code, 16)]))
        elif sign:
            _take_sign(parse, sign)
        elif plain:
            _take_bytes(parse, plain)
    _end_paragraph(parse)
    _end_table(parse)
    return _finish(parse)


def _read_styles(data: bytes) -> dict[int, int]:
    start = data.find(b"{\\stylesheet")
    levels: dict[int, int] = {}
    for found in _STYLE.finditer(data, start, start + _MOST_STYLES_BYTES) if start >= 0 else ():
        heading = _STYLE_HEADING.search(found[2])
        if heading:
            levels[int(found[1])] = int(heading[1]) + 1 if heading[1] else int(heading[2])
    return levels


def _finish(parse: _Parse) -> Extraction:
    for text in dict.fromkeys(parse.running):
        parse.writer.add(text, Role.BOILERPLATE)
    found = {name: "".join(parse.texts.get(word, ())) for word, name in _INFO.items()}
    found["date"] = "-".join(parse.created[:3])
    return parse.writer.finish(parse.codec, read_properties(found))


def _take_brace(parse: _Parse, brace: bytes) -> None:
    if brace == b"{":
        if len(parse.stack) > _DEEPEST:
            raise ValueError(say("deep-rtf"))
        parse.stack.append(parse.state)
        parse.state = replace(parse.state)
    elif parse.stack:
        closed, parse.state = parse.state, parse.stack.pop()
        if closed.target != parse.state.target:
            _close_target(parse, closed.target)
        parse.state.in_table = parse.state.in_table or (closed.in_table and not closed.target)


def _close_target(parse: _Parse, target: bytes) -> None:
    text = tidy_line("".join(parse.texts.get(target, ())).replace("\n", " "))
    if target == b"footnote":
        parse.texts.pop(target, None)
        if text:
            parse.notes.append(text)
    elif target in _RUNNING:
        parse.texts.pop(target, None)
        if text:
            parse.running.append(text)


def _take_word(parse: _Parse, word: bytes, number: int | None) -> None:
    state = parse.state
    if word in _SILENT:
        state.silent = True
    elif word in _TARGETS:
        state.target = word
    elif word in (b"yr", b"mo", b"dy") and state.target == b"creatim":
        parse.created.append(f"{number or 0:02}")
    elif word == b"ansicpg" and number is not None:
        parse.codec = _CODES.get(number, f"cp{number}")
        _check_codec(parse)
    elif word in _CODECS:
        parse.codec = _CODECS[word]
    elif word == b"uc":
        state.uc = max(0, min(number or 0, 10))
    elif word == b"u" and number is not None:
        _write(parse, chr(number & 0xFFFF))
        parse.skip = state.uc
    elif word in (b"par", b"sect", b"page"):
        _write(parse, "\n") if state.target else _end_paragraph(parse)
    elif word == b"pard":
        state.level, state.in_table = 0, False
    elif word == b"s" and number is not None and number in parse.levels:
        state.level = parse.levels[number]
    elif word == b"intbl":
        state.in_table = True
    elif word == b"outlinelevel" and number is not None and number < 9:
        state.level = number + 1
    elif word in (b"cell", b"nestcell"):
        parse.cells.append(_pop_text(parse))
    elif word in (b"row", b"nestrow"):
        parse.rows.append(parse.cells)
        parse.cells = []
    elif word in _SIGNS:
        _write(parse, _SIGNS[word])


def _take_sign(parse: _Parse, sign: bytes) -> None:
    if sign == b"*":
        # "\*\footnote" is no group for us to know; those that matter are named without the star.
        parse.state.silent = True
    elif sign in (b"~", b"_"):
        _write(parse, _SIGNS[sign])
    elif sign in (b"\\", b"{", b"}"):
        _write(parse, sign.decode("ascii"))
    elif sign in (b"\n", b"\r"):
        _end_paragraph(parse)


def _take_bytes(parse: _Parse, data: bytes) -> None:
    if parse.skip:
        skipped = min(parse.skip, len(data))
        parse.skip -= skipped
        data = data[skipped:]
    if data:
        _write(parse, data.decode(parse.codec, "replace"))


def _write(parse: _Parse, text: str) -> None:
    if not parse.state.silent and parse.state.target not in (b"info", b"creatim"):
        parse.texts.setdefault(parse.state.target, []).append(text)


def _pop_text(parse: _Parse) -> str:
    raw = "".join(parse.texts.pop(b"", ()))
    # Characters beyond U+FFFF come as two units.
    if any("\ud800" <= char <= "\udfff" for char in raw):
        raw = raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "\n".join(tidy_line(line) for line in raw.split("\n")).strip("\n")


def _end_paragraph(parse: _Parse) -> None:
    state = parse.state
    if state.in_table:
        _write(parse, " ")
        return
    _end_table(parse)
    text = _pop_text(parse)
    role = Role.HEADING if state.level else Role.ITEM if text[:2] in ("• ", "· ") else None
    parse.writer.add(text, role, level=state.level)
    for note in parse.notes:
        parse.writer.add(note)
    parse.notes = []


def _end_table(parse: _Parse) -> None:
    if parse.rows:
        parse.writer.add_table([cell.replace("\n", " ") for cell in row] for row in parse.rows)
        parse.rows = []


def _check_codec(parse: _Parse) -> None:
    try:
        b"a".decode(parse.codec)
    except LookupError:
        parse.codec = "cp1252"
