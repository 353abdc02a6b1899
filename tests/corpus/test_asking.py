"""A page as an image, and a document out of its container, from a process that can do no harm."""

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.confined.asking import Original, PageImage, ask_page, ask_part
from corpus.confined.limits import Limits
from corpus.errors import UnreadableError
from corpus.paper.boxes import Box
from corpus.paper.drawing import Passage
from corpus.paper.painting import Picture, encode_png, paint_passage
from tests.corpus.making import Line, make_pdf, make_zip

pytestmark = pytest.mark.long

PDF = make_pdf([[Line(72, 100, "La Guardia Costera revisa los puertos."), Line(72, 400, "Nada de eso.")]])
ON_TINT = (253 * 255 // 255, 240 * 224 // 255, 232 * 110 // 255)
"""The felt pen's yellow on the tint of a Spanish passage."""


@contextmanager
def opened(folder: Path, data: bytes, inside: str = "", *, sha256: str = "") -> Iterator[Original]:
    path = folder / "original"
    path.write_bytes(data)
    with path.open("rb") as file:
        digest = sha256 or hashlib.sha256(data).hexdigest()
        yield Original(file, "informe.zip" if inside else "informe.pdf", digest, inside)


def ask(folder: Path, data: bytes, passage: Passage | None = None, *, sha256: str = "") -> PageImage:
    with opened(folder, data, sha256=sha256) as original:
        return ask_page(original, 1, width_px=600, passage=passage)


def read_png(png: bytes) -> Picture:
    """A reader for what the writer writes: eight bits, three channels, rows as they are."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, position = {}, 8
    while position < len(png):
        length, kind = struct.unpack(">I4s", png[position : position + 8])
        data = png[position + 8 : position + 8 + length]
        assert struct.unpack(">I", png[position + 8 + length : position + 12 + length]) == (
            zlib.crc32(kind + data),
        )
        chunks[kind] = data
        position += 12 + length
    width, height, depth, color, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, color, rest) == (8, 2, [0, 0, 0])
    raw = zlib.decompress(chunks[b"IDAT"])
    stride = 3 * width + 1
    rows = [raw[row * stride : (row + 1) * stride] for row in range(height)]
    assert all(row[0] == 0 and len(row) == 3 * width + 1 for row in rows)
    return Picture(width, height, bytearray(b"".join(row[1:] for row in rows)))


def pixels_of(picture: Picture, color: tuple[int, int, int]) -> list[tuple[int, int]]:
    wanted = bytes(color)
    return [
        (at // 3 % picture.width, at // 3 // picture.width)
        for at in range(0, len(picture.pixels), 3)
        if picture.pixels[at : at + 3] == wanted
    ]


def test_a_page_is_drawn_with_its_passage_and_words_marked(tmp_path: Path) -> None:
    passage = Passage("La Guardia Costera revisa los puertos.", marks=[(3, 18)], language="es")
    image = ask(tmp_path, PDF, passage)
    picture = read_png(image.png)
    assert image.is_same
    assert picture.width == 600
    frame = pixels_of(picture, (164, 67, 31))
    scale = 600 / 595
    assert min(y for _, y in frame) == pytest.approx(90 * scale, abs=8)
    assert max(y for _, y in frame) == pytest.approx(103 * scale, abs=8)
    assert 60 < min(x for x, _ in frame) < 73
    assert pixels_of(picture, ON_TINT)


def test_another_file_gets_no_marks(tmp_path: Path) -> None:
    image = ask(tmp_path, PDF, Passage("La Guardia Costera", marks=[(0, 2)]), sha256="0" * 64)
    assert not image.is_same
    assert image.png == ask(tmp_path, PDF).png


def test_a_picture_is_written_as_it_is() -> None:
    picture = Picture(3, 2, bytearray(range(18)))
    assert read_png(encode_png(picture)) == picture


def test_painting_stays_inside_of_the_picture() -> None:
    picture = Picture(4, 4, bytearray(b"\xff" * 48))
    paint_passage(picture, [Box(-1, -1, 3, 3)], [Box(0.9, 0.9, 2, 2), Box(5, 5, 6, 6)], "en")
    assert len(picture.pixels) == 48


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n",
        PDF[: len(PDF) // 2],
        b"%PDF-1.4\n" + b"\x00\xff" * 5000 + b"%%EOF",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_a_broken_file_is_a_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"damaged|opened"):
        ask(tmp_path, data)


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    with opened(tmp_path, PDF) as original, pytest.raises(UnreadableError, match="no such page"):
        ask_page(original, 2, width_px=600)


def test_time_and_memory_are_limited(tmp_path: Path) -> None:
    with opened(tmp_path, PDF) as original, pytest.raises(UnreadableError, match="too long"):
        ask_page(original, 1, width_px=600, limits=Limits(wall_seconds=0.01))
    little = Limits(memory_bytes=80_000_000)
    with opened(tmp_path, PDF) as original, pytest.raises(UnreadableError, match=r"opened|memory|drawn"):
        ask_page(original, 1, width_px=2000, limits=little)


def test_a_wallpaper_is_drawn_small(tmp_path: Path) -> None:
    wide = PDF.replace(b"/MediaBox[0 0 595 842]", b"/MediaBox[0 0 14 20000]")
    picture = read_png(ask(tmp_path, wide).png)
    assert picture.width * picture.height <= 12_100_000


def test_a_document_comes_out_of_its_container(tmp_path: Path) -> None:
    inner = make_zip({"actas/nota.txt": "hola", "plan.pdf": PDF})
    data = make_zip({"caja.zip": inner, "leeme.txt": "fuera"})
    with opened(tmp_path, data, "caja.zip/actas/nota.txt") as original, ask_part(original) as found:
        assert found.read() == b"hola"
    with opened(tmp_path, data, "caja.zip/plan.pdf") as original:
        assert ask_page(original, 1, width_px=300).is_same


@pytest.mark.parametrize("inside", ["otra.txt", "../leeme.txt", "/etc/passwd", "caja.zip"])
def test_what_is_not_in_the_container_is_a_sentence(tmp_path: Path, inside: str) -> None:
    data = make_zip({"caja.zip": make_zip({"a.txt": "a"}), "leeme.txt": "fuera"})
    with (
        opened(tmp_path, data, inside) as original,
        pytest.raises(UnreadableError, match="no such document"),
    ):
        ask_part(original)


def test_nothing_comes_out_of_another_container(tmp_path: Path) -> None:
    data = make_zip({"plan.pdf": PDF})
    with opened(tmp_path, data, "plan.pdf", sha256="0" * 64) as original:
        with pytest.raises(UnreadableError, match="changed since"):
            ask_part(original)
        original.file.seek(0)
        with pytest.raises(UnreadableError, match="changed since"):
            ask_page(original, 1, width_px=300)


def test_a_bomb_is_survived(tmp_path: Path) -> None:
    bomb = make_zip({"grande.txt": b"\0" * 200_000_000, "leeme.txt": "fuera"})
    with opened(tmp_path, bomb, "grande.txt") as original, pytest.raises(UnreadableError):
        ask_part(original)


def test_nothing_is_left_open(tmp_path: Path) -> None:
    """The answer is a file without a name: when it is closed there is nothing to clean up."""
    with opened(tmp_path, make_zip({"a.txt": "a"}), "a.txt") as original:
        answer = ask_part(original)
    assert isinstance(answer, io.IOBase)
    answer.close()
    assert [path.name for path in tmp_path.iterdir()] == ["original"]
