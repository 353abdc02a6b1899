"""Which generation is served? The latest one; where that is damaged, the one that was kept before it.

>>> generation = open_generation(Path("var/index/store-1"))  # doctest: +SKIP
>>> generation.number, generation.damage  # doctest: +SKIP
(7, None)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.arrays.codec import ArraySegment
from index.arrays.contents import INDEX_NAME, Contents, read_contents, toc_numbers, toc_path
from index.arrays.errors import SegmentDamagedError
from index.arrays.postings import ArrayPostings
from index.arrays.segment import OpenSegment


@dataclass(frozen=True, slots=True)
class Generation:
    """One commit: its number, its segments and their postings.

    ``latest`` is the newest one that there was; ``damage`` says why it is another, if it is.
    """

    number: int
    segments: tuple[ArraySegment, ...]
    postings: ArrayPostings
    latest: int
    damage: SegmentDamagedError | None = None


def open_generation(folder: Path, *, indexname: str = INDEX_NAME, attempts: int = 5) -> Generation:
    """Open the latest generation that can be read.

    Raises :class:`SegmentDamagedError` where none can, or ``FileNotFoundError`` where there is none. A
    writer may remove files while they are being opened; then the newer generation is opened.
    """
    for attempt in range(attempts):
        number = latest_generation(folder, indexname=indexname)
        if number < 0:
            raise FileNotFoundError(f"no index in {folder}")
        try:
            return _open(folder, read_contents(folder, number, indexname=indexname), number)
        except FileNotFoundError as error:
            if attempt < attempts - 1 and latest_generation(folder, indexname=indexname) != number:
                continue
            damage = SegmentDamagedError(Path(error.filename), "this file of the index is missing")
        except SegmentDamagedError as error:
            damage = error
        return open_before(folder, number, damage, indexname=indexname)
    raise AssertionError("unreachable")


def open_before(
    folder: Path, number: int, damage: SegmentDamagedError, *, indexname: str = INDEX_NAME
) -> Generation:
    """Open the generation that was kept before ``number``, all of it verified; raises ``damage`` for none."""
    latest = latest_generation(folder, indexname=indexname)
    for contents in iter_kept(folder, number, indexname=indexname):
        if not find_damage(folder, contents):
            return _open(folder, contents, max(latest, number), damage)
    raise damage


def iter_kept(folder: Path, number: int, *, indexname: str = INDEX_NAME) -> Iterator[Contents]:
    """The generations that may stand in for a damaged one, the latest first.

    Where its own table of contents can be read, it says which; else all that are there.
    """
    try:
        kept = read_contents(folder, number, indexname=indexname).kept
    except (SegmentDamagedError, OSError):
        kept = None
    for older in toc_numbers(folder, indexname):
        if older >= number or (kept is not None and older not in kept):
            continue
        try:
            contents = read_contents(folder, older, indexname=indexname)
        except (SegmentDamagedError, OSError):
            continue
        if contents.segments and (kept is None or kept[older] == contents.checksum):
            yield contents


def latest_generation(folder: Path, *, indexname: str = INDEX_NAME) -> int:
    """The number of the latest generation, -1 for none."""
    return next(iter(toc_numbers(folder, indexname)), -1)


def verify(folder: Path, *, indexname: str = INDEX_NAME) -> list[SegmentDamagedError]:
    """Read every file of the latest generation, and of those it keeps, whole; at most one problem a file."""
    number = latest_generation(folder, indexname=indexname)
    problems: dict[Path, SegmentDamagedError] = {}
    for each in (number, *(older for older in toc_numbers(folder, indexname) if older < number)):
        try:
            contents = read_contents(folder, each, indexname=indexname)
            found = find_damage(folder, contents)
        except SegmentDamagedError as error:
            found = [error]
        except OSError as error:
            found = [SegmentDamagedError(toc_path(folder, each, indexname), error.strerror or str(error))]
        for problem in found:
            problems.setdefault(problem.path, problem)
    return list(problems.values())


def find_damage(folder: Path, contents: Contents) -> list[SegmentDamagedError]:
    """Read every segment of a generation whole; what is wrong with any."""
    problems: list[SegmentDamagedError] = []
    for segment in contents.segments:
        path = segment.path(folder)
        try:
            opened = OpenSegment(path)
            _check_count(opened, segment)
            opened.file.verify()
        except SegmentDamagedError as error:
            problems.append(error)
        except OSError as error:
            problems.append(SegmentDamagedError(path, error.strerror or str(error)))
    return problems


def _open(
    folder: Path, contents: Contents, latest: int, damage: SegmentDamagedError | None = None
) -> Generation:
    opened = [(OpenSegment(segment.path(folder)), segment) for segment in contents.segments]
    for found, segment in opened:
        _check_count(found, segment)
    return Generation(contents.number, contents.segments, ArrayPostings(opened), latest, damage)


def _check_count(opened: OpenSegment, segment: ArraySegment) -> None:
    if opened.count != segment.doc_count_all():
        raise SegmentDamagedError(opened.file.path, "another count of chunks than the index says")
