"""How do concepts get into a person's own termbase file? Added or replaced row by row, all or nothing.

Remarks, order and columns of the file stay as they are; the new file takes the old one's place only when
it can be read.
"""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzers.concepts import COLUMNS, Concept, iter_concepts, read_text
from analyzers.errors import TermbaseError
from analyzers.exchange import row_of, tsv_line

_HEADER = "# Your own terms, above those that are shipped. One concept a row; labels are parted by |\n"


@dataclass(frozen=True, slots=True)
class Merge:
    """The ids of the concepts that a merge put into a file, by what it did."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]


def merge_into(path: Path, concepts: Sequence[Concept]) -> Merge:
    """Put concepts into a termbase file, in place of those of the same id; a missing file is made.

    Raises :class:`TermbaseError` where the file or a concept cannot be used; the file then stays as it was.
    """
    lines = read_text(path).rstrip("\n").split("\n") if path.exists() else _fresh_lines()
    present = {concept.concept_id: (line, concept) for line, concept in _present(path)}
    columns = _columns(path, lines)
    added, replaced, unchanged = [], [], []
    for concept in {each.concept_id: each for each in concepts}.values():
        text = _line(concept, columns)
        if concept.concept_id not in present:
            added.append(concept.concept_id)
            lines.append(text)
            continue
        line, before = present[concept.concept_id]
        if row_of(before) == row_of(concept):
            unchanged.append(concept.concept_id)
        else:
            replaced.append(concept.concept_id)
            lines[line - 1] = text
    if added or replaced:
        _replace(path, "\n".join(lines) + "\n")
    return Merge(tuple(added), tuple(replaced), tuple(unchanged))


def _fresh_lines() -> list[str]:
    return [_HEADER.rstrip("\n"), "\t".join(COLUMNS)]


def _present(path: Path) -> list[tuple[int, Concept]]:
    return list(iter_concepts(path)) if path.exists() else []


def _columns(path: Path, lines: list[str]) -> list[str]:
    """The file's columns, widened to all of them where one is missing."""
    number = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if number is None:
        raise TermbaseError(path, 0, "the file has no header row; its first line names the columns")
    columns = [cell.strip() for cell in lines[number].split("\t")]
    columns += [name for name in COLUMNS if name not in columns]
    lines[number] = "\t".join(columns)
    return columns


def _line(concept: Concept, columns: Sequence[str]) -> str:
    cells = dict(zip(COLUMNS, tsv_line(concept).split("\t"), strict=True))
    return "\t".join(cells[name] for name in columns)


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        for _ in iter_concepts(fresh):
            pass
        if path.exists():
            fresh.chmod(path.stat().st_mode & 0o777)
        else:
            fresh.chmod(0o644)
        os.replace(fresh, path)
    except TermbaseError as error:
        raise TermbaseError(path, error.line, f"would not be readable any more: {error.problem}") from error
    finally:
        fresh.unlink(missing_ok=True)
