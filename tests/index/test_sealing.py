"""The seal of the journal: what a run did not write keeps its sum, and what was damaged stays found."""

import json
import random
import shutil
import sqlite3
import zlib
from pathlib import Path
from typing import BinaryIO

import pytest

from index import sealing
from index.checking import Kind, check_index
from index.journal import JOURNAL_NAME
from index.sealing import is_sound, read_seal, seal_path, write_seal
from index.updating import update_index
from tests.index.conftest import write


def make_text(words: int, seed: int) -> str:
    """Lines that hardly compress."""
    chance = random.Random(seed)
    found = [f"{chance.getrandbits(60):x}" for _ in range(words)]
    return "\n".join(" ".join(found[start : start + 10]) for start in range(0, words, 10)) + "\n"


@pytest.fixture
def journal(folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of many blocks."""
    monkeypatch.setattr(sealing, "_BLOCK_BYTES", 1 << 12)
    for number in range(4):
        write(folder, f"long{number}.txt", make_text(3_000, number))
    update_index(directory, [folder])
    return directory / JOURNAL_NAME


@pytest.fixture
def summed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where the blocks begin that are read to be summed."""
    starts: list[int] = []
    plain = sealing._sum_block

    def sum_block(file: BinaryIO, start: int, size: int) -> int:
        starts.append(start)
        return plain(file, start, size)

    monkeypatch.setattr(sealing, "_sum_block", sum_block)
    return starts


def test_a_seal_that_was_kept_up_is_the_one_that_would_be_made_anew(
    folder: Path, journal: Path, tmp_path: Path
) -> None:
    chance = random.Random(3)
    for step in range(12):
        name = f"{chance.choice(['long0', 'long1', 'new', 'other'])}.txt"
        if chance.random() < 0.3:
            (folder / name).unlink(missing_ok=True)
        else:
            write(folder, name, make_text(chance.randrange(20, 2_000), 100 + step))
        update_index(journal.parent)
        kept = read_seal(journal)
        copy = tmp_path / "copy.sqlite"
        shutil.copyfile(journal, copy)
        assert kept is not None
        write_seal(copy, kept.sources)
        assert read_seal(copy) == kept


def test_a_small_run_reads_little_of_the_journal(folder: Path, journal: Path, summed: list[int]) -> None:
    write(folder, "new.txt", "A storm kept the ship outside.\n")
    update_index(journal.parent)
    assert 0 < len(summed) < 30 < journal.stat().st_size // sealing._BLOCK_BYTES
    summed.clear()
    assert check_index(journal.parent).findings == ()
    assert len(summed) >= journal.stat().st_size // sealing._BLOCK_BYTES


def test_what_was_damaged_is_not_sealed_over_by_the_next_run(folder: Path, journal: Path) -> None:
    packed = zlib.compress(make_text(3_000, 2).encode(), 6)
    data = bytearray(journal.read_bytes())
    at = next(
        at for start in range(6_000, len(packed), 100) if (at := data.find(packed[start : start + 60])) > 0
    )
    data[at] ^= 8
    journal.write_bytes(data)
    write(folder, "new.txt", "A storm kept the ship outside.\n")
    update_index(journal.parent)
    (finding,) = check_index(journal.parent).findings
    assert (finding.kind, finding.path) == (Kind.DAMAGED, journal)


def test_a_journal_put_in_the_place_of_another_is_found_out(
    folder: Path, journal: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old.sqlite"
    shutil.copyfile(journal, old)
    write(folder, "long3.txt", make_text(2_000, 9))
    update_index(journal.parent)
    shutil.copyfile(old, journal)
    (finding,) = check_index(journal.parent).findings
    assert (finding.kind, finding.path) == (Kind.DAMAGED, journal)


def test_a_seal_of_one_sum_is_understood(folder: Path, journal: Path) -> None:
    """As runs wrote it before there were blocks."""
    seal = read_seal(journal)
    assert seal is not None
    fields = {
        "size_bytes": journal.stat().st_size,
        "checksum": zlib.crc32(journal.read_bytes()),
        "sources": [source.encode().hex() for source in seal.sources],
    }
    sealed = json.dumps({**fields, "seal": zlib.crc32(json.dumps(fields).encode())})
    seal_path(journal).write_text(sealed)
    old = read_seal(journal)
    assert old is not None
    assert old.sources == seal.sources
    assert check_index(journal.parent).findings == ()
    update_index(journal.parent)
    new = read_seal(journal)
    assert new is not None
    assert len(new.sums) > 10
    assert is_sound(journal, new)
    seal_path(journal).write_text(sealed)
    with sqlite3.connect(journal) as connection:
        connection.execute("UPDATE documents SET chunks = chunks + 1")
    connection.close()
    assert [finding.path for finding in check_index(journal.parent).findings] == [journal]
