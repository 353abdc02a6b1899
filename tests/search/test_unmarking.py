"""Laws and examples of showing Markdown without its marks."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Chunk, Segment
from search.edits import apply_edits
from search.results import Span
from search.unmarking import iter_unmarkings


def unmark(chunk: Chunk, marks: Sequence[Span]) -> tuple[str, list[Span]]:
    return apply_edits(chunk.text, iter_unmarkings(chunk), marks)


def make_chunk(*lines: str) -> Chunk:
    """A chunk whose lines were joined by blanks."""
    segments = []
    at = 0
    for line in lines:
        segments.append(Segment(at, at, len(line)))
        at += len(line) + 1
    return Chunk("c", "d", 0, " ".join(lines), tuple(segments), 1, max(1, len(lines)))


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("# Puertos", "## Resumen ##", "La **ASPAN** nació."), "Puertos · Resumen · La ASPAN nació."),
        (("## Solo un título",), "Solo un título"),
        (("Véase [el anexo](anexo.md) y `REF 12`.",), "Véase el anexo y REF 12."),
        (("__Nota__: el campo snake__case queda.",), "Nota: el campo snake__case queda."),
        (("El párrafo # 4 y 5 * 3 quedan.",), "El párrafo # 4 y 5 * 3 quedan."),
        (("La *Coast Guard* y el *camión*, dijo.",), "La Coast Guard y el camión, dijo."),
        (("AR: *Prefectura", "Naval*. Fin."), "AR: Prefectura Naval. Fin."),
        (("Nota* al pie, 2*3*4 y * * quedan.",), "Nota* al pie, 2*3*4 y * * quedan."),
        (("| Sigla | Nombre |", "|---|:---:|", "| OMA | Aduanas |"), "| Sigla | Nombre | | OMA | Aduanas |"),
        (("Los corchetes [sic] y (así) quedan.",), "Los corchetes [sic] y (así) quedan."),
    ],
)
def test_examples(lines: tuple[str, ...], shown: str) -> None:
    assert unmark(make_chunk(*lines), ()) == (shown, [])


def test_spans_stay_on_their_words() -> None:
    chunk = make_chunk("# De la ASPAN", "La **ASPAN** y el [SPP](spp.md)")
    words = [(8, 13), (19, 24), (33, 36)]
    assert [chunk.text[a:b] for a, b in words] == ["ASPAN", "ASPAN", "SPP"]
    text, spans = unmark(chunk, words)
    assert [text[a:b] for a, b in spans] == ["ASPAN", "ASPAN", "SPP"]


def test_a_span_over_marks_goes_on_both_sides_of_them() -> None:
    text, spans = unmark(make_chunk("la **Guardia** Costera"), [(5, 22), (3, 5)])
    assert [text[a:b] for a, b in spans] == ["Guardia Costera"]


_LINES = st.lists(st.text("ab #*_`[]().·", min_size=1, max_size=20), min_size=1, max_size=4)


@given(_LINES, st.data())
def test_spans_are_in_range_and_in_order(lines: list[str], data: st.DataObject) -> None:
    chunk = make_chunk(*lines)
    edges = data.draw(st.lists(st.integers(0, len(chunk.text)), max_size=6).map(sorted))
    spans = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < b]
    text, moved = unmark(chunk, spans)
    flat = [edge for span in moved for edge in span]
    assert flat == sorted(flat)
    assert all(0 <= edge <= len(text) for edge in flat)


@given(_LINES)
def test_letters_are_never_lost(lines: list[str]) -> None:
    chunk = make_chunk(*lines)
    text, _ = unmark(chunk, ())
    if "](" not in chunk.text:  # an address goes with its link
        assert [c for c in text if c in "ab"] == [c for c in chunk.text if c in "ab"]


@given(st.text("ab .,;áñ", max_size=60))
def test_plain_text_stays_as_it_is(line: str) -> None:
    assert unmark(make_chunk(line), ())[0] == line
