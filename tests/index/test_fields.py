"""A chunk's text goes into the fields of its language, what stands around it into fields of their own."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.language import Language
from corpus.model import Chunk, Document, Kind, Metadata, Segment
from index.facets import read_facets
from index.fields import (
    ASIDE,
    EXACT,
    FACET,
    SECTION,
    TEXT,
    TITLE,
    VERBATIM,
    facet_term,
    fold_value,
    place_tokens,
)  # fmt: skip
from index.schema import Terms
from tests.analyzers.test_terms import awkward
from tests.index.entries import Entry, read_entries
from tests.strings import any_text

DOCUMENT = Document("d", "/r", "Informes/2005/puerto_seguro.txt", "txt", "", 0, "Puerto seguro", "")


def chunk(
    text: str = "Los puertos",
    *,
    language: Language | None = None,
    kind: Kind = Kind.TEXT,
    metadata: Metadata | None = None,
) -> Chunk:
    segments = (Segment(0, 0, len(text)),)
    return Chunk(
        "c", "d", 0, text, segments, 1, 1, kind, ("Resumen",), language=language, metadata=metadata or {}
    )


def entry(made: Chunk) -> Entry:
    return read_entries([(DOCUMENT, made)])[0]


def values(path: str, made: Chunk) -> dict[str, Sequence[str]]:
    return dict(read_facets(path, "txt", made).values)


def facets(**metadata: tuple[str, ...]) -> set[str]:
    return set(entry(chunk(metadata=metadata)).terms[FACET])


@pytest.mark.parametrize(
    ("language", "fields"),
    [
        (Language.ES, {TEXT[Language.ES]}),
        (Language.EN, {TEXT[Language.EN]}),
        (None, {TEXT[Language.ES], TEXT[Language.EN]}),
    ],
)
def test_text_goes_into_the_field_of_its_language(language: Language | None, fields: set[str]) -> None:
    tokens = entry(chunk(language=language)).tokens
    assert {name for name in tokens if name in TEXT.values()} == fields
    assert {EXACT, VERBATIM, SECTION, TITLE} <= set(tokens)
    assert ASIDE not in tokens


@pytest.mark.parametrize("kind", [Kind.HEADER, Kind.BOILERPLATE])
def test_chrome_stands_aside(kind: Kind) -> None:
    tokens = entry(chunk(kind=kind, language=Language.ES)).tokens
    assert set(tokens[ASIDE].texts) == {"los", "puert", "puerto"}
    assert not set(TEXT.values()) & set(tokens)


def test_facets_of_the_document_and_of_the_paragraph() -> None:
    found = facets(
        date=("2005-03-23",), tag=("PTER", "Économie"), author=("Ana Núñez",), reference=("05MEX1",)
    )
    assert {
        "type=txt", "year=2005", "date=2005-03-23", "tag=pter", "tag=economie", "kind=text",
        "folder=informes/2005", "folder=informes", "author=ana nunez", "author=nunez", "reference=05mex1",
        "path=informes/2005/puerto_seguro.txt", "path=puerto", "path=seguro",
    } <= found  # fmt: skip


def test_every_field_of_a_message_can_be_asked_for() -> None:
    found = facets(
        refers=("09MEXICO2462",),
        subject=("Port security",),
        signature=("NÚÑEZ",),
        marking=("SBU",),
        ocr=("yes",),
    )
    assert {
        "refers=09mexico2462", "subject=port security", "subject=security", "reference=port security",
        "signature=nunez", "marking=sbu", "ocr=yes",
    } <= found  # fmt: skip
    shown = values("a.txt", chunk(metadata={"marking": ("SBU",), "ocr": ("yes",)}))
    assert shown == {"type": ("txt",), "marking": ("SBU",), "ocr": ("yes",)}


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("a.zip/sub/b.txt", "a.zip/sub"),
        ("cartas/a.eml/plan.pdf", "cartas"),
        ("cartas/a.MSG/b.eml/plan.pdf", "cartas"),
        ("cartas/acta.txt.gz/acta.txt", "cartas"),
        ("cartas/todas.tar.gz/acta.txt", "cartas/todas.tar.gz"),
        ("a.eml/plan.pdf", None),
        ("Inbox.mbox/3.eml/plan.pdf", "Inbox.mbox"),
    ],
)
def test_an_archive_is_a_folder_and_a_message_is_none(path: str, folder: str | None) -> None:
    assert values(path, chunk()).get("folder", (None,)) == (folder,)


def test_only_facets_that_are_there_are_shown() -> None:
    assert values("a.txt", chunk()) == {"type": ("txt",)}
    shown = values("x/a.txt", chunk(language=Language.ES, metadata={"date": ("2008-04",)}))
    assert shown == {"language": ("es",), "type": ("txt",), "year": ("2008",), "folder": ("x",)}


@given(any_text)
def test_folding_a_value_is_idempotent(value: str) -> None:
    assert fold_value(fold_value(value)) == fold_value(value)


def test_values_keep_their_separators() -> None:
    assert facet_term("folder", "Año 2005/Informes") == "folder=ano 2005/informes"


@given(st.lists(any_text, max_size=3), any_text)
def test_any_text_makes_an_entry(section: list[str], text: str) -> None:
    odd = Chunk("c", "d", 0, text, (Segment(0, 0, len(text)),), 1, 1, section=tuple(section))
    for tokens in entry(odd).tokens.values():
        assert list(tokens.positions) == sorted(tokens.positions)


@given(awkward, st.sampled_from([None, *Language]))
def test_what_is_indexed_is_what_is_marked(text: str, language: Language | None) -> None:
    for kind in (Kind.TEXT, Kind.HEADER):
        made = chunk(text, language=language, kind=kind)
        indexed = entry(made).tokens
        for field, tokens in place_tokens(made).items():
            placed = [(token.position, token.text) for token in tokens]
            held = indexed.get(field, Terms((), ()))
            assert sorted(zip(held.positions, held.texts, strict=True)) == sorted(placed)


@pytest.mark.parametrize("language", [None, *Language])
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.HEADER])
def test_a_word_that_a_line_end_cut_is_whole(language: Language | None, kind: Kind) -> None:
    segments = (Segment(0, 0, 6), Segment(6, 7, 13))
    made = Chunk("c", "d", 0, "El es-tricto control", segments, 1, 2, kind, language=language)
    indexed = entry(made).tokens
    for field, tokens in place_tokens(made).items():
        placed = [(token.position, token.text) for token in tokens]
        assert sorted(zip(indexed[field].positions, indexed[field].texts, strict=True)) == sorted(placed)
    assert [token[1:] for token in place_tokens(made)[VERBATIM]] == [(0, 0, 2), (1, 3, 12), (2, 13, 20)]
    assert list(indexed[VERBATIM].texts) == ["El", "estricto", "control"]
