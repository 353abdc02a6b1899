"""Every reason can be read back from its sentence and said in Spanish; readers have no others."""

import ast
import re
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.language import Language
from corpus import reasons
from corpus.reasons import KEYS, OTHER, Reason, read, say, translate
from tests.corpus.conftest import CHECKOUT

TABLE = reasons._TABLE


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("key", sorted(TABLE))
def test_both_languages_name_the_same_and_differ(key: str) -> None:
    english, spanish = TABLE[key]
    assert names(english) == names(spanish)
    assert english != spanish
    assert not re.search(r"\s\s|\s$|^\s|\.$", english + spanish)


@given(st.text("aé:;,()/. 0123", min_size=1, max_size=12).filter(str.strip))
def test_what_was_said_can_be_read(value: str) -> None:
    for key, (english, _) in TABLE.items():
        values = dict.fromkeys(names(english), value)
        found = read(say(key, **values))
        assert say(found.key, **found.values) == say(key, **values), key


@pytest.mark.parametrize("key", sorted(TABLE))
def test_keys_are_read_back(key: str) -> None:
    values = {name: f"«{name}»" for name in names(TABLE[key][0])}
    assert read(say(key, **values)) == Reason(key, values)
    assert translate(say(key, **values), Language.ES) == TABLE[key][1].format(**values)


def test_sentences_in_sentences_and_numbers_are_said_in_spanish() -> None:
    pages = say("ocr-missing", pages=say("bare-pages", count=14))
    spanish = "14 páginas no tienen texto; instale tesseract-ocr tesseract-ocr-spa"
    assert pages == "14 pages have no text; install tesseract-ocr tesseract-ocr-spa"
    assert translate(pages, Language.ES) == spanish
    none = say("no-text-but", detail=pages)
    assert translate(none, Language.ES) == f"no hay texto en este archivo; {spanish}"
    old = translate(say("format-newer", what=say("old-office")), Language.ES)
    assert old == "documentos antiguos de Office: todavía no se pueden leer; guárdelo en un formato más nuevo"
    many = translate(say("many-members", count="5,000"), Language.ES)
    assert many == "el archivo comprimido contiene más de 5000 archivos; descomprímalo"


def test_another_sentence_stays_what_it_is() -> None:
    assert read("Input/output error") == Reason(OTHER, {"sentence": "Input/output error"})
    assert translate("Input/output error", Language.ES) == "Input/output error"
    assert OTHER in KEYS


_ABOUT_OTHER_THINGS = ("asking.py", "answering.py", "drawing.py", "isolation.py", "wire.py")
"""What they say is not said of a document that is read."""


def test_readers_say_nothing_that_is_not_in_the_table() -> None:
    """A sentence in the code of a reader would be English for everyone."""
    strays = []
    for path in CHECKOUT.glob("corpus/**/*.py"):
        if path.name in _ABOUT_OTHER_THINGS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                if node.func.id in ("ValueError", "UnreadableError") and is_sentence(node.args[-1]):
                    strays.append(f"{path.name}:{node.lineno}")
                if node.func.id == "say" and isinstance(node.args[0], ast.Constant):
                    assert node.args[0].value in TABLE, f"{path.name}:{node.lineno}"
    assert strays == []


def is_sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and " " in str(node.value))
