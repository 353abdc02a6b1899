"""A small index of documents written here, and an application over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from index.updating import update_index
from webui import AppConfig, create_app

SPANISH = """# Informe sobre la ASPAN

## Antecedentes

La Alianza para la Seguridad y la Prosperidad de América del Norte (ASPAN) se
anunció en Waco en marzo de 2005. Los tres gobiernos acordaron que sus puertos
compartieran equipos de inspección y que la carga de bajo riesgo pasara antes.

## Resultados

La Guardia Costera mexicana no existe como tal: esas tareas las cumple la Armada
de México, que participó en los ejercicios conjuntos con sus vecinos del norte.
"""
ENGLISH = """# Workshop report

## Opening remarks

The Security and Prosperity Partnership (SPP) was no treaty, the chair said, and
no legislature ever voted on it. Ports bought scanners for the inspection of
containers, and the Coast Guard trained pilots.

## Conclusions

When the SPP ended in August 2009 its working groups went on under other names,
and the people in them hardly noticed that the partnership was over.
"""
FILLER = "Nada que ver aquí con lo demás, salvo el número de la línea.\n\n"


def write_documents(folder: Path) -> None:
    (folder / "informes").mkdir(parents=True)
    (folder / "informes" / "aspan.md").write_text(SPANISH, encoding="utf-8")
    (folder / "workshop.md").write_text(ENGLISH, encoding="utf-8")


class CompiledTemplates(BytecodeCache):
    """Templates as they were compiled for the application before: to compile all takes half a second."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", CompiledTemplates())
        yield


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder)
    return folder


@pytest.fixture(scope="session")
def index_directory(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("web") / "index"
    update_index(directory, [documents])
    return directory


@pytest.fixture(scope="session")
def app(index_directory: Path) -> Iterator[Flask]:
    app = create_app(AppConfig(index_directory=index_directory))
    app.testing = True
    yield app
    app.extensions["bisagra"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
