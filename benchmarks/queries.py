"""Which queries are asked? Some of each class, drawn from the text by how often words occur in it."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.paragraphs import Paragraph

_WORD_RE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Question:
    """What every engine is asked, in words. ``kind`` says how they are joined."""

    kind: str
    words: tuple[str, ...]
    language: str | None = None


CLASSES = ("rare", "mid", "common", "or2", "or3", "and2", "phrase", "prefix", "filter")


def words_of(text: str) -> list[str]:
    """The words that every engine is given or finds itself: runs of letters and digits, in lower case."""
    return _WORD_RE.findall(text.lower())


def draw_questions(paragraphs: Sequence[Paragraph], count: int) -> dict[str, list[Question]]:
    """``count`` questions of each class, the same for the same paragraphs."""
    rng = random.Random(7)
    total = len(paragraphs)
    frequency: Counter[str] = Counter()
    for paragraph in paragraphs:
        frequency.update(set(words_of(paragraph.text)))
    words = sorted(word for word in frequency if word.isalpha() and 2 < len(word) < 30)
    rare = [word for word in words if 3 <= frequency[word] <= max(10, total // 5_000)]
    mid = [word for word in words if total // 1_000 < frequency[word] <= total // 50]
    common = [word for word in words if frequency[word] > total // 20]
    stems = sorted({word[:4] for word in mid if len(word) > 5})
    samples = rng.sample(paragraphs, min(total, 20 * count))
    pairs = [pair for paragraph in samples if (pair := _pair(paragraph, rng, frequency))]

    def some(pool: Sequence[str]) -> str:
        return rng.choice(pool)

    made: dict[str, list[Question]] = {name: [] for name in CLASSES}
    for number in range(count):
        made["rare"].append(Question("term", (some(rare),)))
        made["mid"].append(Question("term", (some(mid),)))
        made["common"].append(Question("term", (some(common),)))
        made["or2"].append(Question("or", (some(mid), some(mid))))
        made["or3"].append(Question("or", (some(mid), some(mid), some(common))))
        made["and2"].append(Question("and", (some(mid), some(common))))
        made["phrase"].append(Question("phrase", pairs[number % len(pairs)]))
        made["prefix"].append(Question("prefix", (some(stems),)))
        made["filter"].append(Question("term", (some(common + mid),), rng.choice(("es", "en"))))
    return made


def _pair(paragraph: Paragraph, rng: random.Random, frequency: Counter[str]) -> tuple[str, str] | None:
    """Two words that follow one another in a text, neither of them rare."""
    words = words_of(paragraph.text)
    if len(words) < 2:
        return None
    at = rng.randrange(len(words) - 1)
    left, right = words[at : at + 2]
    return (left, right) if left != right and min(frequency[left], frequency[right]) > 20 else None
