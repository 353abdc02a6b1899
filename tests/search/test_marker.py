"""Marks are found by the query's own terms only; run over all tokens of a chunk, plans mark the same."""

from hypothesis import given
from hypothesis import strategies as st

from analyzers.crossing import Crossing
from analyzers.language import Language
from corpus.model import Chunk, Kind, Segment
from index.fields import language_facet, place_tokens
from index.plan import Everything
from index.reading import IndexReader
from search.marking import Marker
from search.matching import ChunkTokens, LeafMatch
from search.parsing import parse_query
from search.planning import PlannedLeaf
from search.tiers import Leniency, plan_query
from tests import shipped

QUERIES = (
    "ASPAN", "inspección", '"Coast Guard"', "puerto NEAR/20 contenedores", "insp*", "ASPAN -OMC", "=UN",
    "México EE.UU.", "inspecion~", "título:puertos", "cross-border trade", "fecha:2009",
    "23 de marzo de 2005", "2005-03", "seguridad OR security", '"plan de acción"', "tipo:md", "U.S.",
    "1,234.5", "peacekeeping",
    "(puerto OR aduana) AND NOT frontera", "the of", "Guardia Costera puerto", "3SPP", "idioma:es seguridad",
)  # fmt: skip

PIECES = st.sampled_from(
    "PLAN DE LA ASPAN MOUs UN un año ANO 23 de marzo 2005 2005-03-23 03/04/2005 cross-border crossborder "
    "T-MEC EE.UU. U.S. puerto puertos contenedores Coast Guard's Guardia Costera 3SPP SUMMARY SECURITY "
    "seguridad 1.234,5 1,234.5 plan acción OF THE inspección inspections frontera aduana keeping".split()
)


def leaves_of(text: str, reader: IndexReader, crossing: Crossing) -> tuple[PlannedLeaf, ...]:
    planned = plan_query(
        parse_query(text), {}, vocabulary=reader.engine, crossing=crossing, leniency=Leniency()
    )
    return planned.leaves


def all_tokens_of(chunk: Chunk) -> ChunkTokens:
    return ChunkTokens(place_tokens(chunk), language_facet(chunk))


def over_all_tokens(tokens: ChunkTokens, leaves: tuple[PlannedLeaf, ...]) -> list[LeafMatch]:
    """The readable way: run every plan of every leaf over all tokens of a chunk."""
    return [match for leaf in leaves if (match := tokens.match(leaf)) is not None]


def test_hits_are_marked_as_by_running_every_plan_over_every_token(sample_reader: IndexReader) -> None:
    engine, crossing = sample_reader.engine, shipped.crossing()
    chunks = [engine.record(number).chunk for number in engine.find(Everything())[::4]]
    tokens = [all_tokens_of(chunk) for chunk in chunks]
    marked = 0
    for text in QUERIES:
        leaves = leaves_of(text, sample_reader, crossing)
        marker = Marker(leaves)
        for chunk, all_tokens in zip(chunks, tokens, strict=True):
            found = marker.match(chunk)
            assert found == over_all_tokens(all_tokens, leaves), (text, chunk.text)
            marked += bool(found)
    assert marked > 100


def test_any_text_of_any_kind_and_language_is_marked_alike(sample_reader: IndexReader) -> None:
    crossing = shipped.crossing()
    planned = [leaves_of(text, sample_reader, crossing) for text in QUERIES]
    markers = [Marker(leaves) for leaves in planned]

    @given(
        st.lists(st.tuples(PIECES, st.sampled_from([" ", ", ", ". ", "\n"])), max_size=12),
        st.sampled_from([None, *Language]),
        st.sampled_from(Kind),
    )
    def law(pieces: list[tuple[str, str]], language: Language | None, kind: Kind) -> None:
        text = "".join(word + gap for word, gap in pieces)
        chunk = Chunk(
            "c", "d", 0, text, (Segment(0, 0, len(text)),), 1, 1, kind=kind, language=language
        )  # fmt: skip
        tokens = all_tokens_of(chunk)
        for leaves, marker in zip(planned, markers, strict=True):
            assert marker.match(chunk) == over_all_tokens(tokens, leaves)

    law()
