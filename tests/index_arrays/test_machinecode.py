"""Machine code is kept for as long as nothing changes that it was compiled from."""

import shutil
from pathlib import Path

import pytest

from index.arrays import machinecode

SOURCES = Path(machinecode.__file__).parent


@pytest.mark.parametrize("changed", ["arrays/stepping.py", "arrays/segment.py", "scoring.py"])
def test_other_sources_other_code(tmp_path: Path, changed: str) -> None:
    shutil.copytree(SOURCES, tmp_path / "arrays")
    shutil.copy(SOURCES.parent / "scoring.py", tmp_path)
    assert machinecode.cache_folder(tmp_path / "arrays") == machinecode.cache_folder()
    with (tmp_path / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert machinecode.cache_folder(tmp_path / "arrays") != machinecode.cache_folder()
