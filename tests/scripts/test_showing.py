import io
import unicodedata
from email.message import EmailMessage
from pathlib import Path

import pytest

from analyzers.language import Language
from scripts.showing import _metadata_lines
from scripts.terminal import Terminal
from scripts.texts import Words
from tests.corpus.making import make_zip
from tests.scripts.conftest import Run, write_documents


def test_a_passage_with_its_neighbours(ask: Run, indexed: Path) -> None:
    ran = ask("show", "aspan.txt:8")
    assert (ran.code, ran.err) == (0, "")
    assert f"File: {indexed / 'docs' / 'aspan.txt'}" in ran.out
    assert "aspan.txt:7  [es]" in ran.out
    assert "  | La Guardia Costera inspecciona" in ran.out
    assert "    El aduanero pidió" in ran.out


def test_json_by_id_path_and_line(ask: Run, indexed: Path) -> None:
    by_line = ask("show", "aspan.txt:6", "--context", "0", "--json").json  # a blank line: the next passage
    assert [(each["start_line"], each["language"]) for each in by_line["passages"]] == [(7, "es")]
    by_id = ask("show", by_line["chunk_id"], "--context", "0", "--json").json
    assert by_id == by_line
    assert {"chunk_id", "doc_id", "path", "text", "metadata", "url"} <= set(by_id["passages"][0])
    whole = ask("show", indexed / "docs" / "puertos" / "port-security.txt", "--json").json
    assert whole["chunk_id"] is None
    assert len(whole["passages"]) == whole["document"]["chunks"]
    assert whole["document"]["changed"] is False
    assert ask("show", "port-security.txt", "--json").json == whole


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("aspam.txt:3", "Did you mean “aspan.txt”?"),
        ("0123456789abcdef", "Nothing in the index is called “0123456789abcdef”."),
        ("aspan.txt:999", "aspan.txt ends at line 13; there is no line 999."),
    ],
)
def test_what_is_not_there(ask: Run, target: str, complaint: str) -> None:
    ran = ask("show", target)
    assert (ran.code, ran.out) == (1, "")
    assert complaint in ran.err
    asked = ask("show", target, "--json")
    assert (asked.code, asked.json["passages"]) == (1, [])
    assert complaint in asked.json["error"]["message"]


def test_a_name_is_found_however_its_accents_are_put_together(run: Run, tmp_path: Path) -> None:
    written, typed = (unicodedata.normalize(form, "resolución.txt") for form in ("NFD", "NFC"))
    assert written != typed
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / written).write_text("La junta aprobó la compra.", encoding="utf-8")
    run("index", "docs")
    for name in (typed, f"{typed}:1", tmp_path / "docs" / typed, written):
        assert "La junta aprobó la compra." in run("show", name).out


def test_a_message_names_what_hangs_on_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    message = EmailMessage()
    message["Subject"] = "Papeles"
    message.set_content("Van dos papeles.")
    message.add_attachment(b"Plan de atraque\n", "text", "plain", filename="plan.txt")
    message.add_attachment(b"\x89PNG\r\n\x1a\n??", "image", "png", filename="foto.png")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "aviso.eml").write_bytes(message.as_bytes())
    run("index", "docs")
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    lines = run("show", "aviso.eml").out.splitlines()
    at = lines.index("Adjuntos:")
    assert lines[at + 1 : at + 3] == [
        "  aviso.eml/plan.txt",
        "  aviso.eml/foto.png (no se leyó: el archivo está dañado: no es una imagen)",
    ]
    shown = run("show", "aviso.eml", "--json").json
    assert [each["path"] for each in shown["attachments"]] == ["aviso.eml/plan.txt"]
    assert [(each["path"], each["key"]) for each in shown["unreadable"]] == [
        ("aviso.eml/foto.png", "damaged-image")
    ]
    assert "Adjuntos" not in run("show", "aviso.eml:1").out


def test_a_changed_file_is_said(run: Run, tmp_path: Path) -> None:
    write_documents(tmp_path / "docs")
    run("index", "docs")
    (tmp_path / "docs" / "aspan.txt").write_text("Otro texto.")
    assert "has changed or gone" in run("show", "aspan.txt:3").out


def test_two_documents_of_one_path(run: Run, tmp_path: Path) -> None:
    write_documents(tmp_path / "a")
    write_documents(tmp_path / "b")
    run("index", "a", "b")
    ran = run("show", "aspan.txt")
    assert ran.code == 2
    assert str(tmp_path / "b" / "aspan.txt") in ran.err
    assert run("show", "b/aspan.txt:3").code == 0


def test_escape_sequences_of_a_document_are_not_obeyed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "hostile.txt").write_text("Puerto \x1b[2J de la \u202eaduana marítima.")
    run("index", "docs")
    for ran in (run("show", "hostile.txt"), run("search", "puerto")):
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out


def test_a_document_in_an_archive(run: Run, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.zip").write_bytes(
        make_zip({"sub/uno.txt": "La aduana.", "dos.txt": "El puerto."})
    )
    assert run("index", tmp_path / "docs").out.startswith(
        "1 file: 1 added. 2 documents, 2 passages in the index"
    )
    ran = run("show", "a.zip/sub/uno.txt:1", "--json")
    assert ran.json["document"]["path"] == "a.zip/sub/uno.txt"
    assert ran.json["document"]["container"] == "a.zip"
    assert ran.json["document"]["file"] == str(tmp_path / "docs" / "a.zip")
    assert run("show", tmp_path / "docs" / "a.zip" / "dos.txt").code == 0
    several = run("show", "a.zip")
    assert several.code == 2
    assert "a.zip/dos.txt" in several.err
    assert "a.zip/sub/uno.txt" in several.err


def test_what_was_recognised_is_said_in_words() -> None:
    terminal = Terminal(io.StringIO(), io.StringIO(), Words(Language.ES))
    assert list(_metadata_lines({"ocr": ("1-2", "4")}, terminal)) == ["Reconocido (OCR): 1-2, 4"]
    assert list(_metadata_lines({"ocr": ("yes",)}, terminal)) == ["Reconocido (OCR): sí"]
