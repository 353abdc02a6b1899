"""Which files of a folder are to be read? Regular ones only, in an order that never changes.

Goes in: a folder or a single file. Comes out: paths, one at a time, nothing opened.

    for path in iter_files(Path("informes")):
        ...
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

_NOBODYS = frozenset(("__macosx", "thumbs.db", "desktop.ini"))
"""What macOS and Windows lay beside what a person keeps."""
_OWNERS = "~$"
"""Begins the name of the file in which Office notes who has a document open."""


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or was made by a program for itself.

    >>> is_passed_over(".git"), is_passed_over("~$forme.docx"), is_passed_over("informe.docx")
    (True, True, False)
    """
    return name.startswith((".", _OWNERS)) or name.lower() in _NOBODYS


def iter_files(
    source: Path, *, without: Path | None = None, closed: list[Path] | None = None
) -> Iterator[Path]:
    """Yield ``source`` itself if it is a regular file, else the regular files below it.

    Order: by path, folder by folder, comparing names by code point. What :func:`is_passed_over` and
    everything that is not a regular file is left out: a FIFO would block its reader for ever, a
    symbolic link may lead out of the folder or round in a circle. A ``source`` that was named itself
    may be hidden or a link to a folder. A folder that may not be listed yields nothing and is added to
    ``closed``; nor does the folder ``without``, an index that lies among what it indexes, yield any.

    Raises FileNotFoundError when there is no ``source``.
    """
    mode = os.stat(source).st_mode
    if stat.S_ISDIR(mode):
        yield from _iter_folder(source, without, [] if closed is None else closed)
    elif stat.S_ISREG(mode):
        yield source


def _iter_folder(folder: Path, without: Path | None, closed: list[Path]) -> Iterator[Path]:
    # A stack instead of recursion: folders can be nested deeper than Python's call stack.
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path
        elif without is None or path.name != without.name or not _is_same(path, without):
            try:
                waiting.extend(reversed(_list_folder(path)))
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone since its own folder was listed
            except OSError:
                closed.append(path)


def _is_same(folder: Path, other: Path) -> bool:
    try:
        return folder.samefile(other)
    except OSError:
        return False


def _list_folder(folder: Path) -> list[tuple[Path, bool]]:
    """Regular files and real folders directly in ``folder``, sorted by name; of each whether it is one."""
    with os.scandir(folder) as entries:
        names = sorted(
            (entry.name, is_folder)
            for entry in entries
            if not is_passed_over(entry.name)
            and ((is_folder := entry.is_dir(follow_symlinks=False)) or entry.is_file(follow_symlinks=False))
        )
    return [(folder / name, is_folder) for name, is_folder in names]
