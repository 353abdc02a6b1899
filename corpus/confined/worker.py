"""The process in which files are read: it takes jobs on standard input and answers with frames.

Run by ``isolation`` only. A job is a line of JSON; a frame is a letter, a length and that many
bytes. Nothing else goes to standard output, whatever a library prints.
"""

import gc
import json
import os
import struct
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from analyzers.collecting import collector_relaxed
from corpus.chunking import cut_chunks
from corpus.confined.limits import Limits, confine, renew_cpu
from corpus.confined.wire import encode_read
from corpus.errors import UnreadableError
from corpus.model import Chunk, Document
from corpus.options import ReadingOptions
from corpus.readers import TOO_MUCH_MEMORY, read_documents
from corpus.reasons import say

BEGIN, ALIVE, READ, FAILED, FINISHED = b"B", b"K", b"D", b"E", b"F"
HEADER = struct.Struct("<cI")
OUT_OF_MEMORY = 12

Send = Callable[[bytes, bytes], None]


def main() -> None:
    """Serve jobs until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    first = sys.stdin.buffer.readline()
    if not first:
        return
    setup = json.loads(first)
    limits = Limits(**setup["limits"])
    confine(limits)

    def send(kind: bytes, payload: bytes = b"") -> None:
        _send(answers, kind, payload)

    options = read_options(setup["options"])
    gc.freeze()
    try:
        with collector_relaxed():
            for line in sys.stdin.buffer:
                serve(json.loads(line), send, options, limits)
    except MemoryError:
        # Not even enough to say so: the exit code does.
        os._exit(OUT_OF_MEMORY)


def serve(job: Any, send: Send, options: ReadingOptions, limits: Limits) -> None:
    """Read one file and answer with its documents in order, each as soon as it is read."""

    def begin(name: str) -> None:
        renew_cpu(limits)
        send(BEGIN, name.encode("utf-8", "surrogateescape"))

    def keep_alive() -> None:
        renew_cpu(limits)
        send(ALIVE, b"")

    renew_cpu(limits)
    path, name = Path(job["path"]), job["path"]
    try:
        for result in read_documents(
            path,
            root=Path(job["root"]),
            doc_id=job["doc_id"],
            options=replace(options, on_page=keep_alive),
            skip=job["skip"],
            on_part=begin,
        ):
            name = result.path
            send(*answer(result, limits))
    except UnreadableError as error:
        send(FAILED, encode_error(error.path, error.reason))
    except MemoryError:
        send(FAILED, encode_error(name, TOO_MUCH_MEMORY))
    except Exception as error:  # one bad file never stops a run
        send(FAILED, encode_error(name, say("fault", problem=f"{type(error).__name__}: {error}")))
    send(FINISHED, b"")


def answer(result: Document | UnreadableError, limits: Limits) -> tuple[bytes, bytes]:
    """Cut what was read, and make the frame that says so."""
    if isinstance(result, UnreadableError):
        return FAILED, encode_error(result.path, result.reason)
    name = f"{result.root}/{result.path}"
    try:
        return READ, encode_read(*cut(result, limits))
    except MemoryError:
        return FAILED, encode_error(name, TOO_MUCH_MEMORY)
    except Exception as error:
        return FAILED, encode_error(name, say("fault", problem=f"{type(error).__name__}: {error}"))


def cut(document: Document, limits: Limits) -> tuple[Document, tuple[Chunk, ...]]:
    """The document's chunks; of one that has too many, the first ones, and a note that says so."""
    chunks = cut_chunks(document)
    if len(chunks) <= limits.chunks:
        return document, chunks
    note = say("many-paragraphs", most=f"{limits.chunks:,}", count=f"{len(chunks):,}")
    chunks = chunks[: limits.chunks]
    end = max(chunk.end_char for chunk in chunks)
    return replace(document, text=document.text[:end], notes=(*document.notes, note)), chunks


def encode_error(path: str, reason: str) -> bytes:
    """A file's path and the reason why it cannot be read."""
    return json.dumps([path, reason]).encode("ascii")


def write_options(options: ReadingOptions) -> dict[str, Any]:
    """The options as JSON takes them, without what only this process can call."""
    return {
        "ocr": options.ocr,
        "ocr_cache": str(options.ocr_cache) if options.ocr_cache else None,
        "ocr_page_seconds": options.ocr_page_seconds,
        "ocr_file_seconds": options.ocr_file_seconds,
    }


def read_options(found: dict[str, Any]) -> ReadingOptions:
    """What ``write_options`` was given."""
    cache = Path(found["ocr_cache"]) if found["ocr_cache"] else None
    return replace(ReadingOptions(**{**found, "ocr_cache": None}), ocr_cache=cache)


def _send(stream: BinaryIO, kind: bytes, payload: bytes) -> None:
    stream.write(HEADER.pack(kind, len(payload)))
    stream.write(payload)
    stream.flush()
