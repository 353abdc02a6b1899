"""Tar archives and what gzip packs: every file in them is a document, within the limits of any archive."""

import gzip
import io
import random
import tarfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from corpus import archives, reasons
from corpus.archives import Budget
from corpus.errors import UnreadableError
from corpus.model import Document
from corpus.packing import Tape, unpack
from corpus.readers.parts import Walk, extract_part
from tests.corpus.making import make_zip
from tests.corpus.test_containers import paths, read
from tests.corpus.test_office import ENGLISH, SPANISH
from tests.corpus.test_old_office import alter


def make_tar(members: Mapping[str, bytes | str], *, links: Mapping[str, str] | None = None) -> bytes:
    """A tar archive of these files, and of links to others."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in members.items():
            data = content if isinstance(content, bytes) else content.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return made.getvalue()


FILES: Mapping[str, bytes | str] = {
    "cables/año.txt": SPANISH,
    "../fuera.txt": ENGLISH,
    "más.zip": make_zip({"hondo.md": f"# Título\n\n{SPANISH}\n"}),
    "largo.txt": "puerto seguro. " * 900,
}


def refusals(results: list[Document | UnreadableError]) -> dict[str, str]:
    """The key of the reason by the name of what could not be read."""
    failed = [each for each in results if isinstance(each, UnreadableError)]
    return {Path(each.path).name: reasons.read(each.reason).key for each in failed}


@pytest.mark.parametrize("name", ["cables.tar", "cables.tar.gz", "cables.tgz", "cables"])
def test_every_file_of_an_archive_is_a_document(tmp_path: Path, name: str) -> None:
    plain = make_tar(FILES, links={"enlace": "/etc/passwd"})
    data = plain if name == "cables.tar" else gzip.compress(plain)
    results = read(tmp_path, name, data)
    inside = ["cables/año.txt", "fuera.txt", "más.zip/hondo.md", "largo.txt"]
    assert paths(results) == [f"{name}/{each}" for each in inside]
    assert extract_part(name, data, "más.zip/hondo.md").startswith("# Título".encode())
    with pytest.raises(ValueError, match="no such document"):
        extract_part(name, data, "enlace")


def test_a_packed_file_is_a_document_in_one(tmp_path: Path) -> None:
    data = gzip.compress(SPANISH.encode())
    (document,) = read(tmp_path, "acta.txt.gz", data)
    assert isinstance(document, Document)
    assert (document.path, document.format, document.container) == (
        "acta.txt.gz/acta.txt",
        "txt",
        "acta.txt.gz",
    )
    assert extract_part("acta.txt.gz", data, "acta.txt") == SPANISH.encode()


def test_an_archive_that_is_cut_off_gives_what_is_there_and_says_so(tmp_path: Path) -> None:
    whole = make_tar({"a.txt": SPANISH, "b.txt": ENGLISH * 40, "c.txt": SPANISH})
    results = read(tmp_path, "a.tar", whole[: whole.index(b"c.txt") + 60])
    assert paths(results) == ["a.tar/a.txt", "a.tar/b.txt"]
    assert refusals(results) == {"a.tar": "damaged"}
    results = read(tmp_path, "b.tar", whole[: whole.index(b"c.txt") - 600])
    assert paths(results) == ["b.tar/a.txt"]
    assert refusals(results) == {"b.txt": "damaged"}


# without the time: the tests have the same names in all processes
_pack = partial(gzip.compress, mtime=0)


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.gz", _pack(b"hola")[:-6], "damaged"),
        ("a.gz", b"\x1f\x8b nada", "damaged"),
        ("a.gz", _pack(bytes(20_000_000)), "bomb"),
        ("a.tar", make_tar({}, links={"a": "b"}), "empty-archive"),
        ("a.tgz", _pack(_pack(_pack(_pack(b"hola")))), "deep-archives"),
    ],
)
def test_what_cannot_be_unpacked_says_why(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    assert key in refusals(read(tmp_path, name, data)).values()


def test_too_many_files_and_too_much_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_tar({f"{number}.txt": "texto" for number in range(12)})
    with pytest.raises(ValueError, match="more than"):
        Tape(data, Budget(entries=10))
    monkeypatch.setattr(archives, "MOST_BYTES", 1_000)
    with pytest.raises(ValueError, match="MB"):
        Tape(make_tar({"a.txt": bytes(2_000)}), Budget(size_bytes=1_000)).read("a.txt")
    with pytest.raises(ValueError, match="MB"):
        unpack(gzip.compress(bytes(2_000)), Budget(size_bytes=1_000))


@pytest.mark.parametrize("packed", [False, True])
def test_altered_archives_are_read_or_refused(packed: bool) -> None:
    data = make_tar(FILES)
    chance = random.Random(11)
    keys = set()
    for _ in range(150):
        altered = alter(gzip.compress(data, mtime=0) if packed else data, chance)
        said = [part.reason for part in Walk("a.tgz" if packed else "a.tar", altered) if part.reason]
        keys |= {reasons.read(each).key for each in said}
    assert "damaged" in keys
    assert reasons.OTHER not in keys
