"""Data files with a reason column, and how they are read."""

from pathlib import Path

_HERE = Path(__file__).parent


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a TSV file by column name; lines that begin with ``# `` are remarks."""
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    columns, *rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return [dict(zip(columns, row, strict=True)) for row in rows]
