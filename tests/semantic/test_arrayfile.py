"""A file of arrays is what was written, or it says that it is not."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrayfile import Array, ArrayFileError, read_arrays, write_arrays

ARRAYS: dict[str, Array] = {
    "bytes": np.arange(-6, 6, dtype=np.int8).reshape(3, 4),
    "none": np.empty((0, 4), np.float32),
    "names": np.array([b"a", b"abc"]),
    "factors": np.array([0.5, 2.0], np.float32),
}
FACTS = {"model": "m 1", "ñ": ["\ud800", 1, None]}


def make(path: Path) -> bytes:
    write_arrays(path, FACTS, ARRAYS)
    return path.read_bytes()


def test_what_is_written_is_read(tmp_path: Path) -> None:
    make(tmp_path / "a.bin")
    facts, arrays = read_arrays(tmp_path / "a.bin")
    assert facts == FACTS
    assert {name: array.tolist() for name, array in arrays.items()} == {
        name: array.tolist() for name, array in ARRAYS.items()
    }
    assert not arrays["bytes"].flags.writeable
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]
    assert (tmp_path / "a.bin").stat().st_mode & 0o777 == 0o600


def test_every_altered_byte_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    whole = make(path)
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x15]) + whole[at + 1 :])
        with pytest.raises(ArrayFileError):
            read_arrays(path)


@pytest.mark.parametrize("length", [0, 1, 63, 64, -64, -1])
def test_a_file_that_is_cut_off_shows(tmp_path: Path, length: int) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(make(path)[:length])
    with pytest.raises(ArrayFileError):
        read_arrays(path)


@given(st.binary(max_size=200) | st.sampled_from([b"{}\n", b"[]\n", b"null\n", b"[" * 100_000]))
def test_any_other_file_shows(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "other.bin"
    path.write_bytes(data)
    with pytest.raises(ArrayFileError):
        read_arrays(path)


def test_a_folder_in_its_place_shows_and_no_file_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ArrayFileError):
        read_arrays(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_arrays(tmp_path / "a.bin")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.bin"
    whole = make(path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_arrays(path, {}, {})
    assert path.read_bytes() == whole
    assert [each.name for each in tmp_path.iterdir()] == ["a.bin"]
