"""A document's lines come out as they went in, with passages and marks in their places."""

import time

from hypothesis import given
from hypothesis import strategies as st

from analyzers.language import Language
from corpus.model import Chunk, Segment
from webui.lines import LINE_END, WHOLE_LINES, Block, LineMap, choose_window, lay_out
from webui.marking import cut_pieces


def make_chunk(chunk_id: str, *spans: tuple[int, int]) -> Chunk:
    segments, at = [], 0
    for start, end in spans:
        segments.append(Segment(at, start, end - start))
        at += end - start + 1
    return Chunk(chunk_id, "d", 0, " " * (at - 1), tuple(segments), 1, 1, language=Language.ES)


@st.composite
def texts_with_chunks(draw: st.DrawFn) -> tuple[str, list[Chunk]]:
    text = draw(st.text(st.sampled_from("ab \n\r\f\u2028ñ"), min_size=1, max_size=80))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    spans = [(low, high) for low, high in zip(cuts[::2], cuts[1::2], strict=False) if low < high]
    owners = draw(st.lists(st.integers(0, 3), min_size=len(spans), max_size=len(spans)))
    chunks = []
    for owner in sorted(set(owners)):
        own = [span for span, number in zip(spans, owners, strict=True) if number == owner]
        chunks.append(make_chunk(f"c{owner}", *own))
    return text, chunks


def lay_out_all(text: str, chunks: list[Chunk]) -> list[Block]:
    return lay_out(text, chunks, {}, lines=LineMap(text), window=(1, len(LineMap(text))))


@given(texts_with_chunks())
def test_every_line_comes_out_whole_and_in_order(case: tuple[str, list[Chunk]]) -> None:
    text, chunks = case
    lines = LINE_END.split(text)
    lines = lines[:-1] if len(lines) > 1 and not lines[-1] else lines
    rows = [row for block in lay_out_all(text, chunks) for row in block.rows]
    shown = [""] * len(lines)
    for row in rows:
        shown[row.number - 1] += row.text
    assert shown == lines
    assert [row.number for row in rows if row.is_first] == list(range(1, len(lines) + 1))


@given(texts_with_chunks())
def test_each_passage_begins_once(case: tuple[str, list[Chunk]]) -> None:
    text, chunks = case
    blocks = lay_out_all(text, chunks)
    begun = [block.chunk.chunk_id for block in blocks if block.chunk and block.is_start]
    assert len(begun) == len(set(begun))


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=8))
def test_pieces_join_to_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    pieces = cut_pieces(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


def test_a_passage_across_a_page_mark_is_one_with_an_insert() -> None:
    text = "uno dos\nPAGE 2\ntres cuatro\n"
    whole, mark = make_chunk("a", (0, 7), (15, 26)), make_chunk("p", (8, 14))
    blocks = lay_out(text, [whole, mark], {"a": [(4, 12)]}, lines=LineMap(text), window=(1, 3))
    assert [(block.chunk and block.chunk.chunk_id, block.is_start) for block in blocks] == [
        ("a", True),
        ("p", True),
        ("a", False),
    ]
    marked = [piece.text for block in blocks for row in block.rows for piece in row.pieces if piece.is_marked]
    assert marked == ["dos", "tres"]


def test_a_passage_that_begins_in_mid_line_gets_its_own_row() -> None:
    blocks = lay_out_all("uno - dos", [make_chunk("a", (0, 3)), make_chunk("b", (4, 9))])
    assert [[(row.number, row.is_first, row.text) for row in block.rows] for block in blocks] == [
        [(1, True, "uno ")],
        [(1, False, "- dos")],
    ]


def test_only_real_line_ends_count() -> None:
    assert len(LineMap("a\u2028b\x0bc\r\nd\re\ff\n")) == 4
    assert len(LineMap("")) == 1
    assert LineMap("a\nb\nc").line_at(2) == 2


def test_windows() -> None:
    assert choose_window(WHOLE_LINES, around=1500, first=None) == (1, WHOLE_LINES)
    assert choose_window(100_000, around=None, first=None) == (1, 1000)
    assert choose_window(100_000, around=50, first=None) == (1, 1000)
    assert choose_window(100_000, around=None, first=99_990) == (99_990, 100_000)
    assert choose_window(100_000, around=None, first=10**9) == (100_000, 100_000)


def test_a_window_of_a_hundred_thousand_lines_is_laid_out_without_delay() -> None:
    text = "una línea más de un texto largo\n" * 100_000
    chunks = [make_chunk(str(n), (n * 320, n * 320 + 31)) for n in range(10_000)]
    started = time.perf_counter()
    lines, window = LineMap(text), choose_window(100_000, around=50_000, first=None)
    shown = [chunk for chunk in chunks if lines.overlaps(window, chunk.start_char, chunk.end_char)]
    blocks = lay_out(text, shown, {}, lines=lines, window=window)
    assert time.perf_counter() - started < 10  # not one pass a line
    assert sum(len(block.rows) for block in blocks) == 1000
