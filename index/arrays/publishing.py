"""When is a commit true? When its table of contents is durable under its name, and was read back.

The order is: segments durable, table of contents written aside and durable, renamed, folder durable
(from here on it holds), read back and checked, then whatever the new generation does not keep is
removed. Killed anywhere, a reader finds the old state or the new.

A generation keeps the one before it, for the day on which it cannot be read itself, unless that one
holds what has been deleted since: nothing that was deleted stays readable for safety's sake.
"""

import contextlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from whoosh.index import TOC

from index.arrays.codec import EXTENSION, ArraySegment
from index.arrays.contents import checksum_of, pack_toc, read_contents, read_toc, toc_numbers, toc_path
from index.arrays.disk import ASIDE, Disk
from index.arrays.errors import SegmentDamagedError
from index.arrays.segment import OpenSegment


def publish(
    folder: Path,
    toc: TOC,
    indexname: str,
    *,
    fresh: Sequence[ArraySegment],
    disk: Disk,
    kept: Mapping[int, int] | None = None,
) -> None:
    """Make ``toc`` the current generation; ``fresh`` are segments that no earlier one had.

    ``kept`` are older generations that stay, with their checksums. Raises :class:`SegmentDamagedError`
    where what was written does not read back, and leaves the generation before as it was.
    """
    _write(folder, toc, indexname, fresh=fresh, disk=disk, kept=kept or {})
    with contextlib.suppress(OSError):  # the commit holds; the next writer clears up
        remove_orphans(folder, toc.generation, indexname, disk)


def publish_with_twin(
    folder: Path, toc: TOC, indexname: str, *, fresh: Sequence[ArraySegment], disk: Disk
) -> None:
    """The same for a generation that no older one may outlive: one of the same segments stands behind it."""
    twin = pack_toc(TOC(toc.schema, toc.segments, toc.generation - 1), indexname)
    kept = {toc.generation - 1: checksum_of(twin)}
    _write(folder, toc, indexname, fresh=fresh, disk=disk, kept=kept)
    with contextlib.suppress(OSError):  # without it there is no older one; what it replaces goes all the same
        disk.write_whole(toc_path(folder, toc.generation - 1, indexname), [twin])
    with contextlib.suppress(OSError):
        remove_orphans(folder, toc.generation, indexname, disk)


def republish(folder: Path, number: int, indexname: str, disk: Disk) -> None:
    """Make a generation the latest again; nothing that it does not name is left.

    Raises :class:`SegmentDamagedError` where its table of contents cannot be read.
    """
    toc = read_toc(folder, number, indexname=indexname)
    toc.generation = toc_numbers(folder, indexname)[0] + 1
    publish(folder, toc, indexname, fresh=(), disk=disk)


def keepable(folder: Path, number: int, indexname: str) -> dict[int, int]:
    """A generation as the next one keeps it; nothing where it is empty, damaged, or holds dead chunks."""
    try:
        contents = read_contents(folder, number, indexname=indexname)
    except (SegmentDamagedError, OSError):
        return {}
    is_kept = bool(contents.segments) and not contents.has_deletions
    return {number: contents.checksum} if is_kept else {}


def remove_orphans(folder: Path, number: int, indexname: str, disk: Disk) -> None:
    """Remove every file that neither a generation nor those it keeps name; only under the write lock.

    Nothing is removed where the generation cannot be read.
    """
    orphans = find_orphans(folder, number, indexname)
    for orphan in sorted(orphans, key=lambda path: path.name.startswith("_"), reverse=True):
        disk.remove(orphan)
    if orphans:
        disk.sync_folder(folder)


def find_orphans(folder: Path, number: int, indexname: str) -> list[Path]:
    """The files of an index that belong to no generation in use."""
    try:
        named = _names(folder, number, indexname)
    except (SegmentDamagedError, OSError):
        return []
    name = re.escape(indexname)
    ours = re.compile(rf"(_{name}_\d+\.toc.*|{name}_[0-9a-z]+{re.escape(EXTENSION)}({re.escape(ASIDE)})?)$")
    return sorted(path for path in folder.iterdir() if ours.match(path.name) and path.name not in named)


def _names(folder: Path, number: int, indexname: str) -> set[str]:
    contents = read_contents(folder, number, indexname=indexname)
    generations = [contents]
    for older, checksum in contents.kept.items():
        with contextlib.suppress(SegmentDamagedError, OSError):
            found = read_contents(folder, older, indexname=indexname)
            if found.checksum == checksum:
                generations.append(found)
    return {
        name
        for each in generations
        for name in (
            toc_path(folder, each.number, indexname).name,
            *(segment.path(folder).name for segment in each.segments),
        )
    }


def _write(
    folder: Path,
    toc: TOC,
    indexname: str,
    *,
    fresh: Sequence[ArraySegment],
    disk: Disk,
    kept: Mapping[int, int],
) -> None:
    path = toc_path(folder, toc.generation, indexname)
    try:
        disk.write_whole(path, [pack_toc(toc, indexname, kept)])
        for segment in fresh:
            OpenSegment(segment.path(folder)).file.verify()
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            disk.sync_folder(folder)
        raise
