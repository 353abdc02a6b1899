"""Which chunks need a vector after an update, and which words of the two languages belong together?

update_index(directory, [folder])
update_vectors(directory, load_embedder())
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from analyzers.autolexicon import (
    AutoLexicon,
    autolexicon_to_text,
    build_lexicon,
    find_pairs,
    least_csls,
    load_autolexicon,
)
from analyzers.embedding import Embedder, installed_model
from analyzers.files import GUESSED_TRANSLATIONS
from analyzers.language import Language
from corpus.model import Kind
from index.files import publish
from index.locking import write_lock
from index.plan import Everything
from index.reading import IndexReader
from index.vectors import VECTORS_NAME, VectorIndex, describe_state
from index.vectorstore import (
    Store,
    empty_store,
    fill_store,
    keep_texts,
    make_key,
    name_model,
    read_store,
    restore,
    unknown_texts,
    write_store,
)
from index.vocabularies import choose_words, count_words

WORDS_NAME = "words.bin"

Progress = Callable[[int, int, str], None]
"""Called with (texts embedded, texts to embed, path of the document or word just embedded)."""

_SAVE_SECONDS = 60
"""What has been embedded is saved so often: a long first run that breaks off need not begin again."""

_WITHOUT_MEANING = (Kind.HEADER, Kind.BOILERPLATE)
"""Message headers and page marks are near to one another and to nothing that is asked."""


@dataclass(frozen=True, slots=True)
class VectorReport:
    """What a run did, in different texts; ``translated`` counts words with an automatic translation."""

    added: int = 0
    kept: int = 0
    dropped: int = 0
    translated: int = 0
    seconds: float = 0.0


class Meaning(StrEnum):
    """Whether an index can be searched by meaning: no model, nothing yet, a part, all of it."""

    NONE = "none"
    STALE = "stale"
    PARTIAL = "partial"
    ON = "on"


@dataclass(frozen=True, slots=True)
class _Passage:
    chunk_id: str
    text: str
    path: str
    language: Language | None


def update_vectors(
    directory: Path, embedder: Embedder | None, progress: Progress | None = None
) -> VectorReport:
    """Bring the vectors and the automatic lexicon of an index up to date with its chunks.

    Only texts without a vector of this model are embedded; what belongs to texts that are gone is removed,
    which is all that happens without an ``embedder``. To be called after every update of the index, also
    one that changed nothing. Raises :class:`IndexingError` where the index cannot be opened or another
    run is writing, ``OSError`` where the disk is full; the index itself is then as good as before.
    """
    started = time.perf_counter()
    with write_lock(directory), IndexReader.open(directory) as reader:
        report = _Update(reader, embedder, progress).run() if embedder else _forget(reader)
    return replace(report, seconds=round(time.perf_counter() - started, 3))


def is_up_to_date(directory: Path) -> bool:
    """Whether nothing has changed since the vectors were made, or there are none and no model to make any.

    Costs no loading of a model. Raises :class:`IndexingError` where the index cannot be opened.
    """
    model = installed_model()
    vectors = VectorIndex.open(directory)
    if vectors is None:
        return model is None
    with IndexReader.open(directory) as reader:
        return model is not None and vectors.model.startswith(model) and vectors.is_current(reader)


def find_meaning(directory: Path) -> Meaning:
    """How far searching by meaning has come. Raises :class:`IndexingError` where there is no index."""
    if installed_model() is None:
        return Meaning.NONE
    if vector_model(directory) is None:
        return Meaning.STALE
    return Meaning.ON if is_up_to_date(directory) else Meaning.PARTIAL


def vector_model(directory: Path) -> str | None:
    """Name and version of the model whose vectors an index has; ``None`` without any."""
    vectors = VectorIndex.open(directory)
    return vectors.model if vectors is not None else None


class _Update:
    """One run with a model."""

    def __init__(self, reader: IndexReader, embedder: Embedder, progress: Progress | None) -> None:
        self._reader = reader
        self._embedder = embedder
        self._progress = progress
        self._done = 0
        self._total = 0
        self._saved = time.monotonic()

    def run(self) -> VectorReport:
        directory, model = self._reader.directory, name_model(self._embedder)
        state = describe_state(self._reader)
        earlier = read_store(directory / VECTORS_NAME)
        lexicon = load_autolexicon(directory / GUESSED_TRANSLATIONS)
        if earlier is not None and lexicon is not None and (earlier.model, earlier.state) == (model, state):
            return VectorReport(kept=len(earlier), translated=len(lexicon))
        passages = _read_passages(self._reader)
        paths = {passage.text: passage.path for passage in passages}
        words = choose_words(count_words((passage.text, passage.language) for passage in passages))
        spellings = sorted({word for chosen in words.values() for word in chosen})
        chunks, vocabulary = self._usable(earlier), self._usable(read_store(directory / WORDS_NAME))
        added = unknown_texts(chunks, list(paths))
        self._total = len(added) + len(unknown_texts(vocabulary, spellings))
        chunks = self._fill_chunks(chunks, paths, added, passages)
        lexicon = self._update_lexicon(vocabulary, words, spellings)
        write_store(directory / VECTORS_NAME, replace(_with_chunks(chunks, passages), state=state))
        kept = len(chunks) - len(added)
        return VectorReport(len(added), kept, len(earlier or ()) - kept, len(lexicon))

    def _usable(self, store: Store | None) -> Store:
        """A store of this model: the given one, or an empty one."""
        if store is None or store.model != name_model(self._embedder):
            return empty_store(self._embedder)
        return store

    def _fill_chunks(
        self, old: Store, paths: Mapping[str, str], added: Sequence[str], passages: Sequence[_Passage]
    ) -> Store:
        def embedded(count: int, so_far: Callable[[], Store]) -> None:
            self._report(count, paths[added[count - 1]])
            if time.monotonic() - self._saved > _SAVE_SECONDS:
                write_store(self._reader.directory / VECTORS_NAME, _with_chunks(so_far(), passages))
                self._saved = time.monotonic()

        store = fill_store(old, list(paths), self._embedder, embedded=embedded)
        self._done = len(added)
        return store

    def _update_lexicon(
        self, old: Store, words: Mapping[Language, Sequence[str]], spellings: Sequence[str]
    ) -> AutoLexicon:
        """Pair the words of the two vocabularies; both files are written."""
        directory = self._reader.directory
        added = unknown_texts(old, spellings)

        def embedded(count: int, so_far: Callable[[], Store]) -> None:
            self._report(count, added[count - 1])

        store = fill_store(old, spellings, self._embedder, query=True, embedded=embedded)
        write_store(directory / WORDS_NAME, store)
        vectors = restore(store)
        places = {word: place for place, word in enumerate(spellings)}
        spanish, english = (
            (words[language], vectors[[places[word] for word in words[language]]])
            for language in (Language.ES, Language.EN)
        )
        lexicon = build_lexicon(find_pairs(*spanish, *english, least=least_csls(self._embedder.name)))
        text = autolexicon_to_text(lexicon, store.model)
        publish(directory / GUESSED_TRANSLATIONS, [text.encode()])
        return lexicon

    def _report(self, count: int, what: str) -> None:
        if self._progress:
            self._progress(self._done + count, self._total, what)


def _forget(reader: IndexReader) -> VectorReport:
    """Remove what belongs to texts that are gone; nothing else can be done without a model."""
    path = reader.directory / VECTORS_NAME
    old = read_store(path)
    state = f"without a model {describe_state(reader)}"
    if old is not None and old.state in (state, describe_state(reader)):
        return VectorReport(kept=len(old))
    store = None
    if old is not None:
        passages = _read_passages(reader)
        store = keep_texts(old, {make_key(passage.text) for passage in passages})
        write_store(path, replace(_with_chunks(store, passages), state=state))
    else:
        path.unlink(missing_ok=True)
    if old is None or store is None or len(store) < len(old):
        for name in (WORDS_NAME, GUESSED_TRANSLATIONS):
            (reader.directory / name).unlink(missing_ok=True)
    kept = len(store or ())
    return VectorReport(kept=kept, dropped=len(old or ()) - kept)


def _read_passages(reader: IndexReader) -> list[_Passage]:
    """The chunks that get a vector, by chunk id."""
    passages = []
    for number in reader.engine.find(Everything()):
        record = reader.engine.record(number)
        chunk = record.chunk
        if chunk.kind not in _WITHOUT_MEANING:
            passages.append(_Passage(chunk.chunk_id, chunk.text, record.path, chunk.language))
    return sorted(passages, key=lambda passage: passage.chunk_id)


def _with_chunks(store: Store, passages: Sequence[_Passage]) -> Store:
    """The store with the chunks whose texts it knows."""
    rows = store.by_key()
    known = [(passage.chunk_id, rows[key]) for passage in passages if (key := make_key(passage.text)) in rows]
    return replace(
        store,
        chunk_ids=np.array([chunk_id.encode() for chunk_id, _ in known], np.bytes_),
        rows=np.array([row for _, row in known], np.uint32),
    )
