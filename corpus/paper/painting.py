"""How does a page become an image with its passage marked? Pixels in, a PNG file out.

Colours are those of the web page: clay around a Spanish passage, lake around an English one, yellow on
the words that were searched for. Nothing but the standard library: a process that draws one page must not
spend its time on importing.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.paper.boxes import Box

Color = tuple[int, int, int]

_MARK = (255, 224, 110)
_TINT = {"es": (253, 240, 232), "en": (232, 243, 249), "": (244, 241, 234)}
_EDGE = {"es": (164, 67, 31), "en": (23, 88, 122), "": (95, 90, 82)}
_EDGE_PIXELS = 3
_ROOM_PIXELS = 5
"""Between a passage and the line around it."""

_LEVEL = 4
"""Of zlib: higher ones take twice the time for a tenth less."""


@dataclass(slots=True)
class Picture:
    """Rows of pixels of red, green and blue, a byte each."""

    width: int
    height: int
    pixels: bytearray

    def multiply(self, left: int, top: int, right: int, bottom: int, color: Color) -> None:
        """Put a colour on a rectangle as a felt pen does it: black letters stay black."""
        tables = [bytes(value * part // 255 for value in range(256)) for part in color]
        for row in range(top, bottom):
            start, end = 3 * (row * self.width + left), 3 * (row * self.width + right)
            for channel, table in enumerate(tables):
                self.pixels[start + channel : end : 3] = self.pixels[start + channel : end : 3].translate(
                    table
                )

    def fill(self, left: int, top: int, right: int, bottom: int, color: Color) -> None:
        """Cover a rectangle."""
        for row in range(top, bottom):
            start, end = 3 * (row * self.width + left), 3 * (row * self.width + right)
            self.pixels[start:end] = bytes(color) * (right - left)


def paint_passage(picture: Picture, blocks: Iterable[Box], marks: Iterable[Box], language: str) -> None:
    """Tint the passage's blocks, draw a line around each, and mark the words."""
    tint, edge = _TINT.get(language, _TINT[""]), _EDGE.get(language, _EDGE[""])
    for box in blocks:
        left, top, right, bottom = _find_pixels(picture, box, room=_ROOM_PIXELS)
        picture.multiply(left, top, right, bottom, tint)
        picture.fill(left, top, right, min(bottom, top + _EDGE_PIXELS), edge)
        picture.fill(left, max(top, bottom - _EDGE_PIXELS), right, bottom, edge)
        picture.fill(left, top, min(right, left + _EDGE_PIXELS), bottom, edge)
        picture.fill(max(left, right - _EDGE_PIXELS), top, right, bottom, edge)
    for box in marks:
        picture.multiply(*_find_pixels(picture, box, room=1), _MARK)


def encode_png(picture: Picture) -> bytes:
    """The picture as a PNG file (ISO/IEC 15948), eight bits a channel."""
    stride = 3 * picture.width
    packer = zlib.compressobj(_LEVEL)
    packed = []
    for start in range(0, len(picture.pixels), stride):
        packed.append(packer.compress(b"\0" + picture.pixels[start : start + stride]))
    packed.append(packer.flush())
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", b"".join(packed)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _find_pixels(picture: Picture, box: Box, *, room: int) -> tuple[int, int, int, int]:
    left, right = max(0, int(box.left * picture.width) - room), int(box.right * picture.width) + 1 + room
    top, bottom = max(0, int(box.top * picture.height) - room), int(box.bottom * picture.height) + 1 + room
    right, bottom = min(picture.width, right), min(picture.height, bottom)
    return min(left, right), min(top, bottom), right, bottom
