"""What does a page look like, and which bytes are this attachment? Asked of a process that can do no harm.

Looking at a document means opening a stranger's file again. Each question gets a process of its own, which
has the open file and nothing else, limited in time and memory; what it answers goes into a file without a
name.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from typing import IO, BinaryIO

from corpus.confined import answering
from corpus.confined.limits import Limits
from corpus.errors import UnreadableError
from corpus.files import MOST_BYTES
from corpus.paper.drawing import Passage
from corpus.reasons import say

_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from corpus.confined.answering import main; main()"
)
LOOKING_LIMITS = Limits(cpu_seconds=10, wall_seconds=20.0, memory_bytes=1_000_000_000)
"""A person is waiting: a page takes a tenth of a second, a poster of maps two."""

_MOST_PNG_BYTES = 64_000_000
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Original:
    """An open file and the document in it.

    ``sha256`` is the hash of the whole file as it was indexed; ``inside`` is the document's path in it, empty
    for the file itself.
    """

    file: BinaryIO
    name: str
    sha256: str
    inside: str = ""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A PNG file. ``is_same`` is false where the file is not the one that was indexed."""

    png: bytes
    is_same: bool


def ask_page(
    original: Original,
    number: int,
    *,
    width_px: int,
    passage: Passage | None = None,
    limits: Limits = LOOKING_LIMITS,
) -> PageImage:
    """Page ``number`` (from 1) of a PDF as an image, the passage marked where it is found.

    Where the file is not the one that was indexed nothing is marked: it would be another text's place.
    Raises UnreadableError with a sentence for the person.
    """
    question: dict[str, object] = {
        "page": number,
        "width_px": width_px,
        "passage": asdict(passage) | {"recognized": [line.row() for line in passage.recognized]}
        if passage
        else None,
    }
    with tempfile.TemporaryFile() as answers:
        code = _ask(original, question, answers, limits)
        png = answers.read(_MOST_PNG_BYTES)
    if not png.startswith(_PNG):
        raise UnreadableError(original.name, say("undrawn"))
    return PageImage(png, code == answering.DONE)


def ask_part(original: Original, *, limits: Limits = LOOKING_LIMITS) -> BinaryIO:
    """The bytes of a document inside of a file, as an open file without a name. Raises UnreadableError."""
    answers = tempfile.TemporaryFile()  # noqa: SIM115  (handed to whoever asks)
    try:
        _ask(original, {"page": None}, answers, limits)
    except BaseException:
        answers.close()
        raise
    return answers


def _ask(original: Original, question: dict[str, object], answers: IO[bytes], limits: Limits) -> int:
    """Run the process; its answer stands in ``answers`` from the beginning. Raises UnreadableError."""
    descriptor = original.file.fileno()
    whole = question | {
        "descriptor": descriptor,
        "name": original.name,
        "sha256": original.sha256,
        "inside": original.inside,
        "limits": asdict(limits),
    }
    command = [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)]
    try:
        ended = subprocess.run(  # noqa: S603  # this very interpreter with a fixed program
            command,
            input=json.dumps(whole).encode("ascii"),
            stdout=answers,
            stderr=subprocess.DEVNULL,
            pass_fds=(descriptor,),
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(original.name, say("opening-slow")) from None
    except OSError as error:
        raise UnreadableError(original.name, say("opening-failed", problem=error.strerror)) from None
    if answers.seek(0, 2) > MOST_BYTES:
        raise UnreadableError(original.name, say("opening-size"))
    answers.seek(0)
    if ended.returncode in (answering.DONE, answering.CHANGED):
        return ended.returncode
    reason = ""
    if ended.returncode == answering.REFUSED:
        with contextlib.suppress(UnicodeDecodeError):
            reason = answers.read(500).decode("utf-8")
    raise UnreadableError(original.name, reason or say("opening-unsafe"))
