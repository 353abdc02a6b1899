"""Image files: their pages, what is read on them, and what is said of those on which nothing can be read."""

import io
import random
import shutil
import zlib
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from analyzers.language import Language
from corpus import recognition
from corpus.chunking import cut_chunks
from corpus.errors import UnreadableError
from corpus.model import Document
from corpus.options import ReadingOptions
from corpus.paper.images import open_image, recognition_scale
from corpus.readers import image as image_reader
from corpus.readers import read_document
from corpus.reasons import translate
from tests.corpus.laws import check_law
from tests.corpus.making import Line
from tests.corpus.test_recognition import TEXT, install, say, scan

pytestmark = pytest.mark.long

__all__ = ["install"]

LINES = [Line(72, 100 + 20 * number, text, 14) for number, text in enumerate(TEXT)]
MORE = [
    "Nadie sabe por qué se firmó dos veces, ni quién pagó",
    "los gastos de la segunda visita al puerto del norte.",
]
OTHER = [
    "The harbour master signed the second page in Halifax,",
    "long before anybody had asked him for it, and kept a copy",
    "of the letter in which the ministry told him not to sign.",
]


def picture(lines: list[Line] = LINES) -> Image.Image:
    width, height, pixels = scan(lines)
    return Image.frombytes("L", (width, height), pixels)


@cache
def written() -> Image.Image:
    """The part of the page that is written on."""
    return picture().crop((0, 200, 1653, 400))


def encode(image: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def read(folder: Path, data: bytes, name: str = "a.tif", **options: object) -> Document:
    (folder / name).write_bytes(data)
    document = read_document(folder / name, root=folder, doc_id="d", options=ReadingOptions(**options))  # type: ignore[arg-type]
    check_law(document, cut_chunks(document))
    return document


def reason(folder: Path, data: bytes, name: str = "a.png", **options: object) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(folder, data, name, **options)
    assert translate(caught.value.reason, Language.ES) != caught.value.reason
    return caught.value.reason


needs_models = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


@needs_models
def test_a_tiff_of_two_pages_is_read(tmp_path: Path) -> None:
    written = [
        [Line(72, 100 + 20 * n, text, 14) for n, text in enumerate(page)] for page in (TEXT + MORE, OTHER)
    ]
    pages = [picture(lines).convert("1") for lines in written]
    data = encode(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    document = read(tmp_path, data)
    assert document.format == "image"
    assert " ".join(TEXT) in " ".join(document.text.split())
    assert [mark.number for mark in document.pages] == [1, 2]
    found = {chunk.page: (chunk.language, chunk.metadata["ocr"]) for chunk in cut_chunks(document)}
    assert found == {1: (Language.ES, ("yes",)), 2: (Language.EN, ("yes",))}


@needs_models
@pytest.mark.parametrize(
    ("name", "form"),
    [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.jp2", "JPEG2000"), ("a.bmp", "BMP")],
)
def test_other_formats_are_read(tmp_path: Path, name: str, form: str) -> None:
    assert "inspección" in read(tmp_path, encode(written(), form), name).text


@needs_models
def test_a_photograph_turned_by_its_camera_is_read_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8  # to be turned a quarter to the left
    turned = written().rotate(-90, expand=True, fillcolor=255)
    assert "inspección" in read(tmp_path, encode(turned, "JPEG", exif=exif), "a.jpg").text


@needs_models
def test_black_on_nothing_is_black_on_white(tmp_path: Path) -> None:
    page = written()
    letters = Image.merge("LA", (Image.new("L", page.size, 0), page.point(lambda value: 255 - value)))
    assert "inspección" in read(tmp_path, encode(letters, "PNG"), "a.png").text


def test_each_page_is_recognised_once(tmp_path: Path, install: object) -> None:
    log = install(say("hola mundo"))  # type: ignore[operator]
    data = encode(picture(), "PNG")
    (tmp_path / "cache").mkdir()
    for _ in range(2):
        assert read(tmp_path, data, "a.png", ocr_cache=tmp_path / "cache").text == "hola mundo\n"
    assert log.read_text().count("\n") == 1


def test_what_is_said_without_recognition(tmp_path: Path, install: object) -> None:
    data = encode(picture(), "PNG")
    install(None)  # type: ignore[operator]
    assert "install tesseract-ocr" in reason(tmp_path, data)
    install(say("hola"))  # type: ignore[operator]
    recognition._list_languages.cache_clear()
    assert "recognition of scanned pages is off" in reason(tmp_path, data, ocr="off")
    install("cat > /dev/null; echo")  # type: ignore[operator]
    recognition._list_languages.cache_clear()
    assert reason(tmp_path, data).startswith("there is no text in this file;")


def test_what_holds_no_text(tmp_path: Path) -> None:
    icon = encode(Image.new("L", (64, 64), 255), "PNG")
    assert reason(tmp_path, icon) == "the image is too small to hold text"
    assert "damaged" in reason(tmp_path, encode(picture(), "PNG")[:2000])
    assert "damaged" in reason(tmp_path, b"\x89PNG\r\n\x1a\n")
    assert "cannot be read yet" in reason(tmp_path, encode(picture(), "GIF"), "a.gif")


def test_a_file_of_too_many_pages_is_no_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_reader, "_MOST_PAGES", 1)
    data = encode(picture(), "TIFF", save_all=True, append_images=[picture()])
    assert reason(tmp_path, data, "a.tif") == "the image file has too many pages (2); split it"


def test_a_size_that_is_only_claimed_costs_nothing(tmp_path: Path) -> None:
    data = bytearray(encode(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    assert "too large (60000 × 60000 pixels)" in reason(tmp_path, bytes(data))


def test_altered_files_are_read_or_refused() -> None:
    data = encode(picture().convert("1"), "TIFF", compression="group4")
    chance = random.Random(7)
    for _ in range(150):
        altered = bytearray(data[: chance.choice([len(data), chance.randrange(len(data))])])
        for _ in range(chance.randrange(4)):
            altered[chance.randrange(len(altered))] = chance.randrange(256)
        said = ""
        try:
            with open_image(bytes(altered)) as image:
                grey = image.read_grey(0)
                assert len(grey.data) == grey.width * grey.height
        except ValueError as error:
            said = str(error)
        assert not said or "damaged" in said or "too large" in said


def test_small_pages_are_enlarged_and_huge_ones_reduced() -> None:
    assert recognition_scale(827, 1169) == 2.0
    assert recognition_scale(2480, 3508) == 1.0
    assert 10_000 * 10_000 * recognition_scale(10_000, 10_000) ** 2 == pytest.approx(36_000_000)
