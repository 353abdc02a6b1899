"""``python -m benchmarks.mixed``: a thousand files of every kind are indexed, broken and hostile ones too.

The folder is made of the sample documents, in every format that can be read (office formats by LibreOffice
where it is installed, else by hand) and in many that cannot. Printed are the summary line, the time,
the most memory that any process took, and the table of what could not be read; what was made unreadable
and not said to be, or the other way round, is an error.
"""

import io
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from email.message import EmailMessage
from html import escape
from pathlib import Path

from benchmarks.reporting import heading
from corpus.encoding import decode

_SAMPLES = Path(__file__).parents[1] / "corpus" / "documents"
_FILES = 1_000
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_OFFICE = {
    "html": (
        "docx:MS Word 2007 XML",
        "odt:writer8",
        "rtf:Rich Text Format",
        "epub:EPUB",
        "pdf:writer_web_pdf_Export",
    ),
    "csv": ("xlsx:Calc MS Excel 2007 XML", "ods:calc8"),
}
_CONVERTED = 6
"""Documents that LibreOffice writes in each format; the others of a format are made by hand."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")

Make = Callable[[str], bytes]


def main() -> int:
    """Make, index, print and compare. 0 where every unreadable file was reported and no other."""
    print(heading())
    with tempfile.TemporaryDirectory(prefix="bisagra-mixed-") as name:
        folder = Path(name) / "papers"
        folder.mkdir()
        broken = make_folder(folder, random.Random(2009))
        return _index(folder, Path(name) / "index", broken)


def make_folder(folder: Path, chance: random.Random) -> set[str]:
    """Fill ``folder`` with a thousand files; the paths of those of which nothing can be read."""
    texts = [decode(path.read_bytes())[0] for path in sorted(_SAMPLES.glob("*.txt"))]
    broken = {path for path, data in _iter_broken() if _write(folder, path, data)}
    broken |= _make_special(folder)
    _convert(folder, texts)
    made = sum(1 for path in folder.rglob("*") if not path.is_dir())
    makers = list(_MAKERS.items())
    for number in range(_FILES - made):
        suffix, make = makers[number % len(makers)]
        text = _excerpt(chance.choice(texts), chance)
        subfolder = ("informes", "cables/2009", "ponencias", "año 2008")[number % 4]
        _write(folder, f"{subfolder}/{number:04}.{suffix}", make(text))
    return broken


def _excerpt(text: str, chance: random.Random) -> str:
    """Some paragraphs of a document, in order."""
    paragraphs = [each for each in text.split("\n\n") if len(each.split()) > 8]
    start = chance.randrange(max(1, len(paragraphs) - 6))
    return "\n\n".join(paragraphs[start : start + chance.randint(2, 6)])


def _write(folder: Path, path: str, data: bytes) -> bool:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return True


# readable


def _make_html(text: str) -> bytes:
    body = "".join(f"<p>{escape(each)}</p>" for each in text.split("\n\n"))
    return f"<html><head><title>Informe</title></head><body><h1>Informe</h1>{body}</body></html>".encode()


def _make_docx(text: str) -> bytes:
    plain = _CONTROLS.sub(" ", text)  # XML has no form feeds
    body = "".join(f"<w:p><w:r><w:t>{escape(each)}</w:t></w:r></w:p>" for each in plain.split("\n\n"))
    document = f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"
    return _make_zip({"[Content_Types].xml": _TYPES, "word/document.xml": document})


def _make_rtf(text: str) -> bytes:
    body = "".join(
        char if ord(char) < 128 and char not in "\\{}" else f"\\u{ord(char)}?"
        for char in text.replace("\n\n", "\v")
    ).replace("\v", "\\par ")
    return f"{{\\rtf1\\ansi {body}}}".encode("ascii", "replace")


def _make_csv(text: str) -> bytes:
    rows = [
        f'{number};"{each.replace(chr(34), "")}"' for number, each in enumerate(text.split("\n\n"), start=1)
    ]
    return "\n".join(("número;texto", *rows)).encode()


def _make_mail(text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "José Núñez <jose@example.org>", "ana@example.org"
    message["Subject"], message["Date"] = "Informe de la semana", "Mon, 14 Sep 2009 17:35:00 -0500"
    message.set_content(text)
    message.add_attachment(_make_docx(text[::-1]), maintype="application", subtype="x", filename="anexo.docx")
    return message.as_bytes()


def _make_mailbox(text: str) -> bytes:
    messages = (b"From ana@example.org Mon Sep 14 17:35:00 2009\n" + _make_mail(text[at:]) for at in (0, 40))
    return b"\n".join(messages)


def _make_zip(members: "dict[str, str | bytes]") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def _make_archive(text: str) -> bytes:
    inner = _make_zip({"hondo.md": f"# Anexo\n\n{text}"})
    return _make_zip({"uno.txt": text, "más/carta.eml": _make_mail(text), "más.zip": inner})


_MAKERS: dict[str, Make] = {
    "txt": str.encode,
    "log": lambda text: text.encode("cp1252", "replace"),
    "md": lambda text: f"# Notas\n\n{text}".encode(),
    "html": _make_html,
    "csv": _make_csv,
    "docx": _make_docx,
    "rtf": _make_rtf,
    "eml": _make_mail,
    "mbox": _make_mailbox,
    "zip": _make_archive,
}


def _convert(folder: Path, texts: Sequence[str]) -> None:
    """Some documents in every office format, by the program that most of them come from."""
    program = shutil.which("soffice")
    if program is None:
        print("LibreOffice is not installed: no documents of its making")
        return
    with tempfile.TemporaryDirectory() as name:
        for number, text in enumerate(texts[:_CONVERTED]):
            _write(Path(name), f"{number}.html", _make_html(text))
            _write(Path(name), f"{number}.csv", _make_csv(text).replace(b";", b","))
        for source, kinds in _OFFICE.items():
            for kind in kinds:
                files = sorted(str(path) for path in Path(name).glob(f"*.{source}"))
                target = folder / "oficina"
                command = [program, "--headless", f"-env:UserInstallation=file://{name}/profile"]
                command += ["--convert-to", kind, "--outdir", str(target), *files]
                subprocess.run(command, capture_output=True, check=False, timeout=400)


# not readable


def _iter_broken() -> Iterator[tuple[str, bytes]]:
    docx = _make_docx("Un párrafo que se corta.")
    bomb = _make_zip({"ceros.txt": bytes(50_000_000)})
    entities = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for number in range(8):
        yield f"rotos/vacío-{number}.txt", b""
        yield f"rotos/cortado-{number}.docx", docx[: len(docx) // 2 + number]
        yield f"rotos/cortado-{number}.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog >>\n"[: 20 + number]
        yield f"rotos/binario-{number}.txt", bytes(range(256)) * (number + 1)
        yield f"rotos/foto-{number}.png", b"\x89PNG\r\n\x1a\n" + bytes(64)
        yield f"rotos/viejo-{number}.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)
        yield f"rotos/espacios-{number}.md", b" \n\t\n" * (number + 1)
        yield f"rotos/bomba-{number}.zip", bomb
        yield f"rotos/nada-{number}.zip", _make_zip({})
        yield f"rotos/sin-cabeza-{number}.eml", b"nada de cabeza"
        document = f"{entities}<w:document {_WORD}><w:body><w:p>&b;</w:p></w:body></w:document>"
        yield (
            f"rotos/entidades-{number}.docx",
            _make_zip({"[Content_Types].xml": _TYPES, "word/document.xml": document}),
        )


def _make_special(folder: Path) -> set[str]:
    """Names and kinds of file that a folder may hold; those of which nothing can be read."""
    special = folder / "especiales"
    special.mkdir()
    (special / unicodedata.normalize("NFD", "año.txt")).write_text("Un nombre con la tilde aparte.")
    with open(os.fsencode(special) + b"/a\xf1o-viejo.txt", "w", encoding="utf-8") as file:
        file.write("Un nombre en Latin-1.")
    (special / "es-pdf.txt").write_bytes(_make_docx("Un documento con otro nombre."))
    nested: EmailMessage | bytes = b"fin"
    for number in range(30):
        outer = EmailMessage()
        outer["Subject"] = f"Reenviado {number}"
        outer.set_content("Ver adjunto.")
        outer.add_attachment(
            nested if isinstance(nested, bytes) else nested.as_bytes(),
            maintype="application", subtype="octet-stream", filename=f"{number}.eml",
        )  # fmt: skip
        nested = outer
    assert isinstance(nested, EmailMessage)
    (special / "anidado.eml").write_bytes(nested.as_bytes())
    with (special / "una-línea.txt").open("wb") as file:
        file.truncate(1_000_000_000)
    (special / "largo.txt").write_text("una palabra y otra " * 100_000)
    os.mkfifo(special / "tubo.txt")
    (special / "círculo").symlink_to(special)
    return {"especiales/una-línea.txt"}


def _index(folder: Path, index: Path, broken: set[str]) -> int:
    command = [
        sys.executable,
        "-m",
        "scripts",
        "index",
        str(folder),
        "--index",
        str(index),
        "--jobs",
        "2",
        "--json",
    ]
    started = time.monotonic()
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=_SAMPLES.parents[1])
    seconds = time.monotonic() - started
    report = json.loads(ran.stdout)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = ("seen", "added", "documents", "chunks")
    print(
        ", ".join(f"{name} {report[name]:,}" for name in figures),
        f"in {seconds:.0f} s; exit code {ran.returncode}",
    )
    print(f"largest process {most:.0f} MB\n\n| reason | documents | for example |\n|---|---:|---|")
    by_reason: dict[str, list[str]] = {}
    for each in report["unreadable"]:
        by_reason.setdefault(each["reason"], []).append(each["path"])
    for reason, paths in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        print(f"| {reason} | {len(paths)} | {paths[0]} |")
    told = Counter(
        each["path"].split(".zip/")[0] + ".zip" * (".zip/" in each["path"]) for each in report["unreadable"]
    )
    missed = broken - set(told)
    wrong = {path for path in told if path not in broken and not path.startswith("especiales/anidado.eml")}
    print(f"\nunreadable and not said: {sorted(missed) or 'none'}; without cause: {sorted(wrong) or 'none'}")
    return 1 if missed or wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
