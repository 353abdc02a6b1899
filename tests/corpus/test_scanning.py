import os
from pathlib import Path

import pytest

from corpus.scanning import iter_files


def test_regular_files_in_order(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.txt",
        "a/b.md",
        "Ñandú.txt",
        "c/d/e.txt",
        ".hidden",
        ".git/config",
        "a/.x.txt",
        "~$forme.docx",
        "a/Thumbs.db",
        "desktop.ini",
        "__MACOSX/b.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    names = [path.relative_to(tmp_path).as_posix() for path in iter_files(tmp_path)]
    assert names == ["a/b.md", "a/z.txt", "b.txt", "c/d/e.txt", "Ñandú.txt"]


def test_links_and_pipes_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "out").symlink_to("/")
    (tmp_path / "nowhere").symlink_to("gone")
    os.mkfifo(tmp_path / "pipe.txt")
    assert list(iter_files(tmp_path)) == [tmp_path / "a.txt"]


def test_a_file_is_itself(tmp_path: Path) -> None:
    path = tmp_path / ".a.txt"
    path.write_text("x")
    assert list(iter_files(path)) == [path]


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(iter_files(tmp_path / "gone"))


def test_a_pipe_is_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert list(iter_files(tmp_path / "pipe")) == []
