"""How is the original file handed out without handing out anything else?

From an opaque id over the index to a path inside an indexed folder; then component by component, none of
them a symbolic link, to a regular file. What is indexed decides, never what the request says. A document
inside of a mail or an archive is taken out of it by a process that can do no harm.
"""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from corpus.confined.asking import Original, ask_part
from corpus.errors import UnreadableError
from corpus.model import Document
from index.reading import IndexReader
from webui.errors import OriginalError, UnopenedError

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
READ_FILE = READ | os.O_NONBLOCK  # a FIFO put in a file's place would block for ever


def open_document(reader: IndexReader, document: Document) -> Original:
    """A document's open file, and where in it the document is; raises ``OriginalError``."""
    place = reader.file_of(document.doc_id)
    if place is None:
        raise OriginalError(f"{document.path} is not in the index any more")
    file = open_original(*place, reader.sources())
    return Original(file, place[0].name, document.file_sha256, document.inside)


def open_bytes(reader: IndexReader, document: Document) -> BinaryIO:
    """The document's own bytes, as an open file; raises ``OriginalError`` or ``UnopenedError``.

    Out of a container only where its bytes are those that were indexed: what another file holds at the same
    place is another document.
    """
    original = open_document(reader, document)
    if not original.inside:
        return original.file
    with original.file:
        try:
            return ask_part(original)
        except UnreadableError as error:
            raise UnopenedError(error.reason) from error


def open_original(file: Path, root: Path, sources: Iterable[str]) -> BinaryIO:
    """Open a document's file for reading; raises ``OriginalError`` when it is not where it may be."""
    real_root, real = Path(os.path.realpath(root)), Path(os.path.realpath(file))
    if not is_known_root(real_root, sources):
        raise OriginalError(f"{root} is not an indexed folder")
    if not real.is_relative_to(real_root) or real == real_root:
        raise OriginalError(f"{file.name} lies outside of its folder")
    try:
        return _open_below(real_root, real.relative_to(real_root).parts)
    except OSError as error:
        raise OriginalError(f"{file.name}: {error.strerror}") from error


def is_known_root(root: Path, sources: Iterable[str]) -> bool:
    """Whether a real folder is one of the sources, lies in one, or holds one that is a single file."""
    for source in sources:
        real = Path(os.path.realpath(source))
        if root.is_relative_to(real) or (root == real.parent and not real.is_dir()):
            return True
    return False


def _open_below(root: Path, parts: tuple[str, ...]) -> BinaryIO:
    """Walk down folder by folder, so that nothing can be swapped for a link on the way."""
    folder = os.open(root, READ | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            inner = os.open(part, READ | os.O_DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
        descriptor = os.open(parts[-1], READ_FILE, dir_fd=folder)
    finally:
        os.close(folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OriginalError("not a regular file")
    return os.fdopen(descriptor, "rb")
