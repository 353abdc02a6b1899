"""What did runs leave behind that were killed? Files that no state of the index names, to be collected."""

import shutil
from pathlib import Path

from index.arrays.contents import INDEX_NAME
from index.arrays.disk import ASIDE
from index.arrays.generation import latest_generation
from index.arrays.publishing import find_orphans

OCR_CACHE = "ocr"
"""The folder, below the index directory, of pages recognised before."""


def find_leftovers(directory: Path, store: Path) -> list[Path]:
    """Files and folders that can go; only under the write lock can nobody be about to use them."""
    left = [*directory.glob(f"*{ASIDE}"), *(directory / OCR_CACHE).glob("*/*.part")]
    left += [each for each in directory.glob("store-*") if each != store]
    if store.is_dir():
        left += find_orphans(store, latest_generation(store), INDEX_NAME)
        left += [each for each in store.glob(f"*.json{ASIDE}") if each not in left]
    return sorted(left)


def collect_leftovers(directory: Path, store: Path) -> None:
    """Remove them; what cannot be removed stays for the next run."""
    for path in find_leftovers(directory, store):
        remove(path)


def remove(path: Path) -> None:
    """Remove a file or a folder that may be gone already."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
