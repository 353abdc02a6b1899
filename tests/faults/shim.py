"""The library of ``shim.c``: built by the machine's compiler, loaded ahead of all others, told what to do.

``run_preloaded("tests.faults", …)`` runs a module of this folder with it.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import CHECKOUT

_SOURCE = Path(__file__).with_name("shim.c")
_NOTHING, _KILL, _FAIL = range(3)


class Shim:
    """What the loaded library can be told. Raises ``AttributeError`` where it is not loaded."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.fault_count.restype = ctypes.c_long
        self._library.fault_arm.argtypes = (ctypes.c_long, ctypes.c_int, ctypes.c_int)
        self._library.fault_mark.argtypes = (ctypes.c_long,)

    def watch(self, folder: Path) -> None:
        """Count the operations below a folder, from now on."""
        self._library.fault_watch(os.fsencode(folder))

    def kill_at(self, number: int) -> None:
        """Kill this process ahead of an operation."""
        self._library.fault_arm(number, _KILL, 0)

    def fail_at(self, number: int, code: int) -> None:
        """Refuse an operation, and all after it but removals."""
        self._library.fault_arm(number, _FAIL, code)

    def count(self) -> int:
        """The operations so far."""
        return int(self._library.fault_count())

    def log_to(self, file: int) -> None:
        """Write every operation to an open file."""
        self._library.fault_log(file)

    def mark(self, number: int) -> None:
        """Note in the log that a run was acknowledged."""
        self._library.fault_mark(number)


def has_compiler() -> bool:
    """Whether the library can be built here."""
    return sys.platform == "linux" and shutil.which("cc") is not None


def build_shim() -> Path:
    """The built library, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="bisagra-shim-"))
    library = folder / "shim.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(_SOURCE), "-ldl"], check=True, timeout=120
    )
    return library


def run_preloaded(
    module: str, arguments: Sequence[str] = (), *, is_heard: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a module with the library loaded, which it can tell by ``BISAGRA_FAULTS``.

    Where it ``is_heard``, what it prints comes back; else it is seen.
    """
    library = build_shim()
    try:
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, "LD_PRELOAD": str(library), "BISAGRA_FAULTS": "1"},
            cwd=CHECKOUT,
            capture_output=is_heard,
            text=True,
            check=False,
        )
    finally:
        shutil.rmtree(library.parent, ignore_errors=True)
