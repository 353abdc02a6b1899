"""What is usual in a printed document: the size of its type and the distance between its lines?"""

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.paper.lines import PlacedLine


class Measures:
    """What is usual in a document: the size of its type and the distance between its lines."""

    def __init__(self, pages: Iterable[Sequence[PlacedLine]]) -> None:
        sizes: Counter[float] = Counter()
        pitches: dict[float, Counter[float]] = {}
        mono = chars = 0
        for lines in pages:
            before: PlacedLine | None = None
            for line in (line for line in lines if not line.paragraph):
                size = _round_size(line.size)
                sizes[size] += len(line.text)
                chars += len(line.text)
                mono += len(line.text) if line.mono else 0
                if before is not None and abs(before.size - line.size) <= 0.1 * line.size:
                    pitch = line.base - before.base
                    if 0.8 * line.size < pitch < 2.7 * line.size:
                        pitches.setdefault(size, Counter())[round(2 * pitch) / 2] += 1
                before = line
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        """The height of the type in which most of the text is set."""
        self.is_typed = mono > 0.5 * chars
        """All of it is typewriter's type: then that is no sign of program code."""
        self._pitches = {size: _find_pitch(counts) for size, counts in pitches.items()}

    def pitch(self, size: float) -> float:
        """The usual distance of two lines of a paragraph in type of this height."""
        found = self._pitches.get(_round_size(size))
        if found:
            return found
        body = self._pitches.get(self.body)
        return size * (body / self.body if body else 1.3)


def _round_size(size: float) -> float:
    return round(2 * size) / 2


def _find_pitch(counts: Counter[float]) -> float:
    """The smallest distance that is common: that between paragraphs may be as frequent in lists."""
    most = max(counts.values())
    return min(pitch for pitch, count in counts.items() if count >= 0.35 * most)
