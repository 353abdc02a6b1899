"""How do concepts get out of Bisagra and back? CSV, TBX, SKOS and the termbase's own TSV.

All four carry everything: id, domain, note, and every label with its language, kind and whether only
its very spelling counts. Reading checks as strictly as reading a termbase does and names file and line.

>>> find_format(Path("terms.tbx"))
<Format.TBX: 'tbx'>
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from analyzers.concepts import (
    COLUMNS,
    Concept,
    LabelKind,
    iter_concepts,
    iter_rows,
    read_concept,
    read_text,
)
from analyzers.errors import TermbaseError
from analyzers.markup import MAX_BYTES, find_root
from analyzers.skos import iter_skos, read_skos
from analyzers.tbx import iter_tbx, read_tbx

_SUFFIXES = {LabelKind.PREFERRED: "", LabelKind.ACRONYM: "_acronym", LabelKind.VARIANT: "_variant"}
_BETWEEN_LABELS = " | "
_LINE_ENDS = re.compile(r"\s*[\t\n\r]\s*")
# Spreadsheets run cells that begin so; the apostrophe before them is theirs for "this is text"
_RUN = re.compile(r"'*[=+\-@]")
_QUOTED_RUN = re.compile(r"''*[=+\-@]")


class Format(StrEnum):
    """The forms in which concepts are exchanged."""

    TSV = "tsv"
    CSV = "csv"
    TBX = "tbx"
    SKOS = "skos"


_FORMATS_BY_SUFFIX = {
    ".tsv": Format.TSV, ".tab": Format.TSV, ".csv": Format.CSV, ".tbx": Format.TBX, ".skos": Format.SKOS,
    ".rdf": Format.SKOS,
}  # fmt: skip
_FORMATS_BY_ROOT = {"tbx": Format.TBX, "martif": Format.TBX, "RDF": Format.SKOS}


def find_format(path: Path) -> Format | None:
    """The form of a file by its name, or by its first element where it is some XML."""
    by_name = _FORMATS_BY_SUFFIX.get(path.suffix.lower())
    return by_name or _FORMATS_BY_ROOT.get(find_root(path))


def read_exported(path: Path, form: Format) -> list[tuple[int, Concept]]:
    """The concepts of a file with their lines. Raises :class:`TermbaseError` at the first fault."""
    try:
        size_bytes = path.stat().st_size
    except OSError as error:
        raise TermbaseError(path, 0, f"cannot be read ({error.strerror})") from error
    if size_bytes > MAX_BYTES:
        raise TermbaseError(path, 0, f"larger than {MAX_BYTES // 1_000_000} MB; import it in parts")
    concepts = list(_READERS[form](path))
    if not concepts:
        raise TermbaseError(path, 0, "holds no concept")
    return concepts


def iter_exported(concepts: Iterable[Concept], form: Format) -> Iterator[str]:
    """The pieces of a file that holds the concepts."""
    return _WRITERS[form](concepts)


def row_of(concept: Concept) -> dict[str, str]:
    """A concept as the cells of a termbase row, by column."""
    cells: dict[str, list[str]] = {}
    for label in concept.labels:
        text = "=" + label.text if label.verbatim else label.text
        if label.kind is LabelKind.HIDDEN:
            cells.setdefault("hidden", []).append(f"{label.language}:{text}")
        else:
            cells.setdefault(label.language + _SUFFIXES[label.kind], []).append(text)
    row = dict.fromkeys(COLUMNS, "") | {name: _BETWEEN_LABELS.join(texts) for name, texts in cells.items()}
    return row | {"concept": concept.concept_id, "domain": concept.domain, "note": concept.note}


def tsv_line(concept: Concept) -> str:
    """A concept as a line of a termbase file, without its end."""
    row = row_of(concept)
    return "\t".join(_LINE_ENDS.sub(" ", row[name]) for name in COLUMNS)


def _iter_tsv(concepts: Iterable[Concept]) -> Iterator[str]:
    yield "\t".join(COLUMNS) + "\n"
    for concept in concepts:
        yield tsv_line(concept) + "\n"


def _iter_csv(concepts: Iterable[Concept]) -> Iterator[str]:
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for concept in concepts:
        row = row_of(concept)
        table.writerow([_quote_run(row[name]) for name in COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _quote_run(cell: str) -> str:
    """A cell that a spreadsheet takes for text; :func:`_unquote_run` takes the apostrophe away again."""
    return "'" + cell if _RUN.match(cell) else cell


def _unquote_run(cell: str) -> str:
    return cell[1:] if _QUOTED_RUN.match(cell) else cell


def _read_csv(path: Path) -> Iterator[tuple[int, Concept]]:
    for line, row in iter_rows(path, _iter_records(path)):
        yield line, read_concept(path, line, row)


def _iter_records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file with the line in which each begins; a record can go over several."""
    text = read_text(path)
    # Spreadsheets in Spanish write semicolons, for the comma is their decimal mark
    header = next((line for line in text.split("\n") if line.strip() and not line.startswith("#")), "")
    delimiter = max(",;\t", key=header.count)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in records:
            if any(cell.strip() for cell in record) and not record[0].startswith("#"):
                yield line, [_unquote_run(_LINE_ENDS.sub(" ", cell)) for cell in record]
            line = records.line_num + 1
    except csv.Error as error:
        raise TermbaseError(path, line, f"not valid CSV ({error})") from error


_READERS: Mapping[Format, Callable[[Path], Iterator[tuple[int, Concept]]]] = {
    Format.TSV: iter_concepts,
    Format.CSV: _read_csv,
    Format.TBX: read_tbx,
    Format.SKOS: read_skos,
}
_WRITERS: Mapping[Format, Callable[[Iterable[Concept]], Iterator[str]]] = {
    Format.TSV: _iter_tsv,
    Format.CSV: _iter_csv,
    Format.TBX: iter_tbx,
    Format.SKOS: iter_skos,
}
