"""Which pages does an image file hold, and what do they look like? Scans and photographs of pages.

Grey pixels for recognition, colours for whoever looks at them. Only the formats below are tried: the file
is a stranger's.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image, ImageOps

from corpus.paper.painting import Picture
from corpus.reasons import say

_FORMATS = ("TIFF", "JPEG", "PNG", "WEBP", "JPEG2000", "BMP")
_MOST_PIXELS = 120_000_000
"""A page of A3 at 600 dots an inch is two thirds of it."""
_FEWEST_PIXELS = 200_000
"""Half a page at the resolution of a screen: smaller ones are icons, logos and the pictures of web pages."""
_LEAST_SIDE = 150
"""The same of what is long and low, or high and narrow: a banner."""
_MOST_RECOGNIZED_PIXELS = 36_000_000
"""A larger page is recognised at a lower resolution."""
_FINE_SIDE = 1_400
"""Pixels of the longer side, of a page at 120 dots an inch: with fewer its letters are too small for the
models, and it is enlarged (of words 95 % are then right at 100 dots an inch instead of 93; at 150 dots
it would be 91 instead of 95)."""
_ORIENTATION, _ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)
"""The tag of Exif that says how a picture is turned, and its values for a quarter of a turn."""

_DECODING_ERRORS = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, ArithmeticError, struct.error),
)
"""What Pillow raises of files that are not what they say."""

Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves, before anything is decoded


class Pixels(NamedTuple):
    """Rows of grey pixels, a byte each."""

    width: int
    height: int
    data: bytes


@dataclass(slots=True)
class ImageFile:
    """An open image file of ``count`` pages, numbered from 0."""

    _image: Image.Image
    count: int

    def is_small(self, index: int) -> bool:
        """Whether a page is too small to hold text."""
        width, height = self._turn_to(index).size
        return min(width, height) < _LEAST_SIDE or width * height < _FEWEST_PIXELS

    def size(self, index: int) -> tuple[int, int]:
        """Width and height of a page, turned as it is shown."""
        image = self._turn_to(index)
        is_turned = index == 0 and image.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
        return (image.height, image.width) if is_turned else image.size

    def read_grey(self, index: int) -> Pixels:
        """A page as it is recognised. Raises ValueError where it cannot be decoded or is too large."""
        image = self._decode(index, "L")
        scale = recognition_scale(*image.size)
        if scale != 1.0:
            size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            image = image.resize(size, Image.Resampling.BICUBIC)
        return Pixels(image.width, image.height, image.tobytes())

    def draw(self, index: int, width_px: int) -> Picture:
        """A page as wide as wanted, in colours. Raises ValueError as for :meth:`read_grey`."""
        image = self._decode(index, "RGB")
        height_px = max(1, round(image.height * width_px / image.width))
        image = image.resize((width_px, height_px), Image.Resampling.BOX)
        return Picture(image.width, image.height, bytearray(image.tobytes()))

    def _turn_to(self, index: int) -> Image.Image:
        if not 0 <= index < self.count:
            raise ValueError(say("no-page"))
        with _reading():
            self._image.seek(index)
        return self._image

    def _decode(self, index: int, mode: str) -> Image.Image:
        image = self._turn_to(index)
        if image.width * image.height > _MOST_PIXELS:
            raise ValueError(say("image-large", size=f"{image.width} × {image.height}"))
        with _reading():
            flat = _on_white(image).convert(mode)
            return ImageOps.exif_transpose(flat) if index == 0 else flat


def recognition_scale(width: int, height: int) -> float:
    """Pixels in the image that is recognised for one of the file."""
    if max(width, height) < _FINE_SIDE:
        return 2.0
    return float(min(1.0, (_MOST_RECOGNIZED_PIXELS / (width * height)) ** 0.5))


@contextmanager
def open_image(data: bytes) -> Iterator[ImageFile]:
    """The image file in ``data``. Raises ValueError with a sentence for the person where it is none."""
    with _reading():
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    with image:
        # other formats' frames are a film's
        yield ImageFile(image, getattr(image, "n_frames", 1) if image.format == "TIFF" else 1)


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency: black letters on nothing are meant for white paper."""
    if "transparency" not in image.info and "A" not in image.getbands():
        return image.copy()
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image.convert("RGBA"))
    ground.getexif().update(image.getexif())
    return ground


@contextmanager
def _reading() -> Iterator[None]:
    """What a decoder says of a file that is damaged, as a sentence for the person."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of a tag that is damaged, which we do not need
            yield
    except _DECODING_ERRORS as error:
        raise ValueError(say("damaged-image")) from error
