"""``bisagra show``: a passage in its context, by its id or by the place in a file."""

import argparse
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scripts.arguments import Parser, nearest, whole_number
from scripts.errors import CommandError
from scripts.exits import DONE, NOTHING_FOUND, error_object
from scripts.opening import complain_of_damage, open_reader
from scripts.session import Session
from scripts.terminal import Terminal, clean
from scripts.texts import Words

if TYPE_CHECKING:
    from corpus.model import Chunk, Metadata
    from index.reading import DocumentEntry, IndexReader
    from index.runs import Unreadable

NAME = "show"

_CHUNK_ID = re.compile(r"[0-9a-f]{8,64}")
_PLACE = re.compile(r"(?P<path>.+):(?P<line>\d{1,9})(?:-\d+)?", re.DOTALL)
_MOST_AMBIGUOUS = 5


class _NotFoundError(CommandError):
    """There is nothing of that name."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What is shown: passages of a document, one of them the one asked for (or none in particular).

    ``attachments`` and ``unread`` hang on a message that is shown whole; no text of ``unread`` could be read.
    """

    entry: "DocumentEntry"
    passages: "Sequence[Chunk]"
    chosen: "Chunk | None"
    metadata: "Metadata"
    is_changed: bool
    attachments: "Sequence[DocumentEntry]" = ()
    unread: "Sequence[Unreadable]" = ()


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words = parser.words
    parser.values.add_argument("target", metavar="CHUNK_ID|PATH[:LINE]", help=words.say("show_target"))
    parser.options.add_argument(
        "--context", metavar="N", type=whole_number(0, words), default=1, help=words.say("show_context")
    )
    parser.options.add_argument("--json", action="store_true", help=words.say("help_json"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Show a passage or a document; 1 where there is none of that name."""
    with open_reader(session.configuration) as reader:
        try:
            found = _find(reader, arguments.target, arguments.context)
        except _NotFoundError as error:
            sentence = error.say(session.words)
            if arguments.json:
                session.terminal.print_json(
                    {"document": None, "chunk_id": None, "passages": [], **error_object(sentence)}
                )
            session.terminal.complain(sentence)
            return NOTHING_FOUND
        finally:
            complain_of_damage(reader, session)
        damage = reader.damage
    if arguments.json:
        session.terminal.print_json(
            {**_to_dict(found), "damage": str(damage) if damage else None, "error": None}
        )
    else:
        for line in _render(found, session.terminal):
            session.terminal.print(line)
    return DONE


def _find(reader: "IndexReader", target: str, context: int) -> _Found:
    chunk = reader.chunk(target) if _CHUNK_ID.fullmatch(target) else None
    entries = reader.documents()
    if chunk is not None:
        entry = next(entry for entry in entries if entry.doc_id == chunk.doc_id)
        return _around(reader, entry, chunk, context)
    matching, line = _match(entries, target), None
    place = _PLACE.fullmatch(target)
    if not matching and place:
        matching, line = _match(entries, place["path"]), int(place["line"])
    if not matching:
        near = nearest(place["path"] if place else target, [entry.path for entry in entries])
        key = "show_unknown_near" if near else "show_unknown"
        raise _NotFoundError(key, target=target, near=near)
    if len(matching) > 1:
        files = ", ".join(_place_of(entry) for entry in matching[:_MOST_AMBIGUOUS])
        raise CommandError("show_ambiguous", path=place["path"] if place and line else target, files=files)
    entry = matching[0]
    if line is not None:
        return _around(reader, entry, _at_line(reader, entry, line), context)
    document = reader.document(entry.doc_id)
    return _Found(
        entry,
        reader.chunks_of(entry.doc_id),
        None,
        document.metadata if document else {},
        reader.is_changed(entry.doc_id),
        reader.attachments(entry.doc_id),
        reader.unread_attachments(entry.doc_id),
    )


def _match(entries: "Sequence[DocumentEntry]", path: str) -> "list[DocumentEntry]":
    """The documents at a path: letter for letter, else however its accents are put together.

    A name made on macOS holds ``u`` and an accent where a keyboard types ``ú``; they look the same.
    """
    return _match_spelt(entries, path, str) or _match_spelt(entries, path, _compose)


def _match_spelt(
    entries: "Sequence[DocumentEntry]", path: str, spell: Callable[[str], str]
) -> "list[DocumentEntry]":
    """The documents at a path: as it is indexed, as it lies on disk, else by the end of it."""
    file, path = spell(os.path.abspath(os.path.expanduser(path))), spell(path)
    exact = [entry for entry in entries if file == spell(_place_of(entry))]
    exact = exact or [entry for entry in entries if path == spell(entry.path)]
    exact = exact or [entry for entry in entries if spell(entry.path).endswith(f"/{path}")]
    # an archive is no document; what it holds is what there is to show
    return exact or [
        entry for entry in entries if entry.container and path in (spell(entry.container), spell(entry.file))
    ]


def _compose(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _place_of(entry: "DocumentEntry") -> str:
    return os.path.join(entry.root, entry.path)


def _at_line(reader: "IndexReader", entry: "DocumentEntry", line: int) -> "Chunk":
    """The passage at a line, or the next one where the line is blank."""
    chunks = reader.chunks_of(entry.doc_id)
    for chunk in chunks:
        if chunk.start_line <= line <= chunk.end_line:
            return chunk
    later = [chunk for chunk in chunks if chunk.start_line > line]
    if later:
        return later[0]
    document = reader.document(entry.doc_id)
    last = len(document.text.splitlines()) if document else 0
    if not chunks or line > last:
        raise _NotFoundError("show_past_end", path=entry.path, last=last, line=line)
    return chunks[-1]


def _around(reader: "IndexReader", entry: "DocumentEntry", chunk: "Chunk", context: int) -> _Found:
    chunks = reader.chunks_of(entry.doc_id)
    at = next(place for place, each in enumerate(chunks) if each.chunk_id == chunk.chunk_id)
    passages = chunks[max(0, at - context) : at + context + 1]
    return _Found(entry, passages, chunk, chunk.metadata, reader.is_changed(entry.doc_id))


def _to_dict(found: _Found) -> dict[str, Any]:
    from search.serializing import chunk_to_dict

    entry = found.entry
    return {
        "document": asdict(entry)
        | {
            "file": entry.file,
            "changed": found.is_changed,
            "metadata": {name: list(values) for name, values in found.metadata.items()},
        },
        "chunk_id": found.chosen.chunk_id if found.chosen else None,
        "passages": [chunk_to_dict(chunk, entry.path, entry.title) for chunk in found.passages],
        "attachments": [{"path": each.path, "doc_id": each.doc_id} for each in found.attachments],
        "unreadable": [asdict(each) for each in found.unread],
    }


def _render(found: _Found, terminal: Terminal) -> Iterator[str]:
    from scripts.rendering import render_place
    from search.unmarking import read_plainly

    entry, words = found.entry, terminal.words
    yield terminal.bold(clean(entry.title or entry.path))
    yield f"{words.say('show_file')}: {clean(entry.file)}"
    yield from _metadata_lines(found.metadata, terminal)
    yield from _attachment_lines(found, words)
    if found.is_changed:
        yield words.say("show_changed")
    for chunk in found.passages:
        is_chosen = chunk is found.chosen or (
            found.chosen is not None and chunk.chunk_id == found.chosen.chunk_id
        )
        plain, _ = read_plainly(chunk, (), entry.format)
        text = terminal.wrap(plain, indent="  | " if is_chosen else "    ")
        yield ""
        yield render_place(chunk, entry.path, "", terminal)
        yield text if is_chosen or found.chosen is None else terminal.dim(text)


def _attachment_lines(found: _Found, words: Words) -> Iterator[str]:
    """What hangs on a message, by the path that ``show`` takes; then what of it could not be read."""
    paths = [clean(each.path) for each in found.attachments]
    paths += [
        clean(words.say("show_unread", name=each.path, reason=words.reason(each.reason)))
        for each in found.unread
    ]
    if paths:
        yield f"{words.say('show_attachments')}:"
        yield from (f"  {path}" for path in paths)


def _metadata_lines(metadata: "Metadata", terminal: Terminal) -> Iterator[str]:
    for name, values in metadata.items():
        key = f"meta_{name}"
        label = terminal.words.say(key) if terminal.words.knows(key) else name
        if name == "ocr" and "yes" in values:  # of a passage; of a document its pages are told
            values = (terminal.words.say("meta_ocr_yes"),)
        yield clean(f"{label}: {', '.join(values)}")
