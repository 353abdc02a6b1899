"""Which lines stand on this page, where, and in what type?

Goes in: a page as pdfium sees it. Comes out: its lines in the order in which the file draws them, with
places in points from the top left corner of the page as a person turns it. What knows pdfium is this
module, ``boxes`` and ``drawing`` beside it, and ``corpus.readers.pdf``.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.paper import boxes

_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
_HYPHEN = "\ufffe"
"""What pdfium puts for a hyphen at a line's end; the next line's first word follows right behind it."""

_WIDE_GAP = 1.6
"""In type sizes: no justified line has such holes between words; tables and columns have."""

_SAMPLE_CHARS = 24
_MOST_OBJECTS = 2_000
_FEWEST_STROKES = 20
_FIXED_PITCH = 1
_BOLD_FLAG = 1 << 18
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semibd|cmbx|sfbx|-bd", re.I)
_MONO_NAME = re.compile(r"mono|courier|consol|typewriter|cmtt|sftt|inconsolata|menlo|lettergothic", re.I)

# Symbol fonts draw bullets with letters of their own.
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "‣", "\uf0fc": "✓", "\uf02d": "-", "\u25cf": "•"}
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_REPLACED = str.maketrans(_SYMBOLS | _LIGATURES)


@dataclass(slots=True)
class PlacedLine:
    """One line, or one cell of it where wide gaps part cells.

    ``base`` is how far its base line lies below the page's top; ``size`` the height of its type.
    ``hyphen``: the line's last word goes on in the next line. ``paragraph`` is the one that recognition
    put it in, 0 where geometry has still to tell.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    mono: bool = False
    hyphen: bool = False
    paragraph: int = 0

    @property
    def width(self) -> float:
        """How wide the line is."""
        return self.right - self.left


class PageText:
    """The characters of one page and their places; ``close`` frees what pdfium holds."""

    def __init__(self, raw: Any, page: Any) -> None:
        """``raw`` is ``pypdfium2.raw``, ``page`` a page that it has loaded."""
        self._raw = raw
        self._page = page
        self._text_page = raw.FPDFText_LoadPage(page)
        self._rect = raw.FS_RECTF()
        self._rect_ref = ctypes.byref(self._rect)
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        quarters = self._find_direction()
        self._is_turned = quarters != 0
        size = float(max(raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)))
        self._turn = _make_turn(quarters, size)

    def close(self) -> None:
        """Give back what pdfium holds for it."""
        self._raw.FPDFText_ClosePage(self._text_page)

    def _find_direction(self) -> int:
        """Which way most of the letters run, in quarters of a turn clockwise.

        Wide tables stand upright on their page. The page's own rotation only says how it is shown.
        """
        count = self._raw.FPDFText_CountChars(self._text_page)
        step = max(1, count // _SAMPLE_CHARS)
        angles = Counter(
            round(self._raw.FPDFText_GetCharAngle(self._text_page, index) / (math.pi / 2)) % 4
            for index in range(0, count, step)
        )
        return angles.most_common(1)[0][0] if angles else 0

    def has_picture(self) -> bool:
        """Whether an image stands on the page, or so many strokes that they may be letters.

        A rule above a page number is neither: recognising it would cost a second for nothing.
        """
        raw, strokes = self._raw, 0
        for index in range(min(raw.FPDFPage_CountObjects(self._page), _MOST_OBJECTS)):
            kind = raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(self._page, index))
            if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
                return True
            strokes += kind == raw.FPDF_PAGEOBJ_PATH
        return strokes >= _FEWEST_STROKES

    def read(self) -> str:
        """The page's characters, one for each index that pdfium counts."""
        raw, count = self._raw, self._raw.FPDFText_CountChars(self._text_page)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = raw.FPDFText_GetText(self._text_page, 0, count, buffer)
        text = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
        # Letters beyond U+FFFF are two units there and one character here, or pdfium left some out.
        units = (raw.FPDFText_GetUnicode(self._text_page, index) for index in range(count))
        return "".join(chr(unit) if 0 < unit < 0x110000 else " " for unit in units)

    def find_boxes(self, indices: Iterable[int]) -> list[boxes.Box]:
        """Boxes of the characters at these indices of what ``read`` gave, a line each."""
        return boxes.find_boxes(self._raw, self._page, self._text_page, indices)

    def iter_lines(self, text: str) -> Iterator[PlacedLine]:
        """The lines of ``text``, which is what ``read`` gave."""
        for found in _LINE.finditer(text):
            line = found[0]
            start = found.start() + len(line) - len(line.lstrip())
            end = found.start() + len(line.rstrip(" \xa0\ufffe"))
            if start < end:
                yield from self._cut_line(text, start, end, hyphen=line.endswith(_HYPHEN))

    def _cut_line(self, text: str, start: int, end: int, *, hyphen: bool) -> Iterator[PlacedLine]:
        """Cells of the line that wide gaps part; nearly always it is one."""
        size = self._size(start)
        for low, high in self._find_cells(text, start, end, size):
            yield self._place(text, low, high, hyphen=hyphen and high == end)

    def _find_cells(self, text: str, start: int, end: int, size: float) -> Iterator[tuple[int, int]]:
        widest = _WIDE_GAP * max(size, 4.0)
        first, position = start, text.find(" ", start, end)
        while position > 0:
            after = position + 1
            while after < end and text[after] == " ":
                after += 1
            if after < end and self._gap(position - 1, after) > widest:
                yield first, position
                first = after
            position = text.find(" ", after, end)
        yield first, end

    def _gap(self, index: int, after: int) -> float:
        """How far apart two characters of a line are. Called for each word: no detours."""
        if self._is_turned:
            return self._left(after) - self._right(index)
        rect, get = self._rect, self._raw.FPDFText_GetLooseCharBox
        get(self._text_page, index, self._rect_ref)
        right = rect.right
        get(self._text_page, after, self._rect_ref)
        return float(rect.left - right)

    def _place(self, text: str, start: int, end: int, *, hyphen: bool) -> PlacedLine:
        left, right = self._left(start), self._right(end - 1)
        middle = (start + end) // 2
        middle -= text[middle] == " "
        # A bullet before or a note's number behind may be in other type.
        sizes = sorted(self._size(index) for index in (start, middle, end - 1))
        first_bold, first_mono = self._style(start)
        last_bold, last_mono = self._style(end - 1)
        return PlacedLine(
            self._clean(text, start, end),
            left,
            right,
            self._base(start),
            sizes[1],
            bold=first_bold and last_bold,
            mono=first_mono and last_mono,
            hyphen=hyphen,
        )

    def _clean(self, text: str, start: int, end: int) -> str:
        return text[start:end].translate(_REPLACED)

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """Left, right, top and bottom, after turning the page."""
        self._raw.FPDFText_GetLooseCharBox(self._text_page, index, self._rect_ref)
        rect = self._rect
        x1, y1 = self._turn(rect.left, rect.top)
        x2, y2 = self._turn(rect.right, rect.bottom)
        return min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)

    def _left(self, index: int) -> float:
        return self._box(index)[0]

    def _right(self, index: int) -> float:
        return self._box(index)[1]

    def _size(self, index: int) -> float:
        _, _, top, bottom = self._box(index)
        return bottom - top

    def _base(self, index: int) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._text_page, index, ctypes.byref(x), ctypes.byref(y))
        return self._turn(x.value, y.value)[1]

    def _style(self, index: int) -> tuple[bool, bool]:
        """Whether this character is bold and whether its type is a typewriter's."""
        length = self._raw.FPDFText_GetFontInfo(
            self._text_page, index, self._name, len(self._name), ctypes.byref(self._flags)
        )
        name = self._name.value.decode("utf-8", "replace") if 0 < length <= len(self._name) else ""
        flags = self._flags.value
        bold = bool(flags & _BOLD_FLAG or _BOLD_NAME.search(name))
        if not bold and not name:
            bold = self._raw.FPDFText_GetFontWeight(self._text_page, index) >= _BOLD_WEIGHT
        return bold, bool(flags & _FIXED_PITCH or _MONO_NAME.search(name))


def _make_turn(quarters: int, size: float) -> Callable[[float, float], tuple[float, float]]:
    """From the file's coordinates (upwards) to the reader's (downwards, text from left to right).

    ``size`` is the page's longer side; places count from somewhere beyond its edges.
    """
    if quarters == 3:
        return lambda x, y: (y, x)
    if quarters == 2:
        return lambda x, y: (size - x, y)
    if quarters == 1:
        return lambda x, y: (size - y, size - x)
    return lambda x, y: (x, size - y)
