"""What passes are told of a term is what its postings say; no more of it is kept than there is room for."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from whoosh import index as whoosh_index
from whoosh.fields import ID, TEXT, Schema

from index.arrays import kernels, stretches
from index.arrays.compiling import use_compiled
from index.arrays.errors import SegmentDamagedError
from index.arrays.executing import ArrayExecution
from index.arrays.generation import open_generation
from index.arrays.heads import SKIP
from index.arrays.postings import ArrayPostings
from index.arrays.ranking import best
from index.arrays.segmentfile import Array
from index.arrays.stretches import Leaves, flags_of
from index.arrays.writer import ArrayWriter
from index.plan import AllOf, Phrase, Plan, Term

WORDS = ("la", "frontera", "norte", "aduana")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """300 chunks: one word in all, one in every second, and so on."""
    writer = ArrayWriter(whoosh_index.create_in(str(tmp_path), Schema(id=ID(), text=TEXT())))
    for number in range(300):
        text = [
            word for at, word in enumerate(WORDS) if number % (1 << at) == 0 for _ in range(1 + number % 3)
        ]
        writer.add_chunk({"text": (text, range(len(text)))}, {"id": (str(number),)})
    writer.commit()
    return tmp_path


@pytest.fixture
def source(folder: Path) -> ArrayPostings:
    return open_generation(folder).postings


@pytest.fixture
def compiled() -> Iterator[None]:
    """numba's operations instead of numpy's."""
    pytest.importorskip("numba")
    assert use_compiled()
    yield
    kernels.use_numpy()


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 300])
def test_flags_are_a_bit_a_chunk(count: int) -> None:
    numbers = np.arange(0, count, 3)
    flags = flags_of(numbers, count)
    assert len(flags) == -(-count // 64)
    bits = [int(flags[number >> 6]) >> (number & 63) & 1 for number in range(count)]
    assert np.flatnonzero(bits).tolist() == numbers.tolist()


def test_ranks_and_skips_lead_to_postings_and_positions(source: ArrayPostings) -> None:
    leaves = Leaves(source)
    leaf = leaves.get("text", "frontera")
    leaves.prepare(leaf)
    leaves.skip(leaf)
    (stretch,) = leaf.stretches
    assert stretch is not None
    flags, ranks, skips = stretch.arrays
    words = [int(flags[:at].tobytes().hex() or "0", 16).bit_count() for at in range(len(flags))]
    assert ranks.tolist() == words
    _, ends = source.term("text", "frontera").positions()
    begin = stretch.stretch.reader.check_positions(stretch.number)
    assert skips.tolist() == [begin + end for end in ends[:-1:SKIP].tolist()]


def test_rare_terms_have_flags_as_filters_only(source: ArrayPostings) -> None:
    leaves = Leaves(source)
    leaf = leaves.get("id", "7")
    leaves.prepare(leaf)
    (stretch,) = leaf.stretches
    assert stretch is not None
    assert not stretch.arrays
    (allowed,) = leaves.allow(leaf)
    assert allowed == stretch.record["flags"][0] != 0


@pytest.mark.usefixtures("compiled")
def test_what_is_kept_is_bounded(source: ArrayPostings, monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[Plan] = [
        *(Term("text", word) for word in WORDS),
        AllOf((Term("text", "la"), Term("text", "norte"))),
        Phrase("text", ("la", "frontera")),
    ]
    asked = [(plan, within) for plan in plans for within in (None, Term("text", "aduana"), Term("id", "8"))]
    kept = ArrayExecution(source)
    expected = [best(kept, plan, 10, within=within) for plan, within in asked]
    monkeypatch.setattr(stretches, "_KEPT_TERMS", 2)
    monkeypatch.setattr(stretches, "_KEPT_BYTES", 50)
    forgetful = ArrayExecution(source)
    for (plan, within), one in zip(asked, expected, strict=True):
        other = best(forgetful, plan, 10, within=within)
        assert other.numbers.tolist() == one.numbers.tolist()
        assert other.scores.tolist() == one.scores.tolist()
    assert any(len(each.numbers) for each in expected)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("section", ["numbers", "counts", "bounds", "positions", "lengths"])
def test_damage_is_found_before_a_pass_reads_it(folder: Path, section: str) -> None:
    (path,) = folder.glob("*.arrays")
    opened = open_generation(folder).postings.parts[0].opened.file
    sound: Array = opened.unchecked(f"text/{section}")
    data = path.read_bytes()
    at = data.find(sound.tobytes())
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    with pytest.raises(SegmentDamagedError):
        best(ArrayExecution(open_generation(folder).postings), Phrase("text", ("la", "frontera")), 10)
