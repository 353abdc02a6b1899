"""The process that answers one question about one file, for whoever is looking at a document.

Run by ``asking`` only. The question comes on standard input as JSON, the file as a descriptor that
is open already, and the answer goes to standard output; the exit code says what it is.
"""

import hashlib
import json
import os
import resource
import signal
import sys
from typing import Any

from corpus.confined.limits import Limits, confine, renew_cpu
from corpus.files import MOST_BYTES
from corpus.paper.drawing import Passage, draw_page
from corpus.reasons import say
from corpus.recognition import RecognizedLine

_TOO_MUCH_MEMORY = say("opening-memory").encode("ascii")  # made while there is memory

DONE, REFUSED, CHANGED, OUT_OF_MEMORY = 0, 3, 4, 12
"""The answer; a sentence why there is none; the answer, but without a passage, for the file is another one;
nothing, not even a sentence."""


def main() -> None:
    """Answer, and end with one of the codes above."""
    question = json.loads(sys.stdin.buffer.read())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is not the answer
    limits = Limits(**question["limits"])
    confine(limits)
    renew_cpu(limits)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    signal.alarm(int(limits.wall_seconds) + 1)  # should the one who asks be gone
    try:
        code, answer = _answer(question)
    except ValueError as error:
        code, answer = REFUSED, str(error).encode("utf-8", "replace")
    except MemoryError:
        code, answer = REFUSED, _TOO_MUCH_MEMORY
    try:
        answers.write(answer)
        answers.flush()
    except MemoryError:
        code = OUT_OF_MEMORY
    os._exit(code)


def _answer(question: Any) -> tuple[int, bytes]:
    with os.fdopen(question["descriptor"], "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError("the file is too large")
    is_same = hashlib.sha256(data).hexdigest() == question["sha256"]
    if question["inside"]:
        if not is_same:  # what another file holds at the same place is another document
            raise ValueError(say("changed"))
        from corpus.readers.parts import extract_part  # half a second that a plain file does not need

        data = extract_part(question["name"], data, question["inside"])
    if question["page"] is None:
        return DONE, data
    passage = read_passage(question["passage"]) if is_same else None
    image = draw_page(data, question["page"], question["width_px"], passage)
    return DONE if is_same else CHANGED, image


def read_passage(found: Any) -> Passage | None:
    """What ``corpus.confined.asking`` made of a passage."""
    if found is None:
        return None
    return Passage(
        text=found["text"],
        occurrence=found["occurrence"],
        marks=[(start, end) for start, end in found["marks"]],
        language=found["language"],
        is_table=found["is_table"],
        recognized=[RecognizedLine.of(row) for row in found["recognized"]],
    )
