"""Which boxes on a page hold these characters, or these recognised lines?

Boxes are in shares of the page as a person sees it, turned as the file wants it shown: left and top are
0, right and bottom 1.
"""

import ctypes
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.recognition import RecognizedLine

_DEVICE = 100_000
"""pdfium turns places on a page into whole numbers of this grid."""

_MOST_LINES_APART = 1.6
"""In heights of a line: paragraphs of one passage stand closer."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in shares of its width and height, from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


def find_boxes(raw: Any, page: Any, text_page: Any, indices: Iterable[int]) -> list[Box]:
    """One box for each stretch of a line; ``raw`` is ``pypdfium2.raw``, the pages are what it has loaded."""
    rect = raw.FS_RECTF()
    runs: list[list[float]] = []
    run_turned = False
    for index in sorted(set(indices)):
        if not raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rect)):
            continue
        low, high = sorted((rect.left, rect.right)), sorted((rect.bottom, rect.top))
        if low[0] == low[1] or high[0] == high[1]:
            continue
        is_turned = round(raw.FPDFText_GetCharAngle(text_page, index) / (math.pi / 2)) % 2 == 1
        char = [low[0], high[0], low[1], high[1]]
        if runs and is_turned == run_turned and _goes_on(runs[-1], char, is_turned=is_turned):
            last = runs[-1]
            last[:2] = min(last[0], char[0]), min(last[1], char[1])
            last[2:] = max(last[2], char[2]), max(last[3], char[3])
        else:
            runs.append(char)
            run_turned = is_turned
    return [_to_shares(raw, page, run) for run in runs]


def line_boxes(lines: Iterable[RecognizedLine], width: float, height: float) -> list[Box]:
    """The boxes of lines that were recognised in an image of this size."""
    return [
        Box(line.left / width, line.top / height, line.right / width, line.base / height) for line in lines
    ]


def word_boxes(line: RecognizedLine, chars: Iterable[int], width: float, height: float) -> list[Box]:
    """A box around those words of a recognised line that hold any of its characters, given by their indices.

    Words side by side are one box. None where it is not known where the words stand.
    """
    if len(line.words) != line.text.count(" ") + 1:
        return []
    numbers = sorted({line.text.count(" ", 0, index) for index in chars})
    boxes: list[Box] = []
    for place, number in enumerate(numbers):
        left, right = line.words[number]
        box = Box(left / width, line.top / height, right / width, line.base / height)
        if boxes and numbers[place - 1] == number - 1:
            boxes[-1] = boxes[-1].around(box)
        else:
            boxes.append(box)
    return boxes


def join_lines(boxes: Sequence[Box], *, across: bool = False) -> list[Box]:
    """Boxes around the lines that stand one below the other: a paragraph's, or its part in each column.

    ``across`` joins what stands side by side as well: the cells of a table.
    """
    blocks: list[Box] = []
    for box in boxes:
        near = next((n for n, block in enumerate(blocks) if _is_near(block, box, across=across)), None)
        if near is None:
            blocks.append(box)
        else:
            blocks[near] = blocks[near].around(box)
    return blocks if len(blocks) == len(boxes) else join_lines(blocks, across=across)


def _goes_on(run: Sequence[float], char: Sequence[float], *, is_turned: bool) -> bool:
    """Whether a character stands on the line that a run is on, not far behind it."""
    along, across = (1, 0) if is_turned else (0, 1)
    size = char[across + 2] - char[across]
    overlap = min(run[across + 2], char[across + 2]) - max(run[across], char[across])
    gap = max(char[along] - run[along + 2], run[along] - char[along + 2])
    return overlap > 0.4 * min(size, run[across + 2] - run[across]) and gap < 3 * size


def _is_near(block: Box, box: Box, *, across: bool) -> bool:
    beside = max(box.left - block.right, block.left - box.right)
    below = max(box.top - block.bottom, block.top - box.bottom)
    line = min(box.bottom - box.top, block.bottom - block.top)
    return (beside < 0 and below < _MOST_LINES_APART * line) or (across and below < 0)


def _to_shares(raw: Any, page: Any, run: Sequence[float]) -> Box:
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for across, along in ((run[0], run[1]), (run[2], run[3])):
        raw.FPDF_PageToDevice(
            page, 0, 0, _DEVICE, _DEVICE, 0, across, along, ctypes.byref(x), ctypes.byref(y)
        )
        corners.append((x.value / _DEVICE, y.value / _DEVICE))
    (x1, y1), (x2, y2) = corners
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
