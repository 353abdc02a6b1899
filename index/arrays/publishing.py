"""When is a commit true? When its table of contents is durable under its name, and was read back.

The order is: segments durable, table of contents written aside and durable, renamed, folder durable
(from here on it holds), read back and checked, older generations and orphans removed. Killed
anywhere, a reader finds the old state or the new.
"""

import contextlib
import re
from collections.abc import Sequence
from pathlib import Path

from whoosh.index import TOC

from index.arrays.codec import EXTENSION, ArraySegment
from index.arrays.disk import ASIDE, Disk
from index.arrays.generation import pack_toc
from index.arrays.segment import OpenSegment


def publish(folder: Path, toc: TOC, indexname: str, *, fresh: Sequence[ArraySegment], disk: Disk) -> None:
    """Make ``toc`` the current generation; ``fresh`` are segments that no earlier one had.

    Raises :class:`SegmentDamagedError` where what was written does not read back, and leaves the
    generation before as it was.
    """
    path = folder / TOC._filename(indexname, toc.generation)
    try:
        disk.write_whole(path, [pack_toc(toc, indexname)])
        for segment in fresh:
            OpenSegment(segment.path(folder)).file.verify()
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            disk.sync_folder(folder)
        raise
    with contextlib.suppress(OSError):  # the commit holds; the next writer clears up
        remove_orphans(folder, indexname, toc, disk)


def remove_orphans(folder: Path, indexname: str, toc: TOC, disk: Disk) -> None:
    """Remove every file of an index that ``toc`` does not name; to be called under the write lock."""
    named = {segment.path(folder).name for segment in toc.segments}
    named.add(TOC._filename(indexname, toc.generation))
    name = re.escape(indexname)
    ours = re.compile(rf"(_{name}_\d+\.toc.*|{name}_[0-9a-z]+{re.escape(EXTENSION)}({re.escape(ASIDE)})?)$")
    orphans = sorted(path for path in folder.iterdir() if ours.match(path.name) and path.name not in named)
    for orphan in sorted(orphans, key=lambda path: path.name.startswith("_"), reverse=True):
        disk.remove(orphan)
    if orphans:
        disk.sync_folder(folder)
