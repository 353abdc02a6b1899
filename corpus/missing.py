"""Is what was missing when a file was read there now? Programs, and the leave to call them."""

import shutil

from corpus import reasons
from corpus.options import ReadingOptions
from corpus.recognition import Recognizer


def is_there_now(sentence: str, options: ReadingOptions) -> bool:
    """Whether what a note of an earlier run says was missing, or off, is there now with these options."""
    reason = reasons.read(sentence)
    if reason.key == "no-text-but":
        return is_there_now(reason.values["detail"], options)
    if reason.key == "program-missing":
        return shutil.which(reason.values["program"]) is not None
    languages = () if options.ocr == "off" else Recognizer(options, "").languages
    if reason.key == "ocr-english":
        return "spa" in languages
    return reason.key in ("ocr-off", "ocr-missing") and bool(languages)
