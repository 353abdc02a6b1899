"""Which passages of a document hold what was searched for, and which is the next one?

Marking looks at every word of a passage, about a millisecond each. A document of ordinary length is marked
whole, so that its passages can be counted; of a long one only the part shown is, and the next passage
beyond it is looked for step by step.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Chunk
from webui.lines import Span

Marks = Mapping[str, Sequence[Span]]
Marker = Callable[[Sequence[Chunk]], Marks]

WHOLE_CHUNKS = 500
"""Documents up to this many chunks are marked whole: half a second at worst."""
STEP_CHUNKS = 50
MOST_STEPS = 10


@dataclass(frozen=True, slots=True)
class Found:
    """How many passages are marked, which of them is the chosen one (from 1), and its neighbours.

    ``is_whole`` is false where only the part shown was counted. Where no passage is chosen, ``next`` is
    the first one.
    """

    count: int
    is_whole: bool
    position: int | None
    previous: Chunk | None
    next: Chunk | None


def find_marked(
    chunks: Sequence[Chunk], shown: Sequence[Chunk], chosen: Chunk | None, mark: Marker
) -> tuple[Found, Marks]:
    """Mark a document, or what is shown of a long one; ``chunks`` are in reading order."""
    is_whole = len(chunks) <= WHOLE_CHUNKS
    looked_at = chunks if is_whole else shown
    marks = mark(looked_at)
    marked = [chunk for chunk in looked_at if marks.get(chunk.chunk_id)]
    before = [chunk for chunk in marked if chosen and chunk.ordinal < chosen.ordinal]
    after = [chunk for chunk in marked if not chosen or chunk.ordinal > chosen.ordinal]
    previous, following = (before[-1] if before else None), (after[0] if after else None)
    if not is_whole and shown:
        if previous is None and chosen:
            previous = step_to(list(reversed(chunks[: chunks.index(shown[0])])), mark)
        if following is None:
            following = step_to(chunks[chunks.index(shown[-1]) + 1 :], mark)
    position = marked.index(chosen) + 1 if is_whole and chosen in marked else None
    return Found(len(marked), is_whole, position, previous, following), marks


def step_to(chunks: Sequence[Chunk], mark: Marker) -> Chunk | None:
    """The first marked chunk, or None where there is none within reach."""
    for start in range(0, min(len(chunks), STEP_CHUNKS * MOST_STEPS), STEP_CHUNKS):
        step = chunks[start : start + STEP_CHUNKS]
        marks = mark(step)
        for chunk in step:
            if marks.get(chunk.chunk_id):
                return chunk
    return None
