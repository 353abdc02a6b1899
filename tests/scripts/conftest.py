"""A small folder in both languages, its index, and a command line to ask it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scripts.__main__ import main
from tests.index.conftest import read_here

SPANISH = """LA ASPAN

La Alianza para la Seguridad y la Prosperidad de América del Norte (ASPAN) se anunció en Waco. Los tres
gobiernos prometieron informes cada seis meses, grupos de trabajo en dos agendas y reuniones de ministros.
Nadie la llamó tratado, y por eso no pasó por ninguno de los tres congresos, lo que se le reprochó siempre.

La Guardia Costera inspecciona los puertos del Pacífico y revisa cada contenedor. Sus oficiales suben a bordo
antes del atraque, miran los papeles de la carga y comparan los sellos con los que anotó el puerto de origen.
Si falta uno, el barco espera fuera de la bahía hasta que llegue el informe del astillero o del armador.

El aduanero pidió más inspecciones en la frontera. Dijo que con dos turnos no alcanza, que los camiones hacen
fila desde las cinco de la mañana y que la báscula nueva sigue en su caja porque nadie la ha instalado.
La respuesta de la capital, según contó, llegó en una sola línea y sin firma: que se esperara al año próximo.
"""
ENGLISH = """PORT SECURITY

The Security and Prosperity Partnership (SPP) was announced in Waco in March 2005. Three governments promised
a report every six months, working groups on two agendas and a yearly meeting of ministers. It was never named
a treaty, and so no congress was asked, which its critics held against it from the first day to the last.

The Coast Guard inspects every port and every container on the Pacific coast. Its officers board before a ship
ties up, read the papers of the cargo and compare the seals with those noted in the harbour of origin. Where
one is missing the ship waits outside the bay until the yard or the owner has sent an explanation in writing.
"""


@dataclass(frozen=True)
class Ran:
    """What a command printed and ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "BISAGRA_INDEX", "BISAGRA_PASSWORD", "BISAGRA_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session", autouse=True)
def _files_read_here() -> Iterator[None]:
    """A process that reads takes longer to start than a command to say what these tests look at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.writing.read_all", read_here)
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_command(*argv: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in argv])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Ran(code, captured.out, captured.err)

    return run_command


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``docs`` and ``index``, for tests that only read."""
    folder = tmp_path_factory.mktemp("indexed")
    write_documents(folder / "docs")
    assert main(["index", str(folder / "docs"), "--index", str(folder / "index")]) == 0
    return folder


@pytest.fixture
def ask(run: Run, indexed: Path) -> Run:
    """Run a command over the small index."""

    def ask_command(*argv: object) -> Ran:
        return run(*argv, "--index", indexed / "index")

    return ask_command


def write_documents(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "aspan.txt").write_text(SPANISH, encoding="utf-8")
    (folder / "puertos").mkdir()
    (folder / "puertos" / "port-security.txt").write_text(ENGLISH, encoding="utf-8")
