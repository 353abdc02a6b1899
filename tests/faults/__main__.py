"""Every promise about faults, tried at full size: ``make faults``.

``python -m tests.faults [NAME …] [--short] [--again]``. What has been done for the state of the code as it
is (by the hash of its files) is kept in ``var/faults.json`` and not done again; ``--again`` begins anew.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping

from tests.conftest import CHECKOUT
from tests.faults import dying, flipping, power, refusing, serving
from tests.faults.shim import has_compiler, run_preloaded
from tests.faults.trial import warm_up
from tests.index import test_histories
from tests.index_arrays import dying as dying_segments
from tests.search import fuzzing
from tests.webui import hostile

_KEPT = CHECKOUT / "var" / "faults.json"

TRIALS: Mapping[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "dying": (dying.before_every_operation, lambda: dying.before_every_operation(150)),
    "killed": (lambda: dying.at_random(500), lambda: dying.at_random(2)),
    "power": (lambda: power.trials(200), lambda: power.trials(4)),
    "refusing": (refusing.at_every_operation, lambda: refusing.at_every_operation(149)),
    "full": (refusing.on_full_disks, lambda: refusing.on_full_disks(1)),
    "forgetful": (lambda: power.notice_forgetfulness(200), lambda: power.notice_forgetfulness(12)),
    "flipping": (lambda: flipping.flip(1_000), lambda: flipping.flip(26)),
    "serving": (lambda: serving.serve(60), lambda: serving.serve(2)),
    "segments": (dying_segments.try_all, lambda: dying_segments.try_all(("update",))),
    "histories": (lambda: test_histories.try_many(1_000), lambda: test_histories.try_many(5)),
    "payloads": (lambda: hostile.try_payloads(200), lambda: hostile.try_payloads(8)),
    "paths": (lambda: hostile.try_paths(1_000), lambda: hostile.try_paths(60)),
    "queries": (lambda: fuzzing.fuzz(50_000), lambda: fuzzing.fuzz(200)),
}
"""By name: the trial at full size, and in short."""


def main(arguments: list[str]) -> int:
    """Run what is named, or all; 1 where anything is not as promised."""
    if "BISAGRA_FAULTS" not in os.environ:
        return _with_shim(arguments)
    is_short = "--short" in arguments
    names = [each for each in arguments if not each.startswith("--")] or list(TRIALS)
    state = _hash_of_code()
    done = {} if is_short or "--again" in arguments else _read(state)
    failed = []
    warm_up()
    for name in names:
        started = time.monotonic()
        if name == "full" and not refusing.can_mount():
            print(f"{name}: left out, as only root can mount a file system", flush=True)
            continue
        if name not in done:
            try:
                done[name] = TRIALS[name][is_short]()
            except AssertionError as error:
                print(f"{name}: NOT AS PROMISED: {error!r}", flush=True)
                failed.append(name)
                continue
            if not is_short:
                _write(state, done)
        print(f"{name}: {done[name]} ({time.monotonic() - started:.0f} s)", flush=True)
    return 1 if failed else 0


def _with_shim(arguments: list[str]) -> int:
    """The same in a process that has the library of ``shim.c`` loaded."""
    if not has_compiler():
        print("These trials need Linux and a C compiler (cc)")
        return 1
    return run_preloaded("tests.faults", arguments).returncode


def _hash_of_code() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for room in ("analyzers", "corpus", "index", "search", "scripts"):
        for path in sorted((CHECKOUT / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(state: str) -> dict[str, str]:
    try:
        kept = json.loads(_KEPT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found: dict[str, str] = kept.get(state, {})
    return found


def _write(state: str, done: Mapping[str, str]) -> None:
    _KEPT.parent.mkdir(exist_ok=True)
    kept = {**_read(state), **done}  # another may be at work on the rest
    _KEPT.write_text(json.dumps({state: kept}, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
