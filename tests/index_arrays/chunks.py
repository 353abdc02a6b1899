"""Random chunks of the project's own kind, in an index of our segments and in one of Whoosh's own."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.fields import ID, STORED, TEXT, Schema

from analyzers.language import Language
from corpus.model import Chunk, Document, Segment
from index.arrays.writer import ArrayWriter
from index.batches import read_batch
from index.fields import TOKEN_FIELDS, VERBATIM

WORDS = (
    "la frontera norte cooperación seguridad México acuerdo UN border security northern agreement "
    "cooperation drug trade ASPAN comercio drogas year año work-plan 2008"
).split()


def project_schema() -> Schema:
    """Fields as an index of this project has them, made of Whoosh's own types."""
    scored = {name: TEXT(phrase=name != VERBATIM) for name in TOKEN_FIELDS}
    return Schema(**scored, facet=ID(), chunk_id=ID(unique=True), doc_id=ID(), record=STORED())


def make_documents(rng: random.Random, count: int, *, first: int = 0) -> list[tuple[Document, list[Chunk]]]:
    """Documents of a few chunks each; words come in very different frequencies."""
    made = []
    for number in range(first, first + count):
        name = f"d{number}"
        document = Document(
            doc_id=name,
            root="/r",
            path=f"folder{number % 3}/{name}.txt",
            format="txt",
            sha256=name,
            size_bytes=1,
            title=" ".join(rng.choices(WORDS, k=2)),
            text="",
            metadata={
                "date": (f"20{rng.randrange(4, 9):02}-01-02",),
                "tag": tuple(rng.sample(["A", "B", "C"], 2)),
            },
        )
        chunks = [make_chunk(rng, document, ordinal) for ordinal in range(rng.randrange(1, 5))]
        made.append((document, chunks))
    return made


def make_chunk(rng: random.Random, document: Document, ordinal: int) -> Chunk:
    text = " ".join(
        WORDS[min(int(rng.expovariate(0.25)), len(WORDS) - 1)] for _ in range(rng.randrange(1, 30))
    )
    return Chunk(
        chunk_id=f"{document.doc_id}.{ordinal}",
        doc_id=document.doc_id,
        ordinal=ordinal,
        text=text,
        segments=(Segment(0, 0, len(text)),),
        start_line=1,
        end_line=1,
        section=("Part", "Año"),
        language=rng.choice([Language.ES, Language.EN, None]),
        metadata=document.metadata,
    )


def write_arrays(
    folder: Path, batches: Sequence[Sequence[tuple[Document, list[Chunk]]]], **options: Any
) -> None:
    """An index of our segments, a transaction a batch; a document given again replaces the one before."""
    folder.mkdir(exist_ok=True)
    index = whoosh_index.create_in(str(folder), project_schema())
    for batch in batches:
        writer = ArrayWriter(index, **options)
        for document, chunks in batch:
            writer.delete_term("doc_id", document.doc_id.encode())
            writer.add_batch(read_batch([(document, chunk) for chunk in chunks]))
        writer.commit(merge=False)
