"""Archives, mailboxes and mail: every document in them is one of the index, and goes with its file."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from index import writing
from index.engine import Engine
from index.manifest import read_manifest
from index.reading import IndexReader
from index.updating import Options, UpdateReport, update_index
from tests.corpus.making import make_zip
from tests.index.test_updating import figures, id_of, paths, texts

SPANISH = "La aduana revisó los contenedores del puerto."
ENGLISH = "Customs searched the containers in the port."
LATER = "El puerto abrió otra vez por la mañana."


def make_mail(subject: str, body: str = f"{SPANISH}\n", **attached: str | bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "José Núñez <jose@example.org>"
    message["Subject"] = subject
    message.set_content(body)
    for name, data in attached.items():
        data = data.encode() if isinstance(data, str) else data
        stem, _, suffix = name.rpartition("_")
        message.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=f"{stem}.{suffix}"
        )
    return message


def make_mailbox(*messages: EmailMessage) -> bytes:
    return b"\n".join(
        b"From ana@example.org Mon Sep 14 17:35:00 2009\n" + each.as_bytes() for each in messages
    )


def ids(directory: Path) -> dict[str, str]:
    with IndexReader.open(directory) as reader:
        return {entry.path: entry.doc_id for entry in reader.documents()}


def held(directory: Path) -> set[str]:
    with Engine(directory / read_manifest(directory).store) as engine:
        return engine.document_ids()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """An archive of two documents, a folder, a mail with an attachment and something that is no text."""
    folder = tmp_path / "papers"
    folder.mkdir()
    mail = make_mail("Reenviado", plan_md=f"# Plan\n\n{ENGLISH}\n")
    write_archive(folder / "a.zip", mail=mail)
    (folder / "b.txt").write_text("Nothing to do with it.\n")
    return folder


def write_archive(file: Path, *, text: str = SPANISH, mail: EmailMessage | None = None) -> None:
    members: dict[str, str | bytes] = {
        "informe.txt": text,
        "sub/report.md": f"# Report\n\n{ENGLISH}\n",
        "imagen.bin": bytes(range(256)),
    }
    if mail:
        members["sub/carta.eml"] = mail.as_bytes()
    file.write_bytes(make_zip(members))


@pytest.fixture
def first(papers: Path, directory: Path) -> UpdateReport:
    return update_index(directory, [papers])


INSIDE = ["a.zip/informe.txt", "a.zip/sub/carta.eml", "a.zip/sub/carta.eml/plan.md", "a.zip/sub/report.md"]


def test_every_document_of_an_archive_is_one(first: UpdateReport, directory: Path, papers: Path) -> None:
    assert figures(first) == {"seen": 2, "added": 2}
    assert (first.documents, first.chunks) == (5, sum(len(found) for found in texts(directory).values()))
    assert paths(directory) == [*INSIDE, "b.txt"]
    assert [(each.path, each.reason) for each in first.unreadable] == [
        ("a.zip/imagen.bin", "binary file, not text")
    ]
    assert texts(directory)["a.zip/sub/carta.eml/plan.md"][0].endswith(ENGLISH)
    with IndexReader.open(directory) as reader:
        status = reader.status()
        assert (status.files, status.documents, status.unreadable) == (2, 5, 1)
        assert reader.unreadable() == first.unreadable
        entries = {entry.path: entry for entry in reader.documents()}
        assert {entry.container for entry in entries.values()} == {"a.zip", None}
        assert {entry.file for entry in entries.values()} == {
            str(papers / "a.zip"), str(papers / "b.txt"),
        }  # fmt: skip
        inner = reader.document(entries["a.zip/sub/carta.eml/plan.md"].doc_id)
        assert inner is not None
        assert (inner.container, inner.inside) == ("a.zip", "sub/carta.eml/plan.md")
        assert reader.file_of(inner.doc_id) == (papers / "a.zip", papers)


def test_nothing_changed_is_nothing_to_do(first: UpdateReport, directory: Path) -> None:
    again = update_index(directory)
    assert figures(again) == {"seen": 2, "unchanged": 2}
    assert again.unreadable == first.unreadable
    assert (again.documents, again.chunks) == (first.documents, first.chunks)


@pytest.mark.usefixtures("first")
def test_a_renamed_archive_keeps_the_ids_of_its_documents(directory: Path, papers: Path) -> None:
    before = ids(directory)
    (papers / "años").mkdir()
    (papers / "a.zip").rename(papers / "años" / "b.zip")
    assert figures(update_index(directory)) == {"seen": 2, "renamed": 1, "unchanged": 1}
    assert ids(directory) == {path.replace("a.zip", "años/b.zip"): name for path, name in before.items()}


@pytest.mark.usefixtures("first")
def test_a_changed_archive_keeps_the_ids_of_what_stayed(directory: Path, papers: Path) -> None:
    before = ids(directory)
    write_archive(papers / "a.zip", text=LATER)
    report = update_index(directory)
    assert figures(report) == {"seen": 2, "updated": 1, "unchanged": 1}
    assert report.documents == 3
    after = ids(directory)
    assert set(after) == {"a.zip/informe.txt", "a.zip/sub/report.md", "b.txt"}
    assert all(before[path] == name for path, name in after.items())
    assert texts(directory)["a.zip/informe.txt"] == [LATER]
    assert held(directory) == set(after.values())


@pytest.mark.usefixtures("first")
def test_an_archive_renamed_and_another_at_its_place(directory: Path, papers: Path) -> None:
    before = ids(directory)
    (papers / "a.zip").rename(papers / "old.zip")
    write_archive(papers / "a.zip", text=LATER)
    report = update_index(directory)
    assert figures(report) == {"seen": 3, "added": 1, "updated": 1, "unchanged": 1}
    after = ids(directory)
    assert after["a.zip/informe.txt"] == before["a.zip/informe.txt"]
    assert texts(directory)["a.zip/informe.txt"] == [LATER]
    assert texts(directory)["old.zip/informe.txt"] == [SPANISH]
    assert len(set(after.values())) == len(after) == report.documents == 7


@pytest.mark.usefixtures("first")
def test_an_archive_that_is_gone_takes_everything_with_it(directory: Path, papers: Path) -> None:
    (papers / "a.zip").unlink()
    report = update_index(directory)
    assert figures(report) == {"seen": 1, "removed": 1, "unchanged": 1}
    assert (report.documents, report.unreadable) == (1, ())
    assert paths(directory) == ["b.txt"]
    assert held(directory) == set(ids(directory).values())


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing more", make_zip({"x.bin": bytes(range(256))})])
def test_an_archive_of_which_nothing_can_be_read(directory: Path, papers: Path, data: bytes) -> None:
    before = ids(directory)
    (papers / "a.zip").write_bytes(data)
    report = update_index(directory)
    assert (report.updated, report.added, report.documents) == (0, 0, 1)
    assert len(report.unreadable) == 1
    assert held(directory) == {before["b.txt"]}
    write_archive(papers / "a.zip")
    assert figures(update_index(directory)) == {"seen": 2, "added": 1, "unchanged": 1}
    assert ids(directory)["a.zip/informe.txt"] == before["a.zip/informe.txt"], "mended, it is what it was"


def test_a_mailbox_that_grows(tmp_path: Path, directory: Path) -> None:
    (tmp_path / "mail").mkdir()
    box = tmp_path / "mail" / "Inbox.mbox"
    messages = [make_mail("Uno"), make_mail("Dos", plan_txt=LATER)]
    box.write_bytes(make_mailbox(*messages))
    update_index(directory, [tmp_path / "mail"])
    before = ids(directory)
    assert set(before) == {"Inbox.mbox/1.eml", "Inbox.mbox/2.eml", "Inbox.mbox/2.eml/plan.txt"}
    box.write_bytes(make_mailbox(*messages, make_mail("Tres")))
    report = update_index(directory)
    assert (report.updated, report.documents) == (1, 4)
    assert {**ids(directory), **before} == ids(directory)


def test_part_of_a_document_is_told_each_time(tmp_path: Path, directory: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.zip").write_bytes(make_zip({"b.pdf": SPANISH}))
    (tmp_path / "papers" / "c.csv").write_bytes(make_zip({"d.txt": SPANISH}))
    first = update_index(directory, [tmp_path / "papers"])
    again = update_index(directory)
    assert first.unreadable == again.unreadable
    assert first.incomplete == again.incomplete
    with IndexReader.open(directory) as reader:
        assert reader.incomplete() == first.incomplete
        assert reader.status().incomplete == len(first.incomplete)


def test_processes_give_what_one_gives(papers: Path, tmp_path: Path) -> None:
    update_index(tmp_path / "one", [papers])
    update_index(tmp_path / "two", [papers], options=Options(jobs=2))
    assert ids(tmp_path / "one") == ids(tmp_path / "two")
    assert texts(tmp_path / "one") == texts(tmp_path / "two")


class KilledError(BaseException):
    """The run ends here, as if the machine had."""


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("after", ["stays", "goes", "is as before", "is another"])
def test_a_run_that_is_killed_before_its_note(
    directory: Path, papers: Path, after: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = (papers / "a.zip").read_bytes()
    write_archive(papers / "a.zip", text=LATER, mail=make_mail("Otra", carta_txt=ENGLISH))

    def kill(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(writing, "note", kill)
        with pytest.raises(KilledError):
            update_index(directory)
    if after == "goes":
        (papers / "a.zip").unlink()
    elif after == "is as before":
        (papers / "a.zip").write_bytes(original)
    elif after == "is another":
        (papers / "a.zip").write_bytes(make_zip({"otro.txt": LATER, "sub/report.md": SPANISH}))
    update_index(directory)
    assert held(directory) == set(ids(directory).values())
    update_index(tmp_path / "clean", [papers])
    assert texts(directory) == texts(tmp_path / "clean")
    report = update_index(directory)
    assert report.unchanged == report.seen


@pytest.mark.usefixtures("first")
def test_a_rebuild_keeps_ids_and_what_is_away(directory: Path, papers: Path, tmp_path: Path) -> None:
    before, found = ids(directory), texts(directory)
    papers.rename(tmp_path / "away")
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "c.txt").write_text(LATER)
    report = update_index(directory, [tmp_path / "others"], options=Options(rebuild=True))
    assert "is kept (documents: 5)" in report.unreadable[0].reason
    assert {**ids(directory), **before} == ids(directory)
    assert {**texts(directory), **found} == texts(directory)


def test_names_and_texts_that_are_no_characters(tmp_path: Path, directory: Path) -> None:
    """UTF-7 can spell half of a pair: no such thing may stop a run."""
    (tmp_path / "mail").mkdir()
    half = b"Subject: =?utf-7?Q?+2AA-?=\nContent-Type: text/plain; charset=utf-7\n\nhola +2AA- y adi+APM-s\n"
    (tmp_path / "mail" / "a.eml").write_bytes(half)
    attached = (
        b"Subject: dos\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nhola\n"
        b'--x\nContent-Disposition: attachment; filename="=?utf-7?Q?+2AA-.txt?="\n\n' + SPANISH.encode()
    )
    (tmp_path / "mail" / "b.eml").write_bytes(attached + b"\n--x--\n")
    report = update_index(directory, [tmp_path / "mail"])
    assert report.added == 2
    assert report.documents == 3
    assert sum(len(found) for found in texts(directory).values()) == report.chunks
    assert update_index(directory).unchanged == 2


def test_a_document_is_found_by_the_place_inside(first: UpdateReport, directory: Path, papers: Path) -> None:
    del first
    inner = "a.zip/sub/carta.eml/plan.md"
    with IndexReader.open(directory) as reader:
        assert reader.find_document(inner) == reader.find_document(str(papers / inner))
        assert reader.find_document("a.zip") is None
        assert not reader.is_changed(id_of(directory, inner))
        write_archive(papers / "a.zip")
        assert reader.is_changed(id_of(directory, inner))
