"""What do the person's parallel documents translate words by? A table learnt from them, kept with the index.

Parallel documents have the same name with ``.es`` and ``.en`` before the suffix, or are named as a pair.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzers.files import LEARNT_TRANSLATIONS
from scripts.errors import CommandError

if TYPE_CHECKING:
    from analyzers.translation import TranslationTable
    from index.reading import IndexReader


Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Learnt:
    """A table and what it was learnt from: pairs of documents, pairs of paragraphs."""

    table: "TranslationTable"
    documents: tuple[tuple[str, str], ...]
    paragraphs: int


def learn_translations(reader: "IndexReader", named: Sequence[str], progress: Progress) -> Learnt:
    """Learn from the pair of documents that is ``named``, else from all that their names show to be pairs.

    Raises :class:`CommandError` where there is no such pair in the index.
    """
    from analyzers.aligning import align, match_names
    from analyzers.translation import learn_table

    found = match_names(entry.path for entry in reader.documents())
    documents = [(named[0], named[1])] if named else found
    if not documents:
        raise CommandError("terms_no_parallel")
    paragraphs: list[tuple[str, str]] = []
    for number, (spanish, english) in enumerate(documents, start=1):
        paragraphs += align(list(_iter_texts(reader, spanish)), list(_iter_texts(reader, english)))
        progress(number, len(documents), spanish)
    return Learnt(learn_table(paragraphs), tuple(documents), len(paragraphs))


def write_learnt(learnt: Learnt, directory: Path) -> Path:
    """Put the table in its place, where searches find it."""
    from analyzers.translation import write_table

    path = directory / LEARNT_TRANSLATIONS
    write_table(learnt.table, path)
    return path


def _iter_texts(reader: "IndexReader", path: str) -> Iterator[str]:
    from corpus.model import Kind

    doc_id = reader.find_document(path)
    if doc_id is None:
        raise CommandError("show_unknown", target=path)
    yield from (chunk.text for chunk in reader.chunks_of(doc_id) if chunk.kind is Kind.TEXT)
