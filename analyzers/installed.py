"""Which version of a package is installed? Read from the names of folders.

``importlib.metadata`` says the same and takes longer to load than a search takes, as it reads e-mail headers.

>>> installed_version("no-such-package") is None
True
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

_FOLDER_RE = re.compile(r"(?P<name>[\w.]+)-(?P<version>[^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info")


def installed_version(package: str) -> str | None:
    """The version of a distribution package, ``None`` where it is not installed."""
    return _versions().get(_normal(package))


@cache
def _versions() -> dict[str, str]:
    """By name; where there are several, the one that Python would import."""
    found: dict[str, str] = {}
    for name in _iter_folders():
        folder = _FOLDER_RE.fullmatch(name)
        if folder:
            found.setdefault(_normal(folder["name"]), folder["version"])
    return found


def _iter_folders() -> Iterator[str]:
    for path in sys.path:
        with suppress(OSError):
            yield from os.listdir(path or ".")


def _normal(name: str) -> str:
    """Names that differ in signs and case are one (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
