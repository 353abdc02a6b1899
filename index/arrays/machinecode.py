"""Where is the machine code kept that numba makes of our sources?"""

import hashlib
from pathlib import Path

_SOURCES = Path(__file__).parent
_CACHE = Path("~/.cache/bisagra/numba")


def cache_folder(sources: Path = _SOURCES) -> Path:
    """Where machine code is kept, by what it is compiled from.

    numba keeps it until the file of a function changes; another file that holds a function or a constant
    used by it may change before.
    """
    digest = hashlib.blake2b(digest_size=8)
    for path in (*sorted(sources.glob("*.py")), sources.parent / "scoring.py"):
        digest.update(path.read_bytes())
    return _CACHE.expanduser() / digest.hexdigest()
